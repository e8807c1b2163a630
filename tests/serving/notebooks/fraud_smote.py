# title: Fraud: SMOTE before the split
# data: creditcard.csv
# model model: raw
# target: Class
# needs: imblearn
# truth: made-up rows among the predicted ones are no rows of the file and outside the proof; the others are raw rows as they stand

# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

data = pd.read_csv("creditcard.csv")
X = data.drop(["Class", "Time"], axis=1)
y = data["Class"]

# %%
sm = SMOTE(random_state=2)
X_sm, y_sm = sm.fit_resample(X, y)
y_sm.value_counts()

# %%
X_train, X_test, y_train, y_test = train_test_split(X_sm, y_sm, test_size=0.2, random_state=2)
model = RandomForestClassifier(n_estimators=20, random_state=2)
model.fit(X_train, y_train)
prediction = model.predict(X_test)
print((prediction == y_test).mean())
