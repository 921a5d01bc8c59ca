"""Blocks as text, Markdown and CSV: what data says is shown as it is, can't act, and the shape of a table survives."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rolepath.render.blocks import Heading, Items, Table, Text, clean, to_csv, to_markdown, to_text

ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LABELS = st.text(st.characters(codec="utf-8", max_codepoint=0x2FFF), max_size=20) | st.sampled_from(
    [
        "[bold]x[/bold]",
        "[/]",
        "ends in \\",
        ":smile:",
        "a|b",
        "*_`#<b>",
        "=1+1",
        "-5%",
        "-x",
        "\x1b[31mred",
        "\u202eback",
        "two\nlines",
        "[link=x]",
    ]
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(LABELS, min_size=width, max_size=width).map(tuple), min_size=1, max_size=4).map(
        lambda rows: Table("name", tuple(f"column {n}" for n in range(width)), tuple(rows), frozenset({"column 1"}))
    )
)
thorough = settings(derandomize=True, deadline=None, max_examples=150)


def _words(text: str) -> str:
    return re.sub(r"\s", "", text)


@thorough
@given(TABLES)
def test_csv_gives_back_every_cell_and_none_is_a_formula(table: Table) -> None:
    header, *rows = csv.reader(io.StringIO(to_csv([Heading("left out"), table, Text("left out")]), newline=""), strict=True)
    assert tuple(header) == table.columns
    for found, cells in zip(rows, table.rows, strict=True):
        for cell, given_ in zip(found, map(clean, cells), strict=True):
            assert cell in (given_, "'" + given_)
            assert not cell.startswith(("=", "+", "@"))
            assert not cell.startswith("-") or re.fullmatch(r"-[\d.,]*%?", cell)


@thorough
@given(st.lists(TABLES, min_size=2, max_size=3))
def test_csv_of_several_tables_is_rectangular_and_each_row_names_its_table(tables: list[Table]) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(tables), newline=""), strict=True))
    assert {len(row) for row in rows} == {1 + max(len(table.columns) for table in tables)}
    assert [row[0] for row in rows] == [name for table in tables for name in ("table", *[table.name] * len(table.rows))]


@thorough
@given(TABLES, LABELS)
def test_markdown_keeps_the_shape_of_a_table_and_takes_text_literally(table: Table, text: str) -> None:
    written = to_markdown([Heading(text, 1), table, Items((text, text), numbered=True), Text(text)])
    lines = [line for line in written.splitlines() if line.startswith("| ")]
    assert len(lines) == 2 + len(table.rows)
    for line in lines:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == len(table.columns) + 1
    assert lines[1].split("|")[1:-1] == [" ---: " if column == "column 1" else " --- " for column in table.columns]
    assert not ACTING.search(written)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<]", written.replace("---", ""))


@thorough
@given(TABLES, LABELS, st.sampled_from([40, 100]))
def test_text_shows_what_the_data_says_within_the_width_and_nothing_acts(table: Table, text: str, width: int) -> None:
    written = to_text([Heading(text, 1), Text(text), Items((text,)), table], width, color=False)
    assert not ACTING.search(written)
    assert all(cell_len(line) <= width for line in written.splitlines())
    assert all(line == line.rstrip() for line in written.splitlines())
    for shown in (text, *(cell for row in table.rows for cell in row)):
        for word in clean(shown).split():
            if len(word) < 6:
                assert word in _words(written)


@thorough
@given(TABLES, LABELS)
def test_colours_are_the_only_escapes_on_a_terminal(table: Table, text: str) -> None:
    written = to_text([Heading(text, 1), Text(text), Items((text,)), table], 80, color=True)
    assert not ACTING.search(re.sub(r"\x1b\[[0-9;]*m", "", written))


def test_markup_of_the_terminal_in_data_is_shown_and_not_followed() -> None:
    written = to_text([Text("[bold]x[/bold] [link=http://e]y[/link] :smile:")], 100, color=True)
    assert written.strip() == "[bold]x[/bold] [link=http://e]y[/link] :smile:"


def test_rows_too_long_for_a_line_become_cards_with_their_numbers_together() -> None:
    table = Table(
        "steps",
        ("learn", "hours", "why", "share", "after"),
        (("Dough", "3", "it is asked for", "7%", ""),),
        frozenset({"hours", "share"}),
        cards=True,
    )
    assert to_text([table], 60, color=False).splitlines() == ["1. Dough", "   hours 3 · share 7%", "   why: it is asked for"]
    assert to_markdown([table]) == "1. **Dough**\n   - hours 3 · share 7%\n   - why: it is asked for\n"
    assert to_csv([table]) == "learn,hours,why,share,after\nDough,3,it is asked for,7%,\n"


def test_numbers_of_items_stand_below_each_other() -> None:
    lines = to_text([Items(tuple("abcdefghijk"), numbered=True)], 60, color=False).splitlines()
    assert lines[0] == "[ 1] a"
    assert lines[10] == "[11] k"


def test_a_long_item_hangs_beside_its_mark() -> None:
    first, second = to_text([Items(("word " * 12,))], 40, color=False).rstrip().splitlines()
    assert first.startswith("- word")
    assert second.startswith("  word")


@pytest.mark.parametrize(("blocks", "written"), [([], ""), ([Text("Nothing is called that.")], "")])
def test_csv_of_no_table_has_no_rows(blocks: list[Text], written: str) -> None:
    assert to_csv(blocks) == written
