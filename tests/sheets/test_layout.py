"""Tables are found where people put them, and rows that are no records are told from those that are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.sheets.layout import Table, tables
from desktop.sheets.reading import read

HEAD = ["ที่", "ชื่อ-สกุล", "เลขบัตร ปชช.", "หมู่ที่"]
Make = Callable[..., Path]


def found(path: Path) -> Table:
    return tables(read(path).sheets[0])[0]


def reasons(table: Table) -> dict[int, str]:
    return {skip.row: skip.reason for skip in table.skips}


def test_a_name_that_begins_like_a_total_is_a_person(make_sheet: Make) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [1, "รวมพร สุขใจ", 3000501874121, 1],
        [None, "รวมพร สุขใจ", None, None],
        [None, "รวม ใจดี", None, 2],
        [None, "รวม", 3000501874121, None],
        [None, "รวม", "4 คน", None],
        ["รวมทั้งสิ้น", None, "สี่คนถ้วน", None],
    ]
    table = found(make_sheet(rows))
    assert table.rows == [2, 3, 4, 5]
    assert reasons(table) == {6: "subtotal", 7: "grand total"}


def test_first_and_last_name_of_a_person_called_ruam_are_a_person(make_sheet: Make) -> None:
    table = found(make_sheet([["คำนำหน้า", "ชื่อ", "นามสกุล"], ["นาง", "รวม", "ใจดี"], [None, "รวม", "ใจดี"], [None, "รวม", None]]))
    assert (table.rows, reasons(table)) == ([2, 3], {4: "total"})


def test_a_total_with_records_below_is_a_subtotal(make_sheet: Make) -> None:
    rows: list[list[Any]] = [HEAD, [1, "นายก ข", None, 1], [None, "รวม", 1, None], [2, "นายค ง", None, 2], [None, "รวม", 1, None]]
    rows.append(["รวมทั้งหมด", None, 2, None])
    assert reasons(found(make_sheet(rows))) == {3: "subtotal", 5: "subtotal", 6: "grand total"}


def test_numbers_under_the_header_blank_rows_and_footnotes_are_no_records(make_sheet: Make) -> None:
    rows: list[list[Any]] = [
        ["ทะเบียนสมาชิก ตำบลเนินฆ้อ"],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "นายก ข", None, 1],
        [],
        [2, "นายค ง", None, 2],
        ["หมายเหตุ: ข้อมูลปี 2567"],
        [None, "ลงชื่อ.............ผู้จัดทำ"],
        [None, "(นายสมชาย ใจดี)"],
        [None, "เลขานุการ"],
    ]
    table = found(make_sheet(rows))
    assert table.titles == ("ทะเบียนสมาชิก ตำบลเนินฆ้อ",)
    assert table.rows == [4, 6]
    assert reasons(table) == {3: "column numbers", 5: "blank", 7: "note", 8: "signature", 9: "signature", 10: "signature"}


def test_a_header_of_two_rows_without_merged_cells_is_one_header(make_sheet: Make) -> None:
    rows = [["ที่", "ชื่อ", "นามสกุล", "ที่อยู่"], [None, None, None, "บ้านเลขที่", "หมู่ที่", "ตำบล"], [1, "ก", "ข", "1/2", 3, "เนินฆ้อ"]]
    table = found(make_sheet(rows))
    assert table.header_rows == (1, 2)
    assert [column.headings for column in table.columns][3:] == [("ที่อยู่", "บ้านเลขที่"), ("หมู่ที่",), ("ตำบล",)]


def test_a_group_header_gives_its_rows_their_group(make_sheet: Make) -> None:
    table = found(make_sheet([HEAD[:3], ["หมู่ที่ ๓"], [1, "นายก ข", None], ["หมู่ 4 บ้านใหม่"], [2, "นายค ง", None]]))
    assert table.groups == {3: "หมู่ที่ ๓", 5: "หมู่ 4 บ้านใหม่"}


def test_a_sheet_of_unknown_words_still_has_a_table(make_sheet: Make) -> None:
    table = found(make_sheet([["บัญชี"], ["อา", "บอ", "ซอ"], ["x", "y", "z"]]))
    assert (table.header_rows, table.rows) == ((2,), [3])


def test_a_sheet_of_prose_has_no_table(make_sheet: Make) -> None:
    assert tables(read(make_sheet([["เรียน ประธาน"], ["ตามที่ขอข้อมูล"]])).sheets[0]) == []
