"""The command diff: what a new version of an imported classification changes for a path."""

from __future__ import annotations

import click

from rolepath.cli.answers import write_blocks
from rolepath.cli.options import Data, Output, data_options, output_options


@click.command(short_help="What a new version of a classification changes for a path.")
@click.argument("from_role", metavar="FROM")
@click.argument("to_role", metavar="[TO]", required=False)
@click.option("--old", required=True, metavar="VERSION", help="The version before, as `rolepath imports list` shows it.")
@click.option("--new", required=True, metavar="VERSION", help="The version after.")
@click.option("--start", "start_date", metavar="DATE", help="The first day of the path; default: today.")
@output_options("table", "json", "csv", "markdown")
@data_options
def diff(source: Data, output: Output, from_role: str, to_role: str | None, old: str, new: str, start_date: str | None) -> None:
    """What differs between two kept versions of ESCO, O*NET or the crosswalk for the direct path from FROM to TO.

    FROM is a role, or “nothing”; TO is the target (AI Product Manager). The other imports stay as they are.

    \b
    Example:
      rolepath diff "data scientist" --old 1.1.1 --new 1.2.0
    """
    from rolepath.planning.versions import to_data
    from rolepath.render.versions import diff_blocks
    from rolepath.service.differing import diff as differ

    start = None if from_role.casefold() == "nothing" else from_role
    found = differ(source.place(), start, to_role, old, new, start_date, source.progress)
    write_blocks(output, diff_blocks(found), to_data(found))
