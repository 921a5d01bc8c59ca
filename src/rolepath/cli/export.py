"""The command that writes the graph for other programs, and pages to read: export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli.options import Data, Output, data_options, page_lines, write_file
from rolepath.errors import WrongUse
from rolepath.render.file_names import slug

if TYPE_CHECKING:
    from rolepath.render.graph_parts import GraphParts
    from rolepath.service.graph import KnowledgeGraph

_FORMATS = ("turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "csv", "html", "site")
_CLASSIFICATIONS = {"esco": "ESCO", "onet": "O*NET"}


@click.command(short_help="Write the graph for other programs.")
@click.argument("format_", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option("-o", "--output", "path", metavar="FILE", help="Write to this file (csv, site: into this folder).")
@click.option("--around", metavar="NAME", help="Only what lies around this thing.")
@click.option("--hops", type=int, default=None, metavar="N", help="With --around: so many steps; default 1.")
@click.option("--all", "everything", is_flag=True, help="html: a map of the imported classifications, whole.")
@click.option("--only", type=click.Choice(tuple(_CLASSIFICATIONS)), help="With --all: of this classification alone.")
@click.option("--to", metavar="ROLE", help="site: the role to get to; default: AI Product Manager.")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="site: a role to start from, or “nothing”; repeatable.")
@click.option("--hours-per-week", type=float, metavar="HOURS", help="site: time to study; default: the assumption, 8.")
@click.option("--budget", metavar="AMOUNT[ CURRENCY]", help="site: what a way may cost at most.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="site: stop the search of each way; its page then says so.")
@data_options
def export(
    source: Data,
    format_: str,
    path: str | None,
    around: str | None,
    hops: int | None,
    everything: bool,
    only: str | None,
    **site: Any,
) -> None:
    """Write the graph as FORMAT: turtle, trig, nquads, jsonld (all facts); graphml, gexf, csv, html (things and relations); site.

    csv writes nodes.csv and edges.csv; html is a page that opens from disk, by default in exports/. site is a folder of pages, by
    default exports/site: an index, the way from each role to start from, how the two differ, and the page of html. Without --role it
    starts from the roles that sources name, the nearest others, and nothing; that takes up to a minute, and with imported classifications
    up to a minute for each role.

    The page shows the packaged facts, which a reader can take in, without what was imported; with folders of --data, what they
    and the packaged facts say and link to. With --all it is a map of everything that was imported, 17,000 things for ESCO. The
    other formats always hold everything.

    \b
    Examples:
      rolepath export graphml -o rolepath.graphml
      rolepath export html --around "AI Product Manager" --hops 2
      rolepath export site --role "data scientist" -o site
    """
    from rolepath.rdf import export as exports

    _check_site(format_, around, site)
    if hops is not None and around is None:
        raise WrongUse("--hops goes with --around NAME")
    if everything and (format_ != "html" or around is not None):
        raise WrongUse("--all goes with html and without --around; the other formats hold everything without it")
    if only is not None and not everything:
        raise WrongUse("--only goes with --all")
    if format_ == "csv" and path in (None, "-"):
        raise WrongUse("csv is two files; name a folder with -o DIR")
    if format_ == "site":
        from rolepath.cli.site import export_site

        export_site(source, path, **site)
        return
    if format_ == "html":
        # what was imported would bury what a reader looks for, and takes a minute
        kg = (source if everything or around or source.data else replace(source, with_imports=False)).load()
        name, parts = _map(source, kg, only) if everything else _explorer(source, kg, around, hops)
        _write_page(source, kg, name, parts, path)
        return
    kg = source.load()
    center = kg.entity(around).id if around is not None else None
    output = Output(format_, path)
    if format_ in exports.RDF_FORMATS:
        nodes = exports.neighbourhood(kg.network, center, hops if hops is not None else 1).nodes if center else None
        output.write(exports.to_rdf(kg.store, format_, nodes))
        return
    graph = exports.neighbourhood(kg.network, center, hops if hops is not None else 1) if center else kg.network
    if format_ == "csv":
        nodes_csv, edges_csv = exports.to_csv(graph)
        folder = Path(path or ".")
        write_file(folder / "nodes.csv", nodes_csv)
        write_file(folder / "edges.csv", edges_csv)
    else:
        output.write(exports.to_graphml(graph) if format_ == "graphml" else exports.to_gexf(graph))


def _explorer(source: Data, kg: KnowledgeGraph, around: str | None, hops: int | None) -> tuple[str, GraphParts]:
    """The page of what can be taken in: its name, and what is on it."""
    from rolepath.rdf import export as exports
    from rolepath.render.graph_parts import graph_parts

    source.progress("collecting the facts")
    if around is not None:
        center = kg.entity(around)
        near = exports.neighbourhood(kg.network, center.id, hops if hops is not None else 1)
        return slug(center.label), graph_parts(kg.whole(near), _urls(kg), center.id)
    only = exports.own_part(kg.network) if source.data else None
    return "graph", graph_parts(kg.whole(only), _urls(kg), None)


def _map(source: Data, kg: KnowledgeGraph, only: str | None) -> tuple[str, GraphParts]:
    """The page of whole classifications: its name, and what is on it."""
    from rolepath.rdf.whole import classified
    from rolepath.render.graph_parts import map_parts

    source.progress("reading everything")
    left_out = tuple(f"{name}:" for name in _CLASSIFICATIONS if only not in (None, name))
    whole = kg.whole([i for i in kg.drawn() if not i.startswith(left_out)] if left_out else None)
    held = [_CLASSIFICATIONS[name] for name in _CLASSIFICATIONS if name in classified(whole)]
    if not held:
        wanted = _CLASSIFICATIONS[only] if only else "classification"
        raise WrongUse(
            f"no {wanted} is imported, so there is no map to draw; import one first: rolepath import {only or 'esco'} FOLDER"
            f" (see rolepath import --help); the packaged facts are drawn by rolepath export html"
        )
    source.progress(f"finding places for {len(whole.things):,} things")
    return f"map-{only}" if only else "map", map_parts(whole, _urls(kg), " and ".join(held))


def _write_page(source: Data, kg: KnowledgeGraph, name: str, parts: GraphParts, path: str | None) -> None:
    from rolepath.render.page import graph_page

    source.progress("writing the page")
    page = graph_page(parts.title, parts.lead, parts.nodes, parts.edges, regions=parts.regions, credits=kg.attributions(parts.cited))
    if path == "-":
        Output("html", path).write(page)
        return
    target = Path(path) if path is not None else Path("exports") / f"{name}.html"
    write_file(target, page)
    click.echo(page_lines(target))


def _urls(kg: KnowledgeGraph) -> dict[str, str]:
    return {note.id: note.url for note, _ in kg.sources(counted=False) if note.url}


def _check_site(format_: str, around: str | None, site: Mapping[str, Any]) -> None:
    """What belongs to a site only, or not to it, is refused rather than ignored."""
    if format_ == "site" and around is not None:
        raise WrongUse("--around can't go with site; name the roles to start from with --role")
    given = [name for name, value in site.items() if value not in (None, ())]
    if format_ != "site" and given:
        option = "--role" if given[0] == "roles" else "--" + given[0].replace("_", "-")
        raise WrongUse(f"{option} goes with site")
