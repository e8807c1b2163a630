# title: Heart: whether a patient stands in the table twice
# data: heart.csv
# model lr: features | duplicated(
# target: target
# truth: whether a row has a double is known only beside the others

# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("heart.csv")
print("doubles:", df.duplicated().sum())
df["seen_before"] = df.duplicated(subset=["age", "sex", "chol"]).astype(int)
df = df.drop(columns=["thal"])

# %%
X, y = df.drop(columns="target"), df["target"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
lr = LogisticRegression(max_iter=5000).fit(X_train, y_train)
y_pred = lr.predict(X_test)
lr.score(X_test, y_test)
