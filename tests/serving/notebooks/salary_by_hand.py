# title: Simple linear regression on arrays cut by position, with rows typed by hand
# data: salary.csv
# model regressor: raw
# target: Salary

# %%
import numpy as np
import matplotlib.pyplot as plt
import pandas as pd

# %%
dataset = pd.read_csv("salary.csv")
X = dataset.iloc[:, :-1].values
y = dataset.iloc[:, -1].values

# %%
from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=0)

# %%
from sklearn.linear_model import LinearRegression

regressor = LinearRegression()
regressor.fit(X_train, y_train)

# %%
y_pred = regressor.predict(X_test)

# %%
plt.scatter(X_train, y_train, color="red")
plt.plot(X_train, regressor.predict(X_train), color="blue")
plt.title("Salary vs Experience (Training set)")
plt.show()

# %%
print(regressor.predict([[12]]))
print(regressor.predict(np.array([[6.5]])))
