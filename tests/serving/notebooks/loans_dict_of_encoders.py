# title: Loans: a dict of encoders, filled in a loop and used again for the rows that were held back
# data: loans.csv
# model tree: raw
# target: Loan_Status

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from sklearn.tree import DecisionTreeClassifier

loans = pd.read_csv("loans.csv").drop("Loan_ID", axis=1)
cat = ["Gender", "Married", "Dependents", "Education", "Self_Employed", "Property_Area"]
num = ["ApplicantIncome", "CoapplicantIncome", "LoanAmount", "Loan_Amount_Term", "Credit_History"]
loans[cat] = loans[cat].fillna("missing")

# %%
X_train, X_test, y_train, y_test = train_test_split(loans[cat + num], loans["Loan_Status"], random_state=9)
X_train, X_test = X_train.copy(), X_test.copy()

# %%
encoders = {}
for c in cat:
    encoders[c] = LabelEncoder()
    X_train[c] = encoders[c].fit_transform(X_train[c])
    X_test[c] = encoders[c].transform(X_test[c])

# %%
fill = {}
for c in num:
    fill[c] = X_train[c].median()
    X_train[c] = X_train[c].fillna(fill[c])
    X_test[c] = X_test[c].fillna(fill[c])

# %%
tree = DecisionTreeClassifier(max_depth=4, random_state=0)
tree.fit(X_train, y_train)
y_pred = tree.predict(X_test)
print((y_pred == y_test).mean())
