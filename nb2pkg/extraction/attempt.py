"""What to plan otherwise where a package has given something else than its notebook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nb2pkg.verify.model import Status, Verification

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan

_RESUMING = ("evaluate", "infer")


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a package is planned: at first by stages, with commands that go on from what `train` saves."""

    has_figures: bool = True  # those about models are functions, where that can be
    has_notebook_order: bool = False
    afresh: frozenset[str] = frozenset()  # commands that do not go on; "train": there is none

    def after(self, tried: Plan, found: Verification, *, reordered: bool) -> Attempt | None:
        """Return what to try next, or None where nothing is left that could help."""
        if self.has_figures and tried.commands.figures:
            return replace(self, has_figures=False)
        parts = zip(_RESUMING, (tried.commands.evaluate, tried.commands.infer), strict=True)
        resumed = frozenset(name for name, part in parts if part and part.loads)
        failing = found.status is Status.PACKAGE_FAILS and "train" in found.blamed
        # a command that differs and goes on is to blame for it only if what it goes on from is right
        apart = resumed if failing else found.blamed if found.blamed <= resumed else frozenset()
        if not self.has_notebook_order and reordered and not apart:
            return replace(self, has_notebook_order=True)
        if apart:
            return replace(self, afresh=self.afresh | apart)
        if failing and "train" not in self.afresh:
            return replace(self, afresh=self.afresh | {"train"})
        return None

    @property
    def told(self) -> str:
        """Return in words what is tried."""
        order = ["the notebook's own order"] if self.has_notebook_order else []
        told = " and ".join([*order, *_commands(self.afresh)])
        return told or "figures that stay in the notebook"

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know of a package that was planned like this."""
        found = _commands(self.afresh)
        if self.has_notebook_order:
            found.append(
                "the pipeline keeps the notebook's order: in the order of the stages its results differed"
            )
        return tuple(found)


def _commands(afresh: frozenset[str]) -> list[str]:
    if "train" in afresh:
        return ["no command `train`, because what is trained cannot be saved"]
    names = [f"`{name}`" for name in _RESUMING if name in afresh]
    said = "running all that is needed: going on from what `train` saves gave another result"
    return [f"{' and '.join(names)} {said}"] if names else []


AS_PLANNED: Final = Attempt()
