# title: Heart: rows chosen by random numbers, and a random column that is given to no model
# data: heart.csv
# model svc: raw
# target: target
# truth: the mask only chooses rows, and the fold column is dropped: chance is not on the way of a row

# %%
import numpy as np
import pandas as pd
from sklearn.svm import SVC

np.random.seed(7)
heart = pd.read_csv("heart.csv")
heart = heart.iloc[np.random.permutation(len(heart))]
heart["fold"] = np.random.randint(0, 5, len(heart))
heart["thal"] = heart["thal"].replace({"normal": "3", "fixed": "6", "reversible": "7"}).astype(int)
msk = np.random.rand(len(heart)) < 0.8
train, test = heart[msk], heart[~msk]

# %%
X_train, y_train = train.drop(columns=["target", "fold"]), train["target"]
X_test, y_test = test.drop(columns=["target", "fold"]), test["target"]
svc = SVC(kernel="linear", C=0.1).fit(X_train, y_train)
y_pred = svc.predict(X_test)
print(len(test), (y_pred == y_test).mean())
