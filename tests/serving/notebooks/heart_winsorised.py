# title: Heart: values clipped at quantiles, a power transform, a vote of three
# data: heart.csv
# model vote: raw
# target: target

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import PowerTransformer
from sklearn.tree import DecisionTreeClassifier

heart = pd.read_csv("heart.csv").drop(columns="thal")
heart["chol"] = heart["chol"].clip(lower=heart["chol"].quantile(0.05), upper=heart["chol"].quantile(0.95))
heart["share_of_top_rate"] = heart["thalach"] / heart["thalach"].max()
heart["oldpeak"] = np.sqrt(heart["oldpeak"])

# %%
y = heart.pop("target")
pt = PowerTransformer()
heart[["age", "trestbps"]] = pt.fit_transform(heart[["age", "trestbps"]])
X_train, X_test, y_train, y_test = train_test_split(heart, y, stratify=y, random_state=6)

# %%
vote = VotingClassifier(
    [("lr", LogisticRegression(max_iter=2000)), ("nb", GaussianNB()), ("dt", DecisionTreeClassifier(max_depth=3, random_state=0))],
    voting="soft",
)
vote.fit(X_train, y_train)
y_pred = vote.predict(X_test)
vote.score(X_test, y_test)
