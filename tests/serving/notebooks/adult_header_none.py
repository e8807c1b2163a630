# title: Census: no header in the file, question marks for missing values, spaces behind commas
# data: adult.data
# model gnb: raw
# target: income

# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import LabelEncoder

col_names = ["age", "workclass", "education", "marital_status", "occupation", "sex", "hours", "country", "income"]
df = pd.read_csv("adult.data", header=None, names=col_names, na_values="?", skipinitialspace=True)
df.isnull().sum()

# %%
df = df.dropna()
df["country"] = (df["country"] == "United-States").astype(int)
for c in ["workclass", "education", "marital_status", "occupation", "sex", "income"]:
    df[c] = LabelEncoder().fit_transform(df[c])

# %%
X = df.iloc[:, :-1]
y = df.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
gnb = GaussianNB()
gnb.fit(X_train, y_train)
y_pred = gnb.predict(X_test)
print("accuracy", (y_pred == y_test).mean())
