"""Imports as they are kept: the same again, newer versions, removal, broken files, and what stops an import with nothing changed."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rolepath.errors import InvalidData, StoreError, WrongUse
from rolepath.service import imports
from rolepath.service.imports import Added, Kept, add, all_imports, current_imports, remove

FACTS = [b"<x:b> <x:p> <x:c> <x:g> .\n", b"<x:a> <x:p> <x:c> <x:g> .\n", b"<x:b> <x:p> <x:c> <x:g> .\n"]


def put(folder: Path, version: str, facts: list[bytes] = FACTS, key: str | None = None, **more: Any) -> Added:
    return add("esco", version, key or f"{version}-key-of-files".replace(".", "0"), lambda: iter(facts), dict, folder=folder, **more)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_facts_are_kept_sorted_and_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = put(tmp_path, "1.1")
    assert added.fresh
    assert added.before is None
    assert list(added.kept.lines()) == sorted(set(FACTS))
    assert added.kept.manifest["facts"] == 2
    monkeypatch.setattr(imports, "_SORTED_AT_ONCE", 1)  # every line in a run of its own
    assert put(tmp_path, "1.2").kept.digest == added.kept.digest


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "1.1")
    before = everything(tmp_path)

    def lines() -> Iterator[bytes]:
        raise AssertionError("must not be made again")

    again = add("esco", "1.1", "101-key-of-files", lines, dict, folder=tmp_path)
    assert not again.fresh
    assert everything(tmp_path) == before


def test_a_newer_version_replaces_and_the_third_prunes_the_first(tmp_path: Path) -> None:
    first, second = put(tmp_path, "1.1"), put(tmp_path, "1.2")
    assert second.before == first.kept
    assert [(kept.version, now) for kept, now in all_imports(tmp_path)] == [("1.1", False), ("1.2", True)]
    third = put(tmp_path, "1.3")
    assert third.before == second.kept
    assert [(kept.version, now) for kept, now in all_imports(tmp_path)] == [("1.2", False), ("1.3", True)]
    assert current_imports(tmp_path) == (third.kept,)
    with pytest.raises(WrongUse, match=r"there is no version “1\.1”"):
        remove("esco", "1.1", tmp_path)


def test_remove(tmp_path: Path) -> None:
    first, second = put(tmp_path, "1.1").kept, put(tmp_path, "1.2").kept
    assert remove("esco", "1.2", tmp_path) == [second]
    assert current_imports(tmp_path) == (first,)
    assert remove("esco", folder=tmp_path) == [first]
    assert everything(tmp_path) == {}
    with pytest.raises(WrongUse, match="nothing is imported of esco"):
        remove("esco", folder=tmp_path)


def test_a_broken_gzip_is_said(tmp_path: Path) -> None:
    kept = put(tmp_path, "1.1").kept
    whole = kept.facts.read_bytes()
    for broken in (whole[:-9], b"no gzip", gzip.compress(b"other facts\n")):
        kept.facts.write_bytes(broken)
        with pytest.raises(StoreError, match=r"the import is broken .* run `rolepath import esco` again"):
            list(kept.lines())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', json.dumps({"format": 99, "version": "1", "facts_sha256": "x"})])
def test_a_broken_manifest_is_said(tmp_path: Path, text: str) -> None:
    kept = put(tmp_path, "1.1").kept
    (kept.folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="run `rolepath import esco` again"):
        current_imports(tmp_path)


@pytest.mark.parametrize("text", ["", "../elsewhere", "9.9-unknown", "\udcff"])
def test_a_broken_current_is_said(tmp_path: Path, text: str) -> None:
    put(tmp_path, "1.1")
    (tmp_path / "esco" / "CURRENT").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match="run `rolepath import esco` again"):
        current_imports(tmp_path)


def test_a_triple_in_two_graphs_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "1.1")
    before = everything(tmp_path)
    with pytest.raises(InvalidData, match="the same triple stands in two graphs"):
        put(tmp_path, "1.2", [*FACTS, b"<x:a> <x:p> <x:c> <x:other> .\n"])
    assert everything(tmp_path) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, InvalidData([])])
@pytest.mark.parametrize("when", ["in the middle of the facts", "in the check"])
def test_what_stops_an_import_leaves_nothing(tmp_path: Path, error: BaseException | type[BaseException], when: str) -> None:
    put(tmp_path, "1.1")
    before = everything(tmp_path)

    def lines() -> Iterator[bytes]:
        yield FACTS[0]
        if when == "in the middle of the facts":
            raise error

    def verify(kept: Kept) -> None:
        raise error

    with pytest.raises((KeyboardInterrupt, InvalidData)):
        add("esco", "1.2", "other-key", lines, dict, verify, tmp_path)
    assert everything(tmp_path) == before
    with pytest.raises((KeyboardInterrupt, InvalidData)):
        add("onet", "1", "other-key", lines, dict, verify, tmp_path)
    assert not (tmp_path / "onet").exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    put(tmp_path, "1.1")
    before = everything(tmp_path)

    def lines() -> Iterator[bytes]:
        yield FACTS[0]
        with Path("/dev/full").open("wb", buffering=0) as full:
            os.write(full.fileno(), b"x")

    with pytest.raises(StoreError, match="can't be written: No space left on device"):
        add("esco", "1.2", "other-key", lines, dict, folder=tmp_path)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("broken", ["CURRENT", "manifest.json", "facts.nq.gz"])
def test_the_cures_that_a_message_names_work(tmp_path: Path, broken: str) -> None:
    def breaks() -> None:
        kept = put(tmp_path, "1.1").kept
        path = kept.folder.parent / broken if broken == "CURRENT" else kept.folder / broken
        path.write_bytes(b"nothing of use")
        with pytest.raises(StoreError, match="run `rolepath import esco` again"):
            [list(each.lines()) for each in current_imports(tmp_path)]

    breaks()
    mended = put(tmp_path, "1.1")
    assert mended.fresh == (broken != "CURRENT")
    assert [list(each.lines()) for each in current_imports(tmp_path)] == [sorted(set(FACTS))]
    breaks()
    assert [kept.name for kept in remove("esco", folder=tmp_path)] == [mended.kept.name]
    assert everything(tmp_path) == {}


def test_a_broken_version_can_be_removed_by_its_name(tmp_path: Path) -> None:
    first, second = put(tmp_path, "1.1").kept, put(tmp_path, "1.2").kept
    (second.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert [kept.name for kept in remove("esco", second.name, tmp_path)] == [second.name]
    assert current_imports(tmp_path) == (first,)


def test_a_byte_that_is_wrong_in_the_middle_is_said(tmp_path: Path) -> None:
    kept = put(tmp_path, "1.1", [f"<x:{n * n}> <x:p> <x:c> <x:g> .\n".encode() for n in range(2000)]).kept
    whole = kept.facts.read_bytes()
    for place in range(40, len(whole), 97):  # behind the header of the gzip, whose name and time may be anything
        kept.facts.write_bytes(whole[:place] + bytes((whole[place] ^ 0xFF,)) + whole[place + 1 :])
        assert not kept.is_whole()
        with pytest.raises(StoreError, match="the import is broken"):
            list(kept.lines())
