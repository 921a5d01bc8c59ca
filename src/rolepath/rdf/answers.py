"""Saved answers, as `rolepath path --format turtle` writes them: read from files beside the data, and checked against it.

A file may say what it likes of answers, and nothing of anything else: what roles ask for and programs teach stays as the data has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import InvalidData, Problem
from rolepath.rdf.results import printable
from rolepath.rdf.shacl import short
from rolepath.rdf.terms import expanded

ROOT: Final = vocab.ID + "path/"
"""What the IRIs of answers and of all their parts begin with."""

CLASSES: Final = frozenset({"Answer", "Question", "Path", "Hop", "Step", "Gain", "Amount"})
TERMS: Final = frozenset({
    "answers", "path", "path_kind", "claims", "completed", "lacks", "licensed_for", "constraint", "avoids", "must_take",
    "readiness_low", "readiness_before", "readiness_high", "readiness_after", "stage", "barred_by", "assumes", "hours", "paid_hours",
    "months", "money", "tenure", "step_count", "optimal", "bound", "nearly_after", "leaves", "step", "step_kind", "in_any_case",
    "strengthens", "begins", "ends", "documented", "raises", "closes", "gain", "gain_in", "before", "after",
    "order", "from_role", "to_role", "degree", "years", "low", "high", "unit", "reason", "version", "setting", "value", "start_date",
    "name", "because", "has_part", "part_of", "destination", "precedes", "preceded_by", "stands_for", "has_condition", "target_component",
    "required_number", "estimated_duration", "minimum_duration", "maximum_duration", "derived_from", "generated_by", "used",
})  # fmt: skip
"""The keys of the JSON-LD context that parts of an answer have."""

_SHOWN: Final = 20
_FREE: Final = ("ceterms", "prov", "dcterms")  # nothing here takes a meaning from these that a note could upset
_NOTES: Final = frozenset(vocab.PREFIXES["rdfs"] + name for name in ("label", "comment", "seeAlso"))
_THINGS: Final = (vocab.ID, vocab.ESCO, vocab.ONET)


def is_answer(iri: str) -> bool:
    """Whether an IRI is that of an answer or of a part of one."""
    return iri.startswith(ROOT)


@dataclass(frozen=True)
class Saved:
    """What files of answers hold: quads of the graph of answers, in which file each subject stands, and what is wrong with them."""

    quads: tuple[ox.Quad, ...] = ()
    problems: tuple[Problem, ...] = ()
    _files: Mapping[str, _File] = field(default_factory=dict, repr=False)

    @property
    def count(self) -> int:
        """How many answers there are."""
        return len({q.subject for q in self.quads if q.predicate == _TYPE and q.object == ox.NamedNode(vocab.RP + "Answer")})

    def missing(self, holds: Callable[[str], bool]) -> list[Problem]:
        """What the answers refer to and neither they nor a dataset hold: statements, roles, offers, assumptions, own parts.

        holds: whether the dataset says anything of an IRI.
        """
        wanted: dict[str, _File] = {}
        for quad in self.quads:
            if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(_THINGS):
                wanted.setdefault(quad.object.value, self._files[_iri(quad.subject)])
        for quad in self.quads if wanted else ():
            wanted.pop(_iri(quad.subject), None)
        wanted = {iri: file for iri, file in wanted.items() if not holds(iri)}
        found = []
        for iri, file in sorted(wanted.items(), key=lambda item: item[0])[:_SHOWN]:
            said = "is a part of an answer that no file holds; save the answer again"
            if not is_answer(iri):
                said = "isn't in the data; use the folders of data that the answer was made with, or ask for the path again and save it"
            found.append(file.problem(iri, f"{vocab.identifier(iri)} {said}"))
        if len(wanted) > _SHOWN:
            found.append(Problem("", 0, f"and {len(wanted) - _SHOWN} more things that saved answers refer to and that aren't there"))
        return found

    def placed(self, error: InvalidData) -> InvalidData:
        """The same error, with file and line for what is wrong with a part of an answer."""
        return InvalidData([self._placed(problem) for problem in error.problems])

    def _placed(self, problem: Problem) -> Problem:
        iri = vocab.iri(problem.path)
        return self._files[iri].problem(iri, f"{problem.path}: {problem.message}") if iri in self._files else problem


def read_answers(files: Sequence[tuple[Path, str]], context: Mapping[str, Any]) -> Saved:
    """Reads files of answers; what stands in no graph, as in Turtle, is taken as standing in the graph of answers.

    Args:
        files: each with its name as the user knows it; the ending says the format: .trig, .ttl, .nq or .jsonld.
        context: the JSON-LD context of the ontology, which says what each of `TERMS` is.

    Problems are collected: a file that can't be read, other graphs, blank nodes, and whatever isn't said of an answer.
    """
    quads: dict[ox.Quad, None] = {}
    problems: list[Problem] = []
    owners: dict[str, _File] = {}
    allowed = frozenset(expanded(context["@context"][key]["@id"]) for key in TERMS) | _NOTES
    for path, place in files:
        file = _File(path, place)
        try:
            parsed = list(ox.parse(path.read_bytes(), ox.RdfFormat.from_extension(path.suffix[1:])))
        except SyntaxError as error:
            problems.append(Problem(place, error.lineno or 0, _unreadable(path, str(error.msg))))
            continue
        except OSError as error:
            problems.append(Problem(place, 0, f"the file can't be read: {error.strerror}"))
            continue
        wrong = list(dict.fromkeys(_wrong(parsed, allowed)))
        problems += [file.problem(iri, said) for iri, said in wrong[:_SHOWN]]
        if len(wrong) > _SHOWN:
            problems.append(Problem(place, 0, f"and {len(wrong) - _SHOWN} more of the kind. {_ELSEWHERE}"))
        for quad in parsed:
            owners.setdefault(_iri(quad.subject), file)
            quads[ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(vocab.ANSWERS))] = None
    return Saved(() if problems else tuple(quads), tuple(problems), owners)


_TYPE = ox.NamedNode(vocab.TYPE)
_ELSEWHERE = "Keep files that are no saved answers outside the folder of data."


@dataclass(frozen=True)
class _File:
    path: Path
    place: str

    def problem(self, iri: str, message: str) -> Problem:
        """A problem at the first line that has an IRI, whole or shortened; at none where it isn't found."""
        text = self.path.read_text(encoding="utf-8", errors="replace") if iri else ""
        local = iri.removeprefix(vocab.ID)
        forms = (f"<{iri}>", f'"{iri}"', f'"id:{local}"', "id:" + local.replace("/", "\\/"), f"id:{local}", short(iri), iri)
        start = next((at for form in forms if iri and (at := text.find(form)) >= 0), -1)
        return Problem(self.place, text.count("\n", 0, start) + 1 if start >= 0 else 0, printable(message))


def _wrong(quads: Sequence[ox.Quad], allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What in a file isn't a saved answer, each with the IRI that shows where. `allowed`: the properties of our prefixes."""
    if not quads:
        yield "", f"the file holds no answer. {_ELSEWHERE}"
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _iri(quad.graph_name)
        subject, predicate = _iri(quad.subject), quad.predicate.value
        if graph not in ("", vocab.ANSWERS):
            yield graph, f"the graph {graph} isn't that of answers, {vocab.ANSWERS}. {_ELSEWHERE}"
        elif not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            yield "", "a node or statement without an IRI; an answer gives every part of it one"
        elif not is_answer(subject):
            yield subject, f"{short(subject)} isn't an answer ({short(ROOT)}…), so this file can't say anything of it"
        elif quad.predicate == _TYPE:
            if (named := _iri(quad.object)).startswith(vocab.RP) and named.removeprefix(vocab.RP) not in CLASSES:
                yield named, f"{short(named)} is no class that a part of an answer can have"
            elif named.startswith(_DEFINING):
                yield named, f"{short(named)} would define a term; the vocabulary is rolepath's own"
        elif predicate not in allowed and predicate.startswith(_BOUND):
            yield predicate, f"{short(predicate)} is nothing that can be said of an answer; a note of your own is an rdfs:comment"
        elif isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(vocab.RP):
            yield quad.object.value, f"{short(quad.object.value)} is a term of the vocabulary, and no thing that an answer can refer to"


_DEFINING = tuple(vocab.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos"))
_BOUND = tuple(namespace for prefix, namespace in vocab.PREFIXES.items() if prefix not in _FREE)


def _unreadable(path: Path, said: str) -> str:
    if "LoadDocumentCallback" in said:
        return "its @context stands somewhere else, and nothing is fetched; write the context into the file"
    name = ox.RdfFormat.from_extension(path.suffix[1:])
    said = re.sub(r"^Parser error at [^:]*: ", "", said).splitlines()[0]
    return f"the file can't be read as {name.name if name else path.suffix}: {printable(said[:200])}"


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
