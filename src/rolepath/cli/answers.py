"""Commands that answer about roles and things: gap, path, compare, show, search."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli import exits
from rolepath.cli.options import Data, Output, data_options, has_level, output_options, page_lines, write_file
from rolepath.errors import WrongUse
from rolepath.planning.problem import COSTS
from rolepath.render.file_names import slug

if TYPE_CHECKING:
    from rolepath.planning.choices import Choices
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
        click.option("--strict", is_flag=True, help="Count only what is held itself, or under an exact mapping."),
        click.option("--lack", multiple=True, metavar="NAME", help="A capability you lack, whatever your role says; repeatable."),
        click.option("--have", multiple=True, metavar="NAME[=LEVEL]", help="A capability you have, at a level in (0, 1]; repeatable."),
        click.option("--profile", "file", metavar="FILE", help="Who you are, from a file (`rolepath profile`); then only TO is given."),
    ):
        command = option(command)
    return command


def wish_options(command: Any) -> Any:
    """Adds what a path has to keep to, and what is best."""
    for option in (
        click.option("--time-limit", type=float, metavar="SECONDS", help="Stop the search; the answer then says how far off it may be."),
        click.option("--alternatives", type=int, default=0, metavar="K", help="Add the K next-best paths that differ; default 0."),
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
        click.option("--bridge-readiness", type=float, metavar="SHARE", help="From which readiness a bridge can be entered; default 0.6."),
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
) -> None:
    """What you lack for a role: every requirement, how far it is covered, by what, and who says so.

    FROM is your role, or “nothing”; TO is the target (AI Product Manager). With --profile only TO is given.

    \b
    Example:
      rolepath gap "data scientist" --have Python --have "Pandas=0.5"
    """
    from rolepath.render.answer import gap_blocks

    if from_role is None and file is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'FROM'", param_type="argument")
    graph, start, target, profile = who(source, file, from_role, to_role)
    answer = graph.gap(start, target, profile=profile, have=has_level(have), lack=lack, strict=strict, readiness=readiness)
    _write_answer(output, answer, gap_blocks(answer), "gap")


@click.command(short_help="How to get to a role, step by step.")
@click.argument("from_role", metavar="[FROM]", required=False)
@click.argument("to_role", metavar="[TO]", required=False)
@profile_options
@wish_options
@click.option("--explain", is_flag=True, help="Every reason, passage and estimate beside its step, in table and markdown.")
@click.option("--brief", is_flag=True, help="The best path on one screen, in table and markdown.")
@output_options(*PATH_FORMATS, html=True)
@data_options
def path(
    source: Data,
    output: Output,
    from_role: str | None,
    to_role: str | None,
    file: str | None,
    have: tuple[str, ...],
    brief: bool,
    explain: bool,
    **wishes: Any,
) -> None:
    """How to get to a role: the steps in order, with programs, projects and tools for each, and roles to go through.

    FROM is your role; without it, or as “nothing”, you start from nothing. TO is the target (AI Product Manager).
    With --profile only TO is given; an option goes before what the profile says, and lists add up.

    \b
    Examples:
      rolepath path "Data Scientist" "AI Product Manager" --hours-per-week 10
      rolepath path --profile me.yaml --minimise money --deadline "60 months"
    """
    from rolepath.render.path_blocks import path_blocks
    from rolepath.render.path_brief import brief_blocks

    if brief and explain:
        raise WrongUse("--brief and --explain exclude each other")
    graph, start, target, profile = who(source, file, from_role, to_role)
    choices = None
    if output.html or output.format == "html":
        from rolepath.service.choosing import path_with_choices

        answer, choices = path_with_choices(graph, start, target, profile=profile, have=has_level(have), progress=source.progress, **wishes)
    else:
        answer = graph.path(start, target, profile=profile, have=has_level(have), **wishes)
    _write_path(output, answer, brief_blocks(answer) if brief else path_blocks(answer, explain), choices)
    if not answer.found:
        raise click.exceptions.Exit(exits.NO_ANSWER)


def _write_answer(output: Output, answer: Answer, blocks: list[Block], prefix: str, choices: Choices | None = None) -> None:
    from rolepath.planning.result import to_data

    start = answer.question.start_role.label if answer.question.start_role else "nothing"
    name = slug(f"{prefix} {start}".strip(), answer.question.target.label)
    if output.format == "html" or output.html:
        from rolepath.render.page import path_page

        _write_page(output, blocks, path_page(answer, choices), name)
    else:
        write_blocks(output, blocks, to_data(answer))


def _write_path(output: Output, answer: Answer, blocks: list[Block], choices: Choices | None) -> None:
    if output.html or output.format == "html":
        _write_answer(output, answer, blocks, "", choices)
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
        _write_answer(output, answer, blocks, "")


def _write_page(output: Output, blocks: list[Block], page: str, name: str) -> None:
    """--html: the page to its file, the answer and the page's link to stdout; --format html, or -o -: the page alone."""
    if not output.html or output.path == "-":
        output.write(page)
        return
    from rolepath.render.blocks import to_text

    target = Path(output.path) if output.path is not None else Path("exports") / f"{name}.html"
    write_file(target, page)
    shown = Output("table", None)
    shown.write(to_text(blocks, shown.width, shown.on_terminal) + "\n" + page_lines(target))


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
        _write_page(output, comparison_blocks(found), page, f"{slug(found.first[1])}-and-{slug(found.second[1])}")
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
        _write_page(output, blocks, blocks_page(blocks), slug(found.label))
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
