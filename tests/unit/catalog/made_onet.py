"""A small O*NET release, and ways to write it as the publisher does."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

Rows = Sequence[Sequence[str]]

NURSE, DOCTOR, OTHER = "29-1141.00", "29-1216.00", "29-9999.00"
READ_ME = "O*NET 29.3 Database\nMay 2025 Release\n"
_RATING = ("O*NET-SOC Code", "Element ID", "Scale ID", "Data Value", "Recommend Suppress", "Not Relevant")
_TOOL = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title")


def release() -> dict[str, list[tuple[str, ...]]]:
    """The tables by base name without ending; the first row is the header."""
    return {
        "Occupation Data": [
            ("O*NET-SOC Code", "Title", "Description"),
            (NURSE, "Registered Nurses", "…"),
            (DOCTOR, "General Internal Medicine Physicians", "…"),
            (OTHER, "Healthcare Practitioners, All Other", "…"),
        ],
        "Alternate Titles": [
            ("O*NET-SOC Code", "Alternate Title", "Short Title", "Source(s)"),
            (NURSE, "Charge Nurse", "n/a", "08"),
            (NURSE, "Emergency Room Nurse (ER Nurse)", "ER Nurse", "08"),
            (NURSE, "charge nurse", "None", "10"),
            (NURSE, "REGISTERED NURSES", "", "10"),
            (OTHER, "x" * 201, "", "10"),
        ],
        "Job Zones": [("O*NET-SOC Code", "Job Zone", "Date"), (NURSE, "3", "08/2023"), (DOCTOR, "5", "08/2023")],
        "Education, Training, and Experience": [
            ("O*NET-SOC Code", "Element ID", "Scale ID", "Category", "Data Value", "Recommend Suppress"),
            (NURSE, "2.D.1", "RL", "5", "45", "N"),
            (NURSE, "2.D.1", "RL", "6", "45.0", ""),
            (NURSE, "2.D.1", "RL", "7", "90", "Y"),
            (NURSE, "3.A.1", "RW", "1", "100", "N"),
            (DOCTOR, "2.D.1", "RL", "5", "0", "N"),
        ],
        "Education, Training, and Experience Categories": [
            ("Element ID", "Element Name", "Scale ID", "Category", "Category Description"),
            ("2.D.1", "Required Level of Education", "RL", "5", "Associate's Degree"),
            ("2.D.1", "Required Level of Education", "RL", "6", "Bachelor's Degree"),
            ("3.A.1", "Related Work Experience", "RW", "1", "None"),
        ],
        "Related Occupations": [
            ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"),
            (NURSE, OTHER, "Primary-Short", "2"),
            (NURSE, DOCTOR, "Primary-Short", "1"),
            (NURSE, "11-1011.00", "Supplemental", "3"),
        ],
        "Content Model Reference": [
            ("Element ID", "Element Name", "Description"),
            ("1.B.1.a", "Realistic", "…"),
            ("1.B.1.g", "First Interest High-Point", "…"),
            ("1.B.2.a", "Achievement", "…"),
            ("1.C.1.a", "Achievement/Effort", "…"),
            ("2", "Worker Requirements", "…"),
            ("2.B", "Cross-Functional Skills", "…"),
            ("2.B.3", "Technical Skills", "…"),
            ("2.B.3.e", "Programming", "…"),
            ("2.B.1.a", "Social Perceptiveness", "…"),
            ("2.C", "Knowledge", "…"),
            ("2.C.5", "Health Services", "…"),
            ("2.C.5.a", "Medicine and Dentistry", "…"),
            ("4.A", "Generalized Work Activities", "…"),
            ("4.A.4.a.5", "Assisting and Caring for Others", "…"),
        ],
        "DWA Reference": [
            ("Element ID", "IWA ID", "DWA ID", "DWA Title"),
            ("4.A.4.a.5", "4.A.4.a.5.I01", "4.A.4.a.5.I01.D01", "Position patients for treatment."),
            ("4.A.4.a.5", "4.A.4.a.5.I01", "4.A.4.a.5.I01.D02", "Treat patients."),
            ("4.A.9", "4.A.9.I01", "4.A.9.I01.D01", "Do what no element names."),
        ],
        "Tasks to DWAs": [
            ("O*NET-SOC Code", "Task ID", "DWA ID", "Date"),
            (NURSE, "1", "4.A.4.a.5.I01.D01", "…"),
            (NURSE, "2", "4.A.4.a.5.I01.D01", "…"),
            (DOCTOR, "3", "4.A.4.a.5.I01.D02", "…"),
            (DOCTOR, "3", "4.A.4.a.5.I01.D99", "…"),
        ],
        "Skills": [
            _RATING,
            (NURSE, "2.B.3.e", "IM", "1.12", "N", ""),
            (NURSE, "2.B.3.e", "LV", "0.25", "N", "Y"),
            (NURSE, "2.B.1.a", "IM", "4", "N", ""),
            (NURSE, "2.B.1.a", "LV", "4.25", "N", "N"),
        ],
        "Knowledge": [
            _RATING,
            (NURSE, "2.C.5.a", "IM", "4.36", "", ""),
            (NURSE, "2.C.5.a", "LV", "4.47", "", "N"),
            (DOCTOR, "2.C.5.a", "IM", "4.99", "N", ""),
            (DOCTOR, "2.C.5.a", "LV", "6.5", "Y", "N"),
        ],
        "Interests": [_RATING[:4], (NURSE, "1.B.1.a", "OI", "3.1"), (NURSE, "1.B.1.g", "IH", "4")],
        "Work Values": [_RATING[:4], (NURSE, "1.B.2.a", "EX", "5.67"), (NURSE, "1.B.2.a", "VH", "2")],
        "Work Styles": [_RATING[:5], (NURSE, "1.C.1.a", "IM", "4.1", "N")],
        "Technology Skills": [
            (*_TOOL, "Hot Technology", "In Demand"),
            (NURSE, "MEDITECH software", "43232610", "Medical software", "N", "Y"),
            (DOCTOR, "MEDITECH software", "43232306", "Data base user interface and query software", "N", "N"),
            (DOCTOR, "Medical software", "43232610", "Medical software", "N", "N"),
            (DOCTOR, "C++", "43232405", "Object or component oriented development software", "Y", "N"),
            (DOCTOR, "C#", "43232405", "Object or component oriented development software", "Y", "N"),
        ],
        "Tools Used": [
            _TOOL,
            (NURSE, "Two-way radios", "43191510", "Two way radios, portable"),
            (NURSE, "Two way radios", "43191510", "Two way radios, portable"),
            (DOCTOR, "Two-way radios", "43191510", "Two way radios, portable"),
            (DOCTOR, '"Laser facsimile machines"""', "44101508", "Laser fax machine"),
            (DOCTOR, "MEDITECH software", "43232610", "Medical software"),
        ],
    }


def text(rows: Rows) -> str:
    """A table as tab-delimited text."""
    return "".join("\t".join(row) + "\r\n" for row in rows)


def write_text(folder: Path, tables: Mapping[str, Rows], read_me: str | None = READ_ME) -> Path:
    """Writes a text release into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.txt").write_text(text(rows), encoding="utf-8", newline="")
    if read_me is not None:
        (folder / "Read Me.txt").write_text(read_me, encoding="utf-8")
    return folder


def write_sheets(folder: Path, tables: Mapping[str, Rows], read_me: str | None = READ_ME) -> Path:
    """Writes a spreadsheet release: numbers are numbers, and the columns Title, Element Name and Scale Name are added."""
    from openpyxl import Workbook

    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name[:31])
        header, *rest = rows
        width = len(header)
        added = ("Title", "Element Name", "Scale Name")
        sheet.append([header[0], *(a for a in added if a not in header), *header[1:]])
        for row in rest:
            padded = [*row, *[""] * (width - len(row))]
            cells = [padded[0], *("added" for a in added if a not in header), *padded[1:]]
            sheet.append([_number(cell) for cell in cells])
        book.save(folder / f"{name}.xlsx")
    if read_me is not None:
        (folder / "Read Me.txt").write_text(read_me, encoding="utf-8")
    return folder


def _number(cell: str) -> str | int | float | None:
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return cell or None


def zipped(folder: Path, archive: Path) -> Path:
    """Packs a folder the way the publisher does, with the folder's name inside."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, f"{folder.name}/{file.name}")
    return archive
