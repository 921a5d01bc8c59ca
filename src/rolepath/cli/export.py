"""The command that writes the graph for other programs: export."""

from __future__ import annotations

from pathlib import Path

import click

from rolepath.cli.options import Data, Output, data_options, page_lines, slug, write_file
from rolepath.errors import WrongUse

_FORMATS = ("turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "csv", "html")


@click.command(short_help="Write the graph for other programs.")
@click.argument("format_", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option("-o", "--output", "path", metavar="FILE", help="Write to this file (csv: into this folder) instead of stdout.")
@click.option("--around", metavar="NAME", help="Only what lies around this thing.")
@click.option("--hops", type=int, default=None, metavar="N", help="With --around: so many steps; default 1.")
@data_options
def export(source: Data, format_: str, path: str | None, around: str | None, hops: int | None) -> None:
    """Write the graph as FORMAT: turtle, trig, nquads, jsonld (all facts); graphml, gexf, csv, html (things and relations).

    csv writes nodes.csv and edges.csv; html is a page that opens from disk, by default in exports/.

    \b
    Examples:
      rolepath export graphml -o rolepath.graphml
      rolepath export html --around "AI Product Manager" --hops 2
    """
    from rolepath.rdf import export as exports

    if hops is not None and around is None:
        raise WrongUse("--hops goes with --around NAME")
    if format_ == "csv" and path in (None, "-"):
        raise WrongUse("csv is two files; name a folder with -o DIR")
    kg = source.load()
    center = kg.entity(around) if around is not None else None
    output = Output(format_, path)
    if format_ in exports.RDF_FORMATS:
        only = exports.neighbourhood(kg.network, center.id, hops if hops is not None else 1).nodes if center else None
        output.write(exports.to_rdf(kg.store, format_, only))
        return
    graph = exports.neighbourhood(kg.network, center.id, hops if hops is not None else 1) if center else kg.network
    if format_ == "html":
        from rolepath.render.graph_parts import graph_parts
        from rolepath.render.page import graph_page

        source.progress("collecting the facts")
        title, lead, nodes, edges = graph_parts(graph, {node: kg.show(node) for node in graph}, center.id if center else None)
        source.progress("drawing the page")
        target = Path(path) if path is not None else Path("exports") / f"{slug(center.label) if center else 'graph'}.html"
        page = graph_page(title, lead, nodes, edges)
        if path == "-":
            output.write(page)
            return
        write_file(target, page)
        click.echo(page_lines(target))
    elif format_ == "csv":
        nodes_csv, edges_csv = exports.to_csv(graph)
        folder = Path(path or ".")
        write_file(folder / "nodes.csv", nodes_csv)
        write_file(folder / "edges.csv", edges_csv)
    else:
        output.write(exports.to_graphml(graph) if format_ == "graphml" else exports.to_gexf(graph))
