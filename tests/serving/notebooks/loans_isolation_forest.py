# title: Loans: odd ones found without a target
# data: loans.csv
# model iso: raw

# %%
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.impute import KNNImputer

loans = pd.read_csv("loans.csv")
cols = ["ApplicantIncome", "CoapplicantIncome", "LoanAmount", "Credit_History"]
imputer = KNNImputer(n_neighbors=3)
filled = pd.DataFrame(imputer.fit_transform(loans[cols]), columns=cols)
filled["debt_share"] = filled["LoanAmount"] / (filled["ApplicantIncome"] + filled["CoapplicantIncome"])

# %%
iso = IsolationForest(n_estimators=40, random_state=0)
iso.fit(filled)
loans["odd"] = iso.predict(filled)
loans["odd"].value_counts()
