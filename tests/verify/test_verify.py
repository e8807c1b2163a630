"""Verification as a whole: real kernels, real copies."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from nb2pkg.errors import EnvironmentProblemError, Nb2pkgError
from nb2pkg.verify import Options, verify
from nb2pkg.verify.model import Verification
from nb2pkg.verify.running import children
from nb2pkg.verify.running.keeper import descendants
from tests import support
from tests.verify import projects

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]

LIMITS = Options(timeout=120)
FORKING = """
import subprocess, sys
command = [sys.executable, "-c", "import time; time.sleep(600)", "{token}"]
subprocess.Popen(command, start_new_session=True, env={{}})
"""
ENDLESS = FORKING + "while True:\n    pass\n"


def verified(folder: Path, options: Options = LIMITS, **changes) -> Verification:
    notebook, project = projects.lay_out(folder, **changes)
    return verify(notebook, project, options)


def test_a_package_that_does_what_the_notebook_does_matches(tmp_path):
    before = _hashes(tmp_path)
    notebook, project = projects.lay_out(tmp_path)
    laid_out = _hashes(tmp_path)

    result = verify(notebook, project, LIMITS)

    assert result.status == "match"
    assert result.differences == ()
    assert result.not_compared == ()
    assert (result.cells.compared, result.cells.matched) == (3, 3)
    assert result.values.compared == result.values.matched == 9
    held = json.loads(dict(result.expected)["mean"])
    assert held == {"kind": "float", "parts": {"": {"value": 43.833333333333336}}}
    assert "seeded with 0" in result.notes[0]
    assert _hashes(tmp_path) == laid_out != before


def test_a_project_without_its_manifest_is_compared_by_its_results(tmp_path):
    result = verified(tmp_path, manifest=None)

    assert result.status == "match"
    assert result.values.compared == 6


def test_frames_and_models_are_compared_by_what_they_hold(tmp_path):
    result = verified(tmp_path, **projects.LEARNING)

    assert result.status == "match"
    assert result.values.compared == result.values.matched == 16
    assert "LogisticRegression" in dict(result.expected)["model"]


def test_a_changed_constant_in_a_function_is_a_mismatch(tmp_path):
    changed = """
        def fill_ages(df):
            df["age"] = df["age"].fillna(40)
            return df
        """

    learning = projects.LEARNING
    modules = {**learning["modules"], "features": changed}
    result = verified(tmp_path, **{**learning, "modules": modules})

    assert result.status == "mismatch"
    first = next(d for d in result.differences if d.kind == "value")
    assert (first.name, first.cell) == ("df", 3)
    assert "largest difference 1" in first.package
    assert [d.cell for d in result.differences if d.kind == "cell"] == [3]


def test_a_dropped_statement_is_a_mismatch_even_where_nothing_is_shown(tmp_path):
    cells = (*projects.CELLS[:3], projects.CELLS[3] + "\npeople.reverse()", "pass")
    client = (*projects.CLIENT[:4], "pass")

    result = verified(tmp_path, cells=cells, client=client)

    assert result.status == "mismatch"
    assert [(d.name, d.cell) for d in result.differences] == [("people", 2)]
    assert result.cells.matched == result.cells.compared


RANDOM = {
    **projects.MANIFEST,
    "steps": [
        projects.step("draw", "ingest", [1], ["a"]),
        projects.step("shuffle", "features", [2], ["b"]),
    ],
    "results": ["a", "b"],
    "stages": ["ingest", "features"],
}
RANDOM_MODULES = {
    "ingest": "import numpy as np\ndef draw():\n    return np.random.rand(3)\n",
    "features": "import numpy as np\ndef shuffle():\n    return np.random.rand(3)\n",
    "pipeline": """
        from dataclasses import dataclass
        from people import features, ingest

        @dataclass(frozen=True)
        class Results:
            a: object
            b: object

        def run(settings):
            a = ingest.draw()
            b = features.shuffle()
            return Results(a, b)
        """,
}
RANDOM_CELLS = ("import numpy as np\na = np.random.rand(3)", "b = np.random.rand(3)\nb")
RANDOM_CLIENT = (
    "from people.ingest import draw\nfrom people.features import shuffle\na = draw()",
    "b = shuffle()\nb",
)


def test_unseeded_draws_in_their_order_match(tmp_path):
    result = verified(
        tmp_path,
        cells=RANDOM_CELLS,
        client=RANDOM_CLIENT,
        modules=RANDOM_MODULES,
        manifest=RANDOM,
    )

    assert result.status == "match"


def test_swapped_draws_are_a_mismatch(tmp_path):
    swapped = (
        RANDOM_MODULES["pipeline"]
        .replace("a = ingest", "c = features")
        .replace("b = feat", "a = feat")
    )
    swapped = swapped.replace("c = features.draw()", "b = features.shuffle()")
    swapped = swapped.replace("a = features.shuffle()", "a = ingest.draw()")

    result = verified(
        tmp_path,
        cells=RANDOM_CELLS,
        client=RANDOM_CLIENT,
        modules={**RANDOM_MODULES, "pipeline": swapped},
        manifest=RANDOM,
    )

    assert result.status == "mismatch"
    assert {d.name for d in result.differences} == {"a", "b"}


def test_what_the_notebook_itself_does_not_repeat_is_named_and_not_counted(tmp_path):
    fresh = "np.random.default_rng().random(3)"
    modules = {
        name: text.replace("np.random.rand(3)", fresh) for name, text in RANDOM_MODULES.items()
    }
    modules["features"] = "def shuffle():\n    return 7\n"
    cells = ("import numpy as np\na = np.random.default_rng().random(3)\na", "b = 7\nb")

    result = verified(tmp_path, cells=cells, client=RANDOM_CLIENT, modules=modules, manifest=RANDOM)

    assert result.status == "unverified"  # nothing of ingest could be compared
    assert result.differences == ()
    assert {thing.name for thing in result.not_compared if not thing.is_ours} == {
        "a",
        "a (cell 1)",
        "output of cell 1",
    }
    assert [thing.name for thing in result.not_compared if thing.is_ours] == ["stage ingest"]


SAVE = "import json, pickle\npickle.dump(ages, open('ages.pkl', 'wb'))\njson.dump({'mean': %s}, open('out.json', 'w'))"


@pytest.mark.parametrize(("saved", "status"), [("mean", "match"), ("mean + 1", "mismatch")])
def test_files_that_are_written_are_compared(tmp_path, saved, status):
    cells = (*projects.CELLS[:4], SAVE % "mean")
    client = (*projects.CLIENT[:4], "from people.evaluate import save\nsave(ages, mean)")
    body = (SAVE % saved).replace("\n", "\n    ")
    saving = dedent(projects.MODULES["evaluate"]) + f"\ndef save(ages, mean):\n    {body}\n"
    pipeline = projects.MODULES["pipeline"].replace(
        "            return R", "            evaluate.save(ages, mean)\n            return R"
    )

    result = verified(
        tmp_path, cells=cells, client=client, modules={"evaluate": saving, "pipeline": pipeline}
    )

    assert result.status == status
    assert {d.name for d in result.differences} == (
        set() if status == "match" else {"file out.json"}
    )
    assert result.values.compared == 9 + 4


def test_a_step_may_return_what_its_cell_shows_as_well(tmp_path):
    showing = """
        def find_ages(people):
            ages = [float(row["age"] or 40) for row in people]
            shown = sum(ages)
            return ages, shown
        """
    pipeline = projects.MODULES["pipeline"].replace("ages = features", "ages, _ = features")
    cells = (*projects.CELLS[:2], projects.CELLS[2].replace("print(sum(ages))", "sum(ages)"))
    client = (*projects.CLIENT[:2], "ages, shown = find_ages(people)\nshown")
    steps = [dict(row) for row in projects.MANIFEST["steps"]]
    steps[1]["shows"] = True

    result = verified(
        tmp_path,
        cells=(*cells, *projects.CELLS[3:]),
        client=(*client, *projects.CLIENT[3:]),
        modules={"features": showing, "pipeline": pipeline},
        manifest={**projects.MANIFEST, "steps": steps},
    )

    assert result.status == "match"


def test_of_a_value_with_its_own_run_time_the_rest_is_compared(tmp_path):
    cells = (
        *projects.CELLS[:3],
        "import time\nmean = {'elapsed': time.perf_counter(), 'mean': 1}",
        "",
    )
    client = (*projects.CLIENT[:3], "mean = find_mean(ages)", "")
    late = "import time\ndef find_mean(ages):\n    return {'elapsed': time.perf_counter(), 'mean': 1}\n"

    result = verified(tmp_path, cells=cells, client=client, modules={"evaluate": late})

    assert result.status == "match"
    assert [thing.name for thing in result.not_compared] == [
        "mean (cell 4): ['elapsed']",
        "mean: ['elapsed']",
    ]


def test_a_notebook_that_fails_by_itself_is_named_with_its_cell(tmp_path):
    cells = (*projects.CELLS[:3], "1 / 0", *projects.CELLS[3:])

    result = verified(tmp_path, cells=cells)

    assert result.status == "notebook-fails"
    assert result.notes[0] == "the notebook: cell 4 fails: ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import sys\nsys.exit(0)", "stopped at cell 1"),
        ("import os\nos._exit(3)", "the kernel died"),
        ("input('name?')", "StdinNotImplementedError"),
        ("for _ in range(100):\n    print('x' * 100_000)", "OutputFlood"),
        ("x = bytearray(10_000_000_000)", "MemoryError"),
    ],
)
def test_a_notebook_that_exits_dies_asks_floods_or_grows_fails(tmp_path, cell, said):
    options = Options(timeout=120, output_limit=5_000_000, memory_limit=8_000_000_000)

    result = verified(tmp_path, options, cells=(cell, *projects.CELLS))

    assert result.status == "notebook-fails"
    assert said in result.notes[0]


def test_a_package_that_raises_is_named_with_its_line(tmp_path):
    broken = 'def find_mean(ages):\n    raise ValueError("no mean")\n'

    result = verified(tmp_path, modules={"evaluate": broken})

    assert result.status == "package-fails"
    assert result.notes[:2] == (
        "the pipeline: ValueError: no mean (people/evaluate.py:2 in find_mean)",
        "the rewritten notebook: cell 4 fails: ValueError: no mean",
    )


def test_a_notebook_without_an_end_is_stopped_with_everything_it_started(tmp_path):
    cells = (ENDLESS.format(token=tmp_path), *projects.CELLS)

    result = verified(tmp_path, Options(timeout=20), cells=cells)

    assert result.status == "timeout"
    assert "in cell 1" in result.notes[0]
    assert not _sleepers(tmp_path)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_when_we_are_stopped_everything_is(tmp_path, how):
    cells = (ENDLESS.format(token=tmp_path), *projects.CELLS)
    notebook, project = projects.lay_out(tmp_path, cells=cells)
    call = (
        "import pathlib, signal, sys; from nb2pkg.verify import Options, verify; "
        # a shell that starts us in the background has us ignore it
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "verify(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), Options())"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", call, notebook, project],
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.DEVNULL,
    )
    while not _sleepers(tmp_path, moments=1):
        assert process.poll() is None
        time.sleep(0.1)

    process.send_signal(how)
    process.wait()

    assert not _sleepers(tmp_path, moments=100)
    assert how == signal.SIGKILL or list(scratch.iterdir()) == []


def test_processes_that_a_notebook_leaves_behind_are_gone(tmp_path):
    leaving = FORKING.format(token=tmp_path)

    result = verified(tmp_path, cells=(leaving + projects.CELLS[0], *projects.CELLS[1:]))

    assert result.status == "match"
    assert not _sleepers(tmp_path)


def test_secrets_of_the_caller_stay_with_the_caller(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_TOKEN", "made-up-secret")
    show = "\nimport os\nprint(sorted(v for v in os.environ.values() if 'secret' in v))"
    cells = (projects.CELLS[0] + show, *projects.CELLS[1:])
    client = (projects.CLIENT[0] + "\nprint([])", *projects.CLIENT[1:])

    result = verified(tmp_path, cells=cells, client=client)

    assert result.status == "match"
    assert result.cells.compared == 4


@pytest.mark.parametrize("how", ["tag", "stored"])
def test_a_cell_that_may_fail_does_not_end_the_run(tmp_path, how):
    error = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "", "traceback": []}
    cells = (*projects.CELLS, "1 / 0")
    written = {"tags": {6: ["raises-exception"]}} if how == "tag" else {"outputs": {6: [error]}}

    result = verified(tmp_path, cells=cells, client=(*projects.CLIENT, "1 / 0"), **written)

    assert result.status == "match"
    assert result.cells.compared == 4


def test_the_original_is_not_written_to(tmp_path):
    vandal = (
        "\nimport pathlib\npathlib.Path('people.csv').write_text('')\npathlib.Path('new').touch()"
    )
    cells = (*projects.CELLS[:4], projects.CELLS[4] + "\n" + vandal)
    notebook, project = projects.lay_out(tmp_path, cells=cells)
    (notebook.parent / "inner").symlink_to(notebook.parent / "people.csv")
    before = _hashes(tmp_path)

    verify(notebook, project, LIMITS)

    assert _hashes(tmp_path) == before


def test_another_number_of_cells_is_a_mismatch(tmp_path):
    result = verified(tmp_path, client=(*projects.CLIENT, "1 + 1"))

    assert result.status == "mismatch"
    assert result.differences[0].name == "number of cells"


def test_cells_that_extract_added_are_not_compared(tmp_path):
    notebook, project = projects.lay_out(tmp_path)
    added = ("print('added')", *projects.CLIENT)
    support.write_notebook(project / "notebooks" / "people.ipynb", *added, tags={1: ["nb2pkg"]})

    assert verify(notebook, project, LIMITS).status == "match"


def test_stored_outputs_are_held_against_a_fresh_run(tmp_path):
    def result(text: str) -> list[dict[str, object]]:
        return [{"output_type": "stream", "name": "stdout", "text": text}]

    found = verified(tmp_path, outputs={3: result("270\n"), 5: result("43.8333333333\n")})

    assert (found.stored.compared, found.stored.matched) == (2, 1)


def test_an_interpreter_without_a_kernel_is_told_what_to_install(tmp_path):
    bare = tmp_path / "bare"
    __import__("venv").create(bare, with_pip=False)

    with pytest.raises(EnvironmentProblemError, match="pip install ipykernel"):
        verified(tmp_path / "case", Options(python=str(bare / "bin" / "python")))


def test_a_folder_that_is_no_project_is_refused(tmp_path):
    notebook, _ = projects.lay_out(tmp_path)

    with pytest.raises(Nb2pkgError, match="no project"):
        verify(notebook, tmp_path / "tree", LIMITS)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _sleepers(token: Path, moments: int = 20) -> list[str]:
    """Return the sleepers that one test has started and that are alive; the dying get a moment."""
    found: list[str] = []
    for _ in range(moments):
        found = [
            command
            for command in map(support.command_line, descendants(1))
            if "time.sleep(600)" in command and str(token) in command
        ]
        if not found:
            break
        time.sleep(0.1)
    return found


WITHIN = {
    **projects.MANIFEST,
    "steps": [
        {
            **projects.step("load_people", "ingest", [2], ["people"]),
            "holds": [],
            "passing": {"names": ["people"], "line": 2, "text": "people = list(range(6))"},
        },
        projects.step("find_ages", "features", [2], ["people"]),
    ],
    "results": ["people"],
    "stages": ["ingest", "features"],
}
WITHIN_MODULES = {
    "ingest": "def load_people():\n    return list(range({}))\n",
    "features": "def find_ages(people):\n    return people[:2]\n",
    "pipeline": """
        from dataclasses import dataclass
        from people import features, ingest

        @dataclass(frozen=True)
        class Results:
            people: list

        def run(settings):
            people = ingest.load_people()
            people = features.find_ages(people)
            return Results(people)
        """,
}


@pytest.mark.parametrize(("loaded", "status"), [(6, "match"), (5, "mismatch")])
def test_a_value_that_the_same_cell_changes_is_compared_within_the_cell(tmp_path, loaded, status):
    modules = {**WITHIN_MODULES, "ingest": WITHIN_MODULES["ingest"].format(loaded)}
    cells = ("", "# first\npeople = list(range(6))\npeople = people[:2]\npeople")
    client = (
        "from people.ingest import load_people\nfrom people.features import find_ages",
        "people = find_ages(load_people())\npeople",
    )

    result = verified(tmp_path, cells=cells, client=client, modules=modules, manifest=WITHIN)

    assert result.status == status
    assert result.cells.compared == result.cells.matched == 1
    assert [d.name for d in result.differences] == ([] if status == "match" else ["people"])
    if status == "match":
        again = verify(tmp_path / "tree" / "people.ipynb", tmp_path / "project", LIMITS)
        assert (again.status, again.values) == (result.status, result.values)
        assert any("is unchanged" in note for note in again.notes)


def test_all_runs_go_side_by_side_where_there_is_room_and_one_by_one_where_there_is_none(
    tmp_path, monkeypatch
):
    for number in (1, 4):
        for module in ("children", "trial"):
            monkeypatch.setattr(
                f"nb2pkg.verify.running.{module}.places", lambda number=number: number
            )

        result = verified(tmp_path / str(number), replace(LIMITS, cached=False))

        assert result.status == "match"
        assert result.values.compared == 9


def test_there_are_as_many_places_as_processors_and_free_memory_allow(monkeypatch):
    monkeypatch.setattr("nb2pkg.verify.running.children._free_memory", lambda: 5_000_000_000)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(8))
    assert children.places() == 2

    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(1))
    assert children.places() == 1

    monkeypatch.setattr("nb2pkg.verify.running.children._free_memory", lambda: 0)
    assert children.places() == 1
