"""`python -m nb2pkg` and the console script.

Garbage is not looked for on the way to a `check` and when a process ends: there is next to none, and to find that out
takes as long as the check of a notebook. Commands that run for longer turn the search on again.
"""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line; return the exit code."""
    gc.disable()
    from nb2pkg.cli import run

    code = run(sys.argv[1:])
    gc.freeze()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
