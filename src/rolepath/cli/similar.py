"""The command similar: the roles most like one, and why."""

from __future__ import annotations

import click

from rolepath.cli.answers import write_blocks
from rolepath.cli.options import Data, Output, data_options, output_options


@click.command(short_help="The roles most like one, and why.")
@click.argument("role", metavar="ROLE")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many at most.")
@output_options("table", "json", "csv", "markdown")
@data_options
def similar(source: Data, output: Output, role: str, limit: int) -> None:
    """The roles most like ROLE, with what makes them alike: skills, knowledge, activities, tools.

    An occupation of O*NET is compared with those of O*NET, any other with those of ESCO and the packaged roles. Being alike is no move:
    `rolepath reach` says how ready you are for a role, `rolepath path` how to get there.

    \b
    Example:
      rolepath similar "data scientist" --limit 5
    """
    from rolepath.planning.alike import to_data
    from rolepath.render.similar import similar_blocks

    found = source.load().similar(role, limit=limit)
    write_blocks(output, similar_blocks(found), to_data(found))
