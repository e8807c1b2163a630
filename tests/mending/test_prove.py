"""Findings held against two real runs, and mended notebooks against the record."""

from __future__ import annotations

import json

import pytest

from nb2pkg.cli import run
from nb2pkg.config import Config
from nb2pkg.mending.model import Proofs
from nb2pkg.mending.proving import proved
from nb2pkg.verify import Options
from tests.support import write_notebook

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]

HIDDEN = Config(select=("NB1",))


def verdicts(path, **options) -> Proofs:
    return proved(str(path), HIDDEN, Options(timeout=100, **options), lambda _: None)


def told(proofs: Proofs) -> dict[tuple[str, str | None], str]:
    return {(p.finding.code, p.finding.variable): p.verdict.value for p in proofs.proved}


def test_each_finding_is_marked_by_what_the_runs_give_there(tmp_path):
    cells = (
        "import random\nimport no_such_module_of_ours",  # fails in both, and is nobody's matter
        "x = [3, 1]",
        "print(x)",
        "x.sort()",
        "y = 1",
        "print(y)",
        "y = 2 - 1",
        "z = [random.random()]",
        "print(z)",
        "z.append(1)",
        "print(gone)",
        "late + 1",
        "late = 1",
        "w = [1]",
        "print(w)",
        "w = [2]\nw.append(gone)",  # fails in the recorded order as well
    )
    counts = (1, 2, 4, 3, 5, 7, 6, 8, 10, 9, 11, 13, 12, 14, 16, 15)
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=counts)

    proofs = verdicts(path)

    assert told(proofs) == {
        ("NB103", "x"): "confirmed",
        ("NB103", "y"): "harmless",
        ("NB103", "z"): "not-replayable",
        ("NB101", "gone"): "confirmed",
        ("NB102", "late"): "confirmed",
        ("NB103", "w"): "not-replayable",
    }
    by_name = {p.finding.variable: p for p in proofs.proved}
    assert (by_name["x"].recorded, by_name["x"].fresh) == ("[0]: 1", "[0]: 3")
    assert by_name["late"].fresh == "NameError: name 'late' is not defined"
    assert "does not agree with itself" in by_name["z"].reason
    assert by_name["w"].reason.startswith("cell 16, which it needs, fails in the recorded order")
    assert proofs.exit_code(HIDDEN) == 1


def test_a_value_that_is_the_same_is_no_proof_where_the_cell_gives_something_else(tmp_path):
    cells = (
        "a = 5\nb = 6\nopen('a', 'w').write('0')",
        "print(open('a').read())",  # a file, and no variable of that name
        "open('a', 'w').write('1');",
        "print(open('b').read())",
        "open('b', 'w').write('1');",
        "class Silent:\n    v = 0\n    def __getstate__(self):\n        return {}",
        "s = Silent()",
        "print(s.v)",
        "s.v = 1",
        "n = [0]",
        "print(n, s.v)",  # what differs is due to `s`
        "n[0] = 0",
    )
    counts = (1, 3, 2, 5, 4, 6, 7, 9, 8, 10, 12, 11)
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=counts)

    proofs = verdicts(path)

    assert [(p.finding.variable, p.verdict.value) for p in proofs.proved] == [
        ("a", "confirmed"),
        ("b", "confirmed"),
        ("s", "confirmed"),
        ("n", "harmless"),
    ]


def test_a_record_of_two_sessions_cannot_be_replayed(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", "print(t)", "t = 1", "print(s)", counts=(2, 1, 1))

    proofs = verdicts(path)

    assert told(proofs) == {("NB102", "t"): "confirmed", ("NB101", "s"): "confirmed"}


def test_an_output_that_may_be_out_of_date_is_harmless_where_a_fresh_run_shows_it_too(tmp_path):
    outputs = {
        number: [{"output_type": "stream", "name": "stdout", "text": [text]}]
        for number, text in ((2, "5\n"), (3, "4\n"))
    }
    cells = ("rate = 5", "print(rate)", "print(rate + 0)")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(9, 2, 3), outputs=outputs)

    proofs = verdicts(path)

    assert [(p.finding.code, p.verdict.value) for p in proofs.proved] == [
        ("NB105", "harmless"),
        ("NB105", "not-replayable"),
    ]


def test_a_run_that_does_not_end_tells_nothing(tmp_path):
    cells = ("x = [1]", "print(x)", "x.append(2)", "while True:\n    pass")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 3, 2, 4))

    proofs = proved(str(path), HIDDEN, Options(timeout=6), lambda _: None)

    assert set(told(proofs).values()) == {"not-replayable"}
    assert "no end after 6 seconds" in proofs.problem
    assert proofs.exit_code(HIDDEN) == 2


def test_a_notebook_without_findings_is_not_run(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "open('trace', 'w').write('')")

    assert run(["prove", "--python", "/no/such/python", str(path)]) == 0
    assert capsys.readouterr().out == "There is no finding to prove.\n"


def test_the_command_tells_it_as_text_and_json_and_leaves_the_folder_alone(tmp_path, capsys):
    cells = ("n = 1", "print(n)", "n = 1 * k", "k = 2")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 4, 3, 2))

    code = run(["prove", "--format", "json", "--set", "k=1", str(path)])

    (done,) = json.loads(capsys.readouterr().out)["notebooks"]
    assert {(f["variable"], f["verdict"]) for f in done["findings"]} == {
        ("n", "harmless"),
        ("k", "confirmed"),
    }
    assert done["problem"] is None
    assert code == 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.ipynb"]


def test_an_environment_that_is_not_there_is_a_problem(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "print(t)", "t = 1", counts=(2, 1))

    assert run(["prove", "--python", "/no/such/python", str(path)]) == 2
    assert "/no/such/python" in capsys.readouterr().out


def test_only_what_is_proven_is_written(tmp_path, capsys):
    good = write_notebook(
        tmp_path / "good.ipynb", "x = [3, 1]", "print(x)", "x.sort()", counts=(1, 3, 2)
    )
    # mended as far as reading goes, and yet a fresh run stops: the module is not there
    bad = write_notebook(
        tmp_path / "bad.ipynb",
        "print(t)",
        "t = 1",
        "import no_such_module_of_ours",
        counts=(2, 1, 3),
    )
    before = bad.read_bytes()

    assert run(["fix", "--prove", str(good), str(bad)]) == 1

    out = capsys.readouterr().out
    assert "good.ipynb: proven: 3 outputs and values are as in the recorded order" in out
    assert "bad.ipynb: not proven, and not written: the mended notebook does not survive" in out
    assert [c["source"] for c in json.loads(good.read_text())["cells"]][1] == ["x.sort()"]
    assert bad.read_bytes() == before


def test_a_cell_that_failed_in_the_record_is_no_proof_when_it_works(tmp_path, capsys):
    failing = {2: [{"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": []}]}
    cells = ("import random", "print(random.random())\nprint(t)", "t = 1")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 2, 3), outputs=failing)
    before = path.read_bytes()

    assert run(["fix", "--unsafe-fixes", "--prove", str(path)]) == 1

    assert (
        "cell 2 (In [2]) shows something else than in the recorded order" in capsys.readouterr().out
    )
    assert path.read_bytes() == before


def test_where_the_record_cannot_be_replayed_the_outputs_of_the_file_are_the_proof(
    tmp_path, capsys
):
    stored = {1: [{"output_type": "stream", "name": "stdout", "text": ["5\n"]}]}
    path = write_notebook(
        tmp_path / "a.ipynb", "print(t)", "t = 5", counts=(None, None), outputs=stored
    )
    other = {1: [{"output_type": "stream", "name": "stdout", "text": ["6\n"]}]}
    wrong = write_notebook(
        tmp_path / "b.ipynb", "print(t)", "t = 5", counts=(None, None), outputs=other
    )

    assert run(["fix", "--prove", "--format", "json", str(path), str(wrong)]) == 1

    done = json.loads(capsys.readouterr().out)["notebooks"]
    assert [each["proof"]["proven"] for each in done] == [True, False]
    assert [each["written"] for each in done] == [True, False]
    assert "cell 1 shows something else than the file has" in done[1]["proof"]["reason"]


def test_a_package_is_made_of_the_mended_copy(tmp_path, capsys):
    cells = (
        "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
        "model = LinearRegression().fit(df[['a']], df.y)\nprint(model.score(df[['a']], df.y))",
        "df = pd.DataFrame({'a': range(30), 'y': range(30)})",
    )
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 3, 2))
    before, target = path.read_bytes(), tmp_path / "made"
    call = ["extract", str(path), "-o", str(target), "--no-verify", "--format", "json"]

    assert run(call) == 2
    capsys.readouterr()
    assert run([*call, "--fix"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["fix"]["order"] == [1, 3, 2]
    assert [f["variable"] for f in told["fix"]["mended"]] == ["df"]
    assert path.read_bytes() == before
    assert (target / "src" / "a" / "train.py").exists()


def test_what_a_cell_changes_has_to_be_the_same_too(tmp_path, capsys):
    cells = ("rows = []", "rows.append('y' in globals())\nz = x", "y = 1", "x = 1")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 4, 3, 2))
    before = path.read_bytes()

    assert run(["fix", "--prove", str(path)]) == 1

    assert "not proven, and not written: `rows` is another" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_files_have_to_be_the_same_in_the_end_too(tmp_path, capsys):
    cells = (
        "f = open('log', 'w')",
        "f.write(str('y' in globals())); f.flush()\nz = x",
        "y = 1",
        "x = 1",
    )
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(1, 4, 3, 2))

    assert run(["fix", "--prove", str(path)]) == 1
    assert "the file log is another in the end" in capsys.readouterr().out
