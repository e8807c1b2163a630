"""What is known of one call, said in one record; the tables by kind and by name are made of them."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = str | tuple[str, ...] | None

UNSAID: Final = ""  # no word on the result, where None says that it may be of any kind

# what a method's name alone says, when the kind of its receiver is unknown
CHANGES: Final = "changes"  # the receiver, whatever it is
IF_DISCARDED: Final = "if discarded"  # changes the receiver if the result is thrown away
NOTHING: Final = "nothing"  # changes nothing even then: it shows, writes elsewhere, or computes

# keywords that are given the path of a file
PATH_KEYWORDS: Final = (
    "filepath_or_buffer",
    "path_or_buf",
    "path",
    "io",
    "fname",
    "file",
    "filename",
    "path_or_buffer",
    "excel_writer",
    "name",
    "fp",
)

# what a method gives of the rows that it is handed
TRANSFORMED: Final = "transformed"
RESAMPLED: Final = "resampled"  # others, or another number of them
BACK: Final = "back"  # what they were before they were transformed


class Call(NamedTuple):
    """A function under its qualified name, or a method as `kind.method`."""

    name: str
    returns: Kind = UNSAID
    is_mutator: bool = False  # it changes its receiver
    is_keeper: bool = False  # it keeps hold of its arguments
    shares: int | None = None  # trust that its result shares an object with the receiver
    alone: str = ""
    reads: int | None = None  # position of the path of the file that it reads
    writes: int | None = None  # … or writes
    lifted: int | None = None  # position of a path that may become a setting, if it is a literal
    needs: tuple[
        tuple[str, ...], ...
    ] = ()  # ways to have it done: modules; the first is what the library takes
    is_fit: bool = False  # it fits its receiver
    is_prediction: bool = False
    rows: str = ""  # what it gives of the rows that it is handed
    stage: tuple[str, float] | None = None  # what it speaks for, and how strongly
    variable: str = ""  # what its value is called
    phrase: str = ""  # what it does, see `phrases`


def returned(calls: Iterable[Call]) -> dict[str, dict[str, Kind]]:
    """Return by kind and method what the calls give."""
    found: dict[str, dict[str, Kind]] = {}
    for call in calls:
        if call.returns != UNSAID:
            kind, _, method = call.name.rpartition(".")
            found.setdefault(kind, {})[method] = call.returns
    return found


def shared(calls: Iterable[Call]) -> dict[str, dict[str, int]]:
    """Return by kind and method the trust that the results share an object with the receiver."""
    found: dict[str, dict[str, int]] = {}
    for call in calls:
        if call.shares is not None:
            kind, _, method = call.name.rpartition(".")
            found.setdefault(kind, {})[method] = call.shares
    return found


def reading(calls: Iterable[Call]) -> dict[str, int]:
    """Return the position of the path for the calls that read a file."""
    return {call.name: call.reads for call in calls if call.reads is not None}


def writing(calls: Iterable[Call]) -> dict[str, int]:
    """Return the position of the path for the calls that write a file."""
    return {call.name: call.writes for call in calls if call.writes is not None}


def by_kind(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the methods of each kind among names such as `list.append`."""
    found: dict[str, list[str]] = {}
    for name in names:
        kind, _, method = name.rpartition(".")
        found.setdefault(kind, []).append(method)
    return {kind: frozenset(methods) for kind, methods in found.items()}


def named(call: Call) -> str:
    """Return the last part of a call's name."""
    return call.name.rpartition(".")[2]


def lasts(names: Iterable[str]) -> frozenset[str]:
    """Return the last parts of names."""
    return frozenset(name.rpartition(".")[2] for name in names)
