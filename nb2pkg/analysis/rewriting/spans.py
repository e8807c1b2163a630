"""Where in a text a node of its tree stands: offsets in characters, as lines and bytes are what Python tells."""

from __future__ import annotations

import ast


def line_starts(text: str) -> list[int]:
    """Return the offset of each line of a text, and that of the line behind its last one."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def span(node: ast.expr | ast.stmt, starts: list[int], text: str) -> tuple[int, int]:
    """Return where a node begins and ends in a text whose lines begin at `starts`."""

    def at(line: int, offset: int) -> int:
        start = starts[line - 1]
        return start + len(text[start : starts[line] - 1].encode()[:offset].decode())

    return at(node.lineno, node.col_offset), at(
        node.end_lineno or node.lineno, node.end_col_offset or 0
    )
