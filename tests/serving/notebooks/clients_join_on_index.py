# title: Returned orders: tables put side by side by the number of their rows
# data: orders.csv clients.csv
# model model: features | join(
# target: returned
# truth: order n gets the client in line n of the other file: a label of the row, not a key

# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv")
clients = pd.read_csv("clients.csv")
df = orders.join(clients[["since", "rating"]], how="inner")
df = df.dropna()
df.shape

# %%
X = df[["items", "value", "since", "rating"]]
X_train, X_test, y_train, y_test = train_test_split(X, df["returned"], random_state=0)
model = LogisticRegression(max_iter=5000).fit(X_train, y_train)
y_pred = model.predict(X_test)
model.score(X_test, y_test)
