"""Hold against each other what the runs left."""

from __future__ import annotations

from nb2pkg.model import Difference, NotCompared
from nb2pkg.verify import outputs, values, verdict
from nb2pkg.verify.books import Book
from nb2pkg.verify.case import Case
from nb2pkg.verify.project import Project
from nb2pkg.verify.questions import Answer, ask
from nb2pkg.verify.runs import Keepers, Run, Space


def compare(case: Case, space: Space, keepers: Keepers, done: dict[str, Run]) -> verdict.Findings:
    """Compare outputs and values of all runs."""
    findings = verdict.Findings()
    triples: list[verdict.CellTriple] = []
    if case.rewritten is None:
        findings.not_compared.append(
            NotCompared("rewritten notebook", "the project has none", ours=True)
        )
        done = {**done, "moved": Run("moved", space.folder / "moved" / "spool")}
    else:
        triples = _triples(findings, case.book, case.rewritten, done)
    sorted_pairs = values.sort(values.pairs_of(case.project), done)
    pictures = [{"pictures": list(pair)} for triple in triples for pair in triple.pictures]
    tolerances = (case.options.rtol, case.options.atol)
    answers = ask(space, keepers, [*sorted_pairs.questions, *pictures], tolerances)
    count = len(sorted_pairs.pairs)
    verdict.judge_values(findings, sorted_pairs.pairs, answers[:count])
    _judge_cells(findings, triples, answers[count:], case.project)
    findings.not_compared += [*sorted_pairs.not_compared, *findings.missing(case.project)]
    return findings


def _triples(
    findings: verdict.Findings, book: Book, rewritten: Book, done: dict[str, Run]
) -> list[verdict.CellTriple]:
    """Pair the cells of the notebook with those of the rewritten one; it has to have as many."""
    here = [index for index in book.places if book.cells[index].kind == "code"]
    there = [index for index in rewritten.places if rewritten.cells[index].kind == "code"]
    if len(here) != len(there):
        counts = (f"{len(here)} code cells", f"{len(there)} code cells")
        findings.differences.append(Difference("cell", None, "number of cells", *counts))
        return []
    return [
        verdict.CellTriple(
            number=mine + 1,
            first=outputs.shown(done["first"].cells[mine]["outputs"]),
            again=outputs.shown(done["again"].cells[mine]["outputs"]),
            moved=outputs.shown(done["moved"].cells[theirs]["outputs"]),
        )
        for mine, theirs in zip(here, there, strict=True)
    ]


def _judge_cells(
    findings: verdict.Findings,
    triples: list[verdict.CellTriple],
    answers: list[Answer],
    project: Project,
) -> None:
    start = 0
    for triple in triples:
        count = len(triple.pictures)
        stages = frozenset(step.stage for step in project.steps if triple.number in step.cells)
        verdict.judge_cell(findings, triple, answers[start : start + count], stages)
        start += count
