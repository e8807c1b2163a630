# title: Exponential smoothing, a month ahead
# data: sales.csv
# model model: horizon
# needs: statsmodels

# %%
import numpy as np
import pandas as pd
from statsmodels.tsa.holtwinters import ExponentialSmoothing

sales = pd.read_csv("sales.csv")
y = sales["sales"].values
train, test = y[:300], y[300:]

# %%
model = ExponentialSmoothing(train, trend="add", seasonal="add", seasonal_periods=7).fit()
pred = model.forecast(len(test))
print("rmse", np.sqrt(np.mean((pred - test) ** 2)))
