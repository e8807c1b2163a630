# title: Restaurant reviews cleaned in a loop over the rows, a bag of words as an array
# data: reviews.tsv
# model classifier: raw
# target: Liked

# %%
import re

import numpy as np
import pandas as pd

dataset = pd.read_csv("reviews.tsv", delimiter="\t", quoting=3)
dataset.head()

# %% [markdown]
# ## Cleaning the texts

# %%
all_stopwords = ["the", "was", "and", "is", "a", "we", "on", "with", "my", "for", "here", "in"]


def stem(word):
    for ending in ("ing", "ly", "ed", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


corpus = []
for i in range(0, len(dataset)):
    review = re.sub("[^a-zA-Z]", " ", dataset["Review"][i])
    review = review.lower()
    review = review.split()
    review = [stem(word) for word in review if not word in set(all_stopwords)]
    review = " ".join(review)
    corpus.append(review)
print(corpus[:3])

# %%
from sklearn.feature_extraction.text import CountVectorizer

cv = CountVectorizer(max_features=40)
X = cv.fit_transform(corpus).toarray()
y = dataset.iloc[:, -1].values

# %%
from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.20, random_state=0)

# %%
from sklearn.naive_bayes import GaussianNB

classifier = GaussianNB()
classifier.fit(X_train, y_train)
y_pred = classifier.predict(X_test)

# %%
from sklearn.metrics import accuracy_score, confusion_matrix

print(confusion_matrix(y_test, y_pred))
accuracy_score(y_test, y_pred)

# %%
new_review = "I love this place, so friendly"
new_review = " ".join(stem(w) for w in re.sub("[^a-zA-Z]", " ", new_review).lower().split())
classifier.predict(cv.transform([new_review]).toarray())
