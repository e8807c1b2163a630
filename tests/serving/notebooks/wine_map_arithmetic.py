# title: Wine quality: new columns by arithmetic, a filter, columns dropped
# data: winequality.csv
# model model: raw
# target: quality

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("winequality.csv", sep=";")
df.columns = [c.replace(" ", "_") for c in df.columns]
df.describe().T

# %%
df["total_acidity"] = df["fixed_acidity"] + df["volatile_acidity"] + df["citric_acid"]
df["log_sugar"] = np.log(df["residual_sugar"])
df["alcohol_class"] = df["alcohol"].apply(lambda a: 0 if a < 10 else (1 if a < 11 else 2))
df = df[df["pH"] < 3.7]
df = df.drop(columns=["residual_sugar", "density"])

# %%
X = df.drop("quality", axis=1)
y = df.quality
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
model = LinearRegression().fit(X_train, y_train)

# %%
y_pred = np.round(model.predict(X_test)).astype(int)
print("exactly right:", np.mean(y_pred == y_test))
