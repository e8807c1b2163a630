# title: Who leaves: how many people the department had hired before
# data: employees.csv
# model dt: features | cumcount(
# target: left
# truth: a running count over the rows before

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

staff = pd.read_csv("employees.csv").sort_values("hire_date")
staff["hired_before"] = staff.groupby("department").cumcount()
staff["overtime"] = (staff["overtime"] == "Yes").astype(int)
X = staff[["hired_before", "overtime", "salary"]]

# %%
X_train, X_test, y_train, y_test = train_test_split(X, staff["left"], random_state=8)
dt = DecisionTreeClassifier(max_depth=3, random_state=8).fit(X_train, y_train)
y_pred = dt.predict(X_test)
dt.score(X_test, y_test)
