# title: Iris: a tree on what the file says, neighbours on scaled values, a machine on two components
# data: iris.csv
# model tree: raw
# model knn: raw
# model svc: raw
# target: species

# %%
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

iris = pd.read_csv("iris.csv")
X = iris.iloc[:, [0, 1, 2, 3]]
encoder = LabelEncoder()
y = encoder.fit_transform(iris["species"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

# %%
tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
tree_species = encoder.inverse_transform(tree.predict(X_test))
tree_species[:5]

# %%
scaler = StandardScaler().fit(X_train)
X_train_s, X_test_s = scaler.transform(X_train), scaler.transform(X_test)
knn = KNeighborsClassifier().fit(X_train_s, y_train)
knn_pred = knn.predict(X_test_s)

# %%
pca = PCA(n_components=2)
X_train_p = pca.fit_transform(X_train_s)
X_test_p = pca.transform(X_test_s)
svc = SVC(probability=False).fit(X_train_p, y_train)
svc_pred = svc.predict(X_test_p)
print((knn_pred == y_test).mean(), (svc_pred == y_test).mean())
