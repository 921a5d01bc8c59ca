"""The functions of two roles in queries: their values are those of the library, and what goes wrong in them is said."""

from __future__ import annotations

import itertools
from pathlib import Path

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.errors import QuerySyntax, WrongUse
from rolepath.planning.profile import make_profile, role_holdings
from rolepath.planning.readiness import stand
from rolepath.planning.units import known_enough
from rolepath.rdf import queries
from rolepath.service import builds
from rolepath.service.functions import Functions
from rolepath.service.graph import KnowledgeGraph

PAIRS = """SELECT ?a ?b (rp:readiness(?a, ?b) AS ?readiness) (rp:gapWeight(?a, ?b) AS ?weight) (rp:studyHours(?a, ?b) AS ?hours) {
    ?a a rp:Role . ?b a rp:Role }"""


@pytest.fixture(scope="module")
def place(root: Path, tmp_path_factory: pytest.TempPathFactory) -> builds.Place:
    """The small data of the golden tests, with its store on disk."""
    return builds.Place((root / "tests" / "golden" / "data",), tmp_path_factory.mktemp("small") / "store", with_packaged=False)


@pytest.fixture(scope="module")
def small(place: builds.Place) -> KnowledgeGraph:
    return KnowledgeGraph(builds.open_store(place))


def known(kg: KnowledgeGraph) -> list[str]:
    """Roles of which enough is known."""
    return sorted(role for role in kg.planning.roles if known_enough(kg.planning, role))


def held(kg: KnowledgeGraph) -> set[str]:
    """Roles of whose people something is known."""
    return {role for role in kg.planning.roles if role_holdings(kg.planning, role)}


def number(term: ox.Literal | None) -> float | None:
    if term is None:
        return None
    assert term.datatype.value == vocab.XSD + "decimal"
    return float(term.value)


def test_values_of_all_pairs_are_those_of_gap_and_study_hours(small: KnowledgeGraph) -> None:
    found = {}
    for a, b, *numbers in small.query(PAIRS):
        found[vocab.identifier(a.value), vocab.identifier(b.value)] = tuple(number(each) for each in numbers)
    roles = known(small)
    assert set(itertools.product(small.planning.roles, repeat=2)) == set(found)
    assert len(roles) > 1
    assert set(roles) < held(small) < set(small.planning.roles), "too little is known of one as a target, and nothing of another"
    for (a, b), (readiness, weight, hours) in found.items():
        if a not in held(small) or b not in roles:
            assert (readiness, weight, hours) == (None, None, None)
            continue
        assert readiness == small.gap(a, b).readiness.typical
        assert hours == small.study_hours(a, b)
        standing = stand(small.planning, make_profile(small.planning, (a,), b), b)
        missing = ((unit.weight, 10**6 - q) for unit, q in zip(standing.units, standing.covered, strict=True))
        assert weight == pytest.approx(sum(each * open_ for each, open_ in missing) / 10**12, abs=1e-12)
        assert (a != b) or (readiness >= 0.8 and hours == 0)
    assert any(hours for _, _, hours in found.values()), "some role takes study"


def test_a_role_of_which_too_little_is_known_is_named_once_and_counted(small: KnowledgeGraph) -> None:
    list(small.query(PAIRS))
    nothing = set(small.planning.roles) - held(small)
    expected = {f"no source says what people in {role} can do" for role in nothing}
    expected |= {f"not enough is known of {role} (" for role in set(small.planning.roles) - set(known(small))}
    said = [problem for problem in small.query_problems if "there is no plan" not in problem]
    assert len(said) == len(expected) > len(nothing) > 0
    for words in expected:
        (problem,) = [each for each in said if words in each]
        assert problem.endswith(" more calls like it)")


@pytest.mark.parametrize("name", ["readiness", "gapWeight", "studyHours"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ('"baker", ?known', 'rp:{}("baker", {role}): the first argument is no role; give the IRI of one'),
        ("?known, 5", 'rp:{}({role}, "5"): the second argument is no role; give the IRI of one'),
        ("?known, <http://example.org/x>", "rp:{}({role}, http://example.org/x): the second argument is no role; give the IRI of one"),
        ("rp:Role, ?known", "rp:{}(rp:Role, {role}): the first argument is no role; give the IRI of one"),
        ("?known", "rp:{}({role}): takes two roles, not 1 argument"),
        ("?known, ?known, ?known", "rp:{}({role}, {role}, {role}): takes two roles, not 3 arguments"),
        ("", "rp:{}(): takes two roles, not 0 arguments"),
    ],
)
def test_wrong_arguments_are_said_in_plain_words(small: KnowledgeGraph, name: str, arguments: str, said: str) -> None:
    role = known(small)[0]
    (row,) = small.query(f"SELECT ?x {{ VALUES ?known {{ <{vocab.iri(role)}> }} BIND(rp:{name}({arguments}) AS ?x) }}")
    assert row["x"] is None
    assert small.query_problems == (said.format(name, role=role),)


def test_a_hostile_argument_steers_no_terminal(small: KnowledgeGraph) -> None:
    text = 'SELECT (rp:readiness("\\u001B[31mred\\nline \\u202E", "' + "x" * 1000 + '") AS ?x) {}'
    list(small.query(text))
    (problem,) = small.query_problems
    assert problem.isprintable()
    assert problem.startswith(r'rp:readiness("\x1b[31mred line \u202e", "xxx')
    assert len(problem) < 300


def test_the_problems_are_those_of_the_last_query(small: KnowledgeGraph) -> None:
    assert not small.query("ASK { FILTER(rp:readiness(1, 2) > 0) }")
    assert len(small.query_problems) == 1
    assert small.query("ASK {}")
    assert small.query_problems == ()


def test_an_unbound_argument_calls_nothing_as_sparql_has_it(small: KnowledgeGraph) -> None:
    (row,) = small.query("SELECT (rp:readiness(?nobody, ?nothing) AS ?x) {}")
    assert row["x"] is None
    assert small.query_problems == ()


def test_functions_rank_filter_aggregate_and_construct(small: KnowledgeGraph) -> None:
    target = known(small)[-1]
    expected = sorted(small.gap(role, target).readiness.typical for role in known(small) if role != target)
    body = "{ ?r a rp:Role FILTER(?r IN (" + ", ".join(f"<{vocab.iri(r)}>" for r in known(small) if r != target) + ")) }"
    call = f"rp:readiness(?r, <{vocab.iri(target)}>)"
    ordered = [vocab.identifier(row["r"].value) for row in small.query(f"SELECT ?r {body} ORDER BY {call} ?r")]
    assert [small.gap(role, target).readiness.typical for role in ordered] == expected
    (row,) = small.query(f"SELECT (MAX({call}) AS ?most) {body}")
    assert number(row["most"]) == expected[-1]
    kept = list(small.query(f"SELECT ?r {{ {body} FILTER({call} >= {expected[-1]}) }}"))
    assert len(kept) == expected.count(expected[-1])
    made = list(small.query(f"CONSTRUCT {{ ?r <http://example.org/readiness> ?x }} {{ {body} BIND({call} AS ?x) }}"))
    assert sorted(number(triple.object) for triple in made) == expected


def test_other_functions_and_broken_queries_are_refused_as_before(small: KnowledgeGraph) -> None:
    with pytest.raises(WrongUse, match="custom function"):
        list(small.query("SELECT ?r { ?r a rp:Role FILTER(rp:redines(?r, ?r) > 0) }"))
    with pytest.raises(QuerySyntax):
        small.query("SELECT (rp:readiness(?a ?b) AS ?x) {}")


# --- what goes wrong inside ---------------------------------------------------------------------


def calls(kg: KnowledgeGraph, *pairs: tuple[str, str], name: str = "studyHours") -> tuple[list[object], list[str]]:
    """The values of one query's calls, and its problems."""
    functions = Functions(lambda: kg)
    function = functions.terms[ox.NamedNode(vocab.RP + name)]
    values = [function(ox.NamedNode(vocab.iri(a)), ox.NamedNode(vocab.iri(b))) for a, b in pairs]
    return values, functions.problems


def test_each_pair_is_computed_once_in_a_query_and_again_in_the_next(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def study_hours(self: KnowledgeGraph, start: str, target: str) -> float | None:
        asked.append((start, target))
        return None if len(asked) == 2 else 12.5

    monkeypatch.setattr(KnowledgeGraph, "study_hours", study_hours)
    one, other = known(small)[:2]
    values, problems = calls(small, (one, other), (other, one), (one, other), (other, one))
    assert asked == [(one, other), (other, one)]
    assert [value and value.value for value in values] == ["12.5", None, "12.5", None]
    assert problems == [f"rp:studyHours({other}, {one}): there is no plan without a role between; `rolepath path` says why"]
    calls(small, (one, other))
    assert len(asked) == 3


def test_a_defect_inside_is_said_and_not_swallowed(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: KnowledgeGraph, start: str, target: str) -> float | None:
        raise ZeroDivisionError(f"from {start}")

    monkeypatch.setattr(KnowledgeGraph, "study_hours", broken)
    one, other = known(small)[:2]
    text = f"SELECT (rp:studyHours(<{vocab.iri(one)}>, <{vocab.iri(other)}>) AS ?x) {{}}"
    (row,) = small.query(text)
    assert row["x"] is None
    (problem,) = small.query_problems
    assert problem.startswith(f"rp:studyHours({one}, {other}): this is a defect of rolepath")
    assert problem.endswith(f"ZeroDivisionError: from {one}")


def test_ctrl_c_inside_ends_the_computing_and_is_said(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oxigraph swallows it, so the query goes on; without another call that computes anything."""
    asked: list[str] = []

    def interrupted(self: KnowledgeGraph, start: str, target: str) -> float | None:
        asked.append(start)
        raise KeyboardInterrupt

    monkeypatch.setattr(KnowledgeGraph, "study_hours", interrupted)
    one, other = known(small)[:2]
    values, problems = calls(small, (one, other), (other, one))
    assert values == [None, None]
    assert asked == [one]
    assert problems == [f"rp:studyHours({one}, {other}): interrupted; this value and those after it are missing"]


def test_a_graph_that_can_not_be_read_is_said() -> None:
    def load() -> KnowledgeGraph:
        raise WrongUse("no such store")

    functions = Functions(load)
    node = ox.NamedNode(vocab.iri("role/x"))
    assert functions.terms[ox.NamedNode(vocab.RP + "readiness")](node, node) is None
    assert functions.problems == ["rp:readiness(role/x, role/x): no such store"]


# --- in a child process -------------------------------------------------------------------------


def test_with_a_timeout_the_values_and_the_problems_are_the_same(small: KnowledgeGraph) -> None:
    ordered = PAIRS + " ORDER BY ?a ?b"
    here = queries.rows(small.query(ordered))
    problems = small.query_problems
    assert queries.rows(small.query(ordered, timeout=120)) == here
    assert small.query_problems == problems != ()
    made = "CONSTRUCT { ?a <http://example.org/r> ?x } { ?a a rp:Role BIND(rp:readiness(?a, ?a) AS ?x) }"
    assert set(small.query(made, timeout=120)) == set(small.query(made))
    assert small.query_problems != ()
    assert bool(small.query("ASK {}", timeout=120)) is True
    assert small.query_problems == ()


def test_a_child_without_functions_refuses_them(small: KnowledgeGraph) -> None:
    assert small.store_path is not None
    with pytest.raises(WrongUse, match="custom function"):
        queries.run_in_child(small.store_path, "SELECT ?r { ?r a rp:Role FILTER(rp:readiness(?r, ?r) > 0) }", 60)


@pytest.mark.parametrize("text", ["SELECT ?x { BIND(rp:readiness(1, 2) AS ?x) }", "SELECT ?x {}"])
def test_planning_is_read_only_when_a_function_is_called(place: builds.Place, text: str) -> None:
    kg = KnowledgeGraph(builds.open_store(place))
    list(kg.query(text))
    assert ("planning" in vars(kg)) is ("readiness" in text)
