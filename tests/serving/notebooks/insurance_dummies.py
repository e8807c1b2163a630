# title: Insurance: dummies of the whole table
# data: insurance.csv
# model lin_reg: raw
# target: charges

# %%
import pandas as pd
from sklearn import metrics
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("insurance.csv")
df.sample(5, random_state=0)

# %%
df = pd.get_dummies(df, drop_first=True)
df.corr()["charges"].sort_values()

# %%
X = df.drop(columns=["charges"])
y = df["charges"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
lin_reg = LinearRegression()
lin_reg.fit(X_train, y_train)

# %%
y_pred = lin_reg.predict(X_test)
print("R2", metrics.r2_score(y_test, y_pred))
