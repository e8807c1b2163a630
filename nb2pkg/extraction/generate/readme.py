"""README.md of a generated project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.commands import Offer
from nb2pkg.extraction.generate.docstrings import listed
from nb2pkg.extraction.generate.settings import hidden_variables, is_elsewhere
from nb2pkg.extraction.generate.setup import shell_lines
from nb2pkg.extraction.stages.needed import is_import
from nb2pkg.verify.model import Status, Verification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Figure, Part, Plan, Predictor


def readme(plan: Plan, verification: Verification | None) -> str:
    """Return README.md: how to run it, a drawing of the stages, where each cell went, and the verdict."""
    sections = [
        f"# {plan.package}\n\nExtracted from `{plan.notebook}`. {verdict(verification)}",
        f"## Run it\n\n{_running(plan).rstrip()}",
        f"## Stages\n\n```mermaid\nflowchart LR\n{_drawing(plan)}\n```",
        f"## Where each cell went\n\n| cell | became |\n|---|---|\n{_table(plan)}",
        *_secrets(plan),
        *_setup(plan),
        *_left(plan),
    ]
    return "\n\n".join(sections) + "\n"


def _running(plan: Plan) -> str:
    offer = Offer(plan)
    lines = [f"python -m {plan.package} run", *(_command(offer, name) for name in offer.names[1:])]
    commands = "\n".join(["pip install -e '.[test]'", "pytest", *lines])
    told = [_told(offer, name) for name in offer.names[1:]]
    listed = "\n".join(f"- {text}" for text in told)
    variable = f"{plan.package.upper()}_<NAME>"
    return f"""```bash
{commands}
```

Run it beside the notebook's data, or point its paths elsewhere: every setting of `configs/default.toml` can be given
by `--config FILE`, by a variable `{variable}`, or by `--set name=value`; the last one wins.
From Python: `from {plan.package}.pipeline import run`, then `run()` returns the results by the notebook's own names.
""" + "".join(f"\n{text}\n" for text in (_elsewhere(plan), _unset(plan), listed) if text).rstrip(
        "\n"
    )


def _elsewhere(plan: Plan) -> str:
    """Say which settings are paths that exist on few machines but the author's."""
    names = [
        f"`{setting.name}` (cell {setting.cell})"
        for setting in plan.configuration.settings
        if is_elsewhere(setting)
    ]
    told = "Paths on the machine of the notebook's author, which you will have to set"
    return f"{told}: {', '.join(names)}." if names else ""


def _unset(plan: Plan) -> str:
    """Say what of the notebook's cells of parameters is no setting."""
    told = "; ".join(f"{item.reason} (cell {item.cell})" for item in plan.staying.unset)
    return f"Not everything that the notebook's parameters name can be set: {told}." if told else ""


def _command(offer: Offer, name: str) -> str:
    reads = name == "infer" and offer.is_reading_rows
    files = " --input rows.csv --output predicted.csv" if reads else ""
    models = [predictor.model.name for predictor in offer.predictors]
    model = f" --model {models[-1]}" if reads and len(models) > 1 else ""
    return f"python -m {offer.plan.package} {name}{files}{model}"


def _told(offer: Offer, name: str) -> str:
    """Say what a command does, and from what."""
    commands = offer.commands
    if name == "train":
        saved = ", ".join(f"`{v.name}`" for v in commands.saves)
        suffix = "joblib" if offer.has_joblib else "pkl"
        return f"`train` runs what training needs, and saves {saved} in `models/trained.{suffix}`."
    if name == "evaluate":
        told = [f"`evaluate` {_from(commands.evaluate)}."] if _computes(commands.evaluate) else []
        return " ".join([*told, *_drawing_told(commands.figures)])
    told = []
    if commands.infer:
        told.append(
            f"`infer` predicts for the notebook's own new rows, and {_from(commands.infer)}."
        )
    if commands.rows_setting:
        told.append(f"`--input` stands for the setting `{commands.rows_setting}`.")
    told += _predicting(offer.predictors)
    return " ".join(told)


def _computes(part: Part | None) -> bool:
    return part is not None and bool(part.steps or part.gives)


def _drawing_told(figures: Sequence[Figure]) -> list[str]:
    """Say which figures `evaluate` can draw."""
    names = ", ".join(f"`{figure.step.name}.png`" for figure in figures)
    return [f"`evaluate --figures DIR` writes {names}."] if figures else []


def _from(part: Part | None) -> str:
    if part is not None and not part.steps:
        return "tells what `train` has computed and saved, as it cannot be computed apart from training"
    if part is not None and part.loads:
        return "goes on from what `train` has saved"
    return "runs all that it needs afresh, as what training leaves is not all that it needs"


def _predicting(predictors: Sequence[Predictor]) -> list[str]:
    """Say what `infer` does with rows: one sentence for all models that are given rows of one kind."""
    alike: dict[tuple[str, ...], list[Predictor]] = {}
    told = _served(predictors)
    for predictor in predictors:
        if predictor.preparation is not None:
            continue
        names = (v.name for v in predictor.transformers)
        alike.setdefault((predictor.rows, *names), []).append(predictor)
    for (rows, *fitted), same in alike.items():
        numbers = sorted({predictor.cell for predictor in same})
        cells = f"cell{'s' * (len(numbers) > 1)} {listed(map(str, numbers))}"
        calls = listed(f"`{predictor.model.name}.{predictor.method}`" for predictor in same)
        through = "".join(f"`{name}.transform`, " for name in fitted)
        chosen = "; `--model` says which" if len(predictors) > 1 else ""
        told.append(
            f"`infer --input` predicts for rows like `{rows}` in {cells} of the notebook, "
            f"and as it does there: {through}{calls}{chosen}."
        )
    return told


def _served(predictors: Sequence[Predictor]) -> list[str]:
    """Say which models take rows as the data file holds them, which columns these need, and what is not served."""
    ready = [p for p in predictors if p.preparation is not None]
    told = []
    for is_proven in (True, False):
        names = [f"`{p.model.name}`" for p in ready if p.is_proven is is_proven]
        seen = (
            "as was seen of the notebook's own rows" if is_proven else "which nobody has seen yet"
        )
        if names:
            told.append(
                f"`infer --input` takes rows as the notebook's data file holds them, and predicts with "
                f"{listed(names)} as the notebook does, {seen}; each row gets an answer, or a note that says why "
                "there is none."
            )
    columns = {p.preparation.columns for p in ready if p.preparation}
    if len(columns) == 1 and (only := next(iter(columns))):
        told.append(f"It needs the columns {listed(f'`{name}`' for name in only)}.")
    told += [
        f"`{p.model.name}` takes no such rows: {p.reason}."
        for p in predictors
        if p.preparation is None and p.reason
    ]
    return told


def verdict(verification: Verification | None) -> str:
    """Say in a sentence what the verification has shown."""
    if verification is None:
        return "Its results have not been checked against the notebook's yet (`nb2pkg verify` does that)."
    cells, values = verification.cells, verification.values
    told = (
        f"{cells.matched} of {cells.compared} cell outputs and {values.matched} of {values.compared} values "
        f"agreed when notebook and package ran side by side"
    )
    why = [f"{n.name}: {n.reason}" for n in verification.not_compared if n.is_ours]
    reasons = (
        f" Not compared: {'; '.join(why)}." if verification.status is Status.UNVERIFIED else ""
    )
    return f"Verdict of `nb2pkg verify`: **{verification.status}** ({told}).{reasons}"


def _drawing(plan: Plan) -> str:
    lines = [f"  {stage}[{stage}]" for stage in plan.stages]
    home = {v.name: step.stage.value for step in plan.steps for v in step.returns}
    edges: dict[tuple[str, str], dict[str, None]] = {}
    made: dict[str, str] = {}
    for index in plan.order:
        step = plan.steps[index]
        for v in step.parameters:
            source = made.get(v.name, home.get(v.name))
            if v.is_variable and source and source != step.stage.value:
                edges.setdefault((source, step.stage.value), {}).setdefault(v.name)
        made |= {v.name: step.stage.value for v in step.returns}
    for (source, target), names in edges.items():
        shown = ", ".join(list(names)[:4]) + (", …" if len(names) > 4 else "")
        lines.append(f'  {source} -->|"{shown}"| {target}')
    return "\n".join(lines)


def _table(plan: Plan) -> str:
    rows: dict[int, list[str]] = {}
    for step in plan.functions:
        rows.setdefault(step.cell, []).append(f"`{step.stage.value}.{step.name}`")
    for number, setting in plan.configuration.constants.items():
        rows.setdefault(plan.program.statements[number].cell, []).append(f"setting `{setting}`")
    for d in plan.definitions:
        rows.setdefault(plan.program.statements[d.statement].cell, []).append(
            f"`{d.module}.{d.name}`"
        )
    for cell in plan.program.notebook.code_cells:
        if cell.source.strip():
            rows.setdefault(cell.number, [_staying(plan, cell.number)])
    return "\n".join(
        f"| {cell} | {', '.join(dict.fromkeys(rows[cell]))} |" for cell in sorted(rows)
    )


def _staying(plan: Plan, cell: int) -> str:
    statements = plan.program.of_cell(cell)
    imports = any(is_import(s) for s in statements)
    if imports and all(is_import(s) or s.magic is not None for s in statements):
        return "imports"
    return "stays in the notebook"


def _secrets(plan: Plan) -> list[str]:
    """Return the section about what has to be set in the environment."""
    rows = [
        f"| `{variable}` | {kind}, {cells} |" for variable, kind, cells in hidden_variables(plan)
    ]
    if not rows and not plan.configuration.secrets:
        return []
    listed = (
        "\n\n" + "\n".join(["| variable | in the notebook |", "|---|---|", *rows]) if rows else ""
    )
    told = (
        "What looks like a secret in the notebook was left there: code looks it up in the environment "
        "(`.env.example` lists the variables), and comments, Markdown and shell lines of `notebooks/` have it "
        "masked. Whoever has the original still has the secret, and so has git: replace it by a new one."
    )
    return [f"## Secrets\n\n{told}{listed}"]


def _setup(plan: Plan) -> list[str]:
    """Return the section about shell commands: nothing of the package runs them."""
    lines = shell_lines(plan)
    if not lines:
        return []
    listed = "\n".join(f"{line}  # cell {cell}" for cell, line in lines)
    told = "The notebook runs these in a shell; the package does not. What pip installs is among its dependencies."
    return [f"## Set-up\n\n{told}\n\n```bash\n{listed}\n```"]


def _left(plan: Plan) -> list[str]:
    if not plan.staying.left:
        return []
    lines = "\n".join(
        f"- cell {item.cell}, line {item.line}: {item.reason}" for item in plan.staying.left
    )
    return [f"## Left in the notebook\n\n{lines}"]
