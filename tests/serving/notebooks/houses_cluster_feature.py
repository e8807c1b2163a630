# title: House prices: clusters as a feature, dummies of them
# data: house_train.csv
# model model: raw
# target: SalePrice
# truth: clusters are learned over all rows before the split, and a new row is placed by predict

# %%
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("house_train.csv")
features = ["LotArea", "TotalBsmtSF", "GrLivArea"]
X_scaled = df.loc[:, features]
X_scaled = (X_scaled - X_scaled.mean(axis=0)) / X_scaled.std(axis=0)

# %%
kmeans = KMeans(n_clusters=5, n_init=10, random_state=0)
df["Cluster"] = kmeans.fit(X_scaled).predict(X_scaled)
df["QualGroup"] = pd.qcut(df["OverallQual"], 3, labels=False, duplicates="drop")

# %%
X = pd.get_dummies(df[features + ["YearBuilt", "Cluster", "QualGroup"]], columns=["Cluster"], dtype=int)
y = df["SalePrice"]
X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=0)
model = LinearRegression().fit(X_train, y_train)
preds_valid = model.predict(X_valid)
print(abs(preds_valid - y_valid).mean())
