"""Tables of databases: which calls read them, and which write them."""

from __future__ import annotations

from nb2pkg.analysis.knowledge.frames import QUERYING, READING_TABLES, WRITING_TABLES
from nb2pkg.analysis.resources import table
from nb2pkg.analysis.scan.arguments import find
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.arguments import Argument
    from nb2pkg.analysis.scan.recorder import Recorder


def touch_tables(recorder: Recorder, name: str, arguments: list[Argument]) -> None:
    """Note what a call of a function or method of this name does to tables, as far as it names them."""
    if name not in QUERYING and name not in READING_TABLES and name not in WRITING_TABLES:
        return
    from nb2pkg.analysis.knowledge.queries import changed, tables

    text = arguments[0].value.literal if arguments else None
    if text is None:
        return
    if name in WRITING_TABLES:
        kept = find(arguments, "if_exists")
        adds = kept is not None and kept.value.literal == "append"
        recorder.use(table(text), reads=adds, writes=True)
        return
    target = changed(text) if name in QUERYING else None
    if target is not None:
        recorder.use(table(target), reads=True, writes=True)
    for each in [text] if text.isidentifier() else tables(text):
        recorder.use(table(each), reads=True)
