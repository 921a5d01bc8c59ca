"""Evidence against the files it points into, on small documents and datasets; `unit/test_data.py` does it on the real ones."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.catalog.documents import check_evidence, check_passage, is_whole_sentence, repair
from rolepath.catalog.folders import Located, read_folders
from rolepath.model import Passage

TEXT = "Nurses heal. Careful hands, calm voice: nobody else helps at night! Pay\nis low; (it rises). Who knows?\n| skill | level |\n"


def quote(words: str, text: str = TEXT, shift: int = 0) -> Passage:
    start = text.index(words) + shift
    return Passage(source="source/d", start=start, end=start + len(words), words=words)


@pytest.mark.parametrize(
    "words", ["heal", "Careful hands, calm voice", "helps at night", "Pay\nis", "skill", "| level |", "Pay", "it rises). Who"]
)
def test_words_that_stand_there_are_fine(words: str) -> None:
    assert list(check_passage(quote(words), TEXT)) == []


@pytest.mark.parametrize(("shift", "says"), [(1, "areful hands,"), (-1, " Careful hand")])
def test_a_shifted_passage_is_told_what_stands_there_and_where_its_words_are(shift: int, says: str) -> None:
    (problem,) = check_passage(quote("Careful hands", shift=shift), TEXT)
    assert f"where the document says “{says}”; they stand at 13–26" in problem


def test_changed_words_stand_nowhere() -> None:
    passage = Passage(source="source/d", start=13, end=26, words="careful hands")
    (problem,) = check_passage(passage, TEXT)
    assert problem.endswith("where the document says “Careful hands”; they stand nowhere in it")


def test_a_passage_beyond_the_end_is_outside() -> None:
    end = len(TEXT)
    (problem,) = check_passage(Passage(source="source/d", start=end - 2, end=end + 1, words="|\n "), TEXT)
    assert problem == f"points at {end - 2}–{end + 1}, outside the document of {end} characters"


@pytest.mark.parametrize("words", ["Nurses heal.", "Nurses heal", "Who knows?", "Who knows", " Who knows?"])
def test_a_whole_sentence_is_refused_with_and_without_its_mark(words: str) -> None:
    (problem,) = check_passage(quote(words), TEXT)
    assert problem.startswith(f"quotes a whole sentence: “{words}”")


@pytest.mark.parametrize("words", ["Nurses heal. Careful hands", "night! Pay\nis low; (it rises). Who"])
def test_a_whole_sentence_with_more_around_it_is_refused(words: str) -> None:
    assert [p.partition(":")[0] for p in check_passage(quote(words), TEXT)] == ["quotes a whole sentence"]


@pytest.mark.parametrize(
    ("words", "whole"), [("A heading", False), ("Ends well.", True), ("Version 2.5 is out.", True), ("5 is out", False)]
)
def test_lines_without_a_mark_are_no_sentences_and_a_point_in_a_number_ends_none(words: str, whole: bool) -> None:
    text = "A heading\nEnds well.\nVersion 2.5 is out.\n"
    start = text.index(words)
    assert is_whole_sentence(text, start, start + len(words)) is whole


def test_the_points_of_an_abbreviation_end_no_sentence() -> None:
    text = "In the U.S. pay rises. Plan e.g. for growth.\n"
    for words, whole in (("U.S. pay rises", False), ("e.g. for growth", False), ("Plan e.g. for growth", True)):
        start = text.index(words)
        assert is_whole_sentence(text, start, start + len(words)) is whole


def test_repair_mends_what_was_decoded_wrongly_and_leaves_the_rest() -> None:
    assert repair("AI‚Äîtraining".encode()) == "AI—training"
    assert repair("naïve “quotes” – ‘training’ … ﬁne".encode()) == "naïve “quotes” – ‘training’ … ﬁne"
    with pytest.raises(UnicodeDecodeError):
        repair("naïve".encode("latin-1"))


@settings(derandomize=True, deadline=None)
@given(text=st.text("ab. !\n", min_size=1, max_size=40), data=st.data())
def test_a_passage_is_fine_only_where_its_words_stand(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if len(text[start:end].split()) > 8:
        return
    at = data.draw(st.integers(0, len(text)))
    passage = Passage(source="source/d", start=at, end=at + end - start, words=text[start:end])
    found = list(check_passage(passage, text))
    stands = text[at : at + end - start] == text[start:end]
    assert (not found or "whole sentence" in found[0]) is stands


# --- folders of documents and datasets ----------------------------------------------------------


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def zipped(path: Path, **files: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"folder/{name}.csv"), text)
    return path.read_bytes()


ROWS = 'uri,kind,other\nhttp://e/1,essential,http://e/2\nhttp://e/1,optional,http://e/3\n"http://e/4","a\nb",\n'


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "deep").mkdir(parents=True)
    (folder / "some name.txt").write_bytes(TEXT.encode())
    zipped(folder / "deep" / "data.zip", rows=ROWS)
    zipped(folder / "deep" / "more.zip", others="uri\nhttp://e/9\n")
    (folder / "deep" / "table.csv").write_text("Role,Level,Skill\nData scientist,Senior,Ethics and privacy\n", encoding="utf-8")
    (folder / "deep" / "table.txt").write_text("code\tname\tid\n13-1082.00\tAtlassian JIRA\t432\n", encoding="utf-8")
    (folder / "deep" / "notes.md").write_text("| [SQL in a week](https://e) | 8 hours |\n", encoding="utf-8")
    return folder


def located(tmp_path: Path, documents: Path, evidence: str, text_sha256: str = "", modality: bool = True) -> list[Located]:
    digests = [sha(path.read_bytes()) for path in sorted((documents / "deep").iterdir())]
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "a.yaml").write_text(
        f"""sources:
  - id: source/d
    title: D
    source_kind: document
    licence: x
    files_sha256: [{sha(TEXT.encode())}]
    text_sha256: "{text_sha256 or sha(TEXT.encode())}"
  - {{id: source/set, title: S, source_kind: dataset, licence: x, files_sha256: [{", ".join(digests)}]}}
  - {{id: source/far, title: Far away, source_kind: document, licence: x, files_sha256: ["{"0" * 64}"]}}
  - {{id: source/own, title: Ours, source_kind: editorial, licence: x}}
teachings:
  - offer: program/p
    capability: skill/s
    evidence:
      - {evidence}
""",
        encoding="utf-8",
    )
    return read_folders((data,))


GOOD = [
    "{source: source/d, start: 0, end: 6, words: Nurses}",
    "{source: source/set, file: rows.csv, key_in_file: http://e/1 http://e/2, modality: essential}",
    "{source: source/set, file: rows.csv, key_in_file: http://e/1 http://e/3, modality: optional}",
    "{source: source/set, file: rows.csv, key_in_file: http://e/4}",
    "{source: source/set, file: others.csv, key_in_file: http://e/9}",
    "{source: source/set, file: table.csv, key_in_file: Data scientist / Senior / Ethics and privacy}",
    "{source: source/set, file: table.txt, key_in_file: 13-1082.00 432 Atlassian JIRA, modality: lists}",
    "{source: source/set, file: notes.md, key_in_file: SQL in a week}",
]
BAD = [
    ("{source: source/d, start: 1, end: 7, words: Nurses}", "the words “Nurses” are not at 1–7"),
    ("{source: source/d, start: 900, end: 906, words: Nurses}", "outside the document of"),
    ("{source: source/set, file: none.csv, key_in_file: http://e/1}", "the dataset has no file none.csv"),
    ("{source: source/set, file: rows.csv, key_in_file: http://e/1 http://e/4}", "rows.csv has no row http://e/1 http://e/4"),
    ("{source: source/set, file: table.csv, key_in_file: Data scientist / Senior / Statistics}", "table.csv has no row Data scientist / "),
    ("{source: source/set, file: table.txt, key_in_file: 13-1082.00 999}", "table.txt has no row 13-1082.00 999"),
    ("{source: source/set, file: notes.md, key_in_file: Rust in a week}", "notes.md has no row Rust in a week"),
    (
        "{source: source/set, file: rows.csv, key_in_file: http://e/1 http://e/3, modality: essential}",
        "rows.csv doesn't say essential in the row http://e/1 http://e/3",
    ),
]


@pytest.mark.parametrize("evidence", GOOD)
def test_good_evidence_resolves(tmp_path: Path, documents: Path, evidence: str) -> None:
    checked = check_evidence(located(tmp_path, documents, evidence), documents)
    assert (checked.problems, checked.passages + checked.records) == ((), 1)


@pytest.mark.parametrize(("evidence", "says"), BAD)
def test_bad_evidence_is_named_with_its_line(tmp_path: Path, documents: Path, evidence: str, says: str) -> None:
    (problem,) = check_evidence(located(tmp_path, documents, evidence), documents).problems
    assert says in problem.message
    assert problem.message.startswith("teaching/program/p/skill/s: ")
    assert (tmp_path / "data" / "a.yaml").read_text(encoding="utf-8").splitlines()[problem.line - 1].strip() == f"- {evidence}"


def test_all_bad_evidence_comes_together(tmp_path: Path, documents: Path) -> None:
    together = "\n      - ".join([*GOOD, *(evidence for evidence, _ in BAD)])
    checked = check_evidence(located(tmp_path, documents, together), documents)
    assert len(checked.problems) == len(BAD)
    assert checked.passages + checked.records == len(GOOD) + len(BAD)


def test_sources_that_are_not_there_are_named_and_not_passed_silently(tmp_path: Path, documents: Path) -> None:
    records = located(tmp_path, documents, "{source: source/far, start: 0, end: 1, words: x}")
    checked = check_evidence(records, documents)
    assert checked.absent == ("source/far (“Far away”)",)
    assert (checked.passages, checked.problems) == (0, ())
    (documents / "deep" / "more.zip").unlink()  # one of two files of a dataset
    assert check_evidence(records, documents).absent == ("source/set (“S”)", "source/far (“Far away”)")


def test_repaired_text_of_another_hash_names_the_version_of_ftfy(tmp_path: Path, documents: Path) -> None:
    from ftfy import __version__

    (problem,) = check_evidence(located(tmp_path, documents, GOOD[0], text_sha256="1" * 64), documents).problems
    assert f"it was made with ftfy {__version__}" in problem.message
    assert sha(TEXT.encode()) in problem.message


def test_a_document_that_is_not_utf_8_is_a_problem_and_not_a_crash(tmp_path: Path, documents: Path) -> None:
    content = "na\u00efve".encode("latin-1")
    (documents / "odd.txt").write_bytes(content)
    located(tmp_path, documents, GOOD[0])
    file = tmp_path / "data" / "a.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("0" * 64, sha(content)), encoding="utf-8")
    (problem,) = check_evidence(read_folders((tmp_path / "data",)), documents).problems
    assert problem.message.startswith("source/far: ")
    assert "UTF-8" in problem.message


def test_a_dataset_that_is_no_zip_is_a_problem_and_not_a_crash(tmp_path: Path, documents: Path) -> None:
    (documents / "deep" / "more.zip").write_text("uri\nhttp://e/9\n", encoding="utf-8")
    checked = check_evidence(located(tmp_path, documents, GOOD[1]), documents)
    assert ["zip" in p.message for p in checked.problems] == [True]
