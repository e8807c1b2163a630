"""Kinds: what a value is, as far as that can be told without running anything.

As a text, which tables of `knowledge` hold and which is read here alone (but for resources), a kind is one of

pandas.DataFrame, list           an object that some table describes, or one of Python
instance:sklearn.svm.SVC         an object of a class that is known by its name alone; where it draws random numbers
                                 …#draws takes them from a global state, …#seeded has been given a seed
module:numpy, class:, function:, builtin:print, import:
                                 what an import or Python itself has bound; `import` where nothing is known of it
resource:rc:mpl                  an object that stands for a resource; no text is read as one
notebook-function:f, notebook-class:, notebook-instance:, notebook-partial:
                                 what the notebook has defined, or made of that
notebook-generator:f, notebook-result:f
                                 what a call of a generator function gives, and a function that another one has made
local-class:C, local-function, local-closure
                                 what stands inside of a function
"""

from __future__ import annotations

from sys import intern

from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nb2pkg.analysis.resources import Resource

OBJECT: Final = ""  # the family of what has no other
MODULE, CLASS, FUNCTION, BUILTIN, IMPORT = "module", "class", "function", "builtin", "import"
INSTANCE, RESOURCE = "instance", "resource"
OWN_FUNCTION, OWN_CLASS = "notebook-function", "notebook-class"
OWN_INSTANCE, OWN_PARTIAL = "notebook-instance", "notebook-partial"
OWN_GENERATOR, OWN_RESULT = "notebook-generator", "notebook-result"
LOCAL_CLASS, LOCAL_FUNCTION, LOCAL_CLOSURE = "local-class", "local-function", "local-closure"

DRAWS, SEEDED = "draws", "seeded"  # what an instance does about random numbers

_QUALIFIED: Final = frozenset({MODULE, CLASS, FUNCTION, BUILTIN, IMPORT})
_OWN: Final = frozenset(
    {OWN_FUNCTION, OWN_CLASS, OWN_INSTANCE, OWN_PARTIAL, OWN_GENERATOR, OWN_RESULT}
)
_LOCAL: Final = frozenset({LOCAL_CLASS, LOCAL_FUNCTION, LOCAL_CLOSURE})
_HIDDEN: Final = _LOCAL | {BUILTIN}
_OBJECTS: Final = frozenset({OBJECT, INSTANCE})
_FAMILIES: Final = _QUALIFIED | _OWN | _LOCAL | {INSTANCE}
_FIXED_FAMILIES: Final = frozenset({MODULE, FUNCTION, CLASS, OWN_FUNCTION, OWN_PARTIAL, OWN_CLASS})
_FIXED: Final = frozenset(
    "int float str bool None bytes complex datetime numpy.scalar range frozenset".split()
)
_GENERATORS: Final = ("numpy.random.", "random.Random")

_KNOWN: Final[dict[tuple[str, str, str], Kind]] = {}


class Kind:
    """A kind of value; there is one object for each, so that kinds are the same if they are one."""

    __slots__ = (
        "described",
        "family",
        "is_fixed",
        "is_generator",
        "is_hidden",
        "is_instance",
        "is_local",
        "is_own",
        "is_qualified",
        "library",
        "name",
        "randomness",
        "resource",
    )

    family: str
    name: str
    randomness: str  # DRAWS, SEEDED or nothing
    resource: Resource | None  # that its objects stand for
    library: str  # the first part of the name
    described: str  # what its methods are called after: the class, where there is one
    is_fixed: bool  # such objects cannot change, or are never worth following
    is_generator: bool  # a random generator of one's own
    is_hidden: bool  # nobody asks for it who looks at a statement from outside
    is_instance: bool  # an object of a class that is known by its name alone
    is_local: bool  # it has been defined inside of a function
    is_own: bool  # the notebook has defined it, or its class
    is_qualified: bool  # the name is the qualified name of what it is, not of its class

    def __new__(  # noqa: PYI034
        cls, family: str, name: str = "", randomness: str = "", resource: Resource | None = None
    ) -> Kind:
        """Return the kind of a family and a name in it; that of a resource is made by `standing_for`."""
        key = (family, name, randomness)
        kind = _KNOWN.get(key)
        if kind is None:
            kind = _KNOWN[key] = super().__new__(cls)
            _fill(kind, *key, resource)
        return kind

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to change."""
        raise AttributeError(name)

    def __reduce__(self) -> tuple[type[Kind], tuple[str, str, str, Resource | None]]:
        """Let another process have one object of it as well."""
        return Kind, (self.family, self.name, self.randomness, self.resource)

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        name = f"{self.name}#{self.randomness}" if self.randomness else self.name
        if self.family == OBJECT:
            return name
        return f"{self.family}:{name}" if name else self.family

    def __repr__(self) -> str:
        """Return the text, told apart from one."""
        return f"<{self}>"

    @property
    def is_object(self) -> bool:
        """Tell whether the name says of what class an object is."""
        return self.family in _OBJECTS

    def with_randomness(self, randomness: str) -> Kind:
        """Return the same kind with what its objects do about random numbers."""
        return Kind(self.family, self.name, randomness)


def _fill(kind: Kind, family: str, name: str, randomness: str, resource: Resource | None) -> None:
    """Give a new kind its fields, past its refusal to change."""
    fill = object.__setattr__
    fill(kind, "family", intern(family))
    fill(kind, "name", name)
    fill(kind, "randomness", randomness)
    fill(kind, "resource", resource)
    fill(kind, "library", name.partition(".")[0])
    fill(kind, "described", name if family in _OBJECTS else str(kind))
    fill(kind, "is_fixed", family in _FIXED_FAMILIES or (family == OBJECT and name in _FIXED))
    fill(kind, "is_generator", family == INSTANCE and name.startswith(_GENERATORS))
    fill(kind, "is_hidden", family in _HIDDEN or (family == OBJECT and name == "namespace"))
    fill(kind, "is_instance", family == INSTANCE)
    fill(kind, "is_local", family in _LOCAL)
    fill(kind, "is_own", family in _OWN)
    fill(kind, "is_qualified", family in _QUALIFIED)


def parse(text: str) -> Kind:
    """Return the kind that a text of `knowledge` stands for."""
    name, _, randomness = text.partition("#")
    family, _, rest = name.partition(":")
    return Kind(family, rest, randomness) if family in _FAMILIES else Kind(OBJECT, name, randomness)


def instance(name: str, randomness: str = "") -> Kind:
    """Return the kind of the objects of a class."""
    return Kind(INSTANCE, name, randomness)


def standing_for(resource: Resource) -> Kind:
    """Return the kind of the objects that stand for a resource."""
    return Kind(RESOURCE, str(resource), "", resource)


def named(name: str) -> Kind:
    """Return the kind of the objects that some table describes under a name."""
    return Kind(OBJECT, name)


BOOL, INT, FLOAT, STR, BYTES = map(named, ("bool", "int", "float", "str", "bytes"))
NONE, SLICE, TYPE, EXCEPTION = map(named, ("None", "slice", "type", "exception"))
LIST, TUPLE, DICT, SET, RANGE = map(named, ("list", "tuple", "dict", "set", "range"))
KEYS, VALUES, ITEMS = map(named, ("keys", "values", "items"))
ITERATOR, GENERATOR, FILE, PATH = map(named, ("iterator", "generator", "file", "path"))
NAMESPACE = named("namespace")  # what `globals()` gives

FRAME, SERIES, INDEX = map(named, ("pandas.DataFrame", "pandas.Series", "pandas.Index"))
INDEXER, GROUPS = map(named, ("pandas.Indexer", "pandas.GroupBy"))
SERIES_GROUPS = named("pandas.SeriesGroupBy")
ARRAY, SCALAR = map(named, ("numpy.ndarray", "numpy.scalar"))
BUNCH, RESULTS = map(named, ("bunch", "statsmodels.Results"))
AXES, FIGURE = map(named, ("axes", "figure"))

CONTAINERS: Final = frozenset({LIST, TUPLE, DICT, SET})
MUTABLE_CONTAINERS: Final = CONTAINERS - {TUPLE}
DRAWINGS: Final = frozenset({AXES, FIGURE})

# no kinds of their own: results of calls that are of the kind of the receiver, or of the first argument
RECEIVER, FIRST = map(named, ("self", "=0"))
