"""Before anything is written: who a new row may be, and whether a cell cleared in Excel is meant to be blank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets.export import export
from desktop.sheets.importing import apply, prepare
from desktop.sheets.plan import DUPLICATE, Plan
from tests import factory

Make = Callable[..., Path]
HEADS = ["ชื่อ", "นามสกุล", "เลขบัตรประชาชน", "วันเกิด"]


def doubts(plan: Plan) -> list[tuple[int, str]]:
    return [(each.row, each.text()) for record in plan.records for each in record.problems if each.code == DUPLICATE]


def test_a_new_row_says_whom_it_may_be_and_why(council: Book, make_sheet: Make) -> None:
    factory.person(council, first_name="ทองใบ", last_name="ใจดี", national_id=factory.national_id(1), birth_date="1967-02-01")
    plan = prepare(council, "people", make_sheet([HEADS, ["ทองใบ", "ใจดี", "", "1/3/2510"], ["คำ", "ตัวอย่าง", "", ""]]))
    assert plan.counts()["new"] == 2
    assert [record.doubtful for record in plan.records] == [True, False]
    ((row, text),) = doubts(plan)
    assert row == 2 and "นางทองใบ ใจดี" in text and "ชื่อเดียวกัน" in text


def test_namesakes_of_one_sheet_are_told_by_their_row(council: Book, make_sheet: Make) -> None:
    rows = [HEADS, ["คำ", "ดี", factory.national_id(11), ""], ["บุญ", "มา", "", ""], ["คำ", "ดี", factory.national_id(12), ""]]
    plan = prepare(council, "people", make_sheet(rows))
    assert plan.counts()["new"] == 3
    assert [row for row, _text in doubts(plan)] == [4] and " 2:" in doubts(plan)[0][1]


def cleared(book: Book, path: Path, *cells: str) -> Path:
    opened = openpyxl.load_workbook(path)
    for cell in cells:
        opened.worksheets[0][cell] = None
    opened.save(path)
    return path


def test_a_cell_cleared_in_excel_is_blank_only_where_a_person_agrees(council: Book, tmp_path: Path) -> None:
    person = factory.person(council, village="บ้านใหญ่", phones=("0810000001",))
    export(council, ListQuery("people"), tmp_path / "p.xlsx", ("first_name", "last_name", "village", "phones"))
    path = cleared(council, tmp_path / "p.xlsx", "D3", "E3")
    plan = prepare(council, "people", path)
    assert (plan.blanks, plan.counts()["same"]) == (2, 1)
    agreed = prepare(council, "people", path, clearing=True)
    assert [(change.field.name, change.new) for change in agreed.records[0].changes()] == [("village", None), ("phones", None)]
    apply(council, agreed)
    values = council.row("people", person).values
    assert (values["village"], values["phones"], values["first_name"]) == (None, None, "ทองใบ")
    council.undo()
    assert council.row("people", person).values["village"] == "บ้านใหญ่"


def test_what_was_blank_before_is_not_counted_as_cleared(council: Book, tmp_path: Path) -> None:
    factory.person(council)
    export(council, ListQuery("people"), tmp_path / "p.xlsx", ("first_name", "village", "occupation"))
    assert prepare(council, "people", tmp_path / "p.xlsx").blanks == 0


def test_a_required_field_can_not_be_cleared(council: Book, tmp_path: Path) -> None:
    household = factory.household(council)
    factory.put(council, "household_persons", {"household": household, "person": factory.person(council), "relation": "HEAD"})
    with council.write() as deed:
        deed.put("activities", None, {"title": "อบรม", "place": "ศาลา"})
    export(council, ListQuery("activities"), tmp_path / "a.xlsx", ("title", "place"))
    path = cleared(council, tmp_path / "a.xlsx", "B3")
    assert prepare(council, "activities", path).counts()["same"] == 1
    plan = prepare(council, "activities", path, clearing=True)
    assert plan.counts()["refused"] == 1 and plan.refused[0].problems[-1].code == "required"


@pytest.mark.parametrize("clearing", [True, False])
def test_a_workbook_that_is_not_ours_clears_nothing(council: Book, make_sheet: Make, clearing: bool) -> None:
    factory.person(council, first_name="ทองใบ", last_name="ใจดี", national_id=factory.national_id(7), village="บ้านใหญ่")
    sheet = make_sheet([[*HEADS, "หมู่บ้าน"], ["ทองใบ", "ใจดี", factory.national_id(7), "", ""]])
    plan = prepare(council, "people", sheet, clearing=clearing)
    assert (plan.blanks, plan.counts()["same"]) == (0, 1)
