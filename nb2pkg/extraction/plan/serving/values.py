"""What an expression does to rows: each of them by itself, some chosen, something learned from all of them."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge import elementwise
from nb2pkg.analysis.knowledge.rows import (
    ABOUT_COLUMNS,
    BY_LABEL,
    BY_LABELS,
    CHOOSING,
    CONCATENATING,
    FILLING,
    FILTERING,
    FITTED_ROWS,
    FUNCTIONS_OF_ALL,
    LABELLING,
    LEARNING_AND_APPLYING,
    LEARNING_FROM_ALL,
    LEARNING_FUNCTIONS,
    LOOKING_AROUND,
    OF_ALL,
    OF_EACH_IN_GROUPS,
    OF_LABELS,
    OF_TWO_TABLES,
    OF_TYPES,
    OF_VALUES,
    PARTS,
    ROW_WISE_FUNCTIONS,
    is_looking_around,
    is_random,
    is_source,
    is_told_by_process,
)
from nb2pkg.extraction.plan.serving.counting import counted_in
from nb2pkg.extraction.plan.serving.learning import counted_rows, is_along_columns, is_first
from nb2pkg.extraction.plan.serving.looking import Given, Look, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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

        def made_by(self, name: str, at: int) -> ast.expr | None:
            """Return the expression whose value a variable holds."""
            ...

        def method_of(self, node: ast.expr, at: int, method: str) -> ast.AST | None:
            """Return the definition of a method of an object of one of the notebook's own classes."""
            ...

        def has_rows(self, name: str, at: int) -> bool:
            """Say whether a variable of the notebook holds something for each row."""
            ...

        def is_table(self, name: str, at: int) -> bool:
            """Say whether a variable is known to hold a table or a column, which have labels."""
            ...

        def is_row_wise(self, node: ast.expr, at: int) -> bool:
            """Say whether an expression about rows can be judged for each of them alone."""
            ...

        def is_target(self, column: object) -> bool:
            """Say whether a column is what the model predicts."""
            ...

        def is_beside(self, node: ast.expr, at: int) -> bool:
            """Say whether an expression holds rows, but of another file than those that are followed."""
            ...

        def is_of_tables(self, node: ast.expr, at: int) -> bool:
            """Say whether an expression is a list of tables from several files."""
            ...

        def learned_at(self, node: ast.expr, at: int) -> int | None:
            """Return the statement that makes what an expression holds of the rows that are followed, if one does."""
            ...

        def part_of(self, node: ast.expr, at: int) -> Part | None:
            """Return which part of several tables below each other the rows are that are followed."""
            ...

        def flag_of(self, node: ast.expr, column: object, at: int) -> ast.expr | None:
            """Return the constant that stands in a column of the rows that are followed."""
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


class Part(Enum):
    """Where rows stand among several tables that were put below each other."""

    FIRST = "first"
    LAST = "last"
    BETWEEN = "between"


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
    """Rows of a file cannot be taken to a model one by one; `reason` says why.

    The reason lies in the statement that is looked at, or in another one, `at`, or in a `node` inside of it.
    """

    def __init__(self, reason: str, at: int | None = None, node: ast.AST | None = None) -> None:
        super().__init__(reason)
        self.reason, self.at, self.node = reason, at, node


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
            case ast.ListComp(generators=[each]) if not each.ifs:
                return self._each(node)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self._gathered(node)
            case ast.NamedExpr(value=inner) | ast.Starred(value=inner):
                return self.value(inner)
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                self._require_one_table(left, right)
                return self._together([left, right], counts=True)
            case ast.Dict(values=values):
                self._require_one_table(*values)
        return self._together([c for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)])

    def _together(self, nodes: Sequence[ast.expr], *, counts: bool = False) -> Value:
        """Return what several values side by side are, such as the two sides of a sum; some may count the rows."""
        found = [self.value(node) for node in nodes]
        if counts:
            found = [
                LEARNED if self._counts_rows(node) else value
                for node, value in zip(nodes, found, strict=True)
            ]
        rows = [each for each in found if each.has_rows]
        mixed = any(each.is_mixed for each in found)
        if not rows:
            return LEARNED if any(each.is_learned for each in found) else FIXED
        learned = any(each.is_learned and not each.has_rows for each in found)
        here = learned and (self._learns_here(nodes) or any(map(self._counts_rows, nodes)))
        if all(each.how in {How.ROWS, How.SOURCE} for each in rows):
            return MIXED if mixed or here else ROWS
        if all(each.how is How.FILTERED for each in rows):
            return Value(How.FILTERED, is_mixed=mixed)
        raise TooMuchError("it chooses rows and changes them in one go")

    def _counts_rows(self, node: ast.expr) -> bool:
        rows = counted_rows(node)
        if rows is None or (isinstance(node, ast.Attribute) and node.attr == "index"):
            return False
        root = rows
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        is_local = isinstance(root, ast.Name) and root.id in self._local
        return not is_local and self.value(rows).has_rows

    def _require_one_table(self, *sides: ast.expr) -> None:
        """Refuse to put rows of two files side by side: which of them meet is a matter of their labels."""
        if any(self.value(each).has_rows for each in sides) and any(
            self._names.is_beside(each, self._at) for each in sides
        ):
            raise NotRawError("it puts rows of two files side by side by their labels")

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
        if node.attr in OF_TYPES | OF_ALL:
            return LEARNED
        if node.attr == "Index":
            raise NotRawError("it reads the rows' labels")
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
        if self._names.is_of_tables(owner, self._at):
            raise TooMuchError("it takes one of several tables and does more than that")
        if is_first(owner, index) and not self._is_local(owner):
            raise NotRawError("it reads a row by its label or place")
        return self._indexed(owner, base, index)

    def _is_local(self, node: ast.expr) -> bool:
        """Say whether something stands for one row, or one value, in a comprehension."""
        return any(isinstance(n, ast.Name) and n.id in self._local for n in ast.walk(node))

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
            return FIXED if self._cuts_off(owner, index) else self._chosen(owner, base)
        if self._is_for_others(owner, index):
            return FIXED
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

    def _cuts_off(self, owner: ast.expr, index: ast.Slice) -> bool:
        """Say whether a slice of tables below each other leaves the rows out, as `both[:len(train)]` does test."""
        part = self._names.part_of(owner, self._at)
        if part is Part.BETWEEN:
            raise NotRawError("it takes a table from between two others by its place")
        return part is (Part.LAST if index.lower is None else Part.FIRST)

    def _is_for_others(self, owner: ast.expr, index: ast.expr) -> bool:
        """Say whether what tells tables below each other apart tells that these rows are not meant."""
        if self._names.part_of(owner, self._at) is None:
            return False
        match index:
            case ast.Attribute(value=table, attr="index"):
                return self._names.is_beside(table, self._at)
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant() as wanted]):
                column = _column_of(left)
                flag = self._names.flag_of(owner, column, self._at) if column is not None else None
                return isinstance(flag, ast.Constant) and flag.value != wanted.value
        return False

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
        for reason in worded(node):
            raise NotRawError(reason)
        qualified = self._names.qualified(node.func, self._at)
        if qualified is not None:
            return self._library(node, qualified)
        if not isinstance(node.func, ast.Attribute):
            return self._own(node)
        if _is_grouped(node.func.value) and self._has_rows_in(node.func.value):
            return self._of_groups(node.func.attr)
        if node.func.attr in OF_TWO_TABLES and self._has_rows_in(node):
            raise TooMuchError(f"{node.func.attr} is about two tables")
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
        if is_random(qualified):
            raise NotRawError("it draws random numbers")
        given = self._together(self._given(_without_labels(node)))
        if not given.has_rows:
            return given
        self._require_own_row(node, qualified)
        if self._hand(node, Given.ALL):
            return MIXED
        if qualified == "len":  # of the rows at hand
            return FIXED
        return self._of_library(node, qualified, given)

    def _require_own_row(self, node: ast.Call, qualified: str) -> None:
        """Refuse functions of libraries that look at other rows, or at the process."""
        if is_told_by_process(qualified):
            raise NotRawError(f"{qualified} differs from process to process")
        if is_looking_around(qualified) and not is_along_columns(node):
            raise NotRawError(f"{qualified.rpartition('.')[2]} looks at other rows")

    def _of_library(self, node: ast.Call, qualified: str, given: Value) -> Value:
        """Return what a function of a library makes of rows."""
        if qualified == "pandas.merge" and node.args:
            return self._joined(node, self.value(node.args[0]), _right_of(node, 1))
        if qualified in LEARNING_FUNCTIONS:
            told = any(self._is_told_categories(each) for each in node.args[:1])
            return _plain(given) if told and qualified == _DUMMIES else MIXED
        if qualified in FUNCTIONS_OF_ALL:
            return LEARNED
        if qualified in CONCATENATING:
            return self._concatenated(node, given)
        if qualified == "pandas.cut" and not _has_edges(node):
            return MIXED
        self._require_one_table(*self._given(node))
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
        if not is_below(node):
            tables = listed(node.args[0]) if node.args else None
            if any(self._names.is_beside(each, self._at) for each in tables or ()):
                raise NotRawError("it puts tables side by side by the rows' labels")
            self._require_no_labels(node.args[:1])
            return given
        raise TooMuchError("it puts the rows of several tables below each other")

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
            return self._joined(node, owner, _right_of(node, 0))
        self._require_no_join_by_labels(node, name)
        if name in FILLING and any(k.arg in {"method", None} for k in node.keywords):
            raise NotRawError(f"{name}(method=…) looks at other rows")
        if name in BY_LABELS:
            self._require_no_labels(node.args[:1])
        learns = self._hand(node, _given_by(node, name))
        found = self._applied(node, owner)
        return found._replace(is_mixed=found.is_mixed or learns)

    def _hand(self, node: ast.Call, given: Given) -> bool:
        """Refuse functions that are handed to a call, if they cannot be called with some of the rows alone.

        Say whether one of them learns from the rows that it is called with.
        """
        learns = False
        for each in self._given(node):
            for reason in Look(self._names, self._at).handed(each, given):
                if not reason.startswith("learns "):
                    raise NotRawError(reason)
                learns = True
        return learns

    def _require_no_labels(self, nodes: Sequence[ast.expr]) -> None:
        """Refuse tables that have nothing to do with the rows: they are put beside them by labels."""
        for node in nodes:
            for each in node.elts if isinstance(node, ast.List | ast.Tuple) else [node]:
                is_table = isinstance(each, ast.Name) and self._names.is_table(each.id, self._at)
                if is_table and not self.value(each).has_rows:
                    raise NotRawError(f"it takes {ast.unparse(each)} by the rows' labels")

    def _require_no_join_by_labels(self, node: ast.Call, method: str) -> None:
        if method == "join" and any(self._names.is_beside(e, self._at) for e in node.args[:1]):
            raise NotRawError("join( puts tables side by side by the rows' labels")

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

    def _joined(self, node: ast.Call, owner: Value, right: ast.expr | None) -> Value:
        """Return what rows are that get columns of another table: that one is kept, unless it is made of these rows."""
        if any(k.arg in {"left_index", "right_index"} for k in node.keywords):
            raise NotRawError("it joins tables by the rows' labels")
        if right is None:
            raise NotRawError("nobody can tell which table it joins")
        if not owner.has_rows:
            raise NotRawError("it looks rows up for those of another table")
        self._require_beside(right)
        joins = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        keeps_all = joins or _says(node, "how", "'left'")
        if owner.how is How.CHOSEN or owner.how is How.FILTERED:
            raise TooMuchError("it chooses rows and changes them in one go")
        return ROWS if keeps_all else Value(How.FILTERED)

    def _require_beside(self, right: ast.expr) -> None:
        """Refuse a table to join that is made of the rows at hand: for others it is another one."""
        found = self.value(right)
        if found.has_rows:
            raise NotRawError("the table that it joins is made of the rows at hand")
        at = self._names.learned_at(right, self._at)
        if at is not None:
            raise NotRawError("the rows at hand are put together, and joined to each of them", at)

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
        if function.attr not in LABELLING and self._names.is_beside(function.value, self._at):
            raise NotRawError("it looks rows up for those of another file")
        if function.attr in LEARNING_AND_APPLYING:
            return MIXED
        if function.attr.startswith("fit"):
            return LEARNED
        self._require_to_apply(function)
        if given.how is How.FILTERED or given.how is How.CHOSEN:
            raise TooMuchError("it chooses rows and changes them in one go")
        return given if given.how is not How.SOURCE else ROWS

    def _require_to_apply(self, function: ast.Attribute) -> None:
        """Refuse a method of the notebook's own, or a function in a transformer, that learns from the rows at hand."""
        look = Look(self._names, self._at)
        body = self._names.method_of(function.value, self._at, function.attr)
        for reason in look.function(body, Given.ALL) if body is not None else ():
            raise NotRawError(f"{ast.unparse(function)}: {reason}")
        made = function.value
        if isinstance(made, ast.Name):
            made = self._names.made_by(made.id, self._at) or made
        known = isinstance(made, ast.Call) and self._names.qualified(made.func, self._at)
        if known and isinstance(made, ast.Call) and self._hand(made, Given.ALL):
            raise NotRawError(f"{ast.unparse(function)} learns from the rows at hand")

    def _own(self, node: ast.Call) -> Value:
        """Return what one of the notebook's own functions gives, or one that nobody knows."""
        functions = [] if isinstance(node.func, ast.Name) else [node.func]
        given = self._together([*functions, *self._given(node)])
        if isinstance(node.func, ast.Name):
            rows = [each for each in self._given(node) if self.value(each).has_rows]
            one = not rows or all(map(self._is_local, rows))
            how = Given.ONE if one else Given.ALL
            for reason in Look(self._names, self._at).handed(node.func, how):
                learns = reason.startswith("learns ")
                raise NotRawError(f"{node.func.id} {reason}" if learns else reason)
        return given if not given.has_rows or given.how is not How.SOURCE else ROWS

    def _function(self, node: ast.Lambda) -> Value:
        for reason in Look(self._names, self._at).function(node, Given.ONE):
            raise NotRawError(reason)
        return FIXED

    def _each(self, node: ast.ListComp) -> Value:
        """Return what `[f(x) for x in rows]` is: a row for each row."""
        element, each = node.elt, node.generators[0]
        if self._names.is_of_tables(each.iter, self._at):
            raise NotRawError("it makes something of tables of several files in one go")
        source = self.value(each.iter)
        if source.has_rows:
            for reason in counted_in(node):
                raise NotRawError(reason)
        kept = dict(self._local)
        self._local |= {
            n.id: (ROWS if source.has_rows else FIXED)
            for n in ast.walk(each.target)
            if isinstance(n, ast.Name)
        }
        inner = self.value(element)
        mixed = inner.is_mixed or (inner.is_learned and self._learns_here([element]))
        self._local = kept
        if source.has_rows:
            rows = _plain(source)
            return rows._replace(is_mixed=rows.is_mixed or mixed)
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


def _column_of(node: ast.expr) -> object:
    """Return the column that an expression takes from a table by its name."""
    match node:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=column)):
            return column
        case ast.Attribute(value=ast.Name(), attr=attr):
            return attr
    return None


def listed(node: ast.expr) -> list[ast.expr] | None:
    """Return the members of a list or a tuple that is written out."""
    return list(node.elts) if isinstance(node, ast.List | ast.Tuple) else None


def is_below(node: ast.Call) -> bool:
    """Say whether `pd.concat` puts tables below each other, not side by side."""
    axes = [k.value for k in node.keywords if k.arg == "axis"] + node.args[1:2]
    return not any(ast.unparse(axis) in {"1", "'columns'"} for axis in axes)


def _right_of(node: ast.Call, place: int) -> ast.expr | None:
    """Return the other table of a join."""
    named = [k.value for k in node.keywords if k.arg in {"right", "other"}]
    return next(iter([*node.args[place : place + 1], *named]), None)


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


def _given_by(node: ast.Call, method: str) -> Given:
    """Return what a method calls a function with that it is handed."""
    if method in OF_VALUES:
        return Given.ONE
    if method == "apply":
        return Given.ROW if is_along_columns(node) else Given.EITHER
    return Given.ALL


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
