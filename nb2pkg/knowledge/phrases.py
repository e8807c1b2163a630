"""What a call is doing, in words that can name a function: our own wording of the libraries' reference pages."""

from __future__ import annotations

from typing import Final

#: plain forms of verbs that comments and headings begin with
VERBS: Final = frozenset("""
    add aggregate analyse analyze apply assign balance bin build calculate check choose classify clean cluster combine
    compare compute concat convert correct count create cross define delete derive detect discretise divide download
    drop encode engineer estimate evaluate examine expand extract fill filter find fit fix format generate get group
    handle impute initialise initialize inspect instantiate join keep label load make map measure merge model normalise
    normalize optimise optimize parse pick plot predict prepare preprocess print process rank read rebalance reduce
    remove rename replace report resample reshape retrieve round run sample save scale score select separate set shuffle
    simplify sort split standardise standardize store strip summarise summarize test train transform tune turn update
    use validate visualise visualize write
    """.split())

#: last part of a called name -> phrase; {bound} what is bound, {column} a column set or named, {model} the estimator's
#: variable, {receiver} the variable the method is called on
CALLS: Final[dict[str, str]] = {
    "train_test_split": "split train and test",
    "get_dummies": "encode categories",
    "fillna": "fill missing {column}",
    "dropna": "drop missing rows",
    "drop_duplicates": "drop duplicates",
    "drop": "drop {column}",
    "rename": "rename columns",
    "merge": "merge {bound}",
    "join": "join {bound}",
    "concat": "combine {bound}",
    "append": "extend {receiver}",
    "groupby": "aggregate {bound}",
    "pivot_table": "pivot {bound}",
    "to_datetime": "parse dates",
    "astype": "convert {column}",
    "cut": "bin {column}",
    "qcut": "bin {column}",
    "cross_val_score": "cross-validate {model}",
    "cross_validate": "cross-validate {model}",
    "cross_val_predict": "cross-validate {model}",
    "accuracy_score": "measure accuracy",
    "balanced_accuracy_score": "measure balanced accuracy",
    "f1_score": "measure F1",
    "precision_score": "measure precision",
    "recall_score": "measure recall",
    "roc_auc_score": "measure ROC AUC",
    "roc_curve": "compute ROC curve",
    "precision_recall_curve": "compute precision-recall curve",
    "confusion_matrix": "count confusions",
    "classification_report": "report per class",
    "mean_squared_error": "measure squared error",
    "mean_absolute_error": "measure absolute error",
    "r2_score": "measure R2",
    "silhouette_score": "measure silhouette",
    "predict": "predict with {model}",
    "predict_proba": "predict with {model}",
    "score": "score {model}",
    "to_csv": "save {receiver}",
    "to_pickle": "save {receiver}",
    "to_excel": "save {receiver}",
    "to_json": "save {receiver}",
    "dump": "save {model}",
    "seed": "seed random numbers",
    "sort_values": "sort {bound}",
    "set_index": "index {bound}",
    "reset_index": "reset index of {bound}",
    "replace": "replace values of {column}",
    "map": "map {column}",
    "apply": "derive {column}",
    "sample": "sample {bound}",
    "isnull": "find missing values",
    "isna": "find missing values",
    "value_counts": "count {bound}",
    "corr": "correlate {bound}",
    "idxmax": "choose {bound}",
    "idxmin": "choose {bound}",
    "argmax": "choose {bound}",
    "describe": "describe {bound}",
}

#: end of a class name -> what using it does
CLASSES: Final[dict[str, str]] = {
    "Scaler": "scale features",
    "Normalizer": "normalise features",
    "Encoder": "encode {column}",
    "Imputer": "impute missing values",
    "PCA": "reduce dimensions",
    "TruncatedSVD": "reduce dimensions",
    "Vectorizer": "vectorise text",
    "TfidfTransformer": "vectorise text",
    "PolynomialFeatures": "expand polynomial features",
    "SelectKBest": "select features",
    "RFE": "select features",
    "SMOTE": "balance classes",
    "Sampler": "balance classes",
    "Binarizer": "binarise {column}",
    "GridSearchCV": "search grid for {model}",
    "RandomizedSearchCV": "search parameters of {model}",
    "Pipeline": "build pipeline",
    "KFold": "make folds",
}

#: methods that fit what they are called on
FITTING: Final = frozenset({"fit", "fit_predict", "partial_fit"})
#: names that say nothing about what they hold
GENERIC: Final = frozenset(
    {"df", "data", "dataset", "d", "dat", "frame", "raw", "raw_data", "tmp", "temp", "x", "file"}
)
#: names that people give to the inputs and to the target of a model
INPUTS: Final = frozenset({"X", "x", "features", "inputs", "Features", "predictors", "feature"})
TARGETS: Final = frozenset({"y", "Y", "target", "label", "labels", "targets", "Target", "output"})
