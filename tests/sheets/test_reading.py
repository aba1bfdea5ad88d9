"""Files are told apart by what is in them; what is no workbook, or a trap, is refused in bounded memory."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.task import Progress
from desktop.sheets.cells import Cell, is_date, letter, number, shown
from desktop.sheets.reading import read
from tests.sheets.conftest import MESSY

WORKBOOK = b'<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
PART = '<Relationships><Relationship Id="rId1" Type="x/{kind}" Target="{target}"/></Relationships>'


def raw(path: Path, sheet: str, **parts: str) -> Path:
    """A workbook of one sheet, part by part, as no decent program would write it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", PART.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", PART.format(kind="worksheet", target="worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read(path)
    return caught.value.code


def test_a_text_that_calls_itself_xlsx_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("<html>ตาราง</html>", "utf-8")
    assert refused(path) == "sheet_not_workbook"


def test_an_old_container_without_a_workbook_in_it_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"))
    assert refused(path) == "sheet_not_workbook"


def test_a_workbook_locked_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * ((1 << 20) - 20) + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99)
    assert refused(path) == "sheet_protected"


def test_empty_files_and_empty_workbooks_are_refused(tmp_path: Path, make_sheet: Callable[..., Path]) -> None:
    nothing = tmp_path / "a.csv"
    nothing.write_bytes(b"")
    assert refused(nothing) == "sheet_empty"
    nothing.write_bytes(b"\r\n,,\r\n")
    assert refused(nothing) == "sheet_empty"
    assert refused(make_sheet([])) == "sheet_empty"


@pytest.mark.parametrize("keep", [10, 400, 5000])
def test_a_workbook_cut_short_is_no_workbook(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes((MESSY / "01_members_merged_header.xlsx").read_bytes()[:keep])
    assert refused(path) == "sheet_not_workbook"


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path) == "sheet_not_workbook"


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        read(tmp_path / "away.xlsx")
    assert caught.value.code == "file_unreadable"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = raw(tmp_path / "a.xlsx", "<worksheet/>")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _megabyte in range(320):
            part.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert refused(path) == "sheet_too_big"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    row = '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
    assert refused(raw(tmp_path / "a.xlsx", f"{bomb}<worksheet><sheetData>{row}</sheetData></worksheet>")) == "sheet_not_workbook"


def test_an_encoding_that_is_none_and_columns_before_the_first_are_no_trap(tmp_path: Path) -> None:
    assert refused(raw(tmp_path / "a.xlsx", '<?xml version="1.0" encoding="UTF--1"?><worksheet/>')) == "sheet_not_workbook"
    cell = '<row r="1"><c r="A1" t="str"><v>x_xD800_</v></c></row>'
    sheet = f'<worksheet><cols><col min="-99999999999" max="2" hidden="1"/></cols><sheetData>{cell}</sheetData></worksheet>'
    found = read(raw(tmp_path / "b.xlsx", sheet)).sheets[0]
    assert found.rows == {1: {1: "x\ufffd"}}
    assert set(found.hidden_columns) == {1, 2}


def test_an_archive_that_points_before_its_beginning_is_no_workbook(tmp_path: Path) -> None:
    data = bytearray(raw(tmp_path / "a.xlsx", "<worksheet/>").read_bytes())
    end = data.rindex(b"PK\5\6")
    data[end + 16 : end + 20] = (len(data) * 2).to_bytes(4, "little")
    (tmp_path / "b.xlsx").write_bytes(data)
    assert refused(tmp_path / "b.xlsx") == "sheet_not_workbook"


def test_a_merged_range_over_the_whole_sheet_is_clipped_or_refused(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>x</v></c></row><row r="1048576"><c r="{last}"><v>1</v></c></row>'
    merged = '<worksheet><sheetData>{cells}</sheetData><mergeCells><mergeCell ref="{span}"/></mergeCells></worksheet>'
    of_nothing = merged.format(cells=cells.format(last="J1048576"), span="C1:XFD1048576")
    assert read(raw(tmp_path / "a.xlsx", of_nothing)).sheets[0].last_row == 1_048_576
    of_all = merged.format(cells=cells.format(last="J1048576"), span="A1:XFD1048576")
    assert refused(raw(tmp_path / "a.xlsx", of_all)) == "sheet_too_big"
    small = merged.format(cells='<row r="1"><c r="A1"><v>7</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>', span="A1:XFD1048576")
    assert len(read(raw(tmp_path / "a.xlsx", small)).sheets[0].origins) == 8


def test_rows_beyond_what_excel_has_are_refused(tmp_path: Path) -> None:
    assert refused(raw(tmp_path / "a.xlsx", '<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>')) == "sheet_too_big"


def test_names_with_prefixes_inline_texts_and_rich_texts_are_read(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>ก</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c>'
        '<x:c t="b"><x:v>1</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>ผล</x:v></x:c>'
        "<x:c><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )
    rels = PART.format(kind="worksheet", target="/xl/worksheets/sheet1.xml").replace(
        "</Relationships>", '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", PART.format(kind="officeDocument", target="/xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", rels)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", "<sst><si><r><t>นาง</t></r><r><t>สาว</t></r><rPh><t>x</t></rPh></si></sst>")
    read_sheet = read(path).sheets[0]
    assert [read_sheet.cell(1, column).value for column in range(1, 6)] == ["ก", "นางสาว", True, "ผล", None]
    assert read_sheet.uncalculated == {(1, 5)}


def test_values_formats_merged_ranges_and_hidden_rows_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A3"], sheet["B3"], sheet["C3"] = "หัว", 3002110733416, 324076245, dt.datetime(2024, 5, 12)
    sheet["B3"].number_format, sheet["C3"].number_format = "00000000000", "d/m"
    sheet.merge_cells("A1:B2")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("ว่าง")
    book.save(tmp_path / "a.xlsx")
    (found,) = read(tmp_path / "a.xlsx").sheets
    assert found.cell(1, 1) == Cell("หัว") and found.cell(2, 1) == Cell("หัว", "", "down") and found.cell(1, 2).covered == "across"
    assert found.cell(3, 1).value == 3002110733416
    assert [found.cell(3, column).text for column in (1, 2, 3)] == ["3002110733416", "00324076245", "12/5"]
    assert found.hidden_rows == {3} and found.hidden_columns == {3}


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ","), ("utf-8-sig", ";"), ("cp874", ","), ("cp874", "\t"), ("utf-16", "\t")]
)
def test_csv_comes_in_whatever_encoding_and_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'ชื่อ{delimiter}หมายเหตุ\r\nสมศรี{delimiter}"บ้าน{delimiter}ไม้"\r\n'.encode(encoding))
    sheet = read(path).sheets[0]
    assert [[sheet.cell(row, column).value for column in (1, 2)] for row in (1, 2)] == [["ชื่อ", "หมายเหตุ"], ["สมศรี", f"บ้าน{delimiter}ไม้"]]


def test_bytes_that_are_no_text_are_no_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)))
    assert refused(path) == "sheet_not_workbook"


def test_dates_are_shown_as_their_format_says() -> None:
    day = dt.datetime(2024, 5, 12)
    assert [shown(day, code) for code in ("d/m", "dd/mm/yyyy", "d-mmm", "mmm-yy", "d/m/bbbb", "m/d", "yyyy-mm-dd h:mm")] == [
        *("12/5", "12/05/2024", "12-May", "May-24", "12/5/2567", "5/12", "2024-05-12"),
    ]
    assert shown(day, "[$-107041E]d mmm yyyy") == "12 May 2567"
    assert [is_date(code) for code in ("d/m", "[$-th-TH]ว/ด/ปปปป", "General", "0", "#,##0.00", "h:mm", '"d"0', "@", "[Red]0", "mmm")] == [
        *(True, True, False, False, False, False, False, False, False, True),
    ]


def test_columns_are_named_as_in_excel() -> None:
    assert [letter(column) for column in (1, 26, 27, 52, 703, 16384)] == ["A", "Z", "AA", "AZ", "AAA", "XFD"]
    assert all(number(letter(column)) == column for column in range(1, 16385, 7))


def test_cancelling_stops_the_reading(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 3001))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        read(raw(tmp_path / "a.xlsx", f"<worksheet><sheetData>{rows}</sheetData></worksheet>"), progress)
