"""A folder of pages for one target, linked with each other: results in, texts by file name out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import quote

from rolepath.planning.explored import Gain, Near, Reach
from rolepath.planning.result import Answer, SourceNote, Thing
from rolepath.rdf.compare import Comparison
from rolepath.rdf.whole import Whole
from rolepath.render import site_index
from rolepath.render.compare_page import compare_page
from rolepath.render.file_names import slug
from rolepath.render.graph_page import graph_page
from rolepath.render.graph_parts import graph_parts
from rolepath.render.path_page import path_page
from rolepath.render.role_words import a
from rolepath.vocab import VERSION

INDEX, EXPLORER = "index.html", "graph.html"
Links = tuple[tuple[str, str], ...]


class BothWays(Protocol):
    """Two roles compared, with the gap from each to the other."""

    @property
    def comparison(self) -> Comparison: ...
    @property
    def forth(self) -> Answer | None: ...
    @property
    def back(self) -> Answer | None: ...
    @property
    def sources(self) -> tuple[SourceNote, ...]: ...


class Start(Protocol):
    """Where someone may come from, the way from there, and the two roles compared; both None for nothing."""

    @property
    def role(self) -> Thing | None: ...
    @property
    def near(self) -> Near | None: ...
    @property
    def way(self) -> Answer: ...
    @property
    def both(self) -> BothWays | None: ...


class Site(Protocol):
    """What the pages are made of, as the service asks for it."""

    @property
    def target(self) -> Thing: ...
    @property
    def starts(self) -> Sequence[Start]: ...
    @property
    def programs(self) -> tuple[Gain, ...]: ...
    @property
    def feeders(self) -> Reach: ...
    @property
    def sources(self) -> tuple[tuple[SourceNote, int], ...]: ...
    @property
    def whole(self) -> Whole: ...


def site_pages(site: Site, progress: Callable[[str], None] = lambda message: None) -> dict[str, str]:
    """All pages of a site by file name, `index.html` first; equal input gives equal bytes.

    Args:
        site: the target, the starts with their answers, programs, sources and what the explorer shows.
        progress: called with a few words before each page.
    """
    names = _names(site)
    pages: dict[str, str] = {}
    starts = []
    for start, (way_name, compare_name) in zip(site.starts, names, strict=True):
        progress(f"writing {way_name}")
        pair = (("How the two differ", compare_name),) if compare_name is not None else ()
        pages[way_name] = path_page(start.way, links=_links(site, pair, start.role))
        if start.both is not None and compare_name is not None:
            progress(f"writing {compare_name}")
            found = start.both
            links = _links(site, (("The way", way_name),), start.role)
            pages[compare_name] = compare_page(found.comparison, found.forth, found.back, found.sources, links=links, ways=(way_name, None))
        documented = start.near is not None and start.near.documented
        starts.append(site_index.Start(start.role, start.way, documented, way_name, compare_name, _seen(site, start.role)))
    progress(f"writing {EXPLORER}")
    pages[EXPLORER] = _explorer(site)
    progress(f"writing {INDEX}")
    leading = [*(near.role for near in site.feeders.roles), *(each.role for each in site.feeders.unranked)]
    index = site_index.index_page(
        site.target,
        starts,
        [(gain, _seen(site, gain.thing)) for gain in site.programs],
        site.feeders,
        site.sources,
        seen={role.id: place for role in leading if (place := _seen(site, role))},
        target_seen=_seen(site, site.target) or EXPLORER,
        explorer=EXPLORER,
        files=(INDEX, *pages),
        made_with=f"rolepath {VERSION}",
    )
    return {INDEX: index, **pages}


def _explorer(site: Site) -> str:
    """The page to look around in."""
    parts = graph_parts(site.whole, {note.id: note.url for note, _ in site.sources if note.url}, None)
    credits_ = sorted({note.attribution for note, _ in site.sources if note.attribution and note.id in parts.cited})
    links = ((f"All starting roles for {a(site.target.label, site.target.origin)}", INDEX),)
    return graph_page(parts.title, parts.lead, parts.nodes, parts.edges, links=links, regions=parts.regions, credits=credits_)


def _names(site: Site) -> list[tuple[str, str | None]]:
    """The file names of the way and the comparison of each start; of equal ones the later get a number."""
    taken = {INDEX, EXPLORER}

    def free(name: str) -> str:
        number, chosen = 1, f"{name}.html"
        while chosen in taken:
            number += 1
            chosen = f"{name}-{number}.html"
        taken.add(chosen)
        return chosen

    target, found = site.target.label, []
    for start in site.starts:
        label = start.role.label if start.role else "nothing"
        way = free(slug(label, target))
        found.append((way, free(f"{slug(label)}-and-{slug(target)}") if start.both is not None else None))
    return found


def _links(site: Site, others: Links, role: Thing | None) -> Links:
    """The pages beside one: the index, its pair, the explorer (at the role, where it is shown)."""
    place = _seen(site, role)
    seen = (f"What is known of {a(role.label, role.origin)}", place) if role and place else ("Look around", EXPLORER)
    return (("All starting roles", INDEX), *others, seen)


def _seen(site: Site, thing: Thing | None) -> str | None:
    """Where a thing is shown in the explorer; None where it isn't."""
    return f"{EXPLORER}#thing={quote(thing.id, safe='')}" if thing is not None and thing.id in site.whole.things else None
