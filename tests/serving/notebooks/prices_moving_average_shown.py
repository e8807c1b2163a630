# title: Shares: moving averages and lags that are made and drawn, but given to no model
# data: prices.csv
# model reg: raw
# target: High
# truth: rolling, shift and cumsum make columns that the chosen features leave out: they are not on the way to the prediction

# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

stock = pd.read_csv("prices.csv")
stock["MA20"] = stock["Close"].rolling(20).mean()
stock["yesterday"] = stock["Close"].shift(1)
stock["traded"] = stock["Volume"].cumsum()
stock[["Close", "MA20"]].plot()

# %%
features = ["Open", "Low", "Close"]
X_train, X_test, y_train, y_test = train_test_split(stock[features], stock["High"], random_state=0)
reg = LinearRegression().fit(X_train, y_train)
y_pred = reg.predict(X_test)
print(reg.coef_)
