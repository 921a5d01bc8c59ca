"""The questions that would sharpen an answer, asked one after another: what each reply changes, and the profile that comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from rolepath.planning.result import Answer, QuestionItem
from rolepath.service.resolved import SOME, Claim

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Resolved

Reply = Literal["yes", "some", "no"]
_OTHER: Final = "Other"


@dataclass(frozen=True)
class Person:
    """Who asks, for what: as in `KnowledgeGraph.gap`."""

    start: str | None
    target: str | None = None
    profile: Resolved | None = None
    have: Mapping[str, Claim] = field(default_factory=dict)
    lack: Sequence[str] = ()
    strict: bool = False
    readiness: float | None = None


class Check:
    """The questions about one person, and what was replied to them.

    asked: (area, question), those of one area together, areas in the order of the answer. answer: as it is after all replies.
    """

    def __init__(self, kg: KnowledgeGraph, person: Person) -> None:
        """Works out the first answer; raises what `KnowledgeGraph.gap` raises."""
        self._kg, self._person = kg, person
        self.replies: dict[str, Reply] = {}
        self.answer = self._gap()
        self.asked = by_area(self.answer)

    def reply(self, question: QuestionItem, said: Reply) -> None:
        """Takes a reply, and works out the answer anew."""
        self.replies[question.capability.id] = said
        self.answer = self._gap()

    def _gap(self) -> Answer:
        had: dict[str, Claim] = {c: SOME if said == "some" else None for c, said in self.replies.items() if said != "no"}
        person = replace(
            self._person,
            have={**self._person.have, **had},
            lack=(*self._person.lack, *(c for c, said in self.replies.items() if said == "no")),
        )
        return self._kg.gap(
            person.start, person.target, profile=person.profile, have=person.have, lack=person.lack, strict=person.strict,
            readiness=person.readiness,
        )  # fmt: skip

    def profile_text(self, path: Path) -> str:
        """The text of a new profile that says who asked, for what, what they said, and what they replied."""
        from rolepath.service.profile_edit import new_profile

        said = self._person
        roles = [said.start] if said.start is not None else []
        by_name = {name: "yes" if level is None else level for name, level in said.have.items() if not isinstance(level, float | int)}
        content: dict[str, Any] = {
            "roles": roles,
            "capabilities": {name: level for name, level in said.have.items() if isinstance(level, float | int)},
            "lack": list(said.lack),
            "confirmed": {**by_name, **self.replies},
            "target": self.answer.question.target.id,
        }
        return new_profile({name: value for name, value in content.items() if value}, self._kg, path)

    def changed_profile(self, path: Path) -> str:
        """The text of a profile that is there, with what was replied added to it; comments and order stay."""
        from rolepath.service.profile_edit import add

        return add(path, self._kg, {"confirmed": dict(self.replies)} if self.replies else {}, {}).text


def by_area(answer: Answer) -> tuple[tuple[str, QuestionItem], ...]:
    """The questions of an answer with the labels of their areas: those of one area together, areas in order, each as they come."""
    area_of: dict[str, str] = {}
    for unit in answer.units:
        area_of.setdefault(unit.id, unit.area)
        for member in unit.members:
            for identifier in (member.id, *(thing.id for thing in member.any_of)):
                area_of.setdefault(identifier, unit.area)
    found: dict[str, list[QuestionItem]] = {area.id: [] for area in answer.areas}
    for question in answer.questions:
        found.setdefault(area_of.get(question.capability.id, ""), []).append(question)
    labels = {area.id: area.label for area in answer.areas}
    return tuple((labels.get(area, _OTHER), question) for area, questions in found.items() for question in questions)
