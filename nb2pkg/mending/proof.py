"""Run a mended notebook, and see whether it gives what the record gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.lint.fix import Mending
from nb2pkg.lint.rule import cell_name
from nb2pkg.mending.model import Proof
from nb2pkg.mending.record import fresh_order, is_expected_to_fail, made_in, replayable_order
from nb2pkg.verify.replaying import (
    Compared,
    Kept,
    Options,
    Replay,
    Replays,
    RunName,
    Seen,
    is_same_text,
    stage,
)

_MOST = 8  # values that are looked at behind a cell
_NOTHING = (
    "there is nothing to compare it with: no cell shows or makes anything that the record tells of"
)


def proof_of(
    path: str,
    data: bytes,
    mending: Mending,
    options: Options,
    progress: Callable[[str], None],
) -> Proof:
    """Return whether the mended notebook, run from top to bottom, gives what the recorded order gives.

    Where that order cannot be replayed, the outputs that the file holds stand for it. Raises Nb2pkgError where nothing
    can be run.
    """
    with stage(Path(path), data, options, progress) as replays:
        return _Proving(replays, mending).proof()


class _Proving:
    """Runs what is needed, one after the other."""

    def __init__(self, replays: Replays, mending: Mending) -> None:
        self.replays, self.notebook = replays, mending.before
        cells = fresh_order(self.notebook)
        self.order = tuple(number for number in mending.order if number in set(cells))
        graph = build(scan(self.notebook), edges=False)
        self.kept = {n: Kept(after=tuple(made_in(graph, n, _MOST))) for n in cells}

    def proof(self) -> Proof:
        recorded, why = replayable_order(self.notebook)
        orders = {RunName.MENDED: self.order}
        if recorded:
            orders[RunName.RECORDED] = recorded
        runs = self.replays.run(orders, self.kept)
        mended, record = runs[RunName.MENDED], runs.get(RunName.RECORDED)
        broken = mended.trouble or self._failing(mended)
        if broken:
            return self._said(mended, f"the mended notebook does not survive a fresh run: {broken}")
        why = why or (record and (record.trouble or self._failing(record))) or ""
        if record is None or why:
            return self._against_file(mended, f"the record cannot be replayed ({why})")
        return self._against_record(mended, record, recorded)

    def _failing(self, replay: Replay) -> str:
        """Return which cell fails that did not fail before."""
        for cell in sorted(replay.places, key=replay.places.__getitem__):
            failure = replay.failure(cell)
            if failure is not None and not is_expected_to_fail(self.notebook, cell):
                return f"{self._name(cell)} fails: {failure}"
        return ""

    def _against_record(self, mended: Replay, record: Replay, order: tuple[int, ...]) -> Proof:
        compared = self._compared(record, mended)
        if next(self._differences(compared), None):
            again = self.replays.run({RunName.REPEATED: order}, self.kept)[RunName.REPEATED]
            if again.trouble:
                return self._said(mended, f"the recorded order, run again: {again.trouble}")
            compared = self._compared(record, mended, again)
        different = next(self._differences(compared), None)
        if different is not None:
            return self._said(mended, different)
        same = sum(answer.same is True for answer in compared.values.values())
        same += sum(
            answer.same is True and bool(record.shown(cell))
            for cell, answer in compared.outputs.items()
        )
        if not same:
            return self._against_file(mended, "nothing could be compared with the recorded order")
        noise = sum(a.is_noisy for a in (*compared.values.values(), *compared.outputs.values()))
        besides = f"; {noise} differ from themselves from run to run" if noise else ""
        told = f"{same} outputs and values are as in the recorded order{besides}"
        return self._said(mended, told, same, proven=True)

    def _compared(self, record: Replay, mended: Replay, again: Replay | None = None) -> Compared:
        cells = [cell for cell in self.kept if record.has_run(cell)]
        values = [
            Seen(cell, name, is_after=True) for cell in cells for name in self.kept[cell].after
        ]
        return self.replays.compare(record, mended, values, cells, again)

    def _differences(self, compared: Compared) -> Iterator[str]:
        for seen, answer in compared.values.items():
            if answer.same is False:
                yield f"`{seen.name}` is another after {self._name(seen.cell)} than in the recorded order"
        for path, answer in compared.files.items():
            if answer.same is False:
                yield f"the file {path} is another in the end than in the recorded order"
        for cell, answer in compared.outputs.items():
            if answer.same is False:
                yield f"{self._name(cell)} shows something else than in the recorded order"

    def _against_file(self, mended: Replay, why: str) -> Proof:
        """Compare with the outputs in the file; what differs from run to run says nothing."""
        stored = {cell: self.replays.stored(cell).text for cell in self.kept}
        told = [cell for cell, text in stored.items() if text.strip()]
        different = [c for c in told if not self._as_stored(mended, c, stored[c])]
        if different:
            run = self.replays.run({RunName.REPEATED: self.order}, {})[RunName.REPEATED]
            if run.trouble:
                return self._said(mended, f"the mended notebook, run again: {run.trouble}")
            noisy = [c for c in different if not self._as_stored(run, c, mended.shown(c).text)]
            different = [cell for cell in different if cell not in noisy]
            told = [cell for cell in told if cell not in noisy]
        if different:
            name = self._name(different[0])
            return self._said(mended, f"{why}, and {name} shows something else than the file has")
        if not told:
            return self._said(mended, f"{why}; {_NOTHING}")
        reason = f"{why}; {len(told)} outputs are as the file has them"
        return self._said(mended, reason, len(told), proven=True)

    def _as_stored(self, replay: Replay, cell: int, text: str) -> bool:
        return is_same_text(text, replay.shown(cell).text, at_other_times=True)

    def _said(
        self, mended: Replay, reason: str, compared: int = 0, *, proven: bool = False
    ) -> Proof:
        seconds = (("mended", mended.run.seconds),)
        return Proof(proven, reason, compared, seconds)

    def _name(self, cell: int) -> str:
        return cell_name(self.notebook.cell(cell))
