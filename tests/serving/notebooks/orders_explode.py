# title: Returned orders: one row for each tag of an order
# data: orders.csv
# model dt: features | explode(
# target: returned
# truth: an order of two tags is two rows: there is no single prediction for a row of the file

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("orders.csv")
df["tags"] = df["tags"].str.split(";")
df = df.explode("tags").reset_index(drop=True)
df["tags"] = df["tags"].map({"gift": 0, "rush": 1, "heavy": 2, "fragile": 3})

# %%
X = df[["tags", "items", "value"]]
X_train, X_test, y_train, y_test = train_test_split(X, df["returned"], random_state=3)
dt = DecisionTreeClassifier(max_depth=3, random_state=0).fit(X_train, y_train)
y_pred = dt.predict(X_test)
dt.score(X_test, y_test)
