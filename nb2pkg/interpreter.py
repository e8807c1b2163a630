"""Questions to the interpreter that a notebook runs in; none of the notebook's code is run for them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field

from nb2pkg.errors import EnvironmentProblemError

_QUESTION = """
import json, sys
from importlib import metadata
found = metadata.packages_distributions()
wanted = sys.argv[1:]
names = {}
for module in wanted:
    for name in found.get(module, ())[:1]:
        names[module] = [name, metadata.version(name)]
json.dump({"version": list(sys.version_info[:3]), "distributions": names}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """What an interpreter has: its version, and for each module the distribution that supplies it."""

    python: tuple[int, ...] = (3, 11)
    distributions: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # module -> (name, version)

    def major(self, module: str) -> int | None:
        """Return the major version of the distribution that supplies a module, or None where there is none."""
        _, version = self.distributions.get(module, ("", ""))
        head = version.partition(".")[0]
        return int(head) if head.isdigit() else None


def ask(python: str | None, modules: list[str]) -> Environment:
    """Ask an interpreter (default: the one running) which distributions supply the given top-level modules.

    Raises EnvironmentProblemError when it cannot be run or does not answer.
    """
    command = [python or sys.executable, "-c", _QUESTION, *sorted(set(modules))]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        said = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        raise EnvironmentProblemError(
            f"{python or sys.executable} cannot be asked for its packages: {detail.strip()[-300:]}"
        ) from error
    return Environment(
        python=tuple(said["version"]),
        distributions={
            module: (name, version) for module, (name, version) in said["distributions"].items()
        },
    )
