"""The same workbook in another format says the same: .xls and .ods as LibreOffice saved them, .csv in every usual writing."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.sheets import importing
from desktop.sheets.entities import Entity
from desktop.sheets.reading import read
from tests.sheets.conftest import MESSY
from tests.sheets.test_messy_workbooks import FILES

WORKBOOKS = [name for name in FILES if name.endswith(".xlsx")]


def said(book: Book, register: str, path: Path) -> list[Any]:
    """All that an import would write, and every doubt, row by row."""
    plan = importing.prepare(book, register, path)

    def plain(value: Any) -> Any:
        return words(value) if isinstance(value, Entity) else value

    def words(entity: Entity) -> dict[str, Any]:
        return {name: plain(value) for name, value in sorted(entity.changes.items())}

    found: list[Any] = [(record.rows, [words(each) for _whose, each in record.entities()]) for record in plan.records]
    found += [sorted((problem.row, problem.column, problem.code) for record in plan.records for problem in record.problems)]
    return [*found, [refused.rows for refused in plan.refused], [(skip.row, skip.reason) for skip in plan.skips]]


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_of_another_program_says_what_the_xlsx_says(council: Book, name: str, suffix: str) -> None:
    assert said(council, FILES[name], (MESSY / name).with_suffix(suffix)) == said(council, FILES[name], MESSY / name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_is_read_in_every_usual_writing(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["ที่", "ชื่อ", "สกุล", "ที่อยู่"], ["๑", "ทองใบ", "ใจดี", "12/5 หมู่ 3, ตำบลเนินฆ้อ; บ้านใหญ่"], ["2", "คำ", "ตัวอย่าง", ""]]
    lines = [separator.join(f'"{cell}"' if any(sign in cell for sign in ",;") else cell for cell in row) for row in rows]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(["รายชื่อสมาชิก ปี 2567, ตำบลเนินฆ้อ", *lines]).encode(encoding))
    (sheet,) = read(path).sheets
    assert [[sheet.cell(row, column).text for column in range(1, 5)] for row in range(2, 5)] == rows


def test_the_separator_a_file_names_itself_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=^\nชื่อ^สกุล\nก^ข\n", "utf-8")
    assert read(path).sheets[0].rows == {2: {1: "ชื่อ", 2: "สกุล"}, 3: {1: "ก", 2: "ข"}}


def test_bytes_that_are_no_text_are_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "sheet_not_workbook"


# --- .ods ---------------------------------------------------------------------------------------------------------------------------

SPREADSHEET = "<o:document-content><o:body><o:spreadsheet>{}</o:spreadsheet></o:body></o:document-content>"


def ods(path: Path, tables: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", SPREADSHEET.format(tables))
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return path


def test_comments_and_tables_inside_cells_are_none_of_the_sheet(tmp_path: Path) -> None:
    words = "<x:p>ทอง<x:span>ใบ</x:span><x:s x:c='2'/>ดี</x:p>"
    cell = f"<t:table-cell o:value-type='string'><o:annotation><x:p>ดูก่อน</x:p></o:annotation>{words}</t:table-cell>"
    inner = "<t:table-cell><t:table><t:table-row><t:table-cell><x:p>ใน</x:p></t:table-cell></t:table-row></t:table></t:table-cell>"
    path = ods(tmp_path / "a.ods", f"<t:table t:name='S'><t:table-row>{cell}{inner}</t:table-row></t:table>")
    assert read(path).sheets[0].rows == {1: {1: "ทองใบ  ดี"}}


def test_values_of_every_type_are_read(tmp_path: Path) -> None:
    given = {
        "float' o:value='12.5": 12.5,
        "float' o:value='1234567890123": 1234567890123,
        "date' o:date-value='2567-03-15": dt.datetime(2567, 3, 15),
        "time' o:time-value='PT08H30M00S": dt.time(8, 30),
        "boolean' o:boolean-value='true": True,
    }
    cells = "".join(f"<t:table-cell o:value-type='{value}'><x:p>?</x:p></t:table-cell>" for value in given)
    path = ods(tmp_path / "a.ods", f"<t:table t:name='S'><t:table-row>{cells}</t:table-row></t:table>")
    assert list(read(path).sheets[0].rows[1].values()) == list(given.values())


def test_a_million_repeated_rows_are_refused_and_blank_ones_cost_nothing(tmp_path: Path) -> None:
    row = "<t:table-row t:number-rows-repeated='1048575'><t:table-cell t:number-columns-repeated='16384'>{}</t:table-cell></t:table-row>"
    filled = "<t:table-row><t:table-cell><x:p>ก</x:p></t:table-cell></t:table-row>"
    path = ods(tmp_path / "a.ods", f"<t:table t:name='S'>{filled}{row.format('')}</t:table>")
    assert read(path).sheets[0].rows == {1: {1: "ก"}}
    with pytest.raises(Refused) as refused:
        read(ods(tmp_path / "b.ods", f"<t:table t:name='S'>{row.format('<x:p>ก</x:p>')}</t:table>"))
    assert refused.value.code == "sheet_too_big"


def test_a_locked_ods_is_refused_in_words(tmp_path: Path) -> None:
    manifest = "<m:manifest><m:file-entry m:full-path='content.xml'><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(Refused) as refused:
        read(ods(tmp_path / "a.ods", "", **{"META-INF__manifest.xml": manifest}))
    assert refused.value.code == "sheet_protected"


# --- .xls ---------------------------------------------------------------------------------------------------------------------------


def test_a_locked_xls_is_refused_in_words(tmp_path: Path) -> None:
    data = bytearray((MESSY / "05_activities_two_tables.xls").read_bytes())
    begins = data.index(struct.pack("<HH", 0x0809, 16))
    after = begins + 20
    data[after : after + 2] = struct.pack("<H", 0x2F)  # the record after the beginning becomes the one that says: encrypted
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "sheet_protected"


@pytest.mark.parametrize("keep", [600, 3000, 9000])
def test_an_xls_cut_short_is_no_workbook(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes((MESSY / "01_members_merged_header.xls").read_bytes()[:keep])
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "sheet_not_workbook"


def test_a_sheet_of_excel_4_says_how_to_save_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00")
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "sheet_old_format"
