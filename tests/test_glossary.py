"""The glossary names what there is."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

GLOSSARY = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in GLOSSARY.splitlines() if line.count(" | ") == 2]
WORDS = [row[0] for row in ROWS if row[0] != "word"]
NAMED = sorted(set(re.findall(r"`(nb2pkg\.[\w.]+)`", GLOSSARY)))


@pytest.mark.parametrize("name", NAMED)
def test_what_a_row_names_exists(name):
    module, found = name, None
    rest: list[str] = []
    while found is None:
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            assert module, name
            rest.insert(0, last)

    for part in rest:
        assert hasattr(found, part), name
        found = getattr(found, part)


def test_every_row_has_a_word_of_its_own_and_says_where_it_lives():
    assert len(WORDS) > 50
    assert len(set(WORDS)) == len(WORDS)
    assert all("`nb2pkg." in row[2] for row in ROWS if row[0] != "word")
