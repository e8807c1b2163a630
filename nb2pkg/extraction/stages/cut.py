"""The cheapest labelling, exactly: a minimum cut; the only user of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SOURCE, _SINK = "source", "sink"
_UNIT = 1000  # capacities are whole numbers of thousandths: with fractions networkx may return a cut that is no minimum


def cheapest_labelling(
    costs: Mapping[int, Sequence[float]],
    order: Iterable[tuple[int, int]],
    together: Mapping[tuple[int, int], float],
    back: float | None = None,
) -> dict[int, int]:
    """Give every node a label 0..k-1 so that the total cost is minimal.

    `costs[node][label]` is what a label costs, `order` holds pairs (a, b) whose labels should satisfy
    label(a) <= label(b): each step back costs `back`, and without a price there is none. `together[a, b]` is paid
    once for each step between the labels of a and b.
    The construction is the chain expansion of Ishikawa (2003): node `i` becomes k-1 vertices, and vertex
    (i, t) lies on the source's side exactly when label(i) >= t.
    """
    import networkx as nx
    from networkx.algorithms.flow import shortest_augmenting_path

    if not costs:
        return {}
    graph: nx.DiGraph[object] = nx.DiGraph()
    levels = len(next(iter(costs.values())))

    def vertex(node: int, level: int) -> object:
        return _SOURCE if level == 0 else _SINK if level == levels else (node, level)

    def add(tail: object, head: object, price: float | None) -> None:
        capacity = None if price is None else round(price * _UNIT)
        if graph.has_edge(tail, head):
            before = graph[tail][head].get("capacity")
            capacity = None if before is None or capacity is None else before + capacity
            graph.remove_edge(tail, head)
        graph.add_edge(tail, head, **({} if capacity is None else {"capacity": capacity}))

    for node, prices in costs.items():
        least = min(prices)
        for label, price in enumerate(prices):
            add(vertex(node, label), vertex(node, label + 1), price - least + 1 / _UNIT)
            if 0 < label < levels - 1:
                add(vertex(node, label + 1), vertex(node, label), None)
    for before, after in order:
        for level in range(1, levels):
            add(vertex(before, level), vertex(after, level), back)
    for (one, other), price in together.items():
        for level in range(1, levels):
            add(vertex(one, level), vertex(other, level), price)
            add(vertex(other, level), vertex(one, level), price)
    # of the algorithms that networkx has, the quickest on long thin graphs; all give the same cut
    _, (above, _) = nx.minimum_cut(graph, _SOURCE, _SINK, flow_func=shortest_augmenting_path)
    return {node: sum((node, level) in above for level in range(1, levels)) for node in costs}
