# title: Daily sales: how much warmer it is than the day before
# data: sales.csv
# model knn: features | diff(
# target: sales
# truth: a difference of two rows

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor

df = pd.read_csv("sales.csv").dropna()
df["warmer"] = df["temperature"].diff().fillna(0)
df.describe()

# %%
X_train, X_test, y_train, y_test = train_test_split(df[["promo", "temperature", "warmer"]], df["sales"], random_state=4)
knn = KNeighborsRegressor(n_neighbors=4).fit(X_train, y_train)
y_pred = knn.predict(X_test)
knn.score(X_test, y_test)
