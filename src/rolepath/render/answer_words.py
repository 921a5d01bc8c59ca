"""What an answer says, in sentences that its short and its whole form share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from rolepath.planning.result import Answer, Money, ResourceItem, Step, Thing, UnitItem, Way, WithinLimits, WouldDo
from rolepath.planning.taught import WEEKS_PER_MONTH
from rolepath.render.step_words import KINDS, WAYS, action, counted, price
from rolepath.render.words import about_hours, about_money, about_months, band, number, percent, rough, whole

_NEARLY = "assumption/nearly"
_PLAIN = re.compile(r"[A-Za-z-]+(?: [A-Za-z-]+){0,3}(?<!s)")
_BETWEEN = frozenset({"and", "at", "for", "in", "of", "on", "or", "to", "with"})
"""A label with one of these words has its plural somewhere in its middle."""
_TYPED = re.compile(r"[A-Za-z0-9][\w .+#&/-]*")
_FEWEST = {"months": "fastest", "hours": "least study", "money": "cheapest", "steps": "fewest steps"}
_STAGES = {"ready": "ready", "nearly": "nearly ready", "nearly ready": "nearly ready", "not yet": "not yet ready"}
_SHOWN_BY = {"program-led": "program", "degree-led": "program", "on the job": "task"}


def title(answer: Answer, what: str) -> str:
    """What is answered, with the classification that the start stands in."""
    start = answer.question.start_role
    return f"{what}: {_with_origin(start) if start else 'nothing'} → {answer.question.target.label}"


def _with_origin(thing: Thing) -> str:
    return thing.label if thing.origin == "rolepath" else f"{thing.label} ({thing.origin})"


def stage_words(stage: str) -> str:
    """A stage as it is said.

    >>> stage_words("nearly"), stage_words("not yet")
    ('nearly ready', 'not yet ready')
    """
    return _STAGES.get(stage, stage)


# --- who --------------------------------------------------------------------------------------------------------------


def taken_for(answer: Answer) -> str:
    """Who the person was taken for, how much of that was assumed, and how to say otherwise."""
    start, strict = answer.question.start_role, answer.question.constraints.strict
    if start is None:
        return "taken for someone who brings nothing but what is said here" if _said(answer) else "taken for someone who brings nothing"
    assumed = "nothing is assumed (--strict)" if strict else f"{counted(len(answer.assumed), 'thing')} assumed"
    otherwise = "" if strict else "; say otherwise with --lack/--have or `rolepath\u00a0check`"
    return f"taken for {most_people(start)}: {assumed}{otherwise}"


def most_people(role: Thing) -> str:
    """Most of the people in a role.

    >>> most_people(Thing("r", "Data scientist", "role", "ESCO"))
    'most data scientists'
    >>> most_people(Thing("r", "nurse responsible for general care", "role", "ESCO"))
    'most people in the role “nurse responsible for general care”'
    """
    label = role.label if role.label[1:2].isupper() else role.label[:1].lower() + role.label[1:]
    if not _PLAIN.fullmatch(label) or not _BETWEEN.isdisjoint(label.split()):
        return f"most people in the role “{role.label}”"
    return f"most {label[:-1]}ies" if label.endswith("y") and label[-2:-1] not in "aeou" else f"most {label}s"


def stands_for(answer: Answer, limit: int | None = None) -> str:
    """The other roles that the starting role stands for; empty where there are none."""
    names = [_with_origin(role) for role in answer.question.profile.taken_for]
    return f"stands for {listed(names, limit)} too" if names else ""


def _said(answer: Answer) -> bool:
    said = answer.question.profile
    return any((said.roles, said.have, said.lack, said.programs, said.degrees, said.years, said.licences))


def said_words(answer: Answer) -> tuple[str, ...]:
    """What a person said of themselves beside the role they start from, a line for each kind."""
    profile = answer.question.profile
    labels = {member.id: member.label for unit in answer.units for member in unit.members}
    labels |= {thing.id: thing.label for unit in answer.units for member in unit.members for thing in member.any_of}
    labels |= {unit.id: unit.label for unit in answer.units}
    years = f"{number(profile.years)} {'year' if profile.years == 1 else 'years'} of work" if profile.years else ""
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        ("Roles held too", [role.label for role in profile.roles if role != answer.question.start_role]),
        ("You say you have", [_claim(text, labels) for text in profile.have]),
        ("You say you lack", [labels.get(name, name) for name in profile.lack]),
        ("Programs done", [program.label for program in profile.programs]),
        ("Degrees", profile.degrees),
        ("Licences", [licence.label for licence in profile.licences]),
        ("Experience", [years] if years else []),
    )
    return tuple(f"{name}: {', '.join(values)}" for name, values in kinds if values)


def _claim(text: str, labels: dict[str, str]) -> str:
    name, _, level = text.partition("=")
    if not level:
        return labels.get(name, name)
    try:
        return f"{labels.get(name, name)} at {percent(float(level))}"
    except ValueError:  # some
        return f"{labels.get(name, name)} ({level})"


# --- where one stands -------------------------------------------------------------------------------------------------


def readiness_words(answer: Answer) -> str:
    """The band, the stage, and from where on the stages are reached."""
    now = answer.readiness
    ready = f"ready from {_unbroken(percent(answer.question.constraints.readiness))}"
    nearly = next((note.low for note in answer.assumptions if note.id == _NEARLY), None)
    if nearly is not None and nearly < answer.question.constraints.readiness and now.stage == "not yet":
        ready = f"nearly ready from {_unbroken(percent(nearly))}, {ready}"
    return f"{_unbroken(band(now))}, {stage_words(now.stage)}{'' if now.stage == 'ready' else f'; {ready}'}"


def essentials_words(answer: Answer) -> str:
    """How many essential units are covered, and what bars from every stage."""
    now = answer.readiness
    met = f"{now.essentials_met} of {counted(now.essentials, 'essential unit')} covered" if now.essentials else ""
    barred = f"neither stage without {listed([thing.label for thing in now.barred_by], 3)}" if now.barred_by else ""
    return "; ".join(part for part in (met, barred) if part)


def who_asks(unit: UnitItem) -> str:
    """Who asks for a unit: how many sources, and of which role."""
    sources = {cited.source for cited in unit.evidence if cited.modality != "denies"}
    asked = counted(len(sources), "source") if sources else ""
    inherited = f"as a {unit.inherited.label}" if unit.inherited else ""
    return ", ".join(part for part in (asked, inherited, "disputed" if unit.disputed else "") if part)


def disputed_words(answer: Answer, titles: dict[str, str]) -> tuple[str, ...]:
    """What one source asks for and another denies, and who denies it."""
    return tuple(
        f"{unit.label}: denied by {listed(sorted({titles.get(c.source, c.source) for c in unit.evidence if c.modality == 'denies'}), 2)}"
        if any(c.modality == "denies" for c in unit.evidence)
        else unit.label
        for unit in answer.units
        if unit.disputed
    )


# --- what to do -------------------------------------------------------------------------------------------------------


def steps_of(way: Way) -> tuple[Step, ...]:
    """The steps of a way in order, without those that only strengthen."""
    return tuple(step for hop in way.hops for step in hop.steps if not step.strengthen)


def takes_about(step: Step) -> str:
    """What a step takes, roughly: hours of a module, the months of what runs beside, the price."""
    hours = f"{about_hours(step.hours)}{' of paid work' if step.kind == 'task' else ''}"
    months = about_months(step.months) if step.kind in ("program", "task") else ""
    return ", ".join(part for part in (hours, months, about_money(step.money)) if part)


def resource_words(resource: ResourceItem) -> str:
    """A resource with its provider."""
    by = f" ({resource.provider})" if resource.provider and resource.provider.casefold() not in resource.label.casefold() else ""
    return f"“{resource.label}”{by}"


def way_name(way: Way) -> str:
    """What a way is called."""
    through = f"through {listed([hop.role.label for hop in way.hops[:-1]])}" if way.hops[:-1] else ""
    return {"best": through or "the best mix", "direct": "direct"}.get(way.kind, " ".join((WAYS.get(way.kind, way.kind), through)).strip())


def best_mark(answer: Answer, way: Way) -> str:
    """What the first way has least of, in brackets; empty of any other."""
    best = answer.ways and same(way, answer.ways[0])
    return f" ({_FEWEST[answer.question.constraints.minimise]})" if best else ""


def same(way: Way, other: Way) -> bool:
    """Whether two ways are the same steps through the same roles."""
    return [(hop.role.id, *(step.offer.id for step in hop.steps if not step.strengthen)) for hop in way.hops] == [
        (hop.role.id, *(step.offer.id for step in hop.steps if not step.strengthen)) for hop in other.hops
    ]


def distinct_ways(answer: Answer) -> tuple[Way, ...]:
    """The ways, each once under the name that says most: the best first, then as they come."""
    kept: list[Way] = []
    for way in answer.ways:
        again = next((n for n, other in enumerate(kept) if same(way, other)), None)
        if again is None:
            kept.append(way)
        elif kept[again].kind in ("best", "direct"):
            kept[again] = replace(kept[again], kind=way.kind)  # whose steps alone say what is sure
    return tuple(kept)


def to_show(way: Way) -> str:
    """The one thing to show after a way that is most like its kind: of what a program or task leaves, else of the last step."""
    shown = [(step.kind, step.deliverable or step.label) for step in steps_of(way) if step.deliverable or step.kind == "program"]
    if not shown:
        return ""
    return next((text for kind, text in shown if kind == _SHOWN_BY.get(way.kind)), shown[-1][1])


# --- limits -----------------------------------------------------------------------------------------------------------


def limits_words(answer: Answer) -> str:
    """The limits that a path had to keep to; empty where there are none."""
    asked = answer.question.constraints
    parts = []
    if asked.budget is not None:
        parts.append(price(Money(asked.budget, asked.budget, asked.currency)))
    if asked.deadline is not None:
        day = f" (until {asked.deadline_date})" if asked.deadline_date else ""
        parts.append(f"{number(asked.deadline)} {'month' if asked.deadline == 1 else 'months'}{day}")
    parts.append(f"{asked.hours_per_week:g} hours a week")
    return listed(parts)


def within_words(within: WithinLimits) -> str:
    """How far the plan within limits leads."""
    end = f"readiness {_unbroken(whole(within.readiness_after))}, {stage_words(within.stage)}"
    steps = len(steps_of(within.way))
    return f"{end}, with {counted(steps, 'step')}" if steps else f"{end}; no step fits in"


def would_do(least: WouldDo, currency: str) -> str:
    """The least of each limit that would do alone."""
    parts = [
        f"a budget of {price(Money(least.budget, least.budget, currency))}" if least.budget is not None else "",
        f"{number(-(-least.deadline * 10 // 1) / 10)} months" if least.deadline is not None else "",
        f"{least.hours_per_week:g} hours a week" if least.hours_per_week is not None else "",
    ]
    said = [part for part in parts if part]
    return f"{listed(said, word='or')} would do" if said else "no change of one of these limits alone would do"


# --- commands and lists -----------------------------------------------------------------------------------------------


def check_command(answer: Answer) -> str:
    """The command that asks the questions of this answer."""
    start = argument(answer.question.start_role) if answer.question.start_role else "nothing"
    return f"rolepath check {start} {argument(answer.question.target)}"


def argument(thing: Thing) -> str:
    """A thing as a shell reads it in one piece; the identifier where quotes might not hold the label together."""
    if not _TYPED.fullmatch(thing.label):
        return thing.id
    return f'"{thing.label}"' if " " in thing.label else thing.label


def listed(names: Iterable[str], limit: int | None = None, word: str = "and") -> str:
    """Names in a row.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], 2), listed(["a"])
    ('a, b and c', 'a, b and 2 more', 'a')
    """
    *first, last = list(names) or [""]
    if limit is not None and len(first) >= limit + 1:
        return f"{', '.join(first[:limit])} and {len(first) + 1 - limit} more"
    return f"{', '.join(first)} {word} {last}" if first else last


def next_step(answer: Answer) -> Step | None:
    """The step to begin with."""
    ways = answer.ways or ((answer.best_within_limits.way,) if answer.best_within_limits else ())
    steps = steps_of(ways[0]) if ways else ()
    return min(steps, key=lambda step: step.start) if steps else None


def begin_with(step: Step) -> tuple[str, str]:
    """What to begin a step with, and the link to it; no link where nothing is to be opened."""
    if step.kind == "task":
        return f"{action(step)}: agree on it with whoever leads your team", ""
    if step.resources:
        return f"{action(step)}: open {resource_words(step.resources[0])}", step.resources[0].url
    return f"{action(step)}: look at what it takes with `rolepath\u00a0show {step.offer.id}`", ""


def first_week(answer: Answer, step: Step) -> str:
    """For how long to do a step in a week, and what there will be to show at its end."""
    week = answer.question.constraints.hours_per_week
    if step.kind == "task":  # paid work has a pace of its own
        week = step.hours.mid / (step.months.mid * float(WEEKS_PER_MONTH))
    end = f"; at its end you have: {step.deliverable}" if step.deliverable else ""
    if step.hours.mid <= week:
        return f"{about_hours(step.hours)} in all{end}"
    return f"{rough(week)} {'hour' if rough(week) == '1' else 'hours'} this week, of {about_hours(step.hours)} in all{end}"


def actions(steps: Iterable[Step], limit: int | None = None) -> str:
    """What to do, steps of one kind in a row under one word.

    >>> actions([])
    ''
    """
    found = list(steps)
    kept = found if limit is None or len(found) <= limit + 1 else found[:limit]
    runs = [(kind, "; ".join(step.label for step in run)) for kind, run in groupby(kept, lambda step: step.kind)]
    more = f" – and {len(found) - len(kept)} more" if len(kept) < len(found) else ""
    return ". ".join(f"{KINDS[kind]}: {labels}" for kind, labels in runs) + more


def _unbroken(text: str) -> str:
    return text.replace(" %", "\u00a0%")
