"""The cheapest labelling: allowed, and no labelling that is allowed is cheaper."""

from __future__ import annotations

import itertools
import random

import pytest

from nb2pkg.extraction.stages.cut import cheapest_labelling


def price(labels, costs, together):
    apart = sum(
        weight * abs(labels[one] - labels[other]) for (one, other), weight in together.items()
    )
    return apart + sum(costs[node][label] for node, label in labels.items())


def is_allowed(labels, order):
    return all(labels[before] <= labels[after] for before, after in order)


def cheapest_of_all(costs, order, together):
    """Try every labelling."""
    levels = range(len(next(iter(costs.values()))))
    every = (
        dict(zip(costs, chosen, strict=True))
        for chosen in itertools.product(levels, repeat=len(costs))
    )
    return min(price(labels, costs, together) for labels in every if is_allowed(labels, order))


def random_problem(seed, *, whole):
    """Return costs, order (a chain or any acyclic one) and pulls between a few nodes."""
    chance = random.Random(seed)
    nodes, levels = range(chance.randint(1, 6)), chance.randint(2, 4)

    def number():
        return float(chance.randint(0, 9)) if whole else chance.uniform(0, 9)

    costs = {node: [number() for _ in range(levels)] for node in nodes}
    pairs = list(itertools.combinations(nodes, 2))
    order = {pair for pair in pairs if chance.random() < 0.4}
    together = {pair: number() for pair in pairs if chance.random() < 0.4}
    return costs, order, together


def test_nothing_gets_no_labels():
    assert cheapest_labelling({}, set(), {}) == {}


def test_a_node_alone_gets_its_cheapest_label():
    assert cheapest_labelling({7: [3.0, 1.0, 2.0]}, set(), {}) == {7: 1}


def test_an_order_overrules_what_each_node_wants():
    labels = cheapest_labelling({0: [9.0, 0.0], 1: [0.0, 1.0]}, {(0, 1)}, {})

    assert labels == {0: 1, 1: 1}


def test_what_belongs_together_stays_together_while_it_pays():
    costs = {0: [0.0, 5.0], 1: [2.0, 0.0]}

    assert cheapest_labelling(costs, set(), {(0, 1): 3.0}) == {0: 0, 1: 0}
    assert cheapest_labelling(costs, set(), {(0, 1): 1.0}) == {0: 0, 1: 1}


def test_a_price_that_is_beyond_all_others_is_never_paid():
    costs = {0: [0.0, 1e6, 1e6], 1: [1e6, 1e6, 0.0], 2: [0.0, 0.0, 5.0]}
    labels = cheapest_labelling(costs, {(0, 2), (2, 1)}, {(0, 1): 50.0})

    assert (labels[0], labels[1]) == (0, 2)


@pytest.mark.parametrize("whole", [True, False], ids=["ties", "no ties"])
@pytest.mark.parametrize("seed", range(60))
def test_no_allowed_labelling_is_cheaper(seed, whole):
    costs, order, together = random_problem(seed, whole=whole)
    labels = cheapest_labelling(costs, order, together)

    assert labels.keys() == costs.keys()
    assert is_allowed(labels, order)
    cheapest = cheapest_of_all(costs, order, together)
    assert price(labels, costs, together) == pytest.approx(cheapest, abs=1e-3)


@pytest.mark.parametrize("seed", range(60))
def test_a_step_back_is_taken_where_it_is_worth_its_price(seed):
    costs, order, together = random_problem(seed, whole=False)
    labels = cheapest_labelling(costs, order, together, 3.0)

    def full_price(labels):
        back = sum(max(0, labels[before] - labels[after]) for before, after in order)
        return price(labels, costs, together) + 3.0 * back

    levels = range(len(next(iter(costs.values()))))
    every = itertools.product(levels, repeat=len(costs))
    cheapest = min(full_price(dict(zip(costs, chosen, strict=True))) for chosen in every)
    assert full_price(labels) == pytest.approx(cheapest, abs=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_the_labels_do_not_depend_on_the_order_of_asking(seed):
    costs, order, together = random_problem(seed, whole=True)
    first = cheapest_labelling(costs, order, together)
    again = cheapest_labelling(dict(costs), sorted(order), dict(sorted(together.items())))

    assert first == again


def hub_problem(seed, nodes=40):
    """Return a problem such as notebooks give: much hangs on one table, and most prices are fractions."""
    chance = random.Random(seed)
    costs, order, together = {}, set(), {}
    for node in range(nodes):
        wanted, weight = chance.choice([1, 2, 3]), chance.choice([0.5, 1, 5, 8, 9])
        costs[node] = [1.0 if label == wanted else weight + 1.0 for label in range(5)]
        costs[node][1] -= chance.choice([0, 1.0])
    for node in range(1, nodes):
        together[0, node] = 0.4 * chance.choice([0, 1, 2])
        if chance.random() < 0.5:
            before = max(0, node - chance.choice([1, 2]))
            order.add((before, node))
            together[before, node] = together.get((before, node), 0) + 1.4
    return costs, order, together


def moved(labels, order, node, label):
    """Give a node another label, and all others what the order then asks of them."""
    found, todo = {**labels, node: label}, [node]
    while todo:
        one = todo.pop()
        for before, after in order:
            if one == before and found[after] < found[before]:
                found[after] = found[before]
                todo.append(after)
            if one == after and found[before] > found[after]:
                found[before] = found[after]
                todo.append(before)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_single_move_makes_a_large_labelling_cheaper(seed):
    costs, order, together = hub_problem(seed)
    labels = cheapest_labelling(costs, order, together)

    assert is_allowed(labels, order)
    moves = [moved(labels, order, node, label) for node in costs for label in range(5)]
    cheapest = min(price(one, costs, together) for one in moves)
    assert price(labels, costs, together) <= cheapest + 1e-3
