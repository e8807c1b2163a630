"""Findings for people: the place, what is wrong, the line, the other places, what to do."""

from __future__ import annotations

from nb2pkg.lint.rule import cell_name
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook, Place
    from nb2pkg.report import Report

WIDTH = 110  # longer source lines are cut
LONGEST = 5000  # … and longer ones are not shown at all
_UNPRINTABLE = pattern(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COLOURS = {"error": "31", "warning": "33", "note": "36"}
_BOLD, _DIM = "1", "2"


def render(reports: Sequence[Report], *, colour: bool = False) -> str:
    """Return all findings and a closing line."""
    blocks = [block for report in reports for block in _blocks(report, colour=colour)]
    return "\n".join([*blocks, summary(reports)]) + "\n"


def summary(reports: Sequence[Report]) -> str:
    """Return one line: how many findings of which severity, of how many causes, in how many notebooks."""
    findings = [finding for report in reports for finding in report.findings]
    notebooks = _count(len(reports), "notebook")
    if not findings:
        return f"Nothing found in {notebooks}."
    counts = [
        _count(number, severity)
        for severity in ("error", "warning", "note")
        if (number := sum(finding.severity == severity for finding in findings))
    ]
    causes = len({(report.path, _cause(each)) for report in reports for each in report.findings})
    told = f" ({_count(causes, 'cause')})" if causes < len(findings) else ""
    return f"Found {', '.join(counts)}{told} in {notebooks}."


def _cause(finding: Finding) -> object:
    """Return what findings have in common that are shown as one."""
    return (finding.code, finding.cause) if finding.cause else id(finding)


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings of a notebook by cause, in the order in which they come."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    return list(groups.values())


def place_name(path: str, place: Place | None) -> str:
    """Return a place as `notebook.ipynb:cell 3:2:5`."""
    if place is None:
        return path
    return f"{path}:cell {place.cell}:{place.line}:{place.column}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _blocks(report: Report, *, colour: bool) -> Iterator[str]:
    for group in grouped(report.findings):
        yield "\n".join(_lines(report, group, colour=colour))


def _lines(report: Report, group: Sequence[Finding], *, colour: bool) -> Iterator[str]:
    """Yield the lines about the findings of one cause: the first one, and where the others are."""
    finding, *others = group
    paint = _painted if colour else _plain
    where = paint(printable(place_name(report.path, finding.place)), _BOLD)
    code = paint(finding.code, _COLOURS[finding.severity])
    weak = "" if finding.severity == "error" else f" ({finding.severity})"
    count = "" if finding.execution_count is None else f" In [{finding.execution_count}]:"
    yield f"{where}: {code}{weak}{count} {printable(finding.message)}"
    if report.notebook is not None and finding.place is not None:
        known = secrets_found(report)
        yield from _excerpt(report.notebook, finding.place, known)
        also = ((each.place, f"`{each.variable}` is read here too") for each in others)
        for place, message in (*finding.related, *also):
            if place is not None:
                line = source_line(report.notebook, place, known).strip()
                at = f"{cell_name(report.notebook.cell(place.cell))}, line {place.line}"
                yield paint(f"     = {at}: ", _DIM) + f"{line}  ({printable(message)})"
    if finding.help:
        yield paint("     = help: ", _DIM) + printable(finding.help)


def secrets_found(report: Report) -> tuple[str, ...]:
    """Return the secrets that the findings of a report are about, as they stand in the notebook."""
    return tuple(
        _raw_line(report.notebook, place)[place.column - 1 : place.end_column - 1]
        for finding in report.findings
        if finding.code == "NB303" and report.notebook and (place := finding.place)
    )


def _excerpt(notebook: Notebook, place: Place, known: Sequence[str]) -> Iterator[str]:
    """Yield the line of a place and a line that underlines it."""
    line = _raw_line(notebook, place)
    text = _safe(line, known)
    start = min(len(_safe(line[: place.column - 1], known)), len(text))
    end = start + place.end_column - place.column if place.end_line == place.line else len(text)
    if start > WIDTH // 2 and len(text) > WIDTH:  # show the part that matters
        cut = start - WIDTH // 2
        text, start, end = "…" + text[cut + 1 :], start - cut, end - cut
    end = min(end, len(text))
    shown = printable(text)[:WIDTH]
    indent = "".join("\t" if each == "\t" else " " * _cells(each) for each in text[:start])
    marked = sum(_cells(each) for each in text[start : min(end, WIDTH)])
    yield f"{place.line:>4} | {shown}"
    yield f"     | {indent}{'^' * max(marked, 1)}"


def source_line(notebook: Notebook, place: Place, known: Sequence[str] = ()) -> str:
    """Return the line a place begins in, fit for showing; `known` are secrets that it may hold."""
    return printable(_safe(_raw_line(notebook, place), known))[:WIDTH]


def first_line(report: Report, statement: Statement) -> str:
    """Return the first line of a statement, and of a magic what its author wrote."""
    if statement.magic is not None and report.notebook is not None:
        return source_line(report.notebook, statement.place).strip()
    return _safe(statement.text.split("\n", 1)[0], ())


def _safe(line: str, known: Sequence[str]) -> str:
    """Return a line without secrets; a very long one is data, and not looked through."""
    from nb2pkg.secrets import without_secrets

    return without_secrets(line, known) if len(line) <= LONGEST else f"({len(line)} characters)"


def _raw_line(notebook: Notebook, place: Place) -> str:
    lines = notebook.cell(place.cell).source.split("\n")
    return lines[place.line - 1] if place.line <= len(lines) else ""


def printable(text: str) -> str:
    """Return the text without characters that a terminal would act on."""
    cleaned = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return cleaned.encode("utf-8", "replace").decode("utf-8")


def _cells(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if character.isascii():
        return 1
    import unicodedata

    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _plain(text: str, _style: str) -> str:
    return text
