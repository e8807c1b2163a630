"""What a statement is for."""

from __future__ import annotations

from enum import StrEnum

from nb2pkg.typed import NamedTuple


class Stage(StrEnum):
    """What a statement is for; the first five are ordered and become modules."""

    INGEST = "ingest"
    FEATURES = "features"
    TRAIN = "train"
    EVALUATE = "evaluate"
    INFER = "infer"
    SETUP = "setup"
    EXPLORE = "explore"


PIPELINE_STAGES = (Stage.INGEST, Stage.FEATURES, Stage.TRAIN, Stage.EVALUATE, Stage.INFER)
STAGE_NAMES = tuple(stage.value for stage in PIPELINE_STAGES)


class Label(NamedTuple):
    """The stage of a statement and why, and whether `extract` moves it into the package.

    `figure` numbers the first statement of the figure that it draws with others, where that becomes a function.
    """

    stage: Stage
    reasons: tuple[str, ...] = ()
    is_in_package: bool = False
    figure: int | None = None
