# title: Titanic with medians of the training groups, mapped to both tables, and one passenger typed by hand
# data: titanic_train.csv titanic_test.csv
# model model: raw
# target: Survived

# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import cross_val_score

train = pd.read_csv("titanic_train.csv", index_col="PassengerId")
test = pd.read_csv("titanic_test.csv", index_col="PassengerId")
train.isnull().sum()

# %%
# medians by class and sex, of the training data only
medians = train.groupby(["Pclass", "Sex"])["Age"].median()
medians

# %%
def impute_age(row):
    if pd.isnull(row["Age"]):
        return medians[row["Pclass"], row["Sex"]]
    return row["Age"]


train["Age"] = train.apply(impute_age, axis=1)
test["Age"] = test.apply(impute_age, axis=1)

# %%
fare_median = train["Fare"].median()
for df in (train, test):
    df["Fare"] = df["Fare"].fillna(fare_median)
    df["HasCabin"] = df["Cabin"].notnull().astype(int)
    df["Deck"] = df["Cabin"].str[0].fillna("U")
    df["NameLength"] = df["Name"].apply(len)
    df["is_female"] = (df["Sex"] == "female").astype(int)

# %%
decks = {deck: number for number, deck in enumerate(sorted(train["Deck"].unique()))}
train["Deck"] = train["Deck"].map(decks)
test["Deck"] = test["Deck"].map(decks).fillna(-1)
cols = ["Pclass", "Age", "Fare", "HasCabin", "Deck", "NameLength", "is_female"]
X, y = train[cols], train["Survived"]

# %%
model = GradientBoostingClassifier(n_estimators=30, random_state=3)
print(cross_val_score(model, X, y, cv=3).mean())
model.fit(X, y)
pred = model.predict(test[cols])

# %%
# would she have survived?
rosa = pd.DataFrame([[1, 17, 120.0, 1, 2, 24, 1]], columns=cols)
model.predict(rosa)
