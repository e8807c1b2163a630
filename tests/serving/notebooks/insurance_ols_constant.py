# title: Insurance: least squares with a constant added to the table
# data: insurance.csv
# model ols: raw or features
# target: charges
# needs: statsmodels
# truth: add_constant skips the constant where a column is constant already, as all columns of one row are: raw only if that is told apart

# %%
import pandas as pd
import statsmodels.api as sm
from sklearn.model_selection import train_test_split

data = pd.read_csv("insurance.csv")
data["smoker"] = data["smoker"].map({"yes": 1, "no": 0})
X = sm.add_constant(data[["age", "bmi", "children", "smoker"]])
y = data["charges"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=9)

# %%
ols = sm.OLS(y_train, X_train).fit()
ols.params

# %%
y_pred = ols.predict(X_test)
y_pred.head()
