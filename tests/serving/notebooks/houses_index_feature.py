# title: House prices: the number of the row left among the features
# data: house_train.csv
# model tree: features | reset_index(
# target: SalePrice
# truth: reset_index makes a column of the row numbers, which no file holds

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

houses = pd.read_csv("house_train.csv")
houses = houses[houses["GrLivArea"] < 2500].reset_index()
numbers = houses.select_dtypes(include="number").fillna(0)
numbers.columns

# %%
X, y = numbers.drop(columns=["Id", "SalePrice"]), numbers["SalePrice"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5)
tree = DecisionTreeRegressor(max_depth=5, random_state=5)
tree.fit(X_train, y_train)
y_pred = tree.predict(X_test)
pd.Series(tree.feature_importances_, index=X.columns).sort_values().tail(3)
