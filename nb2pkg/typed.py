"""What the modules on the way to a `check` need of `typing`, whose import takes as long as that of a dozen of them.

A named tuple of `typing` compiles the annotation of each field as well. To the type checker all of this is `typing`.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache

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
            return _named(name, tuple(body["__annotations__"]), body)

    def _named(name: str, fields: tuple[str, ...], body: dict[str, object]) -> type:
        """Return a named tuple, made of one with as many fields: to compile one for each takes five times as long."""
        form = _form(len(fields))
        code = form.__new__.__code__.replace(co_varnames=("_cls", *fields))
        defaults = {field: body[field] for field in fields if field in body}
        new = type(_named)(code, form.__new__.__globals__, "__new__", tuple(defaults.values()))
        own = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
        members = {field: vars(form)[f"field_{place}"] for place, field in enumerate(fields)}
        return type(name, (form,), _METHODS | body | own | members | {"__new__": new})

    @cache
    def _form(count: int) -> type:
        """Return a named tuple with a number of fields that have no names worth having."""
        return namedtuple("_Form", [f"field_{place}" for place in range(count)])  # noqa: PYI024

    def _replace(self: Any, /, **changes: object) -> Any:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"unexpected field names: {list(changes)}")
        return made

    def _shown(self: Any) -> str:
        fields = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(fields)})"

    # those of a form know its own fields
    _METHODS = {"__slots__": (), "_replace": _replace, "__replace__": _replace, "__repr__": _shown}

    class NamedTuple(metaclass=_Maker):
        """As `typing.NamedTuple`."""


__all__ = ["TYPE_CHECKING", "Any", "ClassVar", "Final", "NamedTuple"]
