# title: House prices: outliers cut by the price, frontage by the median of its neighbourhood, ordinal words
# data: house_train.csv house_test.csv
# model model_ridge: raw
# target: SalePrice
# truth: the filter reads the target and is not applied; medians by group over both files are learned

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import LabelEncoder, RobustScaler
from sklearn.pipeline import make_pipeline

train = pd.read_csv("house_train.csv")
test = pd.read_csv("house_test.csv")

# %%
# Save the 'Id' column
train_ID = train["Id"]
test_ID = test["Id"]
train = train.drop("Id", axis=1)
test = test.drop("Id", axis=1)

# %%
# Deleting outliers
train = train.drop(train[(train["GrLivArea"] > 2000) & (train["SalePrice"] < 150000)].index)
train["SalePrice"] = np.log1p(train["SalePrice"])

# %%
ntrain = train.shape[0]
ntest = test.shape[0]
y_train = train.SalePrice.values
all_data = pd.concat((train, test)).reset_index(drop=True)
all_data = all_data.drop(["SalePrice"], axis=1)
print("all_data size is : {}".format(all_data.shape))

# %%
all_data["PoolQC"] = all_data["PoolQC"].fillna("None")
all_data["LotFrontage"] = all_data.groupby("Neighborhood")["LotFrontage"].transform(lambda x: x.fillna(x.median()))
for col in ("GarageType",):
    all_data[col] = all_data[col].fillna("None")
all_data["KitchenQual"] = all_data["KitchenQual"].fillna(all_data["KitchenQual"].mode()[0])
all_data["MSSubClass"] = all_data["MSSubClass"].astype(str)

# %%
cols = ("PoolQC", "KitchenQual", "MSSubClass")
for c in cols:
    lbl = LabelEncoder()
    lbl.fit(list(all_data[c].values))
    all_data[c] = lbl.transform(list(all_data[c].values))

all_data["TotalSF"] = all_data["TotalBsmtSF"] + all_data["GrLivArea"]
all_data = pd.get_dummies(all_data)
all_data.shape

# %%
train = all_data[:ntrain]
test = all_data[ntrain:]

# %%
model_ridge = make_pipeline(RobustScaler(), Ridge(alpha=1.0))
model_ridge.fit(train, y_train)
pred = np.expm1(model_ridge.predict(test))
sub = pd.DataFrame()
sub["Id"] = test_ID
sub["SalePrice"] = pred
sub.head()
