"""Answers on small data: the ways, what limits leave, why there is no way in words that can be acted on, and what an answer rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rolepath.errors import NotEnoughKnown
from rolepath.planning.result import Answer, Way, WithinLimits
from rolepath.service.graph import KnowledgeGraph
from rolepath.service.resolved import Resolved

COOK, CHEF = "role/pastry-cook", "role/pastry-chef"
DIPLOMA, CRASH, DEGREE, CAKE = "program/creme-diploma", "program/crash-course", "program/pastry-degree", "project/wedding-cake"
WEEK_PLAN, TIDY, SWEETS = "task/week-plan", "skill/tidy-station", "unit/sweets"
Asks = Callable[..., Answer]


def asks(kg: KnowledgeGraph, start: str | None, target: str) -> Asks:
    return lambda **more: kg.path(start, target, **({"start_date": "2026-01-01", "draws": 0} | more))


@pytest.fixture(scope="module")
def to_chef(bakery: KnowledgeGraph) -> Asks:
    return asks(bakery, "baker", "pastry chef")


@pytest.fixture(scope="module")
def bought(market: KnowledgeGraph) -> Asks:
    """Where there is a crash course too, fast and dear."""
    return asks(market, "baker", "pastry chef")


def ways(answer: Answer) -> dict[str, Way]:
    return {way.kind: way for way in answer.ways}


def taken(way: Way) -> set[str]:
    steps = {step.offer.id for hop in way.hops for step in hop.steps if not step.strengthen}
    return steps | {hop.role.id for hop in way.hops[:-1]}


def roles(way: Way) -> list[str]:
    return [hop.role.id for hop in way.hops]


def no_way(answer: Answer, target: str = "Pastry chef") -> str:
    """The reason, of an answer that has no way."""
    assert (answer.found, answer.ways, answer.best_within_limits, answer.alternatives, answer.considered) == (False, (), None, (), ())
    assert answer.readiness.after is None
    assert answer.reason is not None
    assert answer.reason.startswith(f"No way to {target}: ")
    return answer.reason.removeprefix(f"No way to {target}: ")


def limited(answer: Answer) -> WithinLimits:
    """What limits leave, of an answer where they don't suffice to be ready."""
    best = answer.best_within_limits
    assert (answer.found, answer.ways, answer.alternatives) == (True, (), ())
    assert best is not None
    assert best.way.hops[-1].readiness_on_entry == best.readiness_after == answer.readiness.after
    return best


# --- no way -------------------------------------------------------------------------------------------


def test_the_readiness_that_can_be_reached_is_said(bakery: KnowledgeGraph) -> None:
    """From nothing the diploma can't be entered, and two years in a kitchen can't be learned."""
    from_nothing = asks(bakery, None, "pastry chef")
    reason = no_way(from_nothing())
    assert reason.startswith("everything on offer together leads to a readiness of ")
    assert reason.endswith("80% is asked for. Lower --readiness, or add programs with --data.")
    share = float(reason.split("readiness of ")[1].split("%")[0]) / 100
    assert from_nothing(readiness=share - 0.001).found
    assert no_way(from_nothing(readiness=share + 0.001))
    bachelor = from_nothing(profile=Resolved(degrees=("bachelor",)))
    assert {DIPLOMA, "unit/doughs"} <= taken(bachelor.ways[0])  # yeast dough, and a degree


def test_what_nothing_offers_is_named(bought: Asks) -> None:
    """Who has done both programs that give a certificate and yet lacks it can't get it elsewhere."""
    answer = bought(profile=Resolved(programs=(DIPLOMA, CRASH)), lack=["food safety certificate"])
    assert no_way(answer).startswith("it takes Food safety certificate, which nothing on offer gives. If you have it, say so with --have")
    assert [thing.label for thing in answer.readiness.barred_by] == ["Food safety certificate"]
    assert bought(profile=Resolved(programs=(DIPLOMA, CRASH))).found
    assert bought(profile=Resolved(programs=(DIPLOMA,)), lack=["food safety certificate"]).found


def test_what_is_avoided_is_named_where_there_is_no_way_without_it(to_chef: Asks) -> None:
    assert to_chef(avoid=["tempering"]).found  # the diploma teaches it too
    reason = no_way(to_chef(avoid=["tempering", "diploma in pastry"]))
    assert {"Chocolate tempering (skill/chocolate-tempering)", f"Diploma in Pastry ({DIPLOMA})"} == set(
        reason.removeprefix("there is none without ").removesuffix(", which you avoid; leave it out of --avoid.").split(", ")
    )


@pytest.mark.parametrize(
    ("must", "named"),
    [
        ("two years in a kitchen", "Two years in a kitchen (skill/two-years-in-a-kitchen)"),
        ("Kitchen porter", "Kitchen porter (role/kitchen-porter)"),  # of whose work nothing is known
    ],
)
def test_what_can_be_no_part_of_a_way_is_named(to_chef: Asks, must: str, named: str) -> None:
    reason = no_way(to_chef(must=[must]))
    assert reason == f"{named} can't be part of one, though you ask for it; leave it out of --must."


def test_a_program_that_is_left_out_is_named_with_its_label(bought: Asks) -> None:
    """Its price has no exchange rate."""
    assert "Guild course (program/guild-course) can't be part of one" in no_way(bought(must=["Guild course"]))
    found = [[thing.label for thing in answer.left_out] for answer in (bought(), bought(budget=1), bought(must=["Guild course"]))]
    assert found == [["Guild course"]] * 3
    assert "Crash course" in {thing.label for thing in bought(hours_per_week=4).left_out}


def test_a_licence_bars_whatever_is_learned(guild: KnowledgeGraph) -> None:
    answer = asks(guild, "baker", "pastry chef")()
    assert no_way(answer) == "it takes Kitchen licence, which nothing here gives."
    assert ([thing.id for thing in answer.readiness.barred_by], answer.readiness.stage) == (["licence/kitchen"], "not yet")
    assert asks(guild, "baker", "pastry chef")(profile=Resolved(licences=(CHEF,))).found


def test_where_time_runs_out_no_reason_is_made_up(bakery: KnowledgeGraph) -> None:
    """What is not found in time may exist all the same."""
    reason = no_way(asks(bakery, None, "pastry chef")(time_limit=50))
    assert reason == "none was found in the time given, though there may be one. Give more with --time-limit, or leave it out."


def test_too_little_known_of_the_target_is_an_error_of_its_own(bakery: KnowledgeGraph) -> None:
    for asked in (bakery.path, bakery.gap):
        with pytest.raises(NotEnoughKnown):
            asked("baker", "kitchen porter")


# --- within limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimistic", [False, True])
@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_least_budget_that_would_do_does_and_a_cent_less_does_not(to_chef: Asks, optimistic: bool, currency: str) -> None:
    said = {"optimistic": optimistic, "currency": currency}
    answer = to_chef(budget=10, **said)
    best = limited(answer)
    assert answer.reason is not None
    assert answer.reason.startswith("The limits don't suffice to be ready")
    assert best.way.cost.money.high <= 10
    assert SWEETS in {thing.id for thing in best.left}
    least = best.would_do.budget
    assert least is not None
    assert (best.would_do.deadline, best.would_do.hours_per_week) == (None, None)
    enough = to_chef(budget=least, minimise="money", **said)
    assert getattr(enough.ways[0].cost.money, "low" if optimistic else "high") == least
    assert limited(to_chef(budget=f"{least - 0.01:.2f}", **said)).would_do.budget == least


@pytest.mark.parametrize("optimistic", [False, True])
def test_the_least_deadline_and_hours_that_would_do_do_and_a_bit_less_do_not(to_chef: Asks, optimistic: bool) -> None:
    best = limited(to_chef(deadline=0.5, optimistic=optimistic))
    assert getattr(best.way.cost.months, "low" if optimistic else "high") <= 0.5
    deadline, hours = best.would_do.deadline, best.would_do.hours_per_week
    assert deadline is not None
    assert hours is not None
    assert to_chef(deadline=deadline, optimistic=optimistic).ways
    assert limited(to_chef(deadline=deadline - 0.02, optimistic=optimistic))
    assert to_chef(deadline=0.5, hours_per_week=hours, optimistic=optimistic).ways
    assert limited(to_chef(deadline=0.5, hours_per_week=hours - 1, optimistic=optimistic))


def test_what_would_do_keeps_to_the_other_limit(bought: Asks, to_chef: Asks) -> None:
    """The diploma is cheap and takes nine months, the crash course two months, at 20,000 dollars."""
    assert DIPLOMA in taken(bought(budget=6000).ways[0])
    assert CRASH in taken(bought(deadline=4).ways[0])
    best = limited(bought(budget=6000, deadline=4))
    assert [thing.id for thing in best.left] == ["skill/food-safety-certificate"]
    assert (best.would_do.deadline, best.would_do.hours_per_week) == (9, None)  # no study makes a diploma shorter
    assert bought(budget=6000, deadline=9).ways
    assert limited(bought(budget=6000, deadline=8.98))
    assert 20000 < best.would_do.budget < 20100
    assert bought(budget=best.would_do.budget, deadline=4).ways
    assert limited(bought(budget=best.would_do.budget - 0.01, deadline=4))
    neither = limited(to_chef(deadline=0.5, budget=1)).would_do
    assert (neither.budget, neither.deadline, neither.hours_per_week) == (None, None, None)


def test_the_plan_within_limits_reaches_the_highest_stage_then_the_highest_readiness(to_chef: Asks) -> None:
    nearly = limited(to_chef(budget=20, have={"tempering": 0.4}, max_bridges=0))  # half of the sweets are enough to be nearly ready
    assert nearly.stage == "nearly"
    assert nearly.way.nearly is not None
    not_yet = limited(to_chef(budget=20))
    assert (not_yet.stage, not_yet.way.nearly) == ("not yet", None)
    assert not_yet.readiness_after > limited(to_chef(deadline=0.5)).readiness_after
    assert {step.stage_after for step in not_yet.way.hops[-1].steps if not step.strengthen} == {None}


def test_a_budget_and_a_deadline_that_are_kept(to_chef: Asks) -> None:
    answer = to_chef(budget=6000, deadline="2026-10-15", hours_per_week=20)
    shown = answer.question.constraints
    assert (shown.budget, shown.deadline_date, shown.hours_per_week, answer.question.start) == (6000, "2026-10-15", 20, "2026-01-01")
    assert {"best", "program-led"} <= ways(answer).keys()
    for way in answer.ways:
        assert way.cost.money.high <= 6000
        assert way.cost.months.high <= shown.deadline
    assert "degree-led" not in ways(answer)


# --- nothing to do ------------------------------------------------------------------------------------


def test_who_is_there_has_nothing_to_do(bakery: KnowledgeGraph) -> None:
    answer = asks(bakery, "pastry cook", "pastry cook")()
    assert answer.reason == "You are there: Pastry cook is a role you hold, so there is nothing to do."
    assert (answer.found, answer.ways, answer.best_within_limits) == (True, (), None)
    assert (answer.readiness.typical, answer.readiness.stage) == (1, "ready")
    assert answer.readiness.essentials_met == answer.readiness.essentials


def test_who_is_ready_has_nothing_to_do(bakery: KnowledgeGraph) -> None:
    asked, have = asks(bakery, "baker", "pastry cook"), ["keeping a station tidy", "mise en place", "planning", "laminated dough"]
    answer = asked(have=have)
    assert answer.reason == "You are ready to apply as Pastry cook now, so there is nothing to do."
    assert (answer.found, answer.ways, answer.readiness.stage) == (True, (), "ready")
    assert asked(have=have, readiness=1).ways


def test_who_is_there_and_asks_for_more_gets_that_and_no_more(bakery: KnowledgeGraph) -> None:
    asked = asks(bakery, "pastry cook", "pastry cook")
    answer = asked(must=["wedding cake"])
    assert answer.reason == "You are there: Pastry cook is a role you hold; what follows is what you ask for with --must."
    assert taken(answer.ways[0]) == {CAKE}
    assert asked(must=["pastry cook"]).ways == ()
    assert asked(must=["pastry cook"]).reason == asked().reason
    assert asked(profile=Resolved(programs=(DEGREE,)), must=["Degree in Food Science"]).ways == ()
    assert no_way(asked(must=["two years in a kitchen"]), "Pastry cook")


# --- ways ---------------------------------------------------------------------------------------------


def test_each_kind_of_way_is_what_it_says_and_none_beats_the_best(to_chef: Asks) -> None:
    found = ways(to_chef())
    assert list(found) == ["best", "self-study", "on the job", "program-led", "degree-led"]
    kinds = {kind: {step.kind for hop in way.hops for step in hop.steps if not step.strengthen} for kind, way in found.items()}
    assert kinds["self-study"] <= {"module", "project"}
    assert "task" in kinds["on the job"]
    assert "program" not in kinds["on the job"]
    assert "program" in kinds["program-led"]
    assert DEGREE in taken(found["degree-led"])  # a chef leads
    assert all(way.cost.months.mid >= found["best"].cost.months.mid for way in found.values())
    for way in found.values():
        assert way.optimal
        assert way.bound == pytest.approx(way.cost.months.mid, abs=0.02)
        assert [step.stage_after for step in way.hops[-1].steps if not step.strengthen][-1] == "ready"
        assert way.hops[-1].readiness_on_entry >= 0.8
        assert way.nearly is not None
        assert way.nearly <= way.cost.months.mid + 0.01


def test_steps_say_what_they_close_and_in_which_order(to_chef: Asks) -> None:
    answer = to_chef()
    steps = [step for step in answer.ways[0].hops[-1].steps if not step.strengthen]
    readiness = [answer.readiness.typical, *(step.readiness_after for step in steps)]
    assert readiness == sorted(readiness)
    assert readiness[-1] == answer.readiness.after
    assert [step.start for step in steps] == sorted(step.start for step in steps)
    by_id = {step.offer.id: step for step in steps}
    assert by_id["unit/doughs"].end <= by_id[SWEETS].start  # doughs come first
    assert by_id["unit/doughs"].because.endswith("comes before Work with chocolate and sugar")
    assert [(closed.id, closed.after) for closed in by_id[SWEETS].closes] == [(SWEETS, 1.0)]
    (course,) = by_id[SWEETS].resources
    assert (course.id, course.price.currency, by_id[SWEETS].deliverable) == (
        "resource/heat-and-gloss", "EUR", "A box of pralines with gloss",
    )  # fmt: skip


def test_a_way_over_a_bridge_stands_before_the_direct_one_where_it_is_better(to_chef: Asks) -> None:
    """A cook brings doughs and the work of a kitchen; that takes a year, and fewer hours of study."""
    found = ways(to_chef(minimise="hours"))
    assert (roles(found["best"]), roles(found["direct"])) == ([COOK, CHEF], [CHEF])
    assert [hop.documented for hop in found["best"].hops] == [True, True]
    assert found["best"].cost.hours.mid < found["direct"].cost.hours.mid
    assert found["best"].cost.months.mid > found["direct"].cost.months.mid + 9
    tenure = found["best"].hops[0].tenure
    assert (tenure.low, tenure.high) == (9, 15)
    assert found["best"].nearly == pytest.approx(found["best"].cost.months.mid, abs=0.02)
    assert to_chef(minimise="steps").ways[0].nearly == 9  # with the diploma, long before the year as a cook is over
    assert [roles(way) for way in to_chef(minimise="hours", max_bridges=0).ways if way.kind == "best"] == [[CHEF]]


def test_what_might_have_been_gone_through_says_why_not(to_chef: Asks) -> None:
    (considered,) = to_chef().considered
    assert considered.role.id == COOK
    assert considered.why == "you are about 42% ready for it, and would have to learn for that job first"
    (near,) = to_chef(have=["keeping a station tidy"]).considered
    assert near.why == "9 to 15 months in it would take longer than the way shown"
    assert to_chef(minimise="hours").considered == ()


def test_what_has_to_be_there_is_and_what_is_avoided_is_not(to_chef: Asks) -> None:
    answer = to_chef(must=["wedding cake"], avoid=["degree in food science"])
    assert all(CAKE in taken(way) and DEGREE not in taken(way) for way in answer.ways)
    assert "degree-led" not in ways(answer)
    assert [roles(way) for way in to_chef(must=["pastry cook"]).ways] == [[COOK, CHEF]]
    assert all(TIDY not in {step.offer.id for hop in way.hops for step in hop.steps} for way in to_chef(avoid=[TIDY]).ways)
    assert "unit/doughs" in taken(to_chef(must=["yeast dough"], minimise="money").ways[0])  # what teaches it will do


def test_alternatives_differ_by_half(bought: Asks) -> None:
    answer = bought(alternatives=3)
    found = [answer.ways[0], *answer.alternatives]
    assert 2 <= len(found) <= 4
    for n, way in enumerate(found):
        for before in found[:n]:
            assert len(taken(way) & taken(before)) <= len(taken(before)) // 2
    assert bought().alternatives == ()


# --- stability ----------------------------------------------------------------------------------------


def test_stability_counts_in_how_many_draws_each_step_is(to_chef: Asks) -> None:
    answer = to_chef(draws=50)
    stable = answer.stability
    assert (stable.draws, answer.question.constraints.draws) == (50, 50)
    shares = {step.offer.id: step.share for step in stable.steps}
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert {share * 50 % 1 for share in shares.values()} == {0}
    assert shares["unit/kitchen-work"] + shares[WEEK_PLAN] == 1  # the one or the other
    best = [step for step in answer.ways[0].hops[-1].steps if not step.strengthen]
    assert {step.offer.id: step.in_any_case for step in best} == {o: shares[o] >= 0.9 for o in taken(answer.ways[0])}
    assert {step.in_any_case for way in answer.ways[1:] for hop in way.hops for step in hop.steps} == {None}
    assert answer.stability == to_chef(draws=50).stability
    (flip,) = stable.flips
    assert flip.assumption.startswith("Plan the shifts of the bakery for a week: how long it ")
    assert WEEK_PLAN in {thing.id for thing in flip.changes}
    assert to_chef(draws=0).stability is None


# --- what it rests on ---------------------------------------------------------------------------------


def everything(bakery: KnowledgeGraph, market: KnowledgeGraph) -> list[Answer]:
    asked = [(bakery, {}), (market, {"alternatives": 2}), (bakery, {"budget": 10}), (market, {"currency": "EUR", "minimise": "hours"})]
    found = [asks(kg, "baker", "pastry chef")(**said) for kg, said in asked]
    return [*found, bakery.gap("baker", "pastry chef"), asks(bakery, "pastry cook", "pastry cook")()]


def test_every_source_and_estimate_that_is_used_is_listed(bakery: KnowledgeGraph, market: KnowledgeGraph) -> None:
    for answer in everything(bakery, market):
        sources, estimates = {s.id for s in answer.sources}, {a.id for a in answer.assumptions}
        within = (answer.best_within_limits.way,) if answer.best_within_limits else ()
        hops = [hop for way in (*answer.ways, *answer.alternatives, *within) for hop in way.hops]
        steps = [step for hop in hops for step in hop.steps]
        cited = [e for item in (*answer.units, *answer.assumed, *hops, *steps) for e in item.evidence]
        assert {e.source for e in cited} <= sources
        assert {name for step in steps for name in step.assumptions} <= estimates
        for member in (member for unit in answer.units for member in unit.members):
            if member.credited_by and "tool use" in member.credited_by.via:
                assert "assumption/credit-tool" in estimates
        bridged = any(hop.tenure for hop in hops)
        assert ("assumption/bridge-tenure" in estimates) is bridged
        assert {thing.id for thing in answer.organizations} == {e.attributed_to for e in cited if e.attributed_to}
        used = [s for s in answer.sources if s.kind not in ("editorial", "page")]
        assert len(answer.licences) == len({s.attribution or f"{s.title}: {s.licence}" for s in used})


def test_what_is_assumed_of_the_start_is_named_with_its_share(bakery: KnowledgeGraph) -> None:
    answer = bakery.gap("baker", "pastry chef")
    shares = {each.capability.id: each.share for each in answer.assumed}
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert shares["skill/yeast-dough"] == 0.96
    assert "regulation/hygiene-act" in shares  # what is said of the village baker, who is the same
    assert "skill/kitchen-planning" not in shares  # one of three
    assert answer.readiness.low < answer.readiness.typical < answer.readiness.high
    assert bakery.gap("baker", "pastry chef", strict=True).assumed == ()


def test_questions_are_few_on_a_path_and_never_of_what_was_said(bakery: KnowledgeGraph, to_chef: Asks) -> None:
    assert len(to_chef().questions) == 3
    asked = {question.capability.id for question in bakery.gap("baker", "pastry chef").questions}
    assert "skill/kitchen-planning" in asked
    said = bakery.gap("baker", "pastry chef", have=["planning"], lack=["tempering"]).questions
    assert {q.capability.id for q in said}.isdisjoint({"skill/kitchen-planning", "skill/chocolate-tempering"})


def test_where_one_starts_from_without_anything_known_is_said(bakery: KnowledgeGraph) -> None:
    (nothing,) = bakery.gap("kitchen porter", "pastry chef").notes
    assert nothing.startswith("No source says what people in Kitchen porter can do, so nothing is assumed.")
    assert bakery.gap("baker", "pastry chef").notes == bakery.gap(None, "pastry chef").notes == ()
