# title: Shares: windows of ten days for a network
# data: prices.csv
# model net: features | append( or range(10
# truth: a row that the model is given is made of ten rows of the file

# %%
import numpy as np
import pandas as pd
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import MinMaxScaler

dataset = pd.read_csv("prices.csv")
training_set = dataset.iloc[:, 1:2].values
sc = MinMaxScaler(feature_range=(0, 1))
scaled = sc.fit_transform(training_set)

# %%
X, y = [], []
for i in range(10, len(scaled)):
    X.append(scaled[i - 10 : i, 0])
    y.append(scaled[i, 0])
X, y = np.array(X), np.array(y)
X.shape

# %%
net = MLPRegressor(hidden_layer_sizes=(8,), random_state=0, max_iter=300)
net.fit(X[:230], y[:230])
predicted = sc.inverse_transform(net.predict(X[230:]).reshape(-1, 1))
predicted[:3]
