"""What is known of scikit-learn and libraries that follow its interface.

Sources: scikit-learn 1.9 API reference and glossary ("random_state", "clone"); which estimators draw from numpy's
global state when `random_state` is None was read from the parameter lists and their `check_random_state`
calls; that pipelines fit the objects they were given and searches fit clones was measured with 1.9.1.
scikit-learn names are looked up by their last part, because modules have moved between releases.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import (
    BACK,
    CHANGES,
    NOTHING,
    RESAMPLED,
    TRANSFORMED,
    Call,
    by_kind,
    lasts,
    reading,
    returned,
    writing,
)
from nb2pkg.analysis.resources import Resource, options_of
from nb2pkg.typed import Final

ARRAY: Final = "numpy.ndarray"
STATSMODELS: Final = "statsmodels.Model"
RESULTS: Final = "statsmodels.Results"

MODULES: Final = frozenset(
    "sklearn.datasets sklearn.metrics sklearn.model_selection sklearn.preprocessing "
    "sklearn.linear_model sklearn.ensemble sklearn.tree sklearn.svm sklearn.neighbors sklearn.cluster "
    "sklearn.decomposition sklearn.pipeline sklearn.feature_extraction sklearn.feature_extraction.text "
    "sklearn.feature_selection sklearn.naive_bayes sklearn.neural_network sklearn.manifold sklearn.impute "
    "sklearn.compose sklearn.base sklearn.utils sklearn.cross_validation sklearn.grid_search "
    "sklearn.externals sklearn.externals.joblib sklearn.mixture sklearn.covariance sklearn.gaussian_process "
    "sklearn.discriminant_analysis sklearn.dummy sklearn.inspection sklearn.calibration "
    "sklearn.experimental sklearn.exceptions sklearn.svm.libsvm sklearn.random_projection sklearn.kernel_ridge "
    "sklearn.isotonic sklearn.multiclass sklearn.multioutput sklearn.lda sklearn.qda sklearn.learning_curve "
    "imblearn.over_sampling imblearn.under_sampling imblearn.pipeline "
    "imblearn.combine mlxtend.plotting mlxtend.preprocessing mlxtend.frequent_patterns statsmodels "
    "statsmodels.api statsmodels.formula statsmodels.formula.api statsmodels.tsa "
    "statsmodels.stats eli5 shap lime joblib optuna yellowbrick scikitplot".split()
)

# estimators (and functions) whose fitting draws random numbers unless `random_state` is given
RANDOMISED: Final = frozenset(
    "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor "
    "ExtraTreeClassifier ExtraTreeRegressor RandomTreesEmbedding DecisionTreeClassifier "
    "DecisionTreeRegressor GradientBoostingClassifier GradientBoostingRegressor BaggingClassifier "
    "BaggingRegressor AdaBoostClassifier AdaBoostRegressor IsolationForest KMeans MiniBatchKMeans "
    "BisectingKMeans SpectralClustering SpectralBiclustering SpectralCoclustering SpectralEmbedding "
    "SGDClassifier SGDRegressor SGDOneClassSVM MLPClassifier MLPRegressor BernoulliRBM Perceptron "
    "PassiveAggressiveClassifier PassiveAggressiveRegressor LinearSVC TruncatedSVD "
    "RandomizedPCA TSNE MDS LatentDirichletAllocation FastICA DictionaryLearning MiniBatchDictionaryLearning "
    "SparsePCA MiniBatchSparsePCA FactorAnalysis GaussianMixture BayesianGaussianMixture "
    "DPGMM GMM RandomizedSearchCV HalvingRandomSearchCV RANSACRegressor TheilSenRegressor QuantileTransformer "
    "KBinsDiscretizer IterativeImputer RBFSampler Nystroem SkewedChi2Sampler GaussianRandomProjection "
    "SparseRandomProjection RandomizedLasso RandomizedLogisticRegression MinCovDet EllipticEnvelope "
    "SMOTE ADASYN BorderlineSMOTE SMOTENC SVMSMOTE SMOTETomek SMOTEENN RandomOverSampler RandomUnderSampler "
    "EasyEnsembleClassifier BalancedRandomForestClassifier BalancedBaggingClassifier RUSBoostClassifier "
    "NMF MiniBatchNMF TargetEncoder PolynomialCountSketch".split()
)

# draws only when an argument has one of these values: class -> (argument, default, values)
RANDOMISED_IF: Final = {
    "LogisticRegression": ("solver", "lbfgs", ("liblinear", "sag", "saga")),
    "LogisticRegressionCV": ("solver", "lbfgs", ("liblinear", "sag", "saga")),
    "Ridge": ("solver", "auto", ("sag", "saga")),
    "RidgeClassifier": ("solver", "auto", ("sag", "saga")),
    "SVC": ("probability", "False", ("True",)),
    "NuSVC": ("probability", "False", ("True",)),
    "Lasso": ("selection", "cyclic", ("random",)),
    "LassoCV": ("selection", "cyclic", ("random",)),
    "ElasticNet": ("selection", "cyclic", ("random",)),
    "PCA": ("svd_solver", "auto", ("randomized", "arpack")),
    "KFold": ("shuffle", "False", ("True",)),
    "StratifiedKFold": ("shuffle", "False", ("True",)),
    "StratifiedGroupKFold": ("shuffle", "False", ("True",)),
    "DummyClassifier": ("strategy", "prior", ("stratified", "uniform")),
    "GaussianProcessRegressor": ("n_restarts_optimizer", "0", ()),
}
# splitters that always shuffle
SHUFFLING: Final = frozenset(
    "ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold".split()
)
# functions that draw unless `random_state` is given
DRAWING_FUNCTIONS: Final = frozenset(
    "train_test_split shuffle resample make_classification make_regression make_blobs make_moons make_circles "
    "make_swiss_roll make_s_curve make_friedman1 make_gaussian_quantiles make_multilabel_classification "
    "permutation_importance make_checkerboard make_hastie_10_2 make_sparse_uncorrelated make_low_rank_matrix "
    "mutual_info_classif mutual_info_regression randomized_svd permutation_test_score k_means "
    "make_spd_matrix make_biclusters".split()
)
# calls that hold estimators, and fit the very objects that they were given
FITS_MEMBERS: Final = frozenset("Pipeline make_pipeline FeatureUnion make_union".split())
# calls that hold estimators and draw if one of those does
COMPOSITES: Final = FITS_MEMBERS | frozenset(
    (
        "ColumnTransformer make_column_transformer GridSearchCV HalvingGridSearchCV VotingClassifier "
        "VotingRegressor StackingClassifier StackingRegressor OneVsRestClassifier OneVsOneClassifier "
        "OutputCodeClassifier MultiOutputClassifier MultiOutputRegressor CalibratedClassifierCV RFE RFECV "
        "SelectFromModel ClassifierChain TransformedTargetRegressor SequentialFeatureSelector StackingCVClassifier"
    ).split()
)
# transformers that learn nothing of the values they are fitted to: codes for labels and categories, fixed formulas
LEARNING_NO_VALUES: Final = frozenset(
    "LabelEncoder LabelBinarizer MultiLabelBinarizer OneHotEncoder OrdinalEncoder FunctionTransformer "
    "Normalizer Binarizer PolynomialFeatures HashingVectorizer".split()
)
# transformers whose `fit_transform` gives, bit for bit, what `fit` and then `transform` give, and leaves them fitted
# alike (measured with scikit-learn 1.1.3 and 1.9.1; PCA, TruncatedSVD, NMF and TfidfVectorizer differ in the last
# digits, and a FunctionTransformer may do anything)
FITTING_IN_TWO_STEPS: Final = LEARNING_NO_VALUES - {
    "FunctionTransformer",
    "HashingVectorizer",
} | frozenset(
    "StandardScaler MinMaxScaler RobustScaler MaxAbsScaler SimpleImputer KNNImputer KBinsDiscretizer DictVectorizer "
    "SelectKBest VarianceThreshold".split()
)
# … and those that do so once their result is dense: the entries of a sparse one stand in another order
FITTING_IN_TWO_STEPS_IF_DENSE: Final = frozenset({"CountVectorizer"})
# what puts such transformers together, and takes each step from (name, step, …), a step, or (step, columns)
STEPS_BY_NAME: Final = frozenset({"Pipeline", "ColumnTransformer", "FeatureUnion"})
STEPS_ALONE: Final = frozenset({"make_pipeline", "make_union"})
STEPS_BEFORE_COLUMNS: Final = frozenset({"make_column_transformer"})
# what makes an array of a sparse matrix
DENSE: Final = frozenset({"toarray", "todense"})
# functions that judge: what they give, what that is called, and what a step that calls them does
# fmt: off
SCORES: Final = (
    Call("sklearn.metrics.accuracy_score", "float", variable="accuracy", phrase="measure accuracy"),
    Call(
        "sklearn.metrics.balanced_accuracy_score", "float",
        variable="balanced_accuracy", phrase="measure balanced accuracy",
    ),
    Call("sklearn.metrics.f1_score", "float", variable="f1", phrase="measure F1"),
    Call("sklearn.metrics.precision_score", "float", variable="precision", phrase="measure precision"),
    Call("sklearn.metrics.recall_score", "float", variable="recall", phrase="measure recall"),
    Call("sklearn.metrics.roc_auc_score", "float", variable="roc_auc", phrase="measure ROC AUC"),
    Call("sklearn.metrics.confusion_matrix", ARRAY, variable="confusion", phrase="compute confusion matrix"),
    Call("sklearn.metrics.classification_report", "str", variable="report", phrase="build classification report"),
    Call("sklearn.metrics.mean_squared_error", "float", variable="mse", phrase="measure squared error"),
    Call("sklearn.metrics.root_mean_squared_error", "float", variable="rmse", phrase="measure squared error"),
    Call("sklearn.metrics.mean_absolute_error", "float", variable="mae", phrase="measure absolute error"),
    Call("sklearn.metrics.r2_score", "float", variable="r2", phrase="measure R2"),
    Call("sklearn.metrics.log_loss", "float", variable="loss", phrase="measure log loss"),
    Call("sklearn.metrics.silhouette_score", "float", variable="silhouette", phrase="measure silhouette"),
    Call("sklearn.metrics.auc", "float", phrase="measure AUC"),
    Call("sklearn.metrics.roc_curve", (ARRAY, ARRAY, ARRAY), phrase="compute ROC curve"),
    Call("sklearn.metrics.precision_recall_curve", (ARRAY, ARRAY, ARRAY), phrase="compute precision-recall curve"),
)
# fmt: on
_OTHER_SCORES: Final = (
    "adjusted_rand_score average_precision_score cohen_kappa_score matthews_corrcoef jaccard_score "
    "brier_score_loss explained_variance_score median_absolute_error mean_squared_log_error "
    "mean_absolute_percentage_error hamming_loss zero_one_loss calinski_harabasz_score "
    "davies_bouldin_score normalized_mutual_info_score v_measure_score homogeneity_score "
    "completeness_score fbeta_score max_error"
)

# calls that fit and judge on parts of the data in turn
# fmt: off
VALIDATING: Final = (
    Call(
        "sklearn.model_selection.cross_val_score", ARRAY, variable="cv_scores",
        stage=("evaluate", 8), phrase="cross-validate {model}",
    ),
    Call("sklearn.model_selection.cross_val_predict", ARRAY, stage=("evaluate", 7), phrase="cross-validate {model}"),
    Call("sklearn.model_selection.cross_validate", "dict", stage=("evaluate", 8), phrase="cross-validate {model}"),
    Call("sklearn.model_selection.learning_curve", stage=("evaluate", 8), phrase="compute learning curve"),
    Call("sklearn.model_selection.validation_curve", stage=("evaluate", 8), phrase="compute validation curve"),
    Call("sklearn.model_selection.permutation_test_score"),
)
# fmt: on
# functions that fit (clones of) the estimator they are handed
FITS_CLONES: Final = lasts(call.name for call in VALIDATING)

RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {
    **{call.name: call.returns for call in (*SCORES, *VALIDATING) if call.returns},
    **dict.fromkeys((f"sklearn.metrics.{name}" for name in _OTHER_SCORES.split()), "float"),
    "sklearn.cross_validation.cross_val_score": ARRAY,
    **dict.fromkeys(
        (
            f"sklearn.preprocessing.{name}"
            for name in "scale normalize binarize " "label_binarize minmax_scale".split()
        ),
        ARRAY,
    ),
    **dict.fromkeys(
        (
            f"sklearn.datasets.{name}"
            for name in (
                "make_classification make_regression make_blobs make_moons make_circles make_swiss_roll "
                "make_s_curve"
            ).split()
        ),
        (ARRAY, ARRAY),
    ),
    **dict.fromkeys(
        (
            f"sklearn.datasets.{name}"
            for name in (
                "load_iris load_digits load_breast_cancer load_wine load_boston load_diabetes fetch_openml "
                "fetch_california_housing fetch_20newsgroups fetch_olivetti_faces fetch_lfw_people "
                "fetch_mldata"
            ).split()
        ),
        "bunch",
    ),
    "sklearn.pipeline.make_pipeline": "instance:sklearn.pipeline.Pipeline",
    "sklearn.pipeline.make_union": "instance:sklearn.pipeline.FeatureUnion",
    "sklearn.compose.make_column_transformer": "instance:sklearn.compose.ColumnTransformer",
    "sklearn.base.clone": "=0",
    **{
        f"{module}.{name}": "figure"
        for module in ("statsmodels.api.graphics", "statsmodels.graphics.api", "statsmodels.api")
        for name in (
            "plot_partregress plot_partregress_grid plot_ccpr plot_ccpr_grid plot_regress_exog plot_fit "
            "plot_leverage_resid2 influence_plot abline_plot interaction_plot plot_corr qqplot qqplot_2samples "
            "tsa.plot_acf tsa.plot_pacf"
        ).split()
    },
    **{
        f"statsmodels.formula.api.{name}": f"instance:statsmodels.formula.api.{name}"
        for name in "ols wls gls glm logit probit poisson mnlogit mixedlm rlm quantreg gee".split()
    },
}

# methods of estimators
# fmt: off
ESTIMATORS: Final = (
    Call("estimator.fit", "self", is_mutator=True, is_fit=True, alone=CHANGES, stage=("train", 8)),
    Call("estimator.partial_fit", "self", is_mutator=True, is_fit=True, alone=CHANGES, stage=("train", 8)),
    Call(
        "estimator.fit_transform", ARRAY, is_mutator=True, is_fit=True, rows=TRANSFORMED, alone=CHANGES,
        stage=("features", 7),
    ),
    Call("estimator.fit_predict", ARRAY, is_mutator=True, is_fit=True, alone=CHANGES, stage=("train", 8)),
    Call(
        "estimator.fit_resample", (ARRAY, ARRAY), is_mutator=True, is_fit=True, rows=RESAMPLED, alone=CHANGES,
        stage=("features", 7),
    ),
    Call("estimator.fit_sample", (ARRAY, ARRAY), is_mutator=True, is_fit=True, rows=RESAMPLED, alone=CHANGES),
    Call(
        "estimator.predict", ARRAY, is_prediction=True, alone=NOTHING,
        stage=("evaluate", 5), phrase="predict with {model}", variable="prediction",
    ),
    Call(
        "estimator.predict_proba", ARRAY, is_prediction=True, alone=NOTHING,
        stage=("evaluate", 5), phrase="predict probabilities with {model}", variable="probabilities",
    ),
    Call("estimator.predict_log_proba", ARRAY, is_prediction=True, stage=("evaluate", 5)),
    Call("estimator.decision_function", ARRAY, is_prediction=True, stage=("evaluate", 5)),
    Call("estimator.score_samples", ARRAY),
    Call("estimator.forecast", stage=("infer", 8)),
    Call("estimator.get_forecast", stage=("infer", 8)),
    Call("estimator.score", "float", alone=NOTHING, stage=("evaluate", 8), variable="score", phrase="score {model}"),
    Call("estimator.staged_predict", ARRAY, stage=("evaluate", 5)),
    Call("estimator.transform", ARRAY, rows=TRANSFORMED, alone=NOTHING, stage=("features", 6)),
    Call("estimator.inverse_transform", ARRAY, rows=BACK, stage=("evaluate", 3)),
    Call("estimator.kneighbors", ARRAY, stage=("evaluate", 4)),
    Call("estimator.apply", ARRAY, alone=NOTHING),
    Call("estimator.set_params", "self", is_mutator=True, alone=CHANGES),
    Call("estimator.set_output", "self", is_mutator=True),
    Call("estimator.densify", is_mutator=True),
    Call("estimator.sparsify", is_mutator=True),
    Call("estimator.set_fit_request", is_mutator=True),
    Call("estimator.set_predict_request", is_mutator=True),
    Call("estimator.set_score_request", is_mutator=True),
    Call("estimator.set_transform_request", is_mutator=True),
    Call("estimator.load_model", is_mutator=True, reads=0),
    Call("estimator.save_model", writes=0, alone=NOTHING),
    Call("estimator.update", is_mutator=True),
    Call("estimator.get_params", "dict"),
    Call("estimator.split", "generator", alone=NOTHING),
    Call("estimator.get_n_splits", "int"),
    Call("estimator.get_feature_names_out", ARRAY, stage=("features", 3)),
    Call("estimator.get_feature_names", "list"),
    Call("estimator.get_depth", "int"),
    Call("estimator.get_booster", None),
)
# fmt: on
# … of those, the ones that fit: they draw if their estimator does
FITTING: Final = lasts(call.name for call in ESTIMATORS if call.is_fit)

METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    **returned(ESTIMATORS),
    "bunch": {"keys": "keys"},
    STATSMODELS: {"fit": RESULTS, "fit_regularized": RESULTS},
    RESULTS: {
        **dict.fromkeys("predict summary summary2 conf_int".split()),
        **dict.fromkeys(
            "plot_cusum plot_cusum_squares plot_diagnostics plot_recursive_coefficient plot_predict "
            "plot_simultaneous plot_partial".split(),
            "figure",
        ),
    },
}

_FITTED_ARRAYS: Final = (
    "coef_ feature_importances_ components_ explained_variance_ratio_ explained_variance_ labels_ cluster_centers_ "
    "classes_ singular_values_ mean_ scale_ var_"
).split()

ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    "bunch": {
        "data": None,
        "target": None,
        "feature_names": None,
        "target_names": None,
        "DESCR": "str",
    },
    "estimator": {
        **dict.fromkeys(_FITTED_ARRAYS, ARRAY),
        **dict.fromkeys("best_score_ inertia_ oob_score_".split(), "float"),
        "best_params_": "dict",
        "cv_results_": "dict",
        "best_estimator_": "instance:sklearn.base.BaseEstimator",
    },
}

MUTATORS: Final = {
    **by_kind(call.name for call in ESTIMATORS if call.is_mutator),
    STATSMODELS: frozenset({"fit", "fit_regularized"}),
}

# … and those that only add to what the receiver has computed already, such as the diagnostics of a summary
# (statsmodels 0.14, `RegressionResults.summary` sets `diagn`): no other value follows from it
REMEMBERING: Final = {RESULTS: frozenset({"summary", "summary2"})}

KEEPERS: Final[dict[str, frozenset[str]]] = {}

ITERATES: Final = {"estimator.split": (ARRAY, ARRAY)}

VIEWS: Final = {
    "estimator": {
        **dict.fromkeys(
            "best_estimator_ steps named_steps estimators_ transformers_ "
            "named_transformers_".split(),
            2,
        ),
        # the estimator's own arrays; a few of them are made anew at each look
        **dict.fromkeys([*_FITTED_ARRAYS, "best_params_", "cv_results_"], 0),
    },
    "bunch": dict.fromkeys("data target feature_names target_names frame".split(), 2),
    STATSMODELS: {"fit": 2, "fit_regularized": 2},  # results hold on to their model
}

ARGUMENT_CHANGES: Final[dict[str, int]] = {}
ARGUMENT_KEPT: Final[dict[str, int]] = {}

USES: Final = {
    "sklearn.set_config": (options_of("sklearn"), "rw"),
}
USES_BY_MODULE: Final[dict[str, tuple[Resource, str]]] = {}

# fmt: off
KEEPING: Final = (  # on disk
    Call("joblib.load", reads=0, lifted=0, stage=("infer", 3)),
    Call("joblib.dump", writes=1, lifted=1, alone=NOTHING, stage=("train", 4), phrase="save {given}"),
)
# fmt: on
READS_FILE: Final = {
    **reading(KEEPING),
    "sklearn.externals.joblib.load": 0,
    "sklearn.datasets.load_svmlight_file": 0,
    "sklearn.datasets.load_files": 0,
    **reading(ESTIMATORS),
}
WRITES_FILE: Final = {
    **writing(KEEPING),
    "sklearn.externals.joblib.dump": 1,
    **writing(ESTIMATORS),
    "sklearn.tree.export_graphviz": 1,
}

SHOWS: Final = frozenset(
    "sklearn.tree.plot_tree sklearn.inspection.plot_partial_dependence".split()
)

# plot helpers draw into the current figure
PLOTTING: Final = frozenset(
    "plot_tree plot_confusion_matrix plot_roc_curve plot_precision_recall_curve plot_partial_dependence "
    "plot_importance plot_decision_regions ConfusionMatrixDisplay RocCurveDisplay "
    "PrecisionRecallDisplay plot_metric".split()
)
