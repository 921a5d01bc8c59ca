"""A hand-made answer to `path` for the renderers: a bridge, the direct way, an alternative, and labels that try to act."""

from __future__ import annotations

from dataclasses import replace

from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    AssumptionNote,
    Closes,
    Considered,
    Constraints,
    Cost,
    CreditedBy,
    GapItem,
    Having,
    Hop,
    Money,
    Path,
    Question,
    Raises,
    Range,
    Readiness,
    SourceNote,
    Step,
    Thing,
)

HOSTILE = '=cmd|"end"] --> x <script>`a`</script> %%{init: {"theme":"dark"}}%% #quot; style a:b#c; ünï🎂'
TOOL_HOURS = ("assumption/hours-tool", "assumption/solo-factor", "assumption/self-study-price")


def thing(name: str, label: str | None = None) -> Thing:
    """A thing whose kind is the beginning of its identifier."""
    return Thing(name, label or name.partition("/")[2].replace("-", " "), name.partition("/")[0], "rolepath")


def passage(number: int, on: str | None = None) -> Cited:
    """A passage of the one source."""
    return Cited(f"evidence/{number}", "passage", "source/guide", "should", 10 * number, 10 * number + 5, f"words {number}", on=on)


def study(name: str, after: float, ready: float, before: float = 0.0, needed_for: tuple[Thing, ...] = (), kind: str = "self-study") -> Step:
    """A capability studied alone, which is a requirement itself."""
    offer = thing(name)
    return Step(
        offer, kind, (Raises(offer, before, after),), (Closes(f"requirement/{name}", offer.label, "optional", before, 1.0, "held"),),
        needed_for, ready, Range(4.0, 16.0), Range(0.1, 0.5), Money(0.0, 48.0, "USD"), False,
        "It closes the largest share of what is open for its hours.", (passage(1),), TOOL_HOURS,
    )  # fmt: skip


DEGREE = thing("program/degree", HOSTILE)
ANALYST, TARGET, BAKER = thing("role/analyst", "Data analyst"), thing("role/pm", "AI product manager"), thing("role/baker")
STATISTICS, PYTHON, EVALS = thing("skill/statistics"), thing("skill/python"), thing("skill/evals")

PROGRAM = Step(
    DEGREE, "program", (Raises(EVALS, 0.0, 0.75), Raises(STATISTICS, 0.25, 1.0)),
    tuple(Closes(f"requirement/{n}", f"requirement {n}", "essential" if n % 2 else "optional", 0.0, 0.5, "held") for n in range(7)),
    (), 0.82, Range(120.0, 120.0), Range(6.0, 6.0), Money(500.0, 15000.0, "USD"), True,
    "Nothing else on offer brings evals.", (passage(2), passage(3)), ("assumption/program-price-degree",),
)  # fmt: skip
PROJECT = Step(
    thing("project/churn", "-churn model"), "project", (Raises(PYTHON, 0.0, 0.5),), (), (DEGREE,), 0.7, Range(15.0, 55.0), Range(0.4, 1.6),
    Money(0.0, 200.0, "USD"), False, "The degree asks for it.", (), ("assumption/project-hours", "assumption/project-price"),
)  # fmt: skip
STEPS = (
    study("skill/statistics", 0.25, 0.4, needed_for=(thing("skill/python"),)),
    study("skill/python", 0.5, 0.5),
    study("skill/writing", 0.75, 0.58),
    study("tool/pandas", 0.5, 0.62, kind="tool practice"),
)
BRIDGE = Path(
    (
        Hop(ANALYST, True, 0.31, 0.62, 2, Range(12.0, 24.0), STEPS, (passage(4),)),
        Hop(TARGET, False, 0.66, 0.82, 3, None, (PROJECT, PROGRAM), ()),
    ),
    Cost(Range(151.0, 239.0), Range(18.8, 33.6), Money(500.0, 15392.0, "USD"), 7), True, 26.2,
)  # fmt: skip
DIRECT = Path(
    (Hop(TARGET, False, 0.2, 0.8, 5, None, (replace(STEPS[0], readiness_after=0.3), PROGRAM), ()),),
    Cost(Range(124.0, 136.0), Range(6.1, 6.5), Money(500.0, 15048.0, "USD"), 2), True, 6.3,
)  # fmt: skip
OTHER = Path(
    (Hop(TARGET, False, 0.2, 0.81, 5, None, (study("skill/writing", 0.75, 0.81),), ()),),
    Cost(Range(4.0, 16.0), Range(0.1, 0.5), Money(0.0, 48.0, "USD"), 1), False, 0.2,
)  # fmt: skip
PROFILE = Having(
    (BAKER, thing("role/cook", "Cook")), ("skill/sql=0.5", "skill/evals"), ("tool/pandas",), (), ("bachelor",), 3.5, (thing("x/forklift"),)
)
CONSTRAINTS = Constraints(
    strict=False, readiness=0.8, bridge_readiness=0.6, max_bridges=2, hours_per_week=8.0, minimise="months", currency="USD",
    budget=20000.0, deadline=40.0, deadline_date="2029-01-01", optimistic=False, avoid=(thing("program/mba", "MBA"),), must=(),
    alternatives=1, time_limit=None,
)  # fmt: skip
GAP = (
    GapItem("requirement/1", "evals", (EVALS,), 0.75, 0.0, None, 0.9, 0.6, "essential", (passage(5),)),
    GapItem(
        "requirement/2", HOSTILE, (STATISTICS,), 0.75, 0.2, CreditedBy("skill/sql", "SQL", 0.2, "sibling", 0.5, True), 0.6, 0.4, "optional",
        (passage(6),),
    ),
)  # fmt: skip
ANSWER = Answer(
    question=Question(BAKER, TARGET, PROFILE, CONSTRAINTS, "2025-03-01"),
    readiness=Readiness(0.2, 0.82, 5, 1, False),
    gap=GAP,
    met=(),
    paths=(BRIDGE,),
    direct=DIRECT,
    direct_reason=None,
    alternatives=(OTHER,),
    alternatives_reason=None,
    considered=(Considered((thing("role/cook", "Cook"), TARGET), 1, 30.25, 260.0, 9000.0),),
    left_out=(thing("program/odd", "Odd course"),),
    found=True,
    reason=None,
    notes=("Started from baker (rolepath).",),
    assumptions=(
        AssumptionNote("assumption/hours-tool", "Hours to learn a tool", 6, 30, "hours", "A guess."),
        AssumptionNote("assumption/solo-factor", "Factor alone", 1.3, 1.3, "factor", "A guess too."),
    ),
    sources=(SourceNote("source/guide", "The Guide", "document", "A Publisher", "1", "MIT", None, "https://example.org/guide"),),
    organizations=(),
    licences=("The Guide: MIT",),
)
NO_PATH = replace(
    ANSWER, readiness=Readiness(0.2, None, 5, 1, False), paths=(), direct=None, direct_reason="Nothing offers evals.", alternatives=(),
    considered=(), left_out=(), found=False, reason='No path: nothing offers "evals" [skill/evals]; say so with --have.',
)  # fmt: skip
READY = replace(
    ANSWER, readiness=Readiness(0.9, None, 5, 5, True), paths=(), direct=None, alternatives=(), considered=(), left_out=(), gap=(),
    reason="You are ready for AI product manager now.",
)  # fmt: skip


def long_answer(steps: int, waves: int = 1) -> Answer:
    """A direct path of so many things to study, in so many waves of which each needs all of the one before."""
    names = [thing(f"skill/s{n}", f"Skill number {n}") for n in range(steps)]
    size = -(-steps // waves)
    made = tuple(
        replace(
            study(name.id, 0.75, (n + 1) / steps),
            offer=name,
            raises=(Raises(name, 0.0, 0.75),),
            needed_for=tuple(names[(n // size + 1) * size : (n // size + 2) * size]),
        )
        for n, name in enumerate(names)
    )
    cost = Cost(Range(4.0 * steps, 16.0 * steps), Range(0.1 * steps, 0.5 * steps), Money(0.0, 48.0 * steps, "USD"), steps)
    return replace(ANSWER, paths=(Path((Hop(TARGET, False, 0.2, 0.8, 5, None, made, ()),), cost, True, 1.0),), direct=None, alternatives=())
