"""What gives the same for the same arguments, whenever it is called, and touches nothing else.

Source: the Python 3.11-3.14 library reference. Decimals are missing, since their arithmetic asks a global context,
and so are arrays, since what shares their memory is hard to tell.
"""

from __future__ import annotations

from nb2pkg.typed import Final

#: builtins that can be called; what they give shares nothing that could be used up
BUILTINS: Final = frozenset(
    "abs all any ascii bin bool bytes chr complex dict divmod float format frozenset hex int isinstance issubclass "
    "len list max min oct ord pow range repr round set slice sorted str sum tuple".split()
)

#: builtins whose result can be gone through once
ITERATORS: Final = frozenset("enumerate filter map reversed zip".split())

#: callables that make a type, or a value that nobody can change
IMMUTABLE: Final = frozenset(
    "collections.namedtuple typing.NamedTuple typing.NewType typing.TypeVar typing.TypedDict enum.Enum enum.IntEnum "
    "enum.Flag enum.IntFlag re.compile fractions.Fraction datetime.date datetime.time "
    "datetime.datetime datetime.timedelta datetime.timezone math.* cmath.* operator.* "
    "pathlib.PurePath pathlib.PurePosixPath builtins.abs builtins.bool builtins.chr builtins.complex builtins.float "
    "builtins.int builtins.len builtins.ord builtins.range builtins.round builtins.str builtins.repr builtins.hex "
    "builtins.bin".split()
)

#: functions of modules that can be called; `module.*` is all of a module
CALLS: Final = IMMUTABLE | frozenset(
    "collections.Counter collections.OrderedDict collections.defaultdict collections.deque collections.ChainMap "
    "copy.copy copy.deepcopy functools.reduce re.sub re.split re.findall statistics.mean statistics.median "
    "textwrap.dedent calendar.monthrange dataclasses.field".split()
)

#: the same, for functions whose result can be gone through once
ITERATING: Final = frozenset({"itertools.*"})

#: modules whose attributes are constants and types
ATTRIBUTES: Final = frozenset(
    "typing typing_extensions string math cmath operator collections collections.abc numbers enum dataclasses re "
    "fractions itertools".split()
)

#: methods that change nothing, depend on nothing but the receiver and the arguments, and give what nobody can change
IMMUTABLE_METHODS: Final = frozenset(
    (
        "capitalize casefold center endswith format isalpha isdigit join ljust lower lstrip removeprefix "
        "removesuffix rjust rstrip startswith strip swapcase title upper zfill strftime isoformat total_seconds "
        "count index find"
    ).split()
)

#: the same, whatever they give
METHODS: Final = IMMUTABLE_METHODS | frozenset(
    (
        "difference get intersection isalnum isdisjoint islower isnumeric isspace issubset issuperset isupper items "
        "keys most_common partition replace rfind rindex rpartition rsplit split splitlines symmetric_difference "
        "translate union values copy encode decode _asdict _make _replace date maketrans fromkeys reshape tolist "
        "astype"
    ).split()
)

#: callables of modules whose result holds the very object that they are given
HOLDING: Final = frozenset(
    "functools.partial itertools.repeat types.SimpleNamespace types.MappingProxyType collections.ChainMap "
    "collections.UserList collections.UserDict".split()
)

#: builtins that may be handed any object: they keep nothing of it, and change nothing in it
HARMLESS: Final = frozenset("print enumerate next iter".split())

#: bases of classes whose bodies are tables of constants
RECORDS: Final = frozenset(
    "typing.NamedTuple enum.Enum enum.IntEnum enum.StrEnum enum.Flag".split()
)

#: methods that go through what they are handed at once
USING_UP: Final = frozenset({"join", "union"})

#: methods whose result holds nothing that can be changed, although it can be changed itself
FLAT_METHODS: Final = frozenset({"split", "splitlines"})

#: functions whose result holds the members of what they are handed, and nothing else …
SHALLOW: Final = frozenset(
    "builtins.list builtins.tuple builtins.sorted builtins.dict builtins.enumerate builtins.zip "
    "builtins.reversed collections.OrderedDict collections.deque".split()
)
#: … and those that hash them
HASHING: Final = frozenset("builtins.set builtins.frozenset collections.Counter".split())

#: builtins that see the names around their call …
NAMESPACES: Final = ("dir", "globals", "locals", "vars")
#: … or run code that does
REFLECTING: Final = frozenset({*NAMESPACES, "eval", "exec"})

#: builtins that libraries have functions of the same name for, as numpy has
SHADOWED: Final = frozenset("abs all any divmod max min open pow round sum".split())

#: the modules of the standard library that people import with a star; none of them does anything else
STARRED: Final = frozenset(
    "math cmath random os os.path time datetime string statistics itertools functools collections fractions decimal "
    "operator typing copy re json glob".split()
)

#: calls that ask the environment, and so may give something else elsewhere
ASKING: Final = frozenset({"os.environ.get", "os.getenv", "os.getcwd", "pathlib.Path.cwd"})
