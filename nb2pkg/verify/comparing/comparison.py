"""Hold against each other what the runs left."""

from __future__ import annotations

from itertools import islice

from nb2pkg.verify.comparing import files, outputs, values, verdict
from nb2pkg.verify.comparing.noise import Noise
from nb2pkg.verify.comparing.questions import Answer, ask
from nb2pkg.verify.inside.protocol import PictureQuestion, ValueQuestion
from nb2pkg.verify.model import Difference, DifferenceKind, NotCompared
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Project
from nb2pkg.verify.runnable import RunnableNotebook
from nb2pkg.verify.running.case import Case
from nb2pkg.verify.running.children import Keepers
from nb2pkg.verify.running.runs import Run, Runs, Space


def compare(case: Case, space: Space, keepers: Keepers, runs: Runs) -> verdict.Findings:
    """Compare outputs and values of all runs."""
    findings = verdict.Findings()
    triples: list[verdict.CellTriple] = []
    written, lost = files.pair(runs)
    if case.rewritten is None:
        reason = "the project has none"
        findings.not_compared.append(NotCompared("rewritten notebook", reason, is_ours=True))
        nothing = Run(RunName.REWRITTEN, space.folder / RunName.REWRITTEN / "spool")
        runs = runs.updated({RunName.REWRITTEN: nothing})
    else:
        triples = _triples(findings, case.original, case.rewritten, runs)
    restless = frozenset(triple.number for triple in triples if triple.is_restless)
    sorted_pairs = values.sort(values.pairs_of(case.project), runs, restless)
    file_questions = [found.question for found in written if found.question]
    pictures: list[PictureQuestion] = [
        {"pictures": list(pair)} for triple in triples for pair in triple.pictures
    ]
    tolerances = (case.options.rtol, case.options.atol)
    questions: list[ValueQuestion | PictureQuestion] = [
        *sorted_pairs.questions,
        *file_questions,
        *pictures,
    ]
    # a kept run brings the files that it has written; the rest of the tree lies in the folder of a run
    trees = (runs.first.tree, space.folder / RunName.FIRST / "tree")
    answers = iter(ask(space, keepers, questions, tolerances, trees))
    about_values = list(islice(answers, len(sorted_pairs.pairs)))
    about_files = list(islice(answers, len(file_questions)))
    about = zip(sorted_pairs.pairs, about_values, strict=True)
    seen = {(p.name, None if p.is_final else p.cell) for p, answer in about if answer.is_noisy}
    noise = Noise(case.original, seen, restless)
    verdict.judge_values(findings, sorted_pairs.pairs, about_values, noise)
    _judge_cells(findings, triples, list(answers), case.project, noise)
    verdict.judge_files(findings, lost, files.sort_answers(written, about_files))
    findings.not_compared += [*sorted_pairs.not_compared, *findings.missing(case.project)]
    return findings


def _triples(
    findings: verdict.Findings, runnable: RunnableNotebook, rewritten: RunnableNotebook, runs: Runs
) -> list[verdict.CellTriple]:
    """Pair the cells of the notebook with those of the rewritten one; it has to have as many."""
    here = [index for index in runnable.places if runnable.cells[index].kind == "code"]
    there = [index for index in rewritten.places if rewritten.cells[index].kind == "code"]
    if len(here) != len(there):
        counts = (f"{len(here)} code cells", f"{len(there)} code cells")
        findings.differences.append(
            Difference(DifferenceKind.CELL, None, "number of cells", *counts)
        )
        return []
    return [
        verdict.CellTriple(
            number=mine + 1,
            first=outputs.shown(runs.first.cells[mine]["outputs"]),
            again=outputs.shown(runs.again.cells[mine]["outputs"]),
            rewritten=outputs.shown(runs[RunName.REWRITTEN].cells[theirs]["outputs"]),
        )
        for mine, theirs in zip(here, there, strict=True)
    ]


def _judge_cells(
    findings: verdict.Findings,
    triples: list[verdict.CellTriple],
    answers: list[Answer],
    project: Project,
    noise: Noise,
) -> None:
    start = 0
    for triple in triples:
        count = len(triple.pictures)
        stages = frozenset(step.stage for step in project.steps if triple.number in step.cells)
        verdict.judge_cell(findings, triple, answers[start : start + count], stages, noise)
        start += count
