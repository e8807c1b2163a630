# title: Target encoding by a mapping of the training rows' means
# data: flats.csv
# model reg: raw
# target: price
# truth: the means read the target when they are learned; a new row only looks its place up

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv").dropna()
flats["location"] = flats["location"].str.strip()
flats["bhk"] = flats["size"].str.split(" ").str[0].astype(int)
flats.describe()

# %%
train, test = train_test_split(flats, test_size=0.25, random_state=8)
train = train.copy()
test = test.copy()

# %%
location_price = train.groupby("location")["price"].mean().to_dict()
overall = train["price"].mean()
train["location_price"] = train["location"].map(location_price)
test["location_price"] = test["location"].map(location_price).fillna(overall)

# %%
cols = ["location_price", "bhk", "bath", "balcony"]
reg = RandomForestRegressor(n_estimators=25, random_state=8)
reg.fit(train[cols], train["price"])
guess = reg.predict(test[cols])
print("MAE", mean_absolute_error(test["price"], guess))
