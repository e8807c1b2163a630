# title: Miles per gallon: a helper that normalises whatever rows it is given
# data: auto_mpg.csv
# model ridge: features | frame.mean() or normalise(
# target: mpg
# truth: the helper learns mean and deviation anew of the rows it is called with; one row alone gives no number at all

# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("auto_mpg.csv", na_values="?").dropna()
features = ["cylinders", "displacement", "horsepower", "weight", "acceleration", "model_year"]


# %%
def normalise(frame):
    """z-scores"""
    return (frame - frame.mean()) / frame.std()


train, test = train_test_split(df, test_size=0.3, random_state=2)
ridge = Ridge()
ridge.fit(normalise(train[features]), train["mpg"])

# %%
y_pred = ridge.predict(normalise(test[features]))
print(ridge.score(normalise(test[features]), test["mpg"]))
