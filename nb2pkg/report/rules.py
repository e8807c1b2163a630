"""The rules themselves, as a list or in full, for people and for programs."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from nb2pkg.errors import Nb2pkgError
from nb2pkg.lint.rules import FAMILIES, RULES, all_rules, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.lint.rule import Rule


def listing(form: str) -> str:
    """Return all rules, a line each, or as JSON."""
    if form == "json":
        return _json(_fields(rule) for rule in all_rules())
    return "\n".join("\n".join(_family(family)) + "\n" for family in FAMILIES)


def page(named: str, form: str) -> str:
    """Return the page of a rule, by code or name, or what a family holds; raise Nb2pkgError for what is neither."""
    codes = _codes(named)
    if form == "json":
        return _json({**_fields(rule_of(code)), "page": rule_of(code).page()} for code in codes)
    if codes == [named.upper()] or named.lower() in {rule.name for rule in RULES.values()}:
        return rule_of(codes[0]).page()
    return "\n".join(_family(named.upper())) + "\n"


def _codes(named: str) -> list[str]:
    by_name = {rule.name: code for code, rule in RULES.items()}
    if named.lower() in by_name:
        return [by_name[named.lower()]]
    codes = [code for code in RULES if code.startswith(named.upper())] if len(named) > 2 else []
    if not codes:
        known = [*RULES, *FAMILIES, *by_name]
        close = difflib.get_close_matches(named.lower(), [each.lower() for each in known], n=1)
        meant = f", did you mean {_as_known(close[0], known)}?" if close else ""
        raise Nb2pkgError(f"there is no rule {named}{meant} (`nb2pkg rules` lists them)")
    return codes


def _as_known(text: str, known: Iterable[str]) -> str:
    return next(each for each in known if each.lower() == text)


def _family(prefix: str) -> Iterator[str]:
    """Yield the lines about the rules whose codes begin so."""
    title = FAMILIES.get(prefix[:3], "")
    yield f"{prefix} {title}"
    codes = [code for code in RULES if code.startswith(prefix)]
    width = max(len(RULES[code].name) for code in codes)
    for rule in map(rule_of, codes):
        on = "on " if rule.is_on_by_default else "off"
        yield f"  {rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {on}  {_summary(rule)}"


def _summary(rule: type[Rule]) -> str:
    return (rule.__doc__ or "").strip().splitlines()[0]


def _fields(rule: type[Rule]) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "on_by_default": rule.is_on_by_default,
        "family": FAMILIES[rule.code[:3]],
        "summary": _summary(rule),
    }


def _json(rows: Iterable[dict[str, Any]]) -> str:
    return json.dumps({"schema": 1, "rules": list(rows)}, indent=2) + "\n"
