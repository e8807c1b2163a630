"""The way of a prediction's rows: from the call back to the reader, statement by statement."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.frames import FRAME, SERIES
from nb2pkg.analysis.knowledge.models import FITTED_ON
from nb2pkg.analysis.knowledge.rows import (
    BY_LABEL,
    LEARNING_FROM_ALL,
    LEARNING_FUNCTIONS,
    PARTS,
    is_source,
)
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.serving.looking import Given, Look
from nb2pkg.extraction.plan.serving.passed import Passed, told_of
from nb2pkg.extraction.plan.serving.several import (
    Alone,
    alone,
    flag_of,
    is_of_tables,
    member,
    part_of,
    picked,
    require_tables_apart,
)
from nb2pkg.extraction.plan.serving.values import (
    FIXED,
    LEARNED,
    ROWS,
    How,
    NotRawError,
    Part,
    TooMuchError,
    Value,
    value_of,
)
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.extraction.plan.context import Context

_SPLITS: Final = frozenset({"train_test_split"})


@dataclass
class Way:
    """Follows names back to readers, and keeps what statements do to rows on the way.

    What cannot be done row by row is noted, and only held against a prediction whose rows pass it: see `way_to`.
    With a `source`, the rows of one file are followed; those of others are something fixed, which training leaves.
    """

    context: Context
    targets: frozenset[object] = frozenset()
    source: tuple[int, str] | None = None  # the statement that reads the rows, and their name there
    whole: Way | None = None  # … the way of the rows of all files
    is_only_predicted: bool = False  # no model was fitted on rows of this source
    passed: dict[tuple[int, str], Passed] = field(default_factory=dict)
    passed_by: set[tuple[int, str]] = field(default_factory=set)  # they do nothing to the rows
    mixed: set[int] = field(default_factory=set)  # statements that learn and apply in one go
    chains: set[int] = field(default_factory=set)  # statements that do several things to rows
    refused: dict[tuple[int, str], str] = field(default_factory=dict)  # and why
    _known: dict[tuple[str, tuple[int, ...]], Value] = field(default_factory=dict)

    def value(self, name: str, at: int) -> Value:
        """Return what a name stands for where a statement reads it."""
        if self.context.role(at, name) is not Role.VARIABLE:
            return FIXED
        return self.version(name, self.context.history(at, name))

    def version(self, name: str, history: tuple[int, ...]) -> Value:
        """Return what a name stands for behind the statements that have made it what it is."""
        key = (name, history)
        if key not in self._known:
            self._known[key] = FIXED  # a loop reads what it binds itself
            value = FIXED
            for place, number in enumerate(history):
                # what is put into a table of another file is a matter of training
                if value.has_rows or not self._changes_beside(number, name, history[:place]):
                    value = self._after(number, name, value)
            self._known[key] = value
        return self._known[key]

    def _changes_beside(self, number: int, name: str, before: tuple[int, ...]) -> bool:
        """Say whether a statement only changes what holds rows of another file."""
        if self.whole is None or self.context.can_bind(number, name):
            return False
        return self.whole.version(name, before).has_rows

    def sources(self, node: ast.expr, at: int) -> list[tuple[int, str]]:
        """Return the statements that read what an expression is made of in any way, and the names there."""
        todo = [(n.id, at) for n in ast.walk(node) if isinstance(n, ast.Name)]
        seen: set[tuple[int, str]] = set()
        while todo:
            name, reader = todo.pop()
            self.value(name, reader)
            for number in self.context.history(reader, name):
                if (number, name) not in seen:
                    seen.add((number, name))
                    reads = self.context.statements[number].effects.reads
                    todo += [(read.name, number) for read in reads]
        return sorted(e for e in seen & set(self.passed) if self.passed[e].how is How.SOURCE)

    def way_to(self, node: ast.expr, at: int) -> dict[tuple[int, str], Passed]:
        """Return what the rows of an expression have passed."""
        found: dict[tuple[int, str], Passed] = {}
        todo = [(n.id, at) for n in ast.walk(node) if isinstance(n, ast.Name)]
        while todo:
            name, reader = todo.pop()
            if not self.value(name, reader).has_rows:
                continue
            for number in self.context.history(reader, name):
                if (number, name) in found or (number, name) in self.passed_by:
                    continue
                if (number, name) in self.refused:
                    told = self.refused[number, name]
                    found[number, name] = Passed(number, How.ROWS, name, refused=told)
                    continue
                # what is no rows yet, as the empty list that a loop fills with them, has to be there as well
                passed = self.passed.get((number, name), Passed(number, How.ROWS, name))
                found[number, name] = passed
                todo += [(one, number) for one in self._inputs(passed)]
        return found

    def _inputs(self, passed: Passed) -> list[str]:
        """Return the names that a statement takes its rows from."""
        if passed.how is How.CHOSEN and passed.base:
            tree = tree_of(passed.base)
            return [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
        return [read.name for read in self.context.statements[passed.statement].effects.reads]

    def qualified(self, node: ast.expr, at: int) -> str | None:
        """Return the qualified name of what was imported, or of a builtin."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        role = self.context.role(at, node.id)
        if role is Role.UNKNOWN:
            return None if parts else node.id
        if role is not Role.IMPORT:
            return None
        known = self.context.history(at, node.id) or self.context.bound_by.get(node.id, ())
        for number in known[
            -1:
        ]:  # a function that was handed on may read what the statement does not
            imports = dict(self.context.statements[number].effects.imports)
            if node.id in imports:
                return ".".join([imports[node.id], *parts[::-1]])
        return ".".join([node.id, *parts[::-1]])

    def body_of(self, name: str, at: int) -> ast.AST | None:
        """Return the definition of one of the notebook's own functions."""
        if self.context.role(at, name) is not Role.DEFINITION:
            return None
        binders = self.context.binders(at, name)[-1:] or self.context.bound_by.get(name, ())[-1:]
        return tree_of(self.context.statements[binders[0]].text) if binders else None

    def made_by(self, name: str, at: int) -> ast.expr | None:
        """Return the expression whose value a variable holds, if one statement has bound it."""
        binders = self.context.binders(at, name)
        if not binders:
            binders = self.context.bound_by.get(name, ())[-1:]
        if len(binders) != 1:
            return None
        match tree_of(self.context.statements[binders[0]].text).body:
            case [ast.Assign(targets=[ast.Name(id=one)], value=value)] if one == name:
                return value
        return None

    def method_of(self, node: ast.expr, at: int, method: str) -> ast.AST | None:
        """Return the definition of a method of an object of one of the notebook's own classes."""
        made = self.made_by(node.id, at) if isinstance(node, ast.Name) else node
        if not (isinstance(made, ast.Call) and isinstance(made.func, ast.Name)):
            return None
        own = self.body_of(made.func.id, at)
        return next(
            (
                each
                for each in (ast.walk(own) if own is not None else ())
                if isinstance(each, ast.FunctionDef) and each.name == method
            ),
            None,
        )

    def has_rows(self, name: str, at: int) -> bool:
        """Say whether a variable of the notebook holds something for each row."""
        return self.value(name, at).has_rows

    def is_table(self, name: str, at: int) -> bool:
        """Say whether a variable is known to hold a table or a column, which have labels."""
        kind = self.context.kind(at, name)
        return kind is not None and kind.name in {FRAME, SERIES}

    def is_target(self, column: object) -> bool:
        """Say whether a column is what the model predicts."""
        return column in self.targets

    def is_beside(self, node: ast.expr, at: int) -> bool:
        """Say whether an expression holds rows, but of another file than those that are followed."""
        if self.whole is None or self.is_about(node, at):
            return False
        return self.whole.is_about(node, at)

    def is_of_tables(self, node: ast.expr, at: int) -> bool:
        """Say whether an expression is a list of tables from several files."""
        return self.whole is not None and is_of_tables(self, node, at)

    def part_of(self, node: ast.expr, at: int) -> Part | None:
        """Return which part of several tables below each other the rows are that are followed."""
        return part_of(self, node, at) if self.whole is not None else None

    def flag_of(self, node: ast.expr, column: object, at: int) -> ast.expr | None:
        """Return the constant that stands in a column of the rows that are followed."""
        return flag_of(self, node, column, at)

    def learned_at(self, node: ast.expr, at: int) -> int | None:
        """Return the statement that makes what an expression holds of rows that are only predicted, if one does."""
        todo = [(n.id, at) for n in ast.walk(node) if isinstance(n, ast.Name)]
        found: list[int] = []
        while todo and self.is_only_predicted:
            name, reader = todo.pop()
            value = self.value(name, reader)
            if value.has_rows or not value.is_learned:
                continue
            for number in self.context.history(reader, name):
                if number not in found:
                    found.append(number)
                    reads = self.context.statements[number].effects.reads
                    todo += [(read.name, number) for read in reads]
        grouping = [i for i in found if ".groupby(" in self.context.statements[i].text]
        return next(iter([*grouping, *found]), None)

    def _after(self, number: int, name: str, before: Value) -> Value:
        """Return what a name stands for behind a statement that binds or changes it."""
        statement = self.context.statements[number]
        try:
            found = self._done(number, name, before)
        except NotRawError as error:
            if isinstance(error, TooMuchError):
                self.chains.add(number)
            blamed = statement if error.at is None else self.context.statements[error.at]
            self.refused[number, name] = f"{told_of(blamed, error.node)}: {error.reason}"
            return ROWS
        if found.is_mixed:
            self.mixed.add(number)
        return found._replace(is_mixed=False)

    def _done(self, number: int, name: str, before: Value) -> Value:
        statement = self.context.statements[number]
        if statement.magic is not None and not statement.magic.is_cell:
            return self._compound(number, name, before)
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[target], value=value)] | [
                ast.AnnAssign(target=target, value=ast.expr() as value)
            ]:
                return self._assigned(number, name, before, target, value)
            case [ast.AugAssign(target=target, value=value)]:
                given = value_of(self, value, number)
                if not before.has_rows and not given.has_rows:
                    return FIXED
                return self._keep(number, name, Value(How.ROWS, is_mixed=given.is_mixed))
            case [ast.Expr(ast.Call(func=ast.Attribute(value=owner)) as call)]:
                return self._called(number, name, before, owner, call)
            case [ast.Delete()]:
                return self._keep(number, name, before) if before.has_rows else before
        return self._compound(number, name, before)

    def _assigned(
        self, number: int, name: str, before: Value, target: ast.expr, value: ast.expr
    ) -> Value:
        match target:
            case ast.Name(id=one) if one == name:
                return self._bound(number, name, value)
            case (
                ast.Name()
            ):  # the statement changes the object in passing, as `y = df.pop("y")` does
                value_of(self, value, number)
                return self._keep(number, name, ROWS) if before.has_rows else before
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                return self._unpacked(number, name, before, targets, value)
            case ast.Subscript() | ast.Attribute():
                return self._put(number, name, before, target, value)
        return self._compound(number, name, before)

    def _bound(self, number: int, name: str, value: ast.expr) -> Value:
        several = alone(self, value, number)
        if several is not None:
            return self._alone(number, name, several)
        found = value_of(self, value, number)
        if not found.has_rows:
            return found
        if found.how is How.SOURCE and self.source not in {None, (number, name)}:
            return FIXED
        if found.how is not How.SOURCE and self._reads_a_file(value, number):
            self.chains.add(number)
            raise NotRawError("it reads a file and does more than that")
        if found.how is How.SOURCE:
            self.passed[number, name] = Passed(number, How.SOURCE, name)
            return ROWS
        return self._keep(number, name, found)

    def _alone(self, number: int, name: str, several: Alone) -> Value:
        """Return what is bound of several tables: the rows that are followed, alone, or nothing of them."""
        if several.base is not None:
            return self._keep(number, name, Value(How.CHOSEN, several.base))
        if not several.text:
            return FIXED
        text = f"{name} = {several.text}"
        self.passed[number, name] = Passed(
            number, How.APPLIED, name, applied=text, part=several.part
        )
        return ROWS

    def _reads_a_file(self, node: ast.expr, number: int) -> bool:
        calls = [self.qualified(n.func, number) for n in ast.walk(node) if isinstance(n, ast.Call)]
        return any(name is not None and is_source(name) for name in calls)

    def _unpacked(
        self, number: int, name: str, before: Value, targets: list[ast.expr], value: ast.expr
    ) -> Value:
        names = [ast.unparse(each) for each in targets]
        if (
            name not in names
        ):  # it changes the object in passing, as `a, b = x.pop("a"), x.pop("b")` does
            value_of(self, value, number)
            return self._keep(number, name, ROWS) if before.has_rows else before
        place = names.index(name)
        if isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
            if any(self.is_beside(each, number) for each in value.elts):
                raise TooMuchError("it is about tables of several files")
            return self._bound(number, name, value.elts[place])
        if isinstance(value, ast.Call) and self._splits(value, number, len(targets)):
            part = value.args[place // 2]
            found = value_of(self, part, number)
            if not found.has_rows:
                return found
            return self._keep(number, name, Value(How.CHOSEN, part, is_mixed=found.is_mixed))
        several = member(self, value, place, number)
        return self._alone(number, name, several) if several else self._bound(number, name, value)

    def _splits(self, call: ast.Call, number: int, targets: int) -> bool:
        last = (self.qualified(call.func, number) or "").rpartition(".")[2]
        return last in _SPLITS and 2 * len(call.args) == targets

    def _put(
        self, number: int, name: str, before: Value, target: ast.expr, value: ast.expr
    ) -> Value:
        """Return what a name stands for behind `name[…] = value` or `name.attribute = value`."""
        if self._is_of_others(target, name, number):
            self.passed_by.add((number, name))
            return before
        columns = _columns_of(target)
        if columns and columns <= self.targets and before.has_rows and _root(target) == name:
            return self._about_target(number, name, target, value)
        self._require_no_target(number, columns, (*_indexes(target), value))
        if before.has_rows and self._counts_rows(value, number):
            raise NotRawError("it numbers the rows, or counts them")
        given = value_of(self, value, number)
        if before.has_rows and self.is_beside(value, number):
            raise NotRawError("it puts rows of two files side by side by their labels")
        if not before.has_rows:
            if given.has_rows and _root(target) == name:
                raise NotRawError("rows are put into something else")
            return before
        if _root(target) != name:
            return self._keep(number, name, ROWS)
        mixed = given.is_mixed
        for index in _indexes(target):
            found = value_of(self, index, number) if not isinstance(index, ast.Slice) else FIXED
            mixed = mixed or found.is_mixed
        self._require_no_label(target)
        if isinstance(value, ast.Name) and not given.has_rows and self.is_table(value.id, number):
            raise NotRawError(f"it takes {value.id} by the rows' labels")
        if given.how in {How.CHOSEN, How.FILTERED}:
            raise NotRawError("it chooses rows and changes them in one go")
        if given.is_learned and not isinstance(value, ast.Name | ast.Constant):
            mixed = mixed or any(isinstance(i, ast.expr) for i in _indexes(target))
        return self._keep(number, name, Value(How.ROWS, is_mixed=mixed))

    def _is_of_others(self, target: ast.expr, name: str, number: int) -> bool:
        """Say whether what a statement changes are rows of another file, which a variable cannot hold then."""
        root = _root(target)
        return root not in {"", name} and self.is_beside(ast.Name(root, ast.Load()), number)

    def _counts_rows(self, node: ast.expr, number: int) -> bool:
        """Say whether an expression without rows depends on how many there are, as `np.arange(len(df))` does."""
        if self.is_about(node, number):
            return False
        for each in ast.walk(node):
            match each:
                case ast.Call(func=ast.Name(id="len"), args=[rows]):
                    counted: ast.expr = rows
                case ast.Attribute(value=rows, attr="shape" | "size"):
                    counted = rows
                case _:
                    continue
            if self.is_about(counted, number):
                return True
        return False

    def _about_target(self, number: int, name: str, target: ast.expr, value: ast.expr) -> Value:
        """Return what a name stands for behind a statement that makes what is predicted: any value does for others."""
        try:
            is_mixed = value_of(self, value, number).is_mixed
        except NotRawError:
            is_mixed = True
        if not is_mixed and self.is_row_wise(value, number):
            return self._keep(number, name, ROWS)
        text = f"{ast.unparse(target)} = 0"
        self.passed[number, name] = Passed(number, How.APPLIED, name, applied=text)
        return ROWS

    def _require_no_target(
        self, number: int, columns: set[object], parts: Iterable[ast.expr]
    ) -> None:
        """Refuse a feature that is made of what the model predicts."""
        read: set[object] = set()
        for node in (n for part in parts for n in ast.walk(part)):
            made = self.made_by(node.id, number) if isinstance(node, ast.Name) else node
            if isinstance(made, ast.Constant):
                read.add(made.value)
            elif isinstance(node, ast.Attribute):
                read.add(node.attr)
        if (read & self.targets) - columns:
            raise NotRawError("it reads what the model predicts")

    def _require_no_label(self, target: ast.expr) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
                first = node.slice.elts[0]
                bounded = isinstance(first, ast.Slice) and (first.lower or first.upper)
                if isinstance(first, ast.UnaryOp) or _is_number(first) or bounded:
                    raise NotRawError("it changes a row by its label or place")
            if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)):
                continue
            if node.value.attr in BY_LABEL:
                raise NotRawError("it changes a row by its label or place")
            if node.value.attr in PARTS:
                first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
                if isinstance(first, ast.Constant | ast.List | ast.UnaryOp):
                    raise NotRawError("it changes a row by its label or place")
                if isinstance(first, ast.Slice) and (first.lower or first.upper):
                    raise NotRawError("it changes a row by its label or place")

    def _called(
        self, number: int, name: str, before: Value, owner: ast.expr, call: ast.Call
    ) -> Value:
        """Return what a name stands for behind a call that stands alone, such as `df.dropna(inplace=True)`."""
        if not before.has_rows:
            return before._replace(is_learned=True)
        if self._is_of_others(owner, name, number):
            self.passed_by.add((number, name))
            return before
        if isinstance(owner, ast.Name) and owner.id == name:
            found = value_of(self, call, number)
            if found.how is How.CHOSEN:
                found = found._replace(base=owner)
            elif found.how is How.FILTERED:
                found = found._replace(base=None)
            elif not found.has_rows:
                found = ROWS
            return self._keep(number, name, found)
        found = value_of(self, call, number)
        return self._keep(number, name, Value(How.ROWS, is_mixed=found.is_mixed))

    def _compound(self, number: int, name: str, before: Value) -> Value:
        """Return what a name stands for behind a loop, a branch, or anything else that is not followed in detail."""
        statement = self.context.statements[number]
        reads = {read.name for read in statement.effects.reads}
        has_rows = before.has_rows or any(
            self.value(read, number).has_rows
            for read in sorted(reads)
            if self.context.role(number, read) is Role.VARIABLE
        )
        if not has_rows:
            return before
        body = tree_of(statement.text)
        if not before.has_rows and not self._goes_through_rows(body, number):
            return LEARNED
        require_tables_apart(self, body, number)
        look = Look(self, number)
        for reason in (*look.code(body), *look.counted(body)):
            if "learns" in reason:
                return self._keep(number, name, Value(How.ROWS, is_mixed=True))
            raise NotRawError(reason, node=_innermost(body, reason, look))
        self._require_list_with_name(body, number)
        if any(self._takes_several(node, number) for node in ast.walk(body)):
            raise NotRawError("it makes something of several rows")
        mixed = any(self._learns(node, number) for node in ast.walk(body))
        for node in ast.walk(body):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._require_no_label(target)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                inner = self.body_of(node.func.id, number)
                for reason in look.function(inner, Given.ONE) if inner else ():
                    raise NotRawError(reason, node=node)
        found = self._keep(number, name, Value(How.ROWS, is_mixed=mixed))
        kept = self.passed[number, name]
        self.passed[number, name] = replace(kept, picked=picked(self, body, number))
        return found

    def _require_list_with_name(self, body: ast.Module, number: int) -> None:
        """Refuse a loop through tables of several files that have no list with a name."""
        match body.body:
            case [ast.For(iter=ast.List(elts=tables) | ast.Tuple(elts=tables))]:
                if any(self.is_beside(each, number) for each in tables):
                    raise TooMuchError("it goes through tables of several files")

    def _goes_through_rows(self, body: ast.Module, number: int) -> bool:
        """Say whether a loop goes from row to row, by themselves or by their number; true of all that is no loop."""
        match body.body:
            case [ast.For(iter=each)] if is_of_tables(self, each, number):
                return False
            case [ast.For(iter=each)]:
                names = [n for n in ast.walk(each) if isinstance(n, ast.Name)]
                counts = any(
                    isinstance(n, ast.Call) and self.qualified(n.func, number) in {"len", "range"}
                    for n in ast.walk(each)
                ) or any(isinstance(n, ast.Attribute) and n.attr == "shape" for n in ast.walk(each))
                about_rows = any(
                    self.value(n.id, number).has_rows
                    for n in names
                    if self.context.role(number, n.id) is Role.VARIABLE
                )
                return about_rows and (counts or self.is_about(each, number))
        return True

    def _takes_several(self, node: ast.AST, number: int) -> bool:
        """Say whether an expression in a loop takes a part of the rows, from one to another, as windows do."""
        match node:
            case ast.Subscript(value=owner, slice=index):
                first = index.elts[0] if isinstance(index, ast.Tuple) else index
                bounds = [first.lower, first.upper] if isinstance(first, ast.Slice) else []
                moves = any(
                    isinstance(n, ast.Name) for each in bounds if each for n in ast.walk(each)
                )
                root = _root(owner)
                variable = self.context.role(number, root) is Role.VARIABLE
                return moves and variable and self.value(root, number).has_rows
        return False

    def is_about(self, node: ast.expr, number: int) -> bool:
        """Say whether an expression holds any of the rows that are followed."""
        try:
            return value_of(self, node, number).has_rows
        except NotRawError:
            return True

    def is_row_wise(self, node: ast.expr, at: int) -> bool:
        """Say whether an expression about rows can be judged for each of them alone."""
        try:
            value_of(self, node, at)
        except NotRawError:
            return False
        return not any(each.refused for each in self.way_to(node, at).values())

    def _learns(self, node: ast.AST, number: int) -> bool:
        if not isinstance(node, ast.Call):
            return False
        qualified = self.qualified(node.func, number)
        if qualified is not None:
            return qualified in LEARNING_FUNCTIONS
        if isinstance(node.func, ast.Attribute) and node.func.attr in FITTED_ON:
            return True
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in LEARNING_FROM_ALL:
            return False
        if self.is_beside(node.func.value, number):
            return False
        names = [n.id for n in ast.walk(node.func.value) if isinstance(n, ast.Name)]
        return any(self.context.role(number, n) is not Role.IMPORT for n in names)

    def _keep(self, number: int, name: str, found: Value) -> Value:
        """Note that rows pass a statement, and return what they are behind it."""
        base = ast.unparse(found.base) if found.base is not None else ""
        how = How.ROWS if found.how is How.SOURCE else found.how
        pure = how is How.FILTERED and found.base is not None
        self.passed[number, name] = Passed(number, how, name, base, pure)
        return Value(How.ROWS, is_mixed=found.is_mixed)


def _innermost(body: ast.Module, reason: str, look: Look) -> ast.AST | None:
    """Return the shortest statement inside of another one that has a reason against it."""
    inner = [node for node in ast.walk(body) if isinstance(node, ast.stmt)]
    found = [node for node in inner if reason in {*look.code(node), *look.counted(node)}]
    return min(found, key=lambda each: (each.end_lineno or 0) - each.lineno, default=None)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _columns_of(target: ast.expr) -> set[object]:
    """Return the columns that a target names, if it names nothing but a table and columns."""
    match target:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=column)):
            return {column}
        case ast.Subscript(value=ast.Name(), slice=ast.List(elts=elements)):
            return {e.value for e in elements if isinstance(e, ast.Constant)}
        case ast.Attribute(value=ast.Name(), attr=attr):
            return {attr}
    return set()


def _root(target: ast.expr) -> str:
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _indexes(target: ast.expr) -> Iterator[ast.expr]:
    while isinstance(target, ast.Subscript | ast.Attribute):
        if isinstance(target, ast.Subscript):
            yield from (
                target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
            )
        target = target.value
