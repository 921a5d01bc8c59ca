"""Reading O*NET: a small made release with every kind of dirt, bad input, garbage, and the real release."""

from __future__ import annotations

import random
import sys
import zipfile
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.catalog.imported import Import
from rolepath.catalog.onet import open_onet
from rolepath.catalog.onet_elements import UNKNOWN_ELEMENT
from rolepath.catalog.onet_tools import slug
from rolepath.errors import InvalidData

_spec = spec_from_file_location("made_onet", Path(__file__).with_name("made_onet.py"))
assert _spec is not None
assert _spec.loader is not None
made = module_from_spec(_spec)
_spec.loader.exec_module(made)
NURSE, DOCTOR, OTHER = made.NURSE, made.DOCTOR, made.OTHER


def read(*paths: Path, version: str | None = None) -> tuple[Import, dict[str, model.AnyRecord]]:
    """Opens and runs through; checks what holds for every import."""
    opened = open_onet(paths, version=version)
    records = list(opened.records())
    by_key = {record.key: record for record in records}
    assert len(by_key) == len(records)
    seen: set[str] = set()
    for record in records:
        named = {
            *getattr(record, "broader", ()),
            *filter(None, (getattr(record, field, None) for field in ("role", "capability", "element"))),
        }
        assert named <= seen
        seen.add(record.key)
    assert all(total.read == total.kept + total.dropped for total in opened.report.totals())
    return opened, by_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made.write_text(tmp_path / "db_29_3_text", made.release())


def test_source_says_version_licence_and_attribution(folder: Path) -> None:
    opened, records = read(folder)
    assert (opened.classification, opened.version, opened.languages) == ("onet", "29.3", ("en",))
    source = records["source/onet-29.3"]
    assert source is not None
    assert opened.source == source
    assert opened.source.licence == "CC BY 4.0"
    assert "O*NET 29.3 Database" in (opened.source.attribution or "")
    assert len(opened.source.files_sha256) == len(made.release())
    assert next(iter(opened.records())) == source
    assert list(opened.names()) == []


def test_role(folder: Path) -> None:
    _, records = read(folder)
    nurse = records[f"onet:{NURSE}"]
    assert isinstance(nurse, model.Role)
    assert nurse.label == "Registered Nurses"
    assert nurse.alt_labels == ("Charge Nurse", "Emergency Room Nurse (ER Nurse)", "ER Nurse")
    assert nurse.job_zone == 3
    assert nurse.education == "Associate's Degree"  # equal shares: the lower category; the largest is suppressed
    assert nurse.related == (f"onet:{DOCTOR}", f"onet:{OTHER}")
    assert {e.on: e.file for e in nurse.evidence} == {
        None: "Occupation Data.txt",
        "alt_labels": "Alternate Titles.txt",
        "job_zone": "Job Zones.txt",
        "education": "Education, Training, and Experience.txt",
        "related": "Related Occupations.txt",
    }


def test_occupation_without_data_is_a_role_and_nothing_is_made_up(folder: Path) -> None:
    _, records = read(folder)
    other, doctor = records[f"onet:{OTHER}"], records[f"onet:{DOCTOR}"]
    assert isinstance(other, model.Role)
    assert (other.alt_labels, other.job_zone, other.education, other.related) == ((), None, None, ())
    assert isinstance(doctor, model.Role)
    assert doctor.education is None  # nobody chose any category


def test_skills_with_kinds_and_hierarchy(folder: Path) -> None:
    _, records = read(folder)
    skills = {r.id: (r.label, r.skill_kind, r.broader) for r in records.values() if isinstance(r, model.Skill)}
    assert skills == {
        "onet:2.B": ("Cross-Functional Skills", "transversal", ()),
        "onet:2.B.1.a": ("Social Perceptiveness", "transversal", ("onet:2.B",)),  # 2.B.1 has no name here
        "onet:2.B.3": ("Technical Skills", "competence", ("onet:2.B",)),
        "onet:2.B.3.e": ("Programming", "competence", ("onet:2.B.3",)),
        "onet:2.C": ("Knowledge", "knowledge", ()),
        "onet:2.C.5": ("Health Services", "knowledge", ("onet:2.C",)),
        "onet:2.C.5.a": ("Medicine and Dentistry", "knowledge", ("onet:2.C.5",)),
        "onet:4.A": ("Generalized Work Activities", "competence", ()),
        "onet:4.A.4.a.5": ("Assisting and Caring for Others", "competence", ("onet:4.A",)),
        "onet:4.A.4.a.5.I01.D01": ("Position patients for treatment", "competence", ("onet:4.A.4.a.5",)),
        "onet:4.A.4.a.5.I01.D02": ("Treat patients", "competence", ("onet:4.A.4.a.5",)),
        "onet:4.A.9.I01.D01": ("Do what no element names", "competence", ("onet:4.A",)),
    }


def test_intermediate_activities_are_skills_where_the_release_names_them(tmp_path: Path) -> None:
    tables = made.release()
    tables["IWA Reference"] = [("Element ID", "IWA ID", "IWA Title"), ("4.A.4.a.5", "4.A.4.a.5.I01", "Care for patients.")]
    _, records = read(made.write_text(tmp_path / "o", tables))
    middle, low = records["onet:4.A.4.a.5.I01"], records["onet:4.A.4.a.5.I01.D01"]
    assert isinstance(middle, model.Skill)
    assert isinstance(low, model.Skill)
    assert (middle.label, middle.broader) == ("Care for patients", ("onet:4.A.4.a.5",))
    assert low.broader == ("onet:4.A.4.a.5.I01",)


def test_ratings_join_importance_and_level_without_the_numbers_that_are_marked(folder: Path) -> None:
    opened, records = read(folder)
    ratings = {r.key_in_file: (r.importance, r.rated_level, r.file) for r in records.values() if isinstance(r, model.Rating)}
    assert ratings == {
        f"{NURSE} 2.B.1.a": (Decimal(4), Decimal("4.25"), "Skills.txt"),
        f"{NURSE} 2.C.5.a": (Decimal("4.36"), Decimal("4.47"), "Knowledge.txt"),
        f"{NURSE} 2.B.3.e": (Decimal("1.12"), None, "Skills.txt"),  # its level is not relevant
        "29-1216.00 2.C.5.a": (Decimal("4.99"), None, "Knowledge.txt"),  # its level is suppressed
        f"{NURSE} 1.B.1.a": (Decimal("3.1"), None, "Interests.txt"),
        f"{NURSE} 1.B.2.a": (Decimal("5.67"), None, "Work Values.txt"),
        f"{NURSE} 1.C.1.a": (Decimal("4.1"), None, "Work Styles.txt"),
    }
    reasons = dict(opened.report.reasons())
    assert reasons["is marked as not relevant for the occupation"] == 1
    assert reasons["is recommended to be suppressed: its estimate is too uncertain"] == 2  # a level, and a share of education
    assert reasons["is on a scale that is not read"] == 2


def test_traits_are_those_that_are_rated(folder: Path) -> None:
    _, records = read(folder)
    traits = {r.id: r.trait_kind for r in records.values() if isinstance(r, model.Trait)}
    assert traits == {"onet:1.B.1.a": "interest", "onet:1.B.2.a": "work value", "onet:1.C.1.a": "work style"}


def test_tools_once_each_below_their_commodities(folder: Path) -> None:
    _, records = read(folder)
    tools = {r.id: (r.label, r.alt_labels, r.broader) for r in records.values() if isinstance(r, model.Tool)}
    assert tools == {
        "onet:commodity/43191510": ("Two way radios, portable", (), ()),
        "onet:commodity/43232306": ("Data base user interface and query software", (), ()),
        "onet:commodity/43232405": ("Object or component oriented development software", (), ()),
        "onet:commodity/43232610": ("Medical software", (), ()),  # listed under its own name: no second thing of that name
        "onet:commodity/44101508": ("Laser fax machine", (), ()),
        "onet:technology/c-plus-plus": ("C++", (), ("onet:commodity/43232405",)),
        "onet:technology/c-sharp": ("C#", (), ("onet:commodity/43232405",)),
        "onet:technology/meditech-software": ("MEDITECH software", (), ("onet:commodity/43232306", "onet:commodity/43232610")),
        "onet:tool/laser-facsimile-machines": ("Laser facsimile machines", (), ("onet:commodity/44101508",)),
        "onet:tool/two-way-radios": ("Two-way radios", ("Two way radios",), ("onet:commodity/43191510",)),
    }


def test_requirements_of_tools_and_activities(folder: Path) -> None:
    _, records = read(folder)
    found = {(r.role, r.capability): [e.modality for e in r.evidence] for r in records.values() if isinstance(r, model.Requirement)}
    nurse, doctor = f"onet:{NURSE}", f"onet:{DOCTOR}"
    assert found == {
        (nurse, "onet:technology/meditech-software"): ["in demand"],
        (nurse, "onet:tool/two-way-radios"): ["lists", "lists"],
        (nurse, "onet:4.A.4.a.5.I01.D01"): ["activity"],
        (doctor, "onet:technology/meditech-software"): ["lists", "lists"],  # a technology and a tool: one thing
        (doctor, "onet:commodity/43232610"): ["lists"],
        (doctor, "onet:technology/c-plus-plus"): ["lists"],
        (doctor, "onet:technology/c-sharp"): ["lists"],
        (doctor, "onet:tool/two-way-radios"): ["lists"],
        (doctor, "onet:tool/laser-facsimile-machines"): ["lists"],
        (doctor, "onet:4.A.4.a.5.I01.D02"): ["activity"],
    }
    keys = [e.key for r in records.values() if isinstance(r, model.Requirement) for e in r.evidence]
    assert len(set(keys)) == len(keys)  # evidence names one row


@pytest.mark.parametrize(
    ("name", "expected"),
    [("C", "c"), ("C++", "c-plus-plus"), ("X-ray machines", "x-ray-machines"), ("Café  (R) ", "cafe-r"), ("!!!", ""), ("日本", "")],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_twice_gives_the_same_records_and_report(folder: Path) -> None:
    opened = open_onet([folder])
    first, totals, dropped = list(opened.records()), None, None
    totals, dropped = opened.report.totals(), opened.report.dropped
    assert list(opened.records()) == first
    assert (opened.report.totals(), opened.report.dropped) == (totals, dropped)


def test_order_of_rows_columns_and_marks_does_not_matter(folder: Path, tmp_path: Path) -> None:
    _, expected = read(folder)
    shuffled = {}
    for name, rows in made.release().items():
        order = list(range(len(rows[0])))
        random.Random(name).shuffle(order)
        padded = [[*row, *[""] * (len(order) - len(row))] for row in rows]
        shuffled[name] = [["Added", *(row[i] for i in order)] for row in padded]
    again = made.write_text(tmp_path / "again", shuffled)
    for file in again.glob("*.txt"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\r\n", b"\n"))
    _, found = read(again)
    assert {k: v for k, v in found.items() if not k.startswith("source/")} == {
        k: v for k, v in expected.items() if not k.startswith("source/")
    }


def test_zip_nested_folder_and_spreadsheets_say_the_same(folder: Path, tmp_path: Path) -> None:
    def said(*paths: Path) -> dict[str, str]:
        _, records = read(*paths)
        return {k: v.model_dump_json().replace(".xlsx", ".txt") for k, v in records.items() if not k.startswith("source/")}

    expected = said(folder)
    assert said(made.zipped(folder, tmp_path / "a.zip")) == expected
    assert said(made.write_text(tmp_path / "b" / "c" / "d", made.release()).parents[1]) == expected
    sheets = made.write_sheets(tmp_path / "db_29_3_excel", made.release())
    assert said(sheets) == expected
    assert said(made.zipped(sheets, tmp_path / "e.zip")) == expected


def test_spreadsheets_without_openpyxl_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = made.write_sheets(tmp_path / "x", made.release())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InvalidData, match=r"rolepath\[spreadsheet\]"):
        open_onet([sheets])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"<html>"])
def test_broken_spreadsheet(tmp_path: Path, content: bytes) -> None:
    sheets = made.write_sheets(tmp_path / "x", made.release())
    (sheets / "Skills.xlsx").write_bytes(content)
    with pytest.raises(InvalidData, match="can't be read as a spreadsheet"):
        open_onet([sheets])


def test_zip_that_is_no_spreadsheet(tmp_path: Path) -> None:
    sheets = made.write_sheets(tmp_path / "x", made.release())
    with zipfile.ZipFile(sheets / "Skills.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InvalidData, match="can't be read as a spreadsheet"):
        open_onet([sheets])


def test_spreadsheet_without_a_column(tmp_path: Path) -> None:
    tables = made.release()
    tables["Job Zones"] = [row[:1] for row in tables["Job Zones"]]
    with pytest.raises(InvalidData, match=r"Job Zones\.xlsx:1: lacks the column Job Zone"):
        open_onet([made.write_sheets(tmp_path / "x", tables)])


def test_version_from_name_or_argument(tmp_path: Path) -> None:
    named = made.write_text(tmp_path / "db_28_0_text", made.release(), read_me=None)
    unnamed = made.write_text(tmp_path / "onet", made.release(), read_me=None)
    inside = made.zipped(named, tmp_path / "inside.zip")
    outside = made.zipped(unnamed, tmp_path / "db_30_1_text.zip")
    assert [open_onet([p]).version for p in (named, inside, outside)] == ["28.0", "28.0", "30.1"]
    assert open_onet([unnamed], version="27.2").source.id == "source/onet-27.2"
    with pytest.raises(InvalidData, match="nothing says which version"):
        open_onet([unnamed])
    with pytest.raises(InvalidData, match="“new” is not a version of O\\*NET"):
        open_onet([unnamed], version="new")


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    tables = made.release()
    for name in ("Skills", "Knowledge", "DWA Reference"):
        del tables[name]
    with pytest.raises(InvalidData, match=r"not an O\*NET release: DWA Reference, Skills, Knowledge \(\.txt or \.xlsx\) are missing"):
        open_onet([made.write_text(tmp_path / "o", tables)])


def test_missing_columns_are_named_for_each_file(tmp_path: Path) -> None:
    tables = made.release()
    tables["Skills"] = [row[:2] for row in tables["Skills"]]
    tables["Job Zones"] = []
    with pytest.raises(InvalidData) as error:
        open_onet([made.write_text(tmp_path / "o", tables)])
    assert [p.message.split(";")[0] for p in error.value.problems] == [
        "lacks the columns O*NET-SOC Code, Job Zone",
        "lacks the columns Scale ID, Data Value",
    ]


def test_other_input_is_refused(tmp_path: Path) -> None:
    no_zip = tmp_path / "a.zip"
    no_zip.write_bytes(b"no zip")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, said in ((no_zip, "is not a zip archive"), (empty, "not an O*NET release"), (tmp_path / "none", "no such file or folder")):
        with pytest.raises(InvalidData) as error:
            open_onet([path])
        assert said in str(error.value)


def test_release_without_an_occupation_is_refused(tmp_path: Path) -> None:
    tables = made.release()
    tables["Occupation Data"] = [tables["Occupation Data"][0], ("nonsense", "x", "y")]
    with pytest.raises(InvalidData, match="holds no occupation"):
        open_onet([made.write_text(tmp_path / "o", tables)])


def test_truncated_zip_is_refused(folder: Path, tmp_path: Path) -> None:
    whole = made.zipped(folder, tmp_path / "whole.zip").read_bytes()
    for share in (3, 2):
        (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // share])
        with pytest.raises(InvalidData):
            open_onet([tmp_path / "cut.zip"])


def test_files_that_may_be_missing_are_noted(tmp_path: Path) -> None:
    tables = made.release()
    absent = ["Education, Training, and Experience Categories", "Interests", "Tools Used", "Work Styles", "Work Values"]
    for name in absent:
        del tables[name]
    opened, records = read(made.write_text(tmp_path / "o", tables))
    assert [(note.file, note.line) for note in opened.report.notes] == [(f"{name}.txt", 0) for name in absent]
    assert not any(isinstance(r, model.Trait) for r in records.values())


@pytest.mark.parametrize(
    ("file", "row", "why"),
    [
        ("Occupation Data", ("29-1141", "Nurses", ""), "has a code that is none of an O*NET occupation"),
        ("Occupation Data", (NURSE, "Nurses", ""), "is there twice"),
        ("Occupation Data", ("11-1011.00", "x" * 201, ""), "has a name of more than 200 characters"),
        ("Occupation Data", ("11-1011.00", "None", ""), "lacks a value that is needed"),
        ("Occupation Data", ("11-1011.00",), "is short and lacks what is needed"),
        ("Job Zones", (OTHER, "6", ""), "has a number that can't be one"),
        ("Job Zones", (NURSE, "4", ""), "is there twice"),
        ("Job Zones", ("nurse", "4", ""), "has a code that is none of an O*NET occupation"),
        ("Job Zones", (OTHER, "4", "", "more"), "has more cells than the header"),
        ("Alternate Titles", ("11-1011.00", "Boss", "", ""), "names an occupation that is not in Occupation Data"),
        ("Related Occupations", (NURSE, NURSE, "", "4"), "relates an occupation to itself"),
        ("Related Occupations", (NURSE, DOCTOR, "", "4"), "is there twice"),
        ("Related Occupations", (DOCTOR, NURSE, "", "first"), "has a number that can't be one"),
        ("Education, Training, and Experience", (DOCTOR, "2.D.1", "RL", "4", "1", "N"), "names a category that has no description"),
        ("Education, Training, and Experience", (DOCTOR, "2.D.1", "RL", "5", "101", "N"), "has a value that is no number on its scale"),
        ("Education, Training, and Experience", (NURSE, "2.D.1", "RL", "5", "1", "N"), "is there twice"),
        ("Content Model Reference", ("2.C.5.a", "Medicine", ""), "is there twice"),
        ("Content Model Reference", ("2.C.5/a", "Medicine", ""), "has a code that is none of an element or activity"),
        ("DWA Reference", ("4.A", "", "4.A.4.a.5.I01.D01", "Again."), "is there twice"),
        ("DWA Reference", ("4.A", "", "2.A.1.a", "Wrong."), "has a code that is none of an element or activity"),
        ("DWA Reference", ("4.A", "", "4.A.1.a.1.I01.D01", "."), "has a code that is none of an element or activity"),
        ("Skills", (NURSE, "2.B.1.a", "IM", "3", "N", ""), "is there twice"),
        ("Skills", (DOCTOR, "2.B.1.a", "IM", "5.01", "N", ""), "has a value that is no number on its scale"),
        ("Skills", (DOCTOR, "2.B.1.a", "IM", "NaN", "N", ""), "has a value that is no number on its scale"),
        ("Skills", (DOCTOR, "2.B.1.z", "IM", "3", "N", ""), UNKNOWN_ELEMENT),
        ("Skills", (DOCTOR, "2.C.5.a", "IM", "3", "N", ""), UNKNOWN_ELEMENT),
        ("Technology Skills", (DOCTOR, "Excel", "4323", "Spreadsheet software", "N", "N"), "has no commodity code of eight digits"),
        ("Technology Skills", (DOCTOR, "???", "43232110", "Spreadsheet software", "N", "N"), "has a name without letters and digits"),
        ("Technology Skills", (DOCTOR, "x" * 201, "43232110", "Spreadsheet software", "N", "N"), "has a name of more than 200 characters"),
        ("Tools Used", (NURSE, "Two-way radios", "43191510", "Two way radios, portable"), "is there twice"),
        ("Tasks to DWAs", (OTHER, "9", "4.A.1", ""), "names a work activity that is not in DWA Reference"),
    ],
)  # fmt: skip
def test_dirt_is_dropped_with_its_line(tmp_path: Path, file: str, row: tuple[str, ...], why: str) -> None:
    tables = made.release()
    clean, _ = read(made.write_text(tmp_path / "clean", tables))
    tables[file] = [*tables[file], row]
    opened, _ = read(made.write_text(tmp_path / "dirty", tables))
    added = set(opened.report.dropped) - set(clean.report.dropped)
    assert {(d.file, d.line, d.why) for d in added} == {(f"{file}.txt", len(tables[file]), why)}


def test_commodity_with_two_titles_is_noted(tmp_path: Path) -> None:
    tables = made.release()
    tables["Tools Used"].append((OTHER, "Pagers", "43191510", "Radios"))
    opened, records = read(made.write_text(tmp_path / "o", tables))
    assert opened.report.oddities() == (("gives its commodity another title than the row before; the first is kept", 1),)
    tool = records["onet:commodity/43191510"]
    assert isinstance(tool, model.Tool)
    assert tool.label == "Two way radios, portable"


def test_windows_1252_is_read_and_noted(folder: Path) -> None:
    (folder / "Alternate Titles.txt").write_bytes(
        made.text(made.release()["Alternate Titles"]).encode() + f"{DOCTOR}\tMédecin\t\t08\r\n".encode("cp1252")
    )
    opened, records = read(folder)
    doctor = records[f"onet:{DOCTOR}"]
    assert isinstance(doctor, model.Role)
    assert doctor.alt_labels == ("Médecin",)
    assert [why for why, _ in opened.report.oddities()] == ["is not UTF-8 and was read as Windows-1252"]


_cells = st.sampled_from([
    NURSE, DOCTOR, "29-1141", "", "None", "n/a", "NaN", "1e400", "-1", "3", "4.5", "IM", "LV", "OI", "RL", "Y", "N", "2.C.5.a", "1.B.1.a",
    "4.A.4.a.5.I01.D01", "2.D.1", "43232610", "x" * 300, '"', "٣", "\x00", "a\u2028b", "é",
]) | st.text(max_size=12)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(sorted(made.release())),
    rows=st.lists(st.lists(_cells, min_size=1, max_size=9), max_size=8),
    raw=st.one_of(st.none(), st.binary(max_size=60)),
    keep=st.booleans(),
)
def test_garbage_is_refused_or_survived(tmp_path: Path, file: str, rows: list[list[str]], raw: bytes | None, keep: bool) -> None:
    tables = made.release()
    folder = made.write_text(tmp_path / "garbage", tables)
    head = tables[file] if keep else tables[file][:1]
    (folder / f"{file}.txt").write_bytes(made.text([*head, *rows]).encode("utf-8", "replace") + (raw or b""))
    with suppress(InvalidData):
        read(folder)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), file=st.sampled_from(["Skills", "Occupation Data", "Read Me"]))
def test_bytes_are_refused_or_survived(tmp_path: Path, content: bytes, file: str) -> None:
    folder = made.write_text(tmp_path / "garbage", made.release())
    (folder / f"{file}.txt").write_bytes(content)
    with suppress(InvalidData):
        read(folder)


# --- the real release ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[Import, dict[str, model.AnyRecord]]:
    return read(shared / "datasets" / "onet-29.3")


@pytest.mark.shared
def test_real_release_counts(real: tuple[Import, dict[str, model.AnyRecord]]) -> None:
    opened, records = real
    assert (opened.version, len(opened.source.files_sha256)) == ("29.3", 1)
    assert Counter(type(r).__name__ for r in records.values()) == {
        "Source": 1, "Skill": 2228, "Tool": 30094, "Role": 1016, "Trait": 28, "Rating": 84600, "Requirement": 92146,
    }  # fmt: skip
    assert Counter(e.modality for r in records.values() if isinstance(r, model.Requirement) for e in r.evidence) == {
        "lists": 72004, "in demand": 2339, "activity": 17806,
    }  # fmt: skip


@pytest.mark.shared
def test_real_release_report(real: tuple[Import, dict[str, model.AnyRecord]]) -> None:
    opened, _ = real
    assert opened.report.reasons() == (
        ("is about experience, training or certification, which is not imported", 25942),
        ("is marked as not relevant for the occupation", 9241),
        ("is on a scale that is not read", 5391),
        ("is recommended to be suppressed: its estimate is too uncertain", 1387),
        ("is an element of a kind that is not imported", 422),
        ("is an interest, work value or work style on which no occupation is rated", 36),
        ("repeats a title of the occupation", 3),
    )
    assert opened.report.notes == ()


@pytest.mark.shared
def test_real_release_holds_no_empty_words(real: tuple[Import, dict[str, model.AnyRecord]]) -> None:
    _, records = real
    labels = [name for r in records.values() if isinstance(r, model.Entity) for name in (r.label, *r.alt_labels)]
    assert not {"none", "n/a", "null", ""} & {label.strip().lower() for label in labels}
    nurse = records["onet:29-1141.00"]
    assert isinstance(nurse, model.Role)
    assert (nurse.label, nurse.job_zone, len(nurse.related)) == ("Registered Nurses", 4, 20)
    assert all(len(r.related) in (0, 20) for r in records.values() if isinstance(r, model.Role))
