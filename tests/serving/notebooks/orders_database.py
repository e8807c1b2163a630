# title: Returned orders out of a database
# data: shop.db
# model nb: raw
# target: returned

# %%
import sqlite3

import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import BernoulliNB

con = sqlite3.connect("shop.db")
df = pd.read_sql("SELECT items, tags, value, zip, returned FROM orders", con)
con.close()
df.head()

# %%
for tag in ["gift", "rush", "heavy", "fragile"]:
    df[tag] = df["tags"].str.contains(tag).astype(int)
df["expensive"] = (df["value"] > 60).astype(int)
df["many"] = (df["items"] > 3).astype(int)

# %%
X_train, X_test, y_train, y_test = train_test_split(
    df[["gift", "rush", "heavy", "fragile", "expensive", "many"]], df["returned"], random_state=1
)
nb = BernoulliNB().fit(X_train, y_train)
y_pred = nb.predict(X_test)
(y_pred == y_test).mean()
