"""What is known of numpy and scipy.

Sources: numpy 2.4 and scipy 1.16 reference (array creation and manipulation routines say "view" or "copy";
"Legacy random generation" names the functions on the global state); views and copies were measured with numpy 2.4.6.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import NOTHING, Call, reading, returned, writing
from nb2pkg.analysis.resources import NUMPY_ERRORS, NUMPY_RANDOM, options_of
from nb2pkg.typed import Final

ARRAY: Final = "numpy.ndarray"

MODULES: Final = frozenset(
    "numpy numpy.random numpy.linalg numpy.ma numpy.fft numpy.testing numpy.core scipy scipy.stats "
    "scipy.optimize scipy.sparse scipy.linalg scipy.io scipy.misc scipy.signal scipy.spatial "
    "scipy.spatial.distance scipy.cluster scipy.cluster.hierarchy scipy.special scipy.interpolate "
    "scipy.integrate scipy.ndimage scipy.fftpack scipy.constants scipy.sparse.linalg numpy.typing "
    "numpy.lib numpy.polynomial".split()
)

OBJECTS: Final = {
    "numpy.pi": "float",
    "numpy.e": "float",
    "numpy.nan": "float",
    "numpy.NaN": "float",
    "numpy.inf": "float",
    "numpy.newaxis": "None",
}

_SAME = "=0"  # the kind of the first argument

# functions, and methods of arrays, that read and write files
# fmt: off
FILES: Final = (
    Call("numpy.load", ARRAY, reads=0, lifted=0),
    Call("numpy.loadtxt", ARRAY, reads=0, lifted=0),
    Call("numpy.genfromtxt", ARRAY, reads=0, lifted=0),
    Call("numpy.fromfile", reads=0),
    Call("scipy.io.loadmat", "dict", reads=0, lifted=0),
    Call("scipy.io.wavfile.read", reads=0),
    Call("scipy.misc.imread", reads=0, lifted=0),
    Call("scipy.ndimage.imread", reads=0, lifted=0),
    Call("numpy.save", "None", writes=0, lifted=0, alone=NOTHING),
    Call("numpy.savez", "None", writes=0, lifted=0),
    Call("numpy.savez_compressed", writes=0),
    Call("numpy.savetxt", "None", writes=0, lifted=0),
    Call("scipy.io.savemat", writes=0),
)
DUMPS: Final = (
    Call("numpy.ndarray.tofile", "None", writes=0),
    Call("numpy.ndarray.dump", "None", writes=0, alone=NOTHING),
)
# fmt: on

_NUMPY_GENERATORS: Final = {
    "numpy.random.RandomState": "instance:numpy.random.RandomState",
    "numpy.random.default_rng": "instance:numpy.random.Generator",
}

RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {
    **{call.name: call.returns for call in FILES if call.returns},
    **dict.fromkeys(
        (
            f"numpy.{name}"
            for name in (
                "array zeros ones empty full arange linspace logspace eye identity zeros_like ones_like empty_like "
                "full_like concatenate vstack hstack dstack stack column_stack row_stack c_ r_ append delete insert "
                "unique sort argsort where nonzero dot matmul outer cross diff cumsum cumprod repeat tile "
                "random.rand random.randn random.randint random.random random.normal random.uniform "
                "random.permutation random.random_sample random.multivariate_normal random.binomial "
                "random.poisson random.exponential random.standard_normal random.sample random.beta "
                "random.gamma fromstring asarray atleast_2d ascontiguousarray reshape ravel "
                "transpose squeeze expand_dims swapaxes flip rot90 broadcast_to asmatrix matrix fromiter "
                "digitize bincount percentile histogram2d corrcoef cov triu tril diag vander convolve "
                "argwhere flatnonzero roll pad linalg.inv linalg.pinv linalg.solve geomspace "
                "asfortranarray asanyarray"
            ).split()
        ),
        ARRAY,
    ),
    **dict.fromkeys(
        (
            f"numpy.{name}"
            for name in (
                "exp log log10 log2 log1p expm1 sqrt square abs absolute sin cos tan arctan tanh round around "
                "rint floor ceil clip maximum minimum power sign nan_to_num isnan isinf isfinite logical_not "
                "logical_and logical_or add subtract multiply divide mod fabs"
            ).split()
        ),
        _SAME,
    ),
    **dict.fromkeys(
        (
            f"numpy.{name}"
            for name in (
                "linalg.norm linalg.det trapz random.choice float64 float32 int64 int32 var"
            ).split()
        ),
        "numpy.scalar",
    ),
    **dict.fromkeys(("numpy.argmax numpy.argmin numpy.size numpy.ndim").split(), None),
    **dict.fromkeys(
        "numpy.random.seed numpy.random.shuffle numpy.set_printoptions "
        "numpy.fill_diagonal numpy.copyto numpy.put numpy.place numpy.putmask "
        "numpy.random.set_state".split(),
        "None",
    ),
    "numpy.meshgrid": (ARRAY, ARRAY),
    "numpy.histogram": (ARRAY, ARRAY),
    "numpy.linalg.svd": (ARRAY, ARRAY, ARRAY),
    "numpy.linalg.eig": (ARRAY, ARRAY),
    "numpy.linalg.eigh": (ARRAY, ARRAY),
    "numpy.linalg.qr": (ARRAY, ARRAY),
    "numpy.polyfit": ARRAY,
    "numpy.polyval": ARRAY,
    "numpy.shape": "tuple",
    "numpy.array_split": "list",
    "numpy.split": "list",
    "numpy.vectorize": "=0",
    **_NUMPY_GENERATORS,
    "scipy.stats.pearsonr": ("float", "float"),
    "scipy.stats.spearmanr": ("float", "float"),
    "scipy.stats.ttest_ind": ("float", "float"),
    "scipy.stats.zscore": "=0",
    "scipy.stats.boxcox": (ARRAY, "float"),
}

# methods that change an array, and give nothing
_IN_PLACE: Final = ("sort", "fill", "put", "partition", "resize", "setflags", "itemset")

METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    ARRAY: {
        **dict.fromkeys(
            "reshape ravel flatten transpose swapaxes squeeze astype copy view argsort cumsum cumprod dot repeat "
            "round clip nonzero diagonal take compress conj".split(),
            ARRAY,
        ),
        **dict.fromkeys(_IN_PLACE, "None"),
        **returned(DUMPS)[ARRAY],
        "tolist": "list",
        "item": "numpy.scalar",
        "tobytes": "bytes",
    },
}

ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    ARRAY: {
        "T": ARRAY,
        "shape": "tuple",
        "size": "int",
        "ndim": "int",
        "dtype": "dtype",
        "flat": ARRAY,
        "real": ARRAY,
        "imag": ARRAY,
        "base": ARRAY,
    },
}

MUTATORS: Final = {
    ARRAY: frozenset({*_IN_PLACE, "setfield"}),
}

KEEPERS: Final[dict[str, frozenset[str]]] = {}

VIEWS: Final = {
    ARRAY: {
        **dict.fromkeys(
            "reshape ravel transpose swapaxes squeeze view T flat real imag diagonal base "
            "__array__".split(),
            2,
        ),
        "astype": 0,
    },
}

ARGUMENT_CHANGES: Final = {
    **dict.fromkeys(
        "numpy.copyto numpy.put numpy.place numpy.putmask numpy.fill_diagonal numpy.put_along_axis "
        "numpy.random.shuffle numpy.add.at numpy.subtract.at numpy.multiply.at".split(),
        0,
    ),
}

ARGUMENT_KEPT: Final = {
    **dict.fromkeys(
        (
            f"numpy.{name}"
            for name in (
                "asarray asanyarray ascontiguousarray asfortranarray atleast_1d atleast_2d atleast_3d reshape ravel "
                "transpose swapaxes squeeze expand_dims flip fliplr flipud rot90 split array_split hsplit vsplit "
                "real imag moveaxis rollaxis broadcast_to asmatrix diagonal"
            ).split()
        ),
        2,
    ),
    "numpy.nan_to_num": 0,
}

USES: Final = {
    "numpy.random.seed": (NUMPY_RANDOM, "reset"),
    "numpy.random.set_state": (NUMPY_RANDOM, "reset"),
    "numpy.random.get_state": (NUMPY_RANDOM, "r"),
    "numpy.set_printoptions": (options_of("numpy"), "rw"),
    "numpy.seterr": (NUMPY_ERRORS, "rw"),
    "numpy.seterrcall": (NUMPY_ERRORS, "rw"),
}

USES_BY_MODULE: Final = {"numpy.random": (NUMPY_RANDOM, "rw")}

# constructors of own generators: nothing global is drawn, fresh entropy is when no seed is given
# generators that give the same numbers again when they are given a seed
SEEDABLE: Final = {
    **_NUMPY_GENERATORS,
    "random.Random": "instance:random.Random",
}
OWN_GENERATORS: Final = frozenset(
    "numpy.random.RandomState numpy.random.default_rng numpy.random.Generator numpy.random.SeedSequence "
    "numpy.random.PCG64 numpy.random.MT19937 numpy.random.Philox numpy.random.SFC64".split()
)

READS_FILE: Final = reading(FILES)
WRITES_FILE: Final = writing((*FILES, *DUMPS))

SHOWS: Final[frozenset[str]] = frozenset()

#: methods of generators of random numbers, numpy's and Python's
DRAWING_METHODS: Final = frozenset(
    "bytes beta binomial bit_generator choice choices dirichlet exponential expovariate gamma gauss geometric gumbel "
    "integers laplace logistic lognormal lognormvariate multinomial multivariate_normal normal normalvariate "
    "paretovariate pareto permutation permuted poisson power rand randint randn random random_sample randrange "
    "rayleigh shuffle standard_normal triangular uniform vonmises weibull weibullvariate zipf".split()
)
# they copy an array unless `copy` says that they need not
COPYING_UNLESS_TOLD: Final = frozenset({"numpy.array"})
# they give arrays themselves, and copies of what is none
COPYING_WHAT_IS_NONE: Final = frozenset(
    {"numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray"}
)
