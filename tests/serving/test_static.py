"""What the code alone says of serving raw rows, held against the truth about each notebook.

That raw rows are served is never concluded here, only that a run may show it; but what must not be served is refused.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.stages.label import label
from tests.serving.cases import read_cases
from tests.support import write_notebook

CASES = read_cases()
#: notebooks whose raw rows could be served and are not yet -> what stands in the way
NOT_YET = {
    "adult_cat_codes": "codes of a category inside a loop",
    "churn_yes_no": "dummies of a table given by keyword",
    "flats_predict_price": "an own function that groups the rows it is given",
    "fraud_own_smote": "rows that an own function makes up",
    "fraud_smote": "rows that are made up before the split",
    "heart_outliers_correlation": "columns chosen by their correlation",
    "heart_random_split": "a column of random numbers that only splits",
    "houses_blend": "two files put below each other, two models blended",
    "houses_cluster_feature": "edges of bins that are asked for",
    "houses_one_name_two_models": "rows divided by a maximum in the call",
    "houses_xgboost_matrix": "a matrix of xgboost's own",
    "insurance_dummies_reindex": "dummies of the rows at hand, put in order later",
    "insurance_ols_formula": "a formula of statsmodels",
    "iris_dict_of_models": "models in a dict",
    "iris_own_knn": "rows shuffled by hand",
    "kfold_average": "the mean of five models",
    "kfold_list": "the mean of five models",
    "loans_dict_of_encoders": "encoders in a dict, made in a loop",
    "loans_isolation_forest": "a list of columns that is changed later",
    "loans_pipeline": "the best of a search",
    "mpg_question_marks": "a function applied to each column",
}
REFUSED = {"churn_counter_in_helper"}  # no package can be made of it


def _predictors(case, tmp_path):
    path = write_notebook(tmp_path / f"{case.name}.ipynb", *case.cells)
    source = _source(Request(str(path)))
    made = plan(source.graph, label(source.graph, ()), "package", path.name)
    return {p.model.name: p for p in made.commands.predictors}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_code_alone_never_says_more_than_is_true(case, tmp_path):
    if case.name in REFUSED:
        with pytest.raises(CannotExtractError):
            _predictors(case, tmp_path)
        return
    found = _predictors(case, tmp_path)
    for truth in case.truths:
        same = [p for name, p in found.items() if fnmatchcase(name, truth.model)]
        if "raw" not in truth.rows:
            assert [p.model.name for p in same if p.preparation] == []
            assert [p.model.name for p in same if not p.reason] == []
        elif case.name not in NOT_YET:
            assert same
            assert [p.reason for p in same if not p.preparation] == []


def test_what_cannot_be_served_yet_is_among_the_cases():
    assert NOT_YET.keys() <= {case.name for case in CASES}
