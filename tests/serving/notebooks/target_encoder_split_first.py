# title: sklearn's TargetEncoder fitted on the training rows, applied to others
# data: flats.csv
# model model: raw
# target: price
# truth: the rows that are predicted went through transform, which looks each value up

# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import TargetEncoder

df = pd.read_csv("flats.csv").dropna()
df["bhk"] = df["size"].apply(lambda s: int(s.split(" ")[0]))
X = df[["location", "area_type", "bhk", "bath"]].copy()
y = df["price"]

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
te = TargetEncoder(smooth=5.0, random_state=0)
X_train[["location", "area_type"]] = te.fit_transform(X_train[["location", "area_type"]], y_train)
X_test[["location", "area_type"]] = te.transform(X_test[["location", "area_type"]])

# %%
model = Ridge().fit(X_train, y_train)
y_pred = model.predict(X_test)
model.score(X_test, y_test)
