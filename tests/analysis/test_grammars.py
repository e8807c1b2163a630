"""Kinds and resources are values: only the modules that make them know how they are written."""

import ast
from pathlib import Path

import pytest

import nb2pkg

ROOT = Path(nb2pkg.__file__).parent
WINGS = ("analysis", "lint", "extraction", "report")
HOMES = {ROOT / "analysis" / "kinds.py", ROOT / "analysis" / "resources.py"}
TABLES = (
    ROOT / "analysis" / "knowledge"
)  # here kinds are texts that are read when the tables are put together

FAMILIES = "module class function builtin import instance resource".split()
OWN = ("notebook-function", "notebook-class", "notebook-instance", "notebook-partial", "local-")
DOMAINS = "rng fig rc opt fs mod kept err graph".split()
WRITTEN = (*(f"{word}:" for word in (*FAMILIES, *DOMAINS)), *OWN, "#draws", "#seeded")
CUTS = frozenset(
    "startswith endswith removeprefix removesuffix partition rpartition split rsplit strip lstrip rstrip".split()
)
CUT_NAMES = frozenset({"kind", "resource"})  # what nothing may be cut off, nor looked for in


def sites(source: str, *, tables: bool = False) -> list[tuple[int, str]]:
    """Return the lines in which a text of a kind or resource is written (not in tables) or cut, and how."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    cut = [(node.lineno, "cut") for node in nodes if _is_cut(node)]
    written = [(n.lineno, "written") for n in nodes if _is_written(n) and id(n) not in said]
    return sorted(cut if tables else [*cut, *written])


def _is_written(node: ast.expr) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and text.startswith(WRITTEN)


def _is_cut(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return _is_named(node.value) and _is_place(node.slice)
    if isinstance(node, ast.Attribute):
        return _is_named(node.value) and node.attr in CUTS
    return isinstance(node, ast.Compare) and _looks_for_a_mark(node)


def _is_named(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp):  # kind or ""
        return any(map(_is_named, node.values))
    if isinstance(node, ast.Attribute):
        return node.attr in CUT_NAMES or ast.unparse(node) == "edge.name"
    if isinstance(node, ast.Subscript):  # kinds["df"]
        return isinstance(node.value, ast.Name) and node.value.id == "kinds"
    return isinstance(node, ast.Name) and node.id in CUT_NAMES


def _is_place(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) or (
        isinstance(node, ast.Constant) and isinstance(node.value, int)
    )


def _looks_for_a_mark(node: ast.Compare) -> bool:
    marks = isinstance(node.left, ast.Constant) and node.left.value in (":", "#")
    looks = isinstance(node.ops[0], (ast.In, ast.NotIn))
    return marks and looks and _is_named(node.comparators[0])


@pytest.mark.parametrize(
    "line",
    [
        "name = kind[9:]",
        "if kind.startswith('instance:'): pass",
        "if (value.kind or '').startswith(_GENERATORS): pass",
        "value = Value('module:' + name)",
        "value = Value(f'notebook-class:{name}')",
        "family, _, part = use.resource.partition(':')",
        "recorder.use(f'fs:{path}')",
        "carries = ':' not in edge.name",
        "kind += '#draws'",
    ],
)
def test_writing_or_cutting_a_kind_or_a_resource_is_seen(line):
    assert sites(line)


@pytest.mark.parametrize(
    "line",
    [
        "if kind.is_instance and kind.library == 'sklearn': pass",
        "kind = Kind(INSTANCE, name)",
        "path = use.resource.name.rstrip('/')",
        '"""instance:sklearn.svm.SVC is a kind."""',
    ],
)
def test_asking_a_kind_or_a_resource_is_not(line):
    assert not sites(line)


def test_nobody_else_writes_or_cuts_kinds_and_resources():
    paths = [path for wing in WINGS for path in sorted((ROOT / wing).rglob("*.py"))]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {how}"
        for path in paths
        if path not in HOMES
        for line, how in sites(path.read_text("utf-8"), tables=TABLES in path.parents)
    ]

    assert len(paths) > 100
    assert found == []
