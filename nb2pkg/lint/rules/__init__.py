"""The rules, one file each: imported when they are asked for, as most of them are off by default."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from nb2pkg.lint.rule import Rule
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

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


class Listed(NamedTuple):
    """A rule's line in the list."""

    name: str  # its file has this name
    is_quickly_proven: (
        bool  # a notebook that `lint.quick` proves clean is certain to have no such finding
    )


RULES: Final = {
    "NB101": Listed("undefined-name", is_quickly_proven=True),
    "NB102": Listed("used-before-definition", is_quickly_proven=True),
    "NB103": Listed("different-history", is_quickly_proven=True),
    "NB104": Listed("unexecuted-definition", is_quickly_proven=True),
    "NB105": Listed("stale-output", is_quickly_proven=True),
    "NB106": Listed("used-after-delete", is_quickly_proven=True),
    "NB107": Listed("output-history", is_quickly_proven=True),
    "NB108": Listed("stored-variable", is_quickly_proven=True),
    "NB109": Listed("file-order", is_quickly_proven=True),
    "NB110": Listed("rerun-changes-result", is_quickly_proven=True),
    "NB111": Listed("relative-import", is_quickly_proven=True),
    "NB201": Listed("out-of-order-count", is_quickly_proven=False),
    "NB202": Listed("missing-count", is_quickly_proven=False),
    "NB203": Listed("never-executed", is_quickly_proven=False),
    "NB204": Listed("repeated-count", is_quickly_proven=False),
    "NB205": Listed("stored-error", is_quickly_proven=False),
    "NB301": Listed("unseeded-randomness", is_quickly_proven=False),
    "NB302": Listed("absolute-path", is_quickly_proven=False),
    "NB303": Listed("hard-coded-secret", is_quickly_proven=False),
    "NB304": Listed("shell-or-install", is_quickly_proven=False),
    "NB305": Listed("changed-working-directory", is_quickly_proven=False),
    "NB306": Listed("interactive-input", is_quickly_proven=False),
    "NB307": Listed("star-import", is_quickly_proven=False),
    "NB308": Listed("dynamic-code", is_quickly_proven=False),
    "NB309": Listed("clock-or-network", is_quickly_proven=False),
    "NB401": Listed("fit-before-split", is_quickly_proven=False),
    "NB402": Listed("fit-on-test", is_quickly_proven=False),
    "NB403": Listed("refit-for-inference", is_quickly_proven=False),
    "NB901": Listed("unreadable-notebook", is_quickly_proven=True),
    "NB902": Listed("unused-ignore", is_quickly_proven=True),
    "NB903": Listed("syntax-error", is_quickly_proven=True),
    "NB904": Listed("unsupported-language", is_quickly_proven=True),
    "NB905": Listed("odd-notebook", is_quickly_proven=True),
    "NB906": Listed("unknown-directive", is_quickly_proven=True),
}


@cache
def rule_of(code: str) -> type[Rule]:
    """Return the rule of a code; raise KeyError for a code that is none."""
    return _rule_in(import_module(f"nb2pkg.lint.rules.{RULES[code].name.replace('-', '_')}"))


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
    return tuple(rule_of(code) for code in RULES)
