"""What we write is sound to others: LibreOffice opens it without repair and says the same, openpyxl finds locks, lists and the page."""

from __future__ import annotations

import csv
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from desktop.base import i18n
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets.export import export, template
from desktop.sheets.importing import apply, prepare
from desktop.sheets.refused import write_refused
from tests import factory
from tests.sheets.conftest import MESSY

OFFICE = ["soffice", "--headless", "--norestore", "--nolockcheck"]


def opened_by_libreoffice(path: Path) -> list[list[str]]:
    """The cells of the first sheet as LibreOffice shows them. A damaged workbook it would have to repair is refused without a screen."""
    home = path.parent / "office"
    command = [*OFFICE, f"-env:UserInstallation=file://{home}", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"]
    done = subprocess.run([*command, str(home), str(path)], capture_output=True, text=True, timeout=110, check=True)
    made = home / f"{path.stem}.csv"
    assert made.exists(), done.stderr
    with made.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def sound_inside(path: Path) -> None:
    """Every part well-formed, and every part that another names is there."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))


def filled(book: Book) -> None:
    factory.member(book, person=factory.person(book, first_name="=HYPERLINK(1)", last_name="@ใจดี", national_id="0001234567890"))
    factory.put(book, "activities", {"title": "+อบรม", "start_on": "2024-03-15", "budget": Decimal("1234.50")})


def test_libreoffice_opens_a_list_without_repair_and_shows_what_we_wrote(council: Book, tmp_path: Path) -> None:
    filled(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx")
    sound_inside(tmp_path / "p.xlsx")
    heads, values = opened_by_libreoffice(tmp_path / "p.xlsx")[1:3]
    row = dict(zip(heads, values, strict=True))
    assert row["ชื่อ\nFirst name"] == "=HYPERLINK(1)"
    assert row["เลขประจำตัวประชาชน\nNational ID"] == "0001234567890"
    assert row["วันเกิด\nBirth date"] == "23/4/2511"


def test_libreoffice_opens_blank_forms_and_refused_rows(council: Book, tmp_path: Path) -> None:
    template(council, "households", tmp_path / "t.xlsx")
    assert opened_by_libreoffice(tmp_path / "t.xlsx")[0][0] == "sapha:households"
    sheet = openpyxl.Workbook()
    assert sheet.active is not None
    for line in (["ชื่อ", "นามสกุล", "ตำแหน่ง"], ["ทองใบ", "ใจดี", "ประธาน"], ["", "", "กรรมการ"]):
        sheet.active.append(line)
    sheet.save(tmp_path / "in.xlsx")
    plan = prepare(council, "members", tmp_path / "in.xlsx")
    assert write_refused(plan, tmp_path / "r.xlsx") == 1
    assert "กรรมการ" in str(opened_by_libreoffice(tmp_path / "r.xlsx"))


def test_the_page_is_a4_across_with_its_headings_on_every_page(council: Book, tmp_path: Path) -> None:
    filled(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None and fitted.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.page_setup.fitToWidth in (None, 1)  # one is what nothing said means
    assert sheet.print_title_rows == "$2:$2"


def test_the_ids_are_locked_and_nothing_else_is(council: Book, tmp_path: Path) -> None:
    filled(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0]
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet["A3"].protection.locked
    assert not any(sheet.cell(3, column).protection.locked for column in range(2, sheet.max_column + 1) if sheet.cell(3, column).value)
    assert not sheet.column_dimensions["B"].protection.locked  # a row that is added can be typed in


def test_codes_are_chosen_from_a_list_that_reads_back(council: Book, tmp_path: Path) -> None:
    factory.member(council)
    export(council, ListQuery("members"), tmp_path / "m.xlsx", ("first_name", "last_name", "position"))
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert str(rule.sqref).startswith("D3:D") and rule.type == "list"
    words = [row[0].value for row in book["_codes"].iter_rows()]
    assert book["_codes"].sheet_state == "hidden" and len(words) > 3
    for number, word in enumerate(words):
        book.worksheets[0].cell(3, 4).value = word
        book.save(tmp_path / f"{number}.xlsx")
        apply(council, prepare(council, "members", tmp_path / f"{number}.xlsx"))
        (member,) = council.ids(ListQuery("members"))
        shown = council.values_label(council.registers["members"].field("position"), council.row("members", member).values["position"])
        assert shown == word or council.row("members", member).values["position"] == word


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_second_sheet_explains_every_column_in_both_languages(council: Book, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    filled(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    lines: list[list[Any]] = [[cell.value for cell in row] for row in book.worksheets[-1].iter_rows()]
    assert [line[1] for line in lines[1:]] == [
        *("Prefix", "First name", "Last name", "National ID", "Birth date", "Phones", "House no.", "Moo", "Tambon"),
    ]
    assert [line[0] for line in lines[1:3]] == ["คำนำหน้า", "ชื่อ"]
    assert prepare(council, "people", tmp_path / "p.xlsx").counts()["same"] == 1


def test_a_blank_form_filled_in_comes_in_as_new_records(council: Book, tmp_path: Path) -> None:
    template(council, "people", tmp_path / "t.xlsx", ("first_name", "last_name", "sex", "birth_date"))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for column, value in enumerate(("ทองใบ", "ใจดี", "หญิง", "๑๕ มี.ค. ๒๕๑๐"), 2):
        book.worksheets[0].cell(3, column).value = value
    book.save(tmp_path / "t.xlsx")
    plan = prepare(council, "people", tmp_path / "t.xlsx")
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    (person,) = apply(council, plan).ids
    values = council.row("people", person).values
    assert [values[name] for name in ("first_name", "last_name", "sex", "birth_date")] == ["ทองใบ", "ใจดี", "F", "1967-03-15"]


def test_messy_workbooks_come_out_again_as_libreoffice_reads_them(council: Book, tmp_path: Path) -> None:
    apply(council, prepare(council, "members", MESSY / "01_members_merged_header.xlsx"))
    export(council, ListQuery("members"), tmp_path / "m.xlsx")
    assert len(opened_by_libreoffice(tmp_path / "m.xlsx")) == 62
