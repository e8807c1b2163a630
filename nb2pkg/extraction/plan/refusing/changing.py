"""Statements that stay in the notebook and change something, or may: where a run differs, they are asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import DRAWINGS
from nb2pkg.analysis.resources import (
    ANY,
    CLOCK,
    DATABASE,
    ENVIRONMENT,
    FOLDER,
    INTERPRETER,
    LOCALE,
    MODULE_PATH,
    NETWORK,
    NUMPY_ERRORS,
    SHELL,
    STDIN,
)
from nb2pkg.extraction.stages.needed import is_definition, is_import
from nb2pkg.secrets import without_secrets
from nb2pkg.verify.model import Changing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.extraction.plan.context import Context

_WHOLE: Final = {
    CLOCK: "",
    FOLDER: "the working directory",
    ENVIRONMENT: "environment variables",
    MODULE_PATH: "where modules are looked for",
    LOCALE: "the locale",
    SHELL: "whatever its command changes",
    NETWORK: "something on the network",
    DATABASE: "a database",
    STDIN: "",
    INTERPRETER: "settings of Python",
    NUMPY_ERRORS: "how numpy treats errors",
}
_OF_A_DOMAIN: Final = {
    "fs": "the file {}",
    "opt": "settings of {}",
    "rng": "the random numbers of {}",
    "mod": "what {} keeps",
    "kept": "what {} keeps",
    "attribute": "",  # it is among the settings of its library
}
_ANY_FILE: Final = "files"


def changing(context: Context, secrets: tuple[str, ...]) -> tuple[Changing, ...]:
    """Return the statements outside of the package that change something, or may, in notebook order.

    The texts in `secrets` are masked.
    """
    used = _used(context)
    found = []
    for statement in context.statements:
        if _stays(context, statement):
            what = tuple(dict.fromkeys(_changes(context, statement, used)))
            if what:
                text = without_secrets(statement.text.split("\n", 1)[0].strip(), secrets)
                place = statement.place
                found.append(Changing(statement.cell, place.line, text, ", ".join(what)))
    return tuple(found)


def _stays(context: Context, statement: Statement) -> bool:
    if statement.id in context.moved or statement.id in context.fixed:
        return False
    return not is_import(statement) and not is_definition(statement)


def _used(context: Context) -> frozenset[str]:
    """Return the names that the package reads, binds or changes."""
    resolved = (context.graph.resolved[i] for i in (*context.computing, *context.fixed))
    return frozenset().union(*(r.reads | r.binds | r.may_bind | r.mutates for r in resolved))


def _changes(context: Context, statement: Statement, used: frozenset[str]) -> Iterator[str]:
    resolved = context.graph.resolved[statement.id]
    if resolved.is_opaque:
        yield "whatever the code it runs changes"
    for use in resolved.uses:
        told = _told(use.resource) if use.is_write and not use.resource.is_display else ""
        if told:
            yield told
    changed = resolved.mutates | resolved.may_mutate | resolved.unbinds
    for name in sorted(changed & used):
        if context.kind(statement.id, name) not in DRAWINGS:
            yield name


def _told(resource: Resource) -> str:
    """Return a resource in a reader's words, or nothing where no result can hang on it."""
    if resource in _WHOLE:
        return _WHOLE[resource]
    if resource.is_file and resource.name.startswith(ANY):
        return _ANY_FILE
    return _OF_A_DOMAIN.get(resource.domain, "{}").format(resource.name)
