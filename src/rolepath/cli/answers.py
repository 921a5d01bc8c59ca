"""Commands that answer about roles and things: gap, path, compare, show, search."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli import exits
from rolepath.cli.options import Data, Output, data_options, has_level, output_options, page_lines, write_file
from rolepath.errors import WrongUse
from rolepath.render.file_names import slug
from rolepath.vocab import COSTS

if TYPE_CHECKING:
    from rolepath.planning.result import Answer
    from rolepath.render.blocks import Block
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Resolved

FORMATS = ("table", "json", "csv", "markdown", "html")
RDF_FORMATS = ("turtle", "trig", "jsonld", "nquads")
PATH_FORMATS = (*FORMATS, "mermaid", "ics", *RDF_FORMATS)


def profile_options(command: Any) -> Any:
    """Adds what a person says of themselves: --profile, --have, --lack, --strict, --readiness."""
    for option in (
        click.option("--readiness", type=float, metavar="SHARE", help="What counts as ready, in (0, 1]; default: the assumption, 0.8."),
        click.option("--strict", is_flag=True, help="Assume nothing of the people in your role; count only what you say."),
        click.option("--lack", multiple=True, metavar="NAME", help="A capability or unit you lack, whatever your role says; repeatable."),
        click.option(
            "--have",
            multiple=True,
            metavar="NAME[=LEVEL|=some]",
            help="A capability or unit you have: as much as is asked, at a level in (0, 1], or some (half of it); repeatable.",
        ),
        click.option("--profile", "file", metavar="FILE", help="Who you are, from a file (`rolepath profile`); then only TO is given."),
    ):
        command = option(command)
    return command


def wish_options(command: Any) -> Any:
    """Adds what a path has to keep to, and what is best."""
    for option in (
        click.option("--time-limit", type=float, metavar="SECONDS", help="Stop the search; the answer then says how far off it may be."),
        click.option("--draws", type=int, metavar="N", help="How often to vary the estimates, to see what holds; 0: never; default 20."),
        click.option("--alternatives", type=int, default=0, metavar="K", help="Add the K next-best ways that differ; default 0."),
        click.option("--must", multiple=True, metavar="NAME", help="A program, project, tool, skill or role to use; repeatable."),
        click.option("--avoid", multiple=True, metavar="NAME", help="A program, project, tool, skill or role not to use; repeatable."),
        click.option("--optimistic", is_flag=True, help="Budget and deadline hold at the low end of estimates, not the high one."),
        click.option("--start", "start_date", metavar="DATE", help="The first day; default: that of the profile, else today."),
        click.option("--deadline", metavar="DATE|MONTHS", help="When to be ready: 2027-12-31, or 18 for months from the start."),
        click.option("--currency", metavar="CODE", help="The currency of the answer; default: that of the profile, else USD."),
        click.option("--budget", metavar="AMOUNT[ CURRENCY]", help="What it may cost at most: 500, “500 EUR”."),
        click.option("--minimise", type=click.Choice(COSTS), default=COSTS[0], show_default=True, help="What is to be least."),
        click.option("--hours-per-week", type=float, metavar="HOURS", help="Your time to study; default: the assumption, 8."),
        click.option("--max-bridges", type=int, default=2, show_default=True, help="How many roles may lie between."),
    ):
        command = option(command)
    return command


def who(
    source: Data, file: str | None, from_role: str | None, to_role: str | None
) -> tuple[KnowledgeGraph, str | None, str | None, Resolved | None]:
    """The graph, the role that someone comes from, the one they want, and their profile; what isn't said is None.

    Raises:
        WrongUse: for a start beside a profile. InvalidProfile: for a profile that can't be used.
    """
    if file is None:
        return source.load(), None if from_role is None or from_role.casefold() == "nothing" else from_role, to_role, None
    if to_role is not None:
        raise WrongUse("with --profile the one argument is the role to get to; who you are stands in the profile")
    from rolepath.service.profile_file import check_names, read_profile

    read = read_profile(Path(file))
    graph = source.load()
    return graph, None, from_role, check_names(read, graph)


@click.command(short_help="What you lack for a role, and who says so.")
@click.argument("from_role", metavar="FROM", required=False)
@click.argument("to_role", metavar="[TO]", required=False)
@profile_options
@click.option("--full", is_flag=True, help="Everything, with sources; a table else shows one screen.")
@output_options(*FORMATS, html=True)
@data_options
def gap(
    source: Data,
    output: Output,
    from_role: str | None,
    to_role: str | None,
    file: str | None,
    have: tuple[str, ...],
    lack: tuple[str, ...],
    strict: bool,
    readiness: float | None,
    full: bool,
) -> None:
    """What you lack for a role: how ready you are, every unit that is missing, how far you have it, and who asks for it.

    FROM is your role, or “nothing”; TO is the target (AI Product Manager). With --profile only TO is given. What most people in your
    role have is assumed; say otherwise with --have and --lack, or let `rolepath check` ask you.

    \b
    Examples:
      rolepath gap "data scientist" --have "RAG systems" --have "product strategy=some"
      rolepath gap "product manager" --full
    """
    from rolepath.render.answer import gap_blocks, gap_table
    from rolepath.render.short_answer import short_gap

    if from_role is None and file is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'FROM'", param_type="argument")
    graph, start, target, profile = who(source, file, from_role, to_role)
    answer = graph.gap(start, target, profile=profile, have=has_level(have), lack=lack, strict=strict, readiness=readiness)
    blocks: list[Block] = [gap_table(answer)] if output.format == "csv" else gap_blocks(answer)
    _write_answer(output, answer, _Told(blocks, None if full else short_gap), "gap")


@click.command(short_help="How to get to a role, step by step.")
@click.argument("from_role", metavar="[FROM]", required=False)
@click.argument("to_role", metavar="[TO]", required=False)
@profile_options
@wish_options
@click.option("--full", is_flag=True, help="Everything: all ways with all steps, units, sources; a table else shows one screen.")
@click.option("--explain", is_flag=True, help="Everything, with every reason, passage and estimate beside its step.")
@output_options(*PATH_FORMATS, html=True)
@data_options
def path(
    source: Data,
    output: Output,
    from_role: str | None,
    to_role: str | None,
    file: str | None,
    have: tuple[str, ...],
    full: bool,
    explain: bool,
    **wishes: Any,
) -> None:
    """How to get to a role: how ready you are, what to do in any case, the ways there, and what to begin with this week.

    FROM is your role; without it, or as “nothing”, you start from nothing. TO is the target (AI Product Manager).
    With --profile only TO is given; an option goes before what the profile says, and lists add up. The table shows one screen,
    markdown always everything.

    \b
    Examples:
      rolepath path "Data Scientist" "AI Product Manager" --hours-per-week 10
      rolepath path "product manager" --budget "300 EUR" --deadline 6 --full
      rolepath path --profile me.yaml --minimise money --explain
    """
    from rolepath.render.path_blocks import path_blocks
    from rolepath.render.short_answer import short_path

    graph, start, target, profile = who(source, file, from_role, to_role)
    answer = graph.path(start, target, profile=profile, have=has_level(have), **wishes)
    _write_path(output, answer, _Told(path_blocks(answer, explain), None if full or explain else short_path))
    if not answer.found:
        raise click.exceptions.Exit(exits.NO_ANSWER)


@dataclass(frozen=True)
class _Told:
    """An answer in blocks, whole; short: what shows it on one screen instead, where that is what a table shows."""

    blocks: list[Block]
    short: Callable[[Answer, int, bool], str] | None

    def text(self, answer: Answer, output: Output) -> str:
        """The answer as text for where it goes to."""
        from rolepath.render.blocks import to_text

        if self.short is not None:
            return self.short(answer, output.width, output.on_terminal)
        return to_text(self.blocks, output.width, output.on_terminal)


def _write_answer(output: Output, answer: Answer, told: _Told, prefix: str) -> None:
    from rolepath.planning.result import to_data

    start = answer.question.start_role.label if answer.question.start_role else "nothing"
    name = slug(f"{prefix} {start}".strip(), answer.question.target.label)
    if output.format == "html" or output.html:
        from rolepath.render.page import path_page

        _write_page(output, lambda shown: told.text(answer, shown), path_page(answer), name)
    elif output.format == "table":
        output.write(told.text(answer, output))
    else:
        write_blocks(output, told.blocks, to_data(answer))


def _write_path(output: Output, answer: Answer, told: _Told) -> None:
    if output.html or output.format == "html":
        _write_answer(output, answer, told, "")
    elif output.format == "csv":
        from rolepath.render.path_csv import path_csv

        output.write(path_csv(answer))
    elif output.format == "mermaid":
        from rolepath.render.mermaid import mermaid

        output.write(mermaid(answer))
    elif output.format == "ics":
        from rolepath.render.calendar import calendar

        output.write(calendar(answer))
    elif output.format in RDF_FORMATS:
        from rolepath.catalog.inputs import packaged
        from rolepath.rdf.dataset import read_context
        from rolepath.render.answer_rdf import to_rdf

        output.write(to_rdf(answer, output.format, read_context(packaged("ontology"))))
    else:
        _write_answer(output, answer, told, "")


def _write_page(output: Output, text: Callable[[Output], str], page: str, name: str) -> None:
    """--html: the page to its file, the answer and the page's link to stdout; --format html, or -o -: the page alone."""
    if not output.html or output.path == "-":
        output.write(page)
        return
    target = Path(output.path) if output.path is not None else Path("exports") / f"{name}.html"
    write_file(target, page)
    shown = Output("table", None)
    shown.write(text(shown) + "\n" + page_lines(target))


def _as_text(blocks: list[Block]) -> Callable[[Output], str]:
    """What shows blocks as text for where it goes to."""
    from rolepath.render.blocks import to_text

    return lambda shown: to_text(blocks, shown.width, shown.on_terminal)


def write_blocks(output: Output, blocks: list[Block], data: Any) -> None:
    """Writes an answer in the format asked for."""
    from rolepath.render import blocks as rendering

    if output.format == "json":
        output.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif output.format == "csv":
        output.write(rendering.to_csv(blocks))
    elif output.format == "markdown":
        output.write(rendering.to_markdown(blocks))
    elif output.format == "html":
        from rolepath.render.page import blocks_page

        output.write(blocks_page(blocks))
    else:
        output.write(rendering.to_text(blocks, output.width, output.on_terminal))


@click.command(short_help="Two roles side by side.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@output_options(*FORMATS, html=True)
@data_options
def compare(source: Data, output: Output, first: str, second: str) -> None:
    """Two roles side by side: capabilities, tools, pay, growth, entry points, responsibilities.

    The page (--html) also tells how ready each role makes for the other, and which skills of one count in part for the other.

    \b
    Examples:
      rolepath compare "AI PM" "traditional PM"
      rolepath compare "data scientist" "AI PM" --html
    """
    from rolepath.render.compare_page import compare_page
    from rolepath.render.dossier import comparison_blocks

    graph = source.load()
    if output.html or output.format == "html":
        both = graph.compare_both_ways(first, second)
        found = both.comparison
        page = compare_page(found, both.forth, both.back, both.sources)
        _write_page(output, _as_text(comparison_blocks(found)), page, f"{slug(found.first[1])}-and-{slug(found.second[1])}")
    else:
        found = graph.compare(first, second)
        write_blocks(output, comparison_blocks(found), asdict(found))


@click.command(short_help="All that is known of a thing, with sources.")
@click.argument("entity")
@output_options(*FORMATS, html=True)
@data_options
def show(source: Data, output: Output, entity: str) -> None:
    """All that is known of a role, skill, tool, program, project, organisation or industry, with sources.

    \b
    Example:
      rolepath show "prompt engineering"
    """
    from rolepath.render.blocks_page import blocks_page
    from rolepath.render.dossier import dossier_blocks

    found = source.load().show(entity)
    blocks = dossier_blocks(found)
    if output.html:
        _write_page(output, _as_text(blocks), blocks_page(blocks), slug(found.label))
    else:
        write_blocks(output, blocks, asdict(found))


@click.command(short_help="Look in all labels.")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many results at most.")
@output_options("table", "json", "csv", "markdown")
@data_options
def search(source: Data, output: Output, text: str, limit: int) -> None:
    """Look in all labels and alternative labels; typing errors are forgiven.

    \b
    Example:
      rolepath search "promt enginering"
    """
    from rolepath.render.dossier import search_blocks

    found = source.load().search(text, limit)
    write_blocks(output, search_blocks(text, found), [asdict(match) for match in found])
