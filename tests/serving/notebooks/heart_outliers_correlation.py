# title: Heart: doubles and outliers removed, columns chosen by their correlation, probabilities
# data: heart.csv
# model model: raw
# target: target
# truth: fences are learned, the filter only chooses rows; the choice of columns is learned too

# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("heart.csv")
df = df.drop_duplicates()
df = pd.get_dummies(df, columns=["thal", "cp"])
df.shape

# %%
for col in ["trestbps", "chol", "oldpeak"]:
    q1 = df[col].quantile(0.25)
    q3 = df[col].quantile(0.75)
    iqr = q3 - q1
    df = df[(df[col] >= q1 - 1.5 * iqr) & (df[col] <= q3 + 1.5 * iqr)]
df.shape

# %%
corr = df.corr()["target"].abs().sort_values(ascending=False)
selected = corr[corr > 0.1].index.drop("target")
print(list(selected))

# %%
X, y = df[selected], df["target"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
model = RandomForestClassifier(n_estimators=30, random_state=1)
model.fit(X_train, y_train)
probs = model.predict_proba(X_test)
probs[:5]
