"""The phases of a proof, in their order; each is done in a process of its own."""

from __future__ import annotations

from ..protocol import ServingJob
from .alone import send_alone
from .judging import conclude
from .laying_out import lay_out
from .matching import match
from .places import Place, UnprovenError
from .served import RefusedError, serve
from .targets import find_unneeded

FIRST = "lay_out"
_SEND, _MATCH, _ALONE, _TARGET = "send", "match", "alone", "target"


def following(place: Place, name: str) -> list[list[str]]:
    """Return the phases that follow one at once; those of one list may be done side by side."""
    if name == FIRST:
        return [[f"{_SEND} 0"], [_MATCH]]
    if name != _MATCH:
        return []
    if not place.has_found():
        return [[f"{_SEND} 0"], [_MATCH]]
    sent = [f"{_SEND} {number}" for number in range(1, len(place.files()))]
    alone = [f"{_ALONE} {number}" for number in range(place.job["places"])]
    return [[_TARGET, *alone, *sent], ["conclude"]]


def do(job: ServingJob, number: int, name: str) -> None:
    """Do one phase of one entry; where it comes to a verdict, leave it."""
    place = Place(job, number, name)
    what, _, which = name.partition(" ")
    try:
        if what == FIRST:
            lay_out(place)
        elif what == _SEND:
            _send(place, int(which))
        elif what == _MATCH:
            match(place, place.load("served-0.pkl"))
        elif what == _TARGET:
            find_unneeded(place)
        elif what == _ALONE:
            send_alone(place, int(which))
        else:
            conclude(place)
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
