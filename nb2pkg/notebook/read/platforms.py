"""Which service a notebook was written in, as far as its metadata say so."""

from __future__ import annotations

from nb2pkg.notebook.read.language import kernel_of
from nb2pkg.typed import Any

DATABRICKS = "application/vnd.databricks.v1+notebook"
_FABRIC = ("trident", "synapse_widget", "spark_compute")


def platforms_of(metadata: dict[str, Any]) -> frozenset[str]:
    """Return the services that a notebook's metadata point to; they bind names before the first cell."""
    found = set()
    if DATABRICKS in metadata:
        found.add("databricks")
    if _is_fabric(metadata):
        found.add("fabric")
    if (kernel_of(metadata) or "").startswith("kedro"):
        found.add("kedro")
    return frozenset(found)


def _is_fabric(metadata: dict[str, Any]) -> bool:
    if any(key in metadata for key in _FABRIC):
        return True
    lake = metadata.get("dependencies")
    if isinstance(lake, dict) and "lakehouse" in lake:
        return True
    group = _text(metadata, "microsoft", "language_group")
    kernels = (kernel_of(metadata) or "", _text(metadata, "kernel_info", "name"), group)
    return any(name.startswith("synapse") for name in kernels) or group == "jupyter_python"


def _text(metadata: dict[str, Any], section: str, key: str) -> str:
    part = metadata.get(section)
    value = part.get(key) if isinstance(part, dict) else None
    return value if isinstance(value, str) else ""
