"""Many people at once: against `gap` for each of them, on random small networks and on the packaged data."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.errors import NotEnoughKnown, UnknownName, WrongUse
from rolepath.planning.answer import readiness_item, unit_items
from rolepath.planning.network import Network
from rolepath.planning.people import PersonAnswer, rounded_shares
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import barred_by, measure_of, stages
from rolepath.planning.units import asked_units
from rolepath.rdf.lookup import Named
from rolepath.service.batch import AT_ONCE, batch
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parent))

from networks import LEVELS, TARGET, random_network


class _Names:
    """Every identifier is its own name, and nothing else is one."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def resolve(self, name: str, types: Any, kind: str) -> Named:
        if name not in {**self._network.roles, **self._network.capabilities}:
            raise UnknownName(name, kind, ())
        return Named(name, name, "", name, True)


def graph_of(network: Network) -> Any:
    return SimpleNamespace(planning=network, names=_Names(network))


def random_row(random: Random, network: Network) -> dict[str, Any]:
    """A person with a role or none, claims with and without levels, and what they lack, in one of the ways a row may say so."""
    skills = random.sample(sorted(network.capabilities), random.randint(0, len(network.capabilities)))
    lack = [skills.pop() for _ in range(min(len(skills), random.choice((0, 0, 1, 2))))]
    have = {skill: random.choice((None, "some", 0.001, *(level / 1000 for level in LEVELS))) for skill in skills}
    row: dict[str, Any] = {"role": random.choice((None, "", *network.roles)), "have": have, "lack": lack}
    if random.random() < 0.5:
        row |= {"have": " ;".join(s if level is None else f"{s}={level}" for s, level in have.items()), "lack": ";".join(lack)}
        row["said"] = have, lack
    return row


def one_by_one(network: Network, row: dict[str, Any], target: str, strict: bool, share: int) -> tuple[Any, ...]:
    have, lack = row.get("said", (row["have"], row["lack"]))
    claims = {skill: None if level is None else round(level * 1000) for skill, level in have.items() if level != "some"}
    some = [skill for skill, level in have.items() if level == "some"]
    profile = make_profile(network, [row["role"]] if row["role"] else [], target, claims, lack, strict, some=some)
    units = asked_units(network, target)
    measure = measure_of(network, profile, units)
    barred = barred_by(network, units, target, profile.typical, profile.licences, profile.roles)
    found = readiness_item(measure, profile, stages(network, share), [network.roles[target] for _ in barred])
    items = sorted((item for item in unit_items(network, profile, measure) if item.share > 0), key=lambda item: (-item.share, item.id))
    missing = tuple(item.label for item in items[:3])
    return found.low, found.typical, found.high, found.stage, found.essentials_met, found.essentials, missing, None


def told(answer: PersonAnswer) -> tuple[Any, ...]:
    band = answer.readiness_low, answer.readiness, answer.readiness_high
    return *band, answer.stage, answer.essentials_met, answer.essentials, answer.missing, answer.error


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.integers(0, 2**32), st.booleans(), st.sampled_from((300, 800, 1000)))
def test_each_person_of_many_stands_as_alone(seed: int, strict: bool, share: int) -> None:
    random = Random(seed)
    network = random_network(random)
    rows = [random_row(random, network) for _ in range(25)]
    given = [{name: value for name, value in row.items() if name != "said"} for row in rows]
    answers = list(batch(graph_of(network), given, TARGET, strict, share / 1000))
    assert [answer.id for answer in answers] == [str(n) for n in range(1, 26)]
    for row, answer in zip(rows, answers, strict=True):
        assert told(answer) == one_by_one(network, row, TARGET, strict, share)


@pytest.mark.parametrize("strict", [False, True])
def test_people_in_the_packaged_data_stand_as_gap_says(kg: KnowledgeGraph, strict: bool) -> None:
    random = Random(5)
    capabilities = sorted(kg.planning.capabilities)
    rows: list[dict[str, Any]] = []
    for role in (*sorted(kg.planning.roles), None):
        held = random.sample(capabilities, 12)
        rows.append({"role": role, "have": {c: random.choice((None, "some", 0.25, 0.5, 1.0)) for c in held[:9]}, "lack": held[9:]})
    for target in ("AI product manager", "esco:occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"):
        for row, answer in zip(rows, kg.batch(rows, target, strict=strict), strict=True):
            alone = kg.gap(row["role"], target, have=row["have"], lack=row["lack"], strict=strict)
            now = alone.readiness
            missing = tuple(item.label for item in alone.gap[:3])
            assert told(answer) == (now.low, now.typical, now.high, now.stage, now.essentials_met, now.essentials, missing, None)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**8)), min_size=1))
def test_shares_are_rounded_as_a_gap_rounds_them(pairs: list[tuple[int, int]]) -> None:
    lost = [min(pair) for pair in pairs]
    total = [pair[1] for pair in pairs]
    found = rounded_shares(np.array(lost)[:, None], np.array(total))
    assert found[:, 0].tolist() == [round(round(a / b, 4) * 10_000) for a, b in zip(lost, total, strict=True)]


def test_halves_are_rounded_as_a_gap_rounds_them() -> None:
    """The float nearest to a half may lie above or below it."""
    lost = np.arange(1, 2000, 2)[:, None]
    found = rounded_shares(lost, np.full(1000, 20_000))
    assert found[:, 0].tolist() == [round(round(n / 20_000, 4) * 10_000) for n in range(1, 2000, 2)]


# --- rows that can't be answered ----------------------------------------------------------------------


def test_a_row_that_is_wrong_says_everything_that_is_and_the_others_are_answered(kg: KnowledgeGraph) -> None:
    rows = [
        {"id": "a", "role": "data wizard", "have": "Pythn; SQL=2; evals=high", "lack": "what's this"},
        {"id": "b", "role": "data scientist"},
        {"have": "evals; Evals=0.5"},
        {"have": "evals", "lack": "evals"},
        {"have": ["evals", "Evals"], "lack": " ; "},
        {"have": "evals=nan"},
        {"have": ";".join(["evals"] * 501)},
        {"have": "\x1b[31m"},
    ]
    answers = list(kg.batch(rows))
    assert [answer.id for answer in answers] == ["a", "b", "3", "4", "5", "6", "7", "8"]
    errors = [answer.error for answer in answers]
    assert errors[1] is errors[4] is None
    assert answers[0].readiness is None
    for words in ("no role is called “data wizard”; did you mean", "no capability is called “Pythn”; did you mean tool/python (Python)"):
        assert words in str(errors[0])
    assert "the level of “SQL” must lie in (0, 1], not 2" in str(errors[0])
    assert "the level after “=” must be a number in (0, 1], or some, not “high”" in str(errors[0])
    assert "claimed at two levels (“Evals=0.5” names it again)" in str(errors[2])
    assert errors[3] == "both had and lacked: skill/llm-evaluation; name it in have or in lack"
    assert errors[5] == "the level of “evals” must lie in (0, 1], not nan"
    assert errors[6] == "have: at most 500 names, not 501"
    assert "\x1b" not in str(errors[7])
    assert all("\n" not in str(error) for error in errors)


def test_rows_are_read_as_they_are_needed(kg: KnowledgeGraph) -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        while True:
            read += 1
            yield {"role": "data scientist"}

    answers = kg.batch(endless())
    assert [next(answers).id for _ in range(3)] == ["1", "2", "3"]
    assert read == AT_ONCE


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("data scientist", "row 2 must be a mapping of id, role, have, lack, not str"),
        ({"roles": "x", "skills": "y"}, "row 2 has roles, skills, which nothing is made of"),
        ({"role": ["data scientist"]}, "row 2: role must be a name"),
        ({"have": [1], "lack": 5}, "row 2: have and lack must hold names only"),
    ],
)
def test_what_is_no_row_is_refused(kg: KnowledgeGraph, row: Any, words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        list(kg.batch([{"role": "data scientist"}, row]))


def test_the_target_is_looked_at_before_any_row(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName):
        kg.batch([], "data wizard")
    with pytest.raises(WrongUse, match="readiness"):
        kg.batch([], readiness=1.5)
    network = random_network(Random(3))
    with pytest.raises(NotEnoughKnown):
        batch(graph_of(network), [], "role/hardly-known", False, None)
    assert list(batch(graph_of(network), [], TARGET, False, None)) == []
