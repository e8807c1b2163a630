# title: House prices: both files concatenated and sliced back, columns chosen by skew, dummies over both, log target, a blend
# data: house_train.csv house_test.csv
# model lasso: raw
# model gbr: raw
# model blend: raw
# target: SalePrice
# truth: skew, dummies and medians are learned over both files; a slice of a concatenation is the rows of its file

# %%
import numpy as np
import pandas as pd
from scipy.stats import skew
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Lasso

train = pd.read_csv("house_train.csv")
test = pd.read_csv("house_test.csv")
print(train.shape, test.shape)

# %%
all_data = pd.concat((train.loc[:, "MSSubClass":"YrSold"], test.loc[:, "MSSubClass":"YrSold"]))
all_data.head()

# %% [markdown]
# First I'll transform the skewed numeric features by taking log(feature + 1).

# %%
# log transform the target
train["SalePrice"] = np.log1p(train["SalePrice"])

# log transform skewed numeric features
numeric_feats = all_data.select_dtypes(include="number").columns
skewed_feats = train[numeric_feats].apply(lambda x: skew(x.dropna()))
skewed_feats = skewed_feats[skewed_feats > 0.75]
skewed_feats = skewed_feats.index

all_data[skewed_feats] = np.log1p(all_data[skewed_feats])

# %%
all_data = pd.get_dummies(all_data)

# %%
# filling NA's with the mean of the column
all_data = all_data.fillna(all_data.mean())

# %%
X_train = all_data[: train.shape[0]]
X_test = all_data[train.shape[0] :]
y = train.SalePrice

# %%
lasso = Lasso(alpha=0.0005, max_iter=20000)
lasso.fit(X_train, y)
lasso_preds = np.expm1(lasso.predict(X_test))

# %%
gbr = GradientBoostingRegressor(n_estimators=40, random_state=5)
gbr.fit(X_train, y)
gbr_preds = np.expm1(gbr.predict(X_test))

# %%
blend = 0.7 * lasso_preds + 0.3 * gbr_preds
solution = pd.DataFrame({"id": test.Id, "SalePrice": blend})
solution.head()
