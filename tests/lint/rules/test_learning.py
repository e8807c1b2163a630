"""Rules about machine learning, over all libraries whose classes follow scikit-learn."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.knowledge.libraries import ESTIMATORS
from tests.lint.rules.finding import found

PLACES = {"sklearn": "sklearn.linear_model", "imblearn": "imblearn.ensemble"}


@pytest.mark.parametrize("library", sorted(ESTIMATORS))
def test_a_scaler_fitted_again_is_found_whatever_library_the_model_is_of(library):
    cells = (
        "from sklearn.preprocessing import StandardScaler",
        f"from {PLACES.get(library, library)} import Model",
        "s = StandardScaler()\nX = s.fit_transform([[1.0], [2.0]])\nm = Model()\nm.fit(X, [1.0, 2.0])",
    )

    assert "NB403" in {f.code for f in found(*cells, "new = s.fit_transform(r)\nm.predict(new)")}
    assert "NB403" not in {f.code for f in found(*cells, "new = s.transform(r)\nm.predict(new)")}
