"""Running queries, writing their answers, packaged queries, and limits on time."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import psutil
import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from rolepath import vocab
from rolepath.errors import QuerySyntax, QueryTimeout, StoreError, UnknownName, WrongUse
from rolepath.rdf import queries

NASTY = 'a|b, "c"\r\n\td\x1b[31m\x9b\u202e<b>\\'
GRAPH_A, GRAPH_B = NamedNode(vocab.CATALOG), NamedNode(vocab.STATEMENTS)
LABEL = NamedNode(vocab.PREF_LABEL)
NURSE, CLERK = NamedNode(vocab.ID + "role/nurse"), NamedNode(vocab.ID + "role/clerk")
QUADS = [
    Quad(NURSE, NamedNode(vocab.TYPE), NamedNode(vocab.RP + "Role"), GRAPH_A),
    Quad(NURSE, LABEL, Literal("Nurse", language="en"), GRAPH_A),
    Quad(NURSE, LABEL, Literal("Nurse", language="en"), GRAPH_B),
    Quad(CLERK, LABEL, Literal(NASTY), GRAPH_B),
    Quad(CLERK, NamedNode(vocab.RP + "level"), Literal(3), GRAPH_B),
]
# minutes of work: aggregation, found by nothing; and iteration that never yields
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(?b < ?d && ?d < ?f) }"
SLOW_ROWS = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(STRLEN(CONCAT(?b, ?d, ?f)) > 1000) }"


def refuses_unknown_functions() -> bool:
    try:
        list(Store().query("SELECT * { FILTER(<http://e/f>()) }"))
    except RuntimeError:
        return True
    return False


KNOWS_ITS_FUNCTIONS = pytest.mark.skipif(not refuses_unknown_functions(), reason="older Oxigraphs leave an unknown function unbound")


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend(QUADS)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(str(tmp_path / "store"))
    store.extend(QUADS)
    store.flush()
    return tmp_path / "store"


@pytest.fixture
def big_folder(tmp_path: Path) -> Path:
    store = Store(str(tmp_path / "big"))
    value = NamedNode("http://e/value")
    store.extend(Quad(NamedNode(f"http://e/{number}"), value, Literal(str(number)), GRAPH_A) for number in range(5000))
    store.flush()
    return tmp_path / "big"


def lines(store: Store, text: str) -> list[list[str]]:
    return sorted(queries.rows(queries.run(store, text))[1])


# --- run ---


def test_prefixes_are_declared_and_all_graphs_are_seen(store: Store) -> None:
    assert lines(store, "SELECT ?s { ?s a rp:Role ; skos:prefLabel ?l }") == [["role/nurse"], ["role/nurse"]]
    assert lines(store, "SELECT DISTINCT ?s { ?s a rp:Role ; skos:prefLabel ?l }") == [["role/nurse"]]


def test_the_querys_own_prefix_goes_first(store: Store) -> None:
    assert lines(store, f"PREFIX skos: <{vocab.RP}> SELECT ?s {{ ?s skos:level 3 }}") == [["role/clerk"]]


def test_from_names_the_graphs_that_are_seen(store: Store) -> None:
    assert lines(store, "SELECT ?s FROM graph:catalog { ?s skos:prefLabel ?l }") == [["role/nurse"]]
    assert lines(store, "SELECT ?s FROM NAMED graph:catalog { GRAPH ?g { ?s skos:prefLabel ?l } }") == [["role/nurse"]]
    assert lines(store, "SELECT ?s FROM NAMED graph:catalog { ?s skos:prefLabel ?l }") == []
    assert lines(store, "SELECT ?s FROM <http://localhost:1/nowhere> { ?s skos:prefLabel ?l }") == []
    assert len(lines(store, "SELECT ('FROM' AS ?from) ?s { ?s skos:prefLabel ?l } # FROM")) == 3


def test_substitutions(store: Store) -> None:
    answer = queries.run(store, "SELECT ?s ?l { ?s skos:prefLabel ?l }", substitutions={"s": NURSE})
    assert queries.rows(answer)[1] == [["role/nurse", "Nurse"]] * 2
    with pytest.raises(WrongUse, match=r"variable \?s"):
        queries.run(store, "SELECT ?l { ?s skos:prefLabel ?l }", substitutions={"s": NURSE})


def test_a_syntax_error_has_line_and_column(store: Store) -> None:
    with pytest.raises(QuerySyntax) as caught:
        queries.run(store, "SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 9)
    assert str(caught.value).splitlines()[1:] == ["  { ?s ?p }", "          ^"]


def test_updates_and_services_are_refused_and_change_nothing(store: Store) -> None:
    for text in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://localhost:1/> {} }"):
        with pytest.raises(WrongUse):
            queries.run(store, text)
    assert set(store) == set(QUADS)


def test_an_allowed_service_is_asked(store: Store) -> None:
    with pytest.raises(OSError, match="port 1"):
        queries.rows(queries.run(store, "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", allow_service=True))


@KNOWS_ITS_FUNCTIONS
def test_what_the_engine_cannot_do_is_wrong_use(store: Store) -> None:
    with pytest.raises(WrongUse, match="custom function"):
        queries.rows(queries.run(store, "SELECT * { ?s ?p ?o FILTER(<http://e/f>(?s)) }"))


def test_a_byte_order_mark_does_not_matter(store: Store) -> None:
    assert queries.run(store, "\ufeffASK {}")


# --- answers as text ---

SELECT = "SELECT ?s ?l ?none { ?s skos:prefLabel ?l } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?l ; rp:level ?n } { ?s skos:prefLabel ?l OPTIONAL { ?s rp:level ?n } }"


def answer(store: Store, text: str, format: str) -> str:
    return queries.serialize(queries.run(store, text), format)


def test_json(store: Store) -> None:
    found = json.loads(answer(store, SELECT, "json"))
    assert found["head"]["vars"] == ["s", "l", "none"]
    assert found["results"]["bindings"][0] == {"s": {"type": "uri", "value": CLERK.value}, "l": {"type": "literal", "value": NASTY}}
    assert found["results"]["bindings"][1]["l"] == {"type": "literal", "value": "Nurse", "xml:lang": "en"}


def test_csv_follows_its_standard(store: Store) -> None:
    text = answer(store, SELECT, "csv")
    assert text.startswith("s,l,none\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [CLERK.value, NASTY, ""]
    assert answer(store, 'SELECT (BNODE("b") AS ?x) ("1" AS ?y) {}', "csv") == "x,y\r\n_:b,1\r\n"


def test_tsv(store: Store) -> None:
    first, second, *_ = answer(store, SELECT, "tsv").split("\n")
    assert first == "?s\t?l\t?none"
    assert second.split("\t")[::2] == [f"<{CLERK.value}>", ""]


def test_xml_is_well_formed_whatever_the_data(store: Store) -> None:
    root = ET.fromstring(answer(store, SELECT, "xml"))
    literals = [element.text for element in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals[0] == NASTY.replace("\x1b", "\ufffd")


def test_markdown_escapes(store: Store) -> None:
    head, ruler, first, *_ = answer(store, SELECT, "markdown").splitlines()
    assert (head, ruler) == ("| s | l | none |", "| --- | --- | --- |")
    assert first.startswith(r"| role/clerk | a\|b, ")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]|[^\\][<>]", first)


@pytest.mark.parametrize("format", queries.TABLE_FORMATS)
@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "ASK { ?s ?p 9 }"])
def test_ask(store: Store, text: str, format: str) -> None:
    found = answer(store, text, format)
    assert ("true" if "?o" in text else "false") in found
    assert found.endswith("\n")


@pytest.mark.parametrize("format", queries.TABLE_FORMATS)
def test_no_rows_and_no_columns(store: Store, format: str) -> None:
    assert answer(store, "SELECT ?x { ?x ?y 9 }", format).endswith("\n")
    assert answer(store, "SELECT * {}", format).endswith("\n")


@pytest.mark.parametrize("format", queries.GRAPH_FORMATS)
def test_triples_keep_their_meaning_and_have_no_duplicates(store: Store, format: str) -> None:
    text = answer(store, CONSTRUCT, format)
    media = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
    found = [quad.triple for quad in pyoxigraph.parse(text, format=media.get(format, RdfFormat.JSON_LD))]
    assert sorted(map(str, found)) == sorted({str(quad.triple) for quad in QUADS if quad.predicate != NamedNode(vocab.TYPE)})


@pytest.mark.parametrize("format", queries.GRAPH_FORMATS)
def test_the_same_triples_give_the_same_bytes_in_any_process(folder: Path, format: str) -> None:
    text = CONSTRUCT.replace("rp:level ?n", "rp:level [ rdfs:label ?l ; a owl:Class, oa:Annotation ]")
    code = f"""
import sys, pyoxigraph; from rolepath.rdf import queries
sys.stdout.write(queries.serialize(queries.run(pyoxigraph.Store.read_only({str(folder)!r}), {text!r}), {format!r}))"""
    outputs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    backwards = Store()
    backwards.extend(reversed(QUADS))
    assert outputs == {answer(backwards, text, format).encode()}


def test_turtle_has_the_prefixes_it_uses_and_no_others(store: Store) -> None:
    text = answer(store, CONSTRUCT, "turtle")
    assert re.findall(r"^@prefix (\w+):", text, re.MULTILINE) == ["id", "rp", "skos"]
    assert "skos:prefLabel" in text


def test_jsonld_is_compact_but_never_ambiguous(store: Store) -> None:
    found = json.loads(answer(store, CONSTRUCT, "jsonld"))
    assert sorted(found["@context"]) == ["id", "rp", "skos", "xsd"]
    assert {"@id", "skos:prefLabel"} <= set(found["@graph"][0])
    tricky = "CONSTRUCT { <rp:x> a rp:Role, <http://www.w3.org/2002/07/owl#//x> } {}"
    parsed = {str(quad.triple) for quad in pyoxigraph.parse(answer(store, tricky, "jsonld"), format=RdfFormat.JSON_LD)}
    assert parsed == {str(triple) for triple in store.query(tricky, prefixes=vocab.PREFIXES)}


def test_describe(store: Store) -> None:
    assert answer(store, "DESCRIBE id:role\\/nurse", "ntriples").count("\n") == 2


@pytest.mark.parametrize(
    ("text", "format", "fitting"),
    [("SELECT * {}", "turtle", "json, xml, csv, tsv, markdown"), ("CONSTRUCT {} {}", "csv", "turtle, ntriples, nquads, trig, jsonld")],
)
def test_a_format_that_does_not_fit_names_those_that_do(store: Store, text: str, format: str, fitting: str) -> None:
    with pytest.raises(WrongUse, match=f"“{format}” doesn't fit.*{fitting}"):
        answer(store, text, format)
    assert format not in queries.formats(queries.form(text))


# --- rows ---


def test_rows_are_safe_to_show(store: Store) -> None:
    variables, found = queries.rows(queries.run(store, SELECT))
    assert variables == ["s", "l", "none"]
    assert found[0] == ["role/clerk", 'a|b, "c" d\\x1b[31m\\x9b\\u202e<b>\\', ""]


def test_rows_of_the_other_forms(store: Store) -> None:
    assert queries.rows(queries.run(store, "ASK {}")) == (["answer"], [["true"]])
    variables, found = queries.rows(queries.run(store, "CONSTRUCT { ?s a ?c } { ?s a ?c }"))
    assert (variables, found) == (["subject", "predicate", "object"], [["role/nurse", "rdf:type", "rp:Role"]])


def test_terms_are_shortened_only_where_that_can_be_read_back(store: Store) -> None:
    text = (
        "SELECT (esco:skill\\/1 AS ?a) (<http://www.w3.org/2002/07/owl#a/b> AS ?b) (TRIPLE(rp:s, rp:p, 1.5) AS ?c) (BNODE('x') AS ?d) "
        "(<http://e/> AS ?e) {}"
    )
    assert lines(store, text) == [["esco:skill/1", "http://www.w3.org/2002/07/owl#a/b", "<<( rp:s rp:p 1.5 )>>", "_:x", "http://e/"]]


# --- packaged queries ---


def test_named_queries(tmp_path: Path, store: Store) -> None:
    (tmp_path / "roles.rq").write_text(
        "# Roles\n# All of them,\n#\n#   by label.\nSELECT ?s { ?s a rp:Role } # no title\n", encoding="utf-8"
    )
    (tmp_path / "bare.rq").write_text("\ufeffASK {}\n# not a title", encoding="utf-8")
    (tmp_path / "README.md").write_text("# no query")
    found = queries.named_queries(tmp_path)
    assert list(found) == ["bare", "roles"]
    assert (found["roles"].title, found["roles"].description) == ("Roles", "All of them, by label.")
    assert (found["bare"].title, found["bare"].description) == ("bare", "")
    assert lines(store, found["roles"].text) == [["role/nurse"]]
    assert queries.named_query(tmp_path, "roles") == found["roles"]
    with pytest.raises(UnknownName, match=r"bare .*\n.*roles +Roles"):
        queries.named_query(tmp_path, "role")


# --- limits on time ---


def start(folder: Path, text: str, seconds: object) -> subprocess.Popen[bytes]:
    code = f"""
import signal, sys, pyoxigraph; from rolepath.rdf import queries
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background has it ignored
store = pyoxigraph.Store.read_only({str(folder)!r})
print("before")
with queries.watchdog({seconds}):
    print("started", file=sys.stderr, flush=True)
    text = queries.serialize(queries.run(store, {text!r}), "csv")
print("after", text)"""
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("text", [SLOW, SLOW_ROWS])
def test_the_watchdog_ends_the_process(big_folder: Path, text: str) -> None:
    code, out, err = end(start(big_folder, text, 0.5))
    assert (code, out.split()) == (124, ["before"])
    assert "stopped after 0.5 s" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("seconds", [1000, None])
@pytest.mark.parametrize("text", [SLOW, SLOW_ROWS])
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_ends_the_process_during_a_query(big_folder: Path, text: str, seconds: float | None) -> None:
    process = start(big_folder, text, seconds)
    assert process.stderr is not None
    assert process.stderr.readline().strip() == b"started"
    time.sleep(0.3)  # into the query
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    assert (code, out.split(), err.strip()) == (130, ["before"], "interrupted")


def test_the_watchdog_lets_a_quick_query_pass_and_goes_away(folder: Path) -> None:
    code, out, _ = end(start(folder, "ASK {}", 50))
    assert (code, out.split()) == (0, ["before", "after", "true"])


def test_the_watchdog_leaves_signals_as_they_were(store: Store) -> None:
    before = signal.set_wakeup_fd(-1)
    with pytest.raises(ZeroDivisionError), queries.watchdog(float("inf")):
        _ = 1 / 0
    assert signal.set_wakeup_fd(before) == -1
    with pytest.raises(WrongUse, match="more than 0"), queries.watchdog(0):
        pass


def test_a_child_answers_as_this_process_does(folder: Path, store: Store) -> None:
    for text, format in [
        (SELECT, "json"),
        ("ASK {}", "xml"),
        (CONSTRUCT, "turtle"),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p", "tsv"),
    ]:
        assert queries.serialize(queries.run_in_child(folder, text, 60), format) == answer(store, text, format)


def test_a_child_is_stopped_and_nothing_stays_behind(big_folder: Path) -> None:
    with pytest.raises(QueryTimeout, match=r"1\.5 s"):
        queries.run_in_child(big_folder, SLOW, 1.5)
    assert not [child for child in psutil.Process().children() if "rolepath.rdf.child" in child.cmdline()]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("SELECT * {\n ?s ?p }", QuerySyntax, "line 2, column 8"),
        ("CLEAR ALL", WrongUse, "read-only"),
        ("SELECT * { SERVICE <http://localhost:1/> {} }", WrongUse, "line 1, column 12: SERVICE"),
        ("SELECT * { FILTER('SERVICE' 1) }", QuerySyntax, "unexpected “1”"),
        pytest.param("SELECT * { ?s ?p ?o FILTER(<http://e/f>(?s)) }", WrongUse, "custom function", marks=KNOWS_ITS_FUNCTIONS),
        (f"SELECT * {{ FILTER({'1+' * 100_000}1 = 2) }}", WrongUse, r"broke the process that ran it \(exit code -\d+\)"),
    ],
)
def test_a_childs_errors_are_the_callers(folder: Path, text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        queries.run_in_child(folder, text, 60)


def test_a_child_and_a_missing_store_or_service(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere: the store can't be opened"):
        queries.run_in_child(tmp_path / "nowhere", "ASK {}", 60)
    with pytest.raises(OSError, match="port 1"):
        queries.run_in_child(folder, "SELECT * { SERVICE <http://localhost:1/> {} }", 60, allow_service=True)
    with pytest.raises(WrongUse, match="more than 0"):
        queries.run_in_child(folder, "ASK {}", 0)


def caller(folder: Path) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """A script without a main guard that waits for its child, and that child."""
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += f"from rolepath.rdf import queries; from pathlib import Path\nqueries.run_in_child(Path({str(folder)!r}), {SLOW!r}, 1000)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(600):
        for child in psutil.Process(process.pid).children():
            with_threads = child.num_threads() > 1 and child.cpu_times().user > 0.5
            if "rolepath.rdf.child" in child.cmdline() and with_threads:
                return process, child
        time.sleep(0.1)
    raise AssertionError("no child")


def test_a_child_ends_with_a_caller_that_is_killed(big_folder: Path) -> None:
    process, child = caller(big_folder)
    process.kill()
    process.communicate()
    psutil.wait_procs([child], timeout=30)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_while_a_child_works_ends_it(big_folder: Path) -> None:
    process, child = caller(big_folder)
    process.send_signal(signal.SIGINT)
    _, _, err = end(process)
    assert "KeyboardInterrupt" in err
    assert not child.is_running()
