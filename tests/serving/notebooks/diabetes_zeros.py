# title: Diabetes: zeros that stand for missing values, medians by outcome-free columns, a filter, scaler
# data: diabetes.csv
# model knn: raw
# target: Outcome

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

diabetes_data = pd.read_csv("diabetes.csv")
diabetes_data.describe().T

# %%
diabetes_data_copy = diabetes_data.copy(deep=True)
zero_cols = ["Glucose", "BloodPressure", "SkinThickness", "Insulin", "BMI"]
diabetes_data_copy[zero_cols] = diabetes_data_copy[zero_cols].replace(0, np.nan)
print(diabetes_data_copy.isnull().sum())

# %%
diabetes_data_copy["Glucose"] = diabetes_data_copy["Glucose"].fillna(diabetes_data_copy["Glucose"].mean())
diabetes_data_copy["BloodPressure"] = diabetes_data_copy["BloodPressure"].fillna(diabetes_data_copy["BloodPressure"].mean())
diabetes_data_copy["SkinThickness"] = diabetes_data_copy["SkinThickness"].fillna(diabetes_data_copy["SkinThickness"].median())
diabetes_data_copy["Insulin"] = diabetes_data_copy["Insulin"].fillna(diabetes_data_copy["Insulin"].median())
diabetes_data_copy["BMI"] = diabetes_data_copy["BMI"].fillna(diabetes_data_copy["BMI"].median())
diabetes_data_copy = diabetes_data_copy[diabetes_data_copy["BMI"] < 50]

# %%
sc_X = StandardScaler()
X = pd.DataFrame(
    sc_X.fit_transform(diabetes_data_copy.drop(["Outcome"], axis=1)),
    columns=["Pregnancies", "Glucose", "BloodPressure", "SkinThickness", "Insulin", "BMI", "DiabetesPedigreeFunction", "Age"],
)
y = diabetes_data_copy.Outcome
X.head()

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=42, stratify=y)
test_scores = []
for i in range(1, 8):
    knn = KNeighborsClassifier(i)
    knn.fit(X_train, y_train)
    test_scores.append(knn.score(X_test, y_test))
print(test_scores)

# %%
knn = KNeighborsClassifier(7)
knn.fit(X_train, y_train)
y_pred = knn.predict(X_test)
pd.crosstab(y_test, y_pred, rownames=["True"], colnames=["Predicted"], margins=True)
