"""What a method's name alone says, when the kind of its receiver is unknown.

Sources: the union of the method tables of the other modules, read against the names' use in the API references of
the libraries named there; a name stands in MUTATING only if it changes its receiver in all of them.
"""

from __future__ import annotations

from nb2pkg.typed import Final

# first part of an instance's class -> the key under which its methods are known
FAMILIES: Final = {
    **dict.fromkeys(
        "sklearn xgboost lightgbm catboost imblearn mlxtend skopt".split(), "estimator"
    ),
    **dict.fromkeys("torch tensorflow keras".split(), "network"),
    "statsmodels": "statsmodels.Model",
}

# change the receiver, whatever it is
MUTATING: Final = frozenset(
    "append extend appendleft extendleft setdefault popitem __setitem__ __delitem__ __setattr__ "
    "fit partial_fit fit_transform fit_predict fit_resample fit_sample fit_generator set_params "
    "load_state_dict load_weights set_weights train_on_batch zero_grad".split()
)

# change the receiver if the result is thrown away
MUTATING_IF_DISCARDED: Final = frozenset(
    "insert remove clear update add pop sort reverse discard fill put compile step backward setdefault subtract "
    "sort_indices eliminate_zeros sum_duplicates popleft rotate writelines".split()
)

# keep hold of their arguments
KEEPING: Final = frozenset("append extend appendleft insert add update setdefault".split())

# change nothing even if the result is thrown away: they show, write elsewhere, or compute
PURE: Final = frozenset(
    "head tail info describe plot show hist boxplot sample print summary display mean median mode sum min max std "
    "var count value_counts unique nunique isnull isna notnull corr shape dtypes keys values items predict "
    "predict_proba score transform savefig to_csv to_excel to_json to_pickle to_parquet to_sql dump dumps save "
    "copy get query groupby sort_values sort_index reset_index set_index rename drop dropna fillna replace "
    "drop_duplicates astype apply applymap map merge join round any all index format lower upper strip split "
    "startswith endswith encode decode report plot_tree evaluate to_html to_string render "
    "save_model export_model explain iterrows nlargest nsmallest crosstab pivot_table".split()
)

# give something that shares nothing with the receiver
FRESH: Final = PURE - frozenset("get values items keys sample head tail plot".split()) | frozenset(
    "decision_function inverse_transform cumsum dot tolist flatten argmax argmin argsort issubset difference "
    "union intersection strftime total_seconds to_dict numpy kneighbors "
    "read readline readlines cross_val_score join lstrip rstrip title capitalize isdigit most_common".split()
)
