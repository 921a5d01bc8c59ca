"""What a new version of an imported classification changes for a path: the same question on two builds."""

from __future__ import annotations

from dataclasses import replace

from rolepath.errors import RolepathError, WrongUse
from rolepath.planning.result import Answer, Way
from rolepath.planning.versions import Diff, Version, coverage_changed, holdings_changed, steps_changed, units_changed
from rolepath.service import imports
from rolepath.service.builds import Progress, open_store, quiet
from rolepath.service.graph import KnowledgeGraph
from rolepath.service.imports import Kept
from rolepath.service.place import Place
from rolepath.service.supposing import merged


def diff(
    place: Place, start: str | None, target: str | None, old: str, new: str, start_date: str | None = None, progress: Progress = quiet
) -> Diff:
    """What differs for a path between two kept versions of one classification; the other imports stay as they are.

    Args:
        old, new: versions (`1.1.1`), or names as `rolepath imports list` shows them.

    Raises:
        WrongUse: where a version isn't kept, or the two are of different classifications; and, naming the version, where one of them
            has no answer, because it doesn't know a role.
    """
    one, other = _versions(old, new)
    kept = [each for each in place.imports if each.classification != one.classification]
    graphs, answers = [], []
    for version in (one, other):
        progress(f"the graph with {version.classification} {version.version}")
        graph = KnowledgeGraph(open_store(replace(place, imports=imports.in_order([*kept, version])), progress))
        try:
            answers.append(graph.path(start, target, max_bridges=0, start_date=start_date, draws=0))
        except RolepathError as error:
            raise WrongUse(f"with {version.classification} {version.version} there is no answer: {error}") from error
        graphs.append(graph)
    before, after = answers
    role = after.question.start_role
    was, is_ = (graph.planning for graph in graphs)
    return Diff(
        classification=one.classification,
        start=role,
        target=after.question.target,
        old=_side(one, before),
        new=_side(other, after),
        brings=holdings_changed(was, is_, role.id if role else None),
        asks=units_changed(was, is_, after.question.target.id),
        coverage=coverage_changed(before, after),
        steps=steps_changed(_best(before), _best(after)),
        rests=merged(before, after),
    )


def _versions(old: str, new: str) -> tuple[Kept, Kept]:
    there = [kept for kept, _ in imports.all_imports()]
    found = {text: [kept for kept in there if text in (kept.version, kept.name)] for text in (old, new)}
    pairs = [(a, b) for a in found[old] for b in found[new] if a.classification == b.classification and a.name != b.name]
    if len(pairs) == 1:
        return pairs[0]
    listed = ", ".join(f"{kept.classification} {kept.name}" for kept in there) or "nothing"
    if len(pairs) > 1:
        raise WrongUse(f"several imports are called {old} and {new}; name them as `rolepath imports list` does: {listed}")
    raise WrongUse(f"{old} and {new} are not two versions of one classification that are kept; kept is: {listed}")


def _best(answer: Answer) -> Way | None:
    return answer.ways[0] if answer.ways else None


def _side(kept: Kept, answer: Answer) -> Version:
    readiness, best = replace(answer.readiness, after=None), _best(answer)
    return Version(kept.name, readiness, best.cost if best else None, None if best else answer.reason)
