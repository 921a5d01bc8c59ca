"""The command that asks in SPARQL: query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolepath.cli.options import Data, Output, data_options, output_options
from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from rolepath.rdf.queries import NamedQuery

_SHOWN = 20  # reasons why functions had no value
_LIST_FORMATS = ("table", "csv", "json", "markdown")
_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "turtle", "ntriples", "nquads", "trig", "jsonld")


@click.command(short_help="Ask the graph in SPARQL.")
@click.argument("sparql", required=False, metavar="[SPARQL|-]")
@click.option("-f", "--file", "file", metavar="FILE", help="Read the query from a file.")
@click.option("--named", metavar="NAME", help="Run a packaged query.")
@click.option("--list", "list_", is_flag=True, help="List the packaged queries.")
@click.option("--timeout", type=float, default=30.0, show_default=True, metavar="SECONDS", help="Stop the query after this time.")
@click.option("--allow-service", is_flag=True, help="Let SERVICE reach out to other servers.")
@output_options(*_FORMATS)
@data_options
def query(
    source: Data,
    output: Output,
    sparql: str | None,
    file: str | None,
    named: str | None,
    list_: bool,
    timeout: float,
    allow_service: bool,
) -> None:
    """Ask the graph in SPARQL: SELECT and ASK as a table, CONSTRUCT and DESCRIBE as Turtle, or as --format says.

    Prefixes are declared already: rp, id, graph, rdf, rdfs, owl, xsd, skos, schema, prov, oa, dcterms, ceterms, sssom,
    semapv, esco, onet. Outside GRAPH a pattern sees all graphs. Updates are refused.

    Functions of two roles: rp:readiness(?a, ?b), rp:gapWeight(?a, ?b), rp:studyHours(?a, ?b). Where one has no value,
    the variable stays unbound and the reason is shown after the result.

    \b
    Examples:
      rolepath query "SELECT ?label { ?role a rp:Role ; skos:prefLabel ?label }"
      rolepath query --named 01-what-an-ai-pm-needs
      rolepath query --named 11-roles-ranked-by-readiness
      rolepath query --list
    """
    if list_:
        _list(output)
        return
    text = _text(sparql, file, named)
    from rolepath.rdf import queries
    from rolepath.service.functions import Functions

    form = queries.form(text)
    fitting = ("table", *queries.formats(form)) if form in ("SELECT", "ASK") else queries.formats(form)
    format_ = output.format
    if format_ == "table" and form in ("CONSTRUCT", "DESCRIBE"):
        format_ = "turtle"
    queries.guard(text, allow_service)
    if not form:
        raise queries.explain(text)
    if format_ not in fitting:
        raise WrongUse(f"--format {format_} doesn't fit a {form} query; it can be written as {', '.join(fitting)}.")
    kg = source.load()
    functions = Functions(lambda: kg)
    with queries.watchdog(timeout):
        result = queries.run(kg.store, text, allow_service=allow_service, functions=functions.terms)
        answer = queries.rows(result) if format_ == "table" else queries.serialize(result, format_)
    if isinstance(answer, tuple):
        columns, rows = answer
        _write_table(output, columns, rows)
    else:
        output.write(answer)
    problems = functions.problems
    for problem in problems[:_SHOWN]:
        click.echo(f"rolepath: no value: {problem}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"rolepath: no value, for {len(problems) - _SHOWN} more reasons", err=True)


def _text(sparql: str | None, file: str | None, named: str | None) -> str:
    if sum(given is not None for given in (sparql, file, named)) != 1:
        raise WrongUse("give one query: as an argument, - for standard input, -f FILE, or --named NAME (see --list)")
    if named is not None:
        return _packaged(named).text
    if file is not None and file != "-":
        try:
            return Path(file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise WrongUse(f"{file} is not a text in UTF-8") from None
        except OSError as error:
            raise WrongUse(f"{file} can't be read: {error.strerror}") from None
    if sparql == "-" or file == "-":
        return sys.stdin.read()
    return sparql or ""


def _packaged(name: str) -> NamedQuery:
    from rolepath.catalog.inputs import packaged
    from rolepath.rdf.queries import named_query

    return named_query(packaged("ontology") / "queries", name)


def _list(output: Output) -> None:
    from rolepath.catalog.inputs import packaged
    from rolepath.rdf.queries import named_queries

    if output.format not in _LIST_FORMATS:
        raise WrongUse(f"--format {output.format} doesn't fit --list; it can be written as {', '.join(_LIST_FORMATS)}.")
    found = named_queries(packaged("ontology") / "queries").values()
    _write_table(output, ["name", "question"], [[each.name, each.title] for each in found])


def _write_table(output: Output, columns: list[str], rows: list[list[str]]) -> None:
    from rolepath.cli.answers import write_blocks
    from rolepath.render.blocks import Table, Text

    table = Table("rows", tuple(columns), tuple(tuple(row) for row in rows))
    end = Text(f"{len(rows)} row" + ("" if len(rows) == 1 else "s"))
    data = [dict(zip(columns, row, strict=True)) for row in rows]
    write_blocks(output, [table, end] if columns != ["answer"] else [Text(rows[0][0])], data)
