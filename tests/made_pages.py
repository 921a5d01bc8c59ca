"""A comparison and a site made by hand, every text of which can end in something hostile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rolepath.evidence import Cited
from rolepath.planning.explored import Bars, Gain, Met, Near, Reach, Unranked
from rolepath.planning.result import (
    Answer,
    AreaItem,
    AssumptionNote,
    Constraints,
    Cost,
    CreditedBy,
    Having,
    Hop,
    MemberItem,
    Money,
    Question,
    Range,
    Readiness,
    Rests,
    SourceNote,
    Step,
    Thing,
    UnitItem,
    Way,
)
from rolepath.rdf.compare import Comparison, Line, Side
from rolepath.rdf.dossier import Fact
from rolepath.rdf.observations import Observation
from rolepath.rdf.whole import Known, Link, Whole
from rolepath.render.compare_page import compare_page
from rolepath.render.site import site_pages

BAKER, CHEF = Thing("role/baker", "baker", "role", "rolepath"), Thing("role/chef", "pastry chef", "role", "rolepath")
NO_SIDE = Side("")


def passage(number: int, text: str = "") -> Cited:
    """A passage of the one source."""
    return Cited(f"evidence/{number}", "passage", "source/a", "must", 10 * number, 10 * number + 9, f"asks for it {number} {text}")


def own(text: str = "") -> Cited:
    """A reason of ours."""
    return Cited("evidence/own", "reason", "source/own", reason=f"Nobody says. {text}")


def asks(name: str, weight: float, text: str = "", must: bool = True) -> Side:
    """A side that asks for something."""
    necessity = "essential" if must else "optional"
    return Side(f"{necessity}, {weight:.2f}", (passage(1, text),), f"requirement/{name}", necessity, weight)


def number(name: str, low: float | None, high: float | None, text: str = "", **more: object) -> Side:
    """A side with a published number."""
    given: dict[str, object] = {
        "label": f"Number {name} {text}", "measure": "pay", "statistic": "range", "unit": "EUR", "open_end": False, "per": "year",
        "region": f"France {text}", "seniority": None, "segment": None, "basis": None, "as_of": "2025", "compared_with": None,
        "publishers": (f"Bakers' union {text}",),
    }  # fmt: skip
    found = Observation(id=f"observation/{name}", low=low, high=high, **(given | more))  # type: ignore[arg-type]  # texts by name
    return Side(found.in_words, (passage(2, text),), found.id, number=found)


def a_comparison(text: str = "", skills: int = 3) -> Comparison:
    """Two roles: one skill in common, `skills` that only the first asks for, two that only the second does, pay in two currencies."""
    alone = tuple(Line(f"skill {n:03} {text}", asks(f"first-{n}", 0.9 - n / 1000, text, must=n % 2 == 0), NO_SIDE) for n in range(skills))
    capabilities = (
        Line(f"hygiene {text}", asks("h1", 0.9, text), asks("h2", 0.6, text, must=False)),
        *alone,
        Line(f"chocolate {text}", NO_SIDE, asks("chocolate", 0.95, text)),
        Line(f"sugar work {text}", NO_SIDE, replace(asks("sugar", 0.3, text, must=False), evidence=(own(text),))),
    )
    pay = (
        Line("pay", number("a", 24000, 30000, text), number("b", 30000, 42000, text, open_end=True, seniority="senior")),
        Line("pay", number("c", 27000, 27000, text, statistic="median"), number("d", None, 50000, text, publishers=())),
        Line("pay", number("e", 2_500_000, 2_500_000, text, unit="JPY", region=None), number("f", 20000, None, text, open_end=True)),
        Line("pay premium", NO_SIDE, number("g", 20, 40, text, measure="pay premium", unit="percent", per=None, compared_with="baker")),
    )
    growth = (Line("growth", NO_SIDE, number("h", 5, 5, text, measure="growth", unit="percent", per=None, basis="to 2030")),)
    said = Side(f"Works at night {text}", (passage(3, text),), "characteristic/1")
    return Comparison(
        first=(BAKER.id, f"baker {text}".strip(), "rolepath"),
        second=(CHEF.id, f"pastry chef {text}".strip(), "rolepath"),
        sections=(
            ("Capabilities", capabilities),
            ("Tools", (Line(f"oven {text}", asks("oven-1", 0.9, text), asks("oven-2", 0.9, text)),)),
            ("Pay", pay),
            ("Growth and openings", growth),
            ("Entry points", (Line("", Side(f"kitchen help {text}", (passage(4, text),), "transition/1", role="role/help"), NO_SIDE),)),
            ("Responsibilities", (Line("owns or does", NO_SIDE, Side(f"Plans the desserts. {text}", (own(text),), "responsibility/1")),)),
            ("How it is", (Line(f"hours {text}", said, NO_SIDE),)),
        ),
        labels={"source/a": f"An article {text}"},
    )


SOURCE = SourceNote("source/a", "An article", "document", "A publisher", "2", "CC BY 4.0", "By its author", "https://example.org/a")
CONSTRAINTS = Constraints(False, 0.8, 2, 8.0, "months", "USD", None, None, None, False, (), (), 0, 0, None)


def source(text: str = "") -> SourceNote:
    """The one source; where text is given, with an address that is no link."""
    return SOURCE if not text else replace(SOURCE, title=f"An article {text}", url=f"javascript:alert(0)//{text}")


def gap(start: Thing | None, target: Thing, units: tuple[UnitItem, ...], ready: float = 0.25, text: str = "") -> Answer:
    """An answer without a way."""
    having = Having((start,) if start else (), (), (), (), (), (), 0.0, ())
    return Answer(
        question=Question(start, target, having, CONSTRAINTS, None),
        readiness=Readiness(ready / 2, ready, min(2 * ready, 1), None, "not yet", (), 2, 1),
        areas=(AreaItem("area/1", f"Sweets {text}", ready, 1.0),),
        units=units,
        capabilities=(),
        assumed=(),
        questions=(),
        ways=(),
        best_within_limits=None,
        alternatives=(),
        considered=(),
        stability=None,
        found=False,
        reason=f"No way {text}",
        notes=(f"From {start.label if start else 0}.", f"A note. {text}"),
        assumptions=(AssumptionNote("assumption/credit", f"What counts {text}", 0.3, 0.6, "share", f"A guess. {text}"),),
        sources=(source(text),),
        organizations=(),
        licences=(),
    )


def forth(text: str = "") -> Answer:
    """From the first role to the second: chocolate counts in part."""
    by = CreditedBy("skill/cocoa", f"cocoa {text}", 0.6, "narrower", 1.0, "assumed")
    member = MemberItem("skill/chocolate", f"chocolate {text}", (), 0.6, by)
    unit = UnitItem(
        "unit/chocolate", f"work with chocolate {text}", "area/1", "essential", 0.95, 0.75, 0.6, True, None, False, (member,), 1.0,
        (passage(5, text),),
    )  # fmt: skip
    return gap(BAKER, CHEF, (unit,), text=text)


def a_compare_page(text: str = "", skills: int = 3) -> str:
    """The page of the two roles."""
    links = (("All starting roles", "index.html"), (f"A page {text}", f"javascript:alert(0)//{text}.html"))
    return compare_page(a_comparison(text, skills), forth(text), None, (source(text),), links=links, ways=("the-way.html", None))


# --- a site -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MadeBoth:
    """Two roles compared, as the service has them."""

    comparison: Comparison
    forth: Answer | None
    back: Answer | None
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True)
class MadeStart:
    """A start, as the service has it."""

    role: Thing | None
    near: Near | None
    way: Answer
    both: MadeBoth | None


@dataclass(frozen=True)
class MadeSite:
    """A site, as the service has it."""

    target: Thing
    starts: tuple[MadeStart, ...]
    programs: tuple[Gain, ...]
    feeders: Reach
    sources: tuple[tuple[SourceNote, int], ...]
    whole: Whole


def way(start: Thing | None, target: Thing, months: float, hours: float, ready: float, text: str = "") -> Answer:
    """An answer with one way of one step."""
    thing = Thing("unit/chocolate", f"chocolate {text}", "unit", "rolepath")
    takes, length, nothing = Range(hours, 2 * hours), Range(months, 2 * months), Money(0, 0, "USD")
    step = Step(
        offer=thing,
        kind="module",
        label=thing.label,
        area="area/1",
        resources=(),
        deliverable=f"A box of sweets {text}",
        closes=(),
        gives=(),
        in_any_case=None,
        readiness_after=0.9,
        stage_after="ready",
        strengthen=False,
        hours=takes,
        months=length,
        money=nothing,
        start=0.0,
        end=length.mid,
        because=f"It helps {text}",
        evidence=(),
        assumptions=(),
    )
    found = Way("best", (Hop(target, True, ready, 0.9, None, (step,), ()),), Cost(takes, Range(0, 0), length, nothing, 1), True, 1.0, None)
    answer = gap(start, target, (), ready, text)
    return replace(answer, ways=(found,), found=True, reason=None, readiness=replace(answer.readiness, after=0.9))


def a_site(text: str = "") -> MadeSite:
    """Three starts: a baker (nearest), a cook (quickest, from which one label is like the baker's), and nothing, without a way."""
    target = replace(CHEF, label=f"pastry chef {text}".strip())
    baker = replace(BAKER, label=f"baker {text}".strip())
    cook = Thing("esco:occupation/cook", f"cook {text}".strip(), "role", "ESCO")
    says = (passage(6, text),)
    near = tuple(
        Near(role, ready, "not yet", 2, 1, told, None, None, None, None, says if told else (), ())
        for role, ready, told in ((baker, 0.5, True), (cook, 0.2, False))
    )
    both = MadeBoth(a_comparison(text), forth(text), None, (source(text),))
    starts = (
        MadeStart(baker, near[0], way(baker, target, 9, 90, 0.5, text), both),
        MadeStart(cook, near[1], way(cook, target, 4, 400, 0.2, text), both),
        MadeStart(None, None, gap(None, target, (), 0.0, text), None),
    )
    diploma = Thing("program/diploma", f"diploma {text}", "program", "rolepath")
    gain = Gain(
        diploma, "program", 0.4, 1.0, Range(20, 40), Range(3, 6), Money(100, 900, "EUR"), (Met("unit/sugar", f"sugar {text}"),),
        (), says, (),
    )  # fmt: skip
    unranked = Unranked(Thing("role/help", f"kitchen help {text}", "role", "rolepath"), 1, (), says)
    rests = Rests((), (), (), ())
    reach = Reach(None, None, target, False, Bars(0.8, 0.6), "readiness", 2, 1, near, (unranked,), (), rests)
    fact = Fact("name", f"A name {text}", None, None, says)
    things = {thing.id: Known(thing.label, thing.kind, [fact]) for thing in (target, baker, cook, diploma)}
    links = [Link(baker.id, target.id, "leadsTo", says)]
    whole = Whole(things, links, [], {"source/a": f"An article {text}"}, frozenset({"source/a"}))
    return MadeSite(target, starts, (gain,), reach, ((source(text), 12),), whole)


def a_index_page(text: str = "") -> str:
    """The first page of the site."""
    return site_pages(a_site(text))["index.html"]
