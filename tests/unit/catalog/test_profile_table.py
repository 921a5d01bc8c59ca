"""Tables of profiles from CSV and Parquet: what is read, and what is said of everything that is wrong with them."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import Any

import pytest

from rolepath.catalog import parquet
from rolepath.catalog.parquet import ParquetWriter, is_parquet, read_parquet
from rolepath.catalog.profile_table import ProfileRow, read_csv
from rolepath.errors import InvalidTable, WrongUse


def rows_of(text: str | bytes) -> list[ProfileRow]:
    return list(read_csv(io.BytesIO(text.encode() if isinstance(text, str) else text), "p.csv").rows)


def said_of(text: str | bytes) -> str:
    with pytest.raises(InvalidTable) as refused:
        rows_of(text)
    return str(refused.value)


# --- CSV ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "id,role,have,lack\na,baker,ovens=0.5;dough,cakes\n",
        "\ufeffid,role,have,lack\r\na,baker,ovens=0.5;dough,cakes",
        'lack, Have ,ROLE,id\n\ncakes,"ovens=0.5;dough",baker,a\n\n',
        "id,age,role,have,lack\na,40,baker,ovens=0.5;dough,cakes\n",
    ],
)
def test_columns_are_found_by_their_names(text: str) -> None:
    assert rows_of(text) == [ProfileRow("a", "baker", "ovens=0.5;dough", "cakes")]


def test_what_is_not_said_is_empty_and_rows_are_numbered() -> None:
    assert rows_of("role\nbaker\n\nécuyer\n") == [ProfileRow("1", "baker"), ProfileRow("2", "écuyer")]
    assert rows_of("id,have\n,a\nx,\n") == [ProfileRow("1", have="a"), ProfileRow("x")]
    assert rows_of("role\n") == []


def test_a_field_may_have_lines_of_its_own() -> None:
    (row, wrong) = rows_of('role,have\nbaker,"ovens;\ndough"\nbaker\n')
    assert row.have == "ovens;\ndough"
    assert wrong.problem == "line 4: 1 field, where the first line names 2"


def test_a_row_that_is_wrong_keeps_its_name_and_the_next_is_read() -> None:
    text = b"id,role,have\na,baker\nb,baker,dough,cakes\nc,caf\xe9,\n\xff,baker\nd,baker,dough\n"
    assert rows_of(text) == [
        ProfileRow("a", problem="line 2: 2 fields, where the first line names 3"),
        ProfileRow("b", problem="line 3: 4 fields, where the first line names 3"),
        ProfileRow("c", problem="line 4: the byte 0xE9 is no UTF-8; save the file as UTF-8"),
        ProfileRow("?", problem="line 5: 2 fields, where the first line names 3"),
        ProfileRow("d", "baker", "dough"),
    ]


def test_columns_that_are_not_used_are_named() -> None:
    table = read_csv(io.BytesIO(b"role,age,haves\nbaker,1,2\n"), "p.csv")
    assert table.notes == ("the column “age” is not used.", "the column “haves” is not used; did you mean “have”?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "p.csv: is empty; its first line must name the columns"),
        ("\n\n", "p.csv: is empty"),
        ("name,skills\na,b\n", "p.csv:1: there is no column role or have; the first line must name its columns"),
        ("\n\nname,skills\na,b\n", "p.csv:3: there is no column role or have"),
        ("role;have\nbaker;dough\n", "p.csv:1: the columns are separated by semicolons; separate them by commas"),
        ("id\trole\na\tbaker\n", "p.csv:1: the columns are separated by tabs"),
        ("role,have,Role\na,b,c\n", "p.csv:1: the column role stands here 2 times; keep one"),
        ("role\na\n".encode("utf-16"), "p.csv: this is UTF-16; save it as UTF-8"),
        (b"PAR1\0\0\0", "p.csv: this is Parquet"),
        (b"PK\x03\x04\x14\0", "p.csv: this is a zip or a spreadsheet"),
        (b"\x1f\x8b\x08\0", "p.csv: this is compressed with gzip"),
        (b"\x7fELF\0\0", "p.csv: this is no text"),
        (b"r\xf4le,have\n", "p.csv:1: the byte 0xF4 is no UTF-8; save the file as UTF-8"),
        ("\x1b[31m\n", "there is no column role or have"),
        ('role\nbaker\n"baker\ncook\n', "p.csv:3: from here on this is no CSV: a quoted field that begins here has no end"),
        ('role\n"baker" and cook\n', "p.csv:2: from here on this is no CSV"),
        ("role\n" + "x" * 200_000, "p.csv:2: from here on this is no CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text: str | bytes, words: str) -> None:
    said = said_of(text)
    assert words in said
    assert "\x1b" not in said


def test_all_problems_of_the_first_line_are_said_at_once() -> None:
    assert said_of("id,id,lack,lack,name\n").count("\n") == 2


# --- Parquet --------------------------------------------------------------------------------------------

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def written(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    people = written(
        tmp_path / "p.parquet",
        id=[7, None],
        Role=pa.array(["baker", None]).dictionary_encode(),
        have=[["ovens=0.5", None, "dough"], None],
        lack=pa.array(["cakes", ""], pa.large_string()),
        age=[1, 2],
    )
    assert is_parquet(people)
    table = read_parquet(people, "p.parquet")
    assert list(table.rows) == [ProfileRow("7", "baker", ("ovens=0.5", "dough"), "cakes"), ProfileRow("2")]
    assert table.unused == ("age",)


def test_columns_of_another_type_are_refused_all_at_once(tmp_path: Path) -> None:
    people = written(tmp_path / "p.parquet", id=[[1]], role=[1], have=[[2]], lack=["x"])
    with pytest.raises(InvalidTable) as refused:
        read_parquet(people, "p.parquet")
    said = str(refused.value)
    for words in (
        "the column id must hold texts or numbers",
        "the column role must hold a text, not int64",
        "the column have must hold a text or a list of texts, not list",
    ):
        assert words in said


def test_parquet_that_is_none_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "p.parquet", role=["baker"] * 1000).read_bytes()
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidTable, match=r"broken\.parquet: this can't be read as Parquet"):
        read_parquet(broken, "broken.parquet")
    broken.write_bytes(whole[:4] + b"\xff" * 40 + whole[44:])
    with pytest.raises(InvalidTable, match=r"the Parquet breaks off after row 0"):
        list(read_parquet(broken, "broken.parquet").rows)
    with pytest.raises(InvalidTable, match="no column role or have"):
        read_parquet(written(tmp_path / "other.parquet", name=["x"]), "other.parquet")


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    with path.open("wb") as file:
        writer = ParquetWriter(file, {"id": "text", "share": "number", "ready": "flag", "met": "count", "missing": "texts"})
        for _ in range(3):
            writer.write([("a", 0.5, True, 3, ("x", "y")), ("b", None, None, None, ())] * 2500)
        writer.close()
    found = pq.read_table(path)
    assert found.num_rows == 15_000
    assert found.slice(9_999, 2).to_pylist() == [
        {"id": "b", "share": None, "ready": None, "met": None, "missing": []},
        {"id": "a", "share": 0.5, "ready": True, "met": 3, "missing": ["x", "y"]},
    ]


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = written(tmp_path / "p.parquet", role=["baker"])
    plain = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError("No module named 'pyarrow'")
        return plain(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(WrongUse, match=r"pip install 'rolepath\[parquet\]'"):
        read_parquet(people, "p.parquet")
    with pytest.raises(WrongUse, match="extra “parquet”"):
        parquet.ParquetWriter(io.BytesIO(), {"id": "text"})
