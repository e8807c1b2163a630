"""What an expression does to rows: each of them by itself, some chosen, something learned from all of them."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge import elementwise
from nb2pkg.analysis.knowledge.rows import (
    ABOUT_COLUMNS,
    BY_LABEL,
    CHOOSING,
    FILTERING,
    FITTED_ROWS,
    FUNCTIONS_OF_ALL,
    LABELLING,
    LEARNING_AND_APPLYING,
    LEARNING_FROM_ALL,
    LEARNING_FUNCTIONS,
    LEARNING_INSIDE,
    LOOKING_AROUND,
    OF_EACH_IN_GROUPS,
    OF_LABELS,
    OF_TYPES,
    PARTS,
    RANDOM,
    ROW_WISE_FUNCTIONS,
    is_source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    class Names(Protocol):
        """What is known of names where a statement reads them."""

        def value(self, name: str, at: int) -> Value:
            """Return what a name stands for."""
            ...

        def qualified(self, node: ast.expr, at: int) -> str | None:
            """Return the qualified name of what was imported, or of a builtin."""
            ...

        def body_of(self, name: str, at: int) -> ast.AST | None:
            """Return the definition of one of the notebook's own functions."""
            ...

        def is_row_wise(self, node: ast.expr, at: int) -> bool:
            """Say whether an expression about rows can be judged for each of them alone."""
            ...

        def is_target(self, column: object) -> bool:
            """Say whether a column is what the model predicts."""
            ...


class How(Enum):
    """What a value has to do with rows."""

    FIXED = "fixed"  # nothing, or it was learned from rows: it is the same for all that are served
    SOURCE = "source"  # the rows as a reader brings them
    ROWS = "rows"  # for each row, what that row alone gives
    CHOSEN = "chosen"  # some of the rows, or all in another order, whatever they hold
    FILTERED = "filtered"  # those of the rows that meet a condition
    APPLIED = (
        "applied"  # what was learned from rows in the same statement is applied to each of them
    )


class Value(NamedTuple):
    """What an expression has to do with rows; `base` is what rows were chosen from."""

    how: How
    base: ast.expr | None = None
    is_learned: bool = False  # it is fixed, and was learned from rows
    is_mixed: bool = False  # it learns from rows, and gives rows with what was learned

    @property
    def has_rows(self) -> bool:
        """Say whether it holds something for each row."""
        return self.how is not How.FIXED


class NotRawError(Exception):
    """Rows of a file cannot be taken to a model one by one; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoFileError(NotRawError):
    """Rows are from no file: they are typed by hand, or made up."""


class TooMuchError(NotRawError):
    """A statement does several things to rows that can only be followed one after the other."""


FIXED: Final = Value(How.FIXED)
LEARNED: Final = Value(How.FIXED, is_learned=True)
ROWS: Final = Value(How.ROWS)
MIXED: Final = Value(How.ROWS, is_mixed=True)
_ANY_PART: Final = BY_LABEL | PARTS
_DUMMIES: Final = "pandas.get_dummies"


def value_of(names: Names, node: ast.expr, at: int) -> Value:
    """Return what an expression has to do with rows; raise NotRawError where it cannot be done row by row."""
    return _Judge(names, at).value(node)


class _Judge:
    """Judges expressions of one statement."""

    def __init__(self, names: Names, at: int) -> None:
        self._names, self._at = names, at
        self._local: dict[str, Value] = {}

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Name(id=name):
                return self._local.get(name) or self._names.value(name, self._at)
            case ast.Constant():
                return FIXED
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Call():
                return self._call(node)
            case ast.Lambda():
                return self._function(node)
            case ast.ListComp(elt=element, generators=[each]) if not each.ifs:
                return self._each(element, each)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self._gathered(node)
            case ast.NamedExpr(value=inner) | ast.Starred(value=inner):
                return self.value(inner)
        return self._together([c for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)])

    def _together(self, nodes: Iterable[ast.expr]) -> Value:
        """Return what several values side by side are, such as the two sides of a sum."""
        found = [self.value(node) for node in nodes]
        rows = [each for each in found if each.has_rows]
        mixed = any(each.is_mixed for each in found)
        if not rows:
            return LEARNED if any(each.is_learned for each in found) else FIXED
        learned = any(each.is_learned and not each.has_rows for each in found)
        if all(each.how in {How.ROWS, How.SOURCE} for each in rows):
            return MIXED if mixed or (learned and self._learns_here(nodes)) else ROWS
        if all(each.how is How.FILTERED for each in rows):
            return Value(How.FILTERED, is_mixed=mixed)
        raise TooMuchError("it chooses rows and changes them in one go")

    def _learns_here(self, nodes: Iterable[ast.expr]) -> bool:
        """Say whether one of the values is learned in this very statement, and not by one above."""
        return any(
            not isinstance(n, ast.Name) and self.value(n).is_learned and self._has_rows_in(n)
            for n in nodes
        )

    def _has_rows_in(self, node: ast.expr) -> bool:
        return any(
            isinstance(n, ast.Name) and n.id not in self._local and self._named(n).has_rows
            for n in ast.walk(node)
        )

    def _named(self, node: ast.Name) -> Value:
        return self._names.value(node.id, self._at)

    def _attribute(self, node: ast.Attribute) -> Value:
        owner = self.value(node.value)
        if not owner.has_rows:
            if node.attr in FITTED_ROWS:
                raise NotRawError(f"{node.attr} holds something for each row that was fitted on")
            return owner
        if node.attr in ABOUT_COLUMNS or node.attr in {"shape", "size"}:
            return FIXED
        if node.attr in OF_TYPES:
            return LEARNED
        if node.attr in OF_LABELS:
            if node.attr == "codes":
                if isinstance(node.value, ast.Attribute) and self._is_told_categories(
                    node.value.value
                ):
                    return _plain(owner)
                raise NotRawError("cat.codes numbers the categories of the rows at hand")
            raise NotRawError(
                f"it reads the rows' {'labels' if node.attr == 'index' else 'transpose'}"
            )
        return _plain(owner)

    def _subscript(self, node: ast.Subscript) -> Value:
        owner, index = node.value, node.slice
        if isinstance(owner, ast.Attribute) and owner.attr in _ANY_PART:
            indexer = owner.attr
            base = self.value(owner.value)
            return (
                self._located(owner.value, base, indexer, index)
                if base.has_rows
                else self._fixed(node)
            )
        base = self.value(owner)
        if not base.has_rows:
            return self._fixed(node)
        return self._indexed(owner, base, index)

    def _fixed(self, node: ast.Subscript) -> Value:
        """Return what an item of something fixed is: rows, where it is looked up row by row."""
        return self._together([node.value, *_parts(node.slice)])

    def _located(self, owner: ast.expr, base: Value, indexer: str, index: ast.expr) -> Value:
        if indexer in BY_LABEL:
            raise NotRawError(f".{indexer} reads a row by its label or place")
        first, *others = _parts(index)
        for other in others:
            self.value(other)
        if (
            isinstance(first, ast.Slice)
            and first.lower is None
            and first.upper is None
            and first.step is None
        ):
            return _plain(base)
        return self._indexed(owner, base, first, is_of_rows=True)

    def _indexed(
        self, owner: ast.expr, base: Value, index: ast.expr, *, is_of_rows: bool = False
    ) -> Value:
        """Return what an index takes from rows: columns, rows that meet a condition, or a part of the rows."""
        if isinstance(index, ast.Tuple) and not is_of_rows:
            first = index.elts[0]
            if isinstance(first, ast.Slice) and first.lower is None and first.upper is None:
                return _plain(base)
            return self._indexed(owner, base, first, is_of_rows=True)
        if isinstance(index, ast.Slice):
            for part in (index.lower, index.upper, index.step):
                if part is not None:
                    self.value(part)
            return self._chosen(owner, base)
        if not isinstance(index, ast.Constant | ast.List) and not self._names.is_row_wise(
            index, self._at
        ):
            return self._chosen(
                owner, base
            )  # by labels or by chance: not a matter of any row's values
        found = self.value(index)
        if found.has_rows:
            return self._filtered(owner, base, index, found)
        if is_of_rows and not isinstance(index, ast.List):
            if isinstance(index, ast.Constant):
                raise NotRawError("it reads a row by its label or place")
            return self._chosen(owner, base)
        return _plain(base)

    def _filtered(self, owner: ast.expr, base: Value, mask: ast.expr, found: Value) -> Value:
        if self._reads_target(mask):
            return self._chosen(owner, base)
        if base.how is How.CHOSEN:
            raise TooMuchError("it chooses rows in two ways in one go")
        pure = owner if base.how in {How.ROWS, How.SOURCE} and isinstance(owner, ast.Name) else None
        return Value(How.FILTERED, pure, is_mixed=base.is_mixed or found.is_mixed)

    def _reads_target(self, mask: ast.expr) -> bool:
        columns = {n.value for n in ast.walk(mask) if isinstance(n, ast.Constant)}
        columns |= {n.attr for n in ast.walk(mask) if isinstance(n, ast.Attribute)}
        return any(self._names.is_target(column) for column in columns)

    def _chosen(self, owner: ast.expr, base: Value) -> Value:
        if base.how is How.FILTERED:
            raise TooMuchError("it chooses rows in two ways in one go")
        return Value(
            How.CHOSEN, base.base if base.how is How.CHOSEN else owner, is_mixed=base.is_mixed
        )

    def _call(self, node: ast.Call) -> Value:
        qualified = self._names.qualified(node.func, self._at)
        if qualified is not None:
            return self._library(node, qualified)
        if not isinstance(node.func, ast.Attribute):
            return self._own(node)
        if _is_grouped(node.func.value) and self._has_rows_in(node.func.value):
            return self._of_groups(node.func.attr)
        owner = self.value(node.func.value)
        if owner.has_rows:
            return self._method(node, node.func, owner)
        return self._asked(node, node.func, owner)

    def _of_groups(self, method: str) -> Value:
        """Return what a method of groups of rows gives."""
        if method in LOOKING_AROUND:
            raise NotRawError(f"{method} looks at other rows")
        return MIXED if method in OF_EACH_IN_GROUPS else LEARNED

    def _given(self, node: ast.Call) -> list[ast.expr]:
        return [*node.args, *(k.value for k in node.keywords)]

    def _library(self, node: ast.Call, qualified: str) -> Value:
        if is_source(qualified):
            for each in self._given(node):
                self.value(each)
            return Value(How.SOURCE)
        if qualified.startswith(RANDOM):
            raise NotRawError("it draws random numbers")
        given = self._together(self._given(_without_labels(node)))
        if not given.has_rows:
            return given
        if qualified == "len":  # of the rows at hand
            return FIXED
        if qualified == "pandas.merge" and node.args:
            return self._joined(node, self.value(node.args[0]))
        if qualified in LEARNING_FUNCTIONS:
            told = any(self._is_told_categories(each) for each in node.args[:1])
            return _plain(given) if told and qualified == _DUMMIES else MIXED
        if qualified in FUNCTIONS_OF_ALL:
            return LEARNED
        if qualified == "pandas.concat":
            return self._concatenated(node, given)
        if qualified == "pandas.cut" and not _has_edges(node):
            return MIXED
        known = qualified in ROW_WISE_FUNCTIONS or qualified in elementwise.FUNCTIONS
        return given if known or given.how is not How.SOURCE else ROWS

    def _is_told_categories(self, node: ast.expr) -> bool:
        """Say whether a value has been given the categories that were learned, as `x.astype(categories)` has."""
        match node:
            case ast.Call(func=ast.Attribute(attr="astype"), args=[ast.Name() as kind]):
                found = self.value(kind)
                return not found.has_rows and found.is_learned
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner):
                return self._is_told_categories(inner)
        return False

    def _concatenated(self, node: ast.Call, given: Value) -> Value:
        axes = [k.value for k in node.keywords if k.arg == "axis"] + node.args[1:2]
        if any(ast.unparse(axis) in {"1", "'columns'"} for axis in axes):
            return given
        raise NotRawError("it puts the rows of several tables below each other")

    def _method(self, node: ast.Call, function: ast.Attribute, owner: Value) -> Value:
        name = function.attr
        if name in LOOKING_AROUND:
            raise NotRawError(f"{name} looks at other rows")
        if name in LEARNING_AND_APPLYING:
            return MIXED
        if name in CHOOSING:
            if name == "reset_index" and not _says(node, "drop", "True"):
                raise NotRawError("reset_index makes a column of the rows' labels")
            return self._chosen(function.value, owner)
        if name in FILTERING:
            return self._filtering(node, function, owner)
        if name in LEARNING_FROM_ALL and not _says(node, "axis", "1"):
            return LEARNED
        if name == "drop" and self._drops_rows(node):
            return self._chosen(function.value, owner)
        if name in LABELLING:
            node = _without_labels(node)
        if name == "merge" or (name == "join" and any(k.arg == "on" for k in node.keywords)):
            return self._joined(node, owner)
        if name == "fillna" and any(k.arg == "method" for k in node.keywords):
            raise NotRawError("fillna(method=…) looks at other rows")
        return self._applied(node, owner)

    def _filtering(self, node: ast.Call, function: ast.Attribute, owner: Value) -> Value:
        """Return what a method leaves of rows that takes those away which do not meet a condition."""
        columns = _says(node, "axis", "1") or _says(node, "axis", "'columns'")
        if function.attr == "dropna" and columns:
            return MIXED
        if any(self._reads_target(each) for each in self._given(node)):
            return self._chosen(function.value, owner)
        if owner.how is How.CHOSEN:
            raise TooMuchError("it chooses rows in two ways in one go")
        return Value(How.FILTERED, is_mixed=owner.is_mixed)

    def _joined(self, node: ast.Call, owner: Value) -> Value:
        """Return what rows are that get columns of another table: that one is kept, unless it is made of these rows."""
        if any(k.arg in {"left_index", "right_index"} for k in node.keywords):
            raise NotRawError("it joins tables by the rows' labels")
        if not tables_beside(node):
            raise NotRawError("nobody can tell which table it joins")
        joins = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        keeps_all = joins or _says(node, "how", "'left'")
        if owner.how is How.CHOSEN or owner.how is How.FILTERED:
            raise TooMuchError("it chooses rows and changes them in one go")
        return ROWS if keeps_all else Value(How.FILTERED)

    def _drops_rows(self, node: ast.Call) -> bool:
        named = {k.arg for k in node.keywords}
        axis = _says(node, "axis", "1") or _says(node, "axis", "'columns'") or "columns" in named
        by_place = len(node.args) > 1 and ast.unparse(node.args[1]) in {"1", "'columns'"}
        return not axis and not by_place

    def _applied(self, node: ast.Call, owner: Value) -> Value:
        """Return what a method gives that works row by row, as far as anybody knows."""
        given = [self.value(each) for each in self._given(node)]
        mixed = owner.is_mixed or any(each.is_mixed for each in given)
        mixed = mixed or self._learns_here(self._given(node))
        rows = _plain(owner)
        return rows._replace(is_mixed=mixed)

    def _asked(self, node: ast.Call, function: ast.Attribute, owner: Value) -> Value:
        """Return what an object gives that is no rows itself: a fitted scaler, a model, a dict."""
        given = self._together(self._given(node))
        if not given.has_rows:
            return owner if owner.is_learned else given
        if function.attr in LEARNING_AND_APPLYING:
            return MIXED
        if function.attr.startswith("fit"):
            return LEARNED
        if given.how is How.FILTERED or given.how is How.CHOSEN:
            raise TooMuchError("it chooses rows and changes them in one go")
        return given if given.how is not How.SOURCE else ROWS

    def _own(self, node: ast.Call) -> Value:
        """Return what one of the notebook's own functions gives, or one that nobody knows."""
        given = self._together(self._given(node))
        if isinstance(node.func, ast.Name):
            body = self._names.body_of(node.func.id, self._at)
            if body is not None:
                self._look_at(body)
                if given.has_rows and (learned := learned_in(body)):
                    raise NotRawError(f"{node.func.id} learns from the rows at hand: {learned}")
        return given if not given.has_rows or given.how is not How.SOURCE else ROWS

    def _function(self, node: ast.Lambda) -> Value:
        self._look_at(node.body)
        return FIXED

    def _look_at(self, body: ast.AST) -> None:
        """Refuse code that runs for rows and draws random numbers or looks around."""
        for reason in reasons_in(body, lambda each: self._names.qualified(each, self._at)):
            raise NotRawError(reason)

    def _each(self, element: ast.expr, each: ast.comprehension) -> Value:
        """Return what `[f(x) for x in rows]` is: a row for each row."""
        source = self.value(each.iter)
        kept = dict(self._local)
        self._local |= {
            n.id: (ROWS if source.has_rows else FIXED)
            for n in ast.walk(each.target)
            if isinstance(n, ast.Name)
        }
        inner = self.value(element)
        self._local = kept
        if source.has_rows:
            return _plain(source)
        return LEARNED if inner.is_learned or inner.has_rows else inner

    def _gathered(self, node: ast.expr) -> Value:
        """Return what is gathered in some other way: something fixed, learned if rows are looked at."""
        kept = dict(self._local)
        for each in getattr(node, "generators", ()):
            source = self.value(each.iter)
            self._local |= {
                n.id: (ROWS if source.has_rows else FIXED)
                for n in ast.walk(each.target)
                if isinstance(n, ast.Name)
            }
        has_rows = any(isinstance(n, ast.Name) and self.value(n).has_rows for n in ast.walk(node))
        self._local = kept
        return LEARNED if has_rows else FIXED


def learned_in(body: ast.AST) -> str:
    """Return what a function learns from all rows of its parameters, or nothing."""
    parameters = {n.arg for n in ast.walk(body) if isinstance(n, ast.arg)}
    for node in ast.walk(body):
        match node:
            case ast.Call(
                func=ast.Attribute(value=owner, attr=method)
            ) if method in LEARNING_FROM_ALL and not _says(node, "axis", "1"):
                root = owner
                while isinstance(root, ast.Attribute | ast.Subscript):
                    root = root.value
                if (
                    isinstance(root, ast.Name)
                    and root.id in parameters
                    and method in LEARNING_INSIDE
                ):
                    return ast.unparse(node)
    return ""


def tables_beside(node: ast.AST) -> set[str]:
    """Return the variables that hold the other table of a join."""
    found: set[str] = set()
    for each in ast.walk(node):
        if not (isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)):
            continue
        on = any(k.arg == "on" for k in each.keywords)
        if each.func.attr != "merge" and not (each.func.attr == "join" and on):
            continue
        function_first = isinstance(each.func.value, ast.Name) and len(each.args) > 1
        others = each.args[1:2] if function_first else each.args[:1]
        others += [k.value for k in each.keywords if k.arg == "right"]
        found |= {other.id for other in others if isinstance(other, ast.Name)}
    return found


def _without_labels(node: ast.Call) -> ast.Call:
    """Return a call without the labels that it gives to rows: they keep their own."""
    if not any(k.arg == "index" for k in node.keywords) and not _is_labelling(node):
        return node
    keywords = [k for k in node.keywords if k.arg != "index"]
    return ast.Call(node.func, [] if _is_labelling(node) else node.args, keywords)


def _is_labelling(node: ast.Call) -> bool:
    """Say whether a call gives rows the labels of others, as `set_axis(x.index)` does."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in LABELLING
        and any(isinstance(a, ast.Attribute) and a.attr == "index" for a in node.args)
    )


def reasons_in(body: ast.AST, qualified: Callable[[ast.expr], str | None]) -> Iterator[str]:
    """Yield why some code cannot be run row by row, as far as its words tell."""
    for node in ast.walk(body):
        if not isinstance(node, ast.Call):
            continue
        name = qualified(node.func)
        if name is not None and name.startswith(RANDOM):
            yield "it draws random numbers"
        if isinstance(node.func, ast.Attribute):
            if node.func.attr == "sample" and name is None:
                yield "sample( draws random numbers"
            if node.func.attr in LOOKING_AROUND and name is None:
                yield f"{node.func.attr} looks at other rows"
            if node.func.attr in LEARNING_AND_APPLYING:
                yield f"{node.func.attr} learns from the rows at hand"


def _plain(value: Value) -> Value:
    """Return what a step that works row by row makes of a value."""
    if value.how is How.SOURCE:
        return ROWS
    if value.how is How.CHOSEN:
        raise TooMuchError("it chooses rows and changes them in one go")
    return value._replace(base=None)


def _parts(index: ast.expr) -> list[ast.expr]:
    return list(index.elts) if isinstance(index, ast.Tuple) else [index]


def _says(node: ast.Call, argument: str, text: str) -> bool:
    return any(k.arg == argument and ast.unparse(k.value) == text for k in node.keywords)


def _is_grouped(node: ast.expr) -> bool:
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "groupby"
        for n in ast.walk(node)
    )


def _has_edges(node: ast.Call) -> bool:
    """Say whether `pd.cut` is told the edges of its bins, and not their number."""
    given = [k.value for k in node.keywords if k.arg == "bins"] + node.args[1:2]
    return any(not isinstance(each, ast.Constant) for each in given)
