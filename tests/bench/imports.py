"""The benchmark of imports: `python tests/bench/imports.py` prints two Markdown tables; `--write` also puts them into README.md.

Every measured thing runs in a process of its own, which reports its processor time, its time and its peak of memory. Import and build are
held against what `rdflib.Graph().parse` needs for the same triples as N-Triples, queries against pyoxigraph called directly and against
rdflib's memory store. It takes a quarter of an hour and, for rdflib, 4 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
MARKS = ("<!-- imports -->", "<!-- /imports -->")
FILES = {"esco": "esco-1.1.1/*.zip", "onet": "onet-29.3/db_29_3_text.zip"}

QUERIES = {
    "gap by FILTER NOT EXISTS": """SELECT ?skill { <$to> rp:requires ?skill
        FILTER NOT EXISTS { <$from> rp:requires ?skill } }""",
    "top skills by GROUP BY": """SELECT ?skill (COUNT(?role) AS ?n) { ?role rp:requires ?skill } GROUP BY ?skill
        ORDER BY DESC(?n) ?skill LIMIT 20""",
    "overlap join": """SELECT ?other (COUNT(?skill) AS ?n) { <$from> rp:requires ?skill . ?other rp:requires ?skill } GROUP BY ?other
        ORDER BY DESC(?n) ?other LIMIT 20""",
    "property path": "SELECT DISTINCT ?above { <$from> rp:requires/skos:broader+ ?above }",
    "label scan": 'SELECT ?id ?label { ?id skos:prefLabel ?label FILTER(CONTAINS(LCASE(STR(?label)), "nurse")) }',
}

IMPORT = """
from rolepath.cli.main import main
try:
    main({arguments!r})
except SystemExit as end:
    assert not end.code, end.code
"""
PARSE = """
import rdflib
graph = rdflib.Graph().parse({path!r}, format="nt")
told["triples"] = len(graph)
queries = {queries!r}
for name, query in queries.items():
    began = time.perf_counter()
    rows = list(graph.query(query))
    told[name] = [time.perf_counter() - began, sorted([[str(term) for term in row] for row in rows])]
"""
ASK = """
import pyoxigraph as ox
from rolepath import vocab
from rolepath.service.graph import load
kg = load()
queries = {queries!r}
text = lambda term: "" if term is None else str(term.value)
for name, query in queries.items():
    ours, direct = [], []
    for attempt in range(6):
        began = time.perf_counter()
        found = kg.query(query)
        found = sorted([[text(row[n]) for n in range(len(found.variables))] for row in found])
        middle = time.perf_counter()
        plain = kg.store.query(query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True)
        plain = sorted([[text(row[n]) for n in range(len(plain.variables))] for row in plain])
        ours.append(middle - began)
        direct.append(time.perf_counter() - middle)
    told[name] = [min(ours), min(direct), found, plain]
"""
AROUND = """
import json, resource, sys, time
told, began, clock = {{}}, time.perf_counter(), time.process_time()
{body}
used = resource.getrusage(resource.RUSAGE_SELF)
told |= {{"seconds": time.perf_counter() - began, "processor": time.process_time() - clock, "memory": used.ru_maxrss / 1024}}
print(json.dumps(told), file=open({out!r}, "w"))
"""


def run(body: str, folder: Path) -> dict:
    """Runs code in a process of its own; returns what it told."""
    out = folder / "told.json"
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH")))),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [sys.executable, "-c", AROUND.format(body=body, out=str(out))]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return dict(json.loads(out.read_text(encoding="utf-8")))


def write_triples(folder: Path) -> Path:
    """The store that was built as N-Triples."""
    import pyoxigraph as ox

    build = next((folder / "cache" / "rolepath" / "store" / "builds").iterdir())
    path = folder / "all.nt"
    quads = folder / "all.nq"
    with quads.open("wb") as file:
        ox.Store.read_only(str(build / "rdf")).dump(file, format=ox.RdfFormat.N_QUADS)
    with quads.open("rb") as given, path.open("wb") as file:
        file.writelines(line.rpartition(b" <")[0] + b" .\n" for line in given)
    return path


def queries_about(classification: str, folder: Path) -> dict[str, str]:
    """The five queries about two roles of a classification that ask for much."""
    found = run(
        f"""
from rolepath.service.graph import load
from rolepath.rdf.tables import select
rows = select(load().store, "SELECT ?role (COUNT(?s) AS ?n) {{ ?role rp:requires ?s }} GROUP BY ?role")
rows = [row for row in rows if row["role"].startswith("{classification}:")]
from rolepath import vocab
told["roles"] = [vocab.iri(row["role"]) for row in sorted(rows, key=lambda row: (-int(row["n"]), row["role"]))[:2]]
""",
        folder,
    )["roles"]
    sys.path.insert(0, str(SOURCE))
    from rolepath import vocab

    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())
    return {name: prefixes + query.replace("$from", found[0]).replace("$to", found[1]) for name, query in QUERIES.items()}


def measure(classification: str, shared: Path) -> tuple[list[str], list[str]]:
    """The rows of both tables for one classification."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [str(path) for path in sorted((shared / "datasets").glob(FILES[classification]))]
        ours = run(IMPORT.format(arguments=["import", classification, *files, "--quiet"]), folder)
        queries = queries_about(classification, folder) if classification == "esco" else {}
        theirs = run(PARSE.format(path=str(write_triples(folder)), queries=queries), folder)
        parsed = {key: theirs[key] - sum(theirs[name][0] for name in queries) for key in ("seconds", "processor")}
        asked = run(ASK.format(queries=queries), folder) if queries else {}
    ratios = [ours[key] / parsed[key] for key in ("seconds", "processor")]
    met = "yes" if ratios[0] <= 1.2 and ours["memory"] < 700 else "**no**"
    imports = [
        f"| {classification}, {theirs['triples']:,} triples | {ours['seconds']:.0f} s, {ours['processor']:.0f} s of processor |"
        f" {parsed['seconds']:.0f} s, {parsed['processor']:.0f} s | {ratios[0]:.2f} ×, {ratios[1]:.2f} × |"
        f" {ours['memory']:.0f} MB | {theirs['memory']:.0f} MB | ≤ 1.2 ×, < 700 MB: {met} |"
    ]
    rows = []
    for name in queries:
        mine, direct, answer, plain = asked[name]
        rdflib, expected = theirs[name]
        equal = answer == plain == expected
        fine = "yes" if mine <= 1.3 * direct and rdflib >= 20 * mine and equal else "**no**"
        rows.append(
            f"| {name} | {len(answer):,} | {mine * 1000:.1f} ms | {direct * 1000:.1f} ms, {mine / direct:.2f} × |"
            f" {rdflib:.2f} s, {rdflib / mine:.0f} × | {'equal' if equal else '**different**'} | {fine} |"
        )
    return imports, rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="also put the tables into README.md")
    parser.add_argument("classification", nargs="*", help="esco, onet; by default both")
    given = parser.parse_args(arguments)
    shared = Path(os.environ.get("ROLEPATH_SHARED", HERE.parents[2] / "shared"))
    imports = [
        "| what | import and build | rdflib's parse of the same | ratios | memory | rdflib's | target, met |",
        "|---|---|---|---|---|---|---|",
    ]
    queries = ["| query | rows | rolepath | pyoxigraph | rdflib | answers | ≤ 1.3 ×, ≥ 20 × |", "|---|---:|---:|---:|---:|---|---|"]
    for classification in given.classification or FILES:
        first, second = measure(classification, shared)
        imports += first
        queries += second
    table = "\n".join([*imports, "", *queries])
    sys.stdout.write(table + "\n")
    if given.write:
        path = HERE / "README.md"
        before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
        path.write_text(f"{before}{MARKS[0]}\n\n{table}\n\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
