# title: Fraud: as many ordinary rows as rare ones, shuffled, before the split
# data: creditcard.csv
# model knn: raw
# target: Class
# truth: sample and a filter on the target only choose rows; the scaler was fitted on all rows before that

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import RobustScaler

df = pd.read_csv("creditcard.csv")
rob_scaler = RobustScaler()
df["scaled_amount"] = rob_scaler.fit_transform(df["Amount"].values.reshape(-1, 1))
df.drop(["Time", "Amount"], axis=1, inplace=True)

# %%
# Lets shuffle the data before creating the subsamples
df = df.sample(frac=1, random_state=3)
fraud_df = df.loc[df["Class"] == 1]
non_fraud_df = df.loc[df["Class"] == 0][: len(fraud_df)]
normal_distributed_df = pd.concat([fraud_df, non_fraud_df])
new_df = normal_distributed_df.sample(frac=1, random_state=42)
new_df["Class"].value_counts()

# %%
X = new_df.drop("Class", axis=1)
y = new_df["Class"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)

# %%
knn = KNeighborsClassifier(n_neighbors=3)
knn.fit(X_train, y_train)
y_pred = knn.predict(X_test)
print("accuracy", (y_pred == y_test).mean())
