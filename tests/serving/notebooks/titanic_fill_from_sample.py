# title: Titanic: missing ages drawn from the ages there are
# data: titanic_train.csv
# model dtc: features | sample(
# target: Survived
# truth: seeded, yet which age a row gets depends on the rows that lack one with it

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("titanic_train.csv", usecols=["Age", "Fare", "Survived"])


# %%
def impute_nan(df, variable):
    df = df.copy()
    df[variable + "_random"] = df[variable]
    random_sample = df[variable].dropna().sample(df[variable].isnull().sum(), random_state=0)
    random_sample.index = df[df[variable].isnull()].index
    df.loc[df[variable].isnull(), variable + "_random"] = random_sample
    return df


df = impute_nan(df, "Age")
df[["Age", "Age_random"]].std()

# %%
X_train, X_test, y_train, y_test = train_test_split(df[["Age_random", "Fare"]], df["Survived"], random_state=0)
dtc = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X_train, y_train)
y_pred = dtc.predict(X_test)
dtc.score(X_test, y_test)
