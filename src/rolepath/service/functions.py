"""The functions of two roles that a query may call: rp:readiness, rp:gapWeight and rp:studyHours.

Oxigraph turns whatever goes wrong inside a function into an unbound value, and says nothing. So each function here is wrapped:
what goes wrong is kept in `Functions.problems`, to be shown after the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import NotEnoughKnown, RolepathError
from rolepath.planning.coverage import WHOLE
from rolepath.planning.profile import Profile, make_profile, role_holdings
from rolepath.planning.readiness import Standing, stand
from rolepath.rdf.queries import Function, Term
from rolepath.rdf.results import display

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

_DECIMAL: Final = ox.NamedNode(vocab.XSD + "decimal")
_LONGEST: Final = 100


class Unanswerable(Exception):
    """Why a function has no value for its arguments, in a sentence."""


class Functions:
    """The functions for one query: what they have computed is remembered for it, and what went wrong.

    Args:
        load: gives the graph that is asked; called once, when the query first calls a function.

    >>> import rolepath
    >>> kg = rolepath.load()
    >>> functions = Functions(lambda: kg)
    >>> role = ox.NamedNode(vocab.iri("role/ai-product-manager"))
    >>> float(functions.terms[ox.NamedNode(vocab.RP + "readiness")](role, role).value) >= 0.8
    True
    >>> functions.terms[ox.NamedNode(vocab.RP + "readiness")](role, ox.Literal("a role")) is None
    True
    >>> functions.problems
    ['rp:readiness(role/ai-product-manager, "a role"): the second argument is no role; give the IRI of one']
    """

    def __init__(self, load: Callable[[], KnowledgeGraph]) -> None:
        self._load = load
        self._problems: dict[str, tuple[str, int]] = {}
        self._values: dict[tuple[object, ...], Term | None] = {}
        self._profiles: dict[str, Profile] = {}
        self._interrupted = False

    @cached_property
    def _kg(self) -> KnowledgeGraph:
        return self._load()

    @property
    def terms(self) -> dict[ox.NamedNode, Function]:
        """The functions by their IRIs, as `rdf.queries.run` takes them."""
        return {ox.NamedNode(vocab.RP + name): self._remembered(name, compute) for name, compute in _FUNCTIONS.items()}

    @property
    def problems(self) -> list[str]:
        """What has gone wrong so far, sorted: each reason once, with the first call by name that met it and how many others did."""
        return sorted(
            f"{call}: {reason}" + (f" (and {others} more call{'' if others == 1 else 's'} like it)" if others else "")
            for reason, (call, others) in self._problems.items()
        )

    def _remembered(self, name: str, compute: _Compute) -> Function:
        def function(*arguments: Term) -> Term | None:
            key = (name, *arguments)
            if key not in self._values and not self._interrupted:
                self._values[key] = self._value(name, compute, arguments)
            return self._values.get(key)

        return function

    def _value(self, name: str, compute: _Compute, arguments: tuple[Term, ...]) -> Term | None:
        try:
            return ox.Literal(format(compute(self, *self._roles(arguments)), "f"), datatype=_DECIMAL)
        except NotEnoughKnown as error:
            reason = (
                f"not enough is known of {error.identifier} ({error.label}): {error.known} of its units and {error.claims} claims on them,"
                f" {error.needed} and {error.claims_needed} are needed"
            )
        except (Unanswerable, RolepathError) as error:
            reason = str(error)
        except KeyboardInterrupt:
            self._interrupted, reason = True, "interrupted; this value and those after it are missing"
        except Exception as error:  # noqa: BLE001  Oxigraph would swallow it
            reason = f"this is a defect of rolepath, please report it: {type(error).__name__}: {error}"
        call = f"rp:{name}({', '.join(map(_shown, arguments))})"
        first, others = self._problems.get(reason, (call, -1))
        self._problems[reason] = (min(first, call), others + 1)
        return None

    def _roles(self, arguments: tuple[Term, ...]) -> tuple[str, str]:
        if len(arguments) != 2:
            raise Unanswerable(f"takes two roles, not {len(arguments)} argument{'' if len(arguments) == 1 else 's'}")
        roles = []
        for place, argument in zip(("first", "second"), arguments, strict=True):
            identifier = vocab.identifier(argument.value) if isinstance(argument, ox.NamedNode) else ""
            if identifier not in self._kg.planning.roles:
                raise Unanswerable(f"the {place} argument is no role; give the IRI of one")
            roles.append(identifier)
        if not role_holdings(self._kg.planning, roles[0]):
            raise Unanswerable(f"no source says what people in {roles[0]} can do, so what someone in it brings isn't known")
        return roles[0], roles[1]

    def _profile(self, start: str, target: str) -> Profile:
        """That of someone who holds a role; what is assumed of them hangs on no target."""
        if start not in self._profiles:
            self._profiles[start] = make_profile(self._kg.planning, (start,), target)
        return self._profiles[start]

    def _standing(self, start: str, target: str) -> Standing:
        return stand(self._kg.planning, self._profile(start, target), target)

    def readiness(self, start: str, target: str) -> Decimal:
        """R, typically, to a thousandth, as `gap` shows it."""
        return Decimal(repr(round(self._standing(start, target).readiness, 3)))

    def gap_weight(self, start: str, target: str) -> Decimal:
        """Σ w·(1−q) over the units that the target asks for, exact."""
        standing = self._standing(start, target)
        return Decimal(standing.weight * WHOLE - standing.score) / (WHOLE * WHOLE)

    def study_hours(self, start: str, target: str) -> Decimal:
        """The hours of the direct plan that takes the fewest, in the middle of their range."""
        hours = self._kg.study_hours(start, target)
        if hours is None:
            raise Unanswerable("there is no plan without a role between; `rolepath path` says why")
        return Decimal(repr(hours))


_Compute = Callable[[Functions, str, str], Decimal]

_FUNCTIONS: Final[Mapping[str, _Compute]] = {
    "readiness": Functions.readiness,
    "gapWeight": Functions.gap_weight,
    "studyHours": Functions.study_hours,
}


def _shown(argument: Term) -> str:
    """An argument in a message: on one line, without what would steer a terminal, and cut where it is long."""
    shown = display(argument)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return f'"{shown}"' if isinstance(argument, ox.Literal) else shown
