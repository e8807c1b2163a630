# title: Iris: a classifier of one's own, as a class
# data: iris.csv
# model clf: raw
# target: species

# %%
from collections import Counter

import numpy as np
import pandas as pd


class KNN:
    def __init__(self, k=3):
        self.k = k

    def fit(self, X, y):
        self.X_train = X
        self.y_train = y

    def predict(self, X):
        return np.array([self._predict(x) for x in X])

    def _predict(self, x):
        distances = np.sqrt(((self.X_train - x) ** 2).sum(axis=1))
        nearest = np.argsort(distances, kind="stable")[: self.k]
        return Counter(self.y_train[nearest]).most_common(1)[0][0]


# %%
iris = pd.read_csv("iris.csv")
data = iris.drop("species", axis=1).to_numpy()
target = iris["species"].to_numpy()
rng = np.random.RandomState(0)
order = rng.permutation(len(data))
train, test = order[:110], order[110:]

# %%
clf = KNN(k=5)
clf.fit(data[train], target[train])
predictions = clf.predict(data[test])
print("accuracy", np.mean(predictions == target[test]))
