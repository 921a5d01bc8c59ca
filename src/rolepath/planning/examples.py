"""A network small enough to follow by hand, for the examples in docstrings."""

from decimal import Decimal

from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.network import Credit, Network, Requirement
from rolepath.planning.result import Thing

_SHARES = {"optional-held": "0.3", "readiness": "0.8", "bridge-readiness": "0.6", "bridge-consider": "0.4", "worth-showing": "0.1"}
_NUMBERS = {
    "known-requirements": "5", "sibling-children": "10", "hours-per-week": "8", "solo-factor": "1.3",
    "onet-importance-from": "2", "onet-essential-from": "3.5",
}  # fmt: skip


def _assumption(name: str, low: str, high: str, unit: str) -> Estimate:
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high), unit, "An example.")


assumptions = Assumptions(
    [_assumption(name, _SHARES.get(name, "0.6"), _SHARES.get(name, "0.6"), "share") for name in SHARES]
    + [_assumption(name, _NUMBERS[name], _NUMBERS[name], "count") for name in NUMBERS]
    + [_assumption(name, "10", "20", "hours") for name in RANGES]
)

_SKILLS = ("statistics", "reports", "forecasting", "roadmaps", "budgets", "pricing", "charts")


def _asks(role: str, *skills: tuple[str, str, int]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(f"requirement/role/{role}/skill/{skill}", (f"skill/{skill}",), necessity, 600, weight)
        for skill, necessity, weight in skills
    )


network = Network(
    roles={f"role/{name}": Thing(f"role/{name}", name.title(), "role", "rolepath") for name in ("analyst", "manager")},
    capabilities={f"skill/{name}": Thing(f"skill/{name}", name.title(), "knowledge", "rolepath") for name in _SKILLS},
    requirements={
        "role/analyst": _asks("analyst", ("statistics", "essential", 900), ("reports", "optional", 300)),
        "role/manager": _asks(
            "manager",
            ("forecasting", "essential", 900),
            ("reports", "optional", 300),
            ("roadmaps", "essential", 900),
            ("budgets", "optional", 600),
            ("pricing", "optional", 300),
        ),
    },
    credits={f"skill/{name}": (Credit(f"skill/{name}", 1000, "held"),) for name in _SKILLS}
    | {"skill/forecasting": (Credit("skill/forecasting", 1000, "held"), Credit("skill/statistics", 600, "narrower"))},
    exercises={},
    prerequisites={},
    entries={},
    teachings={},
    offers={},
    transitions={},
    also={},
    regulated=frozenset(),
    zones={},
    assumptions=assumptions,
    evidence={},
)
