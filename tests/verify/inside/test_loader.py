"""The probe in a kernel: it works there, and nothing of it is where a notebook looks."""

from __future__ import annotations

import json
import pickle
import sys
from types import SimpleNamespace

from nb2pkg.verify.inside.loader import PACKAGE
from nb2pkg.verify.running.bundle import request_code


def test_a_kernel_loads_the_probe_once_and_shows_nothing_of_it(tmp_path, monkeypatch):
    shell = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    namespace = {"x": [1.5]}
    before = (list(sys.meta_path), list(sys.path))

    for loaded in (False, True):
        folder = tmp_path / str(loaded)
        eval(request_code({"keep": [(str(folder), ["x"])]}, loaded=loaded), namespace)

        kept = json.loads((folder / "index.json").read_text())["x"]
        assert pickle.loads((folder / kept["file"]).read_bytes()) == [1.5]
    assert namespace.keys() - {"__builtins__"} == {"x"}
    assert (sys.meta_path, sys.path) == before
    assert not [name for name in sys.modules if name.startswith(PACKAGE)]
