# title: A forecast of the next days
# data: sales.csv
# model fitted: horizon
# needs: statsmodels

# %%
import pandas as pd
from statsmodels.tsa.arima.model import ARIMA

df = pd.read_csv("sales.csv", parse_dates=["date"], index_col="date")
series = df["sales"].asfreq("D")
series.tail()

# %%
train, test = series[:-14], series[-14:]
fitted = ARIMA(train, order=(1, 1, 1)).fit()
print(fitted.aic)

# %%
forecast = fitted.forecast(steps=14)
(forecast - test).abs().mean()
