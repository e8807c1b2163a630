"""Which stage a library call speaks for, and how strongly (0..10).

Sources: the user guides of pandas (IO tools), scikit-learn (sections 1-7 name what is an estimator, a
transformer, a metric, a loader), numpy, xgboost and lightgbm. A key is a qualified name or a prefix ending in a
dot; the longest one that fits wins.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import named
from nb2pkg.analysis.knowledge.deep_learning import NETWORKS
from nb2pkg.analysis.knowledge.learning import ESTIMATORS, KEEPING, VALIDATING
from nb2pkg.analysis.knowledge.libraries import LIBRARIES
from nb2pkg.typed import Final

#: beginnings of the names of what makes features of rows, although it is fitted as models are -> weight
_TRANSFORMERS: Final[dict[str, float]] = {
    "sklearn.preprocessing.": 8,
    "sklearn.impute.": 8,
    "sklearn.compose.": 5,
    "sklearn.decomposition.": 6,
    "sklearn.feature_extraction.": 8,
    "sklearn.feature_selection.": 6,
    "sklearn.random_projection.": 6,
    "sklearn.manifold.": 4,
    "category_encoders.": 8,
    "feature_engine.": 8,
    "imblearn.over_sampling.": 7,
    "imblearn.under_sampling.": 7,
}
TRANSFORMERS: Final = tuple(_TRANSFORMERS)

#: qualified name or dotted prefix -> (stage, weight)
STAGES: Final[dict[str, tuple[str, float]]] = {
    **{f"{library.name}.": library.stage for library in LIBRARIES if library.stage},
    **{prefix: ("features", weight) for prefix, weight in _TRANSFORMERS.items()},
    **{call.name: call.stage for call in (*VALIDATING, *KEEPING) if call.stage},
    # ingest: bringing data in
    "pandas.read_": ("ingest", 10),
    "pandas.ExcelFile": ("ingest", 8),
    "pandas.date_range": ("ingest", 2),
    "polars.read_": ("ingest", 10),
    "numpy.load": ("ingest", 9),
    "numpy.loadtxt": ("ingest", 9),
    "numpy.genfromtxt": ("ingest", 9),
    "sklearn.datasets.": ("ingest", 9),
    "seaborn.load_dataset": ("ingest", 10),
    "statsmodels.datasets.": ("ingest", 9),
    "statsmodels.api.datasets.": ("ingest", 9),
    "builtins.open": ("ingest", 3),
    "json.load": ("ingest", 4),
    "csv.reader": ("ingest", 6),
    "csv.DictReader": ("ingest", 6),
    "scipy.io.loadmat": ("ingest", 9),
    "glob.glob": ("ingest", 4),
    "os.listdir": ("ingest", 3),
    "requests.get": ("ingest", 6),
    "urllib.request.": ("ingest", 6),
    "sqlite3.connect": ("ingest", 5),
    "zipfile.ZipFile": ("ingest", 5),
    # features: from raw data to matrices
    "pandas.DataFrame.": ("features", 2),
    "pandas.Series.": ("features", 2),
    "pandas.get_dummies": ("features", 7),
    "pandas.cut": ("features", 6),
    "pandas.qcut": ("features", 6),
    "pandas.merge": ("features", 5),
    "pandas.concat": ("features", 4),
    "pandas.to_datetime": ("features", 5),
    "pandas.to_numeric": ("features", 5),
    "pandas.factorize": ("features", 5),
    "pandas.DataFrame.dropna": ("features", 6),
    "pandas.DataFrame.fillna": ("features", 6),
    "pandas.DataFrame.drop": ("features", 5),
    "pandas.DataFrame.rename": ("features", 4),
    "pandas.Series.map": ("features", 5),
    "pandas.Series.fillna": ("features", 6),
    "numpy.": ("features", 0.5),
    "scipy.stats.": ("features", 1),
    "sklearn.model_selection.train_test_split": ("features", 9),
    "sklearn.cross_validation.train_test_split": ("features", 9),
    "sklearn.model_selection.StratifiedShuffleSplit": ("features", 5),
    "sklearn.model_selection.ShuffleSplit": ("features", 4),
    # train: estimators
    "sklearn.linear_model.": ("train", 7),
    "sklearn.tree.": ("train", 7),
    "sklearn.tree.plot_tree": ("evaluate", 3),
    "sklearn.tree.export_": ("evaluate", 4),
    "sklearn.ensemble.": ("train", 7),
    "sklearn.svm.": ("train", 7),
    "sklearn.neighbors.": ("train", 7),
    "sklearn.naive_bayes.": ("train", 7),
    "sklearn.discriminant_analysis.": ("train", 7),
    "sklearn.neural_network.": ("train", 7),
    "sklearn.gaussian_process.": ("train", 7),
    "sklearn.cluster.": ("train", 7),
    "sklearn.mixture.": ("train", 7),
    "sklearn.kernel_ridge.": ("train", 7),
    "sklearn.multiclass.": ("train", 7),
    "sklearn.multioutput.": ("train", 7),
    "sklearn.dummy.": ("train", 7),
    "sklearn.calibration.": ("train", 6),
    "sklearn.pipeline.": ("train", 4),
    "sklearn.base.clone": ("train", 5),
    "sklearn.model_selection.GridSearchCV": ("train", 7),
    "sklearn.model_selection.RandomizedSearchCV": ("train", 7),
    "sklearn.grid_search.": ("train", 7),
    "statsmodels.Results.": ("evaluate", 6),
    # plots of a fitted model only show it
    "statsmodels.Results.plot_": ("evaluate", 3),
    "statsmodels.api.graphics.": ("evaluate", 3),
    "statsmodels.graphics.": ("evaluate", 3),
    "statsmodels.api.qqplot": ("evaluate", 3),
    "tensorflow.keras.": ("train", 6),
    "imblearn.ensemble.": ("train", 6),
    "imblearn.pipeline.": ("train", 4),
    "mlxtend.classifier.": ("train", 6),
    "pickle.dump": ("train", 3),
    # evaluate: judging
    "sklearn.metrics.": ("evaluate", 9),
    "sklearn.metrics.pairwise.": ("features", 5),
    "sklearn.cross_validation.cross_val_score": ("evaluate", 8),
    "sklearn.model_selection.KFold": ("evaluate", 3),
    "sklearn.model_selection.StratifiedKFold": ("evaluate", 3),
    "sklearn.model_selection.LeaveOneOut": ("evaluate", 3),
    "sklearn.inspection.": ("evaluate", 7),
}

#: what a method speaks for when its receiver is a predictor (or unknown); `None` leaves it to the receiver's class
METHODS: Final[dict[str, tuple[str, float]]] = {
    named(call): call.stage for call in (*ESTIMATORS, *NETWORKS) if call.stage
}

#: word in a heading, comment or name -> (stage, weight)
WORDS: Final[dict[str, tuple[str, float]]] = {
    "load": ("ingest", 2),
    "loading": ("ingest", 2),
    "import": ("ingest", 1),
    "importing": ("ingest", 1),
    "read": ("ingest", 2),
    "reading": ("ingest", 2),
    "dataset": ("ingest", 1),
    "clean": ("features", 2),
    "cleaning": ("features", 2),
    "preprocess": ("features", 2),
    "preprocessing": ("features", 2),
    "pre-processing": ("features", 2),
    "prepare": ("features", 2),
    "preparation": ("features", 2),
    "feature": ("features", 2),
    "features": ("features", 2),
    "encoding": ("features", 2),
    "scaling": ("features", 2),
    "missing": ("features", 2),
    "split": ("features", 2),
    "splitting": ("features", 2),
    "train": ("train", 2),
    "training": ("train", 2),
    "fit": ("train", 2),
    "fitting": ("train", 2),
    "model": ("train", 1),
    "models": ("train", 1),
    "modeling": ("train", 2),
    "modelling": ("train", 2),
    "classifier": ("train", 1),
    "regression": ("train", 1),
    "tuning": ("train", 2),
    "evaluate": ("evaluate", 2),
    "evaluating": ("evaluate", 2),
    "evaluation": ("evaluate", 2),
    "accuracy": ("evaluate", 2),
    "score": ("evaluate", 2),
    "metrics": ("evaluate", 2),
    "confusion": ("evaluate", 2),
    "validation": ("evaluate", 2),
    "results": ("evaluate", 1),
    "inference": ("infer", 3),
    "submission": ("infer", 3),
    "deploy": ("infer", 2),
    "new": ("infer", 1),
}
