# title: Insurance: dummies of train and test made apart, the columns of the one forced upon the other
# data: insurance.csv
# model gbr: raw
# target: charges
# truth: after reindex the columns are those of the training rows whatever the test rows have

# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

raw = pd.read_csv("insurance.csv")
train, test = train_test_split(raw, test_size=0.3, random_state=4)
y_train, y_test = train.pop("charges"), test.pop("charges")

# %%
train_d = pd.get_dummies(train)
test_d = pd.get_dummies(test)
test_d = test_d.reindex(columns=train_d.columns, fill_value=0)
test_d.head()

# %%
gbr = GradientBoostingRegressor(n_estimators=40, random_state=4)
gbr.fit(train_d, y_train)
y_hat = gbr.predict(test_d)
print(gbr.score(test_d, y_test))
