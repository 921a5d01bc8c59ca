"""Commands that turn the question round: whatif, opens, reach, feeders."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli.answers import profile_options, who, write_blocks
from rolepath.cli.options import Data, F, Output, data_options, has_level, output_options
from rolepath.errors import WrongUse
from rolepath.vocab import COSTS

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Resolved

FORMATS = ("table", "json", "csv", "markdown")


def _limit_option(default: int) -> Callable[[F], F]:
    return click.option("--limit", type=click.IntRange(1), default=default, show_default=True, help="How many at most.")


_LIMITS = {False: 20, True: 5}
"""How many roles are shown where no limit is given: with hours fewer, as each takes time."""


def _settle_hours(given: dict[str, Any]) -> None:
    """The limit where none is given; a time limit without hours is refused."""
    if given["time_limit"] is not None and not given["hours"]:
        raise WrongUse("--time-limit needs --hours")
    given["limit"] = given["limit"] or _LIMITS[given["hours"]]


def _hours_options(command: Any) -> Any:
    """Adds --hours, --time-limit and --limit."""
    for option in (
        click.option("--limit", type=click.IntRange(1), help="How many at most; default 20, with --hours 5."),
        click.option("--time-limit", type=float, metavar="SECONDS", help="For the hours of each role; then it says “at most”."),
        click.option("--hours", is_flag=True, help="Also the fewest hours until ready, and sort by them."),
    ):
        command = option(command)
    return command


@click.command(short_help="What a skill or a program would change, or what would help most.")
@click.argument("from_role", metavar="FROM", required=False)
@click.argument("to_role", metavar="[TO]", required=False)
@profile_options
@click.option("--do", multiple=True, metavar="NAME", help="A program, project or task on the job taken as done; repeatable.")
@click.option("--rank", is_flag=True, help="Instead: which one unit, program, project or task raises readiness most.")
@click.option("--by", type=click.Choice(("per-hour", "gain")), default="per-hour", show_default=True, help="The order of --rank.")
@_limit_option(15)
@click.option("--no-path", is_flag=True, help="Compare readiness only, which takes no time.")
@click.option("--minimise", type=click.Choice(COSTS), default=COSTS[0], show_default=True, help="What the plan is to have least of.")
@click.option("--hours-per-week", type=float, metavar="HOURS", help="Your time to study; default: the assumption, 8.")
@click.option("--currency", metavar="CODE", help="The currency of the answer; default: that of the profile, else USD.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="Stop the search of each plan; the answer then says so.")
@output_options(*FORMATS)
@data_options
def whatif(
    source: Data,
    output: Output,
    from_role: str | None,
    to_role: str | None,
    file: str | None,
    have: tuple[str, ...],
    lack: tuple[str, ...],
    do: tuple[str, ...],
    rank: bool,
    by: str,
    limit: int,
    no_path: bool,
    **wishes: Any,
) -> None:
    """What a change would do: your readiness and the best direct plan before and after, what it closes, which steps fall away.

    FROM is your role, or “nothing”; TO is the target (AI Product Manager). With --profile only TO is given. --have, --lack and --do are
    what changes; a capability without a level is had as the target asks for it. A profile's budget and deadline don't bind here.
    With --rank every unit, program, project and task is tried by itself, after these changes if there are any, and ranked by what it adds
    to readiness per hour.

    \b
    Examples:
      rolepath whatif "data scientist" --have evals --have "product strategy=some"
      rolepath whatif "data scientist" --do "IBM AI PM certificate" --no-path
      rolepath whatif "data scientist" --rank --by gain --limit 5
    """
    from rolepath.planning.explored import to_data
    from rolepath.render.supposing import gains_blocks, whatif_blocks

    _need_start(from_role, file)
    _check_order(rank, no_path)
    graph, start, target, profile = who(source, file, from_role, to_role)
    common: dict[str, Any] = {"profile": profile, "have": has_level(have), "lack": lack, "do": do}
    common |= {name: wishes.pop(name) for name in ("strict", "readiness")}
    if rank:
        kept = {name: wishes[name] for name in ("hours_per_week", "currency")}
        found = graph.gains(start, target, **common, by=by, limit=limit, **kept)
        write_blocks(output, gains_blocks(found), to_data(found))
    else:
        answer = graph.whatif(start, target, **common, with_path=not no_path, progress=source.progress, **wishes)
        write_blocks(output, whatif_blocks(answer), to_data(answer))


def _need_start(from_role: str | None, file: str | None) -> None:
    if from_role is None and file is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'FROM'", param_type="argument")


def _check_order(rank: bool, no_path: bool) -> None:
    """What belongs to the ranking only, or can't go with it, is refused rather than ignored."""
    context = click.get_current_context()
    given = {name for name in context.params if (found := context.get_parameter_source(name)) and found.name == "COMMANDLINE"}
    plan_only = {"--no-path": "no_path", "--minimise": "minimise", "--time-limit": "time_limit"}
    wrong = plan_only if rank else {"--by": "by", "--limit": "limit"}
    names = [option for option, name in wrong.items() if name in given]
    if names:
        raise WrongUse(f"{' and '.join(names)} can't go with --rank, which works out no plan" if rank else f"{names[0]} needs --rank")


@click.command(short_help="Which of your skills opens most roles.")
@click.argument("from_role", metavar="FROM", required=False)
@profile_options
@_limit_option(20)
@output_options(*FORMATS)
@data_options
def opens(source: Data, output: Output, from_role: str | None, file: str | None, have: tuple[str, ...], **more: Any) -> None:
    """Which of your skills opens most roles: for each unit or skill, how many roles you would be less ready for without it, and how much.

    FROM is your role, or “nothing”; with --profile it is left out. What you --have without a level you have in full.

    \b
    Example:
      rolepath opens "data scientist" --have Python --limit 10
    """
    from rolepath.planning.explored import to_data
    from rolepath.render.exploring import opens_blocks

    graph, start, profile = _who(source, file, from_role)
    answer = graph.opens(start, profile=profile, have=has_level(have), **more)
    write_blocks(output, opens_blocks(answer), to_data(answer))


@click.command(short_help="The roles within your reach.")
@click.argument("from_role", metavar="FROM", required=False)
@profile_options
@click.option("--currency", metavar="CODE", help="The currency of prices in JSON; default: that of the profile, else USD.")
@_hours_options
@output_options(*FORMATS)
@data_options
def reach(source: Data, output: Output, from_role: str | None, file: str | None, have: tuple[str, ...], **more: Any) -> None:
    """The roles within your reach: every role of which enough is known, by how ready you are for it now.

    FROM is your role, or “nothing”; with --profile it is left out. What you --have without a level you have in full. --hours also works
    out the fewest hours of study, projects and tasks until you are ready, with no role in between; that takes up to a few seconds for
    each role that is shown, and hundredths of a second for the others. A profile's budget, deadline, avoid and must don't count here.

    \b
    Examples:
      rolepath reach "data scientist" --have Python
      rolepath reach "data scientist" --hours --limit 3
    """
    from rolepath.planning.explored import to_data
    from rolepath.render.exploring import reach_blocks

    graph, start, profile = _who(source, file, from_role)
    _settle_hours(more)
    answer = graph.reach(start, profile=profile, have=has_level(have), progress=source.progress, **more)
    write_blocks(output, reach_blocks(answer), to_data(answer))


def _who(source: Data, file: str | None, from_role: str | None) -> tuple[KnowledgeGraph, str | None, Resolved | None]:
    """The graph, the role that someone holds, and their profile, for questions without a target."""
    _need_start(from_role, file)
    if file is not None and from_role is not None:
        raise WrongUse("with --profile no role is named; who you are stands in the profile")
    graph, start, _, profile = who(source, file, from_role, None)
    return graph, start, profile


@click.command(short_help="The best starting roles for a target.")
@click.argument("to_role", metavar="[TO]", required=False)
@click.option("--readiness", type=float, metavar="SHARE", help="What counts as ready, in (0, 1]; default: the assumption, 0.8.")
@click.option("--currency", metavar="CODE", help="The currency of prices in JSON; default USD.")
@_hours_options
@output_options(*FORMATS)
@data_options
def feeders(source: Data, output: Output, to_role: str | None, **more: Any) -> None:
    """The best starting roles for a target: every role of which enough is known, by how ready it makes whoever holds it.

    TO is the target (AI Product Manager). What most people in a role have is assumed of them. Moves that a source tells of are marked.
    --hours also works out the fewest hours from each role until ready, with no role in between, as in `rolepath reach`.

    \b
    Examples:
      rolepath feeders
      rolepath feeders "business analyst" --hours --limit 3
    """
    from rolepath.planning.explored import to_data
    from rolepath.render.exploring import reach_blocks

    _settle_hours(more)
    answer = source.load().feeders(to_role, progress=source.progress, **more)
    write_blocks(output, reach_blocks(answer), to_data(answer))
