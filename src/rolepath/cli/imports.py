"""Commands that bring classifications into the graph: import esco, onet, crosswalk; imports list, remove."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rolepath.cli.options import Data, Output, output_options, write_file
from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from rolepath.service.classify import Imported
    from rolepath.service.imports import Kept

F = TypeVar("F", bound=Callable[..., Any])
_SHOWN = 8
"""How many reasons for which rows were dropped the summary names."""


@click.group("import", short_help="Bring in ESCO, O*NET or the mapping between them.")
def import_() -> None:
    """Bring a classification into the graph, so that its occupations can be asked about like the packaged ones.

    What is imported is kept in your data folder and survives a change of the packaged data. A newer version replaces the one before,
    which is kept for `rolepath diff`.

    \b
    Example:
      rolepath import esco "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    """


def _import_options(command: F) -> F:
    report = click.option("--report", metavar="FILE", help="Write every row that was dropped or is odd to this CSV file.")
    later = click.option("--no-build", is_flag=True, help="Don't build the graph now; the next command does.")
    quiet = click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
    return report(later(quiet(command)))


@import_.command("esco", short_help="ESCO's CSV files, version 1.1 or 1.2.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--as", "version", metavar="VERSION", help="The version, where neither the files nor their names say it.")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="A language to take names from, the main one first; repeatable."
)
@_import_options
def import_esco(paths: tuple[str, ...], version: str | None, languages: tuple[str, ...], **how: Any) -> None:
    """Import ESCO from the publisher's zips, or from folders they were unpacked to; files of any language.

    \b
    Example:
      rolepath import esco "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    """
    _run("esco", paths, version, languages, **how)


@import_.command("onet", short_help="An O*NET release, as text or as spreadsheets.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--as", "version", metavar="VERSION", help="The version, where neither the files nor their names say it.")
@_import_options
def import_onet(paths: tuple[str, ...], version: str | None, **how: Any) -> None:
    """Import O*NET from the zip of a release, text or spreadsheets, or from a folder it was unpacked to.

    \b
    Example:
      rolepath import onet db_29_3_text.zip
    """
    _run("onet", paths, version, (), **how)


@import_.command("crosswalk", short_help="The mapping between ESCO and O*NET.")
@click.argument("path", metavar="FILE")
@_import_options
def import_crosswalk(path: str, **how: Any) -> None:
    """Import the ESCO–O*NET crosswalk, a CSV file: which occupations of the two are near, and how surely.

    \b
    Example:
      rolepath import crosswalk esco_onet_crosswalk_Nov2020.csv
    """
    _run("crosswalk", (path,), None, (), **how)


def _run(
    classification: str,
    paths: Sequence[str],
    version: str | None,
    languages: Sequence[str],
    report: str | None,
    no_build: bool,
    quiet: bool,
) -> None:
    from dataclasses import replace

    from rolepath.service.builds import build
    from rolepath.service.classify import keep, open_files
    from rolepath.service.imports import CLASSIFICATIONS, current_imports, in_order

    _check_report(report, paths)
    data = Data((), None, False, True, quiet, with_imports=False)
    place = data.place()
    others = () if no_build else current_imports(only=[each for each in CLASSIFICATIONS if each != classification])
    data.progress("reading the files")
    opened = open_files(classification, [Path(path).expanduser() for path in paths], version, languages)

    def verify(kept: Kept) -> None:
        if no_build:
            return
        build(replace(place, imports=in_order([*others, kept])), data.progress)

    with _counting(f"reading {opened.source.title}", quiet) as counted:
        done = keep(opened, verify, counted)
    if report is not None and done.added.fresh:
        write_file(Path(report), _report(done))
    click.echo("\n".join(_summary(done, report)))


def _check_report(report: str | None, paths: Sequence[str]) -> None:
    """Refuses a report that could not be written, or would replace what is imported, before anything is done."""
    if report is None:
        return
    path = Path(report).expanduser()
    inputs = [Path(each).expanduser().resolve() for each in paths]
    if any(path.resolve() == each or each in path.resolve().parents for each in inputs):
        raise WrongUse(f"--report {report} would lie among the files that are imported; name another file")
    if path.is_dir():
        raise WrongUse(f"--report {report} is a folder; name a file in it")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise WrongUse(f"--report {report} can't be written: there is no such folder, or no permission; nothing was imported")


@contextmanager
def _counting(said: str, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr that moves as records are read; on anything but a terminal a line now and then."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        if not quiet:
            click.echo(f"rolepath: {said} …", err=True)
        yield lambda count: None
        return
    columns = (TextColumn("rolepath: {task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} records"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(said, total=None)
        yield lambda count: bar.update(task, completed=count)


def _summary(done: Imported, report: str | None) -> Iterator[str]:
    kept, manifest = done.added.kept, done.added.kept.manifest
    if not done.added.fresh:
        yield f"Already imported: {manifest['title']} {kept.version}; nothing was changed."
        if report is not None:
            yield f"No report was written: no row was read again. To read them, `rolepath imports remove {kept.classification}` first."
        return
    yield f"Imported: {manifest['title']} {kept.version}, {manifest['facts']:,} facts."
    if done.added.before is not None:
        yield f"It replaces version {done.added.before.version}, which is kept. What that changes for a path:"
        yield f"  rolepath diff FROM TO --old {done.added.before.name} --new {kept.name}"
    yield ""
    yield from _table([("file", "read", "kept", "dropped", "odd"), *_rows(manifest)])
    for name, heading in (("dropped", "Dropped, and why:"), ("odd", "Kept, though odd:")):
        reasons = list(manifest[name].items())
        if reasons:
            yield ""
            yield heading
            yield from (f"  {count:>6,}  {why}" for why, count in reasons[:_SHOWN])
            if len(reasons) > _SHOWN:
                yield f"          and {len(reasons) - _SHOWN} more reasons; --report FILE lists all"
    if report is not None:
        yield f"Each with its line: {report}"
    yield ""
    yield f"Licence: {manifest['attribution'] or manifest['licence']}"


def _rows(manifest: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for total in manifest["files"]:
        yield (total["file"], *(f"{total[name]:,}" for name in ("read", "kept", "dropped", "noted")))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *numbers in rows:
        yield "  ".join((f"{first:<{widths[0]}}", *(f"{n:>{w}}" for n, w in zip(numbers, widths[1:], strict=True)))).rstrip()


def _report(done: Imported) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "line", "row", "why"))
    for state, found in (("dropped", done.report.dropped), ("kept", done.report.notes)):
        writer.writerows((one.file, one.line or "", state, one.why) for one in found)
    return text.getvalue()


@click.group(short_help="The imported classifications.")
def imports() -> None:
    """The classifications that were imported: list or remove them.

    \b
    Example:
      rolepath imports list
    """


@imports.command("list")
@output_options("table", "json")
def imports_list(output: Output) -> None:
    """What is imported: version, when each is used, size, licence.

    \b
    Example:
      rolepath imports list
    """
    from rolepath.service.imports import all_imports

    found = all_imports()
    if output.format == "json":
        listed = [{"classification": k.classification, "name": k.name, "current": now, **k.manifest} for k, now in found]
        output.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    if not found:
        output.write(
            "Nothing is imported. `rolepath import esco PATH…`, `rolepath import onet PATH` and `rolepath import crosswalk FILE` do it.\n"
        )
        return
    rows = [("classification", "version", "name", "used", "facts")]
    rows += [(k.classification, k.version, k.name, "yes" if now else "kept for diff", f"{k.manifest['facts']:,}") for k, now in found]
    licences = sorted({f"{k.manifest['title']}: {k.manifest['attribution'] or k.manifest['licence']}" for k, _ in found})
    output.write("\n".join([*_table(rows), "", *licences]) + "\n")


@imports.command("remove")
@click.argument("classification", type=click.Choice(("esco", "onet", "crosswalk")))
@click.argument("version", required=False)
def imports_remove(classification: str, version: str | None) -> None:
    """Remove an imported classification, or one version of it.

    \b
    Example:
      rolepath imports remove crosswalk
    """
    from rolepath.service.imports import current_imports, remove

    gone = remove(classification, version)
    click.echo(f"Removed: {', '.join(f'{kept.classification} {kept.version} ({kept.name})' for kept in gone)}.")
    for now in current_imports(only=(classification,)):
        click.echo(f"Used from now on: {now.classification} {now.version} ({now.name}).")
