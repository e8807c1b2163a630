# title: Census: lightgbm with columns of categories
# data: adult.csv
# model gbm: raw
# target: income
# needs: lightgbm
# truth: the categories of a column are learned: a file of one row has one category, whose code must stay the same

# %%
import lightgbm as lgb
import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("adult.csv")
for c in ["workclass", "education", "marital", "occupation", "sex", "country"]:
    df[c] = df[c].astype("category")
X, y = df.drop(columns="income"), (df["income"] == ">50K").astype(int)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
gbm = lgb.LGBMClassifier(n_estimators=30, num_leaves=8, random_state=3, verbose=-1)
gbm.fit(X_train, y_train)

# %%
proba = gbm.predict_proba(X_test)[:, 1]
y_hat = (proba > 0.35).astype(int)
y_hat.mean()
