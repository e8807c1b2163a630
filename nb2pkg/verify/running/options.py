"""How a verification is to be done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.verify.running.walls import FILES, NETWORK

_LEAST_MEMORY = 8_000_000_000


def _most_memory() -> int:
    """Return 80 % of the machine's memory, and at least what libraries reserve without using it."""
    return max(_LEAST_MEMORY, int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 0.8))


@dataclass(frozen=True, slots=True)
class Options:
    """Where and how the runs happen, and how close numbers have to be."""

    python: str | None = None  # the notebook's interpreter; default: the one that runs nb2pkg
    kernel: str | None = None  # or the name of an installed kernel
    root: Path | None = None  # the tree to copy; default: the project around the notebook
    timeout: float = 600.0  # seconds for each run as a whole
    seed: int | None = 0  # for generators that the notebook does not seed; None leaves them alone
    rtol: float = 1e-9
    atol: float = 0.0
    memory_limit: int | None = None  # bytes of address space for a run
    output_limit: int = 50_000_000  # bytes of output of a run
    network: bool = (
        False  # whether runs may use the network, where the system can cut it off at all
    )
    write_outside: bool = False  # and write to files outside of their copies
    settings: tuple[tuple[str, str], ...] = ()  # other values for the runs: (setting, text)
    maps: tuple[str, ...] = ()  # other places for absolute paths: "/kaggle/input=data"
    cached: bool = True  # whether earlier runs of the same notebook may stand for new ones

    @property
    def memory(self) -> int:
        """Return the limit that holds."""
        return self.memory_limit or _most_memory()

    @property
    def walls(self) -> frozenset[str]:
        """Return what is to be shut off."""
        open_to = {NETWORK: self.network, FILES: self.write_outside}
        return frozenset(wall for wall, is_open in open_to.items() if not is_open)
