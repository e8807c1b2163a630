"""`python -m nb2pkg` and the console script."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from nb2pkg.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
