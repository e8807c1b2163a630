# title: Customers in segments, by a method that cannot place a new one
# data: mall.csv
# model dbscan: none | fit_predict or DBSCAN
# truth: DBSCAN has no predict: which cluster a row is in depends on all the others

# %%
import pandas as pd
from sklearn.cluster import DBSCAN
from sklearn.preprocessing import StandardScaler

mall = pd.read_csv("mall.csv")
X = mall.iloc[:, [3, 4]].values
X = StandardScaler().fit_transform(X)

# %%
dbscan = DBSCAN(eps=0.4, min_samples=4)
labels = dbscan.fit_predict(X)
mall["segment"] = labels
mall["segment"].value_counts()
