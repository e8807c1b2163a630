# title: Diabetes: missing values filled with the median of those who fell ill, and of those who did not
# data: diabetes.csv
# model lgr: features | Outcome
# target: Outcome
# truth: which median a row gets depends on the target of that row, and whoever asks for a prediction does not have it

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("diabetes.csv")
data[["Glucose", "Insulin", "BMI"]] = data[["Glucose", "Insulin", "BMI"]].replace(0, np.nan)

# %%
def median_target(var):
    temp = data[data[var].notnull()]
    temp = temp[[var, "Outcome"]].groupby(["Outcome"])[[var]].median().reset_index()
    return temp


median_target("Insulin")

# %%
insulin = median_target("Insulin")["Insulin"]
data.loc[(data["Outcome"] == 0) & (data["Insulin"].isnull()), "Insulin"] = insulin[0]
data.loc[(data["Outcome"] == 1) & (data["Insulin"].isnull()), "Insulin"] = insulin[1]
data["Glucose"] = data["Glucose"].fillna(data["Glucose"].median())
data["BMI"] = data["BMI"].fillna(data["BMI"].median())

# %%
X = data.drop("Outcome", axis=1)
y = data["Outcome"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
lgr = LogisticRegression(max_iter=2000).fit(X_train, y_train)
y_pred = lgr.predict(X_test)
lgr.score(X_test, y_test)
