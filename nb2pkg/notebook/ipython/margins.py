"""What IPython takes from the start of lines: prompts of a pasted session, a common indent."""

from __future__ import annotations

from nb2pkg.notebook.ipython.logical import lines_inside_strings
from nb2pkg.patterns import pattern

_IPYTHON_PROMPT = pattern(r"(?:(?:\[(?:nav|ins)\])? ?In \[\d+\]: |\s*\.{3,}: ?)")
_PYTHON_PROMPT = pattern(r"\s*(?:>>>|\.\.\.)[ \t]?")


def without_prompts(source: str) -> tuple[str, list[int]]:
    """Take `>>> ` and `In [1]: ` from a session that was pasted, but not from a docstring."""
    lines = source.split("\n")
    removed = [0] * len(lines)
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if any(_IPYTHON_PROMPT.match(line) for line in lines[first : first + 2]):
        pattern, kept = _IPYTHON_PROMPT, set[int]()
    elif ">>>" in source:
        pattern = _PYTHON_PROMPT
        begun = lines_inside_strings(source)
        kept = {line for line, start in begun.items() if not pattern.match(lines[start])}
        if not any(
            line.lstrip().startswith(">>>") and i not in kept for i, line in enumerate(lines)
        ):
            return source, removed
    else:
        return source, removed
    for index, line in enumerate(lines):
        match = pattern.match(line) if index not in kept else None
        if match:
            removed[index] = match.end()
            lines[index] = line[match.end() :]
    return "\n".join(lines), removed


def dedented(source: str, removed: list[int]) -> tuple[str, list[int]]:
    """Take away the indent that all lines share, else the first line's where it is repeated."""
    lines = source.split("\n")
    indents = [line[: len(line) - len(line.lstrip())] for line in lines if line.strip()]
    if not indents or not indents[0]:
        return source, removed
    low, high = min(indents), max(indents)
    shared = next((i for i, char in enumerate(low) if char != high[i]), len(low))
    margin = low[:shared] or indents[0]
    for index, line in enumerate(lines):
        taken = len(margin) if line.startswith(margin) else 0
        lines[index] = line[taken:]
        removed[index] += taken
    return "\n".join(lines), removed
