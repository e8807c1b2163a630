# title: Churn: text to numbers with errors coerced, missing rows dropped, one LabelEncoder in a loop
# data: churn.csv
# model rf: raw
# model lr: raw
# target: Churn
# truth: the same encoder object is fitted again for each column: what it learned for a column has to be kept for each; a row without charges is dropped

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

df = pd.read_csv("churn.csv")
df.head()

# %%
df["TotalCharges"] = pd.to_numeric(df["TotalCharges"], errors="coerce")
df.isnull().sum()

# %%
df.dropna(inplace=True)
df.drop("customerID", axis=1, inplace=True)

# %%
le = LabelEncoder()
for column in df.columns:
    if not pd.api.types.is_numeric_dtype(df[column]):
        df[column] = le.fit_transform(df[column])
df.head()

# %%
X = df.drop("Churn", axis=1)
y = df["Churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42, stratify=y)

# %%
cols_to_scale = ["tenure", "MonthlyCharges", "TotalCharges"]
scaler = StandardScaler()
X_train[cols_to_scale] = scaler.fit_transform(X_train[cols_to_scale])
X_test[cols_to_scale] = scaler.transform(X_test[cols_to_scale])

# %%
rf = RandomForestClassifier(n_estimators=30, random_state=42)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print("Random forest", accuracy_score(y_test, y_pred))

# %%
lr = LogisticRegression(max_iter=2000)
lr.fit(X_train, y_train)
print("Logistic regression", accuracy_score(y_test, lr.predict(X_test)))
