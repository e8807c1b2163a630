# title: Clients told apart by what they ordered: recency, frequency, money
# data: orders.csv
# model km: features | groupby("client_id")
# truth: a row that the model is given is a client, and made of all the orders of that client

# %%
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

orders = pd.read_csv("orders.csv", parse_dates=["ordered_on"])
snapshot = orders["ordered_on"].max() + pd.Timedelta(days=1)
rfm = orders.groupby("client_id").agg(
    recency=("ordered_on", lambda d: (snapshot - d.max()).days), frequency=("order_id", "count"), money=("value", "sum")
)
rfm.head()

# %%
scaled = StandardScaler().fit_transform(np.log1p(rfm))
km = KMeans(n_clusters=3, n_init=5, random_state=1)
km.fit(scaled)
rfm["cluster"] = km.predict(scaled)
rfm.groupby("cluster").mean()
