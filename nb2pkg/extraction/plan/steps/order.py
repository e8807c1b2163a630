"""The order in which the pipeline calls its steps."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from nb2pkg.stage import PIPELINE_STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.plan.context import Context


def pipeline_order(context: Context, groups: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the indexes of the groups in stage order, as far as every dependency allows it.

    All dependencies count, unsure ones too, and those that lead through statements outside the package: a step
    runs as early as its stage wants, but never before a step it depends on.
    """
    home = {number: index for index, members in enumerate(groups) for number in members}
    outside = len(groups)
    nodes = [home.get(s.id, outside + s.id) for s in context.statements]
    after: defaultdict[int, set[int]] = defaultdict(set)
    waiting: defaultdict[int, int] = defaultdict(int)
    for target, edges in context.dependencies_of.items():
        for edge in edges:
            one, other = nodes[edge.source], nodes[target]
            if one != other and other not in after[one]:
                after[one].add(other)
                waiting[other] += 1
    ready = [
        (_rank(context, groups, node), node) for node in sorted(set(nodes)) if not waiting[node]
    ]
    heapq.heapify(ready)
    order = []
    while ready:
        _, node = heapq.heappop(ready)
        if node < outside:
            order.append(node)
        for following in sorted(after[node]):
            waiting[following] -= 1
            if not waiting[following]:
                heapq.heappush(ready, (_rank(context, groups, following), following))
    if len(order) != len(groups):
        return tuple(range(len(groups)))
    return tuple(order)


def _rank(context: Context, groups: Sequence[Sequence[int]], node: int) -> tuple[int, int]:
    """Statements outside the package cost nothing and go first."""
    if node >= len(groups):
        return -1, node
    return PIPELINE_STAGES.index(context.labels[groups[node][0]].stage), groups[node][0]
