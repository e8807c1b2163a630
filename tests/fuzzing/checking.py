"""What must hold for whatever is looked at: reports in every form, an exit code, places that exist."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from unittest.mock import patch

from nb2pkg import api
from nb2pkg.config import Config
from nb2pkg.lint.check import findings
from nb2pkg.notebook.read import read
from nb2pkg.report import Report
from nb2pkg.secrets import detectors

EVERYTHING = Config(select=("ALL",))
_QUICKLY = patch.object(detectors, "find_spec", lambda _: None)
_FORMS = (*("text", "json", "github") * 6, "text", "sarif")


def look(path: Path, seed: int) -> str:
    """Check a notebook, and analyse every tenth, and return whether it could be read; raise AssertionError when what comes of it makes no sense.

    Every hundredth is shown to detect-secrets too, which takes longer than all the rest.
    """
    with contextlib.nullcontext() if seed % 100 == 0 else _QUICKLY:
        reports = api.check([str(path)], EVERYTHING)
        _require_sense(reports, seed)
        if seed % 10 == 0:
            analyzed = api.analyze([str(path)], EVERYTHING)
            _require_sense(analyzed, seed)
            assert [report.findings for report in analyzed] == [
                report.findings for report in reports
            ]
    (usual,) = api.check([str(path)], Config())
    if "NB901" in {finding.code for finding in usual.findings}:
        return "unreadable"
    assert usual.findings == findings(read(str(path)), Config()), "the quick proof is wrong"
    return "read"


def _require_sense(reports: list[Report], seed: int) -> None:
    form = _FORMS[seed % len(_FORMS)]
    text = api.render(reports, form)
    text.encode("utf-8", "backslashreplace")
    if form in ("json", "sarif"):
        json.loads(text)
    (report,) = reports
    assert api.exit_code(reports, EVERYTHING) in (0, 1, 2)
    assert report.notebook is not None or [f.code for f in report.findings] in ([], ["NB901"])
    for finding in report.findings:
        if finding.place is None or report.notebook is None:
            continue
        lines = report.notebook.cell(finding.place.cell).source.split("\n")
        assert 1 <= finding.place.line <= finding.place.end_line <= len(lines), finding
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 2, finding
