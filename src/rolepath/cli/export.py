"""The command that writes the graph for other programs, and pages to read: export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from rolepath.cli.options import Data, Output, data_options, page_lines, write_file
from rolepath.errors import WrongUse
from rolepath.render.file_names import slug

_FORMATS = ("turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "csv", "html", "site")


@click.command(short_help="Write the graph for other programs.")
@click.argument("format_", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option("-o", "--output", "path", metavar="FILE", help="Write to this file (csv, site: into this folder).")
@click.option("--around", metavar="NAME", help="Only what lies around this thing.")
@click.option("--hops", type=int, default=None, metavar="N", help="With --around: so many steps; default 1.")
@click.option("--to", metavar="ROLE", help="site: the role to get to; default: AI Product Manager.")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="site: a role to start from, or “nothing”; repeatable.")
@click.option("--hours-per-week", type=float, metavar="HOURS", help="site: time to study; default: the assumption, 8.")
@click.option("--budget", metavar="AMOUNT[ CURRENCY]", help="site: what a way may cost at most.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="site: stop the search of each way; its page then says so.")
@data_options
def export(source: Data, format_: str, path: str | None, around: str | None, hops: int | None, **site: Any) -> None:
    """Write the graph as FORMAT: turtle, trig, nquads, jsonld (all facts); graphml, gexf, csv, html (things and relations); site.

    csv writes nodes.csv and edges.csv; html is a page that opens from disk, by default in exports/. site is a folder of pages, by
    default exports/site: an index, the way from each role to start from, how the two differ, and the page of html. Without --role it
    starts from the roles that sources name, the nearest others, and nothing; that takes up to a minute, and with imported classifications
    up to a minute for each role.

    \b
    Examples:
      rolepath export graphml -o rolepath.graphml
      rolepath export html --around "AI Product Manager" --hops 2
      rolepath export site --role "data scientist" -o site
    """
    from rolepath.rdf import export as exports

    _check_site(format_, around, site)
    if format_ == "site":
        from rolepath.cli.site import export_site

        export_site(source, path, **site)
        return
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


def _check_site(format_: str, around: str | None, site: Mapping[str, Any]) -> None:
    """What belongs to a site only, or not to it, is refused rather than ignored."""
    if format_ == "site" and around is not None:
        raise WrongUse("--around can't go with site; name the roles to start from with --role")
    given = [name for name, value in site.items() if value not in (None, ())]
    if format_ != "site" and given:
        option = "--role" if given[0] == "roles" else "--" + given[0].replace("_", "-")
        raise WrongUse(f"{option} goes with site")
