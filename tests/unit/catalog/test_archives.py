"""Finding the tables of a published dataset and reading their rows, whatever is odd about them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath.catalog import archives
from rolepath.catalog.archives import Table, columns_of, files_sha256, find_tables, read_rows, table_problems
from rolepath.catalog.imported import Dropped, Report
from rolepath.errors import InvalidData


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def rows(path: Path, content: bytes, needed=("a", "b"), optional=(), **kind) -> tuple[list, Report]:
    path = path / "table.csv"
    path.write_bytes(content)
    report = Report()
    return list(read_rows(Table(path.name, path), needed, optional, report=report, **kind)), report


# --- finding ------------------------------------------------------------------------------------------


def test_tables_are_found_in_zips_in_folders_and_in_zips_in_folders(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "one.csv").write_bytes(b"a\n1\n")
    zipped(tmp_path / "deep" / "two.zip", {"inside/two.txt": b"a\n2\n", "read.me": b"no table", "__MACOSX/inside/._two.txt": b"no"})
    other = zipped(tmp_path / "three.zip", {"three.CSV": b"a\n3\n"})
    (tmp_path / ".hidden.csv").write_bytes(b"a\n")
    found = find_tables([tmp_path / "deep", other])
    assert list(found) == ["one.csv", "three.CSV", "two.txt"]
    assert [columns_of(table) for table in found.values()] == [("a",)] * 3
    assert found["two.txt"].place.endswith("two.zip: inside/two.txt")
    assert list(find_tables([tmp_path / "deep" / "er" / "one.csv"])) == ["one.csv"]


def test_a_table_that_is_there_twice_counts_once_if_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")
    archive = zipped(tmp_path / "t.zip", {"t.csv": b"a\n1\n"})
    assert find_tables([tmp_path, archive]) == {"t.csv": Table("t.csv", tmp_path / "t.csv")}
    assert find_tables([archive, tmp_path]) == {"t.csv": Table("t.csv", archive, "t.csv")}
    zipped(archive, {"t.csv": b"a\n2\n"})
    with pytest.raises(InvalidData, match=r"is there twice and differs .* give the files of one version only"):
        find_tables([tmp_path])


def test_other_files_beside_the_wanted_ones_don_t_matter(tmp_path: Path) -> None:
    for name in ("one", "two"):
        zipped(tmp_path / f"{name}.zip", {"read me.txt": name.encode(), f"{name}.csv": b"a\n"})
    assert list(find_tables([tmp_path], re.compile(r"(one|two)\.csv"))) == ["one.csv", "two.csv"]
    with pytest.raises(InvalidData, match=r"read me.txt is there twice"):
        find_tables([tmp_path])


def test_all_paths_that_can_t_be_used_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"this is no zip")
    (tmp_path / "empty.zip").write_bytes(b"")
    cut = zipped(tmp_path / "cut.zip", {"t.csv": b"a\n" * 900})
    cut.write_bytes(cut.read_bytes()[:-30])
    with pytest.raises(InvalidData) as error:
        find_tables([tmp_path / "no.zip", tmp_path / "empty.zip", cut, tmp_path / "absent"])
    said = [(Path(problem.path).name, problem.message) for problem in error.value.problems]
    cure = "is not a zip archive, or a broken one; give the publisher's zips, or the folder they were unpacked to"
    assert said == [("absent", "no such file or folder"), ("cut.zip", cure), ("empty.zip", cure), ("no.zip", cure)]


def test_hashes_are_of_what_holds_the_tables(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "b.zip", {"one.csv": b"a\n", "two.csv": b"b\n"})
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "unused.csv").write_bytes(b"a\n2\n")
    found = find_tables([tmp_path])
    expected = tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "a.csv", archive))
    assert files_sha256([found["one.csv"], found["a.csv"], found["two.csv"]]) == expected


# --- columns and broken content -----------------------------------------------------------------------


def test_missing_columns_of_all_tables_are_named(tmp_path: Path) -> None:
    found = find_tables([zipped(tmp_path / "x.zip", {"one.csv": b"a,b\n", "two.csv": b"", "three.csv": b"\xff\xfea\x00,\x00b\x00\n"})])
    problems = table_problems({found["one.csv"]: ("a", "c", "d"), found["two.csv"]: ("a",), found["three.csv"]: ("a",)})
    assert [problem.message for problem in problems] == [
        "lacks the columns c, d; give the publisher's CSV, as it came",
        "lacks the column a; give the publisher's CSV, as it came",
        "lacks the column a; give the publisher's CSV, as it came",
    ]
    with pytest.raises(InvalidData, match="lacks the column c"):
        next(read_rows(found["one.csv"], ("a", "c"), report=Report()))


def test_damaged_and_encrypted_members_are_problems_and_no_crashes(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"one.csv": b"a,b\n" + b"1,2\n" * 9000}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[20_000] ^= 0xFF
    path.write_bytes(content)
    table = find_tables([path])["one.csv"]
    (problem,) = table_problems({table: ("a",)})
    assert "can't be read (Bad CRC-32" in problem.message
    with pytest.raises(InvalidData, match="download it again"):
        list(read_rows(table, ("a",), report=Report()))
    path = zipped(tmp_path / "y.zip", {"two.csv": b"a\n"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    table = find_tables([path])["two.csv"]
    (problem,) = table_problems({table: ("a",)})
    assert "can't be read" in problem.message
    assert columns_of(table) == ()


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    table = Table("gone.csv", tmp_path / "gone.csv")
    assert "can't be read (No such file" in table_problems({table: ("a",)})[0].message
    with pytest.raises(InvalidData, match="No such file"):
        list(read_rows(table, ("a",), report=Report()))


# --- rows ---------------------------------------------------------------------------------------------


def test_rows_have_the_columns_asked_for_and_the_line_they_begin_on(tmp_path: Path) -> None:
    content = b'x,b,a,c\n1,"two\nlines\nhere",3,4\n\n5,6,7,8\n'
    found, report = rows(tmp_path, content, ("a", "b"), ("c", "absent"))
    assert found == [(2, ("3", "two\nlines\nhere", "4", None)), (6, ("7", "6", "8", None))]
    assert report.totals()[0].read == 2
    assert not report.notes
    assert not report.dropped


def test_words_for_nothing_are_nothing(tmp_path: Path) -> None:
    found, _ = rows(tmp_path, b"a,b\nNone,n/a\nNULL,\n  , x \nNones,nothing\n")
    assert [cells for _, cells in found] == [(None, None), (None, None), (None, "x"), ("Nones", "nothing")]


def test_short_and_long_rows_are_kept_where_nothing_needed_is_lost(tmp_path: Path) -> None:
    found, report = rows(tmp_path, b"a,b,c\n1,2,3\n1,2\n1\n1,2,3,4\n1,2,3,,\n", ("a", "b"), ("c",))
    assert found == [(2, ("1", "2", "3")), (3, ("1", "2", None)), (6, ("1", "2", "3"))]
    assert report.totals()[0].read == 5
    assert report.dropped == (Dropped("table.csv", 4, archives.SHORT), Dropped("table.csv", 5, archives.LONG))
    assert report.notes == (Dropped("table.csv", 3, archives.SHORT_KEPT), Dropped("table.csv", 6, archives.LONG_KEPT))


def test_encodings_are_told_line_by_line(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfa,b\r\n" + "é,ü\r\n".encode() + "é,ü\r\n".encode("cp1252") + b"\x81,ok\r\n" + "é,–\r\n".encode()
    found, report = rows(tmp_path, content)
    assert [cells for _, cells in found] == [("é", "ü"), ("é", "ü"), ("�", "ok"), ("é", "–")]
    assert [(note.line, note.why) for note in report.notes] == [(3, archives.WINDOWS_1252), (4, archives.UNREADABLE)]


def test_quotes_mean_nothing_in_tab_delimited_text(tmp_path: Path) -> None:
    found, _ = rows(tmp_path, b'a\tb\n"one\ttwo"\n3" pipe\t"4"\n', tab_delimited=True)
    assert found == [(2, ('"one', 'two"')), (3, ('3" pipe', '"4"'))]


def test_a_quotation_mark_that_is_never_closed_stops_the_import_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=r"table.csv:3: can't be read from here on .* never closed"):
        rows(tmp_path, b'a,b\n1,2\n1,"' + b"x,y\n" * 50_000)


def test_reading_again_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1\n")
    report = Report()
    for _ in range(2):
        assert not list(read_rows(Table("t.csv", path), ("a", "b"), report=report))
    assert report.reasons() == ((archives.SHORT, 1),)
    assert report.totals()[0].read == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.booleans())
def test_garbage_is_read_or_refused(tmp_path: Path, content: bytes, tabs: bool) -> None:
    path = tmp_path / "g.csv"
    path.write_bytes(b"a,b\n" + content if not tabs else b"a\tb\n" + content)
    report = Report()
    try:
        found = list(read_rows(Table("g.csv", path), ("a", "b"), report=report, tab_delimited=tabs))
    except InvalidData:
        return
    total = report.totals()[0]
    assert total.read == len(found) + total.dropped


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=6), st.integers(0, 400))
def test_a_damaged_zip_is_read_or_refused(tmp_path: Path, damage: bytes, at: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.csv", "a,b\n" + "".join(f"{n},{n * n}\n" for n in range(60)))
    content = bytearray(stream.getvalue())
    at %= len(content)
    content[at : at + len(damage)] = damage
    path = tmp_path / "g.zip"
    path.write_bytes(content)
    try:
        for table in find_tables([path]).values():
            if not table_problems({table: ("a", "b")}):
                assert len(list(read_rows(table, ("a", "b"), report=Report()))) == 60
    except InvalidData:
        pass
