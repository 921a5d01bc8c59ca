"""Reading the ESCO–O*NET crosswalk: rows, dirt, bad input, garbage, and the real file."""

from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.catalog.crosswalk import open_crosswalk
from rolepath.errors import InvalidData

HEADER = "id,esco_occupation,isco_code,onet_code,onet_occupation,matching_job_titles,semantic_similarity,confidence,concept_uri"
IRI = "http://data.europa.eu/esco/occupation/0ee67d5e-8de9-48f0-97c5-ba23d486b1e9"
ROW = f"188,secretary of state,1111,11-1011.00,chief executives,\"['a', 'b']\",0.81,1.0,{IRI}"


def write(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_row_is_a_mapping(tmp_path: Path) -> None:
    opened = open_crosswalk(write(tmp_path / "c.csv", ROW))
    source, mapping = list(opened.records())
    assert source == opened.source
    assert (opened.classification, opened.version, opened.source.id) == ("crosswalk", "2020-11", "source/esco-onet-crosswalk-2020-11")
    assert (opened.source.licence, opened.source.attribution) == ("MIT", "Copyright (c) 2021 Nesta")
    assert mapping == model.Mapping(
        subject="esco:occupation/0ee67d5e-8de9-48f0-97c5-ba23d486b1e9",
        predicate="closeMatch",
        object="onet:11-1011.00",
        confidence=Decimal("0.5"),
        justification="CompositeMatching",
        evidence=(model.DatasetRecord(source=opened.source.id, file="c.csv", key_in_file=f"{IRI} 11-1011.00"),),
    )


@pytest.mark.parametrize(("level", "share"), [("0.5", "0.25"), ("1.0", "0.5"), ("1", "0.5"), ("2.0", "1")])
def test_confidence_is_the_share_of_the_highest_level(tmp_path: Path, level: str, share: str) -> None:
    _, mapping = open_crosswalk(write(tmp_path / "c.csv", ROW.replace(",1.0,", f",{level},"))).records()
    assert isinstance(mapping, model.Mapping)
    assert mapping.confidence == Decimal(share)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW, "is there twice"),
        (ROW.replace(",1.0,", ",,"), "has a confidence that is none of the publisher's levels 0.5, 1 and 2"),
        (ROW.replace(",1.0,", ",0,"), "has a confidence that is none of the publisher's levels 0.5, 1 and 2"),
        (ROW.replace(",1.0,", ",3,"), "has a confidence that is none of the publisher's levels 0.5, 1 and 2"),
        (ROW.replace(",1.0,", ",high,"), "has a confidence that is none of the publisher's levels 0.5, 1 and 2"),
        (ROW.replace("11-1011.00", "11-1011"), "has a code that is none of an O*NET occupation"),
        (ROW.replace("11-1011.00", "None"), "has a code that is none of an O*NET occupation"),
        (ROW.replace("esco/occupation", "esco/skill"), "has no IRI of an ESCO occupation"),
        ("1,2", "is short and lacks what is needed"),
        (ROW + ",more", "has more cells than the header"),
    ],
)
def test_dirt_is_dropped_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    opened = open_crosswalk(write(tmp_path / "c.csv", ROW, row))
    assert len(list(opened.records())) == 2
    assert [(d.file, d.line, d.why) for d in opened.report.dropped] == [("c.csv", 3, why)]
    (total,) = opened.report.totals()
    assert (total.read, total.kept, total.dropped) == (2, 1, 1)


def test_other_order_more_columns_zip_and_folder(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    file = write(folder / "c.csv", f"2.0,x,{IRI},11-1011.00", header="confidence,added,concept_uri,onet_code")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(file, "inside/c.csv")
    for path in (file, folder, tmp_path / "c.zip"):
        assert len(list(open_crosswalk(path).records())) == 2


def test_other_files_are_refused(tmp_path: Path) -> None:
    two = tmp_path / "two"
    two.mkdir()
    write(two / "a.csv", ROW)
    write(two / "b.csv", ROW)
    (tmp_path / "no.zip").write_bytes(b"no zip")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.csv").write_bytes(b"")
    for name, said in (
        ("none.csv", "no such file or folder"),
        ("no.zip", "is not a zip archive"),
        ("empty", "holds no crosswalk of ESCO and O*NET"),
        ("empty.csv", "lacks the columns concept_uri, onet_code, confidence"),
        ("two", "holds several crosswalks (a.csv, b.csv)"),
    ):
        with pytest.raises(InvalidData) as error:
            open_crosswalk(tmp_path / name)
        assert said in str(error.value)
    with pytest.raises(InvalidData, match="lacks the column onet_code"):
        open_crosswalk(write(tmp_path / "wrong.csv", "x,1", header="concept_uri,confidence"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=80) | st.text(max_size=40).map(lambda t: t.encode("utf-8", "replace")), head=st.booleans())
def test_garbage_is_refused_or_survived(tmp_path: Path, tail: bytes, head: bool) -> None:
    path = tmp_path / "g.csv"
    path.write_bytes((f"{HEADER}\n{ROW}\n".encode() if head else b"") + tail)
    with suppress(InvalidData):
        opened = open_crosswalk(path)
        list(opened.records())
        assert all(t.read == t.kept + t.dropped for t in opened.report.totals())


@pytest.mark.shared
def test_real_file(shared: Path) -> None:
    opened = open_crosswalk(shared / "datasets" / "crosswalk")
    mappings = [r for r in opened.records() if isinstance(r, model.Mapping)]
    assert len({m.key for m in mappings}) == 1680
    assert Counter(m.confidence for m in mappings) == {Decimal("0.5"): 1100, Decimal(1): 515, Decimal("0.25"): 65}
    assert opened.report.dropped == ()
