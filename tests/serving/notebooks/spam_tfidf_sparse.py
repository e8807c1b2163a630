# title: Spam: a sparse matrix of weights, columns without names in the file, Latin-1
# data: spam.csv
# model mnb: raw
# model svm: raw
# target: v1

# %%
import string

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

df = pd.read_csv("spam.csv", encoding="latin-1")
df = df[["v1", "v2"]]
df.columns = ["label", "text"]
df["label"].value_counts()

# %%
df["label_num"] = df.label.map({"ham": 0, "spam": 1})
df["length"] = df["text"].apply(len)
df.groupby("label")["length"].mean()

# %%
def clean(text):
    text = "".join(char for char in text if char not in string.punctuation)
    return text.lower()


df["text"] = df["text"].apply(clean)

# %%
tfidf = TfidfVectorizer(min_df=2)
features = tfidf.fit_transform(df["text"])
X_train, X_test, y_train, y_test = train_test_split(features, df["label_num"], test_size=0.3, random_state=111)

# %%
mnb = MultinomialNB(alpha=0.2)
mnb.fit(X_train, y_train)
prediction = mnb.predict(X_test)
print((prediction == y_test).mean())

# %%
svm = LinearSVC(random_state=1)
svm.fit(X_train, y_train)
svm.score(X_test, y_test)
