"""Answers on small data: why there is no path, in words that can be acted on, and what an answer rests on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from rolepath.errors import NotEnoughKnown
from rolepath.planning.result import Answer, Path
from rolepath.service.graph import KnowledgeGraph
from rolepath.service.resolved import Resolved

COOK, CHEF, DIPLOMA, CRASH = "role/pastry-cook", "role/pastry-chef", "program/creme-diploma", "program/crash-course"
TRADITIONAL = "role/traditional-product-manager"
Asks = Callable[..., Answer]


def asks(kg: KnowledgeGraph, start: str | None, target: str) -> Asks:
    return lambda **more: kg.path(start, target, **({"start_date": "2026-01-01"} | more))


@pytest.fixture(scope="module")
def to_chef(bakery: KnowledgeGraph) -> Asks:
    return asks(bakery, "baker", "pastry chef")


@pytest.fixture(scope="module")
def bought(market: KnowledgeGraph) -> Asks:
    """Where the certificate can be had slowly from the diploma, and fast and dear."""
    return asks(market, "baker", "pastry chef")


def taken(path: Path) -> set[str]:
    return {step.offer.id for hop in path.hops for step in hop.steps} | {hop.role.id for hop in path.hops[:-1]}


def no_path(answer: Answer, target: str = "Pastry chef") -> str:
    """The reason, of an answer that has no path."""
    assert (answer.found, answer.paths, answer.direct, answer.alternatives, answer.considered) == (False, (), None, (), ())
    assert answer.readiness.after is None
    assert answer.reason is not None
    assert answer.reason.startswith(f"No path to {target}: ")
    return answer.reason.removeprefix(f"No path to {target}: ")


def number(reason: str, before: str) -> str:
    found = re.search(rf"([\d,.]+){before}", reason)
    assert found is not None, reason
    return found[1].replace(",", "")


# --- no path ------------------------------------------------------------------------------------------


def test_what_nothing_offers_is_named(bakery: KnowledgeGraph) -> None:
    """Who has done the diploma and yet lacks its certificate can't get it elsewhere."""
    profile = Resolved(programs=(DIPLOMA,), lack=("skill/food-safety-certificate",))
    reason = no_path(asks(bakery, "baker", "pastry chef")(profile=profile))
    assert reason.startswith("it takes Food safety certificate (skill/food-safety-certificate), which can't be learned alone")
    assert "--have" in reason
    assert asks(bakery, "baker", "pastry chef")(profile=profile, have=["yeast dough"]).found is False
    assert asks(bakery, "baker", "pastry chef")(profile=Resolved(programs=(DIPLOMA,))).found


def test_what_cannot_be_entered_is_named(bakery: KnowledgeGraph) -> None:
    """Without a year, a bachelor or a baker's work the diploma takes yeast dough and one thing more."""
    from_nothing = asks(bakery, None, "pastry chef")
    reason = no_path(from_nothing())
    assert reason.startswith("what would be needed can't be entered: Diploma in Pastry (program/creme-diploma).")
    bachelor = from_nothing(profile=Resolved(degrees=("bachelor",)))
    assert {DIPLOMA, "skill/yeast-dough"} <= taken(bachelor.paths[0])


def test_the_readiness_that_can_be_reached_is_said(to_chef: Asks) -> None:
    """Two years in a kitchen are advised, and can't be learned."""
    reason = no_path(to_chef(readiness=1))
    share = float(number(reason, "%, and 100% is asked for")) / 100
    assert 0.8 < share < 1
    assert to_chef(readiness=share).found
    no_path(to_chef(readiness=share + 0.001))


def test_what_is_avoided_is_named_where_there_is_no_path_without_it(to_chef: Asks, bought: Asks) -> None:
    reason = no_path(to_chef(avoid=["Wedding cake", "diploma in pastry", "dough sheeter"]))
    assert reason == "there is none without Diploma in Pastry (program/creme-diploma), which you avoid; leave it out of --avoid."
    assert to_chef(avoid=["Wedding cake", "dough sheeter"]).found
    assert bought(avoid=["tempering"]).found  # the diploma teaches it too
    reason = no_path(bought(avoid=["tempering", "diploma in pastry"]))
    assert {"Chocolate tempering (skill/chocolate-tempering)", "Diploma in Pastry (program/creme-diploma)"} == set(
        reason.removeprefix("there is none without ").removesuffix(", which you avoid; leave it out of --avoid.").split(", ")
    )


@pytest.mark.parametrize(
    ("must", "named"),
    [
        ("two years in a kitchen", "Two years in a kitchen (skill/two-years-in-a-kitchen)"),
        ("Kitchen porter", "Kitchen porter (role/kitchen-porter)"),  # of whose work nothing is known
        ("yeast dough", "Yeast dough (skill/yeast-dough)"),  # a baker has it as far as anyone asks
    ],
)
def test_what_can_be_no_part_of_a_path_is_named(to_chef: Asks, must: str, named: str) -> None:
    reason = no_path(to_chef(must=["wedding cake", must]))
    assert reason == f"{named} can't be part of one, though you ask for it; leave it out of --must."


def test_a_program_that_is_left_out_is_named_with_its_label(bought: Asks) -> None:
    answer = bought(must=["Guild course"])
    assert "Guild course (program/guild-course) can't be part of one" in no_path(answer)
    assert [thing.id for thing in answer.left_out] == ["program/guild-course"]


@pytest.mark.parametrize("optimistic", [False, True])
@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_least_budget_that_would_do_does_and_a_cent_less_does_not(to_chef: Asks, optimistic: bool, currency: str) -> None:
    said = {"optimistic": optimistic, "currency": currency}
    reason = no_path(to_chef(budget=1, **said))
    assert reason.startswith("the budget is too small; ")
    assert f"at the {'low' if optimistic else 'high'} end of the estimates" in reason
    least = number(reason, f" {currency} would do")
    enough = to_chef(budget=least, minimise="money", **said)
    assert getattr(enough.paths[0].cost.money, "low" if optimistic else "high") == float(least)
    no_path(to_chef(budget=f"{float(least) - 0.01:.2f}", **said))


@pytest.mark.parametrize("optimistic", [False, True])
def test_the_earliest_deadline_that_would_do_does(to_chef: Asks, optimistic: bool) -> None:
    reason = no_path(to_chef(deadline=1, optimistic=optimistic))
    assert reason.startswith("the deadline is too early; ")
    least = number(reason, " months would do")
    assert to_chef(deadline=least, optimistic=optimistic).found
    no_path(to_chef(deadline=f"{float(least) - 0.11:.2f}", optimistic=optimistic))


def test_a_budget_and_a_deadline_that_exclude_each_other(bought: Asks) -> None:
    """The diploma is cheap and takes nine months and more, the crash course one month, at 20,000 dollars."""
    assert DIPLOMA in taken(bought(budget=6000).paths[0])
    assert CRASH in taken(bought(deadline=9).paths[0])
    reason = no_path(bought(budget=6000, deadline=9))
    assert reason.startswith("budget and deadline can't both be kept, at the high end of the estimates: within this deadline it takes ")
    money, months = number(reason, " USD"), number(reason, " months")
    assert 20000 < float(money) < 22000
    assert 9 < float(months) < 20
    assert bought(budget=money, deadline=9).found
    assert bought(budget=6000, deadline=months).found
    assert not bought(budget=float(money) - 0.01, deadline=9).found


def test_a_budget_and_a_deadline_neither_of_which_can_be_kept(bought: Asks) -> None:
    reason = no_path(bought(budget=1, deadline=0.1))
    assert reason.startswith("neither budget nor deadline can be kept, at the high end of the estimates: it takes at least ")
    assert bought(budget=number(reason, " USD")).found
    assert bought(deadline=number(reason, " months")).found


def test_where_time_runs_out_no_reason_is_made_up(to_chef: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not found in time may exist all the same."""
    monkeypatch.setattr("rolepath.planning.path.best_plan", lambda *args, **more: None)
    reason = no_path(to_chef(time_limit=2.5, budget=9999))
    assert reason == "none was found within 2.5 seconds, though there may be one. Give more with --time-limit, or leave it out."


def test_where_time_runs_out_alternatives_are_not_said_to_be_none(to_chef: Asks) -> None:
    answer = to_chef(alternatives=3, time_limit=60)
    found = "No alternative" if not answer.alternatives else f"No more than {len(answer.alternatives)}"
    assert answer.alternatives_reason == f"{found}: another was not found within 60 seconds, though there may be one."


def test_too_little_known_of_the_target_is_an_error_of_its_own(bakery: KnowledgeGraph) -> None:
    with pytest.raises(NotEnoughKnown):
        bakery.path("baker", "kitchen porter")


# --- nothing to do ------------------------------------------------------------------------------------


def test_who_is_there_has_nothing_to_do(bakery: KnowledgeGraph) -> None:
    answer = asks(bakery, "pastry cook", "pastry cook")()
    assert answer.reason == "You are there: Pastry cook is a role you hold, so there is nothing to do."
    assert (answer.found, answer.paths, answer.direct, answer.gap) == (True, (), None, ())
    assert (answer.readiness.now, answer.readiness.ready) == (1, True)


def test_who_is_ready_has_nothing_to_do(bakery: KnowledgeGraph) -> None:
    have = ["mise en place", "rolling pin", "laminated dough"]
    answer = asks(bakery, "baker", "pastry cook")(have=have)
    assert answer.reason == "You are ready for Pastry cook now: every essential requirement is met, so there is nothing to do."
    assert (answer.found, answer.paths) == (True, ())
    assert answer.readiness.ready
    assert asks(bakery, "baker", "pastry cook")(have=have, readiness=1).paths


def test_who_is_there_and_asks_for_more_gets_that_and_no_more(bakery: KnowledgeGraph) -> None:
    asked = asks(bakery, "pastry cook", "pastry cook")
    answer = asked(must=["wedding cake"])
    assert answer.reason == "You are there: Pastry cook is a role you hold; what follows is what you ask for with --must."
    assert taken(answer.paths[0]) == {"project/wedding-cake", "method/mise-en-place"}  # the cake needs a kitchen that is set up
    assert asked(must=["pastry cook"]).reason == asked().reason
    assert asked(must=["pastry cook"]).paths == ()
    profile = Resolved(programs=("program/pastry-degree",))
    assert asked(profile=profile, must=["Degree in Food Science"]).paths == ()
    assert no_path(asked(must=["two years in a kitchen"]), "Pastry cook")


# --- a path -------------------------------------------------------------------------------------------


def test_a_path_over_a_bridge_stands_beside_the_direct_one_where_neither_beats_the_other(
    frugal: KnowledgeGraph, bakery: KnowledgeGraph
) -> None:
    asked = asks(frugal, "baker", "pastry chef")
    have = ["food safety certificate", "two years in a kitchen"]
    answer = asked(have=have)
    usual = asks(bakery, "baker", "pastry chef")(have=have)  # where it has to save a tenth
    assert [[hop.role.id for hop in path.hops] for path in usual.paths] == [[CHEF]]
    assert [[role.id for role in each.roles] for each in usual.considered] == [[COOK, CHEF]]
    direct, over = answer.paths
    assert [[hop.role.id for hop in path.hops] for path in answer.paths] == [[CHEF], [COOK, CHEF]]
    assert answer.direct == direct
    assert (direct.cost.months.middle < over.cost.months.middle, over.cost.hours.middle < direct.cost.hours.middle) == (True, True)
    assert answer.readiness.after == direct.hops[-1].readiness_on_entry >= 0.8
    assert answer.direct_reason is None
    by_hours = asked(have=["food safety certificate", "two years in a kitchen"], minimise="hours").paths
    assert by_hours == (replace(over, bound=over.cost.hours.middle), replace(direct, bound=direct.cost.hours.middle))
    assert [hop.documented for hop in over.hops] == [True, True]
    beaten = asked()
    assert [[role.id for role in each.roles] for each in beaten.considered] == [[COOK, CHEF]]
    assert len(beaten.paths) == 1


def test_a_path_that_only_a_bridge_opens_says_why_there_is_no_direct_one(bakery: KnowledgeGraph) -> None:
    """A year as a pastry cook and yeast dough open the diploma."""
    have = ["yeast dough", "rolling pin", "mise en place", "laminated dough"]
    answer = asks(bakery, None, "pastry chef")(have=have)
    assert [[hop.role.id for hop in path.hops] for path in answer.paths] == [[COOK, CHEF]]
    assert answer.direct is None
    assert answer.direct_reason is not None
    assert answer.direct_reason.startswith("what would be needed can't be entered: Diploma in Pastry")
    assert answer.found
    assert answer.reason is None
    assert no_path(asks(bakery, None, "pastry chef")(have=have, max_bridges=0)).startswith("what would be needed can't be entered")


def test_what_has_to_be_there_is_and_what_is_avoided_is_not(to_chef: Asks) -> None:
    (path,) = to_chef(must=["wedding cake"], avoid=["dough sheeter"], max_bridges=0).paths
    assert "project/wedding-cake" in taken(path)
    assert "tool/dough-sheeter" not in taken(path)
    over = to_chef(must=["pastry cook"])
    assert [[hop.role.id for hop in path.hops] for path in over.paths] == [[COOK, CHEF]]
    assert over.direct_reason == "Pastry cook (role/pastry-cook) can't be part of one, though you ask for it; leave it out of --must."


def test_a_must_of_a_skill_takes_it_beyond_what_is_held(to_chef: Asks) -> None:
    """Mise en place is held at 0.225 from baking; a quarter more would be nothing."""
    (path,) = to_chef(must=["mise en place"], max_bridges=0, readiness=0.5).paths
    (step,) = [step for hop in path.hops for step in hop.steps if step.offer.id == "method/mise-en-place"]
    assert step.raises[0].after > step.raises[0].before


def test_alternatives_are_few_for_a_reason(bought: Asks, to_chef: Asks) -> None:
    few = to_chef(alternatives=3)
    assert len(few.alternatives) < 3
    assert few.alternatives_reason is not None
    assert re.match(r"No (alternative|more than \d): every other path within these limits shares more than half", few.alternatives_reason)
    assert "the only way to something essential" in few.alternatives_reason
    assert to_chef().alternatives_reason is None
    one = bought(alternatives=1)
    assert len(one.alternatives) + bool(one.alternatives_reason) == 1


def test_limits_are_those_of_the_answer_and_kept(to_chef: Asks) -> None:
    answer = to_chef(budget=6000, deadline="2030-01-01", hours_per_week=20)
    shown = answer.question.constraints
    assert (shown.budget, shown.deadline_date, shown.hours_per_week) == (6000, "2030-01-01", 20)
    for path in answer.paths:
        assert path.cost.money.high <= 6000
        assert path.cost.months.high <= shown.deadline
    assert answer.question.start == "2026-01-01"


# --- what it rests on ---------------------------------------------------------------------------------


def everything(bakery: KnowledgeGraph, market: KnowledgeGraph) -> list[Answer]:
    asked = [(bakery, {}), (market, {"alternatives": 2}), (bakery, {"have": ["food safety certificate"]}), (market, {"currency": "EUR"})]
    found = [asks(kg, "baker", "pastry chef")(**said) for kg, said in asked]
    return [*found, bakery.gap("baker", "pastry chef"), asks(bakery, "pastry cook", "pastry cook")()]


def test_every_source_and_estimate_that_is_used_is_listed(bakery: KnowledgeGraph, market: KnowledgeGraph) -> None:
    for answer in everything(bakery, market):
        sources, estimates = {s.id for s in answer.sources}, {a.id for a in answer.assumptions}
        cited = [e for item in answer.gap + answer.met for e in item.evidence]
        paths = (*answer.paths, *answer.alternatives, *((answer.direct,) if answer.direct else ()))
        steps = [step for path in paths for hop in path.hops for step in hop.steps]
        cited += [e for step in steps for e in step.evidence] + [e for path in paths for hop in path.hops for e in hop.evidence]
        assert {e.source for e in cited} <= sources
        assert {name for step in steps for name in step.assumptions} <= estimates
        for item in answer.gap + answer.met:
            assert {f"assumption/level-{thing.kind}" for thing in item.capabilities} <= estimates
            if item.credited_by and item.credited_by.via == "narrower":
                assert "assumption/credit-narrower" in estimates
        bridged = any(len(path.hops) > 1 for path in paths) or bool(answer.considered)
        assert ("assumption/bridge-tenure" in estimates) is bridged
        assert {thing.id for thing in answer.organizations} == {e.attributed_to for e in cited if e.attributed_to}
        used = [s for s in answer.sources if s.kind != "editorial"]
        assert len(answer.licences) == len({s.attribution or f"{s.title}: {s.licence}" for s in used})


def test_where_one_starts_from_and_what_is_not_known_of_it_is_said(bakery: KnowledgeGraph) -> None:
    (started, missing) = bakery.gap("baker", "pastry chef").notes
    assert started == "Started from baker (ESCO)."
    assert missing.startswith("What no source says of the starting role counts as missing")
    (started, nothing) = bakery.gap("kitchen porter", "pastry chef").notes
    assert started == "Started from Kitchen porter (rolepath)."
    assert nothing.startswith("No source says what Kitchen porter requires, so nothing is held at the start.")
    assert bakery.gap(None, "pastry chef").notes == ()


# --- the packaged data --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def to_traditional(kg: KnowledgeGraph) -> Asks:
    return lambda **more: asks(kg, "data scientist", TRADITIONAL)(**({"max_bridges": 0} | more))


def test_limits_that_are_too_tight_say_what_would_do_on_the_packaged_data(to_traditional: Asks) -> None:
    label = "Traditional product manager"
    best = to_traditional().paths[0]
    assert to_traditional(budget=best.cost.money.high, deadline=best.cost.months.high + 0.01).found
    least = number(no_path(to_traditional(budget=0.01), label), " USD would do")
    assert to_traditional(budget=least).found
    assert not to_traditional(budget=float(least) - 0.01).found
    months = number(no_path(to_traditional(deadline=0.1), label), " months would do")
    assert to_traditional(deadline=months).found
    assert float(months) <= best.cost.months.high + 0.1


def test_what_is_forced_cannot_be_avoided_on_the_packaged_data(to_traditional: Asks) -> None:
    forced = [step.offer for hop in to_traditional().paths[0].hops for step in hop.steps if step.forced]
    assert forced
    for thing in forced:
        reason = no_path(to_traditional(avoid=[thing.id]), "Traditional product manager")
        assert reason.startswith(f"there is none without {thing.label} ({thing.id}), which you avoid")


def test_a_role_is_no_must_where_no_bridge_may_be_on_the_packaged_data(to_traditional: Asks) -> None:
    reason = no_path(to_traditional(must=["AI leader"]), "Traditional product manager")
    assert reason == "AI leader (role/ai-leader) can't be part of one, though you ask for it; leave it out of --must."
