"""A verdict as one self-contained page: what notebook and package showed, side by side, differences marked."""

from __future__ import annotations

from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from nb2pkg.report import serving
from nb2pkg.report.counts import cell_named, with_counts
from nb2pkg.report.marks import marked_tables, marked_texts, table
from nb2pkg.report.page_style import STYLE
from nb2pkg.report.verification import (
    LEFT_BEHIND,
    MEANING,
    changing_text,
    divergence_text,
    share,
    widest_text,
)
from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.report.counts import Counts
    from nb2pkg.verify.model import (
        CellOutput,
        Changing,
        Difference,
        NotCompared,
        Side,
        Verification,
    )

_WORDS: Final = {
    True: ("same", "the same"),
    False: ("differs", "differs"),
    None: ("unknown", "not compared"),
}


def page(checked: Verification) -> str:
    """Return the page; it needs nothing from elsewhere, and what it shows is never taken for markup."""
    counts = dict(checked.counts)
    parts = [
        f'<h1>Verification: <span class="{escape(checked.status)}">{escape(checked.status)}</span></h1>',
        f"<p>{escape(MEANING[checked.status])}</p>",
        _divergence(checked),
        _changing(checked.changing, counts),
        _ways(checked.outputs),
        _summary(checked),
        serving.table(checked.serving, counts),
        _notes(checked.notes, counts),
        _differences(checked.differences, counts),
        _not_compared(checked.not_compared, counts),
        _outputs(checked.outputs, counts),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>nb2pkg: {escape(checked.status)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, parts))
        + "\n</main>\n</body>\n</html>\n"
    )


def _divergence(checked: Verification) -> str:
    if checked.divergence is None:
        return ""
    said, cell = (
        escape(without_secrets(divergence_text(checked.divergence, dict(checked.counts)))),
        checked.divergence.cell,
    )
    shown = any(output.cell == cell for output in checked.outputs)
    place = f'<a href="#cell-{cell}">{said}</a>' if shown else said
    return f'<p class="parting"><strong>They part at</strong> {place}</p>'


def _changing(changing: Iterable[Changing], counts: Counts) -> str:
    """Return what stays in the notebook above the first difference although it changes something."""
    rows = "".join(f"<li>{escape(changing_text(c, counts))}</li>" for c in changing)
    return f"<p>{LEFT_BEHIND[0].upper()}{LEFT_BEHIND[1:]}:</p>\n<ul>{rows}</ul>" if rows else ""


def _ways(outputs: Iterable[CellOutput]) -> str:
    """Return links to the cells that differ, for the keyboard."""
    links = [f'<a href="#cell-{o.cell}">{o.cell}</a>' for o in outputs if o.agreed is False]
    return f"<nav>Cells that differ: {', '.join(links)}</nav>" if links else ""


def _summary(checked: Verification) -> str:
    rows = [
        ("Cell outputs, notebook and rewritten notebook", share(checked.cells)),
        ("Values, notebook and package", share(checked.values)),
        ("Outputs stored in the file, like a fresh run", share(checked.stored)),
        *((f"Seconds, {name}", f"{seconds:.1f}") for name, seconds in checked.seconds),
    ]
    if checked.widest is not None:
        rows.append(("Largest difference within tolerance", widest_text(checked.widest)))
    cells = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{escape(said)}</td></tr>" for name, said in rows
    )
    return f"<table>{cells}</table>"


def _notes(notes: Iterable[str], counts: Counts) -> str:
    told = (with_counts(without_secrets(note), counts) for note in notes)
    return "".join(f"<pre>{escape(note)}</pre>" for note in told)


def _differences(differences: Iterable[Difference], counts: Counts) -> str:
    rows = []
    for d in differences:
        name = " ".join(filter(None, [_cell(d.cell, counts), d.name]))
        mine, theirs = marked_texts(*map(without_secrets, (d.notebook, d.package)))
        rows.append(_row("differs", escape(name), _pre(mine), _pre(theirs)))
    return _table("Differences", rows)


def _not_compared(things: Iterable[NotCompared], counts: Counts) -> str:
    told = (tuple(with_counts(text, counts) for text in (t.name, t.reason)) for t in things)
    rows = [f"<tr><td>{escape(name)}</td><td>{escape(reason)}</td></tr>" for name, reason in told]
    return f"<h2>Not compared</h2><table>{''.join(rows)}</table>" if rows else ""


def _outputs(outputs: Iterable[CellOutput], counts: Counts) -> str:
    rows = []
    for output in outputs:
        kind, said = _WORDS[output.agreed]
        source = f"<details><summary>code</summary>{_text(output.source)}</details>"
        name = f"{_cell(output.cell, counts)} {said}{source if output.source else ''}"
        mine, theirs = _sides(output, marking=output.agreed is False)
        rows.append(_row(kind, name, mine, theirs, f"cell-{output.cell}"))
    return _table("Cell by cell", rows)


def _sides(output: CellOutput, *, marking: bool) -> tuple[str, str]:
    """Return what both sides showed; where it differs, with marks and with the pictures laid over each other."""
    mine, theirs = output.notebook, output.package
    if not marking:
        return _side(mine), _side(theirs)
    texts = marked_texts(mine.text, theirs.text)
    tables = [
        marked_tables(*pair) for pair in zip_longest(mine.tables, theirs.tables, fillvalue="")
    ]
    pictures = zip(mine.pictures, theirs.pictures, strict=False)
    overlaid = "".join(_overlaid(*pair) for pair in pictures if pair[0] != pair[1])
    if mine.tables and theirs.tables:
        texts = ("", "")  # the tables say it
    return (
        _pre(texts[0]) + "".join(pair[0] for pair in tables) + _pictures(mine.pictures),
        _pre(texts[1])
        + "".join(pair[1] for pair in tables)
        + _pictures(theirs.pictures)
        + overlaid,
    )


def _side(side: Side) -> str:
    """Return what one side showed; a table says the same as its plain text, and reads better."""
    plain = "" if side.tables else _text(side.text)
    tables = "".join(table(without_secrets(html)) for html in side.tables)
    return plain + tables + _pictures(side.pictures)


def _overlaid(mine: str, theirs: str) -> str:
    """Return two pictures on top of each other: what is black is the same."""
    return (
        '<figure><div class="overlay">'
        f'<img alt="" src="{_source(mine)}"><img alt="" src="{_source(theirs)}"></div>'
        "<figcaption>both laid over each other: what is black is the same</figcaption></figure>"
    )


def _table(title: str, rows: Iterable[str]) -> str:
    body = "".join(rows)
    head = "<thead><tr><th></th><th scope=col>Notebook</th><th scope=col>Package</th></tr></thead>"
    return f"<h2>{title}</h2><table class=sides>{head}{body}</table>" if body else ""


def _row(kind: str, name: str, mine: str, theirs: str, place: str = "") -> str:
    at = f' id="{place}" tabindex="-1"' if place else ""
    return f'<tr class="{kind}"{at}><td>{name}</td><td>{mine}</td><td>{theirs}</td></tr>'


def _cell(number: int | None, counts: Counts) -> str:
    return cell_named(number, counts) if number is not None else ""


def _text(text: str) -> str:
    return _pre(escape(without_secrets(text)))


def _pre(markup: str) -> str:
    return f"<pre>{markup}</pre>" if markup else ""


def _pictures(pictures: Iterable[str]) -> str:
    return "".join(f'<img alt="" src="{_source(picture)}">' for picture in pictures)


def _source(picture: str) -> str:
    """Return a picture as it stands in a page; PNG is told from JPEG by the first bytes, here in base64."""
    kind = "image/png" if picture.startswith("iVBOR") else "image/jpeg"
    return f"data:{kind};base64,{escape(picture)}"
