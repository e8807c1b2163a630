# title: Titanic: a class of one's own that learns and applies
# data: titanic_train.csv titanic_test.csv
# model forest: raw
# target: Survived

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier


class Preprocessor:
    """Fills ages and fares, makes numbers of words."""

    def fit(self, df):
        self.ages = df.groupby("Sex")["Age"].median()
        self.fare = df["Fare"].median()
        self.ports = {port: i for i, port in enumerate(sorted(df["Embarked"].dropna().unique()))}
        return self

    def transform(self, df):
        out = pd.DataFrame(index=df.index)
        out["Age"] = df["Age"].fillna(df["Sex"].map(self.ages))
        out["Fare"] = df["Fare"].fillna(self.fare)
        out["Port"] = df["Embarked"].map(self.ports).fillna(-1)
        out["Female"] = (df["Sex"] == "female").astype(int)
        out["Pclass"] = df["Pclass"]
        return out


# %%
train = pd.read_csv("titanic_train.csv")
test = pd.read_csv("titanic_test.csv")
prep = Preprocessor().fit(train)
X, X_test = prep.transform(train), prep.transform(test)

# %%
forest = RandomForestClassifier(n_estimators=30, random_state=4)
forest.fit(X, train["Survived"])
test["Survived"] = forest.predict(X_test)
test[["PassengerId", "Survived"]].head()
