"""Options that several commands share, and what they turn into: the data to use, and where the answer goes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import click

from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from rolepath.service.builds import Place
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Claim

F = TypeVar("F", bound=Callable[..., Any])
PLAIN_WIDTH = 100


@dataclass(frozen=True)
class Data:
    """Which data a command works on, as the options say."""

    data: tuple[str, ...]
    store: str | None
    in_memory: bool
    with_packaged: bool
    quiet: bool
    with_imports: bool = True

    def place(self) -> Place:
        """Where the data and its store are."""
        from rolepath.service.builds import Place, existing
        from rolepath.service.imports import current_imports

        if self.in_memory and self.store is not None:
            raise WrongUse("--in-memory and --store exclude each other")
        if not self.with_packaged and not self.data:
            raise WrongUse("--no-packaged needs at least one --data DIR")
        store = Path(self.store).expanduser().absolute() if self.store else None
        imports = current_imports() if self.with_imports else ()
        return Place(existing(self.data), store, self.in_memory, self.with_packaged, imports)

    def load(self) -> KnowledgeGraph:
        """The graph, built first where needed."""
        from rolepath.service.builds import open_store
        from rolepath.service.graph import KnowledgeGraph

        return KnowledgeGraph(open_store(self.place(), self.progress))

    def progress(self, message: str) -> None:
        """Says on stderr what takes long."""
        if not self.quiet:
            click.echo(f"rolepath: {message} …", err=True)


def data_options(command: F) -> F:
    """Adds --data, --store, --in-memory, --no-packaged, --no-imports and --quiet; the command gets them as `source`."""

    @click.option("--data", "data", multiple=True, metavar="DIR", help="Add a folder of records to the data; repeatable.")
    @click.option("--store", metavar="DIR", help="Keep the built store in this folder instead of the user's cache.")
    @click.option("--in-memory", is_flag=True, help="Build in memory and write no store.")
    @click.option("--no-packaged", is_flag=True, help="Use the folders of --data instead of the packaged facts.")
    @click.option("--no-imports", is_flag=True, help="Leave out the classifications that were imported.")
    @click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
    @wraps(command)
    def wrapped(*args: Any, **more: Any) -> Any:
        data, store, in_memory, quiet = (more.pop(name) for name in ("data", "store", "in_memory", "quiet"))
        source = Data(data, store, in_memory, not more.pop("no_packaged"), quiet, not more.pop("no_imports"))
        return command(*args, source=source, **more)

    return cast("F", wrapped)


@dataclass(frozen=True)
class Output:
    """In which format an answer is written, and where."""

    format: str
    path: str | None
    html: bool = False

    def write(self, text: str | bytes) -> None:
        """Writes the answer to the file or to stdout; a file is replaced in one step or not at all."""
        if self.path is None or self.path == "-":
            click.echo(text, nl=not (text.endswith(b"\n") if isinstance(text, bytes) else text.endswith("\n")))
        else:
            write_file(Path(self.path), text)

    @property
    def width(self) -> int:
        """The width for text: the terminal's, or a fixed one where there is none."""
        return shutil.get_terminal_size((PLAIN_WIDTH, 40)).columns if self.on_terminal else PLAIN_WIDTH

    @property
    def on_terminal(self) -> bool:
        """Whether a person is looking."""
        return self.path is None and sys.stdout is not None and sys.stdout.isatty()


def output_options(*formats: str, html: bool = False) -> Callable[[F], F]:
    """Adds --format and -o, and --html where a page can be made; the command gets them as `output`."""

    def decorate(command: F) -> F:
        @click.option("--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help="How it is written.")
        @click.option("-o", "--output", "path", metavar="FILE", help="Write to this file instead of stdout.")
        @wraps(command)
        def wrapped(*args: Any, format_: str, path: str | None, html_page: bool = False, **more: Any) -> Any:
            given = click.get_current_context().get_parameter_source("format_")
            if html_page and given is not None and given.name == "COMMANDLINE" and format_ != "html":
                raise WrongUse(f"--html and --format {format_} exclude each other")
            return command(*args, output=Output(format_, path, html_page), **more)

        if html:
            page = click.option("--html", "html_page", is_flag=True, help="Also write a page: exports/<name>.html, or -o FILE.")
            return cast("F", page(wrapped))
        return cast("F", wrapped)

    return decorate


def write_file(path: Path, text: str | bytes) -> None:
    """Writes a file in one step, with the folders above it: the old content or the new, never half.

    Raises:
        OSError: where the disk refuses.
    """
    with replacing(path) as file:
        file.write(text if isinstance(text, bytes) else text.encode())


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at that path, with the folders above it, when all has been written.

    Where anything is raised meanwhile, nothing has happened. A pipe or device is written to as it is.

    Raises:
        OSError: where the disk refuses.
    """
    import errno
    import os
    import tempfile

    with suppress(RuntimeError):  # which Python before 3.13 raises for a link to itself
        path = path.resolve()  # through a link, not in its place
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as device:
            yield device
        return
    if path.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        error.filename = str(path)  # the one that was asked for, not the one on the way to it
        raise
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        Path(scratch).chmod(0o666 & ~mask)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def page_lines(path: Path) -> str:
    """Where a page was written, and the link that opens it."""
    return f"Page: {path}\n{path.absolute().as_uri()}"


def has_level(values: Sequence[str]) -> dict[str, Claim]:
    """`NAME`, `NAME=LEVEL` or `NAME=some`, as name → what is said of it.

    Raises:
        WrongUse: for a level that is neither a number nor `some`, or two levels of one name.

    >>> has_level(["Python=0.5", "SQL", "Docker=some"])
    {'Python': 0.5, 'SQL': None, 'Docker': 'some'}
    """
    found: dict[str, Claim] = {}
    for value in values:
        name, sign, said = value.rpartition("=")
        try:
            level: Claim = None if not sign else "some" if said.strip().casefold() == "some" else float(said)
        except ValueError:
            raise WrongUse(f"{value!r}: the level after “=” must be a number in (0, 1], or some, not {said!r}") from None
        name = name if sign else value
        if found.setdefault(name, level) != level and level == level:  # NaN is refused where ranges are checked
            raise WrongUse(f"“{name}” is named at two levels; name it once")
    return found
