# title: Loans: a ColumnTransformer of pipelines, tuned by a grid search
# data: loans.csv
# model grid: raw
# model best: raw
# target: Loan_Status

# %%
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

df = pd.read_csv("loans.csv")
X = df.drop(columns=["Loan_ID", "Loan_Status"])
y = df["Loan_Status"].map({"Y": 1, "N": 0})

# %%
numeric_features = X.select_dtypes(include="number").columns
categorical_features = X.select_dtypes(exclude="number").columns
numeric = Pipeline([("imputer", SimpleImputer(strategy="median")), ("scaler", StandardScaler())])
categorical = Pipeline(
    [("imputer", SimpleImputer(strategy="most_frequent")), ("onehot", OneHotEncoder(handle_unknown="ignore"))]
)
preprocessor = ColumnTransformer([("num", numeric, numeric_features), ("cat", categorical, categorical_features)])

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
pipe = Pipeline([("prep", preprocessor), ("clf", RandomForestClassifier(n_estimators=20, random_state=0))])
grid = GridSearchCV(pipe, {"clf__max_depth": [3, 6]}, cv=3)
grid.fit(X_train, y_train)
print(grid.best_params_, grid.score(X_test, y_test))

# %%
best = grid.best_estimator_
y_pred = best.predict(X_test)
y_prob = best.predict_proba(X_test)
print(y_prob[:3])
