# title: Titanic: gaps of the test file filled with its own median and mode
# data: titanic_train.csv titanic_test.csv
# model model: raw
# target: Survived
# truth: learned from the rows to be predicted: kept as the notebook's own test file gave it

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("titanic_train.csv")
test = pd.read_csv("titanic_test.csv")


# %%
def harmonize_data(titanic):
    titanic = titanic.copy()
    titanic["Sex"] = titanic["Sex"].map({"male": 1, "female": 0})
    titanic["Embarked"] = titanic["Embarked"].fillna("S").map({"S": 0, "C": 1, "Q": 2})
    titanic["Child"] = np.where(titanic["Age"] < 15, 1, 0)
    return titanic


train = harmonize_data(train)
test = harmonize_data(test)
train["Age"] = train["Age"].fillna(train["Age"].median())
test["Age"] = test["Age"].fillna(test["Age"].median())
test["Fare"] = test["Fare"].fillna(test["Fare"].median())

# %%
predictors = ["Pclass", "Sex", "Age", "Fare", "Embarked", "Child"]
scaler = StandardScaler()
X = scaler.fit_transform(train[predictors])
X_new = scaler.transform(test[predictors])
model = LogisticRegression().fit(X, train["Survived"])
test["Survived"] = model.predict(X_new)
test[["PassengerId", "Survived"]].to_csv("submission.csv", index=False)
