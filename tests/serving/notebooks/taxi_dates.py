# title: Taxi fares: parts of a time, distances on the globe, impossible rows cut
# data: taxi.csv
# model lm: raw
# target: fare_amount

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("taxi.csv")
df["pickup_datetime"] = pd.to_datetime(df["pickup_datetime"])
df.drop("key", axis=1, inplace=True)
df.dtypes

# %%
df["hour"] = df.pickup_datetime.dt.hour
df["year"] = df.pickup_datetime.dt.year
df["weekday"] = df.pickup_datetime.dt.weekday
df["night"] = ((df.hour < 6) | (df.hour >= 20)).astype(int)
df = df.drop(["pickup_datetime"], axis=1)


# %%
def haversine(lon_1, lon_2, lat_1, lat_2):
    lon_1, lon_2, lat_1, lat_2 = map(np.radians, [lon_1, lon_2, lat_1, lat_2])
    diff_lon = lon_2 - lon_1
    diff_lat = lat_2 - lat_1
    a = np.sin(diff_lat / 2.0) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin(diff_lon / 2.0) ** 2
    return 2 * 6371 * np.arcsin(np.sqrt(a))


df["distance"] = haversine(df["pickup_longitude"], df["dropoff_longitude"], df["pickup_latitude"], df["dropoff_latitude"])

# %%
df = df[(df.passenger_count > 0) & (df.fare_amount > 2.5) & (df.distance < 60)]
x = df[["passenger_count", "hour", "year", "weekday", "night", "distance"]]
y = df["fare_amount"]
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=25)

# %%
lm = LinearRegression()
lm.fit(x_train, y_train)
predicted = lm.predict(x_test)
print("RMSE", np.sqrt(((predicted - y_test) ** 2).mean()))
