"""Resources: what is no variable, and yet is read and written, such as random states, figures, files, and options."""

from __future__ import annotations

from nb2pkg.typed import Final, NamedTuple

FILES: Final = "fs"
TABLES: Final = "table"
ANY: Final = "*"  # the name that stands for every resource of a domain

_RANDOM: Final = "rng"
_OPTIONS: Final = "opt"
_PATTERN: Final = frozenset("*?[")
_OF_NO_RESULT: Final = frozenset({"display", "numpy"})  # options that say how something is printed
_DRAWING: Final = frozenset({"fig", "rc"})
_DISPLAY: Final = _DRAWING | {"warnings", "logging", "stdout", "clock"}
_ATTRIBUTE: Final = "attribute"
# how numpy treats errors, what modules keep, the folder, the environment …
_SETTINGS: Final = frozenset("err mod cwd env locale interpreter".split())


class Resource(NamedTuple):
    """A resource: the domain it belongs to, and its name where the domain has several."""

    domain: str  # "rng", "fig", "fs", "opt", "cwd", …
    name: str = ""  # "numpy", "current", "data.csv", "pandas", …

    def __str__(self) -> str:
        """Return how reports call it: `rng:numpy`, `cwd`."""
        return f"{self.domain}:{self.name}" if self.is_one_of_several else self.domain

    @property
    def is_one_of_several(self) -> bool:
        """Tell whether its domain has others."""
        return bool(self.name) or self.is_file

    @property
    def is_random(self) -> bool:
        """Tell whether it is the state of a random generator."""
        return self.domain == _RANDOM

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file or a folder."""
        return self.domain == FILES

    @property
    def is_table(self) -> bool:
        """Tell whether it is a table of a database."""
        return self.domain == TABLES

    @property
    def is_stored(self) -> bool:
        """Tell whether it is one file or table: what is read there is what was written last."""
        return (self.is_file and not self.is_wild and self.name != "") or self.is_table

    @property
    def is_attribute(self) -> bool:
        """Tell whether it is an attribute of a module."""
        return self.domain == _ATTRIBUTE

    @property
    def is_wild(self) -> bool:
        """Tell whether any resource of its domain, or of several files, may be meant."""
        return self.name == ANY or (self.is_file and not _PATTERN.isdisjoint(self.name))

    @property
    def is_relative_file(self) -> bool:
        """Tell whether the working directory says which file it is."""
        path = self.name
        return self.is_file and path[:1] not in ("*", "/", "~", "") and path[1:2] != ":"

    @property
    def is_carrying_data(self) -> bool:
        """Tell whether what one statement leaves there is given to the next one, and does not only order them."""
        return self.is_file or not self.is_one_of_several

    @property
    def is_drawn(self) -> bool:
        """Tell whether it is a figure, or the style of figures."""
        return self.domain in _DRAWING

    @property
    def is_display(self) -> bool:
        """Tell whether it concerns only how output looks."""
        return self.domain in _DISPLAY or self == DISPLAY

    @property
    def is_option(self) -> bool:
        """Tell whether it is a setting, of a library or the process, that may change what is computed."""
        if self.domain == _OPTIONS:
            return self.name not in _OF_NO_RESULT
        return self.domain in _SETTINGS

    @property
    def is_setting(self) -> bool:
        """Tell whether it sets how something works: an option, what a module is given, or how output looks."""
        return self.is_option or self.is_attribute or self.is_display


CLOCK: Final = Resource("clock")
CLIPBOARD: Final = Resource("clipboard")
DATABASE: Final = Resource("db")
ENVIRONMENT: Final = Resource("env")
FOLDER: Final = Resource("cwd")  # the working directory
INTERPRETER: Final = Resource("interpreter")
LOCALE: Final = Resource("locale")
LOGGING: Final = Resource("logging")
NETWORK: Final = Resource("net")
SHELL: Final = Resource("shell")
STDIN: Final = Resource("stdin")
MODULE_PATH: Final = Resource("syspath")
WARNINGS: Final = Resource("warnings")

FIGURE: Final = Resource("fig", "current")
STYLE: Final = Resource("rc", "mpl")
DISPLAY: Final = Resource(_OPTIONS, "display")  # how pandas prints tables
NUMPY_ERRORS: Final = Resource("err", "numpy")
TENSORFLOW_GRAPH: Final = Resource("graph", "tensorflow")

ANY_FILE: Final = Resource(FILES, ANY)
EVERY_RANDOM: Final = Resource(_RANDOM, "all")
FRESH_ENTROPY: Final = Resource(_RANDOM, "entropy")
PYTHON_RANDOM: Final = Resource(_RANDOM, "python")
NUMPY_RANDOM: Final = Resource(_RANDOM, "numpy")
TORCH_RANDOM: Final = Resource(_RANDOM, "torch")
TENSORFLOW_RANDOM: Final = Resource(_RANDOM, "tensorflow")


def file(path: str) -> Resource:
    """Return the file or folder at a path."""
    return Resource(FILES, path)


def table(name: str) -> Resource:
    """Return the table of a database that has a name; one name is taken to be one table."""
    return Resource(TABLES, name.lower())


def options_of(library: str) -> Resource:
    """Return the options of a library."""
    return Resource(_OPTIONS, library)


def state_of(module: str) -> Resource:
    """Return what a module keeps from one call to the next."""
    return Resource("mod", module)


def attribute_of(module: str, name: str) -> Resource:
    """Return what a module has under a name, which a notebook may set."""
    return Resource(_ATTRIBUTE, f"{module}.{name}")


def kept_by(function: str) -> Resource:
    """Return what a function keeps from one call to the next."""
    return Resource("kept", function)
