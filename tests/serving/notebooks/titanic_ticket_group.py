# title: Titanic with the number of people who share a ticket
# data: titanic_train.csv titanic_test.csv
# model forest: features | groupby("Ticket")
# target: Survived
# truth: how many of the rows at hand share a ticket is no property of one row

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train = pd.read_csv("titanic_train.csv")
test = pd.read_csv("titanic_test.csv")
train.Ticket.value_counts().head()

# %%
group_sizes = train.groupby("Ticket")["PassengerId"].agg(["count"]).rename(columns={"count": "GroupSize"})
train = train.merge(group_sizes.reset_index(), on="Ticket", how="left")
test_sizes = test.groupby("Ticket")["PassengerId"].agg(["count"]).rename(columns={"count": "GroupSize"})
test = test.merge(test_sizes.reset_index(), on="Ticket", how="left")

# %%
train["Female"] = (train.Sex == "female") * 1
test["Female"] = (test.Sex == "female") * 1
use = ["Pclass", "Female", "SibSp", "GroupSize"]

# %%
forest = RandomForestClassifier(n_estimators=25, random_state=0)
forest.fit(train[use], train["Survived"])
out = forest.predict(test[use])
pd.Series(out).value_counts()
