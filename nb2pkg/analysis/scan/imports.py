"""Import statements."""

from __future__ import annotations

from nb2pkg.analysis.kinds import MODULE, Kind
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.values import Value
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from nb2pkg.analysis.scan.walker import Walker


def import_names(walker: Walker, node: ast.Import) -> None:
    """`import a.b` binds `a`; `import a.b as c` binds `c` to the submodule."""
    for alias in node.names:
        name = alias.asname or alias.name.partition(".")[0]
        module = alias.name if alias.asname else name
        walker.bind(name, Value(Kind(MODULE, module)))
        walker.recorder.imports.append((name, module))


def import_from(walker: Walker, node: ast.ImportFrom) -> None:
    """`from a import b as c` binds `c`; a star binds what nobody can list."""
    module = "." * node.level + (node.module or "")
    separator = "" if module.endswith(".") else "."
    for alias in node.names:
        if alias.name == "*":
            walker.recorder.has_star = True
            walker.recorder.imports.append(("*", module))
            continue
        if alias.name == "annotations" and module == "__future__":
            walker.world.is_keeping_annotations = True  # a kernel remembers it for the cells below
        name = alias.asname or alias.name
        qualified = module + separator + alias.name
        walker.bind(name, Value(inference.imported(qualified)))
        walker.recorder.looked.add(qualified)
        walker.recorder.imports.append((name, qualified))
