"""What a call is doing, in words that can name a function: our own wording of the libraries' reference pages."""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import named
from nb2pkg.analysis.knowledge.frames import WRITERS
from nb2pkg.analysis.knowledge.learning import ESTIMATORS, KEEPING, SCORES, VALIDATING
from nb2pkg.analysis.knowledge.libraries import LIBRARIES
from nb2pkg.typed import Final

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

#: verbs that are nouns too -> words behind which they are nouns (with those that end in -ing, -tion, -ment)
AMBIGUOUS: Final[dict[str, frozenset[str]]] = {
    "train": frozenset({"set", "sets", "split", "data", "dataset", "test"}),
    "test": frozenset({"set", "sets", "split", "data", "dataset", "size", "case"}),
    "label": frozenset({"encoders"}),
    "model": frozenset(
        {"selection", "performance", "accuracy", "score", "scores", "results", "for", "with"}
    ),
    "sample": frozenset({"data", "size"}),
    "process": frozenset(),
    "measure": frozenset(),
    "cluster": frozenset({"analysis"}),
    "cross": frozenset({"validation", "val", "validate"}),
}

#: last part of a called name -> phrase; {bound} what is bound, {column} a column set or named, {model} the estimator's
#: variable, {receiver} the variable the method is called on, {given} the variable handed over first, {arguments} all of
#: them, {source} the receiver if that says more than what is bound, {features} what is bound if that says anything
CALLS: Final[dict[str, str]] = {
    **{
        named(call): call.phrase
        for call in (*SCORES, *VALIDATING, *ESTIMATORS, *KEEPING, *WRITERS)
        if call.phrase
    },
    "train_test_split": "split train and test",
    "get_dummies": "encode {column}",
    "fillna": "fill missing {column}",
    "dropna": "drop missing rows",
    "drop_duplicates": "drop duplicates",
    "drop": "drop {column}",
    "rename": "rename columns",
    "merge": "merge {arguments}",
    "join": "join {arguments}",
    "concat": "combine {arguments}",
    "concatenate": "combine {arguments}",
    "hstack": "combine {arguments}",
    "vstack": "combine {arguments}",
    "column_stack": "combine {arguments}",
    "DataFrame": "tabulate {given}",
    "to_dict": "convert {source} to dict",
    "append": "extend {receiver}",
    "groupby": "aggregate {bound}",
    "pivot_table": "pivot {bound}",
    "pivot": "pivot {bound}",
    "melt": "unpivot {bound}",
    "to_datetime": "parse {column}",
    "to_numeric": "convert {column}",
    "astype": "convert {column}",
    "cut": "bin {column}",
    "qcut": "bin {column}",
    "clip": "clip {column}",
    "interpolate": "interpolate {column}",
    "train": "train {bound}",
    "cv": "cross-validate {bound}",
    "seed": "seed random numbers",
    "sort_values": "sort {source}",
    "sort_index": "sort {source}",
    "set_index": "index {source}",
    "reset_index": "reset index of {source}",
    "replace": "replace {column}",
    "map": "map {column}",
    "apply": "derive {column}",
    "sample": "sample {source}",
    "isnull": "find missing values",
    "isna": "find missing values",
    "value_counts": "count {column}",
    "corr": "correlate {source}",
    "idxmax": "choose {bound}",
    "idxmin": "choose {bound}",
    "argmax": "choose {bound}",
    "describe": "describe {source}",
}

#: calls that a step is for, whatever else stands in it
MAIN: Final = frozenset(
    {
        "train_test_split",
        "train",
        "cross_val_score",
        "cross_validate",
        "cross_val_predict",
        "get_dummies",
    }
)
#: calls that only name a step where nothing else does: they serve other calls
SERVING: Final = frozenset(
    """append astype map apply replace sort_values sort_index reset_index set_index seed sample isnull isna value_counts
    corr describe predict predict_proba groupby to_numeric DataFrame to_dict""".split()
)

#: end of a class name -> what transforming with it does
CLASSES: Final[dict[str, str]] = {
    "Scaler": "scale {features}",
    "Normalizer": "normalise {features}",
    "Encoder": "encode {column}",
    "Imputer": "impute {features}",
    "PCA": "reduce dimensions",
    "TruncatedSVD": "reduce dimensions",
    "Vectorizer": "vectorise {features}",
    "TfidfTransformer": "vectorise {features}",
    "PolynomialFeatures": "expand polynomial features",
    "SelectKBest": "select features",
    "RFE": "select features",
    "SMOTE": "balance classes",
    "Sampler": "balance classes",
    "Binarizer": "binarise {column}",
    "ColumnTransformer": "transform {features}",
    "Pipeline": "transform {features}",
}

#: class -> what fitting it is called
SEARCHES: Final[dict[str, str]] = {
    "GridSearchCV": "search grid",
    "RandomizedSearchCV": "search parameters",
    "HalvingGridSearchCV": "search grid",
    "Pipeline": "fit {receiver}",
}
#: class -> what making one is called
MADE: Final[dict[str, str]] = {
    "Pipeline": "build {bound}",
    "ColumnTransformer": "build {bound}",
    "FeatureUnion": "build {bound}",
    "GridSearchCV": "set up {bound}",
    "RandomizedSearchCV": "set up {bound}",
    "KFold": "make folds",
    "StratifiedKFold": "make folds",
}

#: verbs of which a comment may speak although the step only makes what is drawn or printed elsewhere
SHOWING: Final = frozenset({"plot", "print", "visualise", "visualize", "draw", "show", "display"})
#: words of a heading that is about a figure
FIGURE_WORDS: Final = frozenset("""
    curve curves matrix plot plots chart graph histogram heatmap scatter residual residuals importance importances
    visualization visualisation visualizing visualising plotting boundary boundaries
    """.split())
#: words with which a comment says no more than its stage
VAGUE: Final = frozenset("""
    preprocess preprocessing process prepare handle load read import get in data dataset csv excel file dataframe frame
    from with using pandas model models
    """.split())
#: names that say nothing about what they hold
GENERIC: Final = frozenset(
    {"df", "data", "dataset", "d", "dat", "frame", "raw", "raw_data", "tmp", "temp", "x", "file"}
)
#: names that people give to the inputs and to the target of a model
INPUTS: Final = frozenset({"X", "x", "features", "inputs", "Features", "predictors", "feature"})
TARGETS: Final = frozenset({"y", "Y", "target", "label", "labels", "targets", "Target", "output"})

#: beginnings of the names of estimators; what mlxtend has is named after what it does, and few know its classes
ESTIMATED: Final = (
    *(
        each.name if each.stage else f"{each.name}."
        for each in LIBRARIES
        if each.has_estimators and each.name != "mlxtend"
    ),
    "statsmodels.",
)
#: functions that load something, besides those whose names begin so
LOADERS: Final = frozenset({"pickle.load", "joblib.load", "numpy.load", "json.load"})
