"""More secrets, by detect-secrets, where it is installed (`nb2pkg[secrets]`)."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from nb2pkg.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# They flag ordinary paths, hashes and version numbers.
_NOISY: Final = frozenset({"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"})
_SHORTEST = 6  # a text that short stands in too many places to be looked for


def more_spans(lines: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    """Yield line (from 0), start, end and kind of each secret that detect-secrets finds in lines of code.

    It reads files alone, so the lines stand in one that only this user can read, for as long as that takes. Its
    defaults do not ask the network whether a secret is valid.
    """
    if find_spec("detect_secrets") is None:
        return
    for number, kind, secret in sorted(_scanned(lines)):
        start = lines[number].find(secret)
        if start >= 0:
            yield number, start, start + len(secret), kind


def _scanned(lines: Sequence[str]) -> set[tuple[int, str, str]]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import transient_settings

    known: Any = get_mapping_from_secret_type_to_class()
    names: set[str] = {each.__name__ for each in known.values()}
    plugins = [{"name": name} for name in sorted(names - _NOISY)]
    with tempfile.TemporaryDirectory() as folder, transient_settings({"plugins_used": plugins}):
        file = Path(folder) / "cells.py"
        # one ASCII character for each: columns stay, and no locale can fail to read it
        file.write_bytes("\n".join(lines).encode("ascii", "replace"))
        return {
            (secret.line_number - 1, f"a secret ({secret.type})", secret.secret_value)
            for secret in scan_file(str(file))
            if secret.secret_value and len(secret.secret_value) >= _SHORTEST
        }
