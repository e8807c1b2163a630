# title: Wine quality: semicolons, good or bad by a threshold on the target, scaler, forest
# data: winequality.csv
# model rfc: raw
# model sgd: raw
# target: quality

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

wine = pd.read_csv("winequality.csv", sep=";")
wine.info()

# %%
bins = (2, 5.5, 9)
group_names = ["bad", "good"]
wine["quality"] = pd.cut(wine["quality"], bins=bins, labels=group_names)
label_quality = LabelEncoder()
wine["quality"] = label_quality.fit_transform(wine["quality"])
wine["quality"].value_counts()

# %%
X = wine.drop("quality", axis=1)
y = wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)

# %%
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)

# %%
rfc = RandomForestClassifier(n_estimators=30, random_state=0)
rfc.fit(X_train, y_train)
pred_rfc = rfc.predict(X_test)
print(classification_report(y_test, pred_rfc))

# %%
sgd = SGDClassifier(random_state=0)
sgd.fit(X_train, y_train)
pred_sgd = sgd.predict(X_test)
print(classification_report(y_test, pred_sgd))
