"""The one door to a process with values, be it a kernel or a command of the package."""

from __future__ import annotations

from typing import Any

from .keeping import keep
from .process import flush_files, limit_memory, seed
from .protocol import KeepBehind, Request
from .watching import watch, write_inputs
from .within import keep_within


def serve(request: Request, namespace: dict[str, Any]) -> None:
    """Do what a request asks for."""
    memory, number, watching = request.get("memory"), request.get("seed"), request.get("watch")
    if memory:
        limit_memory(memory)
    if number is not None:
        seed(number)
    if watching:
        watch(network=watching["network"])
    if request.get("within"):
        keep_within([KeepBehind(*row) for row in request["within"]], namespace)
    for folder, names in request.get("keep", ()):
        keep(namespace, names, folder)
    if request.get("flush"):
        flush_files()
    inputs = request.get("inputs")
    if inputs:
        write_inputs(inputs)
