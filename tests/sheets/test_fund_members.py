"""A welfare fund's list of members, as funds keep it in Excel, comes in whole and says nothing new the second time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets.importing import apply, prepare
from tests.factory import welfare_fund

Make = Callable[..., Path]
HEADINGS = ["ที่", "เลขที่สมาชิก", "ชื่อ-สกุล", "วันเกิด", "หมู่ที่", "ประเภทสมาชิก", "วันที่เป็นสมาชิก", "วันที่ลาออก", "ผู้รับผลประโยชน์", "หมายเหตุ"]
FIRST, LAST = ("สมศรี", "ทองดี", "บุญมา", "คำปัน", "สายหยุด"), ("ใจงาม", "มั่นคง", "รักถิ่น", "ศรีสุข", "พูนผล", "แสงทอง", "นาดี")
KINDS = ("ทั่วไป", "เด็ก/เยาวชน", "ผู้สูงอายุ", "คนพิการ")


def workbook(make_sheet: Make, count: int) -> Path:
    """An invented list: no two of one name and birthday."""
    rows: list[list[object]] = [list(HEADINGS)]
    for number in range(count):
        name = f"{'นาง' if number % 2 else 'นาย'}{FIRST[number % 5]} {LAST[number % 7]}{'' if number < 35 else number}"
        born, left = f"{number % 28 + 1}/{number % 12 + 1}/{2480 + number % 60}", "1/7/2568" if number % 50 == 0 else None
        rows.append(
            [number + 1, f"{number + 1:04}", name, born, number % 9 + 1, KINDS[number % 4], "1/10/2560", left, f"บุตรของ {name}", None]
        )
    return make_sheet(rows)


def test_seven_hundred_members_come_into_the_one_fund_of_the_council(council: Book, make_sheet: Make) -> None:
    fund, path = welfare_fund(council), workbook(make_sheet, 700)
    plan = prepare(council, "fund_members", path)
    assert plan.counts() == {"new": 700, "changed": 0, "same": 0, "refused": 0}
    apply(council, plan)
    rows = [row for row in council.rows("fund_members", council.ids(ListQuery("fund_members"))) if row is not None]
    assert len(rows) == 700 == council.counts()["people"]
    assert {row.values["fund"] for row in rows} == {fund}
    first = next(row.values for row in rows if row.values["member_no"] == "0001")
    told = {name: first[name] for name in ("prefix", "first_name", "last_name", "moo", "kind", "joined_on", "left_on", "beneficiary")}
    assert told == {
        "prefix": "นาย", "first_name": "สมศรี", "last_name": "ใจงาม", "moo": 1, "kind": "GENERAL", "joined_on": "2017-10-01",
        "left_on": "2025-07-01", "beneficiary": "บุตรของ นายสมศรี ใจงาม",
    }  # fmt: skip
    assert prepare(council, "fund_members", path).counts() == {"new": 0, "changed": 0, "same": 700, "refused": 0}


def test_without_a_fund_or_with_two_nobody_guesses(council: Book, make_sheet: Make) -> None:
    path = workbook(make_sheet, 3)
    assert prepare(council, "fund_members", path).counts()["refused"] == 3
    welfare_fund(council), welfare_fund(council)
    plan = prepare(council, "fund_members", path)
    assert plan.counts()["refused"] == 3
    assert {problem.problem.field for row in plan.refused for problem in row.problems} == {"fund"}
