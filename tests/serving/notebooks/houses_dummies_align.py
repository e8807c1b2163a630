# title: House prices: dummies of both files, aligned on the columns that both have
# data: house_train.csv house_test.csv
# model model: raw
# target: SalePrice
# truth: the columns are settled by both files of the notebook, and kept

# %%
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.tree import DecisionTreeRegressor

train_data = pd.read_csv("house_train.csv")
test_data = pd.read_csv("house_test.csv")
train_data.dropna(axis=0, subset=["SalePrice"], inplace=True)
target = train_data.SalePrice

# %%
cols_with_missing = [col for col in train_data.columns if train_data[col].isnull().mean() > 0.5]
candidate_train = train_data.drop(["Id", "SalePrice"] + cols_with_missing, axis=1)
candidate_test = test_data.drop(["Id"] + cols_with_missing, axis=1)
low_cardinality = [c for c in candidate_train.columns if not pd.api.types.is_numeric_dtype(candidate_train[c]) and candidate_train[c].nunique() < 10]
numeric = [c for c in candidate_train.columns if pd.api.types.is_numeric_dtype(candidate_train[c])]
my_cols = low_cardinality + numeric
cols_with_missing, low_cardinality

# %%
one_hot_train = pd.get_dummies(candidate_train[my_cols])
one_hot_test = pd.get_dummies(candidate_test[my_cols])
final_train, final_test = one_hot_train.align(one_hot_test, join="inner", axis=1)

# %%
my_imputer = SimpleImputer()
X = my_imputer.fit_transform(final_train)
X_test = my_imputer.transform(final_test)
model = DecisionTreeRegressor(max_depth=6, random_state=1)
model.fit(X, target)
test_preds = model.predict(X_test)
output = pd.DataFrame({"Id": test_data.Id, "SalePrice": test_preds})
output.head()
