# title: Titanic with missing ages filled by chance
# data: titanic_train.csv titanic_test.csv
# model clf: features | np.random.randint or age_null_random_list
# target: Survived
# truth: a missing age is drawn anew, so that a row has no prediction of its own; one seed for all rows at once hides it

# %%
import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

train = pd.read_csv("titanic_train.csv")
test = pd.read_csv("titanic_test.csv")
full_data = [train, test]
train.info()

# %%
for dataset in full_data:
    age_avg = dataset["Age"].mean()
    age_std = dataset["Age"].std()
    age_null_count = dataset["Age"].isnull().sum()
    age_null_random_list = np.random.randint(age_avg - age_std, age_avg + age_std, size=age_null_count)
    dataset.loc[np.isnan(dataset["Age"]), "Age"] = age_null_random_list
    dataset["Age"] = dataset["Age"].astype(int)

# %%
for dataset in full_data:
    dataset["Sex"] = dataset["Sex"].map({"female": 0, "male": 1}).astype(int)
    dataset["Fare"] = dataset["Fare"].fillna(train["Fare"].median())

features = ["Pclass", "Sex", "Age", "Fare"]
train[features].describe()

# %%
clf = DecisionTreeClassifier(max_depth=4, random_state=0)
clf.fit(train[features], train["Survived"])
result = clf.predict(test[features])
print("survived:", result.sum())
