# title: Wine: a file without names, columns by number
# data: wine_plain.txt
# model rf: raw
# truth: the columns of the source are 0 to 9; the last is the target

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("wine_plain.txt", header=None)
df[10] = df[0] * df[6]
X = df.drop(columns=[9])
y = df[9]
X_train, X_test, y_train, y_test = train_test_split(X.values, y.values, random_state=33)

# %%
rf = RandomForestClassifier(n_estimators=20, random_state=33)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print((y_pred == y_test).mean())
