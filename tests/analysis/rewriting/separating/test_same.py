"""What was separated is the same computation, and what applies gives rows alone what it gives them among others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.analysis.rewriting.separating import cases, same

SEEDS = range(4)


@pytest.mark.parametrize(("before", "statement", "result"), cases.ALL)
def test_all_variables_are_what_they_were(before, statement, result):
    for seed in SEEDS:
        original, new, made = same.outcomes(statement, same.frame(seed), before)

        assert made != statement
        same.assert_same_names(original, new)


@pytest.mark.parametrize(("before", "statement", "result"), [case for case in cases.ALL if case[2]])
def test_a_row_alone_gets_what_it_gets_among_others(before, statement, result):
    for seed in (1, 2):
        for number, whole, alone in same.rows_alone(statement, same.frame(seed, 9), before):
            ours, theirs = whole[result], alone[result]
            if isinstance(ours, pd.DataFrame | pd.Series):
                ours = ours.iloc[[number]].reset_index(drop=True)
                theirs = theirs.reset_index(drop=True)
                pd.testing.assert_frame_equal(
                    pd.DataFrame(ours), pd.DataFrame(theirs), check_exact=True, check_dtype=False
                )
            else:
                np.testing.assert_array_equal(_dense(ours)[[number]], _dense(theirs))


def _dense(value):
    return value.toarray() if hasattr(value, "toarray") else value
