"""Which data a graph is made of, and where its store is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolepath import __version__
from rolepath.catalog.inputs import content_key, packaged
from rolepath.errors import WrongUse
from rolepath.rdf import store as stores
from rolepath.service.imports import Kept

Progress = Callable[[str], None]


def quiet(message: str) -> None:
    """A progress report that nobody reads."""


@dataclass(frozen=True)
class Place:
    """Which data to use and where its store is.

    Args:
        data: folders to add to the packaged data, in order.
        store: the folder of the store; None for the user's cache.
        in_memory: build anew, write nothing.
        with_packaged: False leaves out the packaged facts; its assumptions stay, for a folder of data to replace.
        imports: the imported classifications to add.
    """

    data: tuple[Path, ...] = ()
    store: Path | None = None
    in_memory: bool = False
    with_packaged: bool = True
    imports: tuple[Kept, ...] = ()

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.store if self.store is not None else cache_folder()

    def key(self) -> str:
        """The key of everything a build of this data reads."""
        mode = "with packaged data" if self.with_packaged else "without packaged data"
        imported = (kept.digest for kept in self.imports)
        return content_key((packaged("data"), *self.data), packaged("ontology"), mode, __version__, str(stores.FORMAT), *imported)


def cache_folder() -> Path:
    """Where stores are kept when no folder is named."""
    from platformdirs import user_cache_path

    return user_cache_path("rolepath", appauthor=False) / "store"


def existing(folders: Sequence[str | Path]) -> tuple[Path, ...]:
    """The folders as absolute paths.

    Raises:
        WrongUse: where one of them is none.
    """
    paths = tuple(Path(folder).expanduser().absolute() for folder in folders)
    absent = [str(folder) for folder, path in zip(folders, paths, strict=True) if not path.is_dir()]
    if absent:
        raise WrongUse(f"--data {', '.join(absent)}: no such folder")
    return paths
