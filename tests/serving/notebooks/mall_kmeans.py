# title: Customers in segments, found on two scaled columns
# data: mall.csv
# model kmeans: raw

# %%
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("mall.csv")
df.rename(columns={"Annual Income (k$)": "Income", "Spending Score (1-100)": "Score"}, inplace=True)
X = df[["Income", "Score"]]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)

# %%
wcss = []
for k in range(2, 7):
    km = KMeans(n_clusters=k, n_init=4, random_state=42)
    km.fit(X_scaled)
    wcss.append(km.inertia_)
print(wcss)

# %%
kmeans = KMeans(n_clusters=4, n_init=10, random_state=42)
kmeans.fit(X_scaled)
df["Cluster"] = kmeans.predict(X_scaled)
df.groupby("Cluster")[["Age", "Income", "Score"]].mean()
