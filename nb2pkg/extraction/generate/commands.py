"""commands.py of a generated package: its parts on their own, and what passes between them on disk."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import FRAME, SERIES, SERIES_GROUPS
from nb2pkg.extraction.generate import preparing
from nb2pkg.extraction.generate.drawing import MODULE
from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.saving import read_in_training
from nb2pkg.extraction.generate.scope import Scope, scope
from nb2pkg.extraction.generate.types import hint, imported_as, names_in
from nb2pkg.extraction.plan.commands.postprocessing import PLAIN, PREDICTED
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.extraction.blueprint import (
        Commands,
        Figure,
        Part,
        Plan,
        Predictor,
        Preparation,
        Variable,
    )


@dataclass(frozen=True)
class Offer:
    """What the command line of a package offers."""

    plan: Plan

    @property
    def commands(self) -> Commands:
        """Return the parts that run on their own."""
        return self.plan.commands

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all commands."""
        found = (("train", self.commands.train), ("evaluate", self.commands.evaluate))
        infer = ("infer",) if self.commands.infer or self.predictors else ()
        return ("run", *(name for name, part in found if part), *infer)

    @property
    def predictors(self) -> tuple[Predictor, ...]:
        """Return the predictors, where the notebook has no way of its own to predict for rows in a file."""
        ready = any(predictor.preparation for predictor in self.commands.predictors)
        own = self.commands.infer is not None and self.commands.rows_setting is not None
        if own and not (ready and self.has_pandas):
            return ()
        if self.has_pandas:
            return self.commands.predictors
        found = self.commands.predictors if self.has_joblib else ()
        return tuple(p for p in found if _form(p) == "columns")

    @property
    def has_pandas(self) -> bool:
        """Say whether files are read and written by pandas; otherwise numpy does it, which comes with scikit-learn."""
        return imported_as(self.plan, "pandas") is not None

    @property
    def written(self) -> str | None:
        """Return the result of the notebook's own prediction that can be written as a table: the last one made."""
        if self.commands.infer is None or not self.has_pandas:
            return None
        made = {
            self.plan.versions.of_return(index, v.name): v.kinds
            for index in self.plan.order
            for v in self.plan.steps[index].returns
        }
        tables = [n for n in self.commands.infer.gives if made[n] == (FRAME,)]
        return next(iter([*tables[::-1], *self.commands.infer.gives[::-1]]), None)

    @property
    def is_reading_rows(self) -> bool:
        """Say whether `infer` takes rows from a file that it is given."""
        return bool(self.predictors or self.commands.rows_setting)

    @property
    def has_joblib(self) -> bool:
        """Say whether what is trained is saved by joblib, which scikit-learn brings along."""
        effects = (statement.effects for statement in self.plan.program.statements)
        return any(what.startswith("sklearn") for e in effects for _, what in e.imports)


def commands_module(plan: Plan) -> str | None:
    """Return the source of commands.py, or None for a package that has nothing but `run`."""
    offer = Offer(plan)
    if len(offer.names) == 1:
        return None
    own = {"Figures", "figures"} if plan.commands.figures else set()
    names = scope(plan, {"Path", "saving", "serving", "trained", "PREDICTORS", *own})
    parts = []
    commands = plan.commands
    if commands.train:
        parts.append(_READ.replace("{NAMES}", repr(read_in_training(plan))))
    if offer.predictors:
        parts.append(_predictor_table(offer))
    if commands.train:
        saved = [v.name for v in commands.saves]
        more = _kept(offer, names)
        read = {v.name for v in commands.saves} | _looked_at(offer)
        looks = _sources(offer, names)
        parts.append(_function(names, "train", commands.train, saved, more, read, looks=looks))
    for stage, part in (("evaluate", commands.evaluate), ("infer", commands.infer)):
        if part:
            parts.append(_function(names, stage, part, part.gives))
    if offer.predictors:
        parts.append(_PREDICT)
    if commands.train:
        parts.append(_FILES)
    code = "\n\n\n".join(parts).replace("{package}", plan.package)
    imports = import_lines(plan, (), _imports(plan, offer, names))
    return formatted(f'"""{_TITLE}"""\n\n{imports}\n\n\n{code}\n')


_TITLE = "Commands: parts of the pipeline on their own, and what passes between them on disk."
_DOES = {
    "train": "Run what training needs; return the models, and all that goes on from them.",
    "evaluate": "Evaluate {how}.",
    "infer": "Predict for the notebook's new rows {how}.",
}


def _imports(plan: Plan, offer: Offer, names: Scope) -> list[str]:
    parts = (plan.commands.train, plan.commands.evaluate, plan.commands.infer)
    used = {plan.steps[i].stage.value for part in parts if part for i in part.steps}
    used |= {"infer"} if offer.predictors else set()
    used |= {"evaluate"} if plan.commands.figures else set()
    lines = ["from __future__ import annotations", "from typing import Any"]
    lines += names.imports(stage for stage in names.aliases if stage in used)
    if plan.commands.figures:
        lines.append(f"from {plan.package}.{MODULE} import Figures")
    if plan.commands.train:
        lines += ["from pathlib import Path", f"from {plan.package} import saving"]
    if offer.predictors:
        lines.append(f"from {plan.package} import serving")
    return lines


def _looked_at(offer: Offer) -> set[str]:
    """Return the variables that are looked at when training has ended."""
    texts = [
        t
        for p in offer.predictors
        if p.training_rows
        for t in (p.training_rows.rows, p.training_rows.names)
        if t
    ]
    trees = [tree_of(text) for text in texts if offer.has_pandas]
    return {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}


def _function(
    names: Scope,
    stage: str,
    part: Part,
    gives: Iterable[str],
    more: Iterable[str] = (),
    read: Iterable[str] = (),
    *,
    looks: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """Return the function that runs a part; `more` is handed back too, and looks at what is `read`.

    Behind a step in `looks` stands a line of its own.
    """
    settings = names.settings
    figures = names.plan.commands.figures if stage == "evaluate" else ()
    looked_at = {label for figure in figures for label in figure.given.values()}
    trained = ", trained: dict[str, Any]" if part.loads else ""
    how = "with what training has saved" if part.loads else "after running all that it needs"
    told = _DOES[stage].replace("{how}", how)
    if not part.steps and not part.gives:
        told = "Draw the figures about what training has saved; there is nothing else to tell."
    elif not part.steps:
        told = "Return what training has computed: it cannot be computed apart from it."
    loads = [f'{names.name(v.name)} = trained["{v.name}"]' for v in part.loads]
    given = ", ".join([*(f'"{name}": {names.name(name)}' for name in gives), *more])
    calls = names.calls(part.steps, {*gives, *read, *looked_at}, {v.name for v in part.loads})
    declared = len(calls) - len(part.steps)
    lines = [
        *loads,
        *calls[:declared],
        *(
            line
            for i, call in zip(part.steps, calls[declared:], strict=True)
            for line in (call, looks.get(i))
            if line
        ),
        *_drawing(names, figures),
        f"return {{{given}}}",
    ]
    body = "\n".join(f"    {line}" for line in lines)
    drawn = ", figures: Figures | None = None" if figures else ""
    head = f"def {FUNCTIONS[stage]}({settings}: Settings{trained}{drawn}) -> dict[str, Any]:"
    return f'{head}\n    """{told}"""\n{body}'


def _drawing(names: Scope, figures: Sequence[Figure]) -> list[str]:
    """Return the lines that draw figures where they are wanted."""
    calls = []
    for figure in figures:
        module = names.aliases[figure.step.stage.value]
        values = [
            names.name(figure.given[v.name]) if v.is_variable else f"{names.settings}.{v.setting}"
            for v in figure.step.parameters
        ]
        calls.append(f"    figures.draw({', '.join([f'{module}.{figure.step.name}', *values])})")
    return ["if figures is not None:", *calls] if calls else []


FUNCTIONS = {"train": "train_models", "evaluate": "evaluate_models", "infer": "infer_rows"}


def _predictor_table(offer: Offer) -> str:
    module = scope(offer.plan, ()).aliases["infer"]
    rows = [f'"{p.model.name}": {_predictor(module, p)},' for p in offer.predictors]
    told = "# a model -> how the notebook predicts with it"
    return f"{told}\nPREDICTORS: dict[str, serving.Predictor] = {{{''.join(rows)}}}"


def _predictor(module: str, predictor: Predictor) -> str:
    """Return the expression that describes a predictor."""
    fitted = (*predictor.transformers, predictor.model, *_saved(predictor))
    settings = (v.setting for v in predictor.needs if v.setting)
    rows = f"`{_plain(predictor.rows)}` (cell {predictor.cell})"
    arguments = [
        f"{module}.{predictor.function}",
        repr(tuple(v.name for v in fitted)),
        repr(tuple(settings)),
        repr(rows),
    ]
    form = _form(predictor)
    arguments += _source(predictor)
    arguments += _preparing(module, predictor)
    arguments += [f"form={form!r}"] if form != "columns" else []
    if predictor.method == "predict_proba" and predictor.body == PLAIN:
        arguments.append("has_probabilities=True")
    return f"serving.Predictor({', '.join(arguments)})"


def _preparing(module: str, predictor: Predictor) -> list[str]:
    """Return the arguments that tell how rows of a file become what the model is given."""
    made = predictor.preparation
    if made is None:
        return []
    needs, settings = preparing.arguments(made)
    found = [f"prepare={module}.{made.name}", f"source={_rows_of(made)!r}"]
    found += [f"needs={needs!r}"] if needs else []
    found += [f"prepare_settings={settings!r}"] if settings else []
    found += [f"columns={made.columns!r}"] if made.columns is not None else []
    found += [f"target={made.targets!r}"] if made.targets else []
    unused = tuple(name for name in made.unused if name not in made.targets)
    found += [f"unused={unused!r}"] if unused else []
    found += ["is_proven=True"] if predictor.is_proven else []
    return found


def _rows_of(made: Preparation) -> str:
    """Return under which name training keeps what the rows of a file were like."""
    return f"rows of {made.source}"


def _source(predictor: Predictor) -> list[str]:
    """Return the arguments that tell what is known of the file behind the rows."""
    seen = predictor.training_rows
    if seen is None:
        return []
    source, found = seen.source, []
    if seen.rows and predictor.preparation is None:
        found.append(f"seen={_seen(predictor)!r}")
    if source.options:
        options = ", ".join(f"{name!r}: {text}" for name, text in source.options.items())
        found.append(f"options={{{options}}}")
    if source.unknown:
        found.append(f"unknown={source.unknown!r}")
    if source.casts:
        found.append(f"casts={source.casts!r}")
    if predictor.preparation is not None:
        return [each for each in found if not each.startswith("casts=")]
    return [*found, "is_raw=True"] if source.is_raw and source.options is not None else found


def _seen(predictor: Predictor) -> str:
    """Return under which name training keeps what the rows of a predictor were like."""
    return f"rows of {(*predictor.transformers, predictor.model)[0].name}"


def _kept(offer: Offer, names: Scope) -> list[str]:
    """Return the entries that tell what the rows were like that something was fitted on."""
    entries: dict[str, str] = {}
    for predictor in offer.predictors:
        seen = predictor.training_rows
        if predictor.preparation is not None:
            name = _rows_of(predictor.preparation)
            entries[name] = _variable_of(predictor.preparation)
            continue
        if seen is None or not seen.rows or not offer.has_pandas:
            continue
        arguments = names.name(seen.rows)
        if seen.names and not names.local:
            arguments += f", {seen.names}"
        entries[_seen(predictor)] = f"serving.seen({arguments})"
    return [f"{name!r}: {text}" for name, text in entries.items()]


def _variable_of(made: Preparation) -> str:
    """Return the variable of `train_models` that holds what the rows of a file were like."""
    return f"rows_of_{made.source}"


def _sources(offer: Offer, names: Scope) -> dict[int, str]:
    """Return for each step that reads rows which can be served the line that looks at them as they were read."""
    return {
        p.preparation.source_step: f"{_variable_of(p.preparation)} = {_look(p, p.preparation, names)}"
        for p in offer.predictors
        if p.preparation
    }


def _look(predictor: Predictor, made: Preparation, names: Scope) -> str:
    """Return what looks at the rows of a source as it brings them."""
    rows = names.name(made.source)
    if made.is_table:
        return f"serving.seen({rows})"
    options = (predictor.training_rows and predictor.training_rows.source.options) or {}
    if not made.setting or options.get("header") != "0":
        return f"serving.brought({rows})"
    given = [f"{name}={options[name]}" for name in _OF_HEADER if name in options]
    path = f"{names.settings}.{made.setting}"
    return f"serving.brought({rows}, serving.header({', '.join([path, *given])}))"


_OF_HEADER = ("sep", "skiprows", "encoding", "usecols")


def _saved(predictor: Predictor) -> list[Variable]:
    """Return what a predictor needs of training besides the model and its transformers."""
    return [v for v in predictor.needs if not v.setting]


def predictor_functions(plan: Plan) -> tuple[list[str], set[str], list[str]]:
    """Return the functions of infer.py that predict for new rows, the imported names they need, and further imports."""
    texts: dict[str, str] = {}
    names: set[str] = set()
    offered = Offer(plan).predictors
    for predictor in offered:
        same = [p for p in offered if p.function == predictor.function]
        if predictor.function in texts:
            continue
        model = predictor.model.name if len(same) == 1 else "model"
        value = "rows"
        for variable in predictor.transformers:
            value = f"{variable.name}.transform({value})"
        known = [*predictor.transformers, *([predictor.model] if len(same) == 1 else [])]
        others = [*_saved(predictor), *(v for v in predictor.needs if v.setting)]
        names |= names_in(plan, [*known, *others]) | predictor.names
        parameters = [_parameter(plan, v) for v in known]
        parameters += [] if len(same) == 1 else [model]
        parameters += [_parameter(plan, v) for v in others]
        call = f"{model}.{predictor.method}({value})"
        text = "\n    ".join(line.replace(PREDICTED, call) for line in predictor.body)
        texts[predictor.function] = (
            f"def {predictor.function}(rows, {', '.join(parameters)}):\n"
            f"    {_docstring(predictor, same)}\n    {text}"
        )
    prepared, more, lines = preparing.prepare_functions(plan, offered)
    return [*prepared, *texts.values()], names | more, lines


def _parameter(plan: Plan, variable: Variable) -> str:
    annotation = hint(plan, variable)
    return f"{variable.name}: {annotation}" if annotation else variable.name


def _docstring(predictor: Predictor, same: list[Predictor]) -> str:
    steps = [f"`{v.name}`" for v in predictor.transformers]
    through = f" after {', then '.join(steps)}" if steps else ""
    numbers = sorted({p.cell for p in same})
    cells = f"cell{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
    if predictor.preparation is not None:
        name = predictor.preparation.name
        told = f"Predict for rows that `{name}` has prepared, as the notebook does for its own ({cells})."
        return f'"""{told}"""'
    return (
        f'"""Predict for new rows{through}, as the notebook does for its own ({cells}).\n\n'
        f"    The rows are shaped like `{_plain(predictor.rows)}` there.\n"
        '    """'
    )


def _plain(expression: str) -> str:
    short = expression if len(expression) <= 60 else f"{expression[:57]}..."
    return short.replace("\\", "\\\\").replace('"""', "'''")


def _form(predictor: Predictor) -> str:
    """Return what the first of the fitted objects was given in the notebook: columns, texts or records."""
    names = [kind.name for kind in (*predictor.transformers, predictor.model)[0].kinds]
    if any(name.endswith(".DictVectorizer") for name in names):
        return "records"
    reads_texts = any(".feature_extraction.text." in name for name in names)
    if predictor.kind in (SERIES, SERIES_GROUPS) or reads_texts:
        return "texts"
    return "columns"


_PREDICT = '''def predict(
    file: Path, trained: dict[str, Any], model: str, settings: Settings, *, outside: bool = False
) -> Any:
    """Predict for the rows of a CSV file with a model that was trained."""
    return serving.predict(file, PREDICTORS[model], trained, settings, outside=outside)'''
_READ = """# the settings that training reads
READ_IN_TRAINING: list[str] = {NAMES}"""
_FILES = '''def save(trained: dict[str, Any], folder: Path, settings: Settings) -> Path:
    """Save what was trained into a folder, with the settings it was trained with."""
    return saving.save(trained, folder, {name: getattr(settings, name) for name in READ_IN_TRAINING})


def load(folder: Path, settings: Settings, *, accept_versions: bool = False) -> dict[str, Any]:
    """Return what was saved in a folder, if it was trained with these settings."""
    read = {name: getattr(settings, name) for name in READ_IN_TRAINING}
    return saving.load(folder, read, accept_versions=accept_versions)'''
