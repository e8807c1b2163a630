"""A text is parsed once, in one place, and nobody changes the tree that others get as well."""

from __future__ import annotations

import ast
import builtins
import shutil
import warnings
from collections import Counter
from pathlib import Path

import pytest

import nb2pkg
from nb2pkg import trees
from nb2pkg.extraction.extract import Request, _opened, _source
from nb2pkg.extraction.interpreter import Environment
from tests.support import write_notebook

ROOT = Path(nb2pkg.__file__).parent
EXAMPLES = ROOT.parent / "examples"

#: file, or folder -> why it asks Python itself
PARSING = {
    "trees.py": "the one place",
    "analysis/scan/parse.py": "makes code, and no tree, of statements that only the whole compiler finds out of place",
    "extraction/write/merge.py": "reads bytes, in whatever encoding the file itself declares",
    "verify/inside/": "runs by itself in the notebook's interpreter, from a copy: it can import nothing of ours",
}

#: cells with a function that is judged pure, a prediction that goes on, and steps with one form
CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression\ndf = pd.read_csv('data.csv')",
    "def twice(x: int) -> int:\n    return x * 2\n\nLIMIT = twice(4)",
    "from dataclasses import dataclass\n@dataclass\nclass Box:\n    at: int = LIMIT\n\nbox = Box()",
    "df = df.head(box.at)",
    "df['a'] = df['a'].fillna(0)",
    "df['b'] = df['b'].fillna(0)",
    "model = LinearRegression().fit(df[['a']], df['b'])",
    "scale = 2\npredicted = model.predict(df[['a']]) * scale\npredicted = predicted + 1",
)


@pytest.fixture(autouse=True)
def no_trees():
    trees.forget()
    yield
    trees.forget()


@pytest.fixture
def parsed(monkeypatch):
    """Return how often which text is parsed from now on."""
    found: Counter[tuple[str, str]] = Counter()
    real = builtins.compile

    def counting(source, filename, mode, flags=0, *more, **others):
        if flags & ast.PyCF_ONLY_AST:
            found[source, mode] += 1
        return real(source, filename, mode, flags, *more, **others)

    monkeypatch.setattr(builtins, "compile", counting)
    return found


@pytest.fixture(params=["cells", "wine", "cancer", "diabetes"])
def path(request, tmp_path):
    """Return a notebook that can be extracted."""
    if request.param == "cells":
        return write_notebook(tmp_path / "cells.ipynb", *CELLS)
    name = "diabetes_mended" if request.param == "diabetes" else request.param
    return Path(shutil.copy(EXAMPLES / request.param / f"{name}.ipynb", tmp_path))


def generated(path):
    request = Request(str(path), path.parent / "project", "made", verified=False)
    source = _source(request, _opened(request))
    return source.files(source.planned(Environment()), Environment())


def test_planning_and_generating_parse_no_text_twice(path, parsed):
    generated(path)

    assert len(parsed) > 20
    assert {text: count for text, count in parsed.items() if count > 1} == {}


def test_planning_and_generating_leave_the_trees_as_they_are(path, monkeypatch):
    kept: dict[str, ast.Module] = {}
    real = trees._as_a_kernel
    monkeypatch.setattr(trees._modules, "_parse", lambda text: kept.setdefault(text, real(text)))

    generated(path)

    changed = [t for t, tree in kept.items() if _told(tree) != _told(ast.parse(t))]
    assert len(kept) > 20
    assert changed == []


def _told(tree):
    return ast.dump(tree, include_attributes=True)


def test_whoever_asks_gets_the_same_tree(parsed):
    assert trees.tree_of("x = 1") is trees.cell_tree("x = 1") is trees.tree_or_none("x = 1")
    assert trees.statement_of("x = 1") is trees.tree_of("x = 1").body[0]
    assert trees.expression_of("x") is trees.expression_of("x")
    assert sorted(parsed.values()) == [1, 1]


def test_what_is_forgotten_is_parsed_anew(parsed):
    trees.tree_of("x = 1")
    trees.forget()
    trees.tree_of("x = 1")

    assert parsed["x = 1", "exec"] == 2


def test_no_more_trees_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(trees, "_MOST", 1000)
    trees.forget()

    for number in range(100):
        trees.tree_of(f"x = {number}")
    trees.tree_of("'" + "a" * 2000 + "'")
    trees.tree_of("x = 1")

    assert list(trees._modules._trees) == ["x = 1"]


@pytest.mark.parametrize("text", ["x = (", "x = '\0'", "x = '\ud800'"])
def test_a_text_without_a_tree_raises_each_time(text):
    for _ in range(2):
        with pytest.raises(trees.NO_TREE):
            trees.tree_of(text)
    assert trees.tree_or_none(text) is None


def test_what_python_warns_of_is_not_heard():
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert trees.tree_or_none("pattern = '\\d'")


def test_another_tree_is_built_anew():
    class Renamed(trees.Renewal):
        def visit(self, node):
            return (
                ast.Name("b", node.ctx) if isinstance(node, ast.Name) else self.generic_visit(node)
            )

    tree = trees.tree_of(
        "@a\ndef f(x, *, y: a = a) -> 'a':\n    return f'{a!r:>3}', [a for a in {a: 1, **a}]"
    )
    before = _told(tree)

    made = Renamed().visit(tree)

    assert _told(tree) == before
    assert ast.unparse(made) == ast.unparse(tree).replace("@a", "@b").replace(
        "y: a=a", "y: b=b"
    ).replace("{a!r:>3}", "{b!r:>3}").replace(
        "[a for a in {a: 1, **a}]", "[b for b in {b: 1, **b}]"
    )


def _parses(source):
    """Return the lines in which a source has Python parse or compile a text."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [node.lineno for node in calls if ast.unparse(node.func) in ("ast.parse", "compile")]


@pytest.mark.parametrize("line", ["ast.parse(text).body", "compile(text, '<cell>', 'exec')"])
def test_parsing_is_seen(line):
    assert _parses(line)


@pytest.mark.parametrize("line", ["re.compile(text)", "tree_of(text)", "known.parse(text)"])
def test_what_only_sounds_like_it_is_not(line):
    assert not _parses(line)


def test_one_place_parses():
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text("utf-8")
        if lines := _parses(source):
            found[path.relative_to(ROOT).as_posix()] = lines
    homes = {file: [home for home in PARSING if file.startswith(home)] for file in found}

    assert [file for file, known in homes.items() if not known] == []
    assert {home for known in homes.values() for home in known} == set(PARSING)
