# title: Wine: neighbours in a map that holds only the rows it was drawn of
# data: wine_plain.txt
# model knn: features | TSNE
# truth: t-SNE has no transform: a new row has no place in the map

# %%
import pandas as pd
from sklearn.manifold import TSNE
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wine_plain.txt", header=None)
X = StandardScaler().fit_transform(df.drop(columns=9))
y = (df[9] > 5).astype(int)

# %%
embedded = TSNE(n_components=2, perplexity=20, max_iter=250, random_state=0).fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(embedded, y, random_state=0)
knn = KNeighborsClassifier().fit(X_train, y_train)
y_pred = knn.predict(X_test)
print((y_pred == y_test).mean())
