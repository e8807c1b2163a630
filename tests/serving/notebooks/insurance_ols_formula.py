# title: Insurance: least squares by a formula
# data: insurance.csv
# model fit: raw
# target: charges
# needs: statsmodels
# truth: the formula's own categories are kept in the fitted model

# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

df = pd.read_csv("insurance.csv")
df["log_charges"] = np.log(df["charges"])
train = df.sample(frac=0.75, random_state=1)
test = df.drop(train.index)

# %%
fit = smf.ols("log_charges ~ age + bmi + C(smoker) + C(region)", data=train).fit()
print(fit.summary().tables[1])

# %%
expected = np.exp(fit.predict(test))
print((expected / test["charges"]).median())
