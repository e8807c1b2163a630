"""What a step does, as a phrase made from its calls and from what it binds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge.libraries import DRAWING
from nb2pkg.analysis.knowledge.models import ONLY_FITTING, TELLING, TRANSFORMING
from nb2pkg.analysis.knowledge.phrases import (
    CALLS,
    CLASSES,
    ESTIMATED,
    GENERIC,
    INPUTS,
    LOADERS,
    MADE,
    MAIN,
    SEARCHES,
    SERVING,
    TARGETS,
)
from nb2pkg.extraction.plan.naming import shapes
from nb2pkg.extraction.plan.naming.names import LONGEST, words
from nb2pkg.extraction.plan.naming.remarks import base_verb

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nb2pkg.analysis.model import Statement

_PATH: Final = re.compile(r"""(['"])([^'"\n]+\.\w{2,8})\1""")
_JUDGING: Final = ("_score", "_error", "_report", "_matrix", "score")
_CLEANING: Final = frozenset(
    "drop fill replace convert rename filter impute clip parse find set strip".split()
)
_MANY: Final = {"ingest": "load", "train": "prepare", "features": "prepare", "infer": "infer"}
_WHOLE, _STRONG, _CLEAR, _SLIGHT, _FAINT, _LEAST = 9, 8, 5, 4, 2, 1


class Action(NamedTuple):
    """What one statement does, and how much that says about a step that does more."""

    phrase: str
    weight: int


def call_phrase(
    statements: Sequence[Statement],
    bound: Sequence[str],
    stage: str,
    models: Sequence[str],
    helpers: Collection[str] = (),
) -> str:
    """Return a phrase for what the statements of a step do.

    `bound` are the variables that it makes, `models` the estimators that it is given, `helpers` the functions of
    the notebook that it calls.
    """
    models = list(dict.fromkeys(_predictors(statements))) or list(models)
    judged = {f for f in _called(statements) if f.endswith(_JUDGING)}
    if stage == "infer" and "predict" in _called(statements):
        telling = [n for n in bound if any(len(w) > 3 for w in _without_predictions(n))]
        model = f"predict with {models[0]}" if models else "predict"
        return f"predict {telling[0]}" if telling else model
    if stage == "evaluate" and models and judged and _called(statements) & TELLING:
        return f"evaluate {shapes.listed(models, 'models')}"
    if stage == "evaluate" and not models and len(judged) > 1:
        return "evaluate predictions"
    if (
        INPUTS & set(bound)
        and TARGETS & set(bound)
        and "train_test_split" not in _called(statements)
    ):
        return "separate features and target"
    done = [found for s in statements if (found := _action(s, bound, models, helpers))]
    return _summed(done, _told(bound), stage)


def _summed(done: Sequence[Action], target: str, stage: str) -> str:
    """Return one phrase for several actions: the one that they are all for, two of them, or a list."""
    if not done:
        verbs = {"ingest": "create", "features": "prepare", "train": "prepare", "infer": "infer"}
        return f"{verbs.get(stage, 'compute')} {target}"
    done = _without_fits(done)
    top = max(action.weight for action in done)
    least = top if top in {_WHOLE, _SLIGHT, _FAINT, _LEAST} else _CLEAR
    phrases = list(dict.fromkeys(action.phrase for action in done if action.weight >= least))
    if len(phrases) == 1:
        return phrases[0]
    if len(phrases) == 2:
        ends = {phrase.partition(" ")[2] for phrase in phrases}
        if {p.partition(" ")[0] for p in phrases} == {"select", "drop"} and len(ends) == 1:
            return "separate features and target"
        verb, _, rest = phrases[1].partition(" ")
        same = phrases[0].startswith(f"{verb} ")
        both = f"{phrases[0]} and {rest if same else phrases[1]}"
        if len("_".join(words(both))) <= LONGEST:
            return both
    if top == _WHOLE:
        return phrases[-1]
    cleaning = all(phrase.partition(" ")[0] in _CLEANING for phrase in phrases)
    verb = "clean" if cleaning else _MANY.get(stage, "compute")
    return f"{verb} {'data' if target in GENERIC else target}: {', '.join(phrases[:5])}"


def _without_fits(done: Sequence[Action]) -> Sequence[Action]:
    """Leave out that a transformer is fitted where it is also used."""
    used = [d for d in done if not (d.weight == _STRONG and d.phrase.startswith("fit "))]
    return used if any(action.weight == _STRONG for action in used) else done


def _action(
    statement: Statement, bound: Sequence[str], models: Sequence[str], helpers: Collection[str]
) -> Action | None:
    """Return what a statement does, as far as its calls or its form tell."""
    form = shapes.shape(statement)
    if statement.kind in {"for", "asyncfor", "while"}:
        tried = _tried(statement)
        return Action(form or tried or "", _CLEAR) if form or tried else None
    found = [_from_fact(statement, fact, bound, models) for fact in statement.effects.facts]
    found.append(_from_helper(statement, helpers, bound))
    if form:
        slight = form.startswith(("define ", "compute "))
        weight = _FAINT if slight else _SLIGHT if any(found) else _CLEAR
        found.append(Action(form, _LEAST if form.startswith("use ") else weight))
    known = [action for action in found if action is not None]
    return max(reversed(known), key=lambda action: action.weight) if known else None


def _from_fact(
    statement: Statement, fact: str, bound: Sequence[str], models: Sequence[str]
) -> Action | None:
    owner, _, last = fact.partition("#")[0].rpartition(".")
    if last.startswith(("read_", "load_", "fetch_")) and owner[:1].islower():
        return Action(f"load {_loaded(statement, bound)}", _STRONG)
    if fact in LOADERS:
        return Action(f"load {_loaded(statement, bound)}", _STRONG)
    name = owner.rpartition(".")[2]
    is_method = name[:1].isupper() and owner[:1].islower()
    if owner.startswith(DRAWING):
        return Action(f"draw {last}", _FAINT)
    if is_method and owner.startswith(ESTIMATED):
        return _from_method(statement, name, last, bound, models)
    if last[:1].isupper() and owner.startswith(ESTIMATED):
        text = next((text for end, text in MADE.items() if last == end), None)
        weight = _CLEAR if text else _SLIGHT
        return Action(_filled(text or f"create {last}", statement, last, bound, models), weight)
    text = CALLS.get(last)
    if text is None:
        return None
    weight = _WHOLE if last in MAIN else _FAINT if last in SERVING else _CLEAR
    if last == "get_dummies":
        weight = _STRONG
    return Action(_filled(text, statement, last, bound, models), weight)


def _from_method(
    statement: Statement, name: str, method: str, bound: Sequence[str], models: Sequence[str]
) -> Action | None:
    """Return what calling a method of an estimator does."""
    if method in ONLY_FITTING:
        text = next((text for end, text in SEARCHES.items() if name == end), f"fit {name}")
        is_transformer = name not in SEARCHES and any(name.endswith(end) for end in CLASSES)
        weight = _STRONG if is_transformer else _WHOLE
    elif method in TRANSFORMING:
        text = next((text for end, text in CLASSES.items() if name.endswith(end)), f"apply {name}")
        weight = _STRONG
    else:
        text = CALLS.get(method, "")
        weight = _FAINT if method in SERVING else _CLEAR
    return Action(_filled(text, statement, method, bound, models), weight) if text else None


def _from_helper(
    statement: Statement, helpers: Collection[str], bound: Sequence[str]
) -> Action | None:
    """Return what a function of the notebook does, by its name."""
    called = [call.function for call in statement.effects.calls if call.function in helpers]
    if not called:
        return None
    name = " ".join(words(called[0]))
    verb = base_verb(name.partition(" ")[0]) if name else None
    columns = shapes.set_columns(statement)
    if columns and verb:
        return Action(f"{verb} {shapes.listed(columns, 'columns')}", _STRONG)
    made = [n for n in bound if n in statement.effects.binds]
    if verb is None:
        return Action(f"compute {_told(made)}" if made else f"run {name}", _CLEAR)
    if " " in name:
        return Action(name, _CLEAR)
    return Action(f"{verb} {_told(made)}" if made else f"{verb} {_told(bound)}", _CLEAR)


def _tried(statement: Statement) -> str | None:
    """Return the estimator that a loop fits again and again."""
    for fact in statement.effects.facts:
        owner, _, last = fact.partition("#")[0].rpartition(".")
        name = owner.rpartition(".")[2]
        if last in ONLY_FITTING and name[:1].isupper():
            return f"try {name} settings"
    return None


def _filled(
    text: str, statement: Statement, called: str, bound: Sequence[str], models: Sequence[str]
) -> str:
    """Fill the places of a phrase with what the statement names."""
    made = [name for name in bound if name in statement.effects.binds]
    target = _told(made or bound)
    receiver = shapes.receiver(statement, called)
    columns = shapes.set_columns(statement) or shapes.read_columns(statement)
    given = shapes.given(statement, called)
    joined = [name for name in (receiver, *given) if name and name not in {"pd", "np"}]
    source = receiver or (given or shapes.handed(statement) or [target])[0]
    if called == "train_test_split" and any("val" in words(name) for name in bound):
        text = "split train and validation" if not any("test" in n for n in bound) else text
    made_here = [f for f in statement.effects.facts if f.startswith(ESTIMATED) and f != called]
    classes = [f.rpartition(".")[2] for f in made_here if f.rpartition(".")[2][:1].isupper()]
    models = models or classes or ([receiver] if receiver else [])
    several = text.partition(" ")[0]
    return text.format(
        bound=target,
        column=shapes.listed(columns, _SEVERAL.get(several, "values")),
        model=models[0] if models else "model",
        receiver=receiver or target,
        given=(given or [target])[0],
        arguments=_joined(joined) or target,
        source=source,
        features=given[0] if given and not _is_input(given[0]) else "features",
    )


def _is_input(name: str) -> bool:
    """Say whether a name is that of the inputs or a part of them, or says nothing."""
    return name in GENERIC or name.partition("_")[0] in INPUTS


def _joined(names: Sequence[str]) -> str:
    """Return what is put together, in words, or nothing for a single name."""
    if len(names) < 2:
        return ""
    return f"{names[0]} and {names[1] if len(names) == 2 else 'others'}"


def _without_predictions(name: str) -> list[str]:
    """Return the words of a name but for those that only say that it is predicted."""
    return [w for w in words(name) if not w.startswith(("pred", "result", "ynew", "output"))]


_SEVERAL: Final = {"encode": "categories", "drop": "columns", "parse": "dates", "bin": "values"}


def _loaded(statement: Statement, bound: Sequence[str]) -> str:
    """Return what is loaded: the variable's name if it tells, else the file's or the loader's."""
    target = _told([name for name in bound if name in statement.effects.binds] or bound)
    return target if target and target not in GENERIC else _source(statement) or target


def _source(statement: Statement) -> str:
    match = _PATH.search(statement.text)
    if match:
        stem = re.split(r"[/\\]", match.group(2))[-1].rpartition(".")[0]
        return " ".join(words(stem))
    for fact in statement.effects.facts:
        loader = re.search(r"\.(?:load|fetch)_(\w+)$", fact)
        if loader and loader.group(1) != "dataset":
            return loader.group(1).replace("_", " ")
    return ""


def _called(statements: Sequence[Statement]) -> set[str]:
    facts = (fact for s in statements for fact in s.effects.facts)
    return {fact.partition("#")[0].rpartition(".")[2] for fact in facts}


def _predictors(statements: Sequence[Statement]) -> list[str]:
    """Return the variables whose predictions or scores the statements ask for."""
    found = (shapes.receiver(s, method) for s in statements for method in sorted(TELLING))
    return [name for name in found if name]


def _told(bound: Sequence[str]) -> str:
    names = [name for name in bound if words(name)]
    return " and ".join(names[:2]) if len(names) <= 2 else names[0] if names else "data"
