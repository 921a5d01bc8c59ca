"""Arrays beside a store: what is read is what was written; what can't be read is made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rolepath.planning.arrays import Arrays
from rolepath.service.graph import KnowledgeGraph
from rolepath.service.kept_arrays import NAME, read_arrays, write_arrays


def test_what_is_read_is_what_was_written(bakery: KnowledgeGraph, tmp_path: Path) -> None:
    made = Arrays(bakery.planning)
    write_arrays(bakery.store, bakery._tables, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    read = read_arrays(tmp_path)
    assert read is not None
    assert (read.roles, read.place, read.things, read._number) == (made.roles, made.place, made.things, made._number)
    assert read.parts().keys() == made.parts().keys()
    for name, part in made.parts().items():
        assert read.parts()[name].dtype == part.dtype
        assert np.array_equal(read.parts()[name], part), name
    assert [each.tolist() for each in read.brings[1:]] == [each.tolist() for each in made.brings[1:]]


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_can_t_be_read_is_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / NAME).write_bytes(content)
    assert read_arrays(tmp_path) is None


def test_a_file_cut_short_is_none(bakery: KnowledgeGraph, tmp_path: Path) -> None:
    write_arrays(bakery.store, bakery._tables, tmp_path)
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[: len(whole) // 2])
    assert read_arrays(tmp_path) is None


def test_a_folder_that_can_t_be_written_is_left_without(bakery: KnowledgeGraph, tmp_path: Path) -> None:
    write_arrays(bakery.store, bakery._tables, tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
