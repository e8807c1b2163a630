"""Whether doing a statement twice gives something else than doing it once, judged by its text."""

from __future__ import annotations

import re

from nb2pkg.analysis.knowledge.anywhere import PILING, SETTLED, SETTLING, SETTLING_FITS
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Statement


def is_accumulating(statement: Statement, name: str) -> bool:
    """Tell whether the statement, done twice, leaves the name with something else than done once."""
    if any(fact.endswith(SETTLING_FITS) for fact in statement.effects.facts):
        return False
    text, quoted = statement.text, re.escape(name)
    if statement.kind == "augassign":
        return re.match(rf"\s*{quoted}\b", text) is not None and not re.search(r"[|&]=", text)
    if re.search(rf"\b{quoted}(\[[^\]]*\]|\.\w+)*\.({PILING})\(", text):
        return True
    if statement.kind in {"assign", "annassign"} and re.match(rf"\s*{quoted}\b", text):
        return _rebinding_accumulates(text)
    if re.search(rf"(^|\n)\s*{quoted}\b[^\n=]*[-+*/%]=", text):
        return True
    return statement.kind in {"expr", "assign"} and _is_given_away(statement, name)


def _rebinding_accumulates(text: str) -> bool:
    """Judge `target = value`: it settles if the value does not hold the target, or only in a settled form."""
    target, equals, value = text.partition("=")
    target, value = target.strip(), value.strip()
    if not equals or value.startswith("=") or "," in target.partition("[")[0]:
        return False
    target = target.partition(":")[0].strip() if "[" not in target else target
    spellings = _spellings(target)
    if not any(re.search(rf"(?<![\w.]){re.escape(each)}(?!\w)", value) for each in spellings):
        return False
    for each in spellings:
        if value.startswith(each):
            return not _is_settled(value[len(each) :])
    function = re.match(r"(?:\w+\.)*(\w+)\(", value)
    return function is None or function.group(1) not in SETTLING


def _spellings(target: str) -> tuple[str, ...]:
    """Return the ways to write a target: `df['a']`, `df["a"]` and `df.a` are the same column."""
    column = re.fullmatch(r"(\w+)\[(['\"])(\w+)\2\]", target) or re.fullmatch(
        r"(\w+)()\.(\w+)", target
    )
    if column is None:
        return (target,)
    frame, _, name = column.groups()
    return (f"{frame}['{name}']", f'{frame}["{name}"]', f"{frame}.{name}")


def _is_settled(rest: str) -> bool:
    """Judge what follows the target in `x = x…`: a settled method, or a selection that selects the same again."""
    if rest.startswith("["):
        return re.match(r"\[\s*-?\w*\s*:|\[\s*-?\d+\s*\]", rest) is None
    if rest == "":
        return True
    methods = re.findall(r"\.(\w+)", _outside_brackets(rest))
    settled = SETTLED | {"reset_index"} if "drop=True" in rest.replace(" ", "") else SETTLED
    if re.match(
        r"\.(apply|applymap|map|transform)\((\w+\.)?(to_numeric|to_datetime|str|int|float)\b", rest
    ):
        return True
    starts_with_method = rest.startswith(".")
    return starts_with_method and bool(methods) and all(each in settled for each in methods)


def _is_given_away(statement: Statement, name: str) -> bool:
    """Tell whether the name is handed to a function of the notebook: what that does to it is taken to pile up."""
    return any(
        variable == name for call in statement.effects.calls for _, variable in call.arguments
    )


def _outside_brackets(text: str) -> str:
    """Return the text without what stands in round or square brackets."""
    depth, kept = 0, []
    for character in text:
        if character in ")]":
            depth -= 1
        elif character in "([":
            depth += 1
        elif depth == 0:
            kept.append(character)
    return "".join(kept)
