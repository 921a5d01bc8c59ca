"""A hand-made answer to `path` for the renderers: a bridge, every kind of step, four ways, and labels that try to act."""

from __future__ import annotations

from dataclasses import replace

from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    AreaItem,
    Assumed,
    AssumptionNote,
    CapabilityItem,
    Closes,
    Considered,
    Constraints,
    Cost,
    CreditedBy,
    Flip,
    Gives,
    Having,
    Hop,
    MemberItem,
    Money,
    Question,
    QuestionItem,
    Range,
    Readiness,
    ResourceItem,
    SourceNote,
    Stability,
    StableStep,
    Step,
    Thing,
    UnitItem,
    Way,
    WithinLimits,
    WouldDo,
)

HOSTILE = '=cmd|"end"] --> x <script>`a`</script> %%{init: {"theme":"dark"}}%% #quot; style a:b#c; ünï🎂'
UNIT_HOURS = ("assumption/unit-hours-begin", "assumption/unit-hours-s")


def thing(name: str, label: str | None = None) -> Thing:
    """A thing whose kind is the beginning of its identifier."""
    return Thing(name, label or name.partition("/")[2].replace("-", " "), name.partition("/")[0], "rolepath")


def passage(number: int, on: str | None = None) -> Cited:
    """A passage of the one source."""
    return Cited(f"evidence/{number}", "passage", "source/guide", "should", 10 * number, 10 * number + 5, f"words {number}", on=on)


def closes(name: str, before: float = 0.0, after: float = 1.0, necessity: str = "important") -> Closes:
    """A unit that is raised."""
    return Closes(f"unit/{name}", name.replace("-", " "), necessity, before, after)


def module(name: str, area: str, start: float, ready: float, stage: str | None = None, label: str | None = None) -> Step:
    """A unit that is studied, in half a month; it brings one skill of the same name too."""
    unit = thing(f"unit/{name}", label)
    return Step(
        offer=unit, kind="module", label=unit.label, area=area,
        resources=(ResourceItem(f"resource/{name}", f"A book on {unit.label}", "book", "A Publisher", "https://example.org/book?a=1&b=2",
                                Range(10.0, 20.0), Money(0.0, 30.0, "USD"), "CC BY 4.0"),),
        deliverable=f"A page on {unit.label}", closes=(replace(closes(name), label=unit.label),),
        gives=(Gives(unit, 0.75), Gives(thing(f"skill/{name}"), 0.75)), in_any_case=True, readiness_after=ready, stage_after=stage,
        strengthen=False, hours=Range(10.0, 20.0), months=Range(0.3, 0.6), money=Money(0.0, 0.0, "USD"), start=start, end=start + 0.5,
        because="It closes the largest share of what is open for its hours.", evidence=(passage(1),), assumptions=UNIT_HOURS,
    )  # fmt: skip


AREAS = (AreaItem("area/data", "Data", 0.5, 0.4), AreaItem("area/craft", "Product craft", 0.25, 0.6))
ANALYST, TARGET, BAKER = thing("role/analyst", "Data analyst"), thing("role/pm", "AI product manager"), thing("role/baker")

STATISTICS = module("statistics", "area/data", 0.0, 0.4)
QUERIES = replace(module("query-data", "area/data", 0.5, 0.5), in_any_case=False)
STORIES = module("stories", "area/craft", 16.0, 0.68, "nearly")
PROJECT = Step(
    offer=thing("project/churn", "-churn model"), kind="project", label="-churn model", area="area/data", resources=(),
    deliverable="A notebook that anybody can run", closes=(closes("evals", 0.0, 0.5, "essential"),),
    gives=(Gives(thing("unit/evals"), 0.5),), in_any_case=None, readiness_after=0.66, stage_after=None, strengthen=False,
    hours=Range(15.0, 55.0), months=Range(0.4, 1.6), money=Money(0.0, 0.0, "USD"), start=16.5, end=17.5, because="It shows evals.",
    evidence=(), assumptions=("assumption/project-hours",),
)  # fmt: skip
TASK = Step(
    offer=thing("task/ab-test", "Run an A/B test"), kind="task", label="Run an A/B test", area="area/craft", resources=(),
    deliverable="The plan of the test and its result", closes=(closes("experiments"),), gives=(Gives(thing("unit/experiments"), 0.75),),
    in_any_case=False, readiness_after=0.74, stage_after=None, strengthen=False, hours=Range(20.0, 40.0), months=Range(1.2, 2.3),
    money=Money(0.0, 0.0, "USD"), start=16.0, end=17.7, because="Your current job pays for it.", evidence=(passage(7),),
    assumptions=("assumption/task-hours",),
)  # fmt: skip
PROGRAM = Step(
    offer=thing("program/degree", HOSTILE), kind="program", label=HOSTILE, area="area/craft", resources=(), deliverable=None,
    closes=tuple(closes(f"unit-{n}", 0.0, 0.5, "essential" if n % 2 else "useful") for n in range(7)),
    gives=(Gives(thing("unit/evals"), 0.75), Gives(thing("skill/evals"), 0.75)), in_any_case=True, readiness_after=0.82,
    stage_after="ready", strengthen=False, hours=Range(120.0, 120.0), months=Range(6.0, 6.0), money=Money(500.0, 15000.0, "USD"),
    start=17.7, end=23.7, because="Nothing else on offer brings evals.", evidence=(passage(2), passage(3)),
    assumptions=("assumption/program-price-degree",),
)  # fmt: skip
EXTRA = replace(module("pricing", "area/craft", 0.0, 0.9), strengthen=True, end=0.0, in_any_case=None, resources=(), deliverable=None)

BRIDGE = Way(
    "best",
    (
        Hop(ANALYST, True, 0.31, 0.62, Range(12.0, 18.0), (STATISTICS, QUERIES), (passage(4),)),
        Hop(TARGET, False, 0.6, 0.82, None, (STORIES, PROJECT, TASK, PROGRAM, EXTRA), ()),
    ),
    Cost(Range(185.0, 275.0), Range(20.0, 40.0), Range(20.0, 28.0), Money(500.0, 15000.0, "USD"), 7), True, 22.5, 16.5,
)  # fmt: skip
DIRECT = Way(
    "direct",
    (Hop(TARGET, False, 0.2, 0.8, None, (STATISTICS, QUERIES, replace(PROGRAM, start=1.0, end=7.0, readiness_after=0.8)), ()),),
    Cost(Range(140.0, 160.0), Range(0.0, 0.0), Range(6.5, 7.6), Money(500.0, 15000.0, "USD"), 3), True, 7.0, None,
)  # fmt: skip
ALONE = Way(
    "self-study",
    (Hop(TARGET, False, 0.2, 0.81, None,
         (STATISTICS, QUERIES, replace(STORIES, start=1.0, end=1.5, readiness_after=0.81, stage_after="ready")), ()),),
    Cost(Range(30.0, 60.0), Range(0.0, 0.0), Range(0.9, 1.8), Money(0.0, 0.0, "USD"), 3), False, 1.2, 1.0,
)  # fmt: skip
ON_THE_JOB = Way(
    "on the job",
    (Hop(TARGET, False, 0.2, 0.83, None, (replace(TASK, start=0.0, end=1.7, readiness_after=0.83, stage_after="ready"),), ()),),
    Cost(Range(20.0, 40.0), Range(20.0, 40.0), Range(1.2, 2.3), Money(0.0, 0.0, "USD"), 1), True, 1.7, 1.7,
)  # fmt: skip
OTHER = replace(ALONE, kind="alternative", cost=replace(ALONE.cost, hours=Range(40.0, 80.0)))

PROFILE = Having(
    roles=(BAKER, thing("role/cook", "Cook")), taken_for=(Thing("esco:occupation/baker", "baker", "role", "ESCO"),),
    have=("skill/sql=0.5", "skill/evals"), lack=("tool/pandas",), programs=(), degrees=("bachelor",), years=3.5,
    licences=(thing("x/forklift"),),
)  # fmt: skip
CONSTRAINTS = Constraints(
    strict=False, readiness=0.8, max_bridges=2, hours_per_week=8.0, minimise="months", currency="USD", budget=20000.0, deadline=40.0,
    deadline_date="2029-01-01", optimistic=False, avoid=(thing("program/mba", "MBA"),), must=(), alternatives=1, draws=50, time_limit=None,
)  # fmt: skip
SQL = CreditedBy("skill/python", "Python", 0.5, "tool", 0.5, "assumed")
UNITS = (
    UnitItem(
        "unit/statistics", "statistics", "area/data", "essential", 0.9, 0.75, 0.0, False, None, False,
        (MemberItem("skill/statistics", "statistics", (thing("skill/statistics"),), 0.0, None),), 0.6, (passage(5),),
    ),
    UnitItem(
        "unit/query-data", "query data", "area/data", "important", 0.6, 0.75, 0.4, True, thing("role/product-manager", "Product manager"),
        False,
        (
            MemberItem("tool/sql", "SQL or data querying", (thing("tool/sql", "SQL"), thing("skill/querying")), 0.25, SQL),
            MemberItem("skill/evals", "evals", (thing("skill/evals"),), 1.0, CreditedBy("skill/evals", "evals", 1.0, "held", 0.75, "said")),
        ),
        0.25, (passage(6),),
    ),
    UnitItem(
        "unit/stories", HOSTILE, "area/craft", "useful", 0.3, 0.5, 0.1, False, None, True,
        (MemberItem("skill/stories", HOSTILE, (thing("skill/stories", HOSTILE),), 0.1, None),), 0.15, (passage(5), passage(8)),
    ),
    UnitItem(
        "unit/baking", "baking", "area/craft", "essential", 0.9, 0.75, 1.0, True, None, False,
        (MemberItem("skill/baking", "baking", (thing("skill/baking"),), 1.0,
                    CreditedBy("skill/baking", "baking", 1.0, "held", 0.75, "assumed")),), 0.0, (passage(9),),
    ),
)  # fmt: skip
ANSWER = Answer(
    question=Question(BAKER, TARGET, PROFILE, CONSTRAINTS, "2025-03-01"),
    readiness=Readiness(0.1, 0.2, 0.35, 0.82, "not yet", (thing("skill/licence", "A licence"),), 5, 1),
    areas=AREAS,
    units=UNITS,
    capabilities=(CapabilityItem("skill/statistics", "statistics", 0.0), CapabilityItem("skill/portfolio", "Portfolio", 0.0, True)),
    assumed=(Assumed(thing("skill/baking"), 0.95, (passage(9),)), Assumed(thing("skill/python", "Python"), 0.6, (passage(10),))),
    questions=(
        QuestionItem("Do you use Python?", thing("skill/python", "Python"), 0.6, 0.04, 12.0),
        QuestionItem("Do you write SQL?", thing("tool/sql", "SQL"), 0.4, 0.02, 8.0),
    ),
    ways=(BRIDGE, DIRECT, ALONE, ON_THE_JOB),
    best_within_limits=None,
    alternatives=(OTHER,),
    considered=(Considered(thing("role/cook", "Cook"), "It gives less than a tenth of what is asked."),),
    stability=Stability(
        50, 20261130, (StableStep(DIRECT.hops[0].steps[0].offer, 0.96), StableStep(TASK.offer, 0.4)),
        (Flip("assumption/task-hours", 30.0, 60.0, (TASK.offer, thing("unit/experiments"))),),
    ),
    found=True,
    reason=None,
    notes=("Started from baker (rolepath).",),
    assumptions=(
        AssumptionNote("assumption/unit-hours-s", "Hours of a small unit", 8, 16, "hours", "A guess."),
        AssumptionNote("assumption/unit-hours-begin", "Hours to begin", 2, 4, "hours", "A guess too."),
        AssumptionNote("assumption/task-hours", "Hours of a task", 20, 40, "hours", "A third guess."),
    ),
    sources=(SourceNote("source/guide", "The Guide", "document", "A Publisher", "1", "MIT", None, "https://example.org/guide"),),
    organizations=(),
    licences=("The Guide: MIT",),
)  # fmt: skip
NO_PATH = replace(
    ANSWER, readiness=replace(ANSWER.readiness, after=None), ways=(), alternatives=(), considered=(), stability=None, found=False,
    reason='No path: nothing offers "evals" [skill/evals]; say so with --have.',
)  # fmt: skip
TIGHT = replace(
    NO_PATH,
    found=True,
    reason="Within these limits you don't get ready.",
    best_within_limits=WithinLimits(
        replace(ALONE, hops=(replace(ALONE.hops[0], steps=(STATISTICS, QUERIES), readiness_on_entry=0.5),)), "not yet", 0.5,
        (thing("unit/stories"),), WouldDo(None, 2.5, 12.0),
    ),
)  # fmt: skip
READY = replace(
    ANSWER, readiness=Readiness(0.8, 0.9, 0.95, None, "ready", (), 5, 5), ways=(), alternatives=(), considered=(), stability=None,
    units=UNITS[3:], questions=(), reason="You are ready for AI product manager now.",
)  # fmt: skip
GAP = replace(NO_PATH, question=replace(ANSWER.question, start=None), reason=None)


def long_answer(steps: int) -> Answer:
    """A direct way of so many units to study, half in each area."""
    made = tuple(
        module(f"s{n}", AREAS[n * 2 // steps].id, n * 0.5, (n + 1) / steps, "ready" if n == steps - 1 else None, f"Unit number {n}")
        for n in range(steps)
    )
    cost = Cost(Range(10.0 * steps, 20.0 * steps), Range(0.0, 0.0), Range(0.3 * steps, 0.6 * steps), Money(0.0, 0.0, "USD"), steps)
    way = Way("best", (Hop(TARGET, False, 0.2, 0.8, None, made, ()),), cost, True, 0.5 * steps, None)
    return replace(ANSWER, ways=(way,), alternatives=())
