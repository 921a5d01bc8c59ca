"""Every command in every format, on the packaged data: answered, parseable, and the same answer whatever the format."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
from rich.cells import cell_len

from rolepath import __version__, vocab
from rolepath.cli.main import _COMMANDS
from rolepath.service.graph import KnowledgeGraph

Cli = Callable[..., subprocess.CompletedProcess[str]]
Inside = Callable[..., Any]

FIVE = ("table", "json", "csv", "markdown", "html")
SELECT = 'SELECT ?role ?label { ?role a rp:Role ; skos:prefLabel ?label FILTER(CONTAINS(?label, "product")) } ORDER BY ?label'
ANSWERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gap": (("gap", "data scientist"), FIVE),
    "gap in full": (("gap", "data scientist", "--full"), ("table",)),
    "path": (("path", "Data Scientist", "AI Product Manager", "--max-bridges", "0", "--draws", "3"), FIVE),
    "path in full": (("path", "Data Scientist", "AI Product Manager", "--max-bridges", "0", "--draws", "0", "--full"), ("table",)),
    "path explained": (("path", "Data Scientist", "AI Product Manager", "--max-bridges", "0", "--draws", "0", "--explain"), ("table",)),
    "path within limits": (("path", "data analyst", "--budget", "50", "--deadline", "1", "--draws", "0"), ("table", "json")),
    "path through bridges": (
        ("path", "software developer", "ai pm", "--have", "Python=0.5", "--max-bridges", "1", "--draws", "0"),
        ("json",),
    ),
    "compare": (("compare", "AI PM", "traditional PM"), FIVE),
    "show": (("show", "prompt engineering"), FIVE),
    "search": (("search", "promt enginering"), ("table", "json", "csv", "markdown")),
    "sources": (("sources",), ("table", "json", "csv", "markdown")),
    "select": (("query", SELECT), ("table", "csv", "tsv", "json", "xml", "markdown")),
    "ask": (("query", "ASK { ?x a rp:Nothing }"), ("table", "csv", "tsv", "json", "xml", "markdown")),
    "list of queries": (("query", "--list"), ("table", "json", "csv", "markdown")),
}


class _Page(HTMLParser):
    """What a page loads, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "link", "br", "input", "img", "hr", "path", "rect", "circle", "line", "polygon", "use"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        given = dict(attrs)
        if tag in ("script", "img", "link", "iframe", "source"):
            self.loads += [given[name] or "" for name in ("src", "href") if name in given]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def _is_rectangular(rows: list[list[str]]) -> bool:
    return len(rows) > 0 and len(rows[0]) > 0 and {len(row) for row in rows} == {len(rows[0])}


def _markdown_tables(text: str) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            tables[-1].append(re.split(r"(?<!\\)\|", line)[1:-1])
        elif tables[-1]:
            tables.append([])
    return [table for table in tables if table]


def assert_parses(text: str, format_: str) -> None:
    """Fails where the text isn't what its format says."""
    match format_:
        case "json":
            json.loads(text)
        case "csv":
            assert _is_rectangular(list(csv.reader(io.StringIO(text), strict=True)))
        case "tsv":
            assert _is_rectangular([line.split("\t") for line in text.splitlines()])
        case "xml" | "graphml" | "gexf":
            ElementTree.fromstring(text)
        case "markdown":
            assert all(_is_rectangular(table) for table in _markdown_tables(text))
            assert not any("\x1b" in line for line in text)
        case "html":
            page = _Page(text)
            assert page.open == []
            assert all(load.startswith("data:") for load in page.loads)
        case "table":
            assert "\x1b" not in text
            assert max(cell_len(line) for line in text.splitlines()) <= 100
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("name", "format_"),
    [(name, format_) for name, (_, formats) in ANSWERS.items() for format_ in formats],
    ids=lambda value: value.replace(" ", "-"),
)
def test_an_answer_parses_as_its_format_says(inside: Inside, name: str, format_: str) -> None:
    ran = inside(*ANSWERS[name][0], "--format", format_, "--quiet")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert_parses(ran.stdout, format_)


# --- JSON against the published schema ----------------------------------------------------------------------------------


def violations(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: str = "$") -> list[str]:
    """Where a value breaks a JSON Schema of the keywords that ours uses; what a schema doesn't name is a violation too."""
    if "$ref" in schema:
        return violations(value, whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], whole, place)
    if "anyOf" in schema:
        tried = [violations(value, part, whole, place) for part in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    types = {"object": dict, "array": list, "string": str, "number": int | float, "integer": int, "boolean": bool, "null": type(None)}
    wanted = schema.get("type")
    if wanted and (not isinstance(value, types[wanted]) or (isinstance(value, bool) and wanted != "boolean")):
        return [f"{place}: {value!r} is no {wanted}"]
    found = []
    if wanted == "object":
        fields = schema.get("properties", {})
        found += [f"{place}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        found += [f"{place}: {name} is not in the schema" for name in value if name not in fields]
        for name in value.keys() & fields.keys():
            found += violations(value[name], fields[name], whole, f"{place}.{name}")
    if wanted == "array":
        for position, item in enumerate(value):
            found += violations(item, schema.get("items", {}), whole, f"{place}[{position}]")
    unknown = schema.keys() - {"type", "properties", "required", "items", "title", "description", "default", "$defs", "$schema"}
    return found + [f"{place}: this check doesn't know {name}" for name in unknown]


@pytest.mark.parametrize(
    "args",
    [
        ("gap", "data scientist"),
        ("gap", "nothing", "--have", "Python", "--lack", "SQL", "--strict"),
        ("gap", "AI PM", "AI PM"),
        ("path", "software developer", "--max-bridges", "0", "--draws", "3"),
        ("path", "product manager", "--max-bridges", "0", "--draws", "0", "--budget", "0", "--deadline", "1"),
    ],
    ids=" ".join,
)
def test_an_answer_in_json_is_as_the_published_schema_says(inside: Inside, args: tuple[str, ...]) -> None:
    schema = json.loads(inside("schema", "--answer").stdout)
    answer = json.loads(inside(*args, "--format", "json", "--quiet").stdout)
    assert violations(answer, schema, schema) == []
    assert violations({**answer, "units": [{"id": 7}]}, schema, schema), "the check itself finds what is wrong"


# --- the same graph in every format -------------------------------------------------------------------------------------


def _rdf(text: str, format_: str) -> tuple[set[Any], set[Any]]:
    """The quads of a text in RDF, with and without their graphs, as rdflib reads them."""
    names = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format=names[format_])
    quads = {(s, p, o, getattr(g, "identifier", g)) for s, p, o, g in dataset.quads()}
    return quads, {quad[:3] for quad in quads}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("part", [(), ("--around", "pastry chef", "--hops", "2")], ids=["whole", "around"])
def test_rdf_exports_hold_the_same_triples_and_graphs(inside: Inside, built: Path, part: tuple[str, ...]) -> None:
    texts = {f: inside("export", f, *part, "-q", "--store", str(built)).stdout for f in ("turtle", "trig", "nquads", "jsonld")}
    quads, triples = _rdf(texts["nquads"], "nquads")
    assert len(quads) == len(texts["nquads"].splitlines()) > 100
    assert len(triples) == len(quads), "no triple stands in two graphs"
    assert _rdf(texts["turtle"], "turtle")[1] == triples
    assert _rdf(texts["trig"], "trig")[0] == quads
    assert _rdf(texts["jsonld"], "jsonld")[0] == quads
    if not part:
        labelled = {s for s, p, _ in triples if str(p) == vocab.PREF_LABEL}
        entities = {s for s, p, o in triples if str(p) == vocab.TYPE and str(o) in (vocab.RP + "Role", vocab.RP + "Capability")}
        assert entities <= labelled


def test_the_whole_dataset_is_exported_as_sorted_nquads(inside: Inside, quads: list[Any], tmp_path: Path) -> None:
    ran = inside("export", "nquads", "-o", "whole.nq", "-q")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    lines = (tmp_path / "whole.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert set(lines) == {f"{q.subject} {q.predicate} {q.object} {q.graph_name} ." for q in quads}


def test_graph_formats_hold_the_nodes_and_edges_of_the_network(inside: Inside, kg: KnowledgeGraph, tmp_path: Path) -> None:
    network = kg.network
    nodes = {node: (data["label"], data["kind"]) for node, data in network.nodes(data=True)}
    edges = sorted((start, end, data["kind"], data["weight"]) for start, end, data in network.edges(data=True))
    for format_, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        assert inside("export", format_, "-o", f"graph.{format_}", "-q").returncode == 0
        graph = read(tmp_path / f"graph.{format_}")
        assert {node: (data["label"], data["kind"]) for node, data in graph.nodes(data=True)} == nodes
        found = sorted((start, end, data["kind"], data["weight"]) for start, end, data in graph.edges(data=True))
        assert found == edges
    assert inside("export", "csv", "-o", "tables", "-q").returncode == 0
    with (tmp_path / "tables" / "nodes.csv").open(encoding="utf-8", newline="") as file:
        assert {row["Id"]: (row["Label"], row["Kind"]) for row in csv.DictReader(file)} == nodes
    with (tmp_path / "tables" / "edges.csv").open(encoding="utf-8", newline="") as file:
        found = sorted((row["Source"], row["Target"], row["Kind"], float(row["Weight"])) for row in csv.DictReader(file))
    assert found == edges


def test_what_lies_around_a_thing_is_what_that_many_steps_reach(inside: Inside, kg: KnowledgeGraph, tmp_path: Path) -> None:
    for hops in (0, 1, 2):
        reached = {"role/ai-product-manager"}
        for _ in range(hops):
            reached |= {other for edge in kg.network.edges() if reached & set(edge) for other in edge}
        assert inside("export", "graphml", "--around", "AI PM", "--hops", str(hops), "-o", "part.graphml", "-q").returncode == 0
        assert set(nx.read_graphml(tmp_path / "part.graphml")) == reached


# --- where an answer goes -----------------------------------------------------------------------------------------------


def test_an_answer_goes_to_the_file_that_is_named_and_to_no_other(inside: Inside, tmp_path: Path) -> None:
    shown = inside("gap", "data scientist", "--format", "json", "-q").stdout
    ran = inside("gap", "data scientist", "--format", "json", "-o", "new/folder/answer.json", "-q")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert (tmp_path / "new" / "folder" / "answer.json").read_bytes().decode() == shown
    assert [path.name for path in tmp_path.rglob("*")] == ["new", "folder", "answer.json"]
    assert inside("gap", "data scientist", "--format", "json", "-o", "-", "-q").stdout == shown


def test_progress_goes_to_stderr_and_quiet_silences_it(light: Cli, tmp_path: Path) -> None:
    loud = light("gap", "baker", "pastry chef", "--format", "json", env={"XDG_CACHE_HOME": str(tmp_path / "a")})
    quiet = light("gap", "baker", "pastry chef", "--format", "json", "--quiet", env={"XDG_CACHE_HOME": str(tmp_path / "b")})
    assert loud.stdout == quiet.stdout
    json.loads(loud.stdout)
    assert len(re.findall(r"^rolepath: .+ …$", loud.stderr, re.MULTILINE)) == loud.stderr.count("\n") >= 4
    assert quiet.stderr == ""


def test_a_page_is_written_beside_the_answer_and_its_path_and_link_are_shown(inside: Inside, tmp_path: Path) -> None:
    quick = ("--draws", "0", "--max-bridges", "0", "--start", "2026-01-01", "-q")
    ran = inside("path", "Data Scientist", "--html", *quick)
    page = tmp_path / "exports" / "data-scientist-to-ai-product-manager.html"
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Path: data scientist (ESCO) → AI product manager\n")
    assert ran.stdout.splitlines()[-2:] == ["Page: exports/data-scientist-to-ai-product-manager.html", page.as_uri()]
    assert_parses(page.read_text(encoding="utf-8"), "html")
    assert inside("path", "Data Scientist", "--format", "html", *quick).stdout.strip() == page.read_text(encoding="utf-8").strip()
    named = inside("gap", "Data Scientist", "--html", "-o", "my/page.html", "-q")
    assert named.stdout.splitlines()[-1] == (tmp_path / "my" / "page.html").as_uri()
    assert {path.name for path in tmp_path.rglob("*.html")} == {page.name, "page.html"}


def test_the_page_of_the_graph_goes_to_exports_or_where_it_is_sent(inside: Inside, built: Path, tmp_path: Path) -> None:
    around = ("--around", "Pastry chef", "--hops", "1", "-q", "--store", str(built))
    page = tmp_path / "exports" / "pastry-chef.html"
    assert inside("export", "html", *around).stdout.splitlines() == ["Page: exports/pastry-chef.html", page.as_uri()]
    assert_parses(page.read_text(encoding="utf-8"), "html")
    sent = inside("export", "html", *around, "-o", "-")
    assert sent.stdout.strip() == page.read_text(encoding="utf-8").strip()
    assert inside("export", "html", "-q", "--store", str(built)).stdout.startswith("Page: exports/graph.html\n")


# --- names and questions ------------------------------------------------------------------------------------------------


def test_every_kind_of_thing_can_be_shown_by_identifier_and_by_label(inside: Inside, kg: KnowledgeGraph) -> None:
    first: dict[str, tuple[str, str]] = {}
    for node, data in sorted(kg.network.nodes(data=True)):
        first.setdefault(f"{data['kind']} {data['origin']}", (node, data["label"]))
    kinds = {kind.split()[0] for kind in first}
    assert kinds == {"role", "skill", "tool", "method", "regulation", "program", "project", "organization", "industry", "task", "unit"}
    assert {kind for kind in first if kind.endswith("ESCO")} == {"role ESCO", "skill ESCO"}
    for node, label in first.values():
        shown = inside("show", node, "-q")
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.startswith(label)
        assert node in shown.stdout.splitlines()[2]


@pytest.mark.parametrize(
    "identifier",
    ["source/ai-pm-bridge-2026", "assumption/hours-per-week", "observation/ai-pm-growth-to-2030"],
    ids=lambda i: i.split("/")[0],
)
def test_what_an_answer_cites_by_identifier_can_be_shown(inside: Inside, identifier: str) -> None:
    shown = inside("show", identifier, "-q")
    assert shown.returncode == 0, shown.stderr
    assert identifier in shown.stdout


def test_what_has_to_come_before_is_shown_as_the_condition_says(inside: Inside, built: Path) -> None:
    """All of yeast dough and one of two tools: to name them as alternatives would say something else."""
    shown = inside("show", "laminated dough", "--format", "csv", "--store", str(built)).stdout
    (line,) = (line for line in shown.splitlines() if "comes after" in line)
    assert re.search(r"Yeast dough\b.*\b(Dough sheeter or Rolling pin|Rolling pin or Dough sheeter)", line)
    assert "Yeast dough or" not in line
    planning = inside("show", "planning", "--format", "csv", "--store", str(built)).stdout
    assert re.search(r"comes after.*Mise en place.*\b1\b.*year", planning), "one of two, the other is a year of experience"


def test_what_a_program_asks_of_applicants_is_shown_with_its_source(inside: Inside, built: Path) -> None:
    shown = inside("show", "diploma in pastry", "--store", str(built)).stdout
    for part in ("Yeast dough", "bachelor", "year", "baker", "To enter you need two of these"):
        assert part in shown
    nothing = " ".join(inside("show", "IBM AI PM certificate", "-q").stdout.split())
    assert "asks of applicants | nothing" in nothing
    assert "no prior experience needed" in nothing, "known to be nothing is a fact too"


def test_a_name_means_the_same_in_any_case_in_the_plural_and_under_another_label(inside: Inside) -> None:
    starts = ["data scientist", "Data Scientists", "  DATA   scientist ", "data-scientist"]
    starts.append(json.loads(inside("gap", "data scientist", "--format", "json", "-q").stdout)["question"]["from"]["id"])
    targets = [(), ("AI PM",), ("ai product managers",), ("role/ai-product-manager",), ("ai-product-manager",)]
    targets.append(("https://w3id.org/rolepath/id/role/ai-product-manager",))
    answers = {inside("gap", start, "--format", "json", "-q").stdout for start in starts}
    answers |= {inside("gap", "data scientist", *target, "--format", "json", "-q").stdout for target in targets}
    assert len(answers) == 1


@pytest.mark.parametrize("command", ["gap", "path"])
def test_the_target_is_ai_product_manager_where_none_is_named_and_nothing_is_a_start(inside: Inside, command: str) -> None:
    quick = ("--draws", "0", "--max-bridges", "0", "--time-limit", "5") if command == "path" else ()
    answer = json.loads(inside(command, "Nothing", "--format", "json", *quick, "-q").stdout)
    assert answer["question"]["from"] is None
    assert answer["question"]["to"]["id"] == "role/ai-product-manager"
    assert [answer["readiness"][reading] for reading in ("low", "typical", "high")] == [0, 0, 0]
    assert answer["assumed"] == []


@pytest.mark.parametrize("command", ["gap", "path"])
def test_to_be_there_already_is_an_answer(inside: Inside, command: str) -> None:
    ran = inside(command, "AI PMs", "AI Product Manager", "-q")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "nothing to do" in ran.stdout
    answer = json.loads(inside(command, "AI PMs", "AI Product Manager", "--format", "json", "-q").stdout)
    assert (answer["ways"], answer["found"], answer["readiness"]["stage"]) == ([], True, "ready")
    assert answer["readiness"]["typical"] >= 0.8


def test_a_search_forgives_typing_errors_and_keeps_its_limit(inside: Inside) -> None:
    found = json.loads(inside("search", "promt enginering", "--limit", "3", "--format", "json", "-q").stdout)
    assert found[0]["id"] == "skill/prompt-engineering"
    assert len(found) == 3
    assert [match["score"] for match in found] == sorted((match["score"] for match in found), reverse=True)


def test_a_query_comes_from_an_argument_a_file_or_standard_input(light: Cli, cli: Cli, built: Path, tmp_path: Path, checkout: Path) -> None:
    query = "SELECT ?label { ?role a rp:Role ; skos:prefLabel ?label } ORDER BY ?label"
    (tmp_path / "roles.rq").write_text(query, encoding="utf-8")
    place = ("--store", str(built), "--format", "csv")
    answers = [light("query", *given, *place).stdout for given in ((query,), ("-f", "roles.rq"))]
    env = {"PYTHONPATH": str(checkout / "src")}
    answers += [cli("query", *given, *place, input=query, env=env).stdout for given in (("-",), ("-f", "-"))]
    assert set(answers) == {"label\nKitchen help\nKitchen porter\nPastry chef\nPastry cook\nVillage baker\nbaker\n"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_construct_is_written_in_every_rdf_format_with_the_same_triples(inside: Inside, built: Path) -> None:
    query = "CONSTRUCT { ?role rp:requires ?what } WHERE { ?role rp:requires ?what }"
    formats = {"turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}
    found = []
    for format_, name in formats.items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=inside("query", query, "--format", format_, "--store", str(built)).stdout, format=name)
        found.append({quad[:3] for quad in dataset.quads()})
    assert all(triples == found[0] for triples in found)
    assert len(found[0]) == 21
    assert (
        inside("query", query, "--store", str(built)).stdout == inside("query", query, "--format", "turtle", "--store", str(built)).stdout
    )


# --- the command itself -------------------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_package(cli: Cli) -> None:
    ran = cli("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"rolepath, version {__version__}\n", "")


def test_help_and_version_load_no_heavy_library(cli: Cli) -> None:
    """What takes long to import is imported by the command that needs it."""
    ran = cli("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.returncode == 0
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in ran.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"rdflib", "networkx", "pydantic", "pyoxigraph", "rich", "pyshacl", "yaml", "numpy", "rapidfuzz"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_produced(cli: Cli, shell: str) -> None:
    ran = cli(env={"_ROLEPATH_COMPLETE": f"{shell}_source"})
    assert ran.returncode == 0, ran.stderr
    assert "_ROLEPATH_COMPLETE" in ran.stdout


def test_commands_and_options_are_completed(cli: Cli) -> None:
    complete = {"_ROLEPATH_COMPLETE": "bash_complete"}
    assert cli(env={**complete, "COMP_WORDS": "rolepath s", "COMP_CWORD": "1"}).stdout.split() == [
        f"plain,{name}" for name in ("schema", "search", "show", "similar", "sources")
    ]
    options = cli(env={**complete, "COMP_WORDS": "rolepath gap --ha", "COMP_CWORD": "2"}).stdout
    assert options.split() == ["plain,--have"]


@pytest.mark.parametrize(
    "command",
    [*sorted(_COMMANDS), "cache path", "cache clear", "profile new", "profile add", "profile remove", "profile show"],
)
def test_the_help_of_every_command_ends_with_an_example(inside: Inside, command: str) -> None:
    text = inside(*command.split(), "--help").stdout.partition("\nOptions:")[0]
    examples = text.rpartition("Example")[2].strip().splitlines()
    assert examples[0] in (":", "s:")
    assert len(examples) > 1
    assert all(re.match(rf" +rolepath {command}\b", line) for line in examples[1:]), examples


@pytest.mark.parametrize(("typed", "meant"), [("gpa", "gap"), ("serach", "search"), ("exprot", "export"), ("compar", "compare")])
def test_an_unknown_command_proposes_the_near_ones(inside: Inside, typed: str, meant: str) -> None:
    ran = inside(typed)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"“{typed}”" in ran.stderr
    assert meant in ran.stderr.partition("Did you mean")[2]
