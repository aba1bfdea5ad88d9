"""The report as a workbook: what the figures say, text that stays text, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desktop.base import i18n
from desktop.base.errors import Fault
from desktop.records import invented
from desktop.records.book import Book
from desktop.reports import workbook
from desktop.reports.figures import figures
from desktop.reports.work import TableLine

SHEETS = [
    "Summary", "Provinces", "Councils", "Needs", "Cases by status", "Cases for the public", "Help by year", "Help by partner", "Help by kind",
    "Referrals", "Levels of councils", "Years", "Projects by status", "Activities by kind", "Projects",
]  # fmt: skip
TABLES = ("Projects by status", "Activities by kind")  # only where they have lines


def _sheet(path: Path, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _head(sheet: Worksheet) -> list[object]:
    return [cell.value for cell in sheet[3]]


@pytest.fixture
def filled(council: Book) -> Book:
    invented.fill(council, "210304", 1, members=12, households=20, activities=4, projects=2)
    return council


def test_the_summary_says_what_the_figures_say(filled: Book, tmp_path: Path) -> None:
    found = figures(filled)
    workbook.save(found, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == SHEETS
    said = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=3, max_row=13)}
    assert said["Projects"] == found.projects == 2
    assert said["Budget (baht)"] == float(found.budget) == 90_000
    assert said["Hardship cases"] == found.cases > 0
    assert said["Council members"] == 12


def test_the_sheets_of_help_and_of_councils_say_what_the_figures_say(council: Book, tmp_path: Path) -> None:
    invented.fill(council, "210304", 1, members=14, households=24, meetings=5)
    found = figures(council)
    workbook.save(found, tmp_path / "report.xlsx")
    for name, lines in (
        ("Help by year", found.by_help_year),
        ("Help by partner", found.by_help_giver),
        ("Help by kind", found.by_help_kind),
    ):
        rows = list(_sheet(tmp_path / "report.xlsx", name).iter_rows(min_row=4, values_only=True))
        assert [row[1:] for row in rows[:-1]] == [(line.given, float(line.value)) for line in lines]
        assert rows[-1][1:] == (found.given, float(found.value))
    sheet = _sheet(tmp_path / "report.xlsx", "Councils")
    first = dict(zip(_head(sheet), [cell.value for cell in sheet[4]], strict=True))
    assert first["Level"] == council.code_lists.label("strength_level", found.by_council[0].level, "en")
    assert first["Ordinary meetings this year"] == found.by_council[0].meetings
    assert first["Households that agreed"] == found.agreed > 0


def test_each_sheet_has_a_line_for_each_thing_and_the_totals_below(filled: Book, tmp_path: Path) -> None:
    found = figures(filled)
    workbook.save(found, tmp_path / "report.xlsx")
    provinces = _sheet(tmp_path / "report.xlsx", "Provinces")
    head = _head(provinces)
    first = dict(zip(head, [cell.value for cell in provinces[4]], strict=True))
    total = dict(zip(head, [cell.value for cell in provinces[5]], strict=True))
    assert (first["Code"], first["Province"], first["Hardship cases"]) == ("21", "Rayong", found.cases)
    assert total["Province"] == "Total"
    assert total["Hardship cases"] == found.cases
    assert first["Housing"] == next(line.cases for line in found.by_need if line.key == "N_HOUSE")


def test_codes_and_numbers_of_records_are_text_and_money_is_a_number(filled: Book, tmp_path: Path) -> None:
    workbook.save(figures(filled), tmp_path / "report.xlsx")
    sheet = _sheet(tmp_path / "report.xlsx", "Projects")
    cells = dict(zip(_head(sheet), sheet[4], strict=True))
    for heading in ("Area codes", "Record number", "Fiscal year (B.E.)"):
        assert isinstance(cells[heading].value, str)
        assert cells[heading].number_format == "@"
    assert cells["Budget (baht)"].value == 45_000
    assert cells["Budget (baht)"].number_format == "#,##0.00"


def test_a_title_that_looks_like_a_formula_stays_text(council: Book, tmp_path: Path) -> None:
    with council.write() as deed:
        deed.put("projects", None, {"title": '=HYPERLINK("http://example.invalid")', "budget": Decimal("1.00")})
    workbook.save(figures(council), tmp_path / "report.xlsx")
    cell = dict(zip(_head(sheet := _sheet(tmp_path / "report.xlsx", "Projects")), sheet[4], strict=True))["Title"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_the_day_is_of_the_buddhist_era_in_thai_and_the_money_is_in_words(filled: Book, tmp_path: Path) -> None:
    i18n.use("th")
    found = figures(filled)
    workbook.save(found, tmp_path / "report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets[0]
    assert "พ.ศ." in str(sheet["A2"].value)
    assert "เก้าหมื่นบาทถ้วน" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_practice_books_report_says_so_on_every_sheet(tmp_path: Path, filled: Book) -> None:
    filled.practice = True
    workbook.save(figures(filled), tmp_path / "report.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx"):
        assert str(sheet["A1"].value).startswith("PRACTICE DATA")


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_table_of_work_gets_a_sheet_of_its_own_in_both_languages(filled: Book, tmp_path: Path, language: str) -> None:
    """Excel forbids some signs and long names; the names in Thai have both."""
    i18n.use(language)
    found = figures(filled)
    line = TableLine("x", "หนึ่ง", "one", (1,) * 9)
    full = replace(found, tables=tuple(replace(table, lines=(line,)) for table in found.tables))
    workbook.save(full, tmp_path / "report.xlsx")
    names = openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames
    assert len(names) == len(SHEETS) - len(TABLES) + len(found.tables)
    assert all(len(name) <= 31 for name in names)


def test_an_empty_book_makes_a_whole_workbook(council: Book, tmp_path: Path) -> None:
    workbook.save(figures(council), tmp_path / "report.xlsx")
    assert openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames == [name for name in SHEETS if name not in TABLES]


def test_a_folder_that_is_not_there_is_a_fault_and_leaves_nothing(council: Book, tmp_path: Path) -> None:
    with pytest.raises(Fault) as failed:
        workbook.save(figures(council), tmp_path / "gone" / "report.xlsx")
    assert failed.value.code == "file_not_written"
    assert not (tmp_path / "gone").exists()


def test_a_full_disk_leaves_the_old_report_whole(council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Fault) as failed:
        workbook.save(figures(council), target)
    assert failed.value.code == "disk_full"
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.endswith(".part")] == []
