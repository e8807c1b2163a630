# title: Shares: moving averages as features
# data: prices.csv
# model reg: features | rolling(
# target: Close
# truth: a mean over ten rows; the one drawn only in a figure is not on the way, the other is

# %%
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LinearRegression

stock = pd.read_csv("prices.csv", parse_dates=["Date"])
plt.plot(stock["Date"], stock["Close"].rolling(30).mean())
plt.show()

# %%
stock["MA10"] = stock["Open"].rolling(window=10).mean()
stock = stock.dropna()
X = stock[["Open", "Volume", "MA10"]]
y = stock["Close"]

# %%
n = int(len(X) * 0.8)
reg = LinearRegression().fit(X[:n], y[:n])
pred = reg.predict(X[n:])
print(reg.score(X[n:], y[n:]))
