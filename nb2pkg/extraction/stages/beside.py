"""What the functions of files beside a notebook do when they are called, with all that they call there in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.graph.calls import Definition, reach
from nb2pkg.analysis.model import Function, Use
from nb2pkg.analysis.resources import state_of
from nb2pkg.analysis.scan import scan
from nb2pkg.notebook.model import Cell, Notebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.graph.calls import Reach

_ROUNDS: Final = 3  # how far the effects of a function travel from file to file


def functions_beside(sources: Mapping[str, str]) -> dict[str, Function]:
    """Return the functions and classes of files beside the notebook, by qualified name.

    `sources` are the files' texts by their paths. Among what a function uses is the state of
    its module where it changes something that is kept there.
    """
    found: dict[str, Function] = {}
    for _ in range(min(_ROUNDS, len(sources))):
        found = {
            name: function
            for path, source in sources.items()
            for name, function in _functions(path, source, found).items()
        }
    return found


def _functions(path: str, source: str, others: Mapping[str, Function]) -> dict[str, Function]:
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    statements = scan(Notebook(path, (Cell(1, "code", source),)), others).statements
    definitions = {
        function.name: Definition(function, statement.id)
        for statement in statements
        for function in statement.effects.defines
    }

    def lookup(name: str) -> tuple[Definition, ...]:
        return (definitions[name],) if name in definitions else ()

    return {
        f"{module}.{name}": _with_all_it_reaches(module, reach(definition, lookup), definition)
        for name, definition in definitions.items()
    }


def _with_all_it_reaches(module: str, reached: Reach, definition: Definition) -> Function:
    keeps = bool(reached.binds or reached.mutates or reached.may_mutate)
    own = (Use(state_of(module.partition(".")[0]), is_read=True, is_write=True),) if keeps else ()
    return definition.function._replace(
        uses=(*reached.uses, *own),
        mutates_parameters=reached.mutates_parameters,
        has_output=reached.has_output,
    )
