"""Tensors of torch: by type, layout and numbers."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, torch: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not isinstance(a, torch.Tensor):
        return False
    for part in ("dtype", "layout", "requires_grad"):
        mine, theirs = (str(getattr(one, part)) for one in (a, b))
        if mine != theirs:
            raise DifferentError(f"{where}.{part}", mine, theirs)
    comparison.check(_numbers(torch, a), _numbers(torch, b), where, depth)
    return True


def _numbers(torch: Any, tensor: Any) -> Any:
    """Return a tensor as an array; a wider type holds exactly what numpy has no type for."""
    plain = tensor.detach().cpu()
    plain = plain.dequantize() if plain.is_quantized else plain
    plain = plain.to_dense() if plain.layout != torch.strided else plain
    try:
        return plain.resolve_conj().resolve_neg().numpy()
    except TypeError:
        return plain.to(torch.float64).numpy()


LIBRARY = Library("torch", _compare)
