"""Names that both ends of a run have to know."""

KERNEL = "nb2pkg"  # of the private kernelspec, and of the papermill engine
ADDED = "nb2pkg"  # the tag of cells that `extract` adds
MAY_FAIL = "raises-exception"
SKIPPED = "skip-execution"
COMMANDS = "piped"  # the run of the package's commands, one after another
WHOLE = "whole"  # … and that of its whole pipeline
