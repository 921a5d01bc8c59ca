"""The arrays of a dataset in a file beside its store: with two classifications, reading them takes a tenth of the time of making them.

    STORE/builds/NAME/arrays.npz

The file follows from the store alone. Where it is missing or can't be read, the arrays are made anew, and only time is lost.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from rolepath.planning.arrays import Arrays
from rolepath.rdf.compiled import Tables
from rolepath.service.assemble import make_network, read_all

NAME = "arrays.npz"


def write_arrays(store: ox.Store, tables: Tables, build: Path) -> None:
    """Puts the arrays of a store beside it, in one step; a disk that refuses leaves the build without them."""
    parts = Arrays(read_all(make_network(store, tables))).parts()
    with suppress(OSError):
        descriptor, scratch = tempfile.mkstemp(prefix=f".{NAME}-", dir=build)
        try:
            with os.fdopen(descriptor, "wb") as file:
                np.savez(file, **parts)  # type: ignore[arg-type]  # its other argument is no array
            Path(scratch).replace(build / NAME)
        except BaseException:
            with suppress(OSError):
                Path(scratch).unlink()
            raise


def read_arrays(build: Path) -> Arrays | None:
    """The arrays beside a store; None where there are none that can be read."""
    try:
        with np.load(build / NAME, allow_pickle=False) as parts:
            return Arrays.from_parts(parts)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None
