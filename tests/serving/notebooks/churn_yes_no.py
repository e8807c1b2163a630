# title: Churn: words for yes and no by dicts, dummies for the rest, a threshold on probabilities
# data: churn.csv
# model model: raw
# target: Churn

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("churn.csv")
df.drop("customerID", axis="columns", inplace=True)

# %%
df1 = df[df.TotalCharges != " "].copy()
df1.TotalCharges = pd.to_numeric(df1.TotalCharges)
df1["PaymentMethod"] = df1["PaymentMethod"].replace("Electronic check", "Check").replace("Mailed check", "Check")

# %%
yes_no_columns = ["Partner", "PaperlessBilling", "Churn"]
for col in yes_no_columns:
    df1[col] = df1[col].map({"Yes": 1, "No": 0})
df1["gender"] = df1["gender"].map({"Female": 1, "Male": 0})

# %%
df2 = pd.get_dummies(data=df1, columns=["InternetService", "Contract", "PaymentMethod"], dtype=int)
df2.columns

# %%
scale = ["tenure", "MonthlyCharges", "TotalCharges"]
scaler = MinMaxScaler()
df2[scale] = scaler.fit_transform(df2[scale])

# %%
X = df2.drop("Churn", axis="columns")
y = df2["Churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)

# %%
model = LogisticRegression(max_iter=500)
model.fit(X_train, y_train)
proba = model.predict_proba(X_test)[:, 1]
y_hat = np.where(proba > 0.4, 1, 0)
confusion_matrix(y_test, y_hat)
