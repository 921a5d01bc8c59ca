"""A plan written out, on plans made by hand; that the paths of random plans can be followed is in `property/test_written_paths.py`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolepath.evidence import Cited
from rolepath.planning.conditions import AllOf, Condition, Done, Level
from rolepath.planning.examples import network as example
from rolepath.planning.explain import Told, write_considered, write_cost, write_path
from rolepath.planning.network import Credit, Network, OfferFacts, Requirement, Teaching
from rolepath.planning.offers import Pace
from rolepath.planning.plan import Beaten, Plan, costs_of
from rolepath.planning.problem import Limits
from rolepath.planning.profile import Profile
from rolepath.planning.question import make_problem
from rolepath.planning.result import Closes, Considered, Money, Path, Raises, Range, Thing

TARGET, BRIDGE = "role/target", "role/bridge"
PACE = Pace(8)
NEEDS: dict[str, Condition] = {"a": Level("skill/c", 500)}


def said(name: str, on: str | None = None) -> Cited:
    return Cited(f"evidence/{name}", "reason", "source/x", reason=name, on=on)


def asks(role: str, **weights: int) -> tuple[Requirement, ...]:
    """Requirements of skills at 500; those of weight 800 and more are essential."""
    return tuple(
        Requirement(f"requirement/{role}/{n}", (f"skill/{n}",), "essential" if weight >= 800 else "optional", 500, weight)
        for n, weight in weights.items()
    )


def program(name: str, hours: float, price: float, kind: str | None = "course") -> OfferFacts:
    thing = Thing(name, name.rpartition("/")[2].upper(), "program" if kind else "project", "rolepath")
    return OfferFacts(thing, kind, months=(Range(1, 1),), hours=Range(hours, hours), price=Range(price, price), currency="USD")


def told(
    requirements: dict[str, tuple[Requirement, ...]],
    *teaches: tuple[str, str, int],
    profile: Profile = Profile({}),  # noqa: B008
    needs: dict[str, Condition] | None = None,
    limits: Limits = Limits(800, 600, 400, 1),  # noqa: B008
    **changed: object,
) -> Told:
    """A question with skills a to f, of which f counts three tenths towards a, and the offers that teach."""
    names = "abcdef"
    offers = {name: program(name, 30, 500, "course" if name.startswith("program") else None) for name, _, _ in teaches}
    prerequisites = {f"skill/{n}": ((f"prerequisite/{n}", condition),) for n, condition in (needs or {}).items()}
    teachings = {
        f"skill/{n}": tuple(
            Teaching(f"teaching/{o}/{n}", o, s, level, "assumption/teaching-course") for o, s, level in teaches if s == f"skill/{n}"
        )
        for n in names
    }
    evidence = {r.id: (said(r.id),) for asked in requirements.values() for r in asked}
    evidence |= {name: (said(name),) for found in prerequisites.values() for name, _ in found}
    evidence |= {t.id: (said(t.id),) for found in teachings.values() for t in found}
    evidence |= {name: (said(name), said(name, "entry")) for name in offers} | {"transition/t": (said("transition/t"),)}
    base = replace(
        example,
        roles={r: Thing(r, r.rpartition("/")[2].title(), "role", "rolepath") for r in (*requirements, "role/held")},
        capabilities={f"skill/{n}": Thing(f"skill/{n}", n.upper(), "knowledge", "rolepath") for n in names},
        credits={f"skill/{n}": (Credit(f"skill/{n}", 1000, "held"),) for n in names}
        | {"skill/a": (Credit("skill/a", 1000, "held"), Credit("skill/f", 300, "broader"))},
        requirements=requirements,
        teachings=teachings,
        offers=offers,
        prerequisites=prerequisites,
        evidence=evidence,
    )
    network: Network = replace(base, **changed)  # type: ignore[arg-type]
    problem, offered = make_problem(network, profile, TARGET, limits, PACE)
    return Told(network, profile, problem, offered, PACE)


def study(name: str, *quarters: int) -> tuple[str, ...]:
    return tuple(f"study/skill/{name}@{quarter}" for quarter in quarters)


def written(told: Told, *stages: tuple[str, ...], roles: tuple[str, ...] = (TARGET,)) -> Path:
    by_id = {o.id: o for o in told.problem.options}
    costs = costs_of(told.problem, roles, [by_id[i] for stage in stages for i in stage])
    return write_path(told, Plan(roles, stages, costs, True, costs[told.problem.limits.minimise]))


def shown(path: Path, number: int = 0) -> list[tuple[str, list[float]]]:
    """The steps of one role: what is taken, and up to which levels."""
    return [(step.offer.label, [r.after for r in step.raises]) for step in path.hops[number].steps]


QUARTER = Range(3.0, 6.5)
"""A quarter of knowledge: 10 to 20 hours · 1.3 / 4 are 3.25 to 6.5, to half hours 3 and 6.5."""


def test_one_step_by_hand() -> None:
    """Weights 800 and 200: A alone is 0.8 of readiness; f at 250 of 500 had covered 0.5 · 0.3 of it."""
    question = told({TARGET: asks(TARGET, a=800, b=200)}, profile=Profile({"skill/f": 250}))
    path = written(question, study("a", 250, 500))
    (hop,) = path.hops
    assert (hop.role.id, hop.documented, hop.tenure, hop.essentials_open, hop.evidence) == (TARGET, False, None, 1, ())
    assert (hop.readiness_before, hop.readiness_on_entry) == (0.12, 0.8)
    (step,) = hop.steps
    a = question.network.capabilities["skill/a"]
    assert (step.offer, step.kind, step.raises) == (a, "self-study", (Raises(a, 0.0, 0.5),))
    assert step.closes == (Closes(f"requirement/{TARGET}/a", "A", "essential", 0.15, 1.0, "held"),)
    assert (step.needed_for, step.readiness_after) == ((), 0.8)
    assert step.hours == Range(2 * QUARTER.low, 2 * QUARTER.high) == Range(6.0, 13.0)
    assert step.months == Range(round(6 / 8 / 4.3482, 2), round(13 / 8 / 4.3482, 2))
    assert step.money == Money(6.0 * 10, 13.0 * 20, "USD")  # 10 to 20 dollars an hour
    assert (step.forced, step.because) == (True, "meets 1 essential requirement; readiness +68.0%; nothing else on offer meets it in full")
    assert step.evidence == (said(f"requirement/{TARGET}/a"),)
    assert step.assumptions == ("assumption/hours-knowledge", "assumption/self-study-price", "assumption/solo-factor")
    assert (path.optimal, path.bound) == (True, 0.27)  # months, at the middle
    assert (path.cost.hours, path.cost.months, path.cost.money, path.cost.steps) == (step.hours, step.months, step.money, 2)


def test_a_step_that_raises_by_credit_says_by_what() -> None:
    question = told({TARGET: asks(TARGET, a=900, f=100)})
    (step,) = written(question, study("f", 250, 500)).hops[0].steps
    assert [(c.label, c.before, c.after, c.via) for c in step.closes] == [("A", 0.0, 0.3, "F (broader)"), ("F", 0.0, 1.0, "held")]
    assert step.because == "comes nearer to 1 essential requirement; raises 1 optional requirement; readiness +37.0%"
    assert not step.forced


# --- order --------------------------------------------------------------------------------------------


def test_of_what_can_be_taken_essentials_come_first_then_what_gains_most_an_hour_then_by_name() -> None:
    question = told({TARGET: asks(TARGET, a=800, b=300, c=300, d=600, e=900)})
    taken = (*study("b", 250, 500), *study("c", 250, 500), *study("a", 250, 500), *study("d", 250), *study("e", 250, 500))
    path = written(question, taken)
    assert shown(path) == [("E", [0.5]), ("A", [0.5]), ("D", [0.25]), ("B", [0.5]), ("C", [0.5])]
    assert [step.readiness_after for step in path.hops[0].steps] == [0.31, 0.586, 0.69, 0.793, 0.897]


def test_what_more_steps_to_something_essential_wait_for_comes_before_all_else() -> None:
    """C leads to B and over it to A; D only to E, which is optional."""
    needs: dict[str, Condition] = {"a": Level("skill/b", 500), "b": Level("skill/c", 250), "e": Level("skill/d", 250)}
    question = told({TARGET: asks(TARGET, a=900, b=100, e=700, f=850)}, needs=needs)
    path = written(
        question,
        (*study("d", 250), *study("e", 250, 500), *study("c", 250), *study("b", 250, 500), *study("a", 250, 500), *study("f", 250, 500)),
    )
    assert [label for label, _ in shown(path)] == ["C", "B", "F", "A", "D", "E"]


def test_what_a_step_needs_comes_before_it_though_it_gains_less() -> None:
    question = told({TARGET: asks(TARGET, a=900, b=100)}, needs={"a": Level("skill/b", 500), "b": Level("skill/c", 250)})
    path = written(question, (*study("c", 250), *study("b", 250, 500), *study("a", 250, 500)))
    c, b, a = path.hops[0].steps
    assert shown(path) == [("C", [0.25]), ("B", [0.5]), ("A", [0.5])]
    assert [[thing.label for thing in step.needed_for] for step in (c, b, a)] == [["B"], ["A"], []]
    assert (c.closes, c.because) == ((), "comes before B")
    assert b.because == "raises 1 optional requirement; readiness +10.0%; comes before A"
    assert c.evidence == (said("prerequisite/b"),)  # whoever says that it comes before
    assert set(b.evidence) == {said(f"requirement/{TARGET}/b"), said("prerequisite/a"), said("prerequisite/b")}
    assert set(a.evidence) == {said(f"requirement/{TARGET}/a"), said("prerequisite/a")}


def test_a_capability_that_is_learned_again_after_something_in_between_is_two_steps() -> None:
    """The program asks for a quarter of A and brings it to half; the rest is studied after it."""
    asked = (replace(asks(TARGET, a=900)[0], level=750),)
    question = told({TARGET: asked}, ("program/p", "skill/a", 500), entries={"program/p": Level("skill/a", 250)})
    path = written(question, (*study("a", 250), "program/p", *study("a", 750)))
    assert shown(path) == [("A", [0.25]), ("P", [0.5]), ("A", [0.75])]
    first, second, third = path.hops[0].steps
    assert [(r.before, r.after) for step in (first, second, third) for r in step.raises] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75)]
    assert [thing.label for thing in first.needed_for] == ["P"]
    assert said("program/p", "entry") in first.evidence
    assert said("program/p") not in first.evidence
    assert [thing.label for thing in second.needed_for] == ["A"]
    assert path.cost.steps == 3


def test_a_plan_whose_conditions_never_hold_is_a_defect_and_said_so() -> None:
    question = told({TARGET: asks(TARGET, a=900, b=900)}, needs={"a": Level("skill/b", 500), "b": Level("skill/a", 500)})
    with pytest.raises(ValueError, match="nothing of this plan can be taken next: study/skill/a@250, study/skill/a@500, study/skill/b@250"):
        written(question, (*study("a", 250, 500), *study("b", 250, 500)))


# --- reasons ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teaches", "taken", "forced"),
    [
        ([("program/p", "skill/a", 500)], ("program/p",), False),  # it can be studied too
        ([("program/p", "skill/d", 1000)], ("program/p",), True),
        ([("program/p", "skill/d", 1000), ("program/q", "skill/d", 1000)], ("program/p",), False),
        ([("program/p", "skill/d", 1000), ("project/q", "skill/d", 500)], ("project/q",), False),
        ([("program/p", "skill/d", 1000), ("program/q", "skill/d", 499)], ("program/p",), True),
        ([], study("a", 250, 500), True),
        ([("program/p", "skill/a", 499)], study("a", 250, 500), True),
        ([("program/p", "skill/a", 500)], study("a", 250, 500), False),
    ],
)
def test_forced_is_what_nothing_else_on_offer_does(teaches: list[tuple[str, str, int]], taken: tuple[str, ...], forced: bool) -> None:
    """D is a credential, which can't be studied."""
    d = Thing("skill/d", "D", "credential", "rolepath")
    capabilities = {f"skill/{n}": Thing(f"skill/{n}", n.upper(), "knowledge", "rolepath") for n in "abcef"} | {"skill/d": d}
    (step,) = written(told({TARGET: asks(TARGET, a=900, d=900)}, *teaches, capabilities=capabilities), taken).hops[0].steps
    assert step.forced is forced
    assert ("nothing else on offer meets it in full" in step.because) is forced


def test_what_is_avoided_is_no_other_way() -> None:
    limits = Limits(800, 600, 400, 1, avoid={"program/p": frozenset({"program/p"})})
    question = told({TARGET: asks(TARGET, a=900)}, ("program/p", "skill/a", 500), limits=limits)
    (step,) = written(question, study("a", 250, 500)).hops[0].steps
    assert step.forced


def test_what_has_to_be_there_says_so() -> None:
    limits = Limits(800, 600, 400, 1, must={"program/p": frozenset({"program/p"})})
    question = told({TARGET: asks(TARGET, a=900)}, ("program/p", "skill/e", 500), limits=limits)
    steps = written(question, ("program/p", *study("a", 250, 500))).hops[0].steps
    assert [(s.offer.id, s.because) for s in steps][1] == ("program/p", "asked for with --must")


def test_of_many_later_steps_three_are_named() -> None:
    needs: dict[str, Condition] = {n: Done("program/p") if n == "b" else AllOf((Level("skill/a", 500),)) for n in "bcdef"}
    question = told({TARGET: asks(TARGET, a=900, b=100, c=100, d=100, e=100, f=100)}, ("program/p", "skill/a", 500), needs=needs)
    taken = tuple(option for n in "bcdef" for option in study(n, 250, 500))
    first, *_ = written(question, ("program/p", *taken)).hops[0].steps
    assert (first.offer.id, [thing.label for thing in first.needed_for]) == ("program/p", ["B", "C", "D", "E", "F"])
    assert "comes before B, C, D and 2 more" in first.because
    assert set(first.evidence) == {
        said(f"requirement/{TARGET}/a"), said("teaching/program/p/a"), *(said(f"prerequisite/{n}") for n in "bcdef"),
    }  # fmt: skip


# --- bridges ------------------------------------------------------------------------------------------


def test_a_path_over_a_bridge_by_hand() -> None:
    """The bridge asks for a and b; half of each is enough, and a tenure gives a whole. The target asks for a, and for c after b."""
    requirements = {BRIDGE: asks(BRIDGE, a=900, b=300, d=0, e=0, f=0), TARGET: asks(TARGET, a=900, c=900)}
    profile = Profile({}, ("role/held",))
    question = told(requirements, profile=profile, needs={"c": Level("skill/a", 500)}, transitions={("role/held", BRIDGE): "transition/t"})
    path = written(question, study("a", 250), study("c", 250, 500), roles=(BRIDGE, TARGET))
    bridge, target = path.hops
    assert (bridge.documented, bridge.evidence, bridge.tenure) == (True, (said("transition/t"),), Range(10.0, 20.0))
    assert (bridge.readiness_before, bridge.readiness_on_entry, bridge.essentials_open) == (0.0, 0.375, 1)
    assert shown(path) == [("A", [0.25])]
    assert bridge.steps[0].needed_for == ()  # what the target's step needs the tenure brings
    assert (target.documented, target.evidence, target.tenure) == (False, (), None)
    assert (target.readiness_before, target.readiness_on_entry, target.essentials_open) == (0.5, 1.0, 1)
    assert [(c.label, c.before) for c in target.steps[0].closes] == [("C", 0.0)]
    three = 3 * 3.0, 3 * 6.5
    assert path.cost.hours == Range(*three)
    assert path.cost.months == Range(*(round(h / 8 / 4.3482 + tenure, 2) for h, tenure in zip(three, (10, 20), strict=True)))
    assert path.cost.steps == 4


def test_a_step_before_a_bridge_can_be_needed_after_it() -> None:
    requirements = {BRIDGE: asks(BRIDGE, d=900, e=0, f=0, b=0, c=0), TARGET: asks(TARGET, a=900)}
    question = told(requirements, needs={"a": Level("skill/d", 750)})
    path = written(question, study("d", 250, 500, 750), study("a", 250, 500), roles=(BRIDGE, TARGET))
    assert [thing.label for thing in path.hops[0].steps[0].needed_for] == ["A"]


def test_nothing_is_open_of_a_role_that_is_held() -> None:
    limits = Limits(800, 600, 400, 1, must={"program/p": frozenset({"program/p"})})
    question = told({TARGET: asks(TARGET, a=900)}, ("program/p", "skill/a", 500), profile=Profile({}, (TARGET,)), limits=limits)
    (hop,) = written(question, ("program/p",)).hops
    assert (hop.readiness_before, hop.readiness_on_entry, hop.essentials_open) == (1.0, 1.0, 0)
    assert [(step.closes, step.readiness_after) for step in hop.steps] == [((), 1.0)]


# --- totals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minimise", "bound"), [("months", 1.01), ("hours", 30.0), ("money", 500.0), ("steps", 1.0)])
def test_the_bound_is_in_the_unit_of_the_chosen_cost(minimise: str, bound: float) -> None:
    """A month of 34.8 hours of study is counted as 35."""
    limits = Limits(800, 600, 400, 1, minimise)
    question = told({TARGET: asks(TARGET, a=900)}, ("program/p", "skill/a", 500), limits=limits)
    assert written(question, ("program/p",)).bound == bound
    unproven = Plan((TARGET,), (("program/p",),), {}, False, 200)
    assert write_path(question, unproven).bound == {"months": 0.05, "hours": 1.67, "money": 1.0, "steps": 100.0}[minimise]
    assert not write_path(question, unproven).optimal


def test_costs_are_those_of_all_that_is_taken() -> None:
    question = told({TARGET: asks(TARGET, a=900)}, ("program/p", "skill/a", 500))
    cost = write_cost(question, Plan((TARGET,), (("program/p", *study("a", 250)),), {}, True, 0))
    assert (cost.hours, cost.money, cost.steps) == (Range(33.0, 36.5), Money(530.0, 630.0, "USD"), 2)
    assert cost.months == Range(round((35 + 3) / 8 / 4.3482, 2), round((35 + 6.5) / 8 / 4.3482, 2))  # one after another


def test_a_beaten_sequence_in_brief() -> None:
    question = told(
        {BRIDGE: asks(BRIDGE, a=900, b=1, c=1, d=1, e=1), TARGET: asks(TARGET, a=900)}, transitions={(BRIDGE, TARGET): "transition/t"}
    )
    month = PACE.minutes_per_month
    found = write_considered(question, Beaten((BRIDGE, TARGET), {"months": round(3 * month), "hours": 6000, "money": 12345}))
    roles = question.network.roles
    assert found == Considered((roles[BRIDGE], roles[TARGET]), 1, 1.5, 50.0, 61.73)
