"""A network small enough to follow by hand, for the examples in docstrings."""

from decimal import Decimal

from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.network import Area, Ask, Credit, Holding, Member, Network, OfferFacts, Requirement, Resource, Teaching, Unit
from rolepath.planning.result import Range, Thing

_SHARES = {
    "readiness": "0.8", "nearly": "0.6", "covered": "0.9", "enough": "0.7", "enough-exchangeable": "0.4", "useful-at-most": "0.167",
    "bridge-gives": "0.1", "counted-from": "0.9", "high-from": "0.3", "in-any-case": "0.9", "teaching-project": "0.5",
}  # fmt: skip
_NUMBERS = {
    "sibling-children": "10", "ads-from": "30", "known-units": "5", "known-claims": "8", "hours-per-week": "8", "task-hours-per-week": "4",
    "draws": "10", "question-limit": "12", "onet-importance-from": "2", "onet-essential-from": "3.5",
}  # fmt: skip
_RANGES = {
    "unit-hours-begin": ("2", "4"), "unit-hours-s": ("8", "16"), "unit-hours-m": ("16", "36"), "unit-hours-l": ("36", "80"),
    "task-hours": ("20", "40"), "bridge-tenure": ("12", "24"),
}  # fmt: skip


def _assumption(name: str, low: str, high: str, unit: str) -> Estimate:
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high), unit, "An example.")


assumptions = Assumptions(
    [_assumption(name, _SHARES.get(name, "0.6"), _SHARES.get(name, "0.6"), "share") for name in SHARES]
    + [_assumption(name, _NUMBERS[name], _NUMBERS[name], "count") for name in NUMBERS]
    + [_assumption(name, *_RANGES.get(name, ("10", "20")), "hours") for name in RANGES]
)

_UNITS = {
    "strategy": ("business", 10, "M", ("skill/roadmaps", "skill/budgets")),
    "statistics": ("data", 20, "M", ("skill/statistics", "skill/charts")),
    "reports": ("data", 30, "S", ("skill/reports",)),
    "forecasting": ("data", 40, "M", ("skill/forecasting", "skill/pricing")),
    "tables": ("data", 50, "S", ("tool/sheets", "tool/sql")),
}


def _unit(name: str) -> Unit:
    area, order, size, members = _UNITS[name]
    exchangeable = name == "tables"
    return Unit(
        id=f"unit/{name}",
        label=name.title(),
        area=f"area/{area}",
        order=order,
        size=size,
        enough=400 if exchangeable else 700,
        exchangeable=exchangeable,
        members=tuple(Member((member,)) for member in members),
        after=("unit/statistics",) if name == "forecasting" else (),
        deliverable=f"An example of {name}",
    )


def _thing(identifier: str, kind: str) -> Thing:
    return Thing(identifier, identifier.partition("/")[2].title(), kind, "rolepath")


def _requires(role: str, *asked: tuple[str, str, int]) -> tuple[Requirement, ...]:
    return tuple(Requirement(f"requirement/{role}/{c}", (c,), necessity, 600, weight) for c, necessity, weight in asked)


def _asks(role: str, *asked: tuple[str, str, int, int]) -> tuple[Ask, ...]:
    return tuple(Ask(f"asks/{role}/unit/{unit}", f"unit/{unit}", *rest) for unit, *rest in asked)  # type: ignore[arg-type]


def _holds(role: str, *held: tuple[str, int, bool]) -> tuple[Holding, ...]:
    return tuple(Holding(f"holding/{role}/{c}", c, share, 750, counted, 1) for c, share, counted in held)


_MEMBERS = tuple(member for _, _, _, members in _UNITS.values() for member in members)

network = Network(
    roles={f"role/{name}": _thing(f"role/{name}", "role") for name in ("analyst", "director", "manager")},
    capabilities={m: _thing(m, "tool" if m.startswith("tool/") else "knowledge") for m in _MEMBERS}
    | {f"unit/{name}": _thing(f"unit/{name}", "unit") for name in _UNITS},
    units={f"unit/{name}": _unit(name) for name in _UNITS},
    areas={f"area/{name}": Area(f"area/{name}", name.title(), order) for order, name in enumerate(("business", "data"), start=1)},
    requirements={
        "role/analyst": _requires("role/analyst", ("skill/statistics", "essential", 900), ("skill/reports", "optional", 600)),
        "role/manager": _requires(
            "role/manager",
            ("skill/roadmaps", "essential", 900),
            ("skill/budgets", "optional", 600),
            ("skill/forecasting", "essential", 900),
            ("skill/statistics", "optional", 700),
            ("skill/reports", "optional", 300),
            ("tool/sql", "optional", 300),
        ),
    },
    asks={
        "role/analyst": _asks("role/analyst", ("statistics", "essential", 960, 2), ("reports", "important", 600, 1)),
        "role/manager": _asks(
            "role/manager",
            ("strategy", "essential", 960, 2),
            ("forecasting", "essential", 960, 2),
            ("statistics", "important", 700, 2),
            ("reports", "useful", 300, 1),
            ("tables", "useful", 300, 1),
        ),
    },
    wider={"role/director": (("role/manager", True),)},
    holdings={
        "role/analyst": _holds(
            "role/analyst",
            ("skill/statistics", 970, True),
            ("skill/charts", 700, False),
            ("skill/reports", 950, True),
            ("tool/sql", 400, True),
        )
    },
    pool={},
    broader={},
    credits={m: (Credit(m, 1000, "held"),) for m in (*_MEMBERS, *(f"unit/{name}" for name in _UNITS))}
    | {"skill/forecasting": (Credit("skill/forecasting", 1000, "held"), Credit("skill/statistics", 300, "broader"))},
    entries={},
    teachings={
        "program/course": (Teaching("teaching/program/course/unit/strategy", "program/course", "unit/strategy", None, Range(12, 12)),),
        "project/forecast": (Teaching("teaching/project/forecast/unit/forecasting", "project/forecast", "unit/forecasting", 500),),
    },
    offers={
        "program/course": OfferFacts(
            _thing("program/course", "program"), "course", hours=Range(20, 20), price=Range(100, 100), currency="USD"
        ),
        "project/forecast": OfferFacts(_thing("project/forecast", "project"), None, deliverable="A forecast of next year’s sales"),
    },
    resources={
        "unit/statistics": (
            Resource("resource/book", "A book", "book", "A publisher", "https://example.org/book", Range(20, 30), Range(0, 0), "USD"),
        )
    },
    transitions={("role/analyst", "role/manager"): "transition/role/analyst/role/manager"},
    regulated=frozenset(),
    zones={},
    assumptions=assumptions,
    evidence={},
)
