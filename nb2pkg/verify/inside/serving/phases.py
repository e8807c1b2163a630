"""The phases of a proof, in their order; each is done in a process of its own."""

from __future__ import annotations

from ..protocol import ServingJob
from .judging import conclude
from .laying_out import lay_out
from .matching import match
from .places import Place, UnprovenError
from .served import RefusedError, Served, serve

FIRST = "lay_out"
_SEND = "send"


def following(place: Place, name: str) -> list[str]:
    """Return the phases that follow one at once."""
    if name == FIRST:
        return [f"{_SEND} 0", "sift", "match"]
    if name == "sift":
        return [f"{_SEND} 0"] if place.has_sifted() else []
    if name != "match":
        return []
    return [*(f"{_SEND} {number}" for number in range(1, len(place.files()))), "conclude"]


def do(job: ServingJob, number: int, name: str) -> None:
    """Do one phase of one entry; where it comes to a verdict, leave it."""
    place = Place(job, number)
    try:
        if name == FIRST:
            lay_out(place)
        elif name == "sift":
            _sift(place, place.load("served-0.pkl"))
        elif name == "match":
            match(place, place.load("served-0.pkl"))
        elif name == "conclude":
            conclude(place)
        else:
            _send(place, int(name.split()[1]))
    except RefusedError as error:
        place.decide("features", str(error))
    except UnprovenError as error:
        place.decide("unproven", str(error))


def _send(place: Place, number: int) -> None:
    """Send one of the files through `infer`; rows must not get lost."""
    sent = place.files()[number]
    answers = place.path(f"answers-{number}.csv")
    served = serve(place.job, place.entry["model"], sent.path, answers, number)
    if len(served.answers) != len(sent.rows):
        raise RefusedError(
            f"{sent.how}: `infer` gives {len(served.answers)} answers for {len(sent.rows)} rows"
        )
    place.dump(f"served-{number}.pkl", served)


def _sift(place: Place, served: Served) -> None:
    """Where some rows cannot be predicted, and the others went in parts therefore, leave the former out."""
    if not served.predicted:
        note = served.answers[0].get("note", "") if served.answers else ""
        raise RefusedError(f"no row of {place.entry['file']} is predicted: {note}")
    if served.prepared is None:
        place.sift(served.predicted)
