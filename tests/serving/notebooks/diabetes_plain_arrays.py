# title: Diabetes read by numpy, columns by position
# data: diabetes.csv
# model model: raw
# truth: the columns of the file have names, though the notebook skips them

# %%
import numpy as np
from sklearn.linear_model import LogisticRegression

dataset = np.loadtxt("diabetes.csv", delimiter=",", skiprows=1)
X = dataset[:, 0:8]
Y = dataset[:, 8]
print(X.shape)

# %%
X_train, X_test = X[:240], X[240:]
Y_train, Y_test = Y[:240], Y[240:]
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std

# %%
model = LogisticRegression()
model.fit(X_train, Y_train)
predictions = model.predict(X_test)
rounded = [round(x) for x in predictions]
print("Accuracy: %.2f%%" % (100 * np.mean(rounded == Y_test)))
