"""What follows from the records by rule, against plain computations of the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.derivation import (
    HELD,
    INCLUDES,
    REACH_STATED,
    STRENGTH_RULE,
    UNIT_RULE,
    credits,
    known_in,
    reaches,
    standings,
    strengths,
    unit_strengths,
)

FIRST_VALUES = {
    "modality-must": "0.9", "modality-should": "0.6", "modality-does": "0.7", "modality-mentions": "0.3", "denies-factor": "0.4",
    "esco-essential": "0.9", "esco-optional": "0.4", "essential-from": "0.9", "essential-ads": "0.5", "important-from": "0.6",
    "ads-from": "30", "credit-narrower": "0.6", "credit-broader": "0.3", "credit-sibling": "0.2", "credit-tool": "0.5",
    "credit-close": "0.8", "credit-broad-or-narrow-mapping": "0.5", "sibling-children": "10", "level-knowledge": "0.75",
    "level-tool": "0.5", "level-credential": "1", "level-competence": "0.7", "teaching-project": "0.35",
}  # fmt: skip


def assumptions(**changed: str) -> Assumptions:
    values = FIRST_VALUES | {name.replace("_", "-"): value for name, value in changed.items()}
    return Assumptions(
        Estimate(f"assumption/{name}", name, Decimal(values.get(name, "0.111")), Decimal(values.get(name, "0.111")), "unit", "Why.")
        for name in (*SHARES, *NUMBERS, *RANGES)
    )


REASON = model.Reason(reason="Why.")


def skill(name: str, kind: model.SkillKind = "knowledge", broader: tuple[str, ...] = ()) -> model.Skill:
    evidence = (REASON, model.Reason(reason="Why.", on="broader")) if broader else (REASON,)
    return model.Skill(id=name, label=name, skill_kind=kind, broader=broader, evidence=evidence)


def tool(name: str, exercises: tuple[str, ...] = (), broader: tuple[str, ...] = ()) -> model.Tool:
    on = [field for field, value in (("exercises", exercises), ("broader", broader)) if value]
    evidence = (REASON, *(model.Reason(reason="Why.", on=field) for field in on))
    return model.Tool(id=name, label=name, exercises=exercises, broader=broader, evidence=evidence)


def source(name: str, *cites: str) -> model.Source:
    return model.Source(id=name, title=name, source_kind="document", licence="x", cites=cites)


def says(source: str, modality: model.Modality, start: int = 0) -> model.Evidence:
    if modality in ("essential", "optional"):
        return model.DatasetRecord(source=source, file="f", key_in_file=str(start), modality=modality)
    return model.Passage(source=source, start=start, end=start + 1, words="x", modality=modality)


def ads(n: int, of: int, source: str = "source/ads") -> model.Count:
    return model.Count(source=source, n=n, of=of, counted=f"postings that name it, {n}", modality="ads")


def weight(*evidence: model.Evidence, sources: tuple[model.Source, ...] = ()) -> Decimal | None:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=evidence)
    return strengths([skill("skill/a"), *sources, asked], assumptions())[asked.key].weight


# --- strength -----------------------------------------------------------------------------------------


def test_one_source_gives_its_strongest_modality() -> None:
    assert weight(says("source/a", "mentions"), says("source/a", "should", 5), says("source/a", "mentions", 9)) == Decimal("0.6")


def test_independent_sources_add_up_as_chances_do() -> None:
    assert weight(says("source/a", "should"), says("source/b", "mentions")) == 1 - Decimal("0.4") * Decimal("0.7")


def test_sources_that_cite_each_other_count_as_one_also_over_a_third() -> None:
    chain = (source("source/a"), source("source/b", "source/a"), source("source/c", "source/b"))
    evidence = (says("source/a", "should"), says("source/c", "mentions"))
    assert weight(*evidence, sources=chain) == Decimal("0.6")
    assert weight(*evidence, sources=(source("source/a"), source("source/c"))) == Decimal("0.72")


def test_what_is_denied_counts_by_the_factor_once_however_many_deny_it() -> None:
    claims = (says("source/a", "should"), says("source/b", "should"))
    assert weight(*claims) == Decimal("0.84")
    assert weight(*claims, says("source/c", "denies")) == Decimal("0.336")
    assert weight(*claims, says("source/c", "denies"), says("source/a", "denies", 4)) == Decimal("0.336")


def test_what_people_in_the_role_do_counts_as_assumed() -> None:
    assert weight(says("source/a", "does")) == Decimal("0.7")


@pytest.mark.parametrize(("n", "of", "expected"), [(25, 100, "0.25"), (1, 3, None), (29, 29, None), (30, 30, "1"), (0, 100, None)])
def test_a_share_of_ads_is_a_claim_of_that_strength_from_thirty_on(n: int, of: int, expected: str | None) -> None:
    assert weight(ads(n, of)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("modalities", [("example",), ("signal",), ("example", "signal"), ("signal", "denies")])
def test_what_only_illustrates_or_shows_is_a_signal_without_weight(modalities: tuple[model.Modality, ...]) -> None:
    asked = model.Requirement(
        role="role/r", capability="skill/a", evidence=tuple(says("source/a", m, 5 * n) for n, m in enumerate(modalities))
    )
    found = strengths([skill("skill/a"), asked], assumptions())[asked.key]
    assert (found.necessity, found.weight, found.level) == ("signal", None, Decimal("0.75"))


def test_an_example_adds_nothing_to_a_claim() -> None:
    assert weight(says("source/a", "should"), says("source/b", "example"), says("source/b", "signal", 4)) == Decimal("0.6")


def test_our_own_reasons_are_one_source() -> None:
    reasons = [model.Reason(reason=text, modality="should") for text in ("One.", "Two.")]
    assert weight(*reasons) == Decimal("0.6")


def test_the_rule_is_named_on_the_statement() -> None:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=(says("source/a", "must"),))
    assert strengths([skill("skill/a"), asked], assumptions())[asked.key].rule == STRENGTH_RULE


@pytest.mark.parametrize(
    ("modality", "necessity"), [("must", "essential"), ("should", "optional"), ("essential", "essential"), ("optional", "optional")]
)
def test_it_is_essential_from_the_assumed_weight(modality: model.Modality, necessity: str) -> None:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=(says("source/a", modality),))
    assert strengths([skill("skill/a"), asked], assumptions())[asked.key].necessity == necessity
    exactly = assumptions(essential_from="0.6", modality_should="0.6", esco_optional="0.6")
    assert strengths([skill("skill/a"), asked], exactly)[asked.key].necessity == "essential"


def test_the_level_follows_from_the_kind_and_of_a_set_the_highest_counts() -> None:
    records = [skill("skill/a"), tool("tool/t"), skill("skill/c", "credential")]
    for capabilities, level in (
        (("skill/a",), "0.75"),
        (("tool/t",), "0.5"),
        (("skill/a", "tool/t"), "0.75"),
        (("tool/t", "skill/c"), "1"),
    ):
        one, many = (capabilities[0], None) if len(capabilities) == 1 else (None, capabilities)
        asked = model.Requirement(role="role/r", capability=one, any_of=many, evidence=(says("source/a", "must"),))
        assert strengths([*records, asked], assumptions())[asked.key].level == Decimal(level)


SOURCES = [f"source/{letter}" for letter in "abcde"]
MODALITIES: list[model.Modality] = ["must", "should", "does", "mentions", "example", "signal", "denies", "essential", "optional"]
VALUES = {
    "must": "0.9", "should": "0.6", "does": "0.7", "mentions": "0.3", "essential": "0.9", "optional": "0.4",
    "denies": "0", "example": "0", "signal": "0",
}  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    cites=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(SOURCES)), max_size=4, unique=True),
    said=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(MODALITIES)), min_size=1, max_size=8),
)
def test_weight_is_that_of_a_plain_computation(cites: list[tuple[str, str]], said: list[tuple[str, model.Modality]]) -> None:
    if all(modality == "denies" for _, modality in said):
        return
    sources = [source(s, *(b for a, b in cites if a == s)) for s in SOURCES]
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=tuple(says(s, m, n) for n, (s, m) in enumerate(said)))
    found = strengths([skill("skill/a"), *sources, asked], assumptions())[asked.key]

    best = strongest(cites, said)
    expected = combined(best, any(m == "denies" for _, m in said))
    assert found.weight == (expected or None)
    assert found.necessity == ("signal" if not expected else "essential" if expected >= Decimal("0.9") else "optional")


def strongest(cites: list[tuple[str, str]], said: list[tuple[str, model.Modality]]) -> list[Fraction]:
    """The strongest claim of each group of sources that cite each other, by merging sets."""
    groups = [{s} for s in SOURCES]
    for a, b in cites:
        merged = set().union(*(g for g in groups if g & {a, b}))
        groups = [g for g in groups if not g & {a, b}] + [merged]
    return [max((Fraction(VALUES[m]) for s, m in said if s in group), default=Fraction(0)) for group in groups]


def combined(best: list[Fraction], denied: bool) -> Decimal:
    left = Fraction(1)
    for each in best:
        left *= 1 - each
    return Decimal(round((1 - left) * (Fraction("0.4") if denied else 1) * 1000)) / 1000


# --- what roles ask of units ----------------------------------------------------------------------------


def unit(name: str, *members: str | tuple[str, ...]) -> model.Unit:
    made = tuple({"capability": m} if isinstance(m, str) else {"any_of": m} for m in members)
    on_size = model.Reason(reason="Why.", on="size")
    return model.Unit(id=name, label=name, area="area/a", order=1, size="S", members=made, evidence=(REASON, on_size))


def requirement(capability: str | tuple[str, ...], *evidence: model.Evidence, role: str = "role/r") -> model.Requirement:
    one, many = (capability, None) if isinstance(capability, str) else (None, capability)
    return model.Requirement(role=role, capability=one, any_of=many, evidence=evidence)


UNITS = (unit("unit/u", "skill/a", "skill/b", ("skill/c", "skill/d")), unit("unit/v", "skill/e"))


def asks(*requirements: model.Requirement, sources: tuple[model.Source, ...] = ()) -> dict[str, model.UnitRequirement]:
    return {each.asks_unit: each for each in unit_strengths([*UNITS, *sources, *requirements], assumptions())}


def test_claims_on_a_unit_and_all_its_members_come_together() -> None:
    found = asks(
        requirement("skill/a", says("source/a", "should")),
        requirement(("skill/c", "skill/x"), says("source/b", "mentions")),
        requirement("unit/u", says("source/b", "should", 500)),
        requirement("skill/e", says("source/b", "mentions", 900)),
    )
    assert {name: (u.strength, u.necessity, u.claim_count) for name, u in found.items()} == {
        "unit/u": (Decimal("0.84"), "important", 3),
        "unit/v": (Decimal("0.3"), "useful", 1),
    }
    assert found["unit/u"].rule == UNIT_RULE
    assert found["unit/u"].derived_from == (
        "requirement/role/r/skill/a", "requirement/role/r/skill/c+skill/x", "requirement/role/r/unit/u",
    )  # fmt: skip


def test_a_capability_in_no_unit_is_a_unit_of_itself_and_a_set_goes_by_its_first() -> None:
    found = asks(requirement("skill/z", says("source/a", "must")), requirement(("tool/y", "tool/x"), says("source/a", "should")))
    assert list(found) == ["skill/z", "tool/x"]


def test_a_set_over_two_units_is_a_claim_on_both() -> None:
    assert list(asks(requirement(("skill/a", "skill/e"), says("source/a", "must")))) == ["unit/u", "unit/v"]


@pytest.mark.parametrize(
    ("evidence", "necessity"),
    [
        ((says("source/a", "must"), says("source/b", "should")), "essential"),
        ((says("source/a", "must"), says("source/b", "does")), "essential"),
        ((says("source/a", "must"), ads(60, 100)), "essential"),
        ((says("source/a", "must"),), "important"),  # one source insists
        ((says("source/a", "must"), says("source/b", "mentions")), "important"),
        ((says("source/a", "must"), says("source/a", "should", 300)), "important"),  # of one source
        ((says("source/a", "should"), says("source/b", "does"), says("source/c", "should")), "important"),  # nobody insists
        ((says("source/a", "must"), says("source/b", "should"), says("source/c", "denies")), "important"),
        ((ads(50, 100),), "essential"),
        ((ads(49, 100),), "useful"),
        ((ads(29, 29),), None),
        ((ads(70, 100), says("source/a", "denies")), "useful"),
        ((says("source/a", "essential"),), "essential"),  # a classification calls it so
        ((says("source/a", "should"),), "important"),
        ((says("source/a", "mentions"),), "useful"),
        ((says("source/a", "example"),), None),
        ((says("source/a", "signal"), says("source/b", "denies")), None),
    ],
)
def test_a_unit_is_as_necessary_as_its_claims_say(evidence: tuple[model.Evidence, ...], necessity: str | None) -> None:
    found = asks(requirement("skill/a", *evidence))
    assert (found["unit/u"].necessity if found else None) == necessity
    if found:
        assert found["unit/u"].disputed is any(e.modality == "denies" for e in evidence)


def test_sources_that_cite_each_other_don_t_make_a_unit_essential() -> None:
    said = requirement("skill/a", says("source/a", "must"), says("source/b", "should"))
    assert asks(said)["unit/u"].necessity == "essential"
    assert asks(said, sources=(source("source/a"), source("source/b", "source/a")))["unit/u"].necessity == "important"


@pytest.mark.parametrize(("starts", "count"), [((0, 20), 1), ((0, 0), 1), ((0, 100), 1), ((0, 101), 2), ((0, 60, 120), 1), ((0, 500), 2)])
def test_one_sentence_is_one_claim_however_many_members_it_names(starts: tuple[int, ...], count: int) -> None:
    members = ("skill/a", "skill/b", "unit/u")
    found = asks(*(requirement(m, says("source/a", "should", s)) for m, s in zip(members, starts, strict=False)))
    assert found["unit/u"].claim_count == count
    assert found["unit/u"].strength == Decimal("0.6")


def test_examples_denials_and_small_counts_are_no_claims() -> None:
    said = (says("source/a", "should"), says("source/b", "example"), says("source/c", "denies"), ads(3, 10))
    assert asks(requirement("skill/a", *said))["unit/u"].claim_count == 1


def test_roles_of_classifications_are_left_to_planning() -> None:
    assert asks(requirement("skill/a", says("source/a", "must"), role="esco:occupation/1")) == {}
    assert asks(requirement("skill/a", says("source/a", "must"), role="onet:11-1011.00")) == {}


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    cites=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(SOURCES)), max_size=3, unique=True),
    said=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(MODALITIES)), min_size=1, max_size=8),
    where=st.lists(st.sampled_from(["skill/a", "skill/b", "unit/u"]), min_size=8, max_size=8),
)
def test_the_strength_of_a_unit_is_that_of_a_plain_computation(
    cites: list[tuple[str, str]], said: list[tuple[str, model.Modality]], where: list[str]
) -> None:
    groups: dict[str, list[model.Evidence]] = {}
    for n, (s, m) in enumerate(said):
        groups.setdefault(where[n], []).append(says(s, m, 1000 * n))
    if any(all(e.modality == "denies" for e in evidence) for evidence in groups.values()):
        return
    sources = tuple(source(s, *(b for a, b in cites if a == s)) for s in SOURCES)
    found = asks(*(requirement(c, *evidence) for c, evidence in groups.items()), sources=sources)
    best, denied = strongest(cites, said), any(m == "denies" for _, m in said)
    strength = combined(best, denied)
    if not strength:
        assert found == {}
        return
    insists, advises = sum(b >= Fraction("0.9") for b in best), sum(b >= Fraction("0.6") for b in best)
    essential = not denied and ((strength >= Decimal("0.9") and insists and advises > 1) or any(m == "essential" for _, m in said))
    assert found["unit/u"].strength == strength
    assert found["unit/u"].necessity == ("essential" if essential else "important" if strength >= Decimal("0.6") or insists else "useful")
    assert found["unit/u"].claim_count == sum(VALUES[m] != "0" for _, m in said)


# --- what holdings rest on ------------------------------------------------------------------------------


def standing(*evidence: model.Evidence, sources: tuple[model.Source, ...] = ()) -> tuple[int, bool]:
    held = model.Holding(role="role/r", capability="skill/a", share="0.9", level="0.5", evidence=evidence)
    found = standings([held, *sources])[held.key]
    return found.source_count, found.is_counted


def test_a_holding_rests_on_independent_sources_and_our_own_reasons_add_none() -> None:
    framework = model.DatasetRecord(source="source/framework", file="f", key_in_file="k")
    esco = model.DatasetRecord(source="source/esco-1.1.1", file="f", key_in_file="k")
    survey = model.Count(source="source/survey", n=90, of=100, counted="people")
    assert standing(REASON) == (1, False)
    assert standing(REASON, framework) == (1, True)
    assert standing(esco) == (1, False)  # experts say so, nobody counted
    assert standing(esco, survey) == (2, True)
    assert standing(framework, survey, sources=(source("source/survey", "source/framework"), source("source/framework"))) == (1, True)
    assert standing(REASON, model.DatasetRecord(source="source/x", file="f", key_in_file="k", on="level")) == (1, False)


# --- reach --------------------------------------------------------------------------------------------


def test_reach_is_what_the_source_states_or_what_is_assumed_of_the_kind() -> None:
    program = model.Program(id="program/p", label="P", program_kind="course", evidence=(REASON,))
    project = model.Project(id="project/q", label="Q", evidence=(REASON,))
    things = [skill("skill/a"), skill("skill/c", "credential"), program, project]
    teachings = [
        model.Teaching(offer="program/p", capability="skill/a", level="0.9", evidence=(REASON,)),
        model.Teaching(offer="project/q", capability="skill/a", evidence=(REASON,)),
        model.Teaching(offer="program/p", capability="skill/c", evidence=(REASON,)),
    ]
    found = reaches([*things, *teachings], assumptions())
    assert [(found[t.key].level, found[t.key].rule) for t in teachings[:2]] == [
        (Decimal("0.9"), REACH_STATED),
        (Decimal("0.35"), "assumption/teaching-project"),
    ]
    assert teachings[2].key not in found  # how far a program brings anyone follows from its hours


# --- credit -------------------------------------------------------------------------------------------

KINDS: list[model.SkillKind] = ["knowledge", "competence", "credential", "experience"]


@st.composite
def networks(draw: st.DrawFn) -> list[model.AnyRecord]:
    """Up to seven capabilities in a hierarchy without cycles, some of them tools, and mappings between any two."""
    count = draw(st.integers(2, 7))
    is_tool = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    names = [f"{'tool' if is_tool[n] else 'skill'}/{n}" for n in range(count)]
    found: list[model.AnyRecord] = []
    for n, name in enumerate(names):
        above = tuple(draw(st.lists(st.sampled_from(names[n + 1 :]), max_size=2, unique=True))) if n + 1 < count else ()
        if is_tool[n]:
            others = [other for other in names if other != name]
            found.append(tool(name, tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True))), above))
        else:
            found.append(skill(name, draw(st.sampled_from(KINDS)), above))
    for _ in range(draw(st.integers(0, 4))):
        a, b = draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
        how = draw(st.sampled_from(["exactMatch", "closeMatch", "broadMatch", "narrowMatch"]))
        found.append(model.Mapping(subject=a, predicate=how, object=b, confidence="0.5", evidence=(REASON,)))
    return found


def ways(records: list[model.AnyRecord], limit: int) -> tuple[dict[tuple[str, str], set[Fraction]], dict[tuple[str, str], set[Fraction]]]:
    """Every single mapping, and every single step of hierarchy or use, with its factor: straight from PATHS.md."""
    steps: dict[tuple[str, str], set[Fraction]] = {}
    maps: dict[tuple[str, str], set[Fraction]] = {}
    capabilities = [r for r in records if isinstance(r, model.Capability)]
    # PATHS.md doesn't say it, the code does: nothing near a credential or years of experience counts towards them
    earned = {r.id for r in capabilities if isinstance(r, model.Skill) and r.skill_kind in ("credential", "experience")}

    def step(held: str, towards: str, factor: str) -> None:
        if towards not in earned and held != towards:
            steps.setdefault((held, towards), set()).add(Fraction(factor))

    for h, s in product(capabilities, capabilities):
        if s.id in h.broader:
            step(h.id, s.id, "0.6")  # h is narrower than s
        if h.id in s.broader:
            step(h.id, s.id, "0.3")  # h is broader than s
        for parent in set(h.broader) & set(s.broader):
            if sum(parent in other.broader for other in capabilities) <= limit:
                step(h.id, s.id, "0.2")
        if isinstance(h, model.Tool) and s.id in h.exercises:
            step(h.id, s.id, "0.5")
    for m in records:
        if isinstance(m, model.Mapping):
            factor = {"exactMatch": "1", "closeMatch": "0.8"}.get(m.predicate, "0.5")
            for pair in ((m.subject, m.object), (m.object, m.subject)):
                maps.setdefault(pair, set()).add(Fraction(factor))
    return maps, steps


def every_path(records: list[model.AnyRecord], limit: int) -> Iterator[tuple[str, str, Fraction]]:
    """Every way from one capability to another over at most one mapping and one step, with its product."""
    maps, steps = ways(records, limit)
    for first, second in ((maps, steps), (steps, maps)):
        for (held, middle), factors in first.items():
            yield from ((held, middle, factor) for factor in factors)
            for (other, towards), more in second.items():
                if other == middle:
                    yield from ((held, towards, factor * next_) for factor, next_ in product(factors, more))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(records=networks(), limit=st.integers(0, 4))
def test_credits_are_those_of_an_enumeration_of_all_ways(records: list[model.AnyRecord], limit: int) -> None:
    best = {(r.id, r.id): Fraction(1) for r in records if isinstance(r, model.Capability)}
    for held, towards, factor in every_path(records, limit):
        if held != towards:
            best[held, towards] = max(factor, best.get((held, towards), Fraction(0)))
    found = {(c.held, c.towards): Fraction(c.factor) for c in credits(*known_in(records), assumptions(sibling_children=str(limit)))}
    assert found == best  # these factors have no more than three digits, so nothing is cut


@settings(derandomize=True, deadline=None, max_examples=60)
@given(records=networks())
def test_credits_come_sorted_with_the_way_they_came_about(records: list[model.AnyRecord]) -> None:
    found = list(credits(*known_in(records), assumptions()))
    assert [(c.held, c.towards) for c in found] == sorted({(c.held, c.towards) for c in found})
    worth = {
        HELD: "1", "exact match": "1", "close match": "0.8", "broad match": "0.5", "narrow match": "0.5", "narrower": "0.6",
        "broader": "0.3", "sibling": "0.2", "tool use": "0.5",
    }  # fmt: skip
    for credit in found:
        factor = Fraction(1)
        for way in credit.via.split(", then "):
            factor *= Fraction(worth[way])
        assert Fraction(credit.factor) == factor
        assert (credit.via == HELD) is (credit.held == credit.towards)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(records=networks(), random=st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_credit(records: list[model.AnyRecord], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(credits(*known_in(shuffled), assumptions())) == list(credits(*known_in(records), assumptions()))


def test_products_are_cut_to_thousandths_and_nothing_is_left_out_where_nothing_is_left() -> None:
    records = [skill("skill/a", broader=("skill/b",)), skill("skill/b"), skill("skill/c")]
    records.append(model.Mapping(subject="skill/b", predicate="closeMatch", object="skill/c", confidence="1", evidence=(REASON,)))
    cut = list(credits(*known_in(records), assumptions(credit_narrower="0.777", credit_close="0.777")))
    assert {(c.held, c.towards): c.factor for c in cut}["skill/a", "skill/c"] == Decimal("0.603")  # of 0.603729
    tiny = list(credits(*known_in(records), assumptions(credit_narrower="0.030", credit_close="0.030")))
    assert ("skill/a", "skill/c") not in {(c.held, c.towards) for c in tiny}


def including(name: str, *others: str) -> model.Skill:
    return skill(name).model_copy(update={"includes": others})


def credit(records: list[model.AnyRecord]) -> dict[tuple[str, str], tuple[Decimal, str]]:
    return {(c.held, c.towards): (c.factor, c.via) for c in credits(*known_in(records), assumptions()) if c.held != c.towards}


def mapping(subject: str, predicate: str, object_: str) -> model.Mapping:
    return model.Mapping(subject=subject, predicate=predicate, object=object_, confidence="0.5", evidence=(REASON,))


def test_what_includes_a_thing_counts_for_it_in_full_over_any_number_of_steps_and_never_back() -> None:
    found = credit([including("skill/a", "skill/b"), including("skill/b", "skill/c"), skill("skill/c")])
    assert found == {pair: (Decimal(1), INCLUDES) for pair in (("skill/a", "skill/b"), ("skill/a", "skill/c"), ("skill/b", "skill/c"))}


def test_an_inclusion_goes_with_one_mapping_and_no_further_step() -> None:
    records = [
        including("skill/a", "skill/b"),
        skill("skill/b", broader=("skill/p",)),
        skill("skill/p"),
        skill("skill/x"),
        skill("skill/y"),
    ]
    found = credit([*records, mapping("skill/x", "exactMatch", "skill/a"), mapping("skill/b", "closeMatch", "skill/y")])
    assert found["skill/x", "skill/b"] == (Decimal(1), "exact match, then includes")
    assert found["skill/a", "skill/y"] == (Decimal("0.8"), "includes, then close match")
    assert ("skill/a", "skill/p") not in found
    assert ("skill/x", "skill/y") not in found


def test_a_circle_of_inclusions_ends() -> None:
    found = credit([including("skill/a", "skill/b"), including("skill/b", "skill/a")])
    assert set(found) == {("skill/a", "skill/b"), ("skill/b", "skill/a")}


def test_inclusion_reaches_a_credential_that_nothing_else_counts_towards() -> None:
    found = credit(
        [
            including("skill/master", "skill/bachelor"),
            skill("skill/bachelor", "credential", broader=("skill/degree",)),
            skill("skill/degree"),
        ]
    )
    assert found["skill/master", "skill/bachelor"] == (Decimal(1), INCLUDES)
    assert ("skill/degree", "skill/bachelor") not in found


@pytest.mark.parametrize(
    ("predicate", "factor", "via"),
    [
        ("exactMatch", "1", "exact match"),
        ("closeMatch", "0.8", "close match"),
        ("broadMatch", "0.5", "broad match"),
        ("narrowMatch", "0.5", "narrow match"),
    ],
)
def test_a_mapping_to_a_unit_gives_credit_towards_the_unit(predicate: str, factor: str, via: str) -> None:
    records = [skill("esco:skill/1"), skill("esco:skill/2", broader=("esco:skill/1",)), unit("unit/u", "skill/a"), skill("skill/a")]
    found = credit([*records, mapping("esco:skill/1", predicate, "unit/u")])
    assert found["esco:skill/1", "unit/u"] == (Decimal(factor), via)
    assert found["esco:skill/2", "unit/u"] == (Decimal(factor) * Decimal("0.6"), f"narrower, then {via}")
    assert ("esco:skill/1", "skill/a") not in found
    assert ("skill/a", "unit/u") not in found


def test_siblings_in_one_unit_earn_no_credit_from_each_other() -> None:
    children = [skill(f"skill/{n}", broader=("skill/p",)) for n in "abx"]
    found = credit([skill("skill/p"), *children, unit("unit/u", "skill/a", "skill/b")])
    assert ("skill/a", "skill/b") not in found
    assert found["skill/a", "skill/x"] == found["skill/x", "skill/b"] == (Decimal("0.2"), "sibling")
    assert found["skill/a", "skill/p"] == (Decimal("0.6"), "narrower")


def test_mapped_roles_give_no_credit() -> None:
    roles = [model.Role(id=f"role/{n}", label=n, evidence=(REASON,)) for n in "ab"]
    mapping = model.Mapping(subject="role/a", predicate="closeMatch", object="role/b", confidence="1", evidence=(REASON,))
    assert list(credits(*known_in([*roles, mapping]), assumptions())) == []
