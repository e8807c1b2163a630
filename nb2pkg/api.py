"""The use cases: analyze, check, fix, prove, extract, verify. Each is a short list of stages; best read first."""

from __future__ import annotations

import gc
import os
from functools import cache

from nb2pkg.config import Config, load
from nb2pkg.errors import Nb2pkgError, UnreadableNotebookError
from nb2pkg.notebook.discover import listed, notebooks
from nb2pkg.parallel import spread
from nb2pkg.report import Report
from nb2pkg.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from nb2pkg.errors import CannotExtractError
    from nb2pkg.extraction.extract import Extraction, Request
    from nb2pkg.lint.fix.model import Mending
    from nb2pkg.lint.model import Finding
    from nb2pkg.mending.fixing import Prove
    from nb2pkg.mending.model import Fixed, Proofs
    from nb2pkg.report.extraction import ExtractionReport
    from nb2pkg.verify import Options
    from nb2pkg.verify.model import Serving, Verification

#: a process costs about as much as checking so many notebooks
WORTH_A_PROCESS: Final = 6
#: findings of what could not be done: a file that is no notebook, a comment that asks for a stage there is not
IMPOSSIBLE: Final = frozenset({"NB901", "NB906"})


def load_config(overrides: dict[str, Any]) -> Config:
    """Return the settings of the project around the working directory, the command line's own ones first.

    Raises Nb2pkgError when the working directory is gone.
    """
    try:
        here = os.getcwd()
    except FileNotFoundError as error:
        raise Nb2pkgError("the folder you stand in is gone: cd into one that exists") from error
    from nb2pkg.lint.rules import RULES

    given = {key: value for key, value in overrides.items() if value is not None}
    return load(here, given, RULES)


def find(paths: Iterable[str], config: Config) -> tuple[list[str], list[str]]:
    """Return the notebooks that paths stand for, and the folders among them that hold none.

    No path is the working directory. A hook that has no file to hand on has nothing to check, which is fine: that is
    a call without paths, and with `force_exclude`.
    """
    named = tuple(paths)
    found, empty = listed(named or (".",), config)
    return found, [] if config.force_exclude and not named else empty


def check(paths: Iterable[str], config: Config, processes: int = 1) -> list[Report]:
    """Return the findings in every notebook; one that cannot be read is a finding itself.

    No more processes are used than pay. They are made by fork: only a program without threads may ask for several.
    """
    found = list(notebooks(paths, config))
    most = 1 if "-" in found else len(found) // WORTH_A_PROCESS
    return spread(lambda path: _checked(path, config), found, min(processes, most))


def _checked(path: str, config: Config) -> Report:
    """Check one notebook without looking for garbage: while everything is in use there is none."""
    from nb2pkg.trees import forget

    collects = gc.isenabled()
    gc.disable()
    try:
        return _check_one(path, config)
    finally:
        forget()  # before anybody looks for garbage among them
        if collects:
            gc.enable()


def _check_one(path: str, config: Config) -> Report:
    from nb2pkg.lint.quick import is_surely_clean
    from nb2pkg.notebook.read import read

    try:
        notebook = read(path, config.max_size)
    except UnreadableNotebookError as error:
        return _unreadable(error)
    if _asks_for_no_more(config) and is_surely_clean(notebook):
        return Report(path)
    from nb2pkg.lint.check import findings

    found = findings(notebook, config)
    return Report(
        path, found, notebook if found else None
    )  # only findings are shown with their lines


@cache
def _asks_for_no_more(config: Config) -> bool:
    """Tell whether no rules are asked for but those that a quick proof stands for."""
    from nb2pkg.lint.rules import RULES

    return all(rule.is_quickly_proven for code, rule in RULES.items() if config.is_selected(code))


def _unreadable(error: UnreadableNotebookError) -> Report:
    from nb2pkg.lint.rules.unreadable_notebook import UnreadableNotebook

    return Report(error.path, (UnreadableNotebook.about(error.path, error.reason, error.remedy),))


def analyze(paths: Iterable[str], config: Config) -> list[Report]:
    """Return findings, graph and stages of every notebook."""
    return [_analyzed(path, config) for path in notebooks(paths, config)]


def _analyzed(path: str, config: Config) -> Report:
    from nb2pkg.analysis.graph import build
    from nb2pkg.analysis.scan import scan
    from nb2pkg.extraction.plan import with_drawable_figures
    from nb2pkg.extraction.stages.extracted import labels_as_extracted
    from nb2pkg.lint.check import findings_of, with_builtins
    from nb2pkg.lint.rules.unsupported_language import is_python
    from nb2pkg.notebook.read import read

    try:
        notebook = read(path, config.max_size)
    except UnreadableNotebookError as error:
        return _unreadable(error)
    if not is_python(notebook):
        return _checked(path, config)
    graph = build(scan(with_builtins(notebook, config)))
    labels = labels_as_extracted(graph, config.stages, with_drawable_figures)
    return Report(path, findings_of(graph, config), notebook, graph, labels)


def exit_code(reports: Sequence[Report], config: Config) -> int:
    """Return 2 when a notebook could not be read or asks for what there is not, 1 for other findings, else 0."""
    findings = [finding for report in reports for finding in report.findings]
    if any(_is_impossible(finding) for finding in findings):
        return 2
    return int(any(config.is_failing(finding.severity) for finding in findings))


def _is_impossible(finding: Finding) -> bool:
    """Tell whether a finding is about something that could not be done, not about what was looked at."""
    from nb2pkg.lint.rules import RULES

    of_no_rule = finding.code == "NB902" and (finding.variable or "NB902") not in RULES
    return finding.code in IMPOSSIBLE or of_no_rule


def render(reports: Sequence[Report], form: str, *, why: bool = False) -> str:
    """Return reports in one of the forms; `why` tells in text what speaks for each stage."""
    from nb2pkg.report.forms import FORMS

    text = FORMS[form](reports)
    if form == "text" and any(report.labels for report in reports):
        from nb2pkg.report import stages

        return stages.render(reports, why=why) + text
    return text


def draw(reports: Sequence[Report], file: Path) -> None:
    """Draw the graph of the first notebook into a file; its suffix says how."""
    from nb2pkg.extraction.write import write_file
    from nb2pkg.report.drawing import drawing

    drawn = next((report for report in reports if report.graph is not None), None)
    if drawn is None:
        raise Nb2pkgError("there is no graph to draw")
    write_file(file, drawing(drawn, file.suffix))


def fix(
    paths: Iterable[str],
    config: Config,
    *,
    unsafe: bool = False,
    writes: bool = True,
    prove: Prove | None = None,
) -> list[Fixed]:
    """Put the cells of every notebook into an order that a fresh run survives; see `nb2pkg.mending`."""
    from nb2pkg.mending.fixing import fixed

    return [fixed(path, config, unsafe=unsafe, writes=writes, prove=prove) for path in paths]


def by_running(options: Options, progress: Callable[[str], None]) -> Prove:
    """Return how `fix` proves by running what it has mended."""
    from functools import partial

    from nb2pkg.mending.proof import proof_of

    return partial(proof_of, options=options, progress=progress)


def prove(
    paths: Iterable[str], config: Config, options: Options, progress: Callable[[str], None]
) -> list[Proofs]:
    """Run the recorded and the fresh order of every notebook and judge its findings; see `nb2pkg.mending`."""
    from nb2pkg.mending.proving import proved

    return [proved(path, config, options, progress) for path in paths]


def render_proofs(done: Sequence[Proofs], form: str) -> str:
    """Return what the runs say of the findings, as text or json."""
    from nb2pkg.report import proving

    return proving.to_json(done) if form == "json" else proving.to_text(done)


def render_fixes(done: Sequence[Fixed], form: str) -> str:
    """Return what was mended, or would be, as text or json."""
    from nb2pkg.report import mending

    return mending.to_json(done) if form == "json" else mending.to_text(done)


def worst_of(done: Sequence[Fixed] | Sequence[Proofs], config: Config) -> int:
    """Return the exit code for what became of some notebooks: that of the worst of them."""
    return max((each.exit_code(config) for each in done), default=0)


def extract(request: Request, options: Options, progress: Callable[[str], None]) -> Extraction:
    """Extract a notebook into a project; see `nb2pkg.extraction.extract`."""
    from nb2pkg.extraction.extract import extract as run

    return run(request, options, progress)


def verify(
    notebook: Path, project: Path, options: Options, progress: Callable[[str], None]
) -> Verification:
    """Run notebook and package in throw-away copies and compare; see `nb2pkg.verify`."""
    from nb2pkg.verify import verify as run

    return run(notebook, project, options, progress)


def mending_of(path: str, data: bytes, config: Config) -> Mending:
    """Return what mending a notebook comes to, for a copy: raises UnreadableNotebookError."""
    from nb2pkg.lint.fix import mend
    from nb2pkg.notebook.read import parse

    return mend(parse(data, path), config)


def mended_bytes(data: bytes, mending: Mending) -> bytes:
    """Return the bytes of the mended copy of a notebook."""
    from nb2pkg.notebook.reorder import reordered_bytes

    return reordered_bytes(data, mending.order) if mending.is_changed else data


def notebook_bytes(path: str, config: Config) -> bytes:
    """Return the bytes of a notebook's file, so that all that is done with it sees one version of it."""
    from nb2pkg.notebook.read import read_bytes

    return read_bytes(path, config.max_size)


def hidden_state(path: str, data: bytes, config: Config) -> Report:
    """Return what is certain to differ in a fresh run of a notebook: extraction is refused for it, or warns of it."""
    from nb2pkg.lint.check import findings
    from nb2pkg.notebook.read import parse

    try:
        notebook = parse(data, path)
    except UnreadableNotebookError as error:
        return _unreadable(error)
    errors = tuple(f for f in findings(notebook, config) if f.severity == "error")
    return Report(path, errors, notebook)


def _counts(report: Report) -> dict[int, int | None]:
    cells = report.notebook.cells if report.notebook else ()
    return {cell.number: cell.execution_count for cell in cells}


def _made(done: Extraction, warned: Report) -> ExtractionReport:
    from nb2pkg.report.extraction import EDITED, ExtractionReport

    edits = {what: getattr(done.written, what) for what in EDITED} if done.written else None
    return ExtractionReport(done.plan, done.directory, done.files, edits, _counts(warned))


def render_extraction(
    done: Extraction, form: str, warned: Report, mending: Mending | None = None
) -> str:
    """Return what an extraction made, as text or json, and what it warns of; no text where nothing was written.

    `mending` is what was done to the copy that it was made of.
    """
    import json

    from nb2pkg.report import extraction, serving, text, verification
    from nb2pkg.report.json import finding_dicts
    from nb2pkg.report.mending import of_copy, told_of_copy

    checked, served = done.verification, _served(done)
    if form == "json":
        told = None if checked is None else verification.to_dict(checked)
        made = extraction.to_dict(_made(done, warned), told, served)
        made["findings"] = finding_dicts(warned)
        made["fix"] = None if mending is None else of_copy(mending)
        return json.dumps(made, indent=2) + "\n"
    if done.written is None:
        return ""
    warnings = text.render([warned]) if warned.findings else ""
    made_text = extraction.to_text(_made(done, warned))
    return (
        told_of_copy(mending)
        + warnings
        + made_text
        + (verification.to_text(checked) if checked else "")
        + serving.closing(served, done.plan.package)
    )


def _served(done: Extraction) -> Sequence[Serving]:
    """Return for which rows the package predicts, as far as that was seen."""
    if done.verification is not None:
        return done.verification.serving
    from nb2pkg.verify.project import read_project
    from nb2pkg.verify.serving import without_proof

    return without_proof(read_project(done.directory), "it was not verified (--no-verify)")


def render_failure(done: Extraction, options: Options, warned: Report) -> str:
    """Return why nothing was written although the notebook could be extracted, and what helps; empty if it was."""
    from nb2pkg.report import text, verification

    if done.written is not None or done.verification is None:
        return ""
    warnings = text.render([warned]) if warned.findings else ""
    return warnings + verification.failure(done.verification, warned.path, options.timeout)


def render_refusal(
    error: CannotExtractError, form: str, found: Report, mending: Mending | None = None
) -> str:
    """Return why a notebook was refused, as text or json, with the findings about it."""
    import json

    from nb2pkg.report import extraction, text
    from nb2pkg.report.counts import with_counts
    from nb2pkg.report.json import finding_dicts
    from nb2pkg.report.mending import of_copy, told_of_copy

    counts = _counts(found)
    if form == "json":
        refused = [with_counts(reason, counts) for reason in error.reasons]
        fixed = None if mending is None else of_copy(mending)
        told = {"schema": 1, "refused": refused, "findings": finding_dicts(found), "fix": fixed}
        return json.dumps(told, indent=2) + "\n"
    return (
        told_of_copy(mending)
        + extraction.refusal(error, counts)
        + (text.render([found]) if found.findings else "")
    )


def render_verification(checked: Verification, form: str) -> str:
    """Return a verdict as text or json."""
    import json

    from nb2pkg.report import verification

    if form == "json":
        return json.dumps(verification.to_dict(checked), indent=2) + "\n"
    return verification.to_text(checked)


def write_html(checked: Verification, file: Path) -> None:
    """Write the self-contained page of a verification."""
    from nb2pkg.extraction.write import write_file
    from nb2pkg.report import html

    write_file(file, html.page(checked))


def explain(named: str, form: str = "text") -> str:
    """Return a rule's page, by code or name, or what a family holds; raise Nb2pkgError for what is neither."""
    from nb2pkg.report.rules import page

    return page(named, form)


def rules(form: str = "text") -> str:
    """Return the list of all rules, as text or json."""
    from nb2pkg.report.rules import listing

    return listing(form)
