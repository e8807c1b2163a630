"""What magics really bind when IPython runs them, against what is said of them."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from nb2pkg.notebook.ipython import to_python


@pytest.fixture(scope="module")
def shell(tmp_path_factory) -> Iterator[InteractiveShell]:
    """Return a shell without history, at home in a folder of its own."""
    before = os.environ.get("IPYTHONDIR")
    os.environ["IPYTHONDIR"] = str(tmp_path_factory.mktemp("ipython"))
    config = Config()
    config.HistoryManager.enabled = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = InteractiveShell(config=config)
    yield made
    made.history_manager = None
    if before is None:
        del os.environ["IPYTHONDIR"]
    else:
        os.environ["IPYTHONDIR"] = before


def bound_by_running(shell: InteractiveShell, source: str) -> set[str]:
    shell.user_ns.update(f=lambda *args: args, n=1)
    before = set(shell.user_ns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = shell.run_cell(source)
    bound = {name for name in set(shell.user_ns) - before if not name.startswith("_")}
    for name in bound:
        del shell.user_ns[name]
    assert result.success, source
    return bound


def bound_as_we_say(source: str) -> set[str]:
    code = to_python(source)
    said = {name for magic in code.magics for name in magic.binds}
    if any(magic.is_cell and magic.name == "timeit" for magic in code.magics):
        return said
    nodes = (node for node in ast.walk(ast.parse(code.text)) if isinstance(node, ast.Name))
    return said | {node.id for node in nodes if isinstance(node.ctx, ast.Store)}


@pytest.mark.parametrize(
    "source",
    [
        "a = 1",
        "a = !echo 1",
        "a: list = !echo 1",
        "%time a = f(1)",
        "%time a = f(1, \\\n  2)",
        "%time !echo 1",
        "a = %time f(1)",
        "%timeit -n 1 -r 1 a = f(1)",
        "a = %timeit -o -n 1 -r 1 f(1)",
        "%prun -q a = f(1)",
        "%prun -q -s cumulative a = f(1)",
        "%%time\na = 1\nb = 2",
        "%%time\n%time a = 1",
        "%%time\n    a = 1\n    b = 2",
        "%%timeit -n 1 -r 1\na = 1",
        "%%timeit -n 1 -r 1 a = n\nb = a",
        "%%capture out\na = 1",
        "%%capture\na = 1",
        "%%capture --no-stderr out\n%time a = 1",
        "%%prun -q\na = 1",
        "%%capture out\n%%time\na = 1",
        "%%capture out\n%%bash --out listing\necho 1",
        "%%bash --out listing --err errors\necho 1",
        "%%html\n<b>",
        "  a = 1\n  b = 2",
        ">>> a = 1\n>>> b = 2",
        "if n:\n    %time a = 1",
        ",f a b",
        "/f n",
        "n?",
        "pwd",
        "ls -la",
        "%pwd",
        "a = %pwd",
        "(a, b) = %time f(1, 2)",
        "%matplotlib --list",
    ],
)
def test_what_a_cell_binds_is_what_we_say(shell, source):
    assert bound_as_we_say(source) == bound_by_running(shell, source)


@pytest.mark.parametrize(
    "source", ["# c\n%%time\na = 1", "%%time a = 1", "%%time a = 1\nb = 2", "%%nothing\nx"]
)
def test_some_cells_fail_as_a_whole(shell, source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not shell.run_cell(source).success
