"""What a step does, as a phrase: from its comment, its heading, its calls, or what it binds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nb2pkg.knowledge.phrases import CALLS, CLASSES, FITTING, GENERIC, INPUTS, TARGETS, VERBS
from nb2pkg.plan.naming import FILLERS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.model import Statement

_MOST_WORDS = 8
_CODE_LIKE = re.compile(r"[=(){}\[\]<>\\@|`$%&]|https?:|\w\.\w")
_NUMBERING = re.compile(
    r"^(?:(?:step|part|task|q)\s*)?(?:\d+|[a-z]\b)?(?:\.\d+)*\s*[-:.)]+\s*", re.IGNORECASE
)
_PATH = re.compile(r"""(['"])([^'"\n]+\.\w{2,8})\1""")
_COLUMN_SET = re.compile(r"""\b\w+\[\s*(['"])([A-Za-z][\w ]{0,30})\1\s*\]\s*=(?!=)""")
_COLUMN = re.compile(
    r"""\[\s*(['"])([A-Za-z][\w ]{0,30})\1\s*\]|drop\(\s*(?:columns\s*=\s*)?\[?(['"])([A-Za-z][\w ]{0,30})\3"""
)
_FILTER = re.compile(
    r"""^(\w+)\s*=\s*(\w+)(?:\.loc)?\[.*\2(?:\[\s*(['"])([\w ]+)\3\s*\]|\.(\w+))\s*[<>=!]""",
    re.DOTALL,
)
_EMPTY = re.compile(r"^\w+\s*=\s*(?:\[\s*\]|\{\s*\}|list\(\)|dict\(\)|set\(\))$")
_LIST = re.compile(r"^\w+\s*=\s*\[")
_RECEIVER = re.compile(r"\b([A-Za-z_]\w*)(?:\[[^\]]*\])?\.(\w+)\(")


def told_phrase(text: str) -> str | None:
    """Return a comment or heading as a phrase that begins with a verb, or None where it says no such thing."""
    said = text.strip().strip("#").strip().rstrip(".:;!?").strip(" *_")
    said = _NUMBERING.sub("", said)
    if not said or not said.isascii() or _CODE_LIKE.search(said) or len(said.split()) > _MOST_WORDS:
        return None
    said = re.sub(
        r"^(?:(?:now|then|next|first|finally|let'?s|let us|we|i|will|can|to|also|here)[, ]+)+",
        "",
        said,
        flags=re.IGNORECASE,
    )
    parts = words(said)
    telling = [word for word in parts if word not in FILLERS]
    head = base_verb(parts[0]) if parts else None
    if head is None or len(telling) < 2:
        return None
    return re.sub(r"^\w+", head, said, count=1)


def base_verb(word: str) -> str | None:
    """Return the plain form of a verb (“loading” gives “load”), or None for any other word."""
    stem = word.removesuffix("ing")
    forms = (
        word,
        word.removesuffix("s"),
        stem,
        f"{stem}e",
        stem[:-1],
        word.removesuffix("ed"),
        word.removesuffix("d"),
    )
    return next((form for form in forms if form in VERBS), None)


def titled_phrase(heading: str) -> str | None:
    """Return a heading without a verb as a phrase, or None where it says nothing."""
    if not heading.isascii():
        return None
    parts = [
        w
        for w in words(re.sub(r"[^A-Za-z0-9 _-]", " ", heading))
        if not w.isdigit() and w not in FILLERS
    ]
    return " ".join(parts) if 2 <= len(parts) <= _MOST_WORDS else None


def call_phrase(
    statements: Sequence[Statement], bound: Sequence[str], stage: str, models: Sequence[str]
) -> str:
    """Return a phrase from the calls of a step and what it binds; `models` are the estimators it is given."""
    target = _told(bound)
    models = [*models, *_predictors(statements)]
    if stage == "infer" and _calls(statements, "predict"):
        return f"predict {bound[0]}" if bound else "predict"
    if stage == "evaluate" and models and _evaluates(statements):
        return f"evaluate {models[0]}"
    if INPUTS & set(bound) and TARGETS & set(bound) and not _calls(statements, "train_test_split"):
        return "separate features and target"
    done = [phrase for s in statements if (phrase := _from_facts(s, target, models))]
    if stage == "features" and len(statements) > 2 and not _is_one_thing(done):
        actions = list(
            dict.fromkeys(_from_facts(s, target, models) or _from_columns(s) for s in statements)
        )
        told = ", ".join(action for action in actions[:4] if action)
        return f"prepare {target}: {told}" if told else f"prepare {target}"
    if done:
        return done[-1]
    for statement in statements:
        phrase = _from_shape(statement, target)
        if phrase:
            return phrase
    columns = _set_columns(statements)
    if columns:
        return (
            f"add {' and '.join(columns[:2])}"
            if len(columns) <= 2
            else f"add {columns[0]} and others"
        )
    verb = {"ingest": "load", "train": "prepare", "features": "prepare", "infer": "infer"}.get(
        stage, "compute"
    )
    return f"{verb} {target}"


def _is_one_thing(done: Sequence[str]) -> bool:
    """Say whether the last call of a step is what the step is for, such as a split or a scaling."""
    return bool(done) and done[-1] in {"split train and test", *CLASSES.values()}


def _from_columns(statement: Statement) -> str | None:
    columns = _set_columns([statement])
    return f"add {columns[0]}" if columns else None


def _evaluates(statements: Sequence[Statement]) -> bool:
    facts = {
        fact.partition("#")[0].rpartition(".")[2] for s in statements for fact in s.effects.facts
    }
    predicts = bool(facts & {"predict", "predict_proba", "score"})
    return predicts and any(
        f.endswith(("_score", "_error", "_report", "_matrix", "score")) for f in facts
    )


def _predictors(statements: Sequence[Statement]) -> list[str]:
    """Return the variables whose predictions or scores the statements ask for."""
    found = (_RECEIVER.findall(s.text) for s in statements)
    return [
        name
        for pairs in found
        for name, method in pairs
        if method in {"predict", "predict_proba", "score"}
    ]


def _calls(statements: Sequence[Statement], name: str) -> bool:
    return any(fact.endswith(f".{name}") for s in statements for fact in s.effects.facts)


def _from_facts(statement: Statement, target: str, models: Sequence[str]) -> str | None:
    for fact in reversed(statement.effects.facts):
        owner, _, last = fact.partition("#")[0].rpartition(".")
        if last.startswith(("read_", "load_", "fetch_")) and owner[:1].islower():
            return f"load {_source(statement) or target if target in GENERIC or not target else target}"
        name = owner.rpartition(".")[2]
        is_method = name[:1].isupper() and owner[:1].islower()
        made = last if last[:1].isupper() else name if is_method else ""
        phrase = next((text for end, text in CLASSES.items() if made.endswith(end)), None)
        if phrase is None and last in FITTING and is_method and name not in {"DataFrame", "Series"}:
            phrase = f"fit {' '.join(words(name))}"
        if phrase is None and _constructs(statement, last, owner):
            phrase = f"create {' '.join(words(last))}"
        phrase = phrase or CALLS.get(last)
        if phrase:
            column = (_set_columns([statement]) or _columns(statement) or ["values"])[0]
            receiver = next(
                (r for r, method in _RECEIVER.findall(statement.text) if method == last), target
            )
            model = models[0] if models else receiver
            return phrase.format(bound=target, column=column, model=model, receiver=receiver)
    return None


def _constructs(statement: Statement, name: str, owner: str) -> bool:
    """Say whether a statement does no more than make an estimator."""
    known = owner.startswith(("sklearn.", "xgboost", "lightgbm", "catboost"))
    return (
        known
        and name[:1].isupper()
        and bool(re.match(rf"\w+\s*=\s*[\w.]*\b{name}\(", statement.text))
    )


def _from_shape(statement: Statement, target: str) -> str | None:
    match = _FILTER.match(statement.text)
    if match:
        return f"filter {match.group(1)} by {match.group(4) or match.group(5)}"
    if _EMPTY.match(statement.text):
        return f"start {target}"
    if _LIST.match(statement.text):
        return f"list {target}"
    return None


def _source(statement: Statement) -> str:
    """Return what is loaded, from the file's name or the loader's."""
    match = _PATH.search(statement.text)
    if match:
        stem = re.split(r"[/\\]", match.group(2))[-1].rpartition(".")[0]
        return " ".join(words(stem))
    for fact in statement.effects.facts:
        loader = re.search(r"\.(?:load|fetch)_(\w+)$", fact)
        if loader and loader.group(1) != "dataset":
            return loader.group(1).replace("_", " ")
    return ""


def _columns(statement: Statement) -> list[str]:
    return [" ".join(words(one or other)) for _, one, _, other in _COLUMN.findall(statement.text)]


def _set_columns(statements: Sequence[Statement]) -> list[str]:
    """Return the columns that the statements assign."""
    found = (
        " ".join(words(match.group(2)))
        for s in statements
        for match in [_COLUMN_SET.match(s.text)]
        if match
    )
    return list(dict.fromkeys(name for name in found if name))


def _told(bound: Sequence[str]) -> str:
    names = [name for name in bound if words(name)]
    return " and ".join(names[:2]) if len(names) <= 2 else names[0] if names else "data"
