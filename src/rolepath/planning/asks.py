"""What an offer still asks of someone before it can be taken, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Leaf, Level, Worked, holds, leaves
from rolepath.planning.explored import Asks
from rolepath.planning.network import Network
from rolepath.planning.offers import Offer
from rolepath.planning.problem import Problem, State
from rolepath.planning.result import Thing
from rolepath.planning.units import FULL


def asks(problem: Problem, state: State, offer: Offer) -> tuple[Asks, ...]:
    """What someone in this state still has to bring for an offer of a direct problem, each part by itself."""
    network = problem.network
    found = []
    for unit in offer.needs:
        if not problem.is_covered(unit, state.levels, -1):
            thing = network.capabilities.get(unit)
            found.append(Asks(thing.label if thing else unit, (thing,) if thing else ()))
    left = unmet(offer.entry, lambda leaf: problem.leaf_holds(leaf, state))
    parts = () if left is None else left.parts if isinstance(left, AllOf) else (left,)
    return (*found, *(Asks(condition_words(network, part), tuple(_things(network, part))) for part in parts))


def unmet(condition: Condition, leaf_is_met: Callable[[Leaf], bool]) -> Condition | None:
    """What is left of a condition where these leaves hold; None where nothing is.

    >>> python, sql = Level("tool/python", 500), Level("tool/sql", 500)
    >>> unmet(AllOf((python, sql)), lambda leaf: leaf == sql) == python
    True
    """
    if holds(condition, leaf_is_met):
        return None
    match condition:
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            left = tuple(rest for part in parts if (rest := unmet(part, leaf_is_met)) is not None)
            if isinstance(condition, AtLeast):
                least = condition.least - (len(parts) - len(left))
                condition = AllOf(left) if least == len(left) else AnyOf(left) if least == 1 else AtLeast(least, left)
            else:
                condition = replace(condition, parts=left)
            return left[0] if len(left) == 1 else condition
    return condition


def condition_words(network: Network, condition: Condition) -> str:
    """A condition in words, nested parts in brackets.

    >>> from rolepath.planning.examples import network
    >>> condition_words(network, AnyOf((Level("skill/pricing", 600), Experience(18))))
    'Pricing at 60% or 1.5 years of experience'
    """
    match condition:
        case AllOf(parts):
            return " and ".join(_bracketed(network, part) for part in parts) or "nothing"
        case AnyOf(parts):
            return " or ".join(_bracketed(network, part) for part in parts)
        case AtLeast(least, parts):
            return f"at least {least} of {', '.join(_bracketed(network, part) for part in parts)}"
        case Degree(degree):
            return f"a {degree}"
        case Experience(months):
            return f"{months / 12:g} year{'' if months == 12 else 's'} of experience"
        case Level(capability, level):
            return f"{_label(network, capability)} at {level / FULL:.0%}"
        case Done(program):
            return _label(network, program)
        case Worked(role):
            return f"work as {_label(network, role)}"


def _bracketed(network: Network, condition: Condition) -> str:
    words = condition_words(network, condition)
    return f"({words})" if isinstance(condition, AllOf | AnyOf | AtLeast) else words


def _named(network: Network, identifier: str) -> Thing | None:
    offer = network.offers.get(identifier)
    return offer.thing if offer else network.capabilities.get(identifier) or network.roles.get(identifier)


def _label(network: Network, identifier: str) -> str:
    thing = _named(network, identifier)
    return thing.label if thing else identifier


def _things(network: Network, condition: Condition) -> list[Thing]:
    names = [
        leaf.capability if isinstance(leaf, Level) else leaf.program if isinstance(leaf, Done) else leaf.role
        for leaf in leaves(condition)
        if isinstance(leaf, Level | Done | Worked)
    ]
    return [thing for name in dict.fromkeys(names) if (thing := _named(network, name)) is not None]
