"""Commands about the data and its store: build, validate, schema, sources, cache."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from rolepath.cli.options import Data, Output, data_options, output_options
from rolepath.errors import InvalidData, WrongUse


@click.command(short_help="Check the data and build the store.")
@data_options
def build(source: Data) -> None:
    """Check the data and build the store; other commands do it by themselves when needed.

    \b
    Example:
      rolepath build --data my-company/
    """
    from rolepath.service.builds import build as build_store
    from rolepath.service.builds import make_checked

    place = source.place()
    if place.in_memory:
        made = make_checked(place, source.progress)
        click.echo(f"Checked {sum(made.records.values())} records, {len(made.quads)} quads; nothing was written.")
        return
    built = build_store(place, source.progress)
    state = "Built" if built.fresh else "Already built"
    click.echo(f"{state}: {sum(built.records.values())} records, {built.quads} quads, in {built.folder}")


@click.command(short_help="Check the data and its evidence.")
@click.option("--documents", metavar="DIR", help="Resolve all evidence in the documents and datasets below this folder.")
@click.option("--reference", is_flag=True, help="Also run pySHACL, the reference for the shapes; takes about half a minute.")
@data_options
def validate(source: Data, documents: str | None, reference: bool) -> None:
    """Check the data: files, references, shapes; with --documents also every passage against its document.

    \b
    Example:
      rolepath validate --data my-company/ --documents my-documents/
    """
    from rolepath.service.builds import check_documents, make_checked

    place = source.place()
    made = make_checked(place, source.progress)
    if reference:
        from rolepath.catalog.inputs import packaged
        from rolepath.rdf.validation import check_shapes

        source.progress("checking the shapes with pySHACL")
        check_shapes(made.quads, packaged("ontology"))
    said = [f"{sum(made.records.values())} records, {len(made.quads)} quads: no problem found."]
    if documents is not None:
        source.progress("resolving the evidence")
        checked = check_documents(place, Path(documents))
        if checked.problems:
            raise InvalidData(checked.problems)
        said.append(f"{checked.passages} passages and {checked.records} dataset rows stand where the data says.")
        said += [f"Not checked, as its files are not below {documents}: {absent}" for absent in checked.absent]
    click.echo("\n".join(said))


@click.command(short_help="JSON Schemas of data, profiles and answers.")
@click.option("--answer", is_flag=True, help="The schema of the answers that --format json writes, instead.")
@click.option("--profile", is_flag=True, help="The schema of a profile file, instead.")
@click.option("-o", "--output", "path", metavar="FILE", help="Write to this file instead of stdout.")
def schema(answer: bool, profile: bool, path: str | None) -> None:
    """The JSON Schema of the data format, for editors; or of a profile file, or of the answers to gap and path.

    \b
    Example:
      rolepath schema -o schema.json
    """
    from rolepath.service.schemas import answer_schema, data_schema, profile_schema

    if answer and profile:
        raise WrongUse("--answer and --profile exclude each other")
    found = answer_schema() if answer else profile_schema() if profile else data_schema()
    Output("json", path).write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


@click.command(short_help="What the facts rest on, with licences.")
@output_options("table", "json", "csv", "markdown")
@data_options
def sources(source: Data, output: Output) -> None:
    """The documents and datasets behind the facts: licence, attribution, and how much rests on each.

    \b
    Example:
      rolepath sources
    """
    from rolepath.cli.answers import write_blocks
    from rolepath.render.dossier import source_blocks

    found = source.load().sources()
    write_blocks(output, source_blocks(found), [{**asdict(note), "evidence": count} for note, count in found])


@click.group(short_help="Where stores are kept; clear them.")
def cache() -> None:
    """The stores that rolepath keeps in your cache folder.

    \b
    Examples:
      rolepath cache path
      rolepath cache clear
    """


@cache.command("path")
def cache_path() -> None:
    """Where the cache is.

    \b
    Example:
      rolepath cache path
    """
    from rolepath.service.place import cache_folder

    click.echo(cache_folder())


@cache.command("clear")
def cache_clear() -> None:
    """Remove the stores in the cache; the next command builds again.

    \b
    Example:
      rolepath cache clear
    """
    from rolepath.service.builds import clear_cache
    from rolepath.service.place import cache_folder

    click.echo(f"Removed {clear_cache()} builds from {cache_folder()}")
