# title: Daily sales: a gap takes the value before it
# data: sales.csv
# model ridge: features | ffill(
# target: sales

# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("sales.csv")
print(df.isnull().sum())
df["temperature"] = df["temperature"].ffill()
df["month"] = df["date"].str[5:7].astype(int)

# %%
X_train, X_test, y_train, y_test = train_test_split(df[["promo", "temperature", "month"]], df["sales"], random_state=0)
ridge = Ridge().fit(X_train, y_train)
y_pred = ridge.predict(X_test)
ridge.score(X_test, y_test)
