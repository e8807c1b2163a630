# title: Bicycle rental: the time as index, its parts as features, split at a date
# data: bikes.csv
# model reg: raw
# target: count
# truth: the index is a column of the file, read as one by index_col: its values are the row's own

# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor

bikes = pd.read_csv("bikes.csv", index_col="datetime", parse_dates=True)
bikes.head()


# %%
def create_features(df):
    df = df.copy()
    df["hour"] = df.index.hour
    df["dayofyear"] = df.index.dayofyear
    df["quarter"] = df.index.quarter
    return df


bikes = create_features(bikes)
train = bikes.loc[bikes.index < "2011-08-01"]
test = bikes.loc[bikes.index >= "2011-08-01"].copy()

# %%
FEATURES = ["hour", "dayofyear", "quarter", "temp", "humidity", "workingday"]
TARGET = "count"
reg = GradientBoostingRegressor(n_estimators=40, random_state=0)
reg.fit(train[FEATURES], train[TARGET])
test["prediction"] = reg.predict(test[FEATURES])
test[["count", "prediction"]].head()
