"""Where the packaged ontology and data are, and a key for the content of everything a build reads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
ANSWER_SUFFIXES = (".trig", ".ttl", ".nq", ".jsonld")
"""How files of saved answers end, in a folder of data."""


def packaged(name: str) -> Path:
    """The folder `ontology` or `data`: inside an installed package, or at the top of a checkout.

    Raises:
        FileNotFoundError: where neither exists, so the installation is broken.
    """
    for folder in (_PACKAGE / f"_{name}", _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the packaged folder {name}/ is missing; install rolepath again")


def yaml_files(folder: Path) -> list[Path]:
    """The data files of a folder and the folders below it, in the order of their names."""
    return _files(folder, (".yaml", ".yml"))


def answer_files(folder: Path) -> list[Path]:
    """The files of saved answers in a folder and the folders below it, in the order of their names."""
    return _files(folder, ANSWER_SUFFIXES)


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    files = (p for p in folder.rglob("*") if p.suffix in suffixes and not p.is_dir())
    return sorted(p for p in files if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def content_key(folders: Sequence[Path], ontology: Path, *salt: str) -> str:
    """A key of all that a build reads: the data folders in order, the ontology, and rolepath's own code.

    Where a folder lies and when a file was written don't count; names and contents do.
    """
    digest = hashlib.sha256("\n".join(salt).encode())
    groups = [(f"data {number}", folder, [*yaml_files(folder), *answer_files(folder)]) for number, folder in enumerate(folders)]
    groups.append(("ontology", ontology, sorted(p for p in ontology.iterdir() if p.suffix in (".ttl", ".jsonld"))))
    parts = ("", "catalog", "rdf", "planning", "service")
    groups.append(("code", _PACKAGE, sorted(p for part in parts for p in (_PACKAGE / part).glob("*.py"))))
    for group, folder, paths in groups:
        digest.update(f"{group}\n".encode())
        for path in paths:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{group}\0{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:20]
