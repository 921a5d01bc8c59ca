"""A store on disk: immutable builds and a file CURRENT, whatever goes wrong meanwhile."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from rolepath.errors import InvalidData, StoreError
from rolepath.rdf import store as stores
from rolepath.service import builds
from rolepath.service.builds import Place
from rolepath.vocab import VERSION

A, B = "aaaa", "bbbb"


def quads(*names: str) -> list[ox.Quad]:
    return [ox.Quad(*(ox.NamedNode(f"http://e/{part}") for part in (name, "p", "o", "g"))) for name in names]


def write(folder: Path, name: str, content: list[ox.Quad], about: Mapping[str, Any] | None = None) -> None:
    def fill(store: ox.Store) -> Mapping[str, Any]:
        stores.extend(store, content)
        return about or {}

    stores.write_build(folder, name, fill)


def held(folder: Path, name: str) -> set[str]:
    return {quad.subject.value.rpartition("/")[2] for quad in stores.open_build(folder, name)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with one build."""
    write(tmp_path / "store", A, quads("x", "y"), {"rolepath": VERSION, "records": {}})
    return tmp_path / "store"


def test_a_build_is_read_as_it_was_written(folder: Path) -> None:
    assert stores.current(folder) == A
    assert held(folder, A) == {"x", "y"}
    assert stores.manifest(folder, A) == {"format": stores.FORMAT, "rolepath": VERSION, "records": {}, "quads": 2}
    assert stores.read_tables(folder, A)["roles"] == []
    assert stores.is_whole(folder, A)


def test_a_finished_build_is_read_only_and_many_may_read_it(folder: Path) -> None:
    first, second = stores.open_build(folder, A), stores.open_build(folder, A)
    with pytest.raises(RuntimeError, match="read-write"):
        first.add(quads("z")[0])
    assert len(second) == 2


def test_the_next_build_becomes_current_and_the_one_before_stays(folder: Path) -> None:
    reader = stores.open_build(folder, A)
    write(folder, B, quads("z"), {})
    assert (stores.current(folder), held(folder, A), held(folder, B), len(reader)) == (B, {"x", "y"}, {"z"}, 2)


def test_an_equal_build_is_kept_and_made_current(folder: Path) -> None:
    write(folder, B, quads("z"), {})
    before = (folder / "builds" / A / "manifest.json").stat().st_mtime_ns
    write(folder, A, (), {})
    assert (stores.current(folder), held(folder, A)) == (A, {"x", "y"})
    assert (folder / "builds" / A / "manifest.json").stat().st_mtime_ns == before


def test_more_quads_than_one_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_CHUNK", 3)
    write(tmp_path, A, quads(*"abcdefgh"), {})
    assert held(tmp_path, A) == set("abcdefgh")


def test_two_who_build_the_same_at_once_both_succeed(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write(tmp_path, A, quads("x", "y"), {}), range(8)))
    assert (stores.current(tmp_path), held(tmp_path, A)) == (A, {"x", "y"})
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == [A]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "builds"]


# --- what is no store, or a broken one ----------------------------------------------------------------


def test_a_folder_that_is_missing_or_empty_holds_no_store(tmp_path: Path) -> None:
    assert stores.current(tmp_path / "none") is None
    assert stores.current(tmp_path) is None


def test_a_file_or_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    for place, said in ((tmp_path / "letter.txt", "is a file"), (tmp_path, "holds other files and no store")):
        with pytest.raises(StoreError, match=said) as caught:
            stores.current(place)
        assert "--store DIR" in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt"]


@pytest.mark.parametrize("content", [b"", b"\n", b"cccc\n", b"../builds/aaaa", b"aaaa bbbb", b"\xff\xfe", b"AAAA"])
def test_a_broken_current_names_the_cure(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(StoreError, match="run `rolepath build` for this store again"):
        stores.current(folder)
    write(folder, A, (), {})
    assert stores.current(folder) == A


def test_current_that_names_a_build_without_a_manifest_is_broken(folder: Path) -> None:
    (folder / "builds" / A / "manifest.json").unlink()
    with pytest.raises(StoreError, match="CURRENT names no whole build"):
        stores.current(folder)


def test_a_build_of_another_version_is_refused_with_both_versions(folder: Path) -> None:
    path = folder / "builds" / A / "manifest.json"
    path.write_text(json.dumps({"format": 99, "rolepath": "7.7"}), encoding="utf-8")
    with pytest.raises(StoreError, match=rf"another version of rolepath \(7\.7, format 99; this is {VERSION}, format {stores.FORMAT}\)"):
        stores.open_build(folder, A)
    assert not stores.is_whole(folder, A)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b"\xff"])
def test_a_broken_manifest_is_refused(folder: Path, content: bytes) -> None:
    (folder / "builds" / A / "manifest.json").write_bytes(content)
    with pytest.raises(StoreError, match="run `rolepath build` for this store again"):
        stores.open_build(folder, A)
    assert not stores.is_whole(folder, A)


def test_a_build_that_lost_a_part_is_not_whole(folder: Path) -> None:
    whole = folder / "builds" / A
    for part, content in (("tables.sqlite", b"{"), ("tables.sqlite", None), ("rdf", None)):
        copy = folder / "builds" / "cccc"
        shutil.copytree(whole, copy)
        assert stores.is_whole(folder, "cccc")
        if content is None and part == "rdf":
            shutil.rmtree(copy / part)
        elif content is None:
            (copy / part).unlink()
        else:
            (copy / part).write_bytes(content)
        assert not stores.is_whole(folder, "cccc"), part
        shutil.rmtree(copy)
    with pytest.raises(StoreError, match="the store is broken"):
        stores.read_tables(folder, "cccc")


def test_a_build_with_fewer_quads_than_it_says_is_not_whole(folder: Path) -> None:
    path = folder / "builds" / A / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"quads": 2', '"quads": 3'), encoding="utf-8")
    assert not stores.is_whole(folder, A)


# --- trouble while writing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no room on the disk"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.EIO, "can't be written"),
    ],
)
@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_that_refuses_leaves_the_store_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, at: int
) -> None:
    """The first file is the manifest of the build, the second is CURRENT."""
    calls = iter(range(1, 100))

    def refuse(descriptor: int) -> None:
        if next(calls) == at:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=said) as caught:
        write(folder, B, quads("z"), {})
    assert "--store DIR" in str(caught.value)
    assert (stores.current(folder), held(folder, A)) == (A, {"x", "y"})
    left = {p.name for p in (folder / "builds").iterdir()} | {p.name for p in folder.iterdir()}
    assert left - {B} == {A, "CURRENT", "builds"}  # nothing half-written
    assert (B in left) is (at == 2)


def test_a_full_disk_is_said_of_the_tables_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(stores.compiled, "write_tables", full)
    with pytest.raises(StoreError, match="no room on the disk"):
        write(folder, B, quads("z"))
    assert {p.name for p in (folder / "builds").iterdir()} == {A}


def test_whoever_is_stopped_leaves_the_store_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dumps", stop)
    with pytest.raises(KeyboardInterrupt):
        write(folder, B, quads("z"))
    monkeypatch.undo()
    assert (stores.current(folder), held(folder, A)) == (A, {"x", "y"})
    assert [p.name for p in (folder / "builds").iterdir()] == [A]


def test_a_file_where_the_store_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="can't be written"):
        write(tmp_path / "file", A, quads("x"), {})


# --- clearing up ----------------------------------------------------------------------------------------


def test_clear_removes_builds_and_leaves_other_files_alone(folder: Path) -> None:
    write(folder, B, quads("z"), {})
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "builds" / "my own things").mkdir()
    (folder / "builds" / ".new-abc").mkdir()
    assert stores.clear(folder) == 2
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == ["builds", "builds/my own things", "notes.txt"]
    assert stores.clear(folder) == 0


def test_clear_of_nothing_removes_nothing(tmp_path: Path) -> None:
    assert stores.clear(tmp_path / "none") == 0
    assert stores.clear(tmp_path) == 0


def test_builds_that_are_old_and_many_are_removed_and_foreign_folders_never(folder: Path) -> None:
    made = [f"{n}{n}" for n in range(6)]
    for name in made:
        write(folder, name, quads(name), {})
    for name in ("my own things", ".git", ".new-left", ".broken-left"):
        (folder / "builds" / name).mkdir()
    long_ago = 1_000_000_000
    for path in (folder / "builds").iterdir():
        os.utime(path, (long_ago, long_ago + int(path.name) if path.name.isdigit() else long_ago))
    write(folder, B, quads("z"), {})
    kept = sorted(p.name for p in (folder / "builds").iterdir())
    assert kept == sorted([*made[-3:], B, "my own things", ".git"])


def test_builds_that_are_young_are_kept_for_those_who_read_them(folder: Path) -> None:
    for n in range(6):
        write(folder, f"{n}{n}", quads("z"), {})
    assert len(list((folder / "builds").iterdir())) == 7


# --- from data to a store -------------------------------------------------------------------------------

SMALL = "roles:\n  - {id: role/nurse, label: nurse, evidence: [{reason: An example.}]}\n"


@pytest.fixture
def place(data_folder: Callable[[dict[str, str]], Path], tmp_path: Path) -> Place:
    return Place(data=(data_folder({"a.yaml": SMALL}),), store=tmp_path / "store", with_packaged=False)


def test_the_first_use_builds_and_the_next_one_does_not(place: Place) -> None:
    first, second = builds.build(place), builds.build(place)
    assert (first.fresh, second.fresh) == (True, False)
    assert (first.name, first.quads, first.records) == (second.name, second.quads, second.records)
    assert first.records["roles"] == 1
    opened = builds.open_store(place)
    assert len(opened.store) == first.quads
    assert opened.path == place.folder / "builds" / first.name / "rdf"


def test_other_data_make_another_build(place: Place) -> None:
    first = builds.build(place)
    (place.data[0] / "a.yaml").write_text(SMALL.replace("nurse, evidence", "Nurse, evidence"), encoding="utf-8")
    second = builds.build(place)
    assert (second.fresh, first.name == second.name) == (True, False)
    assert stores.current(place.folder) == second.name


def test_invalid_data_leave_the_store_as_it_was(place: Place) -> None:
    first = builds.build(place)
    (place.data[0] / "a.yaml").write_text(SMALL.replace("An example.", ""), encoding="utf-8")
    with pytest.raises(InvalidData):
        builds.build(place)
    assert stores.current(place.folder) == first.name
    assert [p.name for p in (place.folder / "builds").iterdir()] == [first.name]


def test_a_broken_build_is_made_again(place: Place) -> None:
    first = builds.build(place)
    (place.folder / "builds" / first.name / "tables.sqlite").write_text("{", encoding="utf-8")
    assert builds.build(place).fresh
    assert stores.is_whole(place.folder, first.name)


def test_a_store_named_alone_is_used_as_it_is(place: Place) -> None:
    builds.build(place)
    alone = builds.open_store(Place(store=place.folder))
    assert [row["id"] for row in alone.tables["roles"]] == ["role/nurse"]


def test_the_tables_beside_a_store_are_those_read_from_it(place: Place) -> None:
    from rolepath.rdf.compiled import from_store
    from rolepath.rdf.tables import PLANNING

    opened = builds.open_store(place)
    fresh = from_store(opened.store)
    assert {name: opened.tables[name] for name in (*PLANNING, "names")} == {name: fresh[name] for name in (*PLANNING, "names")}
    assert opened.tables["roles"]


def test_nothing_is_written_in_memory(place: Place) -> None:
    opened = builds.open_store(Place(data=place.data, store=place.store, in_memory=True, with_packaged=False))
    assert opened.path is None
    assert not place.folder.exists()
    assert set(opened.store) == set(builds.open_store(place).store)
