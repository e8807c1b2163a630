import pytest

from tests.analysis.scan.scanning import after

R, W, RW, RESET = (
    (True, False, False),
    (False, True, False),
    (True, True, False),
    (False, True, True),
)

# a setup, a line, and each resource with what is done to it
USES = [
    ("", "x = 1", {}),
    ("", "x = np.mean(y)", {}),
    ("", "rng = np.random.default_rng(0)", {}),
    ("", "rng = np.random.RandomState(0)", {}),
    ("rng = np.random.default_rng(0)", "x = rng.normal()", {}),
    ("", "m = RandomForestClassifier()", {}),
    ("m = RandomForestClassifier(random_state=0)", "m.fit(X, y)", {}),
    ("m = RandomForestClassifier(random_state=SEED)", "m.fit(X, y)", {}),
    ("m = LogisticRegression()", "m.fit(X, y)", {}),
    ("m = RandomForestClassifier()", "m.predict(X)", {}),
    ("", "a, b = train_test_split(X, random_state=0)", {}),
    ("", "a, b = train_test_split(X, shuffle=False)", {}),
    ("m = LogisticRegression()", "cross_val_score(m, X, y)", {}),
    ("df = pd.read_csv('a')", "df.sample(3, random_state=1)", {}),
    ("", "cv = KFold(5, shuffle=True, random_state=0)", {}),
    ("from xgboost import XGBClassifier\nm = XGBClassifier()", "m.fit(X, y)", {}),
    ("", "np.random.seed(0)", {"rng:numpy": RESET}),
    ("", "random.seed(0)", {"rng:python": RESET}),
    ("", "x = random.random()", {"rng:python": RW}),
    ("from random import choice", "x = choice(y)", {"rng:python": RW}),
    ("", "random.shuffle(y)", {"rng:python": RW}),
    ("", "x = np.random.rand(3)", {"rng:numpy": RW}),
    ("from numpy.random import randn", "x = randn(3)", {"rng:numpy": RW}),
    ("", "rng = np.random.default_rng()", {"rng:entropy": RW}),
    ("", "rng = np.random.RandomState()", {"rng:entropy": RW}),
    ("", "np.random.seed(0); x = np.random.rand()", {"rng:numpy": RW}),
    ("", "if c:\n    np.random.seed(0)\n    x = np.random.rand()", {"rng:numpy": W}),
    (
        "",
        "for i in range(3):\n    np.random.seed(0)\n    x = np.random.rand()",
        {"rng:numpy": RESET},
    ),
    ("", "if c:\n    np.random.seed(0)\nelse:\n    np.random.seed(1)", {"rng:numpy": RESET}),
    ("", "if c:\n    np.random.rand()", {"rng:numpy": RW}),
    ("", "a, b = train_test_split(X)", {"rng:numpy": RW}),
    ("", "a, b = train_test_split(X, random_state=None)", {"rng:numpy": RW}),
    ("df = pd.read_csv('a')", "df.sample(3)", {"rng:numpy": RW}),
    ("df = pd.read_csv('a')", "df.x.sample(frac=1)", {"rng:numpy": RW}),
    ("m = RandomForestClassifier()", "m.fit(X, y)", {"rng:numpy": RW}),
    ("", "RandomForestClassifier().fit(X, y)", {"rng:numpy": RW}),
    ("m = LogisticRegression(solver='liblinear')", "m.fit(X, y)", {"rng:numpy": RW}),
    (
        "m = make_pipeline(StandardScaler(), RandomForestClassifier())",
        "m.fit(X)",
        {"rng:numpy": RW},
    ),
    ("m = GridSearchCV(RandomForestClassifier(), {})", "m.fit(X, y)", {"rng:numpy": RW}),
    ("m = RandomForestClassifier()", "cross_val_score(m, X, y)", {"rng:numpy": RW}),
    ("cv = KFold(5, shuffle=True)", "for a, b in cv.split(X):\n    pass", {"rng:numpy": RW}),
    (
        "cv = KFold(5, shuffle=True)",
        "cross_val_score(LogisticRegression(), X, cv=cv)",
        {"rng:numpy": RW},
    ),
    (
        "models = [('a', RandomForestClassifier()), ('b', LogisticRegression())]",
        "for name, m in models:\n    m.fit(X, y)",
        {"rng:numpy": RW},
    ),
    ("from sklearn.svm import SVC\nm = SVC(probability=True)", "m.fit(X, y)", {"rng:numpy": RW}),
    ("from sklearn.cluster import KMeans", "l = KMeans(3).fit_predict(X)", {"rng:numpy": RW}),
    ("import scipy.stats as st", "x = st.norm.rvs(size=3)", {"rng:numpy": RW}),
    ("import scipy.stats as st", "x = st.norm.rvs(size=3, random_state=0)", {}),
    ("import decimal", "decimal.getcontext().prec = 5", {"opt:decimal": RW}),
    ("import sklearn", "sklearn.set_config(transform_output='pandas')", {"opt:sklearn": RW}),
    (
        "import helper",
        "helper.FACTOR = 3",
        {"opt:helper": RW, "attribute:helper.FACTOR": RESET},
    ),
    (
        "import helper",
        "helper.FACTOR = known",
        {"opt:helper": RW, "attribute:helper.FACTOR": W},
    ),
    (
        "import helper",
        "helper.FACTOR += 1",
        {"attribute:helper.FACTOR": RW},
    ),
    ("import helper\nhelper.FACTOR = 3", "x = helper.FACTOR", {"attribute:helper.FACTOR": R}),
    ("import helper\nhelper.FACTOR = 3", "x = helper.OTHER", {}),
    ("import os", "names = os.listdir('data/')", {"fs:data/*": R}),
    ("import shutil", "shutil.rmtree('out')", {"fs:out/*": W}),
    ("", "plt.plot(x)", {"fig:current": RW}),
    ("", "plt.title('a')", {"fig:current": RW}),
    ("", "plt.figure()", {"fig:current": RESET}),
    ("", "fig, ax = plt.subplots()", {"fig:current": RESET}),
    ("", "plt.show()", {"fig:current": (True, True, True)}),
    ("df = pd.read_csv('a')", "df.plot()", {"fig:current": RW}),
    ("df = pd.read_csv('a')", "df.plot.scatter('a', 'b')", {"fig:current": RW}),
    ("df = pd.read_csv('a')", "df['a'].hist()", {"fig:current": RW}),
    ("", "sns.heatmap(x)", {"fig:current": RW}),
    ("", "sns.barplot(x=x, y=y)", {"fig:current": RW}),
    ("", "sns.stripplot(x=x, y=y)", {"fig:current": RW, "rng:numpy": RW}),
    ("", "sns.stripplot(x=x, y=y, jitter=0.2)", {"fig:current": RW, "rng:numpy": RW}),
    ("", "sns.stripplot(x=x, y=y, jitter=False)", {"fig:current": RW}),
    ("", "sns.catplot(x=x, y=y)", {"fig:current": RW, "rng:numpy": RW}),
    ("", "sns.catplot(x=x, y=y, kind='box')", {"fig:current": RW}),
    ("", "sns.regplot(x=x, y=y)", {"fig:current": RW}),
    ("", "sns.regplot(x=x, y=y, x_jitter=0.1)", {"fig:current": RW, "rng:numpy": RW}),
    ("fig, ax = plt.subplots()", "ax.plot(x)", {"fig:current": RW}),
    ("", "plt.style.use('ggplot')", {"rc:mpl": RW}),
    ("", "sns.set()", {"rc:mpl": RW}),
    ("", "plt.rcParams['figure.figsize'] = (3, 4)", {"rc:mpl": RW}),
    ("", "plt.rcParams.update({'a': 1})", {"rc:mpl": RW}),
    ("", "%matplotlib inline", {"rc:mpl": W}),
    ("", "pd.set_option('display.max_rows', 5)", {"opt:display": RW}),
    ("", "pd.options.display.max_rows = 5", {"opt:pandas": R, "opt:display": RW}),
    ("", "pd.set_option('mode.chained_assignment', None)", {"opt:pandas": RW}),
    ("", "df = pd.read_csv('a.csv')", {"fs:a.csv": R}),
    ("", "df = pd.read_csv(filepath_or_buffer='a.csv')", {"fs:a.csv": R}),
    ("path = 'a.csv'", "df = pd.read_csv(path)", {"fs:a.csv": R}),
    ("folder = 'data/'", "df = pd.read_csv(folder + 'a.csv')", {"fs:data/a.csv": R}),
    ("folder = 'data'", "df = pd.read_csv(os.path.join(folder, 'a.csv'))", {"fs:data/a.csv": R}),
    ("folder = 'data'", "df = pd.read_csv(f'{folder}/a.csv')", {"fs:data/a.csv": R}),
    (
        "from pathlib import Path\nfolder = Path('data')",
        "df = pd.read_csv(folder / 'a.csv')",
        {"fs:data/a.csv": R},
    ),
    ("", "df = pd.read_csv(path)", {"fs:*": R}),
    ("", "df = pd.read_csv('https://a.b/c.csv')", {"net": R}),
    ("df = pd.read_csv('a')", "df.to_csv('b.csv')", {"fs:b.csv": W}),
    ("df = pd.read_csv('a')", "text = df.to_csv()", {}),
    *(
        ("df = pd.read_csv('a')", f"df.to_{what}('b')", {"fs:b": W})
        for what in "json orc xml html markdown latex".split()
    ),
    ("df = pd.read_csv('a')", "text = df.to_json(orient='records')", {}),
    ("import gzip", "gzip.open(filename='a.gz')", {"fs:a.gz": R}),
    ("import tarfile", "tarfile.open(name='a.tar')", {"fs:a.tar": R}),
    ("", "thing.to_csv('b.csv')", {"fs:b.csv": W}),
    ("", "plt.savefig('a.png')", {"fig:current": RW, "fs:a.png": W}),
    ("", "text = open('a.txt').read()", {"fs:a.txt": R}),
    ("", "with open('a.txt') as f:\n    text = f.read()", {"fs:a.txt": R}),
    ("", "with open('a.txt', 'w') as f:\n    f.write('x')", {"fs:a.txt": W}),
    ("", "with open('m.pkl', 'wb') as f:\n    pickle.dump(model, f)", {"fs:m.pkl": W}),
    ("", "with open('m.pkl', 'rb') as f:\n    model = pickle.load(f)", {"fs:m.pkl": R}),
    ("import joblib", "joblib.dump(model, 'm.pkl')", {"fs:m.pkl": W}),
    ("import joblib", "model = joblib.load('m.pkl')", {"fs:m.pkl": R}),
    ("", "np.save('a.npy', x)", {"fs:a.npy": W}),
    ("", "x = np.load('a.npy')", {"fs:a.npy": R}),
    ("", "os.chdir('..')", {"cwd": RESET}),
    ("", "%cd ..", {"cwd": RW}),
    ("", "os.environ['A'] = 'b'", {"env": RW}),
    ("", "x = os.environ['A']", {"env": R}),
    ("", "x = os.getenv('A')", {"env": R}),
    ("import warnings", "warnings.filterwarnings('ignore')", {"warnings": W}),
    ("import requests", "x = requests.get('http://a.b')", {"net": RW}),
    ("", "x = input()", {"stdin": RW}),
    ("", "t = time.time()", {"clock": R}),
    ("from datetime import datetime", "t = datetime.now()", {"clock": R}),
    ("import datetime", "t = datetime.datetime.now()", {"clock": R}),
    ("", "!pip install x", {"shell": RW}),
    ("", "%%writefile a.py\nx = 1", {"fs:a.py": W}),
    ("import torch", "torch.manual_seed(0)", {"rng:torch": RESET}),
    ("import torch", "x = torch.rand(3)", {"rng:torch": RW}),
    ("import tensorflow as tf", "tf.random.set_seed(0)", {"rng:tensorflow": RESET}),
]


@pytest.mark.parametrize(("setup", "line", "expected"), USES)
def test_the_resources_a_statement_touches(setup, line, expected):
    found = {
        str(use.resource): (use.is_read, use.is_write, use.is_reset)
        for use in after(setup, line).uses
    }

    assert found == expected


SHOWS = [
    ("", "x = 1", False),
    ("", "plt.figure()", True),
    ("", "print(1)", True),
    ("", "display(x)", True),
    ("df = pd.read_csv('a')", "df.info()", True),
    ("df = pd.read_csv('a')", "df2 = df.head()", False),
    ("", "sns.heatmap(x)", True),
    ("", "for i in x:\n    print(i)", True),
    ("", "x.append(1);", False),
]


@pytest.mark.parametrize(("setup", "line", "expected"), SHOWS)
def test_whether_a_statement_shows_something(setup, line, expected):
    assert after(setup, line).has_output == expected
