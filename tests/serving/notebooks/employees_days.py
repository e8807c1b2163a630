# title: Who leaves: days since a date that the data itself has, days between two dates, skills in one column
# data: employees.csv
# model clf: raw
# target: left
# truth: the latest date of the data is learned; the columns of str.get_dummies are too

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

staff = pd.read_csv("employees.csv")
staff["hire_date"] = pd.to_datetime(staff["hire_date"])
staff["birth_date"] = pd.to_datetime(staff["birth_date"], format="%d/%m/%Y")
staff.dtypes

# %%
staff["days_here"] = (staff["hire_date"].max() - staff["hire_date"]).dt.days
staff["age_when_hired"] = (staff["hire_date"] - staff["birth_date"]).dt.days // 365
staff["satisfaction"] = staff["satisfaction"].fillna(staff["satisfaction"].mean()).round()
skills = staff["skills"].str.get_dummies(sep="|")
staff = staff.join(skills)

# %%
staff["mean_salary"] = staff.groupby("department")["salary"].transform("mean")
staff["above_mean"] = (staff["salary"] > staff["mean_salary"]).astype(int)
X = staff.drop(columns=["employee_id", "department", "hire_date", "birth_date", "skills", "left", "mean_salary"])
X["overtime"] = X["overtime"].map({"Yes": True, "No": False})
y = staff["left"].map({"Yes": 1, "No": 0})

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=30)
clf = RandomForestClassifier(n_estimators=30, random_state=30)
clf.fit(X_train, y_train)
y_pred = clf.predict(X_test)
print((y_pred == y_test).mean())
