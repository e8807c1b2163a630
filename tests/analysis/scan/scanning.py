"""Short ways to scan a few lines in a test."""

from __future__ import annotations

from nb2pkg.analysis.model import Effects, Function, Program
from nb2pkg.analysis.scan import scan
from tests.support import make_notebook

LIBRARIES = """\
import copy, random, os, time, pickle, heapq
import numpy as np, pandas as pd, matplotlib.pyplot as plt, seaborn as sns
from sklearn.model_selection import train_test_split, cross_val_score, GridSearchCV, KFold
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline, Pipeline
"""


def program(*cells: str) -> Program:
    """Return the scanned notebook of these cells."""
    return scan(make_notebook(*cells))


def last_effects(*cells: str) -> Effects:
    """Return the effects of the last statement of the last cell."""
    return program(*cells).statements[-1].effects


def after(setup: str, line: str) -> Effects:
    """Return the effects of a line that stands in a cell after the libraries and a setup."""
    return last_effects(LIBRARIES, setup, line)


def function(source: str) -> Function:
    """Return the summary of the one function (or class) that a cell defines last."""
    return last_effects(LIBRARIES, source).defines[-1]


def names(effects: Effects | Function) -> set[str]:
    """Return the names that a statement (or a function, later) reads."""
    return {read.name for read in effects.reads}
