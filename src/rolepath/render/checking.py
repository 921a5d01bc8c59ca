"""The words of `check`: what it begins with, what a reply changed, and what is to do with all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rolepath.planning.result import Answer
from rolepath.render import answer_words as said
from rolepath.render.screen import wrap
from rolepath.render.step_words import counted
from rolepath.render.words import whole

HOW = "yes, some, no, or skip with Enter; q ends"
WIDTH = 100


def beginning(answer: Answer, count: int) -> str:
    """From where to where, how ready that is, and how to reply."""
    lines = [said.title(answer, "Check"), *wrap(f"Readiness {said.readiness_words(answer)}.", WIDTH)]
    if not count:
        return "\n".join([*lines, "There is nothing to ask that would change this."])
    return "\n".join([*lines, f"{counted(count, 'question')}; reply {HOW}."])


def asking(number: int, count: int, text: str) -> str:
    """A question, before the place for the reply."""
    lines = wrap(f"{number}/{count} {text}", WIDTH - 8)
    return "\n      ".join(lines) + " "


def misheard(reply: str) -> str:
    """That a reply is none, and what is one."""
    return f"      “{wrap(reply, 60, 1)[0]}” is no reply: {HOW}"


def change(before: Answer, after: Answer) -> str:
    """What a reply changed."""
    one, other = whole(before.readiness.typical), whole(after.readiness.typical)
    moved = f"readiness about {one} → {other}" if one != other else f"readiness stays at about {other}"
    if before.readiness.stage != after.readiness.stage:
        moved += f": {said.stage_words(after.readiness.stage)}"
    return f"      {moved}"


def ending(answer: Answer, replies: Mapping[str, str], written: str | None) -> str:
    """How ready one is now, and how to go on with what was replied; written: the profile that says it."""
    counts = [f"{sum(value == each for value in replies.values())} {each}" for each in ("yes", "some", "no") if each in replies.values()]
    lines = wrap(f"Readiness {said.readiness_words(answer)}{f' ({said.listed(counts)})' if counts else ''}.", WIDTH)
    if written is not None:
        return "\n".join([*lines, f"Wrote {written}; go on with `rolepath path --profile {written}`."])
    if not replies:
        return "\n".join(lines)
    start = said.argument(answer.question.start_role) if answer.question.start_role else "nothing"
    command = f"rolepath path {start} {said.argument(answer.question.target)} {' '.join(_options(replies.items()))}"
    return "\n".join([*lines, "Go on with this, or keep it with -o FILE next time:", f"  {command}"])


def _options(replies: Iterable[tuple[str, str]]) -> list[str]:
    forms = {"yes": "--have {}", "some": "--have {}=some", "no": "--lack {}"}
    return [forms[reply].format(name) for name, reply in replies]
