# title: Who leaves: years since a date, counted from today
# data: employees.csv
# model logit: raw
# target: left
# truth: the clock is the same for all rows and asked when serving; the year does not change between two runs

# %%
import datetime

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("employees.csv", parse_dates=["hire_date"])
this_year = datetime.date.today().year
df["years_here"] = this_year - df["hire_date"].dt.year
df["overtime"] = df["overtime"].eq("Yes").astype(int)

# %%
X = df[["years_here", "overtime", "job_level"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
logit = LogisticRegression().fit(X_train, y_train)
answer = logit.predict(X_test)
pd.Series(answer).value_counts()
