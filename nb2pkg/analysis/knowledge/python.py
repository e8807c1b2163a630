"""What is known of Python's builtins and standard library.

Sources: the Python 3.11-3.14 library reference (sections "Built-in Functions", "Built-in Types", and the module
pages named below). The tables have the same names in every module of this package; see its `__init__`.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import (
    CHANGES,
    IF_DISCARDED,
    NOTHING,
    Call,
    by_kind,
    reading,
    returned,
    shared,
)
from nb2pkg.analysis.resources import (
    CLOCK,
    DATABASE,
    ENVIRONMENT,
    FOLDER,
    FRESH_ENTROPY,
    INTERPRETER,
    LOCALE,
    LOGGING,
    MODULE_PATH,
    NETWORK,
    PYTHON_RANDOM,
    SHELL,
    STDIN,
    WARNINGS,
)
from nb2pkg.typed import Final

MODULES: Final = frozenset(
    "os os.path sys math random time datetime json csv re io glob shutil pathlib pickle joblib warnings "
    "itertools functools collections logging subprocess statistics string copy operator textwrap typing "
    "urllib urllib.request urllib.parse zipfile tarfile gzip sqlite3 tempfile locale gc threading "
    "multiprocessing concurrent.futures IPython IPython.display requests dataclasses inspect pprint "
    "unittest doctest hashlib struct socket heapq bisect calendar decimal fractions uuid platform getpass "
    "importlib contextlib timeit traceback types abc enum secrets tkinter html http http.client xml".split()
)

RESOURCES: Final = {
    "os.environ": ENVIRONMENT,
    "sys.path": MODULE_PATH,
    "sys.modules": MODULE_PATH,
    "sys.stdin": STDIN,
}
OBJECTS: Final = {
    "sys.argv": "list",
    "math.pi": "float",
    "math.e": "float",
    "math.inf": "float",
    "math.nan": "float",
    "os.sep": "str",
}

# calls that open a file, in a mode that they are handed
OPENERS: Final = (
    Call("builtins.open", "file", lifted=0),
    Call("io.open", "file"),
    Call("gzip.open", "file"),
    Call("bz2.open"),
    Call("lzma.open"),
    Call("codecs.open"),
    Call("zipfile.ZipFile", reads=0),
    Call("tarfile.open", reads=0),
)
OPENING: Final = frozenset(call.name for call in OPENERS)

RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {
    **dict.fromkeys(
        "builtins.len builtins.int builtins.ord builtins.hash builtins.id math.floor math.ceil "
        "random.randint random.randrange builtins.round math.factorial math.comb".split(),
        "int",
    ),
    **dict.fromkeys(
        "builtins.float math.sqrt math.exp math.log math.log10 math.log2 math.sin math.cos math.tan "
        "math.pow random.random random.uniform random.gauss time.time time.perf_counter "
        "time.process_time time.monotonic statistics.mean statistics.stdev "
        "statistics.median".split(),
        "float",
    ),
    **dict.fromkeys(
        "builtins.str builtins.repr builtins.chr builtins.format builtins.input builtins.hex builtins.bin "
        "os.getcwd os.path.join os.path.dirname os.path.basename os.path.abspath os.path.expanduser "
        "os.path.splitext json.dumps time.ctime time.strftime getpass.getpass os.getenv "
        "builtins.ascii builtins.oct textwrap.dedent".split(),
        "str",
    ),
    **dict.fromkeys(
        "builtins.bool builtins.isinstance builtins.issubclass builtins.hasattr builtins.callable "
        "builtins.all builtins.any os.path.exists os.path.isfile os.path.isdir math.isnan "
        "math.isclose".split(),
        "bool",
    ),
    **dict.fromkeys(
        "builtins.list builtins.sorted builtins.dir os.listdir glob.glob random.sample random.choices "
        "re.findall re.split".split(),
        "list",
    ),
    **dict.fromkeys(
        "builtins.dict builtins.vars json.load json.loads collections.OrderedDict "
        "collections.defaultdict collections.Counter".split(),
        "dict",
    ),
    **dict.fromkeys(
        "builtins.zip builtins.map builtins.filter builtins.enumerate builtins.reversed builtins.iter "
        "csv.reader csv.DictReader itertools.chain itertools.cycle itertools.islice itertools.count "
        "itertools.product itertools.combinations itertools.permutations itertools.groupby "
        "itertools.zip_longest os.walk os.scandir glob.iglob re.finditer".split(),
        "iterator",
    ),
    "builtins.set": "set",
    "builtins.frozenset": "frozenset",
    **dict.fromkeys(
        "builtins.print builtins.setattr builtins.delattr time.sleep random.seed random.shuffle os.chdir "
        "os.makedirs os.mkdir os.remove warnings.filterwarnings warnings.simplefilter pickle.dump json.dump "
        "builtins.display IPython.display.display IPython.display.clear_output heapq.heappush "
        "heapq.heapify bisect.insort pprint.pprint".split(),
        "None",
    ),
    **dict.fromkeys(
        "datetime.datetime.now datetime.datetime.today datetime.date.today datetime.datetime "
        "datetime.date datetime.timedelta datetime.datetime.strptime datetime.datetime.utcnow".split(),
        "datetime",
    ),
    "builtins.tuple": "tuple",
    "builtins.range": "range",
    **{call.name: call.returns for call in OPENERS if call.returns},
    "io.StringIO": "file",
    "io.BytesIO": "file",
    "builtins.globals": "namespace",
    "builtins.locals": "namespace",
    "pathlib.Path": "path",
    "pathlib.PurePath": "path",
    "pathlib.Path.cwd": "path",
    "pathlib.Path.home": "path",
    "collections.deque": "list",
    "builtins.type": "type",
}

# methods of lists (of deques too), dicts (of counters too) and sets
CONTAINERS: Final = (
    Call("list.append", "None", is_mutator=True, is_keeper=True, alone=CHANGES),
    Call("list.extend", "None", is_mutator=True, is_keeper=True, alone=CHANGES),
    Call("list.appendleft", "None", is_mutator=True, is_keeper=True, alone=CHANGES),
    Call("list.extendleft", is_mutator=True, is_keeper=True, alone=CHANGES),
    Call("list.insert", "None", is_mutator=True, is_keeper=True, alone=IF_DISCARDED),
    Call("list.remove", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("list.clear", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("list.sort", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("list.reverse", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("list.rotate", is_mutator=True, alone=IF_DISCARDED),
    Call("list.pop", is_mutator=True, shares=2, alone=IF_DISCARDED),
    Call("list.popleft", is_mutator=True, shares=2, alone=IF_DISCARDED),
    Call("list.__setitem__", is_mutator=True, alone=CHANGES),
    Call("list.__delitem__", is_mutator=True, alone=CHANGES),
    Call("list.copy", "list", shares=2, alone=NOTHING),
    Call("list.index", "int", alone=NOTHING),
    Call("list.count", "int", alone=NOTHING),
    Call("dict.update", "None", is_mutator=True, is_keeper=True, alone=IF_DISCARDED),
    Call("dict.setdefault", is_mutator=True, is_keeper=True, shares=2, alone=CHANGES),
    Call("dict.clear", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("dict.subtract", is_mutator=True, alone=IF_DISCARDED),
    Call("dict.move_to_end", is_mutator=True),
    Call("dict.pop", is_mutator=True, shares=2, alone=IF_DISCARDED),
    Call("dict.popitem", is_mutator=True, shares=2, alone=CHANGES),
    Call("dict.__setitem__", is_mutator=True, alone=CHANGES),
    Call("dict.__delitem__", is_mutator=True, alone=CHANGES),
    Call("dict.copy", "dict", shares=2, alone=NOTHING),
    Call("dict.get", shares=2, alone=NOTHING),
    Call("dict.items", shares=2, alone=NOTHING),
    Call("dict.values", shares=2, alone=NOTHING),
    Call("dict.keys", "keys", alone=NOTHING),
    Call("dict.most_common", "list"),
    Call("set.add", "None", is_mutator=True, is_keeper=True, alone=IF_DISCARDED),
    Call("set.update", "None", is_mutator=True, is_keeper=True, alone=IF_DISCARDED),
    Call("set.discard", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("set.remove", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("set.clear", "None", is_mutator=True, alone=IF_DISCARDED),
    Call("set.pop", is_mutator=True, shares=2, alone=IF_DISCARDED),
    Call("set.intersection_update", is_mutator=True),
    Call("set.difference_update", is_mutator=True),
    Call("set.symmetric_difference_update", is_mutator=True),
    Call("set.copy", "set", shares=2, alone=NOTHING),
    Call("set.union", "set"),
    Call("set.intersection", "set"),
    Call("set.difference", "set"),
    Call("set.symmetric_difference", "set"),
    Call("set.issubset", "bool"),
    Call("set.issuperset", "bool"),
)

# … of those, the ones that change their receiver, by name
CHANGING: Final = frozenset(
    call.name.rpartition(".")[2] for call in CONTAINERS if call.is_mutator and call.name[-1] != "_"
)
# … which are so seldom called that whatever does is not looked through
SELDOM: Final = frozenset(
    "extendleft subtract move_to_end intersection_update difference_update symmetric_difference_update".split()
)

METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    **returned(CONTAINERS),
    "str": {
        **dict.fromkeys(
            "lower upper strip lstrip rstrip replace join format title capitalize zfill center ljust "
            "rjust swapcase removeprefix removesuffix translate format_map casefold expandtabs".split(),
            "str",
        ),
        **dict.fromkeys(
            "startswith endswith isdigit isalpha isalnum isnumeric isspace islower "
            "isupper".split(),
            "bool",
        ),
        **dict.fromkeys("split rsplit splitlines".split(), "list"),
        **dict.fromkeys("find rfind index rindex count".split(), "int"),
        "encode": "bytes",
        "partition": "tuple",
        "rpartition": "tuple",
    },
    "file": {
        "read": "str",
        "readline": "str",
        "readlines": "list",
        "write": "int",
        "close": "None",
        "writelines": "None",
        "seek": "int",
        "flush": "None",
    },
    "path": {
        "exists": "bool",
        "is_file": "bool",
        "is_dir": "bool",
        "mkdir": "None",
        "open": "file",
        "read_text": "str",
        "joinpath": "path",
        "resolve": "path",
        "absolute": "path",
        "with_suffix": "path",
        "with_name": "path",
        "glob": "iterator",
        "rglob": "iterator",
        "iterdir": "iterator",
        "expanduser": "path",
    },
    "datetime": {
        "strftime": "str",
        "isoformat": "str",
        "date": "datetime",
        "total_seconds": "float",
    },
}

ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    "path": {"name": "str", "stem": "str", "suffix": "str", "parent": "path"},
    "datetime": dict.fromkeys(
        "year month day hour minute second microsecond days seconds".split(), "int"
    ),
}

# methods that change their receiver
MUTATORS: Final = {
    **by_kind(call.name for call in CONTAINERS if call.is_mutator),
    "file": frozenset("read readline readlines write writelines seek close truncate flush".split()),
    **dict.fromkeys(("iterator", "generator"), frozenset("__next__ send close throw".split())),
}

# methods that keep hold of their arguments
KEEPERS: Final = by_kind(call.name for call in CONTAINERS if call.is_keeper)

# methods whose result shares an object with the receiver (2: for sure, 1: depends on the version)
VIEWS: Final = shared(CONTAINERS)

# calls that change the object behind an argument
ARGUMENT_CHANGES: Final = {
    "builtins.next": 0,
    "builtins.setattr": 0,
    "builtins.delattr": 0,
    "random.shuffle": 0,
    "heapq.heappush": 0,
    "heapq.heappop": 0,
    "heapq.heapify": 0,
    "heapq.heapreplace": 0,
    "bisect.insort": 0,
    "bisect.insort_left": 0,
    "bisect.insort_right": 0,
    "operator.setitem": 0,
    "operator.delitem": 0,
}

# calls whose result holds (parts of) its arguments (2: for sure, 1: in the expression at hand, 0: perhaps)
ARGUMENT_KEPT: Final = {
    **dict.fromkeys(
        "builtins.list builtins.tuple builtins.sorted builtins.reversed builtins.zip builtins.enumerate "
        "builtins.map builtins.filter builtins.iter builtins.dict builtins.set builtins.next builtins.min "
        "builtins.max builtins.getattr builtins.vars builtins.frozenset random.choice copy.copy "
        "collections.deque collections.OrderedDict itertools.chain itertools.cycle itertools.islice "
        "itertools.zip_longest itertools.product random.sample builtins.memoryview".split(),
        2,
    ),
    **dict.fromkeys(
        "csv.writer csv.DictWriter csv.reader csv.DictReader io.TextIOWrapper".split(), 2
    ),
    "functools.partial": 2,
    "functools.reduce": 0,
    "builtins.sum": 0,
    "builtins.eval": 0,
}

_CLOCK = "time.time time.perf_counter time.process_time time.monotonic time.ctime time.localtime time.gmtime "
_CLOCK += "time.time_ns time.clock datetime.datetime.now datetime.datetime.today datetime.datetime.utcnow "
_CLOCK += "datetime.date.today"
_NET = "requests.get requests.post requests.request requests.Session urllib.request.urlopen "
_NET += "urllib.request.urlretrieve urllib.urlopen urllib2.urlopen urllib.request.Request socket.create_connection"

# resources by call: (resource, mode), mode being r, w, rw or reset (a write that does not look at what was there)
USES: Final = {
    **dict.fromkeys(_CLOCK.split(), (CLOCK, "r")),
    **dict.fromkeys(_NET.split(), (NETWORK, "rw")),
    **dict.fromkeys("builtins.input builtins.raw_input getpass.getpass".split(), (STDIN, "rw")),
    **dict.fromkeys(
        "warnings.filterwarnings warnings.simplefilter warnings.resetwarnings".split(),
        (WARNINGS, "w"),
    ),
    **dict.fromkeys("os.getenv os.environ.get".split(), (ENVIRONMENT, "r")),
    **dict.fromkeys("os.putenv os.unsetenv".split(), (ENVIRONMENT, "w")),
    "os.chdir": (FOLDER, "reset"),
    "os.getcwd": (FOLDER, "r"),
    "pathlib.Path.cwd": (FOLDER, "r"),
    "random.seed": (PYTHON_RANDOM, "reset"),
    "random.setstate": (PYTHON_RANDOM, "reset"),
    "random.getstate": (PYTHON_RANDOM, "r"),
    "random.Random": (FRESH_ENTROPY, "r"),
    "random.SystemRandom": (FRESH_ENTROPY, "r"),
    "uuid.uuid4": (FRESH_ENTROPY, "rw"),
    "uuid.uuid1": (FRESH_ENTROPY, "rw"),
    "os.urandom": (FRESH_ENTROPY, "rw"),
    "locale.setlocale": (LOCALE, "rw"),
    "logging.basicConfig": (LOGGING, "rw"),
    "logging.disable": (LOGGING, "rw"),
    "sqlite3.connect": (DATABASE, "rw"),
    "os.system": (SHELL, "rw"),
    "subprocess.run": (SHELL, "rw"),
    "subprocess.call": (SHELL, "rw"),
    "subprocess.check_output": (SHELL, "rw"),
    "subprocess.check_call": (SHELL, "rw"),
    "subprocess.Popen": (SHELL, "rw"),
    "sys.setrecursionlimit": (INTERPRETER, "w"),
    "importlib.reload": (INTERPRETER, "rw"),
}

# resources by the module a called function belongs to
USES_BY_MODULE: Final = {
    "random": (PYTHON_RANDOM, "rw"),
    "secrets": (FRESH_ENTROPY, "rw"),
    "requests": (NETWORK, "rw"),
}

# files read or written by calls: position or keyword of the path
READS_FILE: Final = {
    **dict.fromkeys(
        "os.listdir os.path.exists os.path.isfile os.path.isdir os.scandir os.walk glob.glob glob.iglob os.stat "
        "os.path.getsize os.path.getmtime".split(),
        0,
    ),
    "shutil.copy": 0,
    "shutil.copyfile": 0,
    **reading(OPENERS),
    "IPython.display.Image": 0,
}
WRITES_FILE: Final = {
    **dict.fromkeys(
        "os.makedirs os.mkdir os.remove os.unlink os.rmdir shutil.rmtree".split(),
        0,
    ),
    "os.rename": 1,
    "shutil.copy": 1,
    "shutil.copyfile": 1,
    "shutil.move": 1,
    "urllib.request.urlretrieve": 1,
}

SHOWS: Final = frozenset(
    "builtins.print builtins.display IPython.display.display IPython.display.clear_output builtins.help "
    "pprint.pprint builtins.input sys.stdout.write IPython.core.display.display".split()
)

# calls that see, or take away, whatever lies in a folder
WHOLE_FOLDERS: Final = ("os.listdir", "os.scandir", "os.walk", "shutil.rmtree")

# calls that put a path together of texts, or hand one on
PATH_TEXTS: Final = ("os.path.join", "pathlib.Path", "builtins.str", "builtins.open")

# calls that give a tuple at each step, of a member of what they are given
ROWS: Final = ("builtins.zip", "builtins.enumerate")

# methods of paths -> whether they read or write the file, or look at what lies in the folder
INSIDE: Final = "inside"
PATH_METHODS: Final = {
    **dict.fromkeys("write_text write_bytes mkdir unlink touch rename rmdir".split(), "w"),
    **dict.fromkeys("read_text read_bytes exists is_file is_dir stat".split(), "r"),
    **dict.fromkeys("glob iterdir rglob".split(), INSIDE),
    "open": "rw",
}
# … which leave the path that it is
SAME_PATH: Final = ("open", "resolve", "absolute")

# methods of containers that give a member; the first three take what to give where there is none
WITH_DEFAULT: Final = frozenset({"get", "pop", "setdefault"})
TAKING: Final = WITH_DEFAULT | {"popitem", "popleft"}

# methods of texts that fill in what they are handed
FORMATTING: Final = frozenset({"format", "format_map"})

# methods of lists under whose names others, such as those of frames, change nothing and give something back
OFTEN_OTHERS: Final = ("append", "extend")

# builtins that run what they are handed as code
RUNNING: Final = frozenset("builtins.exec builtins.eval builtins.execfile builtins.compile".split())
# builtins that ask about an object, whatever it is
TESTS: Final = frozenset("isinstance issubclass hasattr callable type id".split())
# what makes a function of a function that is called as it is
# they give an object whose attributes are what they are handed by keyword
NAMESPACES: Final = frozenset({"types.SimpleNamespace", "argparse.Namespace"})
PARTIAL: Final = "functools.partial"
WRAPPERS: Final = frozenset(
    "numpy.vectorize functools.partial functools.lru_cache functools.cache numba.jit numba.njit "
    "tensorflow.function".split()
)
# they take the name of an attribute as a text
BY_NAME: Final = frozenset({"getattr", "setattr"})
# built-in functions that call a function with the members of what they are given: as which argument they are given
# the function, and from which position on what has the members
APPLYING: Final[dict[str, tuple[int | str, int]]] = {
    **dict.fromkeys(("map", "filter"), (0, 1)),
    **dict.fromkeys(("sorted", "min", "max"), ("key", 0)),
}
# built-in functions that call what they are given when somebody iterates over what they give
LAZY: Final = frozenset({"map", "filter"})
# methods that leave what a container holds where it is
ADDING: Final = frozenset({"append", "appendleft", "add", "extend", "setdefault"})
_WRITTEN: Final = ("__str__", "__repr__")
_ITERATED: Final = ("__iter__", "__getitem__")
# what built-in functions ask their arguments for
ASKING: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("print", "str", "format"), _WRITTEN),
    "repr": ("__repr__",),
    "len": ("__len__",),
    "next": ("__next__",),
    "bool": ("__bool__", "__len__"),
    "abs": ("__abs__",),
    "hash": ("__hash__",),
    **dict.fromkeys("list tuple set iter sorted sum min max any all enumerate".split(), _ITERATED),
}
# what gives the keys of a dict, or the positions in a list, one by one: functions and methods
RANGING: Final = frozenset({"enumerate", "list", "range", "len", "sorted", "tqdm"})
WITH_KEYS: Final = frozenset({"keys", "items"})
