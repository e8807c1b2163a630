# title: Electricity: semicolons, decimal commas, days first, postal codes with leading zeros
# data: verbrauch.csv
# model modell: raw
# target: Verbrauch

# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

daten = pd.read_csv(
    "verbrauch.csv",
    sep=";",
    decimal=",",
    encoding="latin-1",
    dtype={"PLZ": str},
    na_values=["k.A."],
    parse_dates=["Datum"],
    dayfirst=True,
)
daten.dtypes

# %%
daten["Monat"] = daten["Datum"].dt.month
daten["Ost"] = daten["PLZ"].str.startswith("0").astype(int)
daten["Personen"] = daten["Personen"].fillna(daten["Personen"].median())
daten = pd.get_dummies(daten, columns=["Heizung"])
daten["Winter"] = daten["Monat"].isin([11, 12, 1, 2]).astype(int)

# %%
X = daten.drop(columns=["Datum", "PLZ", "Verbrauch"])
y = daten["Verbrauch"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=17)
modell = LinearRegression()
modell.fit(X_train, y_train)
vorhersage = modell.predict(X_test)
print(round(modell.score(X_test, y_test), 3))
