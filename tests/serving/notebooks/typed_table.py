# title: A table typed by hand, without any file
# data: -
# model model: none or features
# truth: nothing brings rows here: there is no file whose rows could be served

# %%
import numpy as np
from sklearn.linear_model import LinearRegression

x = np.array([5, 15, 25, 35, 45, 55]).reshape((-1, 1))
y = np.array([5, 20, 14, 32, 22, 38])
model = LinearRegression().fit(x, y)
print("slope:", model.coef_)

# %%
y_pred = model.predict(x)
print("predicted response:", y_pred)

# %%
x_new = np.arange(5).reshape((-1, 1))
y_new = model.predict(x_new)
y_new
