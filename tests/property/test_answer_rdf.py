"""Random answers through RDF, in every format, and back: to the same quads, and to as many parts as the answer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import vocab
from rolepath.catalog.inputs import packaged
from rolepath.planning.result import Answer, Way
from rolepath.rdf.answers import read_answers
from rolepath.rdf.dataset import read_context
from rolepath.render import answer_rdf
from rolepath.render.path_csv import ways

CONTEXT = read_context(packaged("ontology"))
ENDINGS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="module")
def subjects(quads: list[ox.Quad]) -> frozenset[str]:
    """All that the dataset says something of."""
    return frozenset(quad.subject.value for quad in quads)


def counted(answer: Answer) -> Counter[str]:
    """How many nodes of each kind there should be."""
    paths: list[Way] = []
    for _, way in ways(answer):
        if not any((way.hops, way.cost) == (other.hops, other.cost) for other in paths):
            paths.append(way)
    hops = [hop for path in paths for hop in path.hops]
    steps = [step for hop in hops for step in hop.steps]
    tenures = sum(hop.tenure is not None for hop in hops)
    return +Counter(
        Answer=1,
        Question=1,
        Path=len(paths),
        Hop=len(hops),
        Step=len(steps),
        Gain=sum(len(s.gives) + len(s.closes) for s in steps) + len(answer.question.profile.have),
        Amount=4 * len(paths) + 3 * len(steps) + tenures,
    )


@pytest.mark.parametrize("format_", ENDINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), hostile=st.booleans())
def test_what_is_written_is_read_back_whole(
    made_answer: Callable[..., Answer], subjects: frozenset[str], place: Path, format_: str, seed: int, hostile: bool
) -> None:
    answer = made_answer(seed, hostile=hostile)
    file = place / f"answer.{ENDINGS[format_]}"
    file.write_bytes(answer_rdf.to_rdf(answer, format_, CONTEXT).encode())
    saved = read_answers([(file, file.name)], CONTEXT)
    assert saved.problems == ()
    assert set(saved.quads) == answer_rdf.to_quads(answer, CONTEXT)
    assert saved.missing(subjects.__contains__) == []
    assert saved.count == 1
    types = Counter(q.object.value for q in saved.quads if q.predicate.value == vocab.TYPE)
    assert Counter({t.removeprefix(vocab.RP): n for t, n in types.items() if t.startswith(vocab.RP)}) == counted(answer)
