"""What clerks of many councils typed comes in as a careful person would type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.records.book import Book
from desktop.sheets import importing
from desktop.sheets.entities import Entity
from desktop.sheets.plan import Plan, PlannedRecord
from tests.sheets.clerks import BOOKS, workbook

_NEEDED = {
    "cash_lines": ("cash_books", {"name": "สมุดเงินสดกองทุน", "opened_on": "2024-01-01"}),
    "fund_members": ("welfare_funds", {"name": "กองทุนสวัสดิการ"}),
}


def _opened(name: str, make_book: Callable[..., Book]) -> Book:
    """A council; or a region, for a workbook of several councils."""
    book = BOOKS[name]
    office = make_book(kind="region", areas=[book["office"]]) if "office" in book else make_book()
    if book["register"] in _NEEDED:
        register, values = _NEEDED[book["register"]]
        with office.write() as deed:
            deed.put(register, None, values)
    return office


def _same(book: Book, register: str, name: str, found: Any, wanted: Any) -> bool:
    """A value as the truth has it: codes by their words, nothing as null or an empty list."""
    if wanted in (None, []):
        return found in (None, (), [])
    described = book.registers[register].field(name)
    if isinstance(wanted, list):
        labels = [book.code_lists.label(described.code_list, one, "th") if described.code_list else one for one in found or ()]
        return sorted(labels) == sorted(wanted)
    return bool(found == wanted) or (found is not None and book.values_label(described, found, "th") == wanted)


def _read(entity: Entity | None, name: str) -> Any:
    return entity.changes.get(name, entity.was(name)) if entity is not None else None


def _wrong_persons(book: Book, record: PlannedRecord, wanted: list[dict[str, Any]]) -> list[str]:
    children = {child.row: child for child in record.children}
    wrong = []
    for one in wanted:
        child = children.get(one["row"])
        for name, value in one.items():
            register = "household_persons" if name == "relation" else "people"
            entity = None if child is None else child.entity if name == "relation" else child.links.get("person")
            if name != "row" and not _same(book, register, name, _read(entity, name), value):
                wrong.append(f"row {one['row']} {name}: {_read(entity, name)!r} for {value!r}")
    return wrong


def _wrong(book: Book, plan: Plan, record: PlannedRecord, wanted: dict[str, Any]) -> list[str]:
    wrong = _wrong_persons(book, record, wanted.get("persons", []))
    for path, value in wanted.items():
        if path in ("row", "sheet", "persons"):
            continue
        link, _dot, name = path.rpartition(".")
        register = plan.register.field(link).register if link else plan.register.name
        if not _same(book, register, name, record.value(path), value):
            wrong.append(f"row {wanted['row']} {path}: {record.value(path)!r} for {value!r}")
    return wrong


def _first_name(record: PlannedRecord) -> Any:
    return record.value("first_name") if record.entity.register.has("first_name") else None


@pytest.mark.parametrize("name", BOOKS)
def test_a_clerks_workbook_equals_its_truth(make_book: Callable[..., Book], tmp_path: Path, name: str) -> None:
    book = _opened(name, make_book)
    plan = importing.prepare(book, BOOKS[name]["register"], workbook(BOOKS[name], tmp_path))
    waiting = list(plan.records)
    wrong: list[str] = []
    for wanted in BOOKS[name]["truth"]:
        there = [each for each in waiting if plan.table.place(each.rows[0])[1] == wanted["row"]]
        there = [each for each in there if wanted.get("sheet") in (None, plan.table.place(each.rows[0])[0])]
        # Two lists beside each other have two records in a row.
        there = [each for each in there if _first_name(each) == wanted.get("first_name")] or there
        if not there:
            wrong.append(f"row {wanted['row']} is missing")
            continue
        waiting.remove(there[0])
        wrong += _wrong(book, plan, there[0], wanted)
    assert wrong == []
    carried_over = BOOKS[name]["register"] == "cash_lines"  # the balance at the top is a line as well
    assert carried_over or [record.rows for record in waiting] == []
    assert [refused.text() for refused in plan.refused] == []


def test_the_rows_of_several_sheets_are_told_by_sheet_and_come_in_once(make_book: Callable[..., Book], tmp_path: Path) -> None:
    name = "02_villages_sheets"
    book = _opened(name, make_book)
    path = workbook(BOOKS[name], tmp_path)
    plan = importing.prepare(book, "households", path)
    assert [plan.table.where(record.rows[0]) for record in plan.records] == ["หมู่ 1!3", "หมู่ 1!4", "หมู่ 2!3", "ม.3 บ้านหนองแฟบ!3"]
    assert [table.sheet.name for table in plan.other_tables] == ["สรุป"]
    assert importing.apply(book, plan).new == 4
    again = importing.prepare(book, "households", path)
    assert again.counts() == {"new": 0, "changed": 0, "same": 4, "refused": 0}
    assert again.writes() == {}


def test_what_is_not_read_is_told(make_book: Callable[..., Book], tmp_path: Path) -> None:
    book = make_book()
    plan = importing.prepare(book, "households", workbook(BOOKS["20_income_year"], tmp_path))
    assert [column.heading for column in plan.left_out] == ["ศาสนา", "อายุ"]
    assert {problem.code for record in plan.records for problem in record.problems} == {"year_to_month"}
    hidden = importing.prepare(book, "people", workbook(BOOKS["25_hidden"], tmp_path))
    assert [table.sheet.name for table in hidden.other_tables] == ["เก่า"]
    assert [(problem.row, problem.code) for record in hidden.records for problem in record.problems] == [(3, "row_hidden")]
    errors = importing.prepare(book, "people", workbook(BOOKS["24_errors"], tmp_path))
    assert [problem.code for record in errors.records for problem in record.problems].count("cell_error") == 4
