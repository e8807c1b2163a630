# title: House prices: two models bound to one name in turn, the second on fewer columns
# data: house_train.csv
# model decision_tree: raw
# model k_neighbors: raw
# target: SalePrice
# truth: both fitted models predict, and are told apart

# %%
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

home_data = pd.read_csv("house_train.csv")
y = home_data.SalePrice
feature_names = ["LotArea", "YearBuilt", "GrLivArea", "OverallQual"]
X = home_data[feature_names]
train_X, val_X, train_y, val_y = train_test_split(X, y, random_state=1)

# %%
model = DecisionTreeRegressor(random_state=1)
model.fit(train_X, train_y)
val_predictions = model.predict(val_X)
print(mean_absolute_error(val_y, val_predictions))

# %%
small = ["GrLivArea", "OverallQual"]
model = KNeighborsRegressor(n_neighbors=4)
model.fit(train_X[small] / train_X[small].max(), train_y)
val_predictions = model.predict(val_X[small] / train_X[small].max())
print(mean_absolute_error(val_y, val_predictions))
