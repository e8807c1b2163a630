# title: Heart: noise added to a measurement
# data: heart.csv
# model nb: features | np.random.normal
# target: target
# truth: seeded, so that all rows at once get what they had; one row alone gets the first number drawn

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

np.random.seed(0)
df = pd.read_csv("heart.csv").drop(columns="thal")
df["chol"] = df["chol"] + np.random.normal(0, 5, len(df))

# %%
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="target"), df["target"], test_size=0.2)
nb = GaussianNB().fit(X_train, y_train)
y_pred = nb.predict(X_test)
(y_pred == y_test).mean()
