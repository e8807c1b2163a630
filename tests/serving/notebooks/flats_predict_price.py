# title: Flat prices: only the score is asked for, and an own function over the columns of dummies
# data: flats.csv
# model lr_clf: raw
# target: price
# truth: outliers are cut by price per square foot, which reads the target and is no feature; predict_price is given words and numbers

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df1 = pd.read_csv("flats.csv")
df2 = df1.drop(["area_type", "balcony"], axis="columns")
df3 = df2.dropna().copy()
df3.shape

# %%
df3["bhk"] = df3["size"].apply(lambda x: int(x.split(" ")[0]))


def convert_sqft_to_num(x):
    tokens = x.split("-")
    if len(tokens) == 2:
        return (float(tokens[0]) + float(tokens[1])) / 2
    try:
        return float(x)
    except ValueError:
        return None


df4 = df3.copy()
df4.total_sqft = df4.total_sqft.apply(convert_sqft_to_num)
df4 = df4[df4.total_sqft.notnull()]

# %%
df5 = df4.copy()
df5["price_per_sqft"] = df5["price"] * 100000 / df5["total_sqft"]
df5.location = df5.location.apply(lambda x: x.strip())
location_stats = df5["location"].value_counts(ascending=False)
location_stats_less_than_20 = location_stats[location_stats <= 20]
df5.location = df5.location.apply(lambda x: "other" if x in location_stats_less_than_20 else x)
df5.location.unique()

# %%
df6 = df5[~(df5.total_sqft / df5.bhk < 300)]


def remove_pps_outliers(df):
    df_out = pd.DataFrame()
    for key, subdf in df.groupby("location"):
        m = np.mean(subdf.price_per_sqft)
        st = np.std(subdf.price_per_sqft)
        reduced_df = subdf[(subdf.price_per_sqft > (m - st)) & (subdf.price_per_sqft <= (m + st))]
        df_out = pd.concat([df_out, reduced_df], ignore_index=True)
    return df_out


df7 = remove_pps_outliers(df6)
df8 = df7[df7.bath < df7.bhk + 2]
df8.shape

# %%
df9 = df8.drop(["size", "price_per_sqft"], axis="columns")
dummies = pd.get_dummies(df9.location)
df10 = pd.concat([df9, dummies.drop("other", axis="columns")], axis="columns")
df11 = df10.drop("location", axis="columns")
df11.head(2)

# %%
X = df11.drop(["price"], axis="columns")
y = df11.price
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=10)
lr_clf = LinearRegression()
lr_clf.fit(X_train, y_train)
lr_clf.score(X_test, y_test)

# %%
def predict_price(location, sqft, bath, bhk):
    loc_index = np.where(X.columns == location)[0][0]

    x = np.zeros(len(X.columns))
    x[0] = sqft
    x[1] = bath
    x[2] = bhk
    if loc_index >= 0:
        x[loc_index] = 1

    return lr_clf.predict([x])[0]


# %%
predict_price("Harbour", 1000, 2, 2)

# %%
predict_price("Old Town", 1500, 3, 3)
