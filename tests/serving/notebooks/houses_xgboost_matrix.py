# title: House prices: xgboost by its own matrices, log target
# data: house_train.csv house_test.csv
# model bst: raw
# target: SalePrice
# needs: xgboost

# %%
import numpy as np
import pandas as pd
import xgboost as xgb

train = pd.read_csv("house_train.csv")
test = pd.read_csv("house_test.csv")
num = ["LotFrontage", "LotArea", "OverallQual", "YearBuilt", "TotalBsmtSF", "GrLivArea"]
quality = {"Fa": 1, "TA": 2, "Gd": 3, "Ex": 4}
for df in [train, test]:
    df["KitchenQual"] = df["KitchenQual"].map(quality)
    df["Remodelled"] = (df["YrSold"] - df["YearBuilt"]).clip(lower=0)

# %%
cols = num + ["KitchenQual", "Remodelled"]
dtrain = xgb.DMatrix(train[cols], label=np.log1p(train["SalePrice"]))
dtest = xgb.DMatrix(test[cols])
params = {"max_depth": 3, "eta": 0.2, "seed": 1}
bst = xgb.train(params, dtrain, num_boost_round=40)
preds = np.expm1(bst.predict(dtest))
preds[:5]
