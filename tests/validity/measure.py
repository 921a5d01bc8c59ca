"""How well the advice fits what people who know the jobs say of them: `python tests/validity/measure.py` prints the table.

Read are two files of profiles: `validity/profiles.json` of the shared folder (beside the checkout, or where ROLEPATH_SHARED says), and
our own `own_profiles.yaml`. A profile lists, by label of AI PM's capabilities, what practically everyone in a starting role has and lacks.
The answer's flat list `capabilities` is what is compared: a thing had should be covered by half or more, a thing lacked by less than half.
“A | B”: either will do. A leading * is no such label and is left out. So is what the answer publishes as a signal or an example, which it
doesn't judge. Any other name that the answer doesn't know counts as missed, on both sides.

Ways are those of `path` with `draws=0` and everything else by default, on the packaged data without imports. The overlap of two plans is
|A ∩ B| / min(|A|, |B|) over the offers and bridges of the first way, without the optional ones that come after ready; Jaccard's
|A ∩ B| / |A ∪ B| stands beside it.

A start that is asked as “nothing” brings what its `has_beyond` lists. Where there is also a role of that name, the figures stand a second
time, with the role asked in its place.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from rolepath.errors import RolepathError
from rolepath.planning.result import Answer
from rolepath.service.graph import KnowledgeGraph, load

HERE = Path(__file__).resolve().parent
HALF = 0.5
BANDS = {1: (0.35, 0.65), 2: (0.15, 0.45), 4: (0.0, 0.15)}
STEPS = {1: 12, 2: 18}


@dataclass(frozen=True)
class Profile:
    """A start: what practically everyone there has and lacks. query: how it is asked. tier: 1 is the nearest."""

    name: str
    query: str
    tier: int
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    has_beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One name of a list: whether the answer agrees; None where it isn't judged."""

    name: str
    coverage: float | None
    agrees: bool | None


@dataclass(frozen=True)
class Measured:
    """A start and its answer. claimed: readiness where everything on the list is claimed. planned: whether ways were asked for."""

    profile: Profile
    answer: Answer
    claimed: float
    planned: bool

    @cached_property
    def has(self) -> tuple[Judged, ...]:
        return tuple(_judge(self.answer, name, lambda coverage: coverage >= HALF) for name in self.profile.has)

    @cached_property
    def lacks(self) -> tuple[Judged, ...]:
        return tuple(_judge(self.answer, name, lambda coverage: coverage < HALF) for name in self.profile.lacks)

    @property
    def typical(self) -> float:
        return self.answer.readiness.typical

    @property
    def steps(self) -> int | None:
        """The steps of the first way; None where there is none."""
        return self.answer.ways[0].cost.steps if self.answer.ways else None

    @property
    def offers(self) -> frozenset[str]:
        """The offers and bridges of the first way, without what only strengthens: as many as its steps."""
        hops = self.answer.ways[0].hops if self.answer.ways else ()
        return frozenset(step.offer.id for hop in hops for step in hop.steps if not step.strengthen) | {hop.role.id for hop in hops[:-1]}

    @property
    def in_band(self) -> bool:
        return self.answer.readiness.low <= self.claimed <= self.answer.readiness.high


@dataclass(frozen=True)
class Figure:
    """A line of the table. value is None where there is nothing to measure it on; met is None for what has no target."""

    name: str
    value: str
    target: str
    met: bool | None


def read_shared(folder: Path | None = None) -> list[Profile]:
    """The profiles of the shared folder; raises FileNotFoundError where it isn't there."""
    folder = folder or Path(os.environ.get("ROLEPATH_SHARED", HERE.parents[2] / "shared"))
    return _profiles(json.loads((folder / "validity" / "profiles.json").read_text(encoding="utf-8")))


def read_own() -> list[Profile]:
    """Our own profiles."""
    return _profiles(yaml.safe_load((HERE / "own_profiles.yaml").read_text(encoding="utf-8")))


def measure(kg: KnowledgeGraph, profile: Profile, with_path: bool = True) -> Measured:
    """Asks for the path of a start, and for its readiness when all it lists is claimed.

    with_path: False asks for the gap only, which takes no time.
    """
    start = None if profile.query == "nothing" else profile.query
    beyond = [] if start else known(kg, profile.has_beyond)
    answer = kg.path(start, have=beyond, draws=0) if with_path else kg.gap(start, have=beyond)
    claimed = kg.gap(start, have=sorted({*known(kg, profile.has), *known(kg, profile.has_beyond)}))
    return Measured(profile, answer, claimed.readiness.typical, with_path)


def known(kg: KnowledgeGraph, names: Iterable[str]) -> list[str]:
    """Identifiers of the capabilities that are named, the first of “A | B” that there is; names that there aren't are left out."""
    found = (next((each for each in (_capability(kg, option) for option in _options(name)) if each), None) for name in names)
    return sorted({each for each in found if each})


def figures(starts: list[Measured]) -> list[Figure]:
    """All figures of a set of starts with their targets."""
    has = [each for start in starts for each in start.has]
    lacks = [each for start in starts for each in start.lacks]
    return [
        _share("what everyone has, covered by half or more", [each.agrees for each in has if each.agrees is not None], 0.8),
        _share("what they lack, covered by less than half", [each.agrees for each in lacks if each.agrees is not None], 0.85),
        _share("pairs of starts from different tiers in the right order", list(_orders(starts)), 0.9),
        *_of_tiers(starts),
        _share("the band contains what all listed holdings claimed give", [each.in_band for each in starts], 1.0),
    ]


def overlaps(starts: list[Measured]) -> list[Figure]:
    """How much the plans have in common: of product manager and data scientist, and on average within the first two tiers."""
    named = {start.profile.name: start for start in starts}
    found = []
    if {"product manager", "data scientist"} <= {name for name, start in named.items() if start.planned}:
        pair = (named["product manager"], named["data scientist"])
        found.append(_at_most("overlap of the plans of product manager and data scientist", overlap(*pair), 0.5))
        found.append(Figure("  the same by Jaccard", f"{jaccard(*pair):.2f}", "", None))
    near = list(combinations([start for start in starts if start.profile.tier <= 2 and start.planned], 2))
    if near:
        found.append(_at_most("mean overlap within the first two tiers", fmean(overlap(*pair) for pair in near), 0.65))
        found.append(Figure("  the same by Jaccard", f"{fmean(jaccard(*pair) for pair in near):.2f}", "", None))
    return found


def overlap(one: Measured, other: Measured) -> float:
    """|A ∩ B| / min(|A|, |B|) of the offers and bridges of two first ways; 0 where one has none."""
    smaller = min(len(one.offers), len(other.offers))
    return len(one.offers & other.offers) / smaller if smaller else 0.0


def jaccard(one: Measured, other: Measured) -> float:
    """|A ∩ B| / |A ∪ B| of the offers and bridges of two first ways; 0 where both have none."""
    either = one.offers | other.offers
    return len(one.offers & other.offers) / len(either) if either else 0.0


def _profiles(data: dict[str, Any]) -> list[Profile]:
    tiers = {role: group["tier"] for group in data["tiers"] for role in group["roles"]}
    return [
        Profile(name, it.get("query", name), tiers[name], tuple(it["has"]), tuple(it["lacks"]), tuple(it.get("has_beyond", ())))
        for name, it in data["profiles"].items()
    ]


def _options(name: str) -> list[str]:
    return [] if name.startswith("*") else [option.strip() for option in name.split("|")]


def _capability(kg: KnowledgeGraph, name: str) -> str | None:
    try:
        return kg.capability(name).id
    except RolepathError:
        return None


def _judge(answer: Answer, name: str, agrees: Callable[[float], bool]) -> Judged:
    options = {option.casefold() for option in _options(name)}
    listed = [item for item in answer.capabilities if item.label.casefold() in options]
    judged = [item.coverage for item in listed if not item.signal]
    if judged:
        best = max(judged)
        return Judged(name, best, agrees(best))
    return Judged(name, None, None if listed or not options else False)


def _orders(starts: list[Measured]) -> Iterator[bool]:
    for one, other in combinations(starts, 2):
        if one.profile.tier != other.profile.tier:
            nearer, farther = sorted((one, other), key=lambda start: start.profile.tier)
            yield nearer.typical > farther.typical


def _of_tiers(starts: list[Measured]) -> Iterator[Figure]:
    for tier, most in STEPS.items():
        if planned := [start for start in starts if start.profile.tier == tier and start.planned]:
            steps = sorted(start.steps for start in planned if start.steps is not None)
            value = f"{steps[0]}–{steps[-1]}" if steps else "no way"
            yield Figure(f"steps of the first way, tier {tier}", value, f"≤ {most}", len(steps) == len(planned) and steps[-1] <= most)
    for tier, (low, high) in BANDS.items():
        if found := [start.typical for start in starts if start.profile.tier == tier]:
            met = all(low <= each <= high for each in found)
            yield Figure(f"readiness, tier {tier}", f"{min(found):.0%} – {max(found):.0%}", f"{low:.0%} – {high:.0%}", met)


def _share(name: str, agreeing: list[bool], least: float) -> Figure:
    share = fmean(agreeing) if agreeing else 0.0
    return Figure(name, f"{share:.0%} ({sum(agreeing)} of {len(agreeing)})", f"≥ {least:.0%}", share >= least)


def _at_most(name: str, value: float, most: float) -> Figure:
    return Figure(name, f"{value:.2f}", f"≤ {most}", value <= most)


# --- what is printed ---


def table(title: str, found: list[Figure]) -> str:
    """Figures as a table of Markdown."""
    words = {True: "yes", False: "no", None: ""}
    return _rows((title, "figure", "target", "met"), [(each.name, each.value, each.target, words[each.met]) for each in found])


def by_start(starts: Iterable[Measured]) -> str:
    """One line for each start."""
    return _rows(("start", "tier", "has", "lacks", "readiness", "all claimed", "steps", "months", "hours"), map(_line, starts))


def misses(starts: list[Measured]) -> str:
    """What was missed, by start: the coverage, or “?” for a name that the answer doesn't know."""
    rows = []
    for start in starts:
        for side, judged in (("has", start.has), ("lacks", start.lacks)):
            missed = [f"{each.name} ({_covered(each)})" for each in judged if each.agrees is False]
            if missed:
                rows.append((start.profile.name, side, ", ".join(missed)))
    return _rows(("start", "list", "missed, with the coverage in the answer"), rows)


def _line(start: Measured) -> tuple[str, ...]:
    band = start.answer.readiness
    readiness = f"{band.typical:.0%} ({band.low:.0%}–{band.high:.0%})"
    counts = (str(start.profile.tier), _count(start.has), _count(start.lacks), readiness, f"{start.claimed:.0%}")
    if not start.answer.ways:
        return (start.profile.name, *counts, "–", "–", "–")
    cost = start.answer.ways[0].cost
    return (start.profile.name, *counts, str(cost.steps), f"{cost.months.mid:.0f}", f"{cost.hours.mid:.0f}")


def _covered(judged: Judged) -> str:
    return "?" if judged.coverage is None else f"{judged.coverage:.2f}"


def _count(judged: tuple[Judged, ...]) -> str:
    return f"{sum(each.agrees is True for each in judged)} of {sum(each.agrees is not None for each in judged)}"


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> int:
    """Prints the tables; 1 where a target isn't met."""
    try:
        shared = read_shared()
    except FileNotFoundError as missing:
        print(f"There is no {missing.filename}; set ROLEPATH_SHARED to the folder that holds validity/profiles.json.", file=sys.stderr)
        shared = []
    kg = load(in_memory=True, with_imports=False)
    six, own, asked_as_roles = ([_told(kg, profile) for profile in group] for group in (shared, read_own(), as_roles(kg, shared)))
    roles = {start.profile.name: start for start in asked_as_roles}
    found = []
    for title, starts in (("the six starts", six), ("our own starts", own)):
        if starts:
            found += (part := figures(starts))
            print(f"{table(title, part)}\n\n{by_start(starts)}\n\n{misses(starts)}\n")
    if roles:
        asked = [roles.get(start.profile.name, start) for start in six]
        print(f"{table('the six, with the role: ' + ', '.join(roles), figures(asked))}\n\n{by_start(roles.values())}\n")
    found += (part := overlaps(six + own))
    print(table("all starts together", part))
    return 0 if all(each.met is not False for each in found) else 1


def _told(kg: KnowledgeGraph, profile: Profile) -> Measured:
    print(f"measuring {profile.name} …", file=sys.stderr, flush=True)
    return measure(kg, profile)


def as_roles(kg: KnowledgeGraph, profiles: Iterable[Profile]) -> list[Profile]:
    """Those of the profiles that are asked as “nothing”, asked as the role that has their name, where there is one."""
    found = []
    for profile in profiles:
        if profile.query == "nothing":
            try:
                kg.role(profile.name)
            except RolepathError:
                continue
            found.append(Profile(profile.name, profile.name, profile.tier, profile.has, profile.lacks, profile.has_beyond))
    return found


if __name__ == "__main__":
    sys.exit(main())
