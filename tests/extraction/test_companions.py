"""Files beside a notebook: which come along, and how they are imported then."""

from __future__ import annotations

import pytest

from nb2pkg.extraction.companions import companions, imported, modules_in, tried
from nb2pkg.extraction.generate.local import localised


def test_what_is_not_there_is_no_companion(tmp_path):
    assert companions(tmp_path, {"pandas", "json"}) == {}


def test_the_standard_library_is_not_shadowed(tmp_path):
    (tmp_path / "json.py").write_text("x = 1", encoding="utf-8")

    assert companions(tmp_path, {"json"}) == {}


def test_files_bring_what_they_import(tmp_path):
    (tmp_path / "a.py").write_text("import b\nimport numpy", encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "b" / "c.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "unused.py").write_text("x = 1", encoding="utf-8")

    assert sorted(companions(tmp_path, {"a"})) == ["a.py", "b/__init__.py", "b/c.py"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import numpy as np", "import numpy as np"),
        ("from . import a", "from . import a"),
        ("import a", "from p.local import a"),
        ("import a as b", "from p.local import a as b"),
        ("import os, a", "import os; from p.local import a"),
        ("from a import *", "from p.local.a import *"),
        ("from a.b import c as d", "from p.local.a.b import c as d"),
        ("import a.b", "import a.b"),
        ("try:\n    from a import (\n        x,\n        y,\n    )  # two\nexcept ImportError:\n    pass",
         "try:\n    from p.local.a import x, y  # two\nexcept ImportError:\n    pass"),
        ("x = 'import a'", "x = 'import a'"),
    ],
)  # fmt: skip
def test_imports_of_companions_come_from_the_package(before, after):
    assert localised(before, "p", {"a"}) == after


def test_modules_are_told_from_those_that_are_only_tried():
    guarded = "    try:\n        import e\n    except ImportError:\n        import c"
    source = f"import a.b\nfrom c import d\ndef f():\n{guarded}"

    assert imported(source) == {"a", "c", "e"}
    assert tried(source) == {"e"}


def test_modules_and_packages_of_a_folder_are_named_and_plain_folders_are_not(tmp_path):
    (tmp_path / "regression.py").touch()
    (tmp_path / "fast.cpython-311-x86_64-linux-gnu.so").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").touch()
    (tmp_path / "data").mkdir()

    assert modules_in(tmp_path) == {"regression", "fast", "package"}
    assert modules_in(tmp_path / "missing") == frozenset()
