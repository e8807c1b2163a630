"""What works on each element, or each row, by itself, and leaves their number and order.

Sources: the numpy reference of universal functions and of `where`, `clip`, `argmax`; the pandas reference of Series.
"axis" marks what does so only along the second axis.
"""

from __future__ import annotations

from nb2pkg.typed import Final

_NUMPY: Final = (
    "exp expm1 exp2 log log1p log2 log10 sqrt cbrt square power abs absolute fabs sign floor ceil rint round around "
    "round_ trunc clip maximum minimum fmax fmin add subtract multiply divide true_divide floor_divide negative "
    "reciprocal where greater greater_equal less less_equal equal not_equal logical_not logical_and logical_or "
    "invert isnan nan_to_num asarray array ravel squeeze float64 float32 int64 int32 digitize select sin cos tanh"
).split()
FUNCTIONS: Final[dict[str, str]] = {
    **{f"numpy.{name}": "" for name in _NUMPY},
    **dict.fromkeys(("numpy.argmax", "numpy.argmin", "numpy.max", "numpy.amax"), "axis"),
    **dict.fromkeys(("scipy.special.expit", "scipy.special.inv_boxcox", "scipy.special.exp10"), ""),
    **dict.fromkeys(("pandas.Series", "pandas.to_numeric"), ""),
    **dict.fromkeys(("abs", "round", "list"), ""),
}
METHODS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "astype round clip ravel flatten reshape squeeze copy tolist to_numpy map replace abs fillna "
            "add sub mul div gt ge lt le eq ne"
        ).split(),
        "",
    ),
    **dict.fromkeys(("argmax", "argmin", "max"), "axis"),
}
# what takes a single value
OF_ONE: Final = frozenset(
    "abs round int float str bool math.exp math.expm1 math.floor math.ceil math.sqrt math.log".split()
)
