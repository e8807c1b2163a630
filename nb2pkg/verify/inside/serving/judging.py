"""The last phase: what came back is held against the notebook, and what was seen is said."""

from __future__ import annotations

from collections.abc import Sequence

from ..protocol import ServingChecked
from .alone import ALONE, load_alone
from .answers import Expected, Judged, judge
from .places import EXPECTED, Place
from .sampling import ALL, HALF, OTHER_HALF, SHUFFLED
from .served import Served


class _Seen:
    """What has been seen so far."""

    def __init__(self, expected: Expected, file: str) -> None:
        self._asked, self._file = expected.positions, file
        self.right: dict[str, dict[int, bool]] = {}
        self.faults: list[str] = []

    def note(self, how: str, judged: Judged) -> None:
        """Note what was seen of rows that were sent in one way."""
        self.right.setdefault(how, {}).update(judged.right)
        if judged.fault is not None:
            row = judged.fault.row
            where = "" if row is None else f" row {row + 1} of {self._file}:"
            self.faults.append(f"{how}:{where} {judged.fault.text}")

    def count(self, *ways: str) -> int:
        """Return how many of the notebook's rows came out the same."""
        right = {row: same for how in ways for row, same in self.right.get(how, {}).items()}
        return sum(right.get(row, False) for row in self._asked)


def conclude(place: Place) -> None:
    """Compare what came back, and leave the verdict."""
    raw = place.raw()
    expected: Expected = place.load(EXPECTED)
    asked = expected.positions
    wanted = {row: number for number, row in reversed(list(enumerate(asked)))}
    seen = _Seen(expected, place.entry["file"])
    for number, sent in enumerate(place.files()[1:], 1):
        served: Served = place.load(f"served-{number}.pkl")
        numbers: Sequence[int | None] = [wanted.get(row) for row in sent.rows]
        if sent.how == ALL:
            numbers = range(len(asked))
        seen.note(sent.how, judge(expected, sent.rows, served, numbers))
    alone = load_alone(place)
    for judged in alone:
        seen.note(ALONE, judged)
    checked: ServingChecked = {
        "rows": len(asked),
        "same": seen.count(ALL),
        "halves": seen.count(HALF, OTHER_HALF),
        "shuffled": seen.count(SHUFFLED),
        "alone": {"tried": len(alone), "same": sum(judged.is_right for judged in alone)},
        "without_target": not set(raw.target) & set(raw.columns),
    }
    if _is_whole(checked) and not seen.faults:
        place.decide("raw", None, checked)
    else:
        reason = seen.faults[0] if seen.faults else "not all rows came out the same"
        place.decide("features", reason, checked)


def _is_whole(checked: ServingChecked) -> bool:
    """Tell whether all that was sent came out the same, and something was."""
    rows, alone = checked["rows"], checked["alone"]
    together = {checked["same"], checked["halves"], checked["shuffled"]}
    return together == {rows} and 0 < alone["tried"] == alone["same"] and checked["without_target"]
