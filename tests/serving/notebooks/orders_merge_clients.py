# title: Returned orders: two tables of reference data joined on
# data: orders.csv clients.csv regions.csv
# model model: raw
# target: returned
# truth: clients and regions are reference data, the rows are the orders; a left join by key looks each row's client up

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv", dtype={"zip": str})
clients = pd.read_csv("clients.csv")
regions = pd.read_csv("regions.csv", dtype={"zip": str})

# %%
df = orders.merge(clients, on="client_id", how="left")
df["rating"] = df["rating"].fillna(df["rating"].median())
df["region"] = df["zip"].map(regions.set_index("zip")["region"])
df["years"] = pd.to_datetime(df["ordered_on"]).dt.year - df["since"]
df.head()

# %%
df["east"] = (df["region"] == "east").astype(int)
df = pd.get_dummies(df, columns=["segment"])
X = df.drop(columns=["order_id", "client_id", "zip", "ordered_on", "tags", "region", "returned"])
y = df["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=14)

# %%
model = RandomForestClassifier(n_estimators=25, random_state=14)
model.fit(X_train, y_train)
y_pred = model.predict(X_test)
model.score(X_test, y_test)
