# title: Models of the folds kept in a list, their probabilities averaged
# data: heart.csv
# model test_proba: raw
# target: target

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, train_test_split

heart = pd.read_csv("heart.csv")
heart["thal"] = heart["thal"].map({"normal": 0, "fixed": 1, "reversible": 2})
X = heart.drop(columns="target")
y = heart["target"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=2)

# %%
models = []
skf = StratifiedKFold(n_splits=3)
for a, b in skf.split(X_train, y_train):
    fold_model = LogisticRegression(max_iter=5000)
    fold_model.fit(X_train.iloc[a], y_train.iloc[a])
    print(fold_model.score(X_train.iloc[b], y_train.iloc[b]))
    models.append(fold_model)

# %%
test_proba = np.mean([model.predict_proba(X_test)[:, 1] for model in models], axis=0)
print(((test_proba > 0.5) == y_test).mean())
