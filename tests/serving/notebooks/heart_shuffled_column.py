# title: Heart: a column shuffled for comparison, and kept
# data: heart.csv
# model knn: features | sample(
# target: target
# truth: the values of a sampled column belong to other rows

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("heart.csv")
df["age_shuffled"] = df["age"].sample(frac=1, random_state=1).values
df[["age", "age_shuffled", "target"]].corr()

# %%
cols = ["age_shuffled", "thalach", "oldpeak"]
X_train, X_test, y_train, y_test = train_test_split(df[cols], df["target"], random_state=1)
knn = KNeighborsClassifier(n_neighbors=5).fit(X_train, y_train)
y_pred = knn.predict(X_test)
knn.score(X_test, y_test)
