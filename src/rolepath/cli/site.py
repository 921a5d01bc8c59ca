"""Writing a site: all pages into their folder in one step, and into no folder that holds anything else."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rolepath.cli.options import Data, page_lines
from rolepath.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDEX = "index.html"
_FILES = re.compile(r'<script type="application/json" id="files">(\[[^<]*\])</script>')


def export_site(source: Data, path: str | None, to: str | None, roles: Sequence[str], **wishes: Any) -> None:
    """Asks for all answers of a site, makes its pages and writes them into a folder, by default `exports/site`."""
    from rolepath.render.site import site_pages

    if path == "-":
        raise WrongUse("a site is a folder of pages; name it with -o DIR")
    folder = Path(path) if path is not None else Path("exports") / "site"
    check_folder(folder)  # before minutes of work
    found = source.load().site(to, roles, progress=source.progress, **wishes)
    pages = site_pages(found, source.progress)
    write_folder(folder, pages)
    click.echo(f"{len(pages)} pages in {folder}\n" + page_lines(folder / _INDEX))


def check_folder(folder: Path) -> None:
    """Raises where the pages can't go: a file is in the way, or a folder that holds anything but an earlier site.

    Raises:
        WrongUse: with what to do. OSError: where the folder can't be read.
    """
    _check_place(folder)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise WrongUse(f"{folder} is a file; name a folder for the pages with -o DIR")
    if Path.cwd().is_relative_to(folder.resolve()):
        held = "is" if Path.cwd() == folder.resolve() else "holds"
        raise WrongUse(f"{folder} {held} the folder you are in, which can't be replaced; name one inside it with -o DIR")
    if os.path.ismount(folder):
        raise WrongUse(f"{folder} is a disk of its own, which can't be replaced; name a folder inside it with -o DIR")
    ours = _earlier(folder)
    others = sorted(each.name for each in folder.iterdir() if each.name not in ours or not each.is_file())
    if others:
        named = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        raise WrongUse(f"{folder} holds what is no page of a site ({named}); name a new or empty folder with -o DIR, or clear this one")


def _check_place(folder: Path) -> None:
    """Raises OSError where nothing can be put at that path: a link to itself, or a folder above it that may not be written to."""
    try:
        place = folder.resolve()
        loop = place.is_symlink()
    except RuntimeError:  # which Python before 3.13 raises for a link to itself
        loop = True
    if loop:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    above = next(each for each in place.parents if each.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _earlier(folder: Path) -> frozenset[str]:
    """The files of the site that a folder holds, as its index names them; none where it holds no site."""
    with suppress(OSError, ValueError):
        if found := _FILES.search((folder / _INDEX).read_text(encoding="utf-8")):
            return frozenset(name for name in json.loads(found[1]) if isinstance(name, str))
    return frozenset()


def write_folder(folder: Path, pages: Mapping[str, str]) -> None:
    """Writes all pages, in a folder that takes the place of an earlier one when all are written: all of them, or nothing has happened.

    Raises:
        WrongUse: as `check_folder`. OSError: where the disk refuses.
    """
    check_folder(folder)
    place = folder.resolve()  # through a link, not in its place
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        error.filename = str(folder)  # the one that was asked for, not the one on the way to it
        raise
    new, old = scratch / "new", scratch / "old"
    try:
        new.mkdir()
        for name, text in pages.items():
            (new / name).write_bytes(text.encode())
        with _uninterrupted():
            if place.exists():
                place.replace(old)
            try:
                new.replace(place)
            except OSError:
                if old.exists():
                    old.replace(place)
                raise
    except OSError as error:
        error.filename = str(folder)
        raise
    finally:
        if place.exists() or not old.exists():  # else the earlier site is nowhere but here
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this is left: between two renames it would leave neither the old folder nor the new."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
