# title: Returned orders: a table joined by a key that is its index
# data: orders.csv clients.csv
# model model: raw
# target: returned
# truth: on= names a column of the orders, whose value is looked up in the index of the clients

# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv")
clients = pd.read_csv("clients.csv", index_col="client_id")
clients["rating"] = clients["rating"].fillna(clients["rating"].mean())
df = orders.join(clients, on="client_id")
df["old"] = (df["since"] < 2010).astype(int)

# %%
X = df[["items", "value", "old", "rating"]]
X_train, X_test, y_train, y_test = train_test_split(X, df["returned"], random_state=0)
model = LogisticRegression(max_iter=5000).fit(X_train, y_train)
y_pred = model.predict(X_test)
y_pred.sum()
