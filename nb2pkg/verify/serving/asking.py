"""Have the notebook's interpreter make the proof, behind the walls of all runs."""

from __future__ import annotations

import json
from pathlib import Path

from nb2pkg.verify.inside.protocol import ServingAnswer, ServingEntry, ServingJob
from nb2pkg.verify.model import Checked, RowsKind, Serving
from nb2pkg.verify.names import RunName
from nb2pkg.verify.running import environment, keeper
from nb2pkg.verify.running.children import Keepers, places
from nb2pkg.verify.running.runs import Space, start

_MODULE = "serving.proof"


def ask(space: Space, keepers: Keepers, entries: list[ServingEntry]) -> list[Serving]:
    """Return for each entry what was seen; the process works in the copy in which the commands ran."""
    place = space.folder / RunName.COMMANDS
    saved = place / "saved"
    if not saved.is_dir():
        return [_unproven(entry, "`train` has saved nothing") for entry in entries]
    work = place / "serving"
    work.mkdir()
    job: ServingJob = {
        "path": [],
        "package": space.package,
        "models": str(saved),
        "work": str(work),
        "memory": space.memory,
        "places": places(),
        "entries": entries,
        "start": 0,
        "answers": str(work / "answers.jsonl"),
    }
    answers = work / "answers.jsonl"
    answers.touch()
    while (done := len(_read(answers))) < len(entries):
        job["start"] = done
        (work / "job.json").write_text(json.dumps(job), encoding="utf-8")
        code = _run(space, keepers, place, work)
        if code == keeper.TIMED_OUT:
            _give_up(answers, f"no end after {space.seconds:g} seconds", len(entries))
        elif len(_read(answers)) < len(entries):
            _give_up(answers, f"the proof ended with exit code {code}", len(_read(answers)) + 1)
    return [_serving(*pair) for pair in zip(entries, _read(answers), strict=True)]


def _give_up(answers: Path, reason: str, count: int) -> None:
    """Answer what has no answer, up to a number of entries, so that a next run starts behind them."""
    rows = _read(answers)
    unproven: ServingAnswer = {
        "rows": RowsKind.UNPROVEN,
        "reason": reason,
        "checked": None,
        "columns": None,
    }
    rows += [unproven] * (count - len(rows))
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _run(space: Space, keepers: Keepers, place: Path, work: Path) -> int:
    source = str(space.project / "src")
    env = environment.variables(space.interpreter, place / "home")
    env |= {**space.hidden, "PYTHONPATH": source, "MPLBACKEND": "agg"}
    command = space.walled(start(space, _MODULE, work / "job.json"), place)
    return keepers.run(command, env, place / "tree" / space.inside, space.seconds, work / "log")


def _read(path: Path) -> list[ServingAnswer]:
    """Return the complete lines; a killed process may have left half of one."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _serving(entry: ServingEntry, answer: ServingAnswer) -> Serving:
    seen = answer["checked"]
    checked = seen and Checked(
        rows=seen["rows"],
        same=seen["same"],
        halves=seen["halves"],
        shuffled=seen["shuffled"],
        tried=seen["alone"]["tried"],
        alone=seen["alone"]["same"],
        is_without_target=seen["without_target"],
    )
    kind = RowsKind(answer["rows"])
    columns = None if answer["columns"] is None else tuple(answer["columns"])
    return Serving(entry["model"], kind, columns=columns, reason=answer["reason"], checked=checked)


def _unproven(entry: ServingEntry, reason: str) -> Serving:
    return Serving(entry["model"], RowsKind.UNPROVEN, reason=reason)
