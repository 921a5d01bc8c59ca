"""Commands that answer about roles and things: gap, path, compare, show, search."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli import exits
from rolepath.cli.options import Data, Output, data_options, has_level, output_options, page_lines, slug, write_file

if TYPE_CHECKING:
    from rolepath.planning.result import Answer
    from rolepath.render.blocks import Block

FORMATS = ("table", "json", "csv", "markdown", "html")


def profile_options(command: Any) -> Any:
    """Adds what a person says of themselves: --have, --lack, --strict, --readiness."""
    for option in (
        click.option("--readiness", type=float, metavar="SHARE", help="What counts as ready, in (0, 1]; default: the assumption, 0.8."),
        click.option("--strict", is_flag=True, help="Count only what is held itself, or under an exact mapping."),
        click.option("--lack", multiple=True, metavar="NAME", help="A capability you lack, whatever your role says; repeatable."),
        click.option("--have", multiple=True, metavar="NAME[=LEVEL]", help="A capability you have, at a level in (0, 1]; repeatable."),
    ):
        command = option(command)
    return command


@click.command(short_help="What you lack for a role, and who says so.")
@click.argument("from_role", metavar="FROM")
@click.argument("to_role", metavar="[TO]", default="role/ai-product-manager")
@profile_options
@output_options(*FORMATS, html=True)
@data_options
def gap(
    source: Data,
    output: Output,
    from_role: str,
    to_role: str,
    have: tuple[str, ...],
    lack: tuple[str, ...],
    strict: bool,
    readiness: float | None,
) -> None:
    """What you lack for a role: every requirement, how far it is covered, by what, and who says so.

    FROM is your role, or “nothing”; TO is the target (AI Product Manager).

    \b
    Example:
      rolepath gap "data scientist" --have Python --have "Pandas=0.5"
    """
    from rolepath.render.answer import gap_blocks

    answer = source.load().gap(
        None if from_role.casefold() == "nothing" else from_role,
        to_role,
        have=has_level(have),
        lack=lack,
        strict=strict,
        readiness=readiness,
    )
    _write_answer(output, answer, gap_blocks(answer), "gap")


@click.command(short_help="How to get to a role, step by step.")
@click.argument("from_role", metavar="[FROM]", default="nothing")
@click.argument("to_role", metavar="[TO]", default="role/ai-product-manager")
@profile_options
@click.option("--bridge-readiness", type=float, metavar="SHARE", help="From which readiness a bridge can be entered; default 0.6.")
@click.option("--max-bridges", type=int, default=2, show_default=True, help="How many roles may lie between.")
@click.option("--hours-per-week", type=float, metavar="HOURS", help="Your time to study; default: the assumption, 8.")
@output_options(*FORMATS, html=True)
@data_options
def path(
    source: Data,
    output: Output,
    from_role: str,
    to_role: str,
    have: tuple[str, ...],
    lack: tuple[str, ...],
    strict: bool,
    readiness: float | None,
    bridge_readiness: float | None,
    max_bridges: int,
    hours_per_week: float | None,
) -> None:
    """How to get to a role: the steps in order, with programs, projects and tools for each, and roles to go through.

    FROM is your role; without it, or as “nothing”, you start from nothing. TO is the target (AI Product Manager).

    \b
    Example:
      rolepath path "Data Scientist" "AI Product Manager" --hours-per-week 10
    """
    from rolepath.render.answer import path_blocks

    answer = source.load().path(
        None if from_role.casefold() == "nothing" else from_role,
        to_role,
        have=has_level(have),
        lack=lack,
        strict=strict,
        readiness=readiness,
        bridge_readiness=bridge_readiness,
        max_bridges=max_bridges,
        hours_per_week=hours_per_week,
    )
    _write_answer(output, answer, path_blocks(answer), "")
    if answer.blocked:
        raise click.exceptions.Exit(exits.NO_ANSWER)


def _write_answer(output: Output, answer: Answer, blocks: list[Block], prefix: str) -> None:
    from rolepath.planning.result import to_data

    start = answer.question.start_role.label if answer.question.start_role else "nothing"
    name = slug(f"{prefix} {start}".strip(), answer.question.target.label)
    if output.format == "html" or output.html:
        from rolepath.render.page import path_page

        _write_page(output, blocks, path_page(answer), name)
    else:
        write_blocks(output, blocks, to_data(answer))


def _write_page(output: Output, blocks: list[Block], page: str, name: str) -> None:
    """--html: the page to its file, the answer and the page's link to stdout; --format html, or -o -: the page alone."""
    if not output.html or output.path == "-":
        output.write(page)
        return
    from rolepath.render.blocks import to_text

    target = Path(output.path) if output.path else Path("exports") / f"{name}.html"
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

    \b
    Example:
      rolepath compare "AI PM" "traditional PM"
    """
    from rolepath.render.blocks_page import blocks_page
    from rolepath.render.dossier import comparison_blocks

    found = source.load().compare(first, second)
    blocks = comparison_blocks(found)
    if output.html:
        _write_page(output, blocks, blocks_page(blocks), f"{slug(found.first[1])}-and-{slug(found.second[1])}")
    else:
        write_blocks(output, blocks, asdict(found))


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
