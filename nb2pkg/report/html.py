"""A verdict as one self-contained page: what notebook and package showed, side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.model import CellOutput, Difference, NotCompared, Tally, Verification

_STYLE: Final = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222; }
h1 span { padding: 0 .4em; border-radius: .2em; color: #fff; background: #a33; }
h1 span.match { background: #283; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 2rem; }
th, td { border: 1px solid #ccc; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow: auto; }
th:first-child, td:first-child { width: 9rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.4 ui-monospace, monospace; }
img { max-width: 100%; background: #fff; }
tr.differs td:first-child { border-left: 4px solid #a33; }
tr.same td:first-child { border-left: 4px solid #283; }
tr.unknown td:first-child { border-left: 4px solid #999; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } th, td { border-color: #555; } }
"""
_WORDS: Final = {
    True: ("same", "the same"),
    False: ("differs", "differs"),
    None: ("unknown", "not compared"),
}


def page(checked: Verification) -> str:
    """Return the page; it needs nothing from elsewhere, and what it shows is never taken for markup."""
    parts = [
        f'<h1>Verification: <span class="{escape(checked.status)}">{escape(checked.status)}</span></h1>',
        _summary(checked),
        _notes(checked.notes),
        _differences(checked.differences),
        _not_compared(checked.not_compared),
        _outputs(checked.outputs),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>nb2pkg: {escape(checked.status)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(filter(None, parts))
        + "\n</body>\n</html>\n"
    )


def _summary(checked: Verification) -> str:
    rows = [
        ("Cell outputs, notebook and rewritten notebook", _share(checked.cells)),
        ("Values, notebook and package", _share(checked.values)),
        ("Outputs stored in the file, like a fresh run", _share(checked.stored)),
        *((f"Seconds, {name}", f"{seconds:.1f}") for name, seconds in checked.seconds),
    ]
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>" for name, said in rows
    )
    return f"<table>{cells}</table>"


def _share(tally: Tally) -> str:
    return f"{tally.matched} of {tally.compared}"


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"<pre>{escape(without_secrets(note))}</pre>" for note in notes)


def _differences(differences: Iterable[Difference]) -> str:
    rows = (
        _row(
            "differs",
            " ".join(filter(None, [_cell(d.cell), d.name])),
            _text(d.notebook),
            _text(d.package),
        )
        for d in differences
    )
    return _table("Differences", rows)


def _not_compared(things: Iterable[NotCompared]) -> str:
    rows = [
        f"<tr><td>{escape(thing.name)}</td><td>{escape(thing.reason)}</td></tr>" for thing in things
    ]
    return f"<h2>Not compared</h2><table>{''.join(rows)}</table>" if rows else ""


def _outputs(outputs: Iterable[CellOutput]) -> str:
    rows = []
    for output in outputs:
        kind, said = _WORDS[output.agreed]
        mine = _text(output.notebook) + _pictures(output.notebook_pictures)
        theirs = _text(output.package) + _pictures(output.package_pictures)
        rows.append(_row(kind, f"{_cell(output.cell)} {said}", mine, theirs))
    return _table("Cell by cell", rows)


def _table(title: str, rows: Iterable[str]) -> str:
    body = "".join(rows)
    head = "<tr><th></th><th>Notebook</th><th>Package</th></tr>"
    return f"<h2>{title}</h2><table>{head}{body}</table>" if body else ""


def _row(kind: str, name: str, mine: str, theirs: str) -> str:
    return f'<tr class="{kind}"><td>{escape(name)}</td><td>{mine}</td><td>{theirs}</td></tr>'


def _cell(number: int | None) -> str:
    return f"cell {number}" if number is not None else ""


def _text(text: str) -> str:
    return f"<pre>{escape(without_secrets(text))}</pre>" if text else ""


def _pictures(pictures: Iterable[str]) -> str:
    return "".join(
        f'<img alt="" src="data:{_mime(picture)};base64,{escape(picture)}">' for picture in pictures
    )


def _mime(picture: str) -> str:
    """Tell PNG from JPEG by the first bytes, here in base64."""
    return "image/png" if picture.startswith("iVBOR") else "image/jpeg"
