"""Questions to the interpreter that a notebook runs in; none of the notebook's code is run for them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field

from nb2pkg.errors import EnvironmentProblemError

_QUESTION = """
import json, re, sys
from importlib import metadata

def modules_of(distribution):
    told = (distribution.read_text("top_level.txt") or "").split()
    files = [str(f) for f in distribution.files or ()]
    return told or {f.split("/")[0].split(".")[0] for f in files if f.endswith((".py", ".so", ".pyd"))}

def by_module():
    if hasattr(metadata, "packages_distributions"):
        return metadata.packages_distributions()
    found = {}
    for distribution in metadata.distributions():
        for module in modules_of(distribution):
            found.setdefault(module, []).append(distribution.metadata["Name"])
    return found

def pythons(name):
    distribution = metadata.distribution(name)
    about, wheel = distribution.metadata, distribution.read_text("WHEEL") or ""
    least = re.search(r">=\\s*3\\.(\\d+)", about.get("Requires-Python") or "")
    named = [re.fullmatch(r"Programming Language :: Python :: 3\\.(\\d+)", line)
             for line in about.get_all("Classifier") or ()]
    minors = [int(match[1]) for match in named if match]
    bound = "Root-Is-Purelib: false" in wheel and "abi3" not in wheel and "-none-" not in wheel
    return [int(least[1]) if least else None, max(minors) if bound and minors else None]

found = by_module()
names, versions = {}, {}
for module in sys.argv[1:]:
    for name in found.get(module, ())[:1]:
        names[module] = [name, metadata.version(name)]
        versions[module] = pythons(name)
json.dump({"version": list(sys.version_info[:3]), "distributions": names, "pythons": versions}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """What an interpreter has: its version, and for each module the distribution that supplies it."""

    python: tuple[int, ...] = (3, 11)
    distributions: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # module -> (name, version)

    # module -> the first and the last minor version of Python 3 that its distribution is made for
    pythons: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

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
        pythons={module: (low, high) for module, (low, high) in said["pythons"].items()},
    )
