# title: Stores by day: a wide table made of a long one
# data: stores.csv
# model lasso: features | pivot_table(
# truth: a row of the wide table is made of five rows of the file

# %%
import pandas as pd
from sklearn.linear_model import Lasso

stores = pd.read_csv("stores.csv")
wide = stores.pivot_table(index="date", columns="store", values="units")
wide.head()

# %%
X, y = wide.drop(columns="pier"), wide["pier"]
lasso = Lasso(alpha=0.1).fit(X[:45], y[:45])
pier = lasso.predict(X[45:])
print(lasso.score(X[45:], y[45:]))
