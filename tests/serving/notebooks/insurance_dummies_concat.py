# title: Insurance: dummies of single columns beside the table, age groups, log target
# data: insurance.csv
# model model: raw
# target: charges

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

data = pd.read_csv("insurance.csv")
data.isna().sum()

# %%
data["age_group"] = pd.cut(data["age"], bins=[17, 30, 45, 65], labels=["young", "middle", "old"])
data["obese"] = np.where(data["bmi"] >= 30, 1, 0)

# %%
region = pd.get_dummies(data["region"], prefix="region", dtype=int)
age_group = pd.get_dummies(data["age_group"], dtype=int)
data = pd.concat([data, region, age_group], axis=1)
data.drop(["region", "age_group"], axis=1, inplace=True)
data["sex"] = data["sex"].replace({"male": "1", "female": "0"}).astype(int)
data["smoker"] = (data["smoker"] == "yes").astype(int)
data["smoker_obese"] = data["smoker"] * data["obese"]

# %%
x = data.drop("charges", axis=1)
y = np.log(data["charges"])
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=12)
model = RandomForestRegressor(n_estimators=30, random_state=12)
model.fit(x_train, y_train)

# %%
prediction = np.exp(model.predict(x_test))
print("MAPE", np.mean(np.abs(prediction - np.exp(y_test)) / np.exp(y_test)))
