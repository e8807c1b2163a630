"""What a model is called after: the class that makes it, for models that a notebook keeps under one name in turn."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.call import BACK, RESAMPLED, TRANSFORMED, lasts, named
from nb2pkg.analysis.knowledge.learning import ESTIMATORS, FITTING
from nb2pkg.trees import called_name

if TYPE_CHECKING:
    from collections.abc import Sequence

#: methods that predict, the one that says most to people first
PREDICTING: Final = tuple(named(call) for call in ESTIMATORS if call.is_prediction)
#: … of those, the ones that are worth asking for new rows
SERVED: Final = tuple(method for method in PREDICTING if method != "predict_log_proba")
#: what says how good a model is, or what its predictions are, where it stands in a phrase
TELLING: Final = lasts(call.name for call in ESTIMATORS if call.phrase)
#: what a fitted object is asked for that only models have
ASKED: Final = frozenset({*PREDICTING, "score", "score_samples", "fit_predict"})
#: methods that fit, and give no rows back
ONLY_FITTING: Final = lasts(call.name for call in ESTIMATORS if call.is_fit and not call.rows)
#: methods that are handed all the rows that something is fitted on, of those that are followed back to a file
FITTED_ON: Final = FITTING - {"partial_fit", "fit_predict", "fit_sample"}
#: methods of a transformer that give rows for the steps below it
TRANSFORMING: Final = lasts(
    call.name for call in ESTIMATORS if call.rows in {TRANSFORMED, RESAMPLED}
)
#: … that give a row for each row
ROW_BY_ROW: Final = lasts(call.name for call in ESTIMATORS if call.rows in {TRANSFORMED, BACK})
#: … that undo what was done to the rows
UNDOING: Final = lasts(call.name for call in ESTIMATORS if call.rows == BACK)
#: methods that give the very object they are called on; of `set_output` nobody has wanted to know yet
RETURN_SELF: Final = lasts(call.name for call in ESTIMATORS if call.returns == "self") - {
    "set_output"
}
#: what only something that is fitted is asked for, or called for to fit it
FITTED: Final = ASKED | ROW_BY_ROW | (RETURN_SELF & FITTING)
_CHAINS: Final = frozenset(
    {"Pipeline", "make_pipeline", "ImbPipeline", "TransformedTargetRegressor"}
)
_AROUND: Final = re.compile(
    r"(?:Randomized|Halving|Grid|Bayes|OptunaS)\w*CV|CalibratedClassifierCV|(?:OneVsRest|OneVsOne)Classifier"
    r"|MultiOutput\w+|Bagging\w+|AdaBoost\w+|RFE(?:CV)?"
)
_SAYS_NO_MORE: Final = re.compile(r"(?<=.)(?:Classifier|Regressor|CV)+$")
_MOVED: Final = RETURN_SELF | {"to", "cuda", "double"}  # those of networks too
_MAKING: Final = frozenset(
    "build make create train fit get define new run setup init load loads read copy deepcopy clone the a".split()
)
_SAYS_NOTHING: Final = frozenset(
    "model models clf classifier regressor estimator network net ml".split()
)


def called_after(node: ast.expr) -> str:
    """Return a name for what an expression makes: that of its class, without what all such classes share, or nothing.

    `LogisticRegression()` is a `logistic_regression`, `DecisionTreeClassifier().fit(X, y)` a `decision_tree`,
    `make_pipeline(StandardScaler(), SVC())` an `svc`, and `build_forest(X)` a `forest`.
    """
    call = _maker(node)
    name = called_name(call)
    if call is None or not name:
        return ""
    inner = [_after_part(each) for each in _handed(call)]
    if name in _CHAINS:
        return (inner[-1] if inner else "") or "pipeline"
    if not name[0].isupper():
        return _after_function(name) if isinstance(call.func, ast.Name) else ""
    own = snake(_SAYS_NO_MORE.sub("", name))
    around = bool(_AROUND.fullmatch(name)) and bool(inner) and bool(inner[0])
    return f"{own}_{inner[0]}" if around else own


def telling_texts(node: ast.expr) -> tuple[str, ...]:
    """Return the short texts that a model is made with, such as the kind of its kernel."""
    call = _maker(node)
    values = [k.value for k in call.keywords if k.arg] if call is not None else []
    texts = [v.value for v in values if isinstance(v, ast.Constant)]
    return tuple(t for t in texts if isinstance(t, str) and re.fullmatch(r"[A-Za-z]\w{1,15}", t))


def told_apart(makers: Sequence[ast.expr | None], name: str, taken: set[str]) -> list[str]:
    """Return a name for each thing that a variable called `name` stands for in turn, by what makes it.

    Of one class there may be several: a text tells them apart, or a number. Names that are `taken` are not given.
    """
    classes = [called_after(maker) if maker is not None else "" for maker in makers]
    texts = [telling_texts(maker) if maker is not None else () for maker in makers]
    pairs = Counter((cls, text) for cls, all_ in zip(classes, texts, strict=True) for text in all_)
    found = []
    for cls, given in zip(classes, texts, strict=True):
        telling = [text.lower() for text in given if pairs[cls, text] == 1]
        more = f"_{telling[0]}" if cls and classes.count(cls) > 1 and telling else ""
        wanted = f"{cls}{more}" if cls else name
        found.append(name if wanted == name and name not in found else _free(wanted, taken))
    return found


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken or keyword.iskeyword(candidate) or hasattr(builtins, candidate):
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate


def snake(text: str) -> str:
    """Return a class's name as a variable is written: `LogisticRegression` becomes `logistic_regression`."""
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"([A-Z])([A-Z][a-z]{2,})", r"\1_\2", apart).strip("_").lower()


def _maker(node: ast.expr) -> ast.Call | None:
    """Return the call that makes an object, behind methods that hand it back."""
    while isinstance(node, ast.Call):
        match node.func:
            case ast.Attribute(value=ast.Call() as inner, attr=method) if method in _MOVED:
                node = inner
            case _:
                return node
    return None


def _handed(call: ast.Call) -> list[ast.expr]:
    """Return the objects that a call is handed, those in its lists and pairs one by one."""
    found: list[ast.expr] = []
    for argument in (*call.args, *(each.value for each in call.keywords)):
        todo = [argument]
        while todo:
            each = todo.pop(0)
            if isinstance(each, ast.List | ast.Tuple):
                todo[:0] = each.elts
            else:
                found.append(each)
    return [each for each in found if isinstance(each, ast.Call | ast.Name)]


def _after_part(node: ast.expr) -> str:
    return _after_function(node.id) if isinstance(node, ast.Name) else called_after(node)


def _after_function(name: str) -> str:
    parts = [part for part in snake(name).split("_") if part]
    while parts and parts[0] in _MAKING:
        parts.pop(0)
    return "" if not set(parts) - _SAYS_NOTHING else "_".join(parts)
