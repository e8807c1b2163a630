# title: Churn: one helper for both parts, which learns if it is given nothing learned
# data: churn.csv
# model clf: raw
# target: Churn
# truth: for the rows held back the helper is given what it had learned of the training rows

# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def preprocess(frame, scaler=None):
    frame = frame.copy()
    frame["TotalCharges"] = pd.to_numeric(frame["TotalCharges"], errors="coerce").fillna(0)
    frame["monthly"] = (frame["Contract"] == "Month-to-month").astype(int)
    frame["auto"] = frame["PaymentMethod"].str.contains("transfer|Credit").astype(int)
    X = frame[["SeniorCitizen", "tenure", "MonthlyCharges", "TotalCharges", "monthly", "auto"]]
    if scaler is None:
        scaler = StandardScaler().fit(X)
    return scaler.transform(X), scaler


# %%
df = pd.read_csv("churn.csv")
train, test = train_test_split(df, test_size=0.25, random_state=18)
X_train, scaler = preprocess(train)
X_test, _ = preprocess(test, scaler)

# %%
clf = LogisticRegression().fit(X_train, train["Churn"])
y_pred = clf.predict(X_test)
print((y_pred == test["Churn"]).mean())
