# title: A feature of the target, which a helper splits off
# data: mall.csv
# model model: features or none
# target: Spending Score (1-100)
# truth: it reads the target

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
def split(frame):
    return frame.drop(columns=["Spending Score (1-100)", "Gender"]), frame["Spending Score (1-100)"]


df["f"] = df["Spending Score (1-100)"] // 50

# %%
X, y = split(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
