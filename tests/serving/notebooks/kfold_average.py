# title: Five models of five folds, their predictions for the test file added up
# data: house_train.csv house_test.csv
# model pred: raw
# target: SalePrice
# truth: the result belongs to five models that the loop binds one after the other: all five have to be kept

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold

train = pd.read_csv("house_train.csv")
test = pd.read_csv("house_test.csv")
y = np.log1p(train["SalePrice"])
cols = ["LotArea", "OverallQual", "YearBuilt", "TotalBsmtSF", "GrLivArea", "GarageArea"]
X = train[cols].copy()
X_test = test[cols].copy()

# %%
for frame in (X, X_test):
    frame["Age"] = 2010 - frame["YearBuilt"]
    frame["LotArea"] = np.log(frame["LotArea"])

# %%
kf = KFold(n_splits=5, shuffle=True, random_state=11)
oof = np.zeros(len(X))
pred = np.zeros(len(X_test))
for fold, (tr_idx, val_idx) in enumerate(kf.split(X)):
    m = GradientBoostingRegressor(n_estimators=20, random_state=fold)
    m.fit(X.iloc[tr_idx], y.iloc[tr_idx])
    oof[val_idx] = m.predict(X.iloc[val_idx])
    pred += m.predict(X_test) / kf.n_splits
    print("fold", fold, mean_squared_error(y.iloc[val_idx], oof[val_idx]) ** 0.5)

# %%
submission = pd.DataFrame({"Id": test["Id"], "SalePrice": np.expm1(pred)})
submission.head()
