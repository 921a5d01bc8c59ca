"""What options turn into, files written whole, and which error ends in which exit code."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import errors
from rolepath.cli import exits
from rolepath.cli.options import has_level, write_file
from rolepath.render.file_names import slug

thorough = settings(derandomize=True, deadline=None)


@thorough
@given(st.text(max_size=20), st.integers(1, 1000))
def test_a_level_is_what_follows_the_last_sign(name: str, thousandths: int) -> None:
    assert has_level([f"{name}={thousandths / 1000}"]) == {name: thousandths / 1000}
    assert has_level([f"{name}=some", f"{name}= SOME "]) == {name: "some"}
    if "=" not in name:
        assert has_level([name]) == {name: None}


@pytest.mark.parametrize("level", ["", "much", "50%", "1,5"])
def test_a_level_that_is_no_number_is_wrong_use(level: str) -> None:
    with pytest.raises(errors.WrongUse, match=r"\(0, 1\]"):
        has_level([f"Python={level}"])


def test_one_name_at_two_levels_is_wrong_use() -> None:
    assert has_level(["SQL=0.5", "Python", "SQL=0.5", "Python"]) == {"SQL": 0.5, "Python": None}
    for wrong in (["SQL=0.5", "SQL=0.6"], ["SQL", "SQL=0.5"], ["SQL=0.5", "SQL"], ["SQL=some", "SQL"], ["SQL=some", "SQL=0.5"]):
        with pytest.raises(errors.WrongUse, match="“SQL” is named at two levels"):
            has_level(wrong)


@thorough
@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_a_slug_is_a_plain_file_name(parts: list[str]) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", slug(*parts))


def test_a_file_is_written_as_others_would_write_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a" / "answer.txt", "Crème\r\n")
        write_file(tmp_path / "a" / "bytes", b"\x00\xff")
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "answer.txt").read_bytes() == "Crème\r\n".encode()
    assert (tmp_path / "a" / "bytes").read_bytes() == b"\x00\xff"
    assert stat.S_IMODE((tmp_path / "a" / "bytes").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()], ids=["disk", "ctrl-c"])
def test_a_file_that_cannot_be_finished_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    target = tmp_path / "answer.txt"
    target.write_text("old")

    def refuse(self: Path, other: Path) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(type(error)):
        write_file(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_to_itself_is_an_error_of_the_disk_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="loop"):
        write_file(tmp_path / "loop", "new")
    assert (tmp_path / "loop").is_symlink()


def _leaves(cls: type) -> list[type]:
    below = cls.__subclasses__()
    return [cls, *(leaf for sub in below for leaf in _leaves(sub))]


MADE = {
    errors.InvalidData: (errors.InvalidData([]), 1),
    errors.NotEnoughKnown: (errors.NotEnoughKnown("role/x", "X", 1, 5, 2, 8), 1),
    errors.UnknownName: (errors.UnknownName("x", "role", []), 2),
    errors.AmbiguousName: (errors.AmbiguousName("x", "role", [("role/a", "A"), ("role/b", "B")]), 2),
    errors.WrongUse: (errors.WrongUse("x"), 2),
    errors.InvalidProfile: (errors.InvalidProfile([]), 2),
    errors.InvalidTable: (errors.InvalidTable([]), 2),
    errors.NoPath: (errors.NoPath("x"), 1),
    errors.QuerySyntax: (errors.QuerySyntax("x", 1, 1, ""), 2),
    errors.QueryTimeout: (errors.QueryTimeout(1), 124),
    errors.StoreError: (errors.StoreError(Path("x"), "y"), 3),
}


def test_every_error_has_the_exit_code_of_the_table() -> None:
    assert set(_leaves(errors.RolepathError)) - {errors.RolepathError} == set(MADE), "each new error needs its place in the table"
    for error, code in MADE.values():
        assert exits.code_of(error) == code


def test_the_exit_codes_are_those_of_the_readme(root: Path) -> None:
    table = re.findall(r"^\| ([\d, ]+) \| (.+) \|$", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    codes = {code for cell, _ in table for code in cell.split(", ")}
    ours = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert codes == {str(code) for code in ours}
