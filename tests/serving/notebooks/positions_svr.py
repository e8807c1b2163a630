# title: Support vector regression with a scaled target, taken back by inverse_transform
# data: positions.csv
# model regressor: raw
# target: Salary

# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

dataset = pd.read_csv("positions.csv")
X = dataset.iloc[:, 1:-1].values
y = dataset.iloc[:, -1].values
y = y.reshape(len(y), 1)

# %%
sc_X = StandardScaler()
sc_y = StandardScaler()
X = sc_X.fit_transform(X)
y = sc_y.fit_transform(y)

# %%
regressor = SVR(kernel="rbf")
regressor.fit(X, y.ravel())

# %%
fitted = sc_y.inverse_transform(regressor.predict(X).reshape(-1, 1))
fitted[:3]

# %%
sc_y.inverse_transform(regressor.predict(sc_X.transform([[6.5]])).reshape(-1, 1))
