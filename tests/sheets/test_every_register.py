"""Every register goes out to Excel and comes back as it was; what only deeds change does not come in by a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.base import i18n
from desktop.base.errors import Refused
from desktop.demo.world import digest
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Kind
from desktop.registers import REGISTERS
from desktop.sheets import export, importing
from desktop.sheets.mapping import Mapping, comes_in, targets
from tests import factory

COMES_IN = [register.name for register in REGISTERS.values() if comes_in(register)]
STAYS_OUT = [register.name for register in REGISTERS.values() if not comes_in(register)]


@pytest.fixture
def filled(council: Book) -> Book:
    invented.fill(council, factory.AREA, 4, members=14, households=24, activities=3, projects=2, meetings=5, photos=5)
    return council


def _everything(book: Book, register: str, path: Path) -> Path:
    """The whole register with all its fields and what its list shows."""
    spec = book.registers[register]
    columns = dict.fromkeys([*(field.name for field in spec.fields), *spec.columns])
    export.export(book, ListQuery(register), path, list(columns))
    return path


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_went_out_comes_back_as_it_was(filled: Book, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    before = digest(filled)
    for register in COMES_IN:
        file = _everything(filled, register, tmp_path / f"{register}.xlsx")
        plan = importing.prepare(filled, register, file)
        there = filled.counts()[register]
        assert there, register
        assert plan.counts() == {"new": 0, "changed": 0, "same": there, "refused": 0}, (register, plan.refused, plan.writes())
        importing.apply(filled, plan)
    assert digest(filled) == before


@pytest.mark.parametrize("register", STAYS_OUT)
def test_histories_and_code_lists_go_out_but_do_not_come_in(make_book: Callable[..., Book], tmp_path: Path, register: str) -> None:
    region = make_book("region", kind="region", areas=["21"])
    factory.MAKERS[register](region)
    file = _everything(region, register, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(file).active
    assert sheet.max_row == 2 + region.counts()[register]
    with pytest.raises(Refused) as refused:
        importing.prepare(region, register, file)
    assert refused.value.code in ("append_only", "kept_by_region")


def test_no_column_leads_into_a_history_or_a_file() -> None:
    for register in REGISTERS.values():
        for target in targets(REGISTERS, register.name):
            assert target.field is None or target.field.kind not in (Kind.FILE, Kind.LINK)
            assert target.path.partition(".")[0] not in ("case_steps", "step", "codes")


def test_an_old_case_comes_in_where_it_stood_and_its_first_step_says_so(council: Book, make_sheet: Callable[..., Path]) -> None:
    sheet = make_sheet([["ชื่อ", "นามสกุล", "สภาพปัญหา", "สถานะ"], ["ทองใบ", "ตัวอย่าง", "หลังคารั่ว", "อนุมัติ"]])
    plan = importing.prepare(council, "cases", sheet)
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    (case,) = importing.apply(council, plan).ids
    assert council.row("cases", case).values["status"] == "C60"
    (step,) = council.rows("case_steps", council.ids(ListQuery("case_steps", parent=case)))
    assert step is not None and step.values["state"] == "C60" and step.values["from_state"] is None and step.values["reason"]


def test_a_state_that_a_file_would_change_refuses_the_row_with_the_reason(council: Book, tmp_path: Path) -> None:
    case, other = factory.case(council), factory.case(council)
    file = _everything(council, "cases", tmp_path / "cases.xlsx")
    book = openpyxl.load_workbook(file)
    sheet: Any = book.active
    at = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, at["status"]).value = "อนุมัติ"
    sheet.cell(3, at["wish"]).value = "หลังคาใหม่"
    sheet.cell(4, at["wish"]).value = "หน้าต่างใหม่"
    book.save(file)
    plan = importing.prepare(council, "cases", file)
    assert plan.counts() == {"new": 0, "changed": 1, "same": 0, "refused": 1}
    (refused,) = plan.refused
    assert [problem.code for problem in refused.problems] == ["by_deed"] and refused.problems[0].column
    assert refused.text() == "สถานะ: " + i18n._("This is changed by its own deed only, not from a file.")
    importing.apply(council, plan)
    wishes = {record: council.row("cases", record).values["wish"] for record in (case, other)}
    assert sorted(filter(None, wishes.values())) == ["หน้าต่างใหม่"]
    assert {council.row("cases", record).values["status"] for record in (case, other)} == {"C10"}


def test_what_is_settled_does_not_change_by_a_file(council: Book, tmp_path: Path) -> None:
    case = factory.case(council, status="C90", closed_on="2026-02-01")
    file = _everything(council, "cases", tmp_path / "cases.xlsx")
    book = openpyxl.load_workbook(file)
    sheet: Any = book.active
    at = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, at["wish"]).value = "หลังคาใหม่"
    book.save(file)
    plan = importing.prepare(council, "cases", file)
    assert [problem.code for refused in plan.refused for problem in refused.problems] == ["locked"]
    importing.apply(council, plan)
    assert council.row("cases", case).values["wish"] is None


def test_a_debt_known_by_its_household_and_lender_is_found_again(council: Book, make_sheet: Callable[..., Path]) -> None:
    rows: list[list[Any]] = [["รหัสประจำบ้าน", "แหล่งหนี้", "ยอดหนี้"], ["00000000123", "ธ.ก.ส.", 5000], ["", "กองทุนหมู่บ้าน", 1000]]
    paths = zip("ABC", ("house_code", "household_debts.source", "household_debts.amount"), strict=True)
    kept = [{"column": column, "heading": heading, "target": path} for (column, path), heading in zip(paths, rows[0], strict=True)]
    mapping = Mapping.from_json(json.dumps({"version": 1, "register": "households", "columns": kept}))
    importing.apply(council, importing.prepare(council, "households", make_sheet(rows), mapping))
    again = importing.prepare(council, "households", make_sheet(rows), mapping)
    assert again.counts()["same"] == 1 and again.writes() == {}
    rows[1][2] = 6000
    more = importing.prepare(council, "households", make_sheet(rows), mapping)
    assert more.counts()["changed"] == 1 and more.writes() == {"household_debts": 1}
    importing.apply(council, more)
    assert council.counts()["household_debts"] == 2
