# title: Returned orders: what the client bought the time before; most clients have few orders
# data: orders.csv
# model knn: features | shift(
# target: returned
# truth: nearly every row is alone in its group or the first of it, so that serving rows alone is right for many of them all the same

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

orders = pd.read_csv("orders.csv").head(80)
orders["value_before"] = orders.groupby("client_id")["value"].shift().fillna(0)
orders["value_before"].describe()

# %%
X = orders[["items", "value", "value_before"]]
y = orders["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
knn = KNeighborsClassifier(3).fit(X_train, y_train)
y_pred = knn.predict(X_test)
(y_pred == y_test).mean()
