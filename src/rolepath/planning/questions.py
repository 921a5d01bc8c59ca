"""What to ask a person so that the answer gets sharper: the things held or not held that move it most. PATHS.md, “Questions”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolepath.planning.coverage import Measure, taken_on
from rolepath.planning.network import Holding, Network
from rolepath.planning.profile import Profile
from rolepath.planning.result import QuestionItem
from rolepath.planning.units import FULL, expanded, usual_level

WHOLE = FULL * FULL
_UNHEARD = 100
"""The share taken for what nothing is known of: somebody may have it."""
_TEXTS = {
    "tool": "Have you worked with {}?",
    "knowledge": "Do you know enough about {} to use it?",
    "method": "Have you worked with {}?",
    "regulation": "Do you know the main duties under {}?",
    "credential": "Do you hold this: {}?",
    "experience": "Do you have this: {}?",
}
_WORKED = "Have you worked on {} yourself?"
_DONE = "Have you done this yourself: {}?"
"""For what is named as something that one does: “informing executives”, “write specifications”."""


@dataclass(frozen=True)
class _Effect:
    """What a yes adds over a no: Σ w·q, and minutes of modules saved at the middle, in millionths."""

    score: int
    minutes: int


def questions(
    network: Network, profile: Profile, measure: Measure, holdings: Mapping[str, Holding], limit: int | None = None
) -> tuple[QuestionItem, ...]:
    """The things to ask about, what moves the answer most first: by share · (1 − share) × the readiness that a yes adds over a no, then by
    the hours it saves in the same way, then by identifier. What was said already isn't asked about.

    Args:
        measure: of the target's units.
        holdings: what people in the person's roles hold.
        limit: how many; None for all that have any effect.

    The cost is two coverages of the units that a thing counts towards, for each thing.
    """
    ranked = []
    for identifier in sorted(_candidates(network, profile, measure)):
        holding = holdings.get(identifier)
        share = holding.share if holding else _UNHEARD
        effect = _effect(network, profile, measure, identifier)
        chance = share * (FULL - share)
        if effect.score > 0 and chance > 0:
            ranked.append((-chance * effect.score, -chance * effect.minutes, identifier, share, effect))
    ranked.sort(key=lambda each: each[:3])
    return tuple(
        QuestionItem(
            text=text_of(network, identifier),
            capability=network.capabilities[identifier],
            share=share / FULL,
            effect=round(effect.score / (measure.weight * WHOLE), 4),
            hours=round(effect.minutes / WHOLE / 60, 1),
        )
        for _, _, identifier, share, effect in ranked[:limit]
    )


def text_of(network: Network, identifier: str) -> str:
    """A question about a thing in plain words."""
    thing = network.capabilities[identifier]
    label = thing.label
    if not label[1:2].isupper() and thing.kind not in ("tool", "method", "regulation", "credential"):
        label = label[:1].lower() + label[1:]
    first, _, rest = label.partition(" ")
    done = first.endswith("ing") or (bool(rest) and thing.origin != "rolepath")  # the classifications name skills by a verb
    return _TEXTS.get(thing.kind, _DONE if done else _WORKED).format(label)


def _candidates(network: Network, profile: Profile, measure: Measure) -> Iterator[str]:
    said = {*profile.said, *profile.lacked}
    for unit in measure.units:
        for member in unit.members:
            for capability in member.capabilities:
                if capability not in said:
                    yield capability


def _effect(network: Network, profile: Profile, measure: Measure, identifier: str) -> _Effect:
    without = {c: level for c, level in profile.typical.items() if c != identifier}
    usual = usual_level(network, identifier)
    with_it = taken_on(without, expanded(network, identifier, max(usual, profile.typical.get(identifier, 0))))
    score = minutes = 0
    for unit in (each for each in measure.units if identifier in measure.counting(each)):
        more = measure.unit(unit, with_it) - measure.unit(unit, without)
        score += unit.weight * more
        if unit.learnable and more > 0:
            minutes += int(network.assumptions.range(f"unit-hours-{unit.size.lower()}").mid * 60) * more
    return _Effect(score, minutes)
