"""Commands that keep a profile file: profile new, add, remove, show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli.options import Data, Output, data_options, has_level, output_options, write_file
from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.profile_edit import Edited
    from rolepath.service.resolved import Resolved

_LISTS = {
    "role": ("roles", "ROLE", "A role you hold now"),
    "lack": ("lack", "NAME", "A capability or unit you lack, whatever your roles say"),
    "program": ("programs", "NAME", "A program you have done"),
    "degree": ("degrees", "DEGREE", "A degree you hold: bachelor, master, doctorate"),
    "licence": ("licences", "ROLE", "A role whose licence you hold"),
    "avoid": ("avoid", "NAME", "Something that the path must not use"),
    "must": ("must", "NAME", "Something that the path must use"),
}
_VALUES = {
    "name": ("TEXT", "Whose profile it is"),
    "years": ("YEARS", "Years of work so far"),
    "hours-per-week": ("HOURS", "Hours a week to study"),
    "budget": ("AMOUNT[ CURRENCY]", "What the path may cost at most"),
    "currency": ("CODE", "The currency to answer in"),
    "deadline": ("DATE|MONTHS", "When to be ready"),
    "start": ("DATE", "The first day"),
    "target": ("ROLE", "The role to get to"),
}


_WORDS = {
    "roles": "role",
    "capabilities": "capability",
    "lack": "lacks",
    "confirmed": "asked about",
    "programs": "program done",
    "degrees": "degree",
    "years": "years of work",
    "licences": "licence",
    "hours_per_week": "hours a week",
    "budget": "budget",
    "currency": "currency",
    "deadline": "deadline",
    "start": "start",
    "avoid": "avoids",
    "must": "must use",
    "target": "target",
}


def list_options(command: Any) -> Any:
    """Adds an option for each list of a profile; the command gets them under the names of the fields."""
    for option, (field, metavar, help_) in reversed(_LISTS.items()):
        command = click.option(f"--{option}", field, multiple=True, metavar=metavar, help=f"{help_}; repeatable.")(command)
    return command


def value_options(command: Any) -> Any:
    """Adds an option for each single value of a profile."""
    for option, (metavar, help_) in reversed(_VALUES.items()):
        command = click.option(f"--{option}", metavar=metavar, help=f"{help_}.")(command)
    return command


@click.group(short_help="Keep a file of who you are and what you want.")
def profile() -> None:
    """A file that says who you are and what you want, for `rolepath path --profile FILE` and `rolepath gap --profile FILE`.

    It is YAML that you can also write by hand; `rolepath schema --profile` says what can stand in it.

    \b
    Examples:
      rolepath profile new you.yaml --role "software developer" --target "AI product manager"
      rolepath profile show me.yaml
    """


@profile.command(short_help="Write a new profile.")
@click.argument("file", metavar="FILE")
@list_options
@click.option(
    "--have",
    multiple=True,
    metavar="NAME[=LEVEL|=some]",
    help="A capability or unit you have, at a level in (0, 1], else at 1; repeatable.",
)
@value_options
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@data_options
def new(source: Data, file: str, have: tuple[str, ...], force: bool, **fields: Any) -> None:
    """Write a new profile. Names are looked up first; without options it is empty, and you fill it in.

    \b
    Example:
      rolepath profile new mine.yaml --role "data scientist" --have Python=0.8 --hours-per-week 10
    """
    from rolepath.service.profile_edit import new_profile

    path = Path(file)
    if path.is_dir():
        raise WrongUse(f"{file} is a folder; name a file in it")
    if not force and (path.exists() or path.is_symlink()):
        raise WrongUse(f"{file} is there already; --force replaces it, `rolepath profile add` adds to it")
    leveled, some = _levels_and_some(have)
    levels = {name: 1 if level is None else level for name, level in leveled.items()}
    content = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value not in (None, ())}
    text = new_profile({**content, **({"capabilities": levels} if levels else {}), **some}, source.load(), path)
    write_file(path, text)
    click.echo(f"Wrote {file}")


@profile.command(short_help="Add to a profile.")
@click.argument("file", metavar="FILE")
@click.argument("names", metavar="[NAME[=LEVEL|=some]]...", nargs=-1)
@list_options
@data_options
def add(source: Data, file: str, names: tuple[str, ...], **fields: tuple[str, ...]) -> None:
    """Add capabilities with their levels, and with options what else a profile lists. Without a level, one is added at 1.

    \b
    Example:
      rolepath profile add me.yaml Pandas=0.5 --program "Udacity Nanodegree"
    """
    from rolepath.service.profile_edit import add as add_to

    given = {name: list(value) for name, value in fields.items() if value}
    if not names and not given:
        raise WrongUse("nothing to add: name a capability, or use an option such as --role")
    leveled, some = _levels_and_some(names)
    _write(Path(file), add_to(Path(file), source.load(), {**given, **some}, leveled))


def _levels_and_some(said: tuple[str, ...]) -> tuple[dict[str, float | None], dict[str, dict[str, str]]]:
    """Capabilities with their levels; and what is held in part, as the field of a profile that says so."""
    found = has_level(said)
    some = {name: "some" for name, level in found.items() if level == "some"}
    return {name: level for name, level in found.items() if level != "some"}, {"confirmed": some} if some else {}


@profile.command(short_help="Take out of a profile.")
@click.argument("file", metavar="FILE")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--from", "only", metavar="FIELD", help="The field to take them from, for what stands in several.")
@data_options
def remove(source: Data, file: str, names: tuple[str, ...], only: str | None) -> None:
    """Take names out of the lists of a profile: capabilities, roles, programs and the others.

    \b
    Example:
      rolepath profile remove me.yaml SQL
    """
    from rolepath.service.profile_edit import HELD
    from rolepath.service.profile_edit import remove as remove_from

    if only is not None and only not in HELD:
        raise WrongUse(f"--from {only}: there is no such list in a profile; there are {', '.join(HELD)}")
    _write(Path(file), remove_from(Path(file), source.load(), names, only))


def _write(path: Path, edited: Edited) -> None:
    if edited.changed:
        write_file(path, edited.text)
    for sentence in edited.said:
        click.echo(sentence)
    if not edited.changed:
        click.echo("Nothing changed.")


@profile.command(short_help="What a profile says, names resolved.")
@click.argument("file", metavar="FILE")
@output_options("table", "json", "csv", "markdown")
@data_options
def show(source: Data, output: Output, file: str) -> None:
    """What a profile says, with what each name was taken to mean.

    \b
    Example:
      rolepath profile show me.yaml
    """
    from rolepath.cli.answers import write_blocks
    from rolepath.render.blocks import Heading, Table, Text
    from rolepath.service.profile_file import check_names, read_profile

    read = read_profile(Path(file))
    graph = source.load()
    data = _data(check_names(read, graph), graph)
    rows = tuple(_rows(data))
    table = Table("profile", ("what", "value", "identifier"), rows, whole=frozenset({"identifier"}))
    title = Heading(f"Profile: {data['name'] or file}", 1)
    write_blocks(output, [title, table if rows else Text("Nothing is said in it: someone who brings nothing.")], data)


def _data(resolved: Resolved, graph: KnowledgeGraph) -> dict[str, Any]:
    """What a profile says as plain data: each thing with its identifier, label, kind and origin."""

    def things(identifiers: Iterable[str]) -> list[dict[str, Any]]:
        return [asdict(graph.entity(identifier)) for identifier in identifiers]

    amount, deadline = resolved.budget, resolved.deadline
    return {
        "name": resolved.name,
        "roles": things(resolved.roles),
        "capabilities": [
            {**asdict(graph.entity(held)), "level": level / 1000} for held, level in resolved.have.items() if level is not None
        ],
        "lack": things(name for name in resolved.lack if name not in resolved.confirmed),
        "confirmed": [{**asdict(graph.entity(asked)), "answer": answer} for asked, answer in resolved.confirmed.items()],
        "programs": things(resolved.programs),
        "degrees": list(resolved.degrees),
        "years": resolved.years,
        "licences": things(resolved.licences),
        "hours_per_week": resolved.hours_per_week,
        "budget": None if amount is None else {"amount": float(amount[0]), "currency": amount[1]},
        "currency": resolved.currency,
        "deadline": deadline.isoformat() if isinstance(deadline, datetime.date) else deadline,
        "start": None if resolved.start is None else resolved.start.isoformat(),
        "avoid": things(resolved.avoid),
        "must": things(resolved.must),
        "target": None if resolved.target is None else asdict(graph.entity(resolved.target)),
    }


def _rows(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(what, value, identifier) of everything that a profile says."""
    for name, value in data.items():
        for said in value if isinstance(value, list) else [value]:
            if name == "name" or said in (None, 0.0):
                continue
            if isinstance(said, dict) and "id" in said:
                label = said["label"] if said["origin"] == "rolepath" else f"{said['label']} ({said['origin']})"
                more = f" at {said['level']:g}" if "level" in said else f": {said['answer']}" if "answer" in said else ""
                yield _WORDS[name], label + more, said["id"]
            elif isinstance(said, dict):
                yield _WORDS[name], f"{said['amount']:g} {said['currency'] or ''}".strip(), ""
            elif isinstance(said, float):
                yield _WORDS[name], f"{said:g} months" if name == "deadline" else f"{said:g}", ""
            else:
                yield _WORDS[name], said, ""
