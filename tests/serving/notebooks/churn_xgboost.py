# title: Churn: boosted trees, missing values left to them
# data: churn.csv
# model xgb_clf: raw
# target: Churn
# needs: xgboost

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("churn.csv", index_col="customerID")
df["TotalCharges"] = pd.to_numeric(df["TotalCharges"], errors="coerce")
y = (df.pop("Churn") == "Yes").astype(int)
df = pd.get_dummies(df, dtype=int)
df.columns = [c.replace(" ", "_") for c in df.columns]

# %%
X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.2, random_state=0)
xgb_clf = XGBClassifier(n_estimators=30, max_depth=3, learning_rate=0.2, random_state=0)
xgb_clf.fit(X_train, y_train)

# %%
y_pred = xgb_clf.predict(X_test)
print((y_pred == y_test).mean())
