"""Likeness of roles on random small features: against plain loops over dictionaries, and what must hold of it."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning import compared
from rolepath.planning.compared import SECOND_ORDER
from rolepath.planning.features import Block, Features, make_block
from rolepath.planning.similar import LEAST_SHARED, Similarity

MANY = settings(derandomize=True, deadline=None, max_examples=150)
SEEDS = st.integers(0, 2**32)

Rows = list[tuple[str, str, float]]
Spec = tuple[str, str, float, Rows, list[tuple[str, str]]]


def random_specs(random: Random) -> tuple[list[str], list[Spec]]:
    """Roles and what `make_block` takes: counted blocks with several broader elements each, and rated ones with values missing."""
    roles = [f"role/{n}" for n in range(random.randint(1, 8))]
    specs: list[Spec] = []
    for number in range(random.randint(1, 4)):
        elements = [f"e{n}" for n in range(random.randint(1, 9))]
        counted = random.random() < 0.6
        some = random.random()
        rows = [
            (role, element, random.choice([0.5, 1.0, 3.0]) if counted else round(random.uniform(1, 5), 1))
            for role in roles
            if random.random() < 0.9
            for element in elements
            if random.random() < some or (not counted and random.random() < 0.8)
        ]
        pairs = [(a, b) for n, a in enumerate(elements) for b in elements[n + 1 :] if counted and random.random() < 0.25]
        specs.append((f"block {number}", "counted" if counted else "rated", random.choice([0.05, 0.3, 1.0]), rows, pairs))
    return roles, specs


def made(roles: list[str], specs: list[Spec]) -> Features:
    blocks = [make_block(name, kind, weight, roles, rows, pairs) for name, kind, weight, rows, pairs in specs]  # type: ignore[arg-type]
    return Features(tuple(roles), tuple(blocks))


# The same measure as plain loops.


def unit(vector: dict[str, float]) -> dict[str, float] | None:
    length = math.sqrt(math.fsum(v * v for v in vector.values()))
    return {e: v / length for e, v in vector.items()} if length > 3e-5 else None


def dot(a: dict[str, float], b: dict[str, float]) -> float:
    return math.fsum(v * b.get(e, 0.0) for e, v in a.items())


def counted_vectors(roles: list[str], rows: Rows, pairs: list[tuple[str, str]]) -> dict[str, dict[str, float]]:
    above: dict[str, list[str]] = {}
    for element, parent in sorted(set(pairs)):
        above.setdefault(element, []).append(parent)
    mass: dict[str, dict[str, float]] = {}

    def give(role: str, element: str, value: float) -> None:
        mass.setdefault(role, {})[element] = mass.get(role, {}).get(element, 0.0) + value
        for parent in above.get(element, ()):
            give(role, parent, value / len(above[element]))

    for role, element, value in rows:
        give(role, element, value)
    df = {e: sum(e in has for has in mass.values()) for has in mass.values() for e in has}
    raw = {role: unit({e: math.log(1 + m) * math.log(len(mass) / df[e]) for e, m in has.items()}) or {} for role, has in mass.items()}
    mean = {e: math.fsum(vector.get(e, 0.0) for vector in raw.values()) / len(raw) for e in df}
    centred = {role: unit({e: raw[role].get(e, 0.0) - mean[e] for e in df}) for role in raw}
    return {role: centred[role] or {} for role in roles if centred.get(role)}


def rated_vectors(roles: list[str], rows: Rows) -> dict[str, dict[str, float]]:
    elements = sorted({element for _, element, _ in rows})
    scores: dict[str, dict[str, float]] = {role: dict.fromkeys(elements, 0.0) for role, _, _ in rows}
    for element in elements:
        values = {role: value for role, each, value in rows if each == element}
        mean = math.fsum(values.values()) / len(values)
        deviation = math.sqrt(math.fsum((v - mean) ** 2 for v in values.values()) / len(values))
        for role, value in values.items():
            scores[role][element] = (value - mean) / deviation if deviation > 1e-9 else 0.0
    found = {}
    for role in roles:
        if role in scores:
            own = math.fsum(scores[role].values()) / len(elements)
            vector = unit({e: v - own for e, v in scores[role].items()})
            if vector:
                found[role] = vector
    return found


def plain_scores(roles: list[str], specs: list[Spec]) -> dict[tuple[str, str], float]:
    whole = sum(weight for _, _, weight, _, _ in specs)
    total = {(a, b): 0.0 for a in roles for b in roles}
    weight_of = dict.fromkeys(total, 0.0)
    for _, kind, weight, rows, pairs in specs:
        vectors = counted_vectors(roles, rows, pairs) if kind == "counted" else rated_vectors(roles, rows)
        first = {(a, b): dot(vectors[a], vectors[b]) for a in vectors for b in vectors}
        length = {a: math.sqrt(math.fsum(first[a, b] ** 2 for b in vectors)) for a in vectors}
        for a, b in first:
            s = first[a, b]
            if kind == "counted":
                second = math.fsum(first[a, c] * first[c, b] for c in vectors) / (length[a] * length[b])
                s = (1 - SECOND_ORDER) * s + SECOND_ORDER * second
            total[a, b] += weight / whole * s
            weight_of[a, b] += weight / whole
    return {pair: total[pair] / max(weight_of[pair], LEAST_SHARED) for pair in total}


@MANY
@given(SEEDS)
def test_scores_are_those_of_plain_loops(seed: int) -> None:
    roles, specs = random_specs(Random(seed))
    expected, similarity = plain_scores(roles, specs), Similarity(made(roles, specs))
    matrix = similarity.matrix()
    for n, a in enumerate(roles):
        row = similarity.scores(a)
        for m, b in enumerate(roles):
            assert row[m] == pytest.approx(expected[a, b], abs=1e-7)
            assert matrix[n, m] == pytest.approx(expected[a, b], abs=1e-7)


@MANY
@given(SEEDS)
def test_symmetric_and_none_is_nearer_than_the_role_itself(seed: int) -> None:
    roles, specs = random_specs(Random(seed))
    matrix = Similarity(made(roles, specs)).matrix()
    assert np.allclose(matrix, matrix.T, atol=1e-8)
    assert (matrix <= np.diag(matrix)[:, np.newaxis] + 1e-8).all()
    assert (np.abs(matrix) <= 1 + 1e-8).all()


@MANY
@given(SEEDS)
def test_the_order_of_rows_roles_elements_and_blocks_changes_nothing(seed: int) -> None:
    random = Random(seed)
    roles, specs = random_specs(random)
    shuffled = [
        (name, kind, weight, random.sample(rows, len(rows)), random.sample(pairs, len(pairs))) for name, kind, weight, rows, pairs in specs
    ]
    one, two = Similarity(made(roles, specs)), Similarity(made(roles, shuffled))
    assert [one.nearest(role) for role in roles] == [two.nearest(role) for role in roles]
    turned = random.sample(roles, len(roles))
    renamed = [
        (
            name,
            kind,
            weight,
            [(r, f"z{9 - int(e[1:])}", v) for r, e, v in rows],
            [(f"z{9 - int(a[1:])}", f"z{9 - int(b[1:])}") for a, b in pairs],
        )
        for name, kind, weight, rows, pairs in random.sample(shuffled, len(shuffled))
    ]
    other = Similarity(made(turned, renamed))
    for role in roles:
        mine, theirs = dict(zip(roles, one.scores(role), strict=True)), dict(zip(turned, other.scores(role), strict=True))
        assert mine == pytest.approx(theirs, abs=1e-7)


@MANY
@given(SEEDS)
def test_reasons_add_up(seed: int) -> None:
    roles, specs = random_specs(Random(seed))
    similarity = Similarity(made(roles, specs))
    for role in roles:
        scores = dict(zip(roles, similarity.scores(role), strict=True))
        nearest = similarity.nearest(role, elements=2)
        assert [(-near.score, near.role) for near in nearest] == sorted((-near.score, near.role) for near in nearest)
        for near in nearest:
            assert near.role != role
            assert near.score == pytest.approx(scores[near.role], abs=1e-8)
            assert sum(reason.part for reason in near.reasons) == pytest.approx(near.score, abs=1e-8)
            for reason in near.reasons:
                assert len(reason.shared) <= 2
                assert reason.score == pytest.approx(sum(each.part for each in reason.shared) + reason.other, abs=1e-12)
                assert all(each.part > 0 for each in reason.shared)
                assert -1 - 1e-9 <= reason.score <= 1 + 1e-9


@MANY
@given(SEEDS)
def test_what_changes_the_speed_only_changes_nothing_else(seed: int) -> None:
    roles, specs = random_specs(Random(seed))
    features = made(roles, specs)
    plain = Similarity(features)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compared, "_FEW", 1)
        patch.setattr(compared, "_AT_ONCE", 3)
        other = Similarity(features)
        assert np.allclose(plain.matrix(), other.matrix(), atol=1e-8)
    kept = Similarity(features, plain.lengths)
    assert all(np.array_equal(plain.scores(role), kept.scores(role)) for role in roles)


@MANY
@given(SEEDS)
def test_weights_count_only_beside_each_other(seed: int) -> None:
    roles, specs = random_specs(Random(seed))
    features = made(roles, specs)

    def tripled(block: Block) -> Block:
        return replace(block, weight=3 * block.weight)

    larger = replace(features, blocks=tuple(tripled(block) for block in features.blocks))
    assert np.allclose(Similarity(features).matrix(), Similarity(larger).matrix(), atol=1e-8)
