"""Write what a star import brings, for `nb2pkg/knowledge/star_exports.txt`.

    python docs/make_star_exports.py [INTERPRETER ...]

Names come from the standard library of this Python and of the others given, from numpy and matplotlib where those have
them, and from the stubs of the standard library that mypy brings, which know several versions. What the file holds
already stays in it: a name that some version exports may be bound by a star import.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

FILE = Path(__file__).parent.parent / "nb2pkg" / "analysis" / "knowledge" / "star_exports.txt"
LIBRARIES = (
    "numpy numpy.fft numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.testing "
    "pylab matplotlib.pylab matplotlib.pyplot"
).split()
# importing them does something, or they are no library
LEFT_OUT = (
    "antigravity",
    "this",
    "idlelib",
    "test",
    "turtledemo",
    "lib2to3",
    "__main__",
    "tkinter.__main__",
)
# what old versions of numpy, and the `mlab` that pylab took in, had
GONE = {
    "numpy": "alen asscalar rank who loads fv ipmt irr mirr nper npv pmt ppmt pv rate "
    "unicode int float bool complex object str long",
    "pylab": "find normpdf bivariate_normal prctile prctile_rank movavg entropy frange dist fftsurr center_matrix "
    "dist_point_to_segment rec2csv csv2rec rec_append_fields rec_drop_fields rec_join rk4 rms_flat slopes exp_safe "
    "segments_intersect stineman_interp vector_lengths griddata inside_poly is_closed_polygon poly_below poly_between "
    "longest_contiguous_ones longest_ones cross_from_above cross_from_below contiguous_regions amap isvector hold "
    "donothing_callback liaupunov levypdf l1norm l2norm ishold over spectral colors colormaps plotting hex2color "
    "is_string_like is_numlike iterable dedent silent_list flatten psd cohere cohere_pairs math np npy plt mpl cbook "
    "mlab docstring path_length fill_between",
}
_ASK = """
import contextlib, importlib, io, json, sys, warnings
warnings.simplefilter("ignore")
found = {}
for name in json.load(sys.stdin):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            module = importlib.import_module(name)
    except BaseException:
        continue
    names = getattr(module, "__all__", None)
    found[name] = list(names) if names is not None else [n for n in vars(module) if n[0] != "_"]
print(json.dumps(found))
"""


def exports(modules: list[str], interpreter: str = sys.executable) -> dict[str, list[str]]:
    """Return what each module that an interpreter can import hands to a star import."""
    done = subprocess.run(
        [interpreter, "-c", _ASK],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        check=True,
        env={"MPLBACKEND": "agg"},
    )
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def written() -> dict[str, set[str]]:
    """Return what the file holds."""
    if not FILE.exists():
        return {}
    lines = (line.partition(":") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {module: set(names.split()) for module, _, names in lines if module[:1] != "#"}


def _stubs() -> dict[str, Path]:
    import mypy

    root = Path(mypy.__file__).parent / "typeshed" / "stdlib"
    found = {}
    for path in sorted(root.rglob("*.pyi")):
        parts = path.relative_to(root).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if parts and not any(part.startswith("_") for part in parts):
            found[".".join(parts)] = path
    return found


def _in_stub(path: Path) -> set[str]:
    """Return the names of `__all__` in a stub, whatever the version; all public ones where it has none."""
    listed: set[str] = set()
    public: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {t.id for t in targets if isinstance(t, ast.Name)}
            public |= names
            if "__all__" in names and isinstance(node.value, ast.List):
                listed |= {str(ast.literal_eval(each)) for each in node.value.elts}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            public.add(node.target.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            public.add(node.name)
    return listed or {name for name in public if not name.startswith("_")}


def main() -> None:
    """Write the file anew."""
    stubs = _stubs()
    modules = sorted({*stubs, *(m for m in sys.stdlib_module_names if m[0] != "_")})
    modules = [m for m in modules if not m.startswith(LEFT_OUT)]
    found: defaultdict[str, set[str]] = defaultdict(set, written())
    for module in modules:
        if module in stubs:
            found[module] |= _in_stub(stubs[module])
    for interpreter in dict.fromkeys([sys.executable, *sys.argv[1:]]):
        for module, names in exports([*modules, *LIBRARIES], interpreter).items():
            found[module] |= set(names)
    for module, text in GONE.items():
        found[module] |= set(text.split())
    found["pylab"] |= found["numpy"] | found["matplotlib.pyplot"] | found["matplotlib.pylab"]
    found["matplotlib.pylab"] = found["pylab"]
    lines = [f"{module}: {' '.join(sorted(names))}" for module, names in sorted(found.items())]
    head = (
        "# Made by docs/make_star_exports.py: the names that a star import of each module may bind."
    )
    FILE.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
