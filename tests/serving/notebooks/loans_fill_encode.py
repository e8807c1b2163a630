# title: Loans: modes and medians, one LabelEncoder for each column, total income on a log scale
# data: loans.csv
# model classifier: raw
# target: Loan_Status

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("loans.csv")
df.apply(lambda x: sum(x.isnull()), axis=0)

# %%
df["Gender"] = df["Gender"].fillna(df["Gender"].mode()[0])
df["Married"] = df["Married"].fillna(df["Married"].mode()[0])
df["Dependents"] = df["Dependents"].fillna(df["Dependents"].mode()[0])
df["Self_Employed"] = df["Self_Employed"].fillna("No")
df["LoanAmount"] = df["LoanAmount"].fillna(df["LoanAmount"].mean())
df["Loan_Amount_Term"] = df["Loan_Amount_Term"].fillna(df["Loan_Amount_Term"].mode()[0])
df["Credit_History"] = df["Credit_History"].fillna(df["Credit_History"].median())

# %%
df["TotalIncome"] = df["ApplicantIncome"] + df["CoapplicantIncome"]
df["TotalIncome_log"] = np.log(df["TotalIncome"])
df["LoanAmount_log"] = np.log(df["LoanAmount"])

# %%
le_gender = LabelEncoder()
df["Gender"] = le_gender.fit_transform(df["Gender"])
le_married = LabelEncoder()
df["Married"] = le_married.fit_transform(df["Married"])
le_dep = LabelEncoder()
df["Dependents"] = le_dep.fit_transform(df["Dependents"])
le_edu = LabelEncoder()
df["Education"] = le_edu.fit_transform(df["Education"])
le_area = LabelEncoder()
df["Property_Area"] = le_area.fit_transform(df["Property_Area"])
le_status = LabelEncoder()
df["Loan_Status"] = le_status.fit_transform(df["Loan_Status"])

# %%
features = ["Gender", "Married", "Dependents", "Education", "Credit_History", "Property_Area", "TotalIncome_log", "LoanAmount_log"]
X_train, X_test, y_train, y_test = train_test_split(df[features], df["Loan_Status"], test_size=0.25, random_state=6)
classifier = LogisticRegression(max_iter=1000)
classifier.fit(X_train, y_train)

# %%
pred = classifier.predict(X_test)
status = le_status.inverse_transform(pred)
pd.Series(status).value_counts()
