# title: Churn: a helper that numbers the unknown words it meets
# data: churn.csv
# model rf: features | global calls or number_of
# target: Churn
# truth: the number of a word depends on which rows the helper was called for before; it goes on counting when serving

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn.csv")
calls = 0


def number_of(customer_id):
    """Every tenth customer was called by the other team."""
    global calls
    calls += 1
    return calls % 10


df["team"] = df["customerID"].apply(number_of)
df["fiber"] = (df["InternetService"] == "Fiber optic").astype(int)

# %%
X = df[["team", "fiber", "tenure", "MonthlyCharges"]]
y = (df["Churn"] == "Yes").astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=6)
rf = RandomForestClassifier(n_estimators=25, random_state=6).fit(X_train, y_train)
y_pred = rf.predict(X_test)
rf.score(X_test, y_test)
