"""Paths in their first form, on the packaged data and by hand; random networks are in `property/test_planning.py`."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from rolepath.planning.examples import network as example
from rolepath.planning.network import Network, Requirement
from rolepath.planning.offers import self_study
from rolepath.planning.path import START, find_paths, role_graph
from rolepath.planning.profile import Profile, coverage, make_profile, role_levels
from rolepath.planning.readiness import Terms, is_hireable, is_ready, known_enough, standing
from rolepath.planning.result import Range, Thing
from rolepath.service.graph import KnowledgeGraph

TARGET = "role/ai-product-manager"
TERMS = Terms(readiness=800, bridge_readiness=600, consider=400, max_bridges=2, hours_per_week=8.0)


def starts(network: Network) -> list[str | None]:
    return [None, *sorted(role for role in network.roles if role != TARGET)]


def test_every_start_gets_a_direct_path_to_ai_pm_that_can_be_followed(kg: KnowledgeGraph) -> None:
    network = kg.planning
    for start in starts(network):
        profile = make_profile(network, start, TARGET)
        answer = find_paths(network, profile, TARGET, TERMS)
        direct, paths, _ = answer.direct, answer.paths, answer.considered
        assert [hop.role.id for hop in direct.hops] == [TARGET]
        assert direct is not None
        for path in (direct, *paths):
            held = profile
            for hop in path.hops:
                bridge = hop is not path.hops[-1]
                requirements = {r.capabilities: r for r in network.requirements[hop.role.id]}
                before = held
                learned: set[str] = set()
                for step in hop.steps:
                    members = tuple(thing.id for thing in step.closes)
                    kind = network.assumptions.thousandths(f"level-{step.closes[0].kind}")
                    asked = requirements.get(members, Requirement("", members, "essential", kind, 1000))
                    covered = coverage(network, before, asked)[0]
                    assert covered < 1000, (start, hop.role.id, members)  # nothing that is covered is taught
                    # of a set what takes least is learned; without prerequisites between the sets' members any will do here
                    for _, needed in network.prerequisites.get(members[0], ()) if step.required and len(members) == 1 else ():
                        for other in needed:
                            level = network.assumptions.thousandths(f"level-{network.capabilities[other].kind}")
                            met = coverage(network, before, Requirement("", (other,), "essential", level, 1000))[0] == 1000
                            assert met or other in learned, (start, members, other)
                    learned.update(members)
                    if step.required:
                        held = held.raised({members[0]: asked.level})
                stand = standing(network, held, hop.role.id)
                assert is_hireable(stand, 600) if bridge else is_ready(stand, 800)
                if bridge:
                    held = held.raised(role_levels(network, hop.role.id), (hop.role.id,))


def test_costs_are_the_hours_of_the_required_steps_and_the_tenures(kg: KnowledgeGraph) -> None:
    network = kg.planning
    tenure = network.assumptions.range("bridge-tenure")
    for start in starts(network):
        answer = find_paths(network, make_profile(network, start, TARGET), TARGET, TERMS)
        direct, paths, _ = answer.direct, answer.paths, answer.considered
        for path in (direct, *paths):
            hours = [s.hours for hop in path.hops for s in hop.steps if s.required and s.hours]
            low, high = sum(h.low for h in hours), sum(h.high for h in hours)
            assert path.cost.hours == Range(pytest.approx(low), pytest.approx(high))
            bridges = len(path.hops) - 1
            assert [hop.tenure for hop in path.hops] == [tenure] * bridges + [None]
            weeks_a_month = 365.25 / 12 / 7
            for end, total in (("low", low), ("high", high)):
                months = total / 8 / weeks_a_month + getattr(tenure, end) * bridges
                assert getattr(path.cost.months, end) == pytest.approx(months, abs=0.051)


def test_paths_are_sorted_and_none_beats_another(kg: KnowledgeGraph) -> None:
    for start in starts(kg.planning):
        answer = find_paths(kg.planning, make_profile(kg.planning, start, TARGET), TARGET, TERMS)
        paths, beaten = answer.paths, answer.considered
        costs = [(p.cost.months.middle, p.cost.hours.middle) for p in paths]
        assert costs == sorted(costs)
        assert [h for _, h in costs] == sorted((h for _, h in costs), reverse=True)
        for considered in beaten:
            assert any(m <= considered.cost.months.middle and h <= considered.cost.hours.middle for m, h in costs)


def test_steps_say_why_from_which_evidence_and_after_what(kg: KnowledgeGraph) -> None:
    network = kg.planning
    direct = find_paths(network, make_profile(network, kg.role("data scientist").id, TARGET), TARGET, TERMS).direct
    (hop,) = direct.hops
    labels = {label for step in hop.steps for label in (thing.label for thing in step.closes)}
    for step in hop.steps:
        assert step.because
        assert step.evidence
        assert set(step.after) <= labels
        assert (step.stage == 1) is (not step.after)
        assert step.offers or step.hours is None
    rising = [step.readiness_after for step in hop.steps]
    assert hop.readiness_on_entry <= rising[0]
    assert rising == sorted(rising)
    assert rising[-1] == 1.0


def test_the_same_question_gives_the_same_paths(kg: KnowledgeGraph) -> None:
    profile = make_profile(kg.planning, kg.role("data scientist").id, TARGET)
    assert find_paths(kg.planning, profile, TARGET, TERMS) == find_paths(kg.planning, profile, TARGET, TERMS)


# --- by hand ------------------------------------------------------------------------------------------


def asks(role: str, *skills: str, level: int = 1000) -> tuple[Requirement, ...]:
    return tuple(Requirement(f"requirement/{role}/{s}", (f"skill/{s}",), "essential", level, 1000) for s in skills)


def ladder() -> Network:
    """a–e lead to `clerk`, who lacks nothing more than f to be a `head`; a `judge` needs a licence; of a `guest` little is known."""
    names = "abcdef"
    roles = {f"role/{n}": Thing(f"role/{n}", n, "role", "rolepath") for n in ("clerk", "head", "judge", "guest")}
    return replace(
        example,
        roles=roles,
        capabilities={f"skill/{n}": Thing(f"skill/{n}", n, "knowledge", "rolepath") for n in names},
        credits={f"skill/{n}": ((example.credits["skill/charts"][0].__class__)(f"skill/{n}", 1000, "held"),) for n in names},
        requirements={
            "role/clerk": asks("role/clerk", *"abcde"),
            "role/head": asks("role/head", *names),
            "role/judge": asks("role/judge", *"abcde"),
            "role/guest": asks("role/guest", *"abc"),
        },
        regulated=frozenset({"role/judge"}),
    )


def edges(network: Network, profile: Profile, consider: int = 400) -> set[tuple[str, str, bool]]:
    graph = role_graph(network, profile, "role/head", replace(TERMS, consider=consider))
    return {(a, b, documented) for a, b, documented in graph.edges(data="documented")}


def test_a_bridge_is_considered_where_readiness_before_study_is_enough() -> None:
    far, near = Profile({"skill/a": 1000}), Profile({"skill/a": 1000, "skill/b": 1000})
    assert edges(ladder(), far) == {(START, "role/head", False)}
    assert edges(ladder(), near) == {(START, "role/clerk", False), (START, "role/head", False), ("role/clerk", "role/head", False)}


def test_a_documented_move_is_considered_however_far_and_from_wider_roles_too() -> None:
    network = replace(ladder(), transitions={("role/guest", "role/clerk"): "transition/x"})
    guest = Profile({}, frozenset({"role/guest"}))
    assert (START, "role/clerk", True) in edges(network, guest)
    assert (START, "role/clerk", True) not in edges(network, Profile({}))
    network = replace(
        network, roles=network.roles | {"role/visitor": Thing("role/visitor", "v", "role", "x")}, also={"role/visitor": ("role/guest",)}
    )
    assert (START, "role/clerk", True) in edges(network, Profile({}, frozenset({"role/visitor"})))


def test_no_licence_no_unknown_role_and_no_role_held_is_a_bridge() -> None:
    everything = Profile({f"skill/{n}": 1000 for n in "abcde"}, frozenset({"role/clerk"}))
    assert {b for _, b, _ in edges(ladder(), everything)} == {"role/head"}
    assert not known_enough(ladder(), "role/guest")


def test_a_bridge_is_worth_its_tenure_only_where_it_saves_hours() -> None:
    half = Profile({"skill/a": 1000, "skill/b": 1000} | {f"skill/{n}": 500 for n in "cde"})
    answer = find_paths(ladder(), half, "role/head", TERMS)
    direct, paths, beaten = answer.direct, answer.paths, answer.considered
    assert [[hop.role.id for hop in path.hops] for path in paths] == [["role/head"], ["role/clerk", "role/head"]]
    assert (paths[0], beaten) == (direct, ())
    bridge, target = paths[1].hops
    assert (bridge.fit_on_entry, [step for step in bridge.steps if step.required]) == (True, [])
    assert [thing.label for step in target.steps for thing in step.closes] == ["f"]  # the rest was learned in the job
    start = Profile({"skill/a": 1000, "skill/b": 1000})
    answer = find_paths(ladder(), start, "role/head", TERMS)
    direct, paths, beaten = answer.direct, answer.paths, answer.considered
    assert paths == (direct,)  # the clerk has to learn c, d and e first too, so the years in the job save nothing
    assert [[role.id for role in considered.roles] for considered in beaten] == [["role/clerk", "role/head"]]
    assert find_paths(ladder(), start, "role/head", replace(TERMS, max_bridges=0)).paths == (direct,)


def test_prerequisites_are_added_and_come_in_topological_generations() -> None:
    chain = {"skill/f": (("prerequisite/f", ("skill/e",)),), "skill/e": (("prerequisite/e", ("skill/d", "skill/c")),)}
    network = replace(
        ladder(),
        prerequisites=chain,
        requirements={"role/head": (*asks("role/head", "f"), *asks("role/head", *"abc", level=1), *asks("x", "b"))},
    )
    profile = Profile({f"skill/{n}": 1000 for n in "abc"})
    direct = find_paths(network, profile, "role/head", TERMS).direct
    (hop,) = direct.hops
    assert [(step.closes[0].label, step.stage, step.after, step.required) for step in hop.steps] == [
        ("d", 1, (), True),
        ("e", 2, ("d",), True),
        ("f", 3, ("e",), True),
    ]
    assert [step.because for step in hop.steps[:2]] == ["comes before e", "comes before f"]
    order = nx.DiGraph([(n, s) for s, ((_, needed),) in chain.items() for n in needed])
    assert nx.is_directed_acyclic_graph(order)
    missing = self_study(network, "skill/d", network.assumptions.thousandths("level-knowledge"))
    assert missing is not None
    assert hop.steps[0].hours == missing.hours
