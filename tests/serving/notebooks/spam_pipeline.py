# title: Spam: a pipeline from text to class, and messages typed by hand
# data: spam.csv
# model clf: raw
# target: v1

# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline

df = pd.read_csv("spam.csv", encoding="latin-1", usecols=[0, 1], names=["Category", "Message"], header=0)
df.groupby("Category").describe()

# %%
df["spam"] = df["Category"].apply(lambda x: 1 if x == "spam" else 0)
X_train, X_test, y_train, y_test = train_test_split(df.Message, df.spam, random_state=7)

# %%
clf = Pipeline([("vectorizer", CountVectorizer()), ("nb", MultinomialNB())])
clf.fit(X_train, y_train)
clf.score(X_test, y_test)

# %%
y_pred = clf.predict(X_test)
emails = ["see you at lunch, ok?", "WIN cash now, claim your prize"]
clf.predict(emails)
