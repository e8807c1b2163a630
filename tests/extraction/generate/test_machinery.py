"""The machinery is handed out as it is: in the style of generated code, and in the syntax of the oldest Python."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.extraction.generate import machinery
from nb2pkg.extraction.generate.layout import formatted

FILES = sorted(str(file.relative_to(machinery._HOME)) for file in machinery._HOME.rglob("*.py"))


@pytest.mark.parametrize("name", FILES)
def test_it_is_in_the_style_of_all_that_is_generated(name):
    text = machinery.text(name)

    assert formatted(text) == text


@pytest.mark.parametrize("name", FILES)
def test_it_can_be_read_by_the_oldest_python(name):
    tree = ast.parse(machinery.text(name), feature_version=(3, 8))

    evaluated = {"annotations"} & {
        alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert evaluated or not any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree.body)


def test_a_package_gets_all_files_of_a_folder():
    assert set(machinery.modules("serving")) == {f for f in FILES if f.startswith("serving/")}
