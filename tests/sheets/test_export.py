"""What goes out to Excel stays what it is, can hurt nobody, and comes back as the same records."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.base import i18n
from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import writing
from desktop.sheets.export import export
from desktop.sheets.importing import apply, prepare
from desktop.sheets.noted import noted
from desktop.sheets.refused import write_refused
from tests.sheets.conftest import MESSY

Make = Callable[..., Path]


def put(book: Book, register: str, **values: Any) -> bytes:
    with book.write() as deed:
        return deed.put(register, None, values)


def cells(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def somsri(book: Book, **more: Any) -> bytes:
    facts = {"prefix": "นาง", "first_name": "สมศรี", "last_name": "ใจดี", "national_id": "0000000000001", "birth_date": "1967-02-01"}
    return put(
        book, "people", **(facts | {"phones": ("0810000001", "0820000002"), "house_no": "12/5", "moo": 3, "tambon_code": "210304"} | more)
    )


def test_numbers_that_are_names_go_out_as_text(council: Book, tmp_path: Path) -> None:
    somsri(council)
    assert export(council, ListQuery("people"), tmp_path / "p.xlsx") == 1
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    sheet = book.worksheets[0]
    shown = {sheet.cell(1, column).value: sheet.cell(3, column) for column in range(2, sheet.max_column + 1)}
    values = {name: cell.value for name, cell in shown.items()}
    assert [values[name] for name in ("prefix", "first_name", "last_name", "house_no", "moo", "tambon_code")] == [
        *("นาง", "สมศรี", "ใจดี", "12/5", 3, "เนินฆ้อ"),
    ]
    assert [values[name] for name in ("national_id", "phones")] == ["0000000000001", "0810000001, 0820000002"]
    assert values["birth_date"] == dt.datetime(1967, 2, 1) and shown["birth_date"].number_format == "[$-107041E]d/m/yyyy"
    assert all(shown[name].number_format == "@" for name in ("national_id", "phones", "house_no"))
    assert sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "B3" and sheet.auto_filter.ref == "A2:J3"


def test_money_is_a_number(council: Book, tmp_path: Path) -> None:
    put(council, "activities", title="อบรม", budget=Decimal("1234.50"), participants=20)
    export(council, ListQuery("activities"), tmp_path / "a.xlsx", ("title", "budget", "participants"))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet["C3"].value, sheet["C3"].number_format, sheet["D3"].value) == (1234.5, "#,##0.00", 20)


def test_headers_speak_the_language_in_use_and_come_back_in_either(council: Book, tmp_path: Path) -> None:
    put(council, "members", person=somsri(council), position="CHAIR", group="อสม.")
    for language in ("th", "en"):
        i18n.use(language)
        export(council, ListQuery("members"), tmp_path / f"{language}.xlsx")
    for language in ("th", "en"):
        assert prepare(council, "members", tmp_path / f"{language}.xlsx").counts() == {"new": 0, "changed": 0, "same": 1, "refused": 0}


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "http://example.com", "{=1}"])
def test_no_text_ever_becomes_a_formula_or_a_link(council: Book, tmp_path: Path, text: str) -> None:
    put(council, "people", first_name=text)
    export(council, ListQuery("people"), tmp_path / "p.xlsx", ("first_name",))
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0]
    assert (sheet["B3"].value, sheet["B3"].data_type, sheet["B3"].number_format, sheet["B3"].hyperlink) == (text, "s", "@", None)


@pytest.mark.parametrize(
    ("register", "name"),
    [
        ("members", "01_members_merged_header.xlsx"),
        ("households", "03_households_numbers_and_dates.xlsx"),
        ("households", "04_hardship_tick_matrix.xlsx"),
        ("activities", "05_activities_two_tables.xlsx"),
    ],
)
def test_every_list_comes_back_unchanged(council: Book, tmp_path: Path, register: str, name: str) -> None:
    apply(council, prepare(council, register, MESSY / name))
    for each, spec in council.registers.items():
        fields = [field.name for field in spec.fields]
        everything = dict.fromkeys(
            [*spec.columns, *fields, *(lookup.name for lookup in spec.lookups), *(way.name for way in spec.reverses)]
        )
        count = export(council, ListQuery(each), tmp_path / "x.xlsx", list(everything))
        assert count == council.count(ListQuery(each))
        if count:
            plan = prepare(council, each, tmp_path / "x.xlsx")
            assert [(record.row, record.changes()) for record in plan.records if record.state != "same"] == []
            assert plan.counts()["same"] == count


def test_a_cell_changed_in_excel_changes_that_field_only(council: Book, tmp_path: Path) -> None:
    person = somsri(council, note="ก\nข")
    put(council, "members", person=person, position="CHAIR")
    path = tmp_path / "m.xlsx"
    export(council, ListQuery("members"), path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C3"] = "สมหญิง"
    book.worksheets[0].insert_cols(4)
    book.save(path)
    plan = prepare(council, "members", path)
    assert [(change.whose, change.field.name, change.new) for change in plan.records[0].changes()] == [("person", "first_name", "สมหญิง")]
    apply(council, plan)
    assert council.row("people", person).values["first_name"] == "สมหญิง"
    assert council.counts()["people"] == 1


def test_a_row_added_in_excel_is_a_new_record_and_a_deleted_one_is_refused(council: Book, tmp_path: Path) -> None:
    person = somsri(council)
    path = tmp_path / "p.xlsx"
    export(council, ListQuery("people"), path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append([None, "นาย", "ดี", "งาม"])
    book.worksheets[0].append(["ไม่ใช่รหัส", "นาย", "ดี", "สุข"])
    book.save(path)
    council.delete("people", [person])
    plan = prepare(council, "people", path)
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert [refused.problems[-1].code for refused in plan.refused] == ["gone", "bad_id"]


def test_an_export_of_another_register_is_not_taken(council: Book, tmp_path: Path) -> None:
    somsri(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx")
    with pytest.raises(Refused) as caught:
        prepare(council, "activities", tmp_path / "p.xlsx")
    assert caught.value.code == "other_register"


def test_masked_exports_show_no_identity_and_change_none(council: Book, tmp_path: Path) -> None:
    somsri(council, vulnerable=("V_BED",))
    export(council, ListQuery("people"), tmp_path / "p.xlsx", ("first_name", "national_id", "vulnerable"), masked=True)
    assert cells(tmp_path / "p.xlsx")[2][2:] == ["x-xxxx-xxxxx-00-1", "•••"]
    assert prepare(council, "people", tmp_path / "p.xlsx").counts()["same"] == 1


def test_a_search_exports_what_it_shows_in_its_order(council: Book, tmp_path: Path) -> None:
    for name in ("ไก่", "กมล", "เกษม", "แก้ว"):
        put(council, "people", first_name=name)
    export(council, ListQuery("people", search="ก", descending=True), tmp_path / "p.xlsx", ("first_name",))
    shown = [row[1] for row in cells(tmp_path / "p.xlsx")[2:]]
    wanted = council.rows("people", council.ids(ListQuery("people", search="ก", descending=True)))
    assert shown == [row.values["first_name"] for row in wanted if row]


def test_a_column_that_does_not_exist_is_refused(council: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        export(council, ListQuery("people"), tmp_path / "p.xlsx", ("shoe_size",))
    assert caught.value.code == "unknown_field"


def test_an_empty_list_makes_an_empty_workbook(council: Book, tmp_path: Path) -> None:
    assert export(council, ListQuery("people"), tmp_path / "p.xlsx") == 0
    assert len(cells(tmp_path / "p.xlsx")) == 2


def test_a_cancelled_export_leaves_the_old_file_and_no_scrap(council: Book, tmp_path: Path) -> None:
    path = tmp_path / "out" / "p.xlsx"
    path.parent.mkdir()
    path.write_text("old", "utf-8")
    somsri(council)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export(council, ListQuery("people"), path, progress=progress)
    assert [each.name for each in path.parent.iterdir()] == ["p.xlsx"] and path.read_text("utf-8") == "old"


def test_a_folder_that_is_not_there_is_a_fault(council: Book, tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        export(council, ListQuery("people"), tmp_path / "away" / "p.xlsx")
    assert caught.value.code == "file_not_written"


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "file_locked"), (errno.EIO, "file_not_written")])
def test_a_full_disk_or_a_locked_file_is_a_fault_and_the_old_file_stays(
    council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "out" / "p.xlsx"
    path.parent.mkdir()
    path.write_text("old", "utf-8")

    def failing(descriptor: int) -> None:
        raise OSError(number, "the disk says no")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(Fault) as caught:
        export(council, ListQuery("people"), path)
    assert caught.value.code == code
    assert [each.name for each in path.parent.iterdir()] == ["p.xlsx"] and path.read_text("utf-8") == "old"


def test_a_list_of_many_thousand_rows_is_streamed(council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MANY", 1)
    for name in ("ก", "ข", "ค"):
        put(council, "people", first_name=name, note="ย\nาว")
    export(council, ListQuery("people"), tmp_path / "p.xlsx", ("first_name", "note"))
    assert [row[1:] for row in cells(tmp_path / "p.xlsx")[2:]] == [["ก", "ย\nาว"], ["ข", "ย\nาว"], ["ค", "ย\nาว"]]
    assert prepare(council, "people", tmp_path / "p.xlsx").counts()["same"] == 3


def test_refused_rows_come_back_with_their_reason_and_can_be_mended(council: Book, make_sheet: Make, tmp_path: Path) -> None:
    head = ["ที่", "ชื่อ-สกุล", "เลขบัตร", "วันเกิด", "บ้านเลขที่", "ตำบล"]
    path = make_sheet(
        [
            head,
            [1, "นางสมศรี ใจดี", 3000501874121, "1/2/2510", "1", "เนินฆ้อ"],
            [2, None, 3000523938149, 2496, 45424, '"'],
            [3, None, None, None, None, None],
        ],
        formats={"C3": "0", "E3": "d/m"},
    )
    plan = prepare(council, "members", path)
    apply(council, plan)
    back = tmp_path / "refused.xlsx"
    assert write_refused(plan, back) == 2
    shown = cells(back)
    assert shown[0] == [*head, "เหตุผล/Reason"]
    assert shown[1][:6] == [2, None, 3000523938149, 2496, dt.datetime(2024, 5, 12), "เนินฆ้อ"]
    assert [row[6].partition(":")[0] for row in shown[1:]] == ["แถวที่ 3", "แถวที่ 4"]
    book = openpyxl.load_workbook(back)
    book.worksheets[0]["B2"] = "นายภาคภูมิ กิจอ่อน"
    book.save(back)
    again = prepare(council, "members", back)
    assert again.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert again.records[0].value("person.house_no") == "12/5"
    assert again.records[0].value("person.national_id") == "3000523938149"


def test_a_refused_child_row_stands_by_itself(council: Book, make_sheet: Make, tmp_path: Path) -> None:
    head = ["รหัสประจำบ้าน", "บ้านเลขที่", "ชื่อ-สกุล สมาชิกในครัวเรือน", "เกี่ยวข้องเป็น"]
    rows = [head, ["00322732189", "12", "นายดี งาม", "หัวหน้า"], [None, None, None, "บุตร"]]
    plan = prepare(council, "households", make_sheet(rows, merge=("A2:A3", "B2:B3")))
    apply(council, plan)
    write_refused(plan, tmp_path / "r.xlsx")
    assert cells(tmp_path / "r.xlsx")[1][:4] == ["00322732189", "12", None, "บุตร"]
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book.worksheets[0]["C2"] = "ด.ช.มี งาม"
    book.save(tmp_path / "r.xlsx")
    again = prepare(council, "households", tmp_path / "r.xlsx")
    assert again.counts() == {"new": 0, "changed": 1, "same": 0, "refused": 0}
    apply(council, again)
    assert (council.counts()["households"], council.counts()["household_persons"]) == (1, 2)


def test_a_list_that_leaves_with_whole_ids_is_noted_and_no_other(council: Book, tmp_path: Path) -> None:
    somsri(council)
    export(council, ListQuery("people"), tmp_path / "a.xlsx", ("first_name", "national_id"), masked=True)
    export(council, ListQuery("people"), tmp_path / "b.xlsx", ("first_name", "village"))
    assert noted(council) == []
    export(council, ListQuery("people"), tmp_path / "c.xlsx", ("first_name", "national_id", "body_state"))
    (one,) = noted(council)
    assert (one.who, one.register, one.rows, one.columns) == ("สมศรี", "people", 1, ("national_id", "body_state"))


def test_a_list_that_can_not_be_noted_does_not_leave(council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    somsri(council)

    def failing(*_arguments: Any) -> None:
        raise Fault("full", code="disk_full")

    monkeypatch.setattr("desktop.sheets.export.note", failing)
    with pytest.raises(Fault):
        export(council, ListQuery("people"), tmp_path / "c.xlsx", ("first_name", "national_id"))
    assert list(tmp_path.glob("c.xlsx*")) == []


def test_refused_rows_of_a_text_file_come_back_as_a_workbook(council: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ชื่อ,นามสกุล,เลขบัตร\nทองใบ,ใจดี,0001234567890\n,,0001234567891\n", "utf-8")
    plan = prepare(council, "members", path)
    assert write_refused(plan, tmp_path / "r.xlsx") == 1
    shown = cells(tmp_path / "r.xlsx")
    assert shown[1][1:] == ["ชื่อ", "นามสกุล", "เลขบัตร", "เหตุผล/Reason"]
    assert shown[2][1:4] == [None, None, "0001234567891"]


def test_refused_rows_keep_the_looks_of_their_workbook(council: Book, tmp_path: Path) -> None:
    sound = openpyxl.load_workbook(MESSY / "01_members_merged_header.xlsx")
    sheet = sound.worksheets[0]
    for cell in ("B12", "C12", "D12"):
        sheet[cell].value = None
    widths = {name: column.width for name, column in sheet.column_dimensions.items()}
    titles = [sheet.cell(row, 1).value for row in (1, 2)]
    sound.save(tmp_path / "in.xlsx")
    plan = prepare(council, "members", tmp_path / "in.xlsx")
    assert [refused.rows for refused in plan.refused] == [(12,)]
    assert write_refused(plan, tmp_path / "r.xlsx") == 1
    back = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert [back.cell(row, 1).value for row in (1, 2)] == titles and back.title == sheet.title
    assert {name: back.column_dimensions[name].width for name in widths} == widths
    assert {str(span) for span in sheet.merged_cells.ranges if span.max_row < plan.table.first_row} <= {
        str(span) for span in back.merged_cells.ranges
    }
    again = prepare(council, "members", tmp_path / "r.xlsx")
    assert len(again.table.rows) == 1 and again.counts()["refused"] == 1
    assert again.table.header_rows == plan.table.header_rows


def test_a_sheets_name_is_one_excel_takes() -> None:
    long = "กลุ่มอาชีพ/วิสาหกิจตามบทบาทในห่วงโซ่"
    assert writing.sheet_name(long) == "กลุ่มอาชีพ-วิสาหกิจตามบทบาทในห่วงโซ่"[:31]
    assert writing.sheet_name("Money", ["money", "Money 2"]) == "Money 3"
    again = writing.sheet_name(long, [writing.sheet_name(long)])
    assert (len(again), again[-2:]) == (31, " 2")
    assert writing.sheet_name("'[]'") == "--"
    assert writing.sheet_name("' '") == "1"
