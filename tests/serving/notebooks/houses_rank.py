# title: House prices: ranks of areas
# data: house_train.csv
# model svr: features | rank(
# target: SalePrice
# truth: a rank is a place among the rows at hand

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVR

houses = pd.read_csv("house_train.csv")
houses["area_rank"] = houses["GrLivArea"].rank(pct=True)
houses["quality_rank"] = houses.groupby("Neighborhood")["OverallQual"].rank(method="dense")
X = houses[["area_rank", "quality_rank"]]
y = houses["SalePrice"] / 1000

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)
svr = LinearSVR(random_state=0, max_iter=20000).fit(X_train, y_train)
preds = svr.predict(X_test)
print(svr.score(X_test, y_test))
