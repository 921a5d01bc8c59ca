"""ESCO's files as records: what becomes of each row, of dirt, of other versions and languages; the real release."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.catalog.esco import open_esco
from rolepath.catalog.folders import Located
from rolepath.catalog.imported import Dropped, Import, OtherNames
from rolepath.errors import InvalidData, WrongUse

ESCO = "http://data.europa.eu/esco/"
NURSE, MIDWIFE = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
CARE, BLOOD, GROUP = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-00000000000c"
GONE = "00000000-0000-4000-8000-0000000000ff"

Rows = list[list[str]]


def occupation(
    id_: str, label: str, alt: str = "", hidden: str = "", status: str = "released", regulated: str = "unregulated"
) -> list[str]:
    note = f"{ESCO}regulated-professions/{regulated}" if regulated else ""
    return ["Occupation", f"{ESCO}occupation/{id_}", "2221", label, alt, hidden, status, note]


def skill(
    id_: str, label: str, kind: str = "skill/competence", reuse: str = "sector-specific", alt: str = "", hidden: str = ""
) -> list[str]:
    return ["KnowledgeSkillCompetence", f"{ESCO}skill/{id_}", kind, reuse, label, alt, hidden, "released"]


def above(child: str, parent: str) -> list[str]:
    return ["x", ESCO + child, "x", ESCO + parent]


def needs(role: str, relation: str, capability: str) -> list[str]:
    return [f"{ESCO}occupation/{role}", relation, "knowledge", f"{ESCO}skill/{capability}"]


def export() -> dict[str, Rows]:
    """A whole export in small, in English: two occupations, two skills, a group of each and a field of education."""
    return {
        "ISCOGroups_en.csv": [
            ["conceptType", "conceptUri", "code", "preferredLabel", "status", "altLabels"],
            ["ISCOGroup", f"{ESCO}isco/C2221", "2221", "Nursing professionals", "released", ""],
            ["ISCOGroup", f"{ESCO}isco/C222", "222", "Nursing and midwifery professionals", "released", ""],
        ],
        "occupations_en.csv": [
            ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status", "regulatedProfessionNote"],
            occupation(NURSE, "nurse", "RN\nnurse\nregistered  nurse\n\u200bnurse", "ward sister", regulated="regulated"),
            occupation(MIDWIFE, "midwife"),
        ],
        "skillGroups_en.csv": [
            ["conceptType", "conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "status", "code"],
            ["SkillGroup", f"{ESCO}skill/{GROUP}", "health care", "", "", "released", "S3"],
            ["SkillGroup", f"{ESCO}isced-f/0913", "nursing and midwifery", "", "", "released", ""],
        ],
        "skills_en.csv": [
            ["conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "status"],
            skill(CARE, "care for patients", reuse="transversal", alt="look after patients", hidden="Bedpan 3000"),
            skill(BLOOD, "haematology", "knowledge", "transversal"),
        ],
        "occupationSkillRelations.csv": [
            ["occupationUri", "relationType", "skillType", "skillUri"],
            needs(NURSE, "essential", CARE),
            needs(NURSE, "optional", BLOOD),
            needs(MIDWIFE, "optional", CARE),
        ],
        "broaderRelationsOccPillar.csv": [
            ["conceptType", "conceptUri", "broaderType", "broaderUri"],
            above("isco/C2221", "isco/C222"),
            above(f"occupation/{NURSE}", "isco/C2221"),
            above(f"occupation/{MIDWIFE}", f"occupation/{NURSE}"),
        ],
        "broaderRelationsSkillPillar.csv": [
            ["conceptType", "conceptUri", "broaderType", "broaderUri"],
            above(f"skill/{CARE}", f"skill/{GROUP}"),
            above(f"skill/{BLOOD}", f"skill/{CARE}"),
            above(f"skill/{BLOOD}", "isced-f/0913"),
        ],
    }


def as_csv(rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def written(folder: Path, files: dict[str, Rows]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        (folder / name).write_bytes(as_csv(rows))
    return folder


def opened(folder: Path, files: dict[str, Rows], **how) -> Import:
    return open_esco([written(folder, files)], **{"version": "1.1.1", **how})


def of(imported: Import, kind: type[model.Record]) -> dict[str, model.Record]:
    return {record.key: record for record in imported.records() if isinstance(record, kind)}


def whys(imported: Import) -> list[tuple[str, int, str]]:
    list(imported.records())
    return [(dropped.file, dropped.line, dropped.why) for dropped in imported.report.dropped]


# --- what becomes of the rows -------------------------------------------------------------------------


def test_records_come_source_first_and_things_before_what_refers_to_them(tmp_path: Path) -> None:
    imported = opened(tmp_path, export())
    records = list(imported.records())
    assert [record.key for record in records] == [
        "source/esco-1.1.1",
        "esco:isco/C222",
        "esco:isco/C2221",
        f"esco:occupation/{NURSE}",
        f"esco:occupation/{MIDWIFE}",
        "esco:isced-f/0913",
        f"esco:skill/{GROUP}",
        f"esco:skill/{CARE}",
        f"esco:skill/{BLOOD}",
        f"requirement/esco/occupation/{NURSE}/esco/skill/{CARE}",
        f"requirement/esco/occupation/{NURSE}/esco/skill/{BLOOD}",
        f"requirement/esco/occupation/{MIDWIFE}/esco/skill/{CARE}",
    ]
    assert list(imported.records()) == records
    assert (imported.classification, imported.version, imported.languages) == ("esco", "1.1.1", ("en",))
    assert imported.source == records[0]
    assert len(imported.source.files_sha256) == 7
    assert not list(imported.names())


def test_roles_have_labels_groups_licences_and_the_rows_that_say_so(tmp_path: Path) -> None:
    roles = of(opened(tmp_path, export()), model.Role)
    nurse, midwife = roles[f"esco:occupation/{NURSE}"], roles[f"esco:occupation/{MIDWIFE}"]
    assert isinstance(nurse, model.Role)
    assert isinstance(midwife, model.Role)
    assert (nurse.label, nurse.alt_labels, nurse.regulated) == ("nurse", ("registered nurse", "RN", "ward sister"), True)
    assert nurse.broader == ("esco:isco/C2221",)
    assert midwife.broader == (f"esco:occupation/{NURSE}", "esco:isco/C2221")
    assert midwife.regulated is False
    iri = f"{ESCO}occupation/{MIDWIFE}"
    assert [(e.on, e.file, e.key_in_file) for e in midwife.evidence if isinstance(e, model.DatasetRecord)] == [
        (None, "occupations_en.csv", iri),
        ("broader", "broaderRelationsOccPillar.csv", f"{iri} {ESCO}occupation/{NURSE}"),
        ("broader", "occupations_en.csv", iri),
        ("regulated", "occupations_en.csv", iri),
    ]


def test_skills_and_their_groups_stand_in_one_hierarchy_with_their_kinds(tmp_path: Path) -> None:
    imported = opened(tmp_path, export())
    skills = {record.label: record for record in of(imported, model.Skill).values() if isinstance(record, model.Skill)}
    assert {label: record.skill_kind for label, record in skills.items()} == {
        "nursing and midwifery": "knowledge",
        "health care": "competence",
        "care for patients": "transversal",
        "haematology": "knowledge",
    }
    assert skills["haematology"].broader == ("esco:isced-f/0913", f"esco:skill/{CARE}")
    assert skills["care for patients"].alt_labels == ("look after patients",)
    hidden = Dropped("skills_en.csv", 2, "has hidden labels, which are search terms and no names; they were left out")
    assert hidden in imported.report.notes


def test_a_pair_in_several_rows_is_one_requirement_of_the_stronger_relation(tmp_path: Path) -> None:
    files = export()
    files["occupationSkillRelations.csv"] += [needs(NURSE, "essential", BLOOD), needs(NURSE, "optional", CARE)]
    imported = opened(tmp_path, files)
    found = of(imported, model.Requirement)
    assert [record.evidence[0].modality for record in found.values()] == ["essential", "essential", "optional"]
    why = "is a pair that stands before; the stronger relation counts"
    assert whys(imported) == [("occupationSkillRelations.csv", line, why) for line in (5, 6)]


def test_dirt_is_survived_counted_and_located(tmp_path: Path) -> None:
    files = export()
    files["occupations_en.csv"] += [
        occupation(MIDWIFE, "midwife again"),
        occupation(GONE, ""),
        occupation(GONE, "x" * 201),
        occupation(GONE, "old", status="obsolete"),
        ["Occupation", "http://example.org/1", "2221", "stranger", "", "", "released", ""],
        ["Occupation", f"{ESCO}skill/{GONE}", "2221", "a skill", "", "", "released", ""],
        ["Occupation"],
    ]
    files["skills_en.csv"] += [skill(GONE, "gone", kind="", alt="y" * 201), skill(GROUP, "a group")]
    files["occupationSkillRelations.csv"] += [
        needs(GONE, "essential", CARE),
        needs(NURSE, "essential", NURSE),
        needs(NURSE, "perhaps", GONE),
        ["None", "essential", "", ""],
    ]
    files["broaderRelationsOccPillar.csv"] += [above(f"occupation/{GONE}", "isco/C222"), above("isco/C222", f"occupation/{NURSE}")]
    files["broaderRelationsSkillPillar.csv"] += [
        above(f"skill/{GONE}", f"skill/{NURSE}"),
        above(f"skill/{CARE}", f"skill/{GROUP}"),
        above(f"skill/{GROUP}", f"skill/{BLOOD}"),
        above(f"skill/{CARE}", f"skill/{CARE}"),
    ]
    imported = opened(tmp_path, files)
    assert whys(imported) == [
        ("broaderRelationsOccPillar.csv", 5, "the narrower concept is not in the files"),
        ("broaderRelationsOccPillar.csv", 6, "a group can't stand below an occupation"),
        ("broaderRelationsSkillPillar.csv", 3, "closes a circle of broader concepts"),
        ("broaderRelationsSkillPillar.csv", 5, "the broader concept is not in the files"),
        ("broaderRelationsSkillPillar.csv", 6, "is a pair that stands before"),
        ("broaderRelationsSkillPillar.csv", 8, "closes a circle of broader concepts"),
        ("occupationSkillRelations.csv", 5, "the occupation is not in the files"),
        ("occupationSkillRelations.csv", 6, "the skill is not in the files"),
        ("occupationSkillRelations.csv", 7, "the relation is neither essential nor optional"),
        ("occupationSkillRelations.csv", 8, "the occupation is not in the files"),
        ("occupations_en.csv", 7, "is a concept that stands before"),
        ("occupations_en.csv", 8, "has no label"),
        ("occupations_en.csv", 9, "has a label of more than 200 characters"),
        ("occupations_en.csv", 10, "is not marked as released"),
        ("occupations_en.csv", 11, "has no identifier of an occupation"),
        ("occupations_en.csv", 12, "has no identifier of an occupation"),
        ("occupations_en.csv", 13, "is short and lacks what is needed"),
        ("skills_en.csv", 5, "is a concept that stands before"),
    ]
    assert [(note.line, note.why) for note in imported.report.notes if note.file == "skills_en.csv" and note.line == 4] == [
        (4, "has an alternative label of more than 200 characters; it was left out"),
        (4, "says neither knowledge nor skill/competence; taken as a competence"),
    ]
    assert all(total.read == total.kept + total.dropped for total in imported.report.totals())


def test_licences_that_are_not_told_are_unknown(tmp_path: Path) -> None:
    files = export()
    files["occupations_en.csv"][2] = occupation(MIDWIFE, "midwife", regulated="")
    files["occupations_en.csv"].append(occupation(GONE, "doula", regulated="who-knows"))
    imported = opened(tmp_path, files)
    roles = of(imported, model.Role)
    assert [getattr(roles[f"esco:occupation/{id_}"], "regulated", 0) for id_ in (MIDWIFE, GONE)] == [None, None]
    assert Dropped("occupations_en.csv", 7, "says neither regulated nor unregulated; taken as unknown") in imported.report.notes


def test_files_that_are_not_used_are_counted_even_when_broken(tmp_path: Path) -> None:
    files = export()
    files["skillSkillRelations.csv"] = [["originalSkillUri", "relatedSkillUri"], ["a", "b"]]
    folder = written(tmp_path, files)
    (folder / "skillsHierarchy_en.csv").write_bytes(b'x,y\n1\n"' + b"z,\n" * 60_000)
    imported = open_esco([folder], version="1.1.1")
    list(imported.records())
    notes = {(note.file, note.line, note.why) for note in imported.report.notes}
    assert ("skillSkillRelations.csv", 0, "was read and is not used") in notes
    assert ("skillsHierarchy_en.csv", 0, "can't be read; it isn't used anyway") in notes
    assert ("skillsHierarchy_en.csv", 2, "is short; what is missing was taken as empty") in notes


# --- other layouts, languages and versions -----------------------------------------------------------


def in_german(files: dict[str, Rows]) -> dict[str, Rows]:
    labels = {"nurse": "Krankenpfleger", "care for patients": "Patienten pflegen", "Nursing professionals": "Pflegekräfte"}
    made = {}
    for name, rows in files.items():
        if name.endswith("_en.csv"):
            made[name.replace("_en", "_de")] = [[labels.get(cell, cell) for cell in row] for row in rows]
    return made


def test_a_later_version_with_more_columns_and_languages_in_the_names_is_read(tmp_path: Path) -> None:
    files = export()
    later = {}
    for name, (header, *rows) in files.items():
        named = name if name.endswith("_en.csv") else name.replace(".csv", "_en.csv")
        later[named] = [["naceCode", *header, "conceptLabel"], *(["M.72", *row, "x"] for row in rows)]
    expected = list(opened(tmp_path / "a", files, version="1.2.0").records())[1:]
    parent = tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv"
    imported = open_esco([written(parent, later)])
    assert imported.version == "1.2.0"
    assert imported.source.id == "source/esco-1.2.0"

    def bare(records):
        return [record.model_dump(exclude={"evidence"}) for record in records]

    assert bare(list(imported.records())[1:]) == bare(expected)


def test_other_languages_give_other_names(tmp_path: Path) -> None:
    files = export()
    german = in_german(files)
    german["occupations_de.csv"] += [occupation(GONE, "fremd"), occupation(NURSE, "noch einmal")]
    imported = opened(tmp_path, files | german)
    assert imported.languages == ("en", "de")
    labels = {record.key: record.label for record in of(imported, model.Role).values() if isinstance(record, model.Role)}
    assert labels[f"esco:occupation/{NURSE}"] == "nurse"
    names = list(imported.names())
    assert OtherNames(f"esco:occupation/{NURSE}", "de", "Krankenpfleger", ("nurse", "registered nurse", "RN", "ward sister")) in names
    assert len(names) == 8
    assert list(imported.names()) == names
    assert [(d.line, d.why) for d in imported.report.dropped if d.file == "occupations_de.csv"] == [
        (7, "is of a concept that isn't there"),
        (8, "is a concept that stands before"),
    ]


def test_the_language_asked_for_first_gives_the_labels(tmp_path: Path) -> None:
    files = export() | in_german(export())
    imported = opened(tmp_path / "both", files, languages=("de", "EN", "de"))
    assert imported.languages == ("de", "en")
    role = of(imported, model.Role)[f"esco:occupation/{NURSE}"]
    assert isinstance(role, model.Role)
    assert role.label == "Krankenpfleger"
    assert role.evidence[0].model_dump()["file"] == "occupations_de.csv"
    assert opened(tmp_path / "both", files, languages=("de",)).languages == ("de",)
    with pytest.raises(InvalidData, match=r"no files in the language fr, it \(there are de, en\); add that language's zip"):
        opened(tmp_path / "both", files, languages=("fr", "it"))
    alone = {name: rows for name, rows in files.items() if not name.endswith("_en.csv")}
    assert opened(tmp_path / "alone", alone).languages == ("de",)


def test_classification_and_relations_may_lie_apart(tmp_path: Path) -> None:
    files = export()
    path = tmp_path / "classification.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in files.items():
            if name.endswith("_en.csv"):
                archive.writestr(f"csv/{name}", as_csv(rows))
    rest = written(tmp_path / "rest", {name: rows for name, rows in files.items() if not name.endswith("_en.csv")})
    imported = open_esco([path, rest], version="1.1.1")
    assert len(list(imported.records())) == 12
    assert len(imported.source.files_sha256) == 4
    with pytest.raises(InvalidData) as error:
        open_esco([path], version="1.1.1")
    said = "is missing; give the zip with the relations beside the classification's"
    assert [problem.message for problem in error.value.problems] == [
        f"{name}.csv {said}" for name in ("broaderRelationsOccPillar", "broaderRelationsSkillPillar", "occupationSkillRelations")
    ]


def test_the_version_is_told_or_asked_for(tmp_path: Path) -> None:
    files = export()
    with pytest.raises(InvalidData, match=r"neither a name nor its 2 occupations and 2 skills tell which version it is; give --as VERSION"):
        opened(tmp_path / "plain", files, version=None)
    with pytest.raises(WrongUse, match="“latest” is no version of ESCO"):
        opened(tmp_path / "plain", files, version="latest")
    named = opened(tmp_path / "esco-1.1.1" / "csv", files, version=None)
    assert named.version == "1.1.1"
    assert Dropped("occupations_en.csv", 0, "has 2 occupations; ESCO 1.1.1 has 3,007") in named.report.notes
    assert opened(tmp_path / "esco-1.1.1" / "csv", files, version="1.3").version == "1.3"
    assert open_esco([written(tmp_path / "Francesco 2.0" / "esco_v1.2", files)]).version == "1.2"
    part = {name: rows for name, rows in files.items() if name.startswith("broader")}
    written(tmp_path / "ESCO dataset - v1.2.0 - relations", part)
    rest = written(tmp_path / "esco-1.0", {name: rows for name, rows in files.items() if name not in part})
    with pytest.raises(InvalidData, match=r"by their names of several versions \(1.0, 1.2.0\)"):
        open_esco([rest, tmp_path / "ESCO dataset - v1.2.0 - relations"])


# --- what it is not -----------------------------------------------------------------------------------


def test_what_is_no_export_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "something.csv").write_bytes(b"a,b\n")
    with pytest.raises(InvalidData, match=r"is not an ESCO export: occupations_en.csv is missing; give the publisher's zips or the folder"):
        open_esco([tmp_path])
    with pytest.raises(InvalidData, match=r"is not an ESCO export: occupations_de.csv is missing"):
        open_esco([tmp_path], languages=("de",))
    with pytest.raises(InvalidData, match="no such file or folder"):
        open_esco([tmp_path / "absent"])


def test_files_of_another_kind_under_these_names_are_refused_all_at_once(tmp_path: Path) -> None:
    files = export()
    files["skills_en.csv"] = files["occupations_en.csv"]
    files["occupationSkillRelations.csv"] = []
    with pytest.raises(InvalidData) as error:
        opened(tmp_path, files)
    assert [problem.message for problem in error.value.problems] == [
        "lacks the columns occupationUri, skillUri, relationType; give the publisher's CSV, as it came",
        "lacks the columns skillType, reuseLevel; give the publisher's CSV, as it came",
    ]


def test_files_without_a_row_that_can_be_used_are_refused(tmp_path: Path) -> None:
    files = export()
    files["occupations_en.csv"] = files["occupations_en.csv"][:1]
    files["skills_en.csv"][1:] = [skill(CARE, "")]
    with pytest.raises(InvalidData) as error:
        opened(tmp_path, files)
    assert [problem.message.partition(";")[0] for problem in error.value.problems] == [
        "holds no occupations that can be used",
        "holds no skills that can be used",
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(export())), st.integers(0, 2000), st.binary(max_size=40), st.integers(0, 40))
def test_garbage_is_survived_or_refused(tmp_path: Path, name: str, at: int, garbage: bytes, gone: int) -> None:
    folder = written(tmp_path, export())
    content = as_csv(export()[name])
    at %= len(content)
    (folder / name).write_bytes(content[:at] + garbage + content[at + gone :])
    try:
        imported = open_esco([folder], version="1.1.1")
        records = list(imported.records())
    except InvalidData:
        return
    assert len({record.key for record in records}) == len(records)
    assert all(total.read == total.kept + total.dropped for total in imported.report.totals())


def iri(identifier: str) -> str:
    return ESCO + identifier.removeprefix("esco:")


# --- the real release ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    imported: Import
    records: list[model.AnyRecord]


@pytest.fixture(scope="module")
def whole(shared: Path) -> Whole:
    imported = open_esco([shared / "datasets" / "esco-1.1.1"])
    return Whole(imported, list(imported.records()))


@pytest.mark.shared
def test_the_real_release_is_read_whole(whole: Whole) -> None:
    assert (whole.imported.version, whole.imported.languages) == ("1.1.1", ("en",))
    assert Counter(type(record).__name__ for record in whole.records) == {
        "Source": 1,
        "RoleGroup": 619,
        "Role": 3007,
        "Skill": 13896 + 640,
        "Requirement": 123855 - 67,
    }
    seen: set[str] = set()
    for record in whole.records:
        named = getattr(record, "broader", ()) if not isinstance(record, model.Requirement) else (record.role, *record.capabilities)
        assert seen.issuperset(named)
        assert record.key not in seen
        seen.add(record.key)
    assert sum(isinstance(record, model.Role) and record.regulated is True for record in whole.records) == 15
    assert not list(whole.imported.names())


@pytest.mark.shared
def test_the_known_dirt_is_counted_and_located(whole: Whole) -> None:
    report = whole.imported.report
    assert [(total.file, total.read, total.kept, total.dropped) for total in report.totals()] == [
        ("ISCOGroups_en.csv", 619, 619, 0),
        ("broaderRelationsOccPillar.csv", 3617, 3616, 1),
        ("broaderRelationsSkillPillar.csv", 20656, 20649, 7),
        ("occupationSkillRelations.csv", 123855, 123788, 67),
        ("occupations_en.csv", 3007, 3007, 0),
        ("skillGroups_en.csv", 640, 640, 0),
        ("skillSkillRelations.csv", 5899, 0, 0),
        ("skillsHierarchy_en.csv", 647, 0, 0),
        ("skills_en.csv", 13896, 13896, 0),
    ]
    assert report.reasons() == (("the occupation is not in the files", 67), ("the narrower concept is not in the files", 8))
    assert report.oddities() == (
        ("is short; what is missing was taken as empty", 189),
        ("has hidden labels, which are search terms and no names; they were left out", 126),
        ("says neither knowledge nor skill/competence; taken as a competence", 6),
        ("was read and is not used", 2),
    )
    assert [dropped.line for dropped in report.dropped if dropped.file.startswith("broader")] == [3205, 231, 238, 278, 472, 477, 553, 607]


@pytest.mark.shared
def test_labels_inside_quoted_cells_are_told_apart(whole: Whole) -> None:
    labels = [record.label for record in whole.records if isinstance(record, model.Entity)]
    labels += [label for record in whole.records if isinstance(record, model.Entity) for label in record.alt_labels]
    assert not [label for label in labels if label != " ".join(label.split()) or "\u200b" in label]
    role = next(r for r in whole.records if r.key == "esco:occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34")
    assert isinstance(role, model.Role)
    assert role.label == "technical director"
    assert len(role.alt_labels) == 6


@pytest.mark.shared
def test_what_is_packaged_of_esco_is_what_the_importer_makes(whole: Whole, records: list[Located]) -> None:
    """Same keys, fields and evidence; the packaged data leaves out what is above but not packaged, and alternative labels of skills."""
    packaged = {item.record.key: item.record for item in records}
    packaged = {key: record for key, record in packaged.items() if key.startswith(("esco:", "requirement/esco/", "source/esco"))}
    assert len(packaged) == 1606
    made = {record.key: record for record in whole.records if record.key in packaged}
    for key, record in made.items():
        if isinstance(record, model.Role | model.Skill):
            broader = tuple(above for above in record.broader if above in packaged)
            rows = {f"{iri(key)} {iri(above)}" for above in broader}
            evidence = tuple(e for e in record.evidence if e.on != "broader" or e.model_dump()["key_in_file"] in rows)
            left_out = {"alt_labels": ()} if isinstance(record, model.Skill) else {}
            made[key] = record.model_copy(update={"broader": broader, "evidence": evidence, **left_out})
    assert made == packaged
