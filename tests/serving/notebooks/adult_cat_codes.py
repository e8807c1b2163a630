# title: Census: codes of categories, an ordinal scale, frequencies of a category
# data: adult.csv
# model model: raw
# target: income

# %%
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("adult.csv", na_values=["?"])
df["workclass"] = df["workclass"].astype("category").cat.codes
df["occupation"] = pd.Categorical(df["occupation"]).codes
df["marital"], marital_names = pd.factorize(df["marital"])
print(list(marital_names))

# %%
levels = ["HS-grad", "Some-college", "Bachelors", "Masters"]
df["education"] = pd.Categorical(df["education"], categories=levels, ordered=True).codes
df["country_freq"] = df["country"].map(df["country"].value_counts(normalize=True))
df["sex"] = df["sex"].eq("Male").astype("int8")

# %%
features = ["age", "workclass", "education", "marital", "occupation", "sex", "hours", "country_freq"]
target = df["income"].astype("category")
X_train, X_test, y_train, y_test = train_test_split(df[features], target.cat.codes, random_state=21)

# %%
model = ExtraTreesClassifier(n_estimators=25, random_state=21)
model.fit(X_train, y_train)
y_pred = model.predict(X_test)
labels = target.cat.categories[y_pred]
print(pd.Series(labels).value_counts())
