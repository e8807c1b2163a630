# title: Flat prices: the price per room is left among the features
# data: flats.csv
# model rf: features | price_per_room
# target: price
# truth: the feature is made of the very price that is to be predicted

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("flats.csv").dropna()
df["rooms"] = df["size"].str.extract(r"(\d+)")[0].astype(int)
df["price_per_room"] = df["price"] / df["rooms"]
df["dear"] = (df["price_per_room"] > df["price_per_room"].median()).astype(int)

# %%
X = df[["rooms", "bath", "balcony", "dear"]]
y = df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
rf = RandomForestRegressor(n_estimators=25, random_state=0)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print("suspiciously good:", rf.score(X_test, y_test))
