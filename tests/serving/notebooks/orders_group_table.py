# title: Returned orders: what is known of a client from the training orders, joined to those held back
# data: orders.csv
# model gb: raw
# target: returned
# truth: the table by client is learned from the training rows alone and only looked up for the others

# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier

orders = pd.read_csv("orders.csv")
train = orders[orders["ordered_on"] < "2023-06-01"]
test = orders[orders["ordered_on"] >= "2023-06-01"]

# %%
by_client = train.groupby("client_id").agg(mean_value=("value", "mean"), n_orders=("order_id", "count")).reset_index()
train = train.merge(by_client, on="client_id", how="left")
test = test.merge(by_client, on="client_id", how="left")
test[["mean_value", "n_orders"]] = test[["mean_value", "n_orders"]].fillna(0)

# %%
use = ["items", "value", "mean_value", "n_orders"]
gb = GradientBoostingClassifier(n_estimators=20, random_state=0)
gb.fit(train[use], train["returned"])
p = gb.predict_proba(test[use])[:, 1]
print(p.round(2)[:10])
