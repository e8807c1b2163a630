# title: Titanic with one list of both tables: titles out of names, ages by medians of groups
# data: titanic_train.csv titanic_test.csv
# model logreg: raw
# model random_forest: raw
# target: Survived
# truth: each table's ages are filled with medians of its own groups: those of the test file are learned once and kept

# %% [markdown]
# # Titanic - a first solution

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

train_df = pd.read_csv("titanic_train.csv")
test_df = pd.read_csv("titanic_test.csv")
combine = [train_df, test_df]

# %%
print(train_df.columns.values)
train_df.head()

# %%
train_df[["Sex", "Survived"]].groupby(["Sex"], as_index=False).mean()

# %%
train_df = train_df.drop(["Ticket", "Cabin"], axis=1)
test_df = test_df.drop(["Ticket", "Cabin"], axis=1)
combine = [train_df, test_df]

# %% [markdown]
# ## Titles

# %%
for dataset in combine:
    dataset["Title"] = dataset.Name.str.extract(r" ([A-Za-z]+)\.", expand=False)

pd.crosstab(train_df["Title"], train_df["Sex"])

# %%
for dataset in combine:
    dataset["Title"] = dataset["Title"].replace(["Col", "Dr", "Rev"], "Rare")
    dataset["Title"] = dataset["Title"].replace("Mlle", "Miss")
    dataset["Title"] = dataset["Title"].replace("Mme", "Mrs")

title_mapping = {"Mr": 1, "Miss": 2, "Mrs": 3, "Master": 4, "Rare": 5}
for dataset in combine:
    dataset["Title"] = dataset["Title"].map(title_mapping)
    dataset["Title"] = dataset["Title"].fillna(0)

train_df = train_df.drop(["Name", "PassengerId"], axis=1)
test_df = test_df.drop(["Name"], axis=1)
combine = [train_df, test_df]

# %%
for dataset in combine:
    dataset["Sex"] = dataset["Sex"].map({"female": 1, "male": 0}).astype(int)

# %% [markdown]
# ## Ages

# %%
guess_ages = np.zeros((2, 3))
for dataset in combine:
    for i in range(0, 2):
        for j in range(0, 3):
            guess_df = dataset[(dataset["Sex"] == i) & (dataset["Pclass"] == j + 1)]["Age"].dropna()
            age_guess = guess_df.median()
            guess_ages[i, j] = int(age_guess / 0.5 + 0.5) * 0.5
    for i in range(0, 2):
        for j in range(0, 3):
            dataset.loc[(dataset.Age.isnull()) & (dataset.Sex == i) & (dataset.Pclass == j + 1), "Age"] = guess_ages[i, j]
    dataset["Age"] = dataset["Age"].astype(int)

# %%
for dataset in combine:
    dataset.loc[dataset["Age"] <= 16, "Age"] = 0
    dataset.loc[(dataset["Age"] > 16) & (dataset["Age"] <= 32), "Age"] = 1
    dataset.loc[(dataset["Age"] > 32) & (dataset["Age"] <= 48), "Age"] = 2
    dataset.loc[dataset["Age"] > 48, "Age"] = 3

for dataset in combine:
    dataset["FamilySize"] = dataset["SibSp"] + dataset["Parch"] + 1
    dataset["IsAlone"] = 0
    dataset.loc[dataset["FamilySize"] == 1, "IsAlone"] = 1

train_df = train_df.drop(["Parch", "SibSp", "FamilySize"], axis=1)
test_df = test_df.drop(["Parch", "SibSp", "FamilySize"], axis=1)
combine = [train_df, test_df]

# %%
freq_port = train_df.Embarked.dropna().mode()[0]
for dataset in combine:
    dataset["Embarked"] = dataset["Embarked"].fillna(freq_port)
for dataset in combine:
    dataset["Embarked"] = dataset["Embarked"].map({"S": 0, "C": 1, "Q": 2}).astype(int)
test_df["Fare"] = test_df["Fare"].fillna(test_df["Fare"].dropna().median())

# %% [markdown]
# ## Models

# %%
X_train = train_df.drop("Survived", axis=1)
Y_train = train_df["Survived"]
X_test = test_df.drop("PassengerId", axis=1).copy()
X_train.shape, Y_train.shape, X_test.shape

# %%
logreg = LogisticRegression(max_iter=1000)
logreg.fit(X_train, Y_train)
Y_pred_log = logreg.predict(X_test)
acc_log = round(logreg.score(X_train, Y_train) * 100, 2)
acc_log

# %%
random_forest = RandomForestClassifier(n_estimators=30, random_state=1)
random_forest.fit(X_train, Y_train)
Y_pred = random_forest.predict(X_test)
acc_random_forest = round(random_forest.score(X_train, Y_train) * 100, 2)
acc_random_forest

# %%
submission = pd.DataFrame({"PassengerId": test_df["PassengerId"], "Survived": Y_pred})
submission.head()
