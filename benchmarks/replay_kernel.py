"""Runs the cells of a notebook in any order in a kernel of their own, and looks at values on the way."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from nb2pkg.notebook.model import Cell
from nb2pkg.verify.comparing.outputs import CellDisplay, shown
from nb2pkg.verify.names import KERNEL, MAY_FAIL
from nb2pkg.verify.running import copies, environment
from nb2pkg.verify.running.environment import Interpreter

_START_UP = 120  # seconds

# A cell that draws numbers shall draw the same ones in both orders: only then is a difference the fault of the order.
# A notebook that seeds for itself is seeded once, as it would lose its own seed otherwise.
_SEED = """
import sys as _s
def _seed(n):
    import random; random.seed(n)
    if 'numpy' in _s.modules: _s.modules['numpy'].random.seed(n)
_seed({seed}); del _seed, _s
"""

# what a value is, in few characters that do not depend on where it lies in memory
_LOOK = """
def _look(name):
    import hashlib, re
    if name not in globals(): return 'absent'
    value = globals()[name]
    def text(value, depth=0):
        if hasattr(value, 'to_csv'): return str(getattr(value, 'dtypes', '')) + value.to_csv()
        if hasattr(value, 'tolist'): return str(getattr(value, 'dtype', '')) + repr(value.tolist())
        code = getattr(value, '__code__', None)
        if code is not None: return repr((code.co_code, code.co_names, code.co_consts))
        if isinstance(value, dict) and depth < 4: return repr([(repr(k), text(v, depth + 1)) for k, v in value.items()])
        if isinstance(value, (list, tuple)) and depth < 4: return repr([text(v, depth + 1) for v in value])
        state = getattr(value, '__dict__', None)
        if isinstance(state, dict) and depth < 4: return repr(type(value)) + text(dict(state), depth + 1)
        return repr(value)
    said = re.sub(r'0x[0-9a-fA-F]+', '0x', text(value))
    return hashlib.sha1(said.encode('utf-8', 'replace')).hexdigest()
for _n in {names!r}: print(_n, _look(_n))
del _n, _look
"""


@dataclass
class Replayed:
    """What each cell showed, by number, what the names it was asked for stood for, and what failed."""

    shown: dict[int, CellDisplay] = field(default_factory=dict)
    values: dict[tuple[int, str], str] = field(default_factory=dict)  # before the cell, by name
    failed: dict[int, str] = field(default_factory=dict)  # cells that should not have


@dataclass(frozen=True)
class Place:
    """Where a notebook runs: a copy of `root` is made for each run."""

    root: Path
    inside: Path
    interpreter: Interpreter
    seconds: float


def replay(
    place: Place,
    cells: Iterable[Cell],
    asked: Mapping[int, Iterable[str]],
    *,
    seeds_itself: bool,
    begin: str = "",
) -> Replayed:
    """Run cells in the order given; `asked` names variables to look at before a cell runs, `begin` is run first."""
    with tempfile.TemporaryDirectory(prefix="replay-") as scratch:
        folder = Path(scratch)
        copies.copy_tree(place.root, folder / "tree")
        kernel = _start(place, folder)
        try:
            client = _Client(kernel, place.seconds)
            client.execute(begin, quiet=True)
            return _run(client, cells, asked, seeds_itself=seeds_itself)
        finally:
            kernel.shutdown_kernel(now=True)


def _start(place: Place, folder: Path) -> Any:
    kernels = environment.write_kernelspec(folder / "kernels", place.interpreter)
    env = environment.variables(place.interpreter, folder / "home")
    kernel = KernelManager(
        kernel_name=KERNEL,
        kernel_spec_manager=KernelSpecManager(
            kernel_dirs=[str(kernels)], ensure_native_kernel=False
        ),
        connection_file=str(folder / "kernel.json"),
        transport="ipc",
    )
    kernel.start_kernel(cwd=str(folder / "tree" / place.inside), env=env)
    return kernel


class _Client:
    """Talks to one kernel until the time is up."""

    def __init__(self, kernel: Any, seconds: float) -> None:
        self._client = kernel.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=_START_UP)
        self._end = time.monotonic() + seconds

    def execute(self, source: str, *, quiet: bool = False) -> list[dict[str, Any]]:
        """Run source and return its outputs; raises TimeoutError."""
        outputs: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            outputs.append({"output_type": message["msg_type"], **message["content"]})

        self._client.execute_interactive(
            source,
            store_history=not quiet,
            allow_stdin=False,
            timeout=max(1.0, self._end - time.monotonic()),
            output_hook=keep,
        )
        return outputs


def _run(
    client: _Client,
    cells: Iterable[Cell],
    asked: Mapping[int, Iterable[str]],
    *,
    seeds_itself: bool,
) -> Replayed:
    done = Replayed()
    client.execute(_SEED.format(seed=0), quiet=True)
    for cell in cells:
        if not seeds_itself:
            client.execute(_SEED.format(seed=cell.number), quiet=True)
        names = sorted(asked.get(cell.number, ()))
        if names:
            done.values |= _values(client, cell.number, names)
        try:
            outputs = client.execute(cell.source)
        except TimeoutError:
            done.failed[cell.number] = "no end"
            break
        done.shown[cell.number] = shown(outputs)
        errors = [each for each in outputs if each["output_type"] == "error"]
        if errors and not (cell.has_failed or MAY_FAIL in cell.tags):
            done.failed[cell.number] = f"{errors[0].get('ename')}: {errors[0].get('evalue')}"
    return done


def _values(client: _Client, cell: int, names: list[str]) -> dict[tuple[int, str], str]:
    outputs = client.execute(_LOOK.format(names=names), quiet=True)
    text = "".join(each["text"] for each in outputs if each["output_type"] == "stream")
    pairs = (line.split(" ", 1) for line in text.splitlines() if " " in line)
    return {(cell, name): value for name, value in pairs if name in names}
