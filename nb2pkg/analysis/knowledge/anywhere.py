"""What a method's name alone says, when the kind of its receiver is unknown.

Sources: the union of the method tables of the other modules, read against the names' use in the API references of
the libraries named there; a name stands in MUTATING only if it changes its receiver in all of them.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge import arrays, deep_learning, frames, learning, python
from nb2pkg.analysis.knowledge.call import CHANGES, IF_DISCARDED, NOTHING, lasts
from nb2pkg.typed import Final

_CALLS: Final = (
    *python.CONTAINERS,
    *learning.ESTIMATORS,
    *learning.VALIDATING,
    *learning.KEEPING,
    *deep_learning.NETWORKS,
    *frames.WRITERS,
    *arrays.FILES,
)

# change the receiver, whatever it is
MUTATING: Final = lasts(call.name for call in _CALLS if call.alone == CHANGES) | {"__setattr__"}

# change the receiver if the result is thrown away
MUTATING_IF_DISCARDED: Final = lasts(
    call.name for call in _CALLS if call.alone == IF_DISCARDED
) | frozenset("fill put sort_indices eliminate_zeros sum_duplicates writelines".split())

# keep hold of their arguments; a receiver of unknown kind is never taken for a deque that is extended on the left
KEEPING: Final = lasts(call.name for call in python.CONTAINERS if call.is_keeper) - {"extendleft"}

# change nothing even if the result is thrown away: they show, write elsewhere, or compute
PURE: Final = lasts(call.name for call in _CALLS if call.alone == NOTHING) | frozenset(
    (
        "head tail info describe plot show hist boxplot sample print display mean median mode sum min max std var "
        "value_counts unique nunique isnull isna notnull corr shape dtypes savefig dumps query groupby sort_values "
        "sort_index reset_index set_index rename drop dropna fillna replace drop_duplicates astype applymap map "
        "merge join round any all format lower upper strip startswith endswith encode decode report plot_tree "
        "render export_model explain iterrows nlargest nsmallest crosstab pivot_table"
    ).split()
)

# give something that shares nothing with the receiver
FRESH: Final = PURE - frozenset("get values items keys sample head tail plot".split()) | frozenset(
    "decision_function inverse_transform cumsum dot tolist flatten argmax argmin argsort issubset difference "
    "union intersection strftime total_seconds to_dict numpy kneighbors "
    "read readline readlines cross_val_score join lstrip rstrip title capitalize isdigit most_common".split()
)

# give the same when their result is given to them again; or fail when they are called again
SETTLED: Final = frozenset(
    (
        "abs add assign astype bfill clear clip compile convert_dtypes copy cpu cuda discard double drop "
        "drop_duplicates dropna eval ffill fillna fit flatten head infer_objects interpolate isin ix isnull item "
        "items load_state_dict load_weights loc lower mask nlargest notnull nsmallest query ravel reindex rename "
        "replace reshape round set_axis set_index set_params setdefault sort sort_index sort_values squeeze str "
        "strip to to_frame to_list to_numpy to_pandas tolist train unique update upper values where"
    ).split()
)
# the same, for functions
SETTLING: Final = frozenset(
    (
        "DataFrame Path Series abs array asarray ascontiguousarray asfarray atleast_2d bool deepcopy dict float "
        "frozenset get_dummies int list nan_to_num set sorted squeeze str to_datetime to_numeric tuple unique"
    ).split()
)
# codes of codes are the same codes, and what has been scaled is to scale already
SETTLING_FITS: Final = tuple(
    f"{name}.fit_transform"
    for name in ("LabelEncoder", "StandardScaler", "MinMaxScaler", "MaxAbsScaler", "Normalizer")
)
# pile up with each call, as alternatives in a pattern
PILING: Final = "|".join(
    sorted(python.CHANGING - python.SELDOM - SETTLED - {"popitem"} | {"write"})
)

# what calls the functions that it is given, before it returns
CALLING: Final = frozenset(
    "apply map applymap agg aggregate transform pipe assign filter sorted sort sort_values sort_index min max groupby "
    "rename combine reduce accumulate starmap imap submit run run_until_complete gather timeit repeat "
    "apply_along_axis apply_over_axes fromfunction piecewise minimize minimize_scalar curve_fit least_squares quad "
    "dblquad tplquad odeint solve_ivp fsolve root root_scalar brentq newton bisect fmin differential_evolution "
    "basinhopping dual_annealing approx_fprime bootstrap permutation_test interact interactive interact_manual "
    "progress_apply parallel_apply optimize".split()
)
# arguments that are written to, or drawn on
CHANGED_BY_KEYWORD: Final = frozenset({"out", "ax"})
# methods whose result is their object, or works on what that works on, as a cursor on its database
GIVING_THEMSELVES: Final = frozenset({"fit", "cursor"})
