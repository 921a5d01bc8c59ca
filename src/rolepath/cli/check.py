"""The command that asks what would sharpen an answer most."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rolepath.cli.answers import profile_options, who
from rolepath.cli.options import Data, data_options, has_level, write_file
from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from rolepath.service.checking import Check

_Heard = Literal["yes", "some", "no", "skip", "end"]
_REPLIES: Mapping[str, _Heard] = {
    "y": "yes", "yes": "yes", "s": "some", "some": "some", "n": "no", "no": "no", "skip": "skip", "": "skip", "q": "end", "quit": "end",
}  # fmt: skip


@click.command(short_help="Answer a dozen questions that sharpen the answer.")
@click.argument("from_role", metavar="FROM", required=False)
@click.argument("to_role", metavar="[TO]", required=False)
@profile_options
@click.option("-o", "--write", "path", metavar="FILE", help="Write what you reply into this profile, for --profile.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@data_options
def check(
    source: Data,
    from_role: str | None,
    to_role: str | None,
    file: str | None,
    have: tuple[str, ...],
    lack: tuple[str, ...],
    strict: bool,
    readiness: float | None,
    path: str | None,
    force: bool,
) -> None:
    """Asks at most 12 questions, those that move the answer most, and says after each reply what it changed.

    FROM is your role, or “nothing”; TO is the target (AI Product Manager). With --profile only TO is given, and with -o of the same file
    your replies are added to it. Replies are yes, some, no or skip (y, s, n, Enter); q ends. From a pipe, each line is a reply.

    \b
    Examples:
      rolepath check "data scientist" -o my-answers.yaml
      rolepath check "product manager" < replies.txt
    """
    if from_role is None and file is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'FROM'", param_type="argument")
    more = path is not None and file is not None and Path(path).resolve() == Path(file).resolve()
    if path is not None and not more:
        _refuse_to_replace(path, force)
    graph, start, target, profile = who(source, file, from_role, to_role)
    from rolepath.service.checking import Check, Person

    asking = Check(graph, Person(start, target, profile, has_level(have), lack, strict, readiness))
    _ask(asking)
    written = None
    if path is not None:
        write_file(Path(path), asking.changed_profile(Path(path)) if more else asking.profile_text(Path(path)))
        written = path
    from rolepath.render.checking import ending

    click.echo(f"\n{ending(asking.answer, asking.replies, written)}")


def _refuse_to_replace(path: str, force: bool) -> None:
    place = Path(path)
    if place.is_dir():
        raise WrongUse(f"{path} is a folder; name a file in it")
    if not force and (place.exists() or place.is_symlink()):
        raise WrongUse(f"{path} is there already; --force replaces it, --profile {path} adds to it")


def _ask(asking: Check) -> None:
    """Puts one question after another, until there are no more, or no more replies."""
    from rolepath.render import checking as words

    count = len(asking.asked)
    click.echo(words.beginning(asking.answer, count))
    reader = _reader()
    area = ""
    for number, (label, question) in enumerate(asking.asked, start=1):
        if label != area:
            click.echo(f"\n{label}")
            area = label
        reply = _reply(reader, words.asking(number, count, question.text), words.misheard)
        if reply == "end":
            return
        if reply != "skip":
            before = asking.answer
            asking.reply(question, reply)
            click.echo(words.change(before, asking.answer))


def _reader() -> Callable[[str], str | None]:
    """Shows a prompt and reads a line, None where there are no more; what comes from a pipe is shown as if it were typed."""
    stream = sys.stdin
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # what is no text is no reply, and nothing to fail on
    typed = stream is not None and stream.isatty()

    def read(prompt: str) -> str | None:
        click.echo(prompt, nl=False)
        line = stream.readline() if stream is not None else ""
        text = line.strip()
        if not line or not typed:
            click.echo(text if text.isprintable() else "")
        return text if line else None

    return read


def _reply(read: Callable[[str], str | None], prompt: str, misheard: Callable[[str], str]) -> _Heard:
    """The reply to a question, asked again until it is one; the end of input ends the questions."""
    while True:
        line = read(prompt)
        if line is None:
            return "end"
        if line.casefold() in _REPLIES:
            return _REPLIES[line.casefold()]
        click.echo(misheard(line))
