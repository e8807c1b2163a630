"""Names that both ends of a run have to know."""

from __future__ import annotations

from enum import StrEnum

KERNEL = "nb2pkg"  # of the private kernelspec, and of the papermill engine
ADDED = "nb2pkg"  # the tag of cells that `extract` adds
MAY_FAIL = "raises-exception"
SKIPPED = "skip-execution"


class RunName(StrEnum):
    """What is run for one verification, each in a copy of the tree that is named after it."""

    FIRST = "first"  # the notebook
    AGAIN = "again"  # the notebook once more: what differs here is noise
    REWRITTEN = "rewritten"  # the rewritten notebook
    COMMANDS = "commands"  # the package's commands, one after another
    PIPELINE = "pipeline"  # the package's pipeline as a whole
    FRESH = "fresh"  # the notebook from top to bottom, failures and all
    RECORDED = "recorded"  # … in the order of its execution counts
    REPEATED = "repeated"  # … once more, with another seed
    MENDED = "mended"  # the notebook with its cells in another order
