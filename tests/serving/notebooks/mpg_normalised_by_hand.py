# title: Miles per gallon: question marks, origin as columns, normalised with statistics of the training rows
# data: auto_mpg.csv
# model model: raw
# target: mpg

# %%
import pandas as pd
from sklearn.neural_network import MLPRegressor

raw_dataset = pd.read_csv("auto_mpg.csv", na_values="?")
dataset = raw_dataset.copy()
dataset.tail()

# %%
dataset = dataset.dropna()
dataset = dataset.drop(columns=["car_name"])
origin = dataset.pop("origin")
dataset["USA"] = (origin == 1) * 1.0
dataset["Europe"] = (origin == 2) * 1.0
dataset["Japan"] = (origin == 3) * 1.0

# %%
train_dataset = dataset.sample(frac=0.8, random_state=0)
test_dataset = dataset.drop(train_dataset.index)
train_stats = train_dataset.describe()
train_stats.pop("mpg")
train_stats = train_stats.transpose()
train_labels = train_dataset.pop("mpg")
test_labels = test_dataset.pop("mpg")


# %%
def norm(x):
    return (x - train_stats["mean"]) / train_stats["std"]


normed_train_data = norm(train_dataset)
normed_test_data = norm(test_dataset)

# %%
model = MLPRegressor(hidden_layer_sizes=(8,), solver="lbfgs", max_iter=100, random_state=1)
model.fit(normed_train_data, train_labels)
test_predictions = model.predict(normed_test_data)
print(abs(test_predictions - test_labels).mean())
