"""What a package really does, found out without any of nb2pkg: `python truth.py JOB`.

JOB is a JSON file: {"tree": folder, "inside": where in it to run, "projects": {name: folder}, "package": ..., "seed":
0, "out": file}. For every project the pipeline is run as a plain script and its notebook's cells are executed one by
one, each in a copy of the tree. The answer says for each what came of it: results and written files, and what the cells
printed and drew. Two projects do the same exactly where their answers are the same. Libraries are loaded once and every
project is run in a fork.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import importlib
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import types
from typing import Any

_DEEPEST = 12
_TIMES = re.compile(r"(^|_)time_?$")  # how long a search took
_ADDRESSES = frozenset({"_stop_words_id"})  # attributes that say where in memory something lies


def main(path: str) -> None:
    """Answer a job."""
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    os.environ["MPLBACKEND"] = "agg"
    for name in (
        "numpy",
        "pandas",
        "sklearn.linear_model",
        "sklearn.ensemble",
        "matplotlib.pyplot",
    ):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    answers = {}
    for name, project in job["projects"].items():
        parts = {}
        for part, run in (("pipeline", pipeline), ("notebook", _notebook)):
            parts[part] = forked(run, job, project)
        answers[name] = parts
    with open(job["out"], "w", encoding="utf-8") as file:
        json.dump(answers, file)


def forked(run: Any, job: dict[str, Any], project: str) -> Any:
    """Run in a child with a copy of the tree; return what it says, or that it died."""
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "tree")
        shutil.copytree(job["tree"], tree)
        answer = os.path.join(folder, "answer")
        child = os.fork()
        if child == 0:
            with open(os.devnull, "w", encoding="utf-8") as null:
                os.dup2(null.fileno(), 1)
                os.dup2(null.fileno(), 2)
            said = _said(run, job, project, os.path.join(tree, job["inside"]))
            said["files"] = _files(tree)
            with open(answer, "w", encoding="utf-8") as file:
                json.dump(said, file)
            os._exit(0)
        os.waitpid(child, 0)
        if not os.path.exists(answer):
            return {"died": True}
        with open(answer, encoding="utf-8") as file:
            return json.load(file)


def _said(run: Any, job: dict[str, Any], project: str, place: str) -> dict[str, Any]:
    os.chdir(place)
    sys.path[:0] = [os.path.join(project, "src"), place]
    random.seed(job["seed"])
    with contextlib.suppress(ImportError):
        import numpy

        numpy.random.seed(job["seed"])
    said: dict[str, Any]
    try:
        said = run(job, project)
    except BaseException as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    return said


def pipeline(job: dict[str, Any], project: str) -> dict[str, Any]:
    """Run a pipeline and return what its functions and the whole return."""
    package = job["package"]
    returned: dict[str, list[str]] = {}
    for name in sorted(os.listdir(os.path.join(project, "src", package))):
        if name.endswith(".py") and not name.startswith(("__", "settings", "pipeline")):
            _record(importlib.import_module(f"{package}.{name[:-3]}"), returned)
    run = importlib.import_module(package + ".pipeline").run
    results = run(importlib.import_module(package + ".settings").Settings())
    values = vars(results) if hasattr(results, "__dict__") else results._asdict()
    told = {name: plain(value) for name, value in values.items()}
    return {"results": told, "returned": returned}


def _record(module: types.ModuleType, returned: dict[str, list[str]]) -> None:
    """Keep what each call of a module's own functions returns, as it is at that moment."""
    for name, function in list(vars(module).items()):
        if isinstance(function, types.FunctionType) and function.__module__ == module.__name__:
            setattr(module, name, _recorded(function, returned))


def _recorded(function: types.FunctionType, returned: dict[str, list[str]]) -> Any:
    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        value = function(*args, **kwargs)
        said, before = plain(value), returned.setdefault(function.__name__, [])
        if said not in before[-1:]:  # once more the same is the same
            before.append(said)
        return value

    return called


def _notebook(_job: dict[str, Any], project: str) -> dict[str, Any]:
    folder = os.path.join(project, "notebooks")
    (name,) = os.listdir(folder)
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    namespace: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            value = _executed("".join(cell["source"]), namespace)
        shown.append([said.getvalue(), "" if value is None else plain(value), *_drawn()])
    return {"shown": [one for one in shown if one != ["", ""]]}


def _drawn() -> list[str]:
    """Return what is on the open figures, pixel by pixel, and close them, as a notebook does behind each cell."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    from matplotlib import pyplot as plt

    found = []
    for number in plt.get_fignums():
        canvas: Any = plt.figure(number).canvas
        canvas.draw()
        found.append(hashlib.sha256(bytes(canvas.buffer_rgba())).hexdigest())
    plt.close("all")
    return found


def _executed(source: str, namespace: dict[str, Any]) -> Any:
    """Execute a cell and return the value of its last expression."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    tree = ast.parse("\n".join(lines))
    last = tree.body[-1] if tree.body else None
    last = last if isinstance(last, ast.Expr) else None
    tree.body = tree.body[:-1] if last is not None else tree.body
    exec(compile(tree, "cell", "exec"), namespace)
    silent = "\n".join(lines).rstrip().endswith(";")
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    return None if silent else value


def _files(tree: str) -> dict[str, str]:
    found = {}
    for place, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(place, name)
            if "__pycache__" not in path:
                with open(path, "rb") as file:
                    found[os.path.relpath(path, tree)] = hashlib.sha256(file.read()).hexdigest()
    return found


def plain(value: Any, depth: int = 0) -> str:
    """Return a text that is the same exactly where two values are: types, order, every bit of every number."""
    if depth > _DEEPEST:
        return "..."
    kind = type(value).__name__
    if isinstance(value, (type, types.ModuleType, types.FunctionType)):
        return f"{kind} {value.__name__}"
    if isinstance(value, (list, tuple)):
        return kind + "[" + ",".join(plain(v, depth + 1) for v in value) + "]"
    if isinstance(value, dict):
        lasting = ((k, v) for k, v in value.items() if not (depth and _TIMES.search(str(k))))
        items = (f"{plain(k, depth + 1)}:{plain(v, depth + 1)}" for k, v in lasting)
        return kind + "{" + ",".join(items) + "}"
    if isinstance(value, (set, frozenset)):
        return kind + "{" + ",".join(sorted(plain(v, depth + 1) for v in value)) + "}"
    if hasattr(value, "to_records") or hasattr(value, "to_frame"):  # pandas
        return kind + _of_pandas(value)
    fields = getattr(getattr(value, "dtype", None), "names", None)
    if isinstance(fields, tuple):  # what lies between fields is chance
        return kind + plain([value[name] for name in fields], depth + 1)
    if hasattr(value, "tobytes") and hasattr(value, "dtype") and not isinstance(value.dtype, type):
        held = (
            value.tolist() if value.dtype.hasobject else hashlib.sha256(value.tobytes()).hexdigest()
        )
        return f"{kind} {value.dtype} {getattr(value, 'shape', ())} {held}"
    if type(value).__module__.startswith(("matplotlib", "seaborn")):
        return kind
    if hasattr(value, "__getstate__") and not callable(value) and hasattr(value, "__dict__"):
        state = {key: held for key, held in vars(value).items() if key not in _ADDRESSES}
        return kind + plain(state, depth + 1)
    if hasattr(type(value), "__reduce_cython__") or kind == "Tree":
        return kind + plain(value.__reduce__()[1:], depth + 1)
    return kind + re.sub(r"0x[0-9a-f]+", "0x", repr(value))


def _of_pandas(value: Any) -> str:
    if hasattr(value, "columns"):
        columns = [_of_pandas(value.iloc[:, n]) for n in range(value.shape[1])]
        return "".join(columns) + repr(list(value.columns)) + repr(value.index)
    held = [v.hex() if isinstance(v, float) else repr(v) for v in value.tolist()]
    return (
        f"{value.dtype} {value.name} {held} {list(value.index) if hasattr(value, 'index') else ''}"
    )


if __name__ == "__main__":
    main(sys.argv[1])
