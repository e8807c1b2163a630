"""Comments that silence findings, and those that silence nothing."""

from __future__ import annotations

import pytest

from nb2pkg.config import Config
from tests.lint.rules.finding import found, told


def codes(*cells: str) -> list[str]:
    """Return the codes found with the default settings."""
    return [finding.code for finding in found(*cells, config=Config())]


@pytest.mark.parametrize(
    "cell",
    [
        "print(x)  # nb2pkg: ignore[NB101]",
        "print(x)  # nb2pkg: ignore",
        "print(x)  # nb2pkg:ignore[NB101, NB102]  because",
        "# nb2pkg: ignore[NB101]\nprint(1)\nprint(x)",
        "%%time\n# nb2pkg: ignore[NB101]\nprint(x)",
        "print(\n    x,  # nb2pkg: ignore[NB101]\n)",
        "y = 1\nprint(x)  # nb2pkg: ignore[nb101]",
    ],
)
def test_a_comment_silences(cell):
    assert "NB101" not in codes(cell)


def test_a_comment_on_another_line_silences_nothing():
    cell = "print(1)\ny = 2  # nb2pkg: ignore[NB101]\nprint(x)"

    assert codes(cell) == ["NB902", "NB101"]


def test_a_comment_silences_only_its_own_cell():
    assert codes("# nb2pkg: ignore[NB101]\nprint(x)", "print(x)") == ["NB101"]


def test_a_comment_about_another_rule_silences_nothing():
    assert sorted(codes("print(x)  # nb2pkg: ignore[NB103]")) == ["NB101", "NB902"]


def test_a_comment_in_a_string_is_none():
    assert codes("text = '''\n# nb2pkg: ignore[NB101]\n'''") == []


def test_a_rule_that_does_not_exist_is_told():
    (finding,) = found("x = 1  # nb2pkg: ignore[NB999]", config=Config())

    assert (finding.code, finding.variable) == ("NB902", "NB999")


def test_a_comment_about_a_rule_that_is_off_is_not_dead():
    assert codes("x = 1  # nb2pkg: ignore[NB301]") == []


def test_each_dead_code_of_a_comment_is_told():
    assert told("NB902", "print(x)  # nb2pkg: ignore[NB101, NB103, NB104]") == [
        ("NB902", "NB103", 1),
        ("NB902", "NB104", 1),
    ]
