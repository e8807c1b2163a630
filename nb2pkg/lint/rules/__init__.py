"""The rules, one file each: imported when they are asked for, as most of them are off by default."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from nb2pkg.lint.rule import Rule
from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import ModuleType

#: what the codes of a family begin with -> what the family is about
FAMILIES: Final = {
    "NB1": "hidden state",
    "NB2": "the record",
    "NB3": "what a fresh machine lacks",
    "NB4": "machine-learning hygiene",
    "NB9": "input",
}
#: code -> name; a rule's file has its name
NAMES: Final = {
    "NB101": "undefined-name",
    "NB102": "used-before-definition",
    "NB103": "different-history",
    "NB104": "unexecuted-definition",
    "NB105": "stale-output",
    "NB106": "used-after-delete",
    "NB107": "output-history",
    "NB108": "stored-variable",
    "NB109": "file-order",
    "NB110": "rerun-changes-result",
    "NB111": "relative-import",
    "NB201": "out-of-order-count",
    "NB202": "missing-count",
    "NB203": "never-executed",
    "NB204": "repeated-count",
    "NB205": "stored-error",
    "NB301": "unseeded-randomness",
    "NB302": "absolute-path",
    "NB303": "hard-coded-secret",
    "NB304": "shell-or-install",
    "NB305": "changed-working-directory",
    "NB306": "interactive-input",
    "NB307": "star-import",
    "NB308": "dynamic-code",
    "NB309": "clock-or-network",
    "NB401": "fit-before-split",
    "NB402": "fit-on-test",
    "NB403": "refit-for-inference",
    "NB901": "unreadable-notebook",
    "NB902": "unused-ignore",
    "NB903": "syntax-error",
    "NB904": "unsupported-language",
    "NB905": "odd-notebook",
    "NB906": "unknown-directive",
}


@cache
def rule_of(code: str) -> type[Rule]:
    """Return the rule of a code; raise KeyError for a code that is none."""
    return _rule_in(import_module(f"nb2pkg.lint.rules.{NAMES[code].replace('-', '_')}"))


def _rule_in(module: ModuleType) -> type[Rule]:
    """Return the one rule that a module defines."""
    (found,) = (
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and value.__module__ == module.__name__
    )
    return found


def all_rules() -> tuple[type[Rule], ...]:
    """Return every rule, by code."""
    return tuple(rule_of(code) for code in NAMES)
