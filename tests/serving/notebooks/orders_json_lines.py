# title: Returned orders out of JSON lines, a frequency table as a mapping
# data: orders.jsonl clients.json
# model lr: raw
# target: returned

# %%
import json

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_json("orders.jsonl", lines=True, dtype={"zip": str})
with open("clients.json") as f:
    segment = {client["client_id"]: client["segment"] for client in json.load(f)}
df["segment"] = df["client_id"].map(segment)

# %%
df["zip_count"] = df["zip"].map(df["zip"].value_counts())
df["month"] = pd.to_datetime(df["ordered_on"]).dt.month
df["business"] = df["segment"].isin(["business", "school"]).astype(int)
df["per_item"] = df["value"] / df["items"]

# %%
X = df[["items", "per_item", "month", "business", "zip_count"]]
y = df["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=2)
lr = LogisticRegression(max_iter=2000).fit(X_train, y_train)
y_pred = (lr.predict_proba(X_test)[:, 1] >= 0.3).astype(int)
y_pred.mean()
