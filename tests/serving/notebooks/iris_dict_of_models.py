# title: Iris: a dict of models, fitted and compared in a loop
# data: iris.csv
# model models.*: raw
# target: species

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("iris.csv")
df["petal_area"] = df["petal_length"] * df["petal_width"]
X = df.drop("species", axis=1)
y = df["species"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=10)

# %%
models = {
    "logreg": LogisticRegression(max_iter=500),
    "knn": KNeighborsClassifier(),
    "rf": RandomForestClassifier(n_estimators=20, random_state=0),
}
results = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    y_pred = model.predict(X_test)
    results[name] = (y_pred == y_test).mean()
pd.Series(results)
