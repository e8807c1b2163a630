# title: Census: one-hot encoded columns as a frame beside the numbers, scaled before the split
# data: adult.csv
# model logreg: raw
# target: income
# truth: concat aligns two frames that both count from 0: nothing was dropped before it

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder

df = pd.read_csv("adult.csv")
df = df.replace("?", np.nan)
cat_cols = ["workclass", "education", "marital", "occupation", "sex"]
for col in cat_cols:
    df[col] = df[col].fillna(df[col].mode()[0])

# %%
ohe = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
encoded = pd.DataFrame(ohe.fit_transform(df[cat_cols]), columns=ohe.get_feature_names_out(cat_cols))
df = pd.concat([df.drop(cat_cols, axis=1), encoded], axis=1)
df.head()

# %%
rare = df["country"].value_counts()
df["country"] = df["country"].where(df["country"].map(rare) >= 30, "Other")
df = pd.get_dummies(df, columns=["country"], dtype=float)

# %%
mm = MinMaxScaler()
df[["age", "hours"]] = mm.fit_transform(df[["age", "hours"]])
X, y = df.drop("income", axis=1), (df["income"] == ">50K").astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)

# %%
logreg = LogisticRegression(max_iter=1000)
logreg.fit(X_train, y_train)
proba = logreg.predict_proba(X_test)
pred = logreg.predict(X_test)
print(proba[:2], (pred == y_test).mean())
