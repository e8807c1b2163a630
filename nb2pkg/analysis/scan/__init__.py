"""What every statement of a notebook reads, binds, changes and touches.

`scan` walks the cells in file order. It runs nothing and knows nothing of execution counts; what holds in one
order of execution or another is for the graph to say.

Kinds are strings:
    int, float, str, bool, None, list, dict, set, tuple, range, file, path, generator, iterator, figure, axes …
    pandas.DataFrame, pandas.Series, pandas.Index, pandas.GroupBy, numpy.ndarray, numpy.scalar …
    module:pandas  function:numpy.mean  class:sklearn.svm.SVC  import:somewhere.thing  (by their full names)
    instance:sklearn.svm.SVC, with `#draws` if fitting draws from numpy's global random state, and with
        `#seeded` if it would but was given a seed
    notebook-function:f  notebook-partial:f  notebook-class:C  notebook-instance:C  (defined in the notebook)

Aliases: `source` is what that name stood for before the statement, or what the statement itself has bound it to.
A source that equals its target says that the new object may be the old one, or a part of it.
"""

from __future__ import annotations

from nb2pkg.analysis.scan.program import scan

__all__ = ["scan"]
