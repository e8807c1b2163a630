"""The named tuples of the modules on the way to a check behave as those of `typing`."""

from __future__ import annotations

import copy
import pickle

import pytest

from nb2pkg.typed import NamedTuple


class Point(NamedTuple):
    """A place on paper."""

    across: int
    down: int = 0

    @property
    def turned(self) -> Point:
        """Return it with its places exchanged."""
        return Point(self.down, self.across)


class Other(NamedTuple):
    """As many fields, other names."""

    first: int
    second: int


def test_fields_are_given_by_place_by_name_and_by_default():
    assert Point(1, 2) == Point(down=2, across=1) == (1, 2)
    assert Point(1).down == 0
    assert Other(1, 2).first == 1
    with pytest.raises(TypeError):
        Other(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Other(1, second=2, third=3)  # type: ignore[call-arg]


def test_it_shows_and_replaces_its_own_fields():
    assert repr(Point(1, 2)) == "Point(across=1, down=2)"
    assert Point(1, 2)._replace(down=5) == Point(1, 5)
    assert Point(1, 2)._asdict() == {"across": 1, "down": 2}
    assert Point._fields == Point.__match_args__ == ("across", "down")
    with pytest.raises(TypeError, match="sideways"):
        Point(1, 2)._replace(sideways=3)  # type: ignore[call-arg]


def test_it_is_of_its_own_class_after_a_journey():
    for each in (pickle.loads(pickle.dumps(Point(1, 2))), copy.copy(Point(1, 2))):
        assert type(each) is Point
        assert each.turned == Point(2, 1)


def test_it_takes_no_other_attributes():
    with pytest.raises(AttributeError):
        Point(1, 2).across = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Point(1, 2).elsewhere = 3  # type: ignore[attr-defined]
