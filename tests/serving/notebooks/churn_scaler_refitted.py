# title: Churn: the scaler fitted again on the rows held back
# data: churn.csv
# model clf: raw
# target: Churn
# truth: learned from the rows to be predicted: kept as the notebook's own rows gave it, with a line in the README

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X = df[["tenure", "MonthlyCharges", "SeniorCitizen"]]
y = df["Churn"].replace({"Yes": "1", "No": "0"}).astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)

# %%
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.fit_transform(X_test)
clf = KNeighborsClassifier(n_neighbors=9)
clf.fit(X_train, y_train)
y_pred = clf.predict(X_test)
clf.score(X_test, y_test)
