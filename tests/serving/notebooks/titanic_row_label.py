# title: Titanic with one fare mended by the label of its row
# data: titanic_train.csv titanic_test.csv
# model svc: features | .loc[57
# target: Survived
# truth: the row with label 57 is one certain row of the file; in a file of one row there is none, in another it is somebody else

# %%
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df_train = pd.read_csv("titanic_train.csv")
df_test = pd.read_csv("titanic_test.csv")

# %%
# this fare is certainly wrong
df_test.loc[57, "Fare"] = 8.05
df_test["Fare"] = df_test["Fare"].fillna(df_train["Fare"].mean())
df_test[df_test["Fare"].isnull()]

# %%
for frame in [df_train, df_test]:
    frame["Sex"] = frame["Sex"].replace({"male": "0", "female": "1"}).astype(int)
    frame["Relatives"] = frame["SibSp"] + frame["Parch"]

# %%
features = ["Pclass", "Sex", "Fare", "Relatives"]
scaler = StandardScaler().fit(df_train[features])
svc = SVC()
svc.fit(scaler.transform(df_train[features]), df_train["Survived"])
predictions = svc.predict(scaler.transform(df_test[features]))
predictions[:10]
