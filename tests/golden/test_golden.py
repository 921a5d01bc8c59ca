"""Whole outputs of every command in every format on a small data folder, and the first lines of the real answer.

`python -m pytest tests/golden --update-golden` writes them again; the diff is what a reviewer reads.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rolepath.cli.main import _COMMANDS

HERE = Path(__file__).resolve().parent
ENDINGS = {
    "table": "txt", "json": "json", "csv": "csv", "markdown": "md", "html": "html", "tsv": "tsv", "xml": "xml", "turtle": "ttl",
    "ntriples": "nt", "nquads": "nq", "trig": "trig", "jsonld": "jsonld", "graphml": "graphml", "gexf": "gexf",
    "mermaid": "mmd",
}  # fmt: skip
FIVE = ("table", "json", "csv", "markdown", "html")
FOUR = ("table", "json", "csv", "markdown")
SELECT = """SELECT ?label ?pay ?open {
    ?o rp:measure "pay" ; skos:prefLabel ?label ; rp:low ?pay OPTIONAL { ?o rp:openEnd ?open } } ORDER BY ?pay"""
ODD = 'SELECT ?label ?none { ?s skos:prefLabel ?label FILTER(STRSTARTS(?label, "=")) }'
ON = ("--start", "2026-01-01")
ASK = "ASK { ?program rp:teaches ?skill . ?program schema:url ?page }"
CONSTRUCT = "CONSTRUCT { ?role rp:requires ?what } WHERE { ?role rp:requires ?what ; rp:seniority ?any }"

COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gap": (("gap", "baker", "pastry chef"), FIVE),
    "gap-full": (("gap", "baker", "pastry chef", "--full"), ("table",)),
    "gap-claims": (
        (
            *(
                "gap",
                "baker",
                "pastry chef",
                "--have",
                "Chocolate tempering",
                "--have",
                "rolling pin=0.25",
                "--have",
                "skill/tidy-station=some",
            ),
            *("--lack", "yeast dough", "--readiness", "0.5"),
        ),
        ("table", "json"),
    ),
    "gap-strict": (("gap", "baker", "pastry chef", "--strict"), ("table", "csv")),
    "gap-from-nothing": (("gap", "nothing", "pastry chef"), ("table",)),
    "gap-nothing-to-do": (("gap", "pastry chef", "pâtissier"), ("table", "json")),
    "path": (("path", "baker", "pastry chef", *ON), ("table", "json", "csv", "markdown", "mermaid")),
    "path-full": (("path", "baker", "pastry chef", *ON, "--full", "--alternatives", "1"), ("table",)),
    "path-explain": (("path", "baker", "pastry chef", *ON, "--explain"), ("table",)),
    "path-short": (
        ("path", "nothing", "pastry cook", *ON, "--have", "yeast dough", "--have", "rolling pin", "--readiness", "0.7", "--draws", "0"),
        ("table", "html"),
    ),
    "path-bridge": (("path", "baker", "pastry chef", *ON, "--must", "role/pastry-cook"), ("table",)),
    "path-within-limits": (("path", "baker", "pastry chef", *ON, "--budget", "20", "--deadline", "1"), ("table",)),
    "path-within-limits-full": (("path", "baker", "pastry chef", *ON, "--budget", "20", "--deadline", "1", "--full"), ("table",)),
    "path-from-nothing": (("path", "nothing", "pastry chef", *ON), ("table", "mermaid")),
    "path-ready": (
        (
            *("path", "nothing", "pastry chef", *ON, "--readiness", "0.2", "--have", "chocolate work", "--have", "puff pastry"),
            *("--have", "unit/kitchen-work", "--have", "unit/doughs", "--have", "unit/sweets"),
        ),
        ("table", "csv"),
    ),
    "compare": (("compare", "baker", "pastry chef"), FIVE),
    "compare-little-known": (("compare", "kitchen help", "kitchen porter"), ("table", "csv", "markdown")),
    "show": (("show", "pastry chef"), FIVE),
    "show-skill": (("show", "laminated dough"), ("table",)),
    "show-tool": (("show", "rolling pin"), ("table",)),
    "show-method": (("show", "mise en place"), ("table",)),
    "show-regulation": (("show", "hygiene act"), ("table",)),
    "show-program": (("show", "diploma in pastry"), ("table",)),
    "show-project": (("show", "wedding cake"), ("table",)),
    "show-organization": (("show", "bakers' union"), ("table",)),
    "show-industry": (("show", "hotels"), ("table",)),
    "show-source": (("show", "source/baking"), ("table",)),
    "show-assumption": (("show", "assumption/bridge-tenure"), ("table",)),
    "show-odd-label": (("show", "skill/odd-label"), FIVE),
    "search": (("search", "pasty", "--limit", "6"), FOUR),
    "search-nothing": (("search", "zzzzzzzz"), FOUR),
    "sources": (("sources",), FOUR),
    "query-select": (("query", SELECT), ("table", "csv", "tsv", "json", "xml", "markdown")),
    "query-odd-label": (("query", ODD), ("table", "csv", "tsv", "json", "xml", "markdown")),
    "query-ask": (("query", ASK), ("table", "csv", "tsv", "json", "xml", "markdown")),
    "query-construct": (("query", CONSTRUCT), ("turtle", "ntriples", "nquads", "trig", "jsonld")),
    "query-no-rows": (("query", "SELECT ?x { ?x a rp:Nothing }"), ("table", "csv", "markdown")),
}
NO_PATH = frozenset({"path-from-nothing"})
EXPORTS = ("turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "html")
WHOLE = ("graphml", "gexf", "html")  # all facts in RDF are 80 to 470 kB; test_commands compares them by triple
EXPORTED = [("export", (), f) for f in WHOLE] + [("export-around", ("--around", "crème school"), f) for f in EXPORTS]
CASES = [(name, args, format_) for name, (args, formats) in COMMANDS.items() for format_ in formats]


@pytest.mark.parametrize(("name", "args", "format_"), CASES, ids=[f"{name}-{format_}" for name, _, format_ in CASES])
def test_output_is_as_reviewed(
    inside: Callable[..., Any], golden: Callable[[str, str], None], store: Path, name: str, args: tuple[str, ...], format_: str
) -> None:
    ran = inside(*args, "--format", format_, "--store", str(store))
    assert (ran.returncode, ran.stderr) == (int(name in NO_PATH), "")
    golden(f"{name}.{ENDINGS[format_]}", ran.stdout)


@pytest.mark.parametrize(("name", "part", "format_"), EXPORTED, ids=[f"{name}-{format_}" for name, _, format_ in EXPORTED])
def test_export_is_as_reviewed(
    inside: Callable[..., Any], golden: Callable[[str, str], None], store: Path, name: str, part: tuple[str, ...], format_: str
) -> None:
    ran = inside("export", format_, *part, "-q", "-o", "-", "--store", str(store))
    assert (ran.returncode, ran.stderr) == (0, "")
    golden(f"{name}.{ENDINGS[format_]}", ran.stdout)


def test_exported_csv_is_as_reviewed(inside: Callable[..., Any], golden: Callable[[str, str], None], store: Path, tmp_path: Path) -> None:
    ran = inside("export", "csv", "-o", str(tmp_path / "csv"), "--store", str(store))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    for name in ("nodes", "edges"):
        golden(f"export-{name}.csv", (tmp_path / "csv" / f"{name}.csv").read_bytes().decode())


def test_messages_of_build_and_validate_are_as_reviewed(
    inside: Callable[..., Any], golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    data = ("--no-packaged", "--data", str(HERE / "data"))
    lines = []
    for args in (
        ("build", *data, "--store", str(tmp_path / "store")),
        ("build", *data, "--store", str(tmp_path / "store")),
        ("build", *data, "--in-memory", "--quiet"),
        ("validate", *data, "--documents", str(HERE / "documents"), "--quiet"),
    ):
        ran = inside(*args)
        assert ran.returncode == 0
        shown = " ".join(args).replace(str(tmp_path), "TMP").replace(str(HERE), "HERE")
        lines.append(f"$ rolepath {shown}\n{ran.stdout}{ran.stderr}".replace(str(tmp_path), "TMP").replace(str(HERE), "HERE"))
    golden("build-and-validate.txt", "\n".join(lines))


def test_lists_schemas_and_versions_are_as_reviewed(inside: Callable[..., Any], golden: Callable[[str, str], None]) -> None:
    for name, args in {
        "query-list.txt": ("query", "--list"),
        "query-list.json": ("query", "--list", "--format", "json"),
        "schema-answer.json": ("schema", "--answer"),
    }.items():
        ran = inside(*args)
        assert (ran.returncode, ran.stderr) == (0, "")
        golden(name, ran.stdout)


@pytest.mark.parametrize("command", ["", *sorted(_COMMANDS)])
def test_help_is_as_reviewed(inside: Callable[..., Any], golden: Callable[[str, str], None], command: str) -> None:
    ran = inside(*([command] if command else []), "--help")
    assert (ran.returncode, ran.stderr) == (0, "")
    golden(f"help{'-' if command else ''}{command}.txt", ran.stdout)


@pytest.mark.parametrize(("command", "format_"), [("gap", "table"), ("gap", "json"), ("path", "table"), ("path", "json")])
def test_the_first_lines_for_a_data_scientist_are_as_reviewed(
    inside: Callable[..., Any], golden: Callable[[str, str], None], command: str, format_: str
) -> None:
    """The answer on the packaged data; the rest of it follows from the data, which changes more often than the form."""
    ran = inside(command, "data scientist", *(ON if command == "path" else ()), "--format", format_, "--quiet")
    assert (ran.returncode, ran.stderr) == (0, "")
    golden(f"data-scientist-{command}.{ENDINGS[format_]}", "".join(ran.stdout.splitlines(keepends=True)[:60]))


REPLIES = "yes\nsome\nperhaps\nN\n\ny\nq\nyes\n"


def test_what_check_asks_and_writes_is_as_reviewed(
    inside: Callable[..., Any], golden: Callable[[str, str], None], store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(REPLIES))
    ran = inside("check", "baker", "pastry chef", "--store", str(store))
    assert (ran.returncode, ran.stderr) == (0, "")
    golden("check.txt", ran.stdout)
    monkeypatch.setattr("sys.stdin", io.StringIO(REPLIES))
    assert (
        inside("check", "baker", "pastry chef", "--have", "skill/tidy-station=some", "-o", "me.yaml", "--store", str(store)).returncode == 0
    )
    golden("check-profile.txt", (tmp_path / "me.yaml").read_text(encoding="utf-8"))


def test_json_outputs_are_the_same_answer_as_the_tables(inside: Callable[..., Any], store: Path) -> None:
    """One check beside the comparison with files: what the tables of the gap list is what the JSON holds, largest share first."""
    data = json.loads(inside("gap", "baker", "pastry chef", "--format", "json", "--store", str(store)).stdout)
    rows = csv.DictReader(io.StringIO(inside("gap", "baker", "pastry chef", "--format", "csv", "--store", str(store)).stdout))
    shares = {row["unit"]: float(row["share of what is missing"]) for row in rows}
    assert shares == {unit["label"]: unit["share"] for unit in data["units"]}
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    shown = inside("gap", "baker", "pastry chef", "--store", str(store)).stdout
    missing = [unit for unit, share in shares.items() if share]
    assert [shown.index(f"  {unit}  ") for unit in missing] == sorted(shown.index(f"  {unit}  ") for unit in missing)


def test_no_expected_file_is_left_over() -> None:
    wanted = {f"{name}.{ENDINGS[format_]}" for name, _, format_ in CASES}
    wanted |= {f"{name}.{ENDINGS[format_]}" for name, _, format_ in EXPORTED}
    wanted |= {f"help{'-' if c else ''}{c}.txt" for c in ("", *_COMMANDS)}
    wanted |= {f"data-scientist-{c}.{e}" for c in ("gap", "path") for e in ("txt", "json")}
    wanted |= {
        "check.txt",
        "check-profile.txt",
        "build-and-validate.txt",
        "export-nodes.csv",
        "export-edges.csv",
        "query-list.txt",
        "query-list.json",
        "schema-answer.json",
    }
    assert {path.name for path in (HERE / "expected").iterdir()} == wanted
