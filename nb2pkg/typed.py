"""What the modules on the way to a `check` need of `typing`, whose import takes as long as that of a dozen of them.

A named tuple of `typing` compiles the annotation of each field as well. To the type checker all of this is `typing`.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Final, NamedTuple
else:
    Any = ClassVar = Final = None  # they stand in annotations alone, which nothing evaluates

    class _Maker(type):
        """Makes a named tuple of the annotated fields of a class, their defaults and what else is in its body."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(  # noqa: PYI024  (this is what makes `NamedTuple`)
                name, fields, defaults=defaults, module=body["__module__"]
            )
            for key in body.keys() - fields.keys() - {"__qualname__"}:
                setattr(made, key, body[key])
            return made

    class NamedTuple(metaclass=_Maker):
        """As `typing.NamedTuple`."""


__all__ = ["TYPE_CHECKING", "Any", "ClassVar", "Final", "NamedTuple"]
