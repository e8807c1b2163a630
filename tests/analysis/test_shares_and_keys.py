"""Roots of shares and keys of members are values: nobody writes them as texts with marks, or cuts them by position."""

import ast
import pickle
from pathlib import Path

import pytest

import nb2pkg
from nb2pkg.analysis import keys
from nb2pkg.analysis.keys import EVERY, ITSELF, MEMBERS, SOME
from nb2pkg.analysis.scan.shares import (
    PARAMETER,
    at_entry,
    bound_here,
    globals_among,
    parameter,
    parameters_among,
    parts,
    whole,
)
from nb2pkg.analysis.scan.values import element, entry

ROOT = Path(nb2pkg.__file__).parent
FOLDERS = (ROOT / "analysis" / "scan", ROOT / "analysis" / "graph")
HOME = ROOT / "analysis" / "keys.py"

MARKS = frozenset({".", "=", ".=", "=.", "+", "()", "*", "?", "\n"})
CUTS = frozenset(
    "startswith endswith removeprefix removesuffix partition split strip lstrip rstrip".split()
)
CUT_NAMES = frozenset({"root", "key", "keys", "container", "stored", "share", "member"})


def sites(source: str) -> list[int]:
    """Return the lines in which a root or a key is put together of a mark and a name, or cut."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.expr)]
    return sorted({node.lineno for node in nodes if _is_site(node)})


def _is_site(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _is_mark(node.left)
    if isinstance(node, ast.JoinedStr):
        return len(node.values) > 1 and _is_mark(node.values[0])
    if isinstance(node, ast.Subscript):
        return _is_named(node.value) and _is_place(node.slice)
    if isinstance(node, ast.Attribute):
        return _is_named(node.value) and node.attr in CUTS
    return isinstance(node, ast.Compare) and _looks_for_a_mark(node)


def _is_mark(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in MARKS


def _is_named(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in CUT_NAMES


def _is_place(node: ast.expr) -> bool:
    return isinstance(node, (ast.Slice, ast.UnaryOp)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, int)
    )


def _looks_for_a_mark(node: ast.Compare) -> bool:
    looks = isinstance(node.ops[0], (ast.In, ast.NotIn))
    return looks and _is_mark(node.left) and _is_named(node.comparators[0])


@pytest.mark.parametrize(
    "line",
    [
        "if root[0] != '.': pass",
        "target = place.root.lstrip('=')",
        "names = {root[1:] for root in roots}",
        "share = Share('.' + name)",
        "share = Share(f'={name}')",
        "found = '.' + own[0] in body.mutates",
        "if key[-1] != THEN: pass",
        "attributes = {member.key[1:] for member in members}",
        "asked = key.split(THEN)",
        "whole = member.keys[0]",
        "if '\\n' in key: pass",
        "recorder.hold(receiver, '+' + node.id, value)",
        "if share.root[0] not in '.=': pass",
    ],
)
def test_a_text_with_marks_is_seen(line):
    assert sites(line)


@pytest.mark.parametrize(
    "line",
    [
        "if root.origin != PARAMETER: pass",
        "target = place.root.afterwards",
        "qualified = kind.name + '.' + name",
        "asked = concern(keys, held)",
        "first = parameters[0]",
        "item = value.items[value.keys.index(key)]",
        "known = keys == EVERY",
    ],
)
def test_asking_a_value_is_not(line):
    assert not sites(line)


def test_nobody_writes_roots_and_keys_as_texts():
    paths = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in sites(path.read_text("utf-8"))
    ]

    assert len(paths) > 30
    assert found == []
    assert sites(HOME.read_text("utf-8")), "the home of keys is where their places are known"


def test_names_of_one_root_are_told_apart_by_since_when_they_are_meant():
    roots = [at_entry("x"), parameter("x"), bound_here("x")]

    assert len(set(roots)) == 3
    assert [root.afterwards for root in roots] == [at_entry("x"), parameter("x"), at_entry("x")]
    assert globals_among([*roots, parameter("p")]) == {"x"}
    assert parameters_among([at_entry("x"), parameter("p")]) == {"p"}
    assert parameter(".x").name == ".x"
    assert parameter("x").origin == PARAMETER


def test_keys_of_several_sorts_with_one_text_are_several():
    several = [keys.attribute("x"), keys.taken("x"), keys.given("x"), keys.constant("x")]

    assert len({*several, EVERY, SOME, MEMBERS, ITSELF, keys.TABLE}) == 9
    assert keys.position(0) == keys.constant(0)
    assert keys.constant("*") != EVERY
    assert keys.constant("a\nb") == pickle.loads(pickle.dumps(keys.constant("a\nb")))


def test_a_member_of_a_member_has_both_keys_and_a_part_leads_nowhere_else():
    first, second = keys.constant("a"), keys.attribute("b")
    both, part = keys.beyond(first, second), keys.within(first)

    assert both == first + second
    assert keys.beyond(part, second) == part != first
    assert keys.without_part(part) == first == keys.without_part(first)
    assert keys.beyond(ITSELF, second) == ITSELF
    assert keys.within(MEMBERS) == MEMBERS
    assert keys.has_prefix(both, first)
    assert not keys.has_prefix(first, both)


@pytest.mark.parametrize(
    ("found", "one", "several"),
    [
        (keys.constant("a"), True, False),
        (keys.constant("a") + keys.attribute("b"), True, False),
        (EVERY, False, False),
        (keys.constant("a") + SOME, False, True),
        (keys.within(keys.constant("a")), False, False),
        (ITSELF, False, False),
    ],
)
def test_keys_tell_whether_they_lead_to_one_member(found, one, several):
    assert keys.is_leading_to_one(found) is one
    assert keys.can_lead_to_several(found) is several


@pytest.mark.parametrize(
    ("asked", "held", "concerns"),
    [
        (keys.constant("a"), keys.constant("a"), True),
        (keys.constant("a"), keys.constant("b"), False),
        (EVERY, keys.constant("a"), True),
        (SOME, keys.constant("a"), True),
        (keys.constant("a"), EVERY, False),
        (keys.constant("a") + EVERY, keys.constant("a"), True),
        (keys.constant("a"), keys.constant("a") + keys.constant("b"), False),
        (ITSELF, keys.constant("a"), False),
    ],
)
def test_a_change_under_keys_is_one_of_what_is_held_there_or_above(asked, held, concerns):
    assert keys.can_reach(asked, held) is concerns


def test_what_is_taken_out_of_a_value_knows_the_way():
    (member,) = element(entry("rows")).shares
    (part,) = parts([member])

    assert whole("rows") == entry("rows").shares
    assert (member.root, member.keys) == (at_entry("rows"), EVERY)
    assert part.keys == keys.within(EVERY) != EVERY
