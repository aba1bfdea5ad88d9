"""Invented councils as the workbooks councils keep: merged headings, Thai digits, ditto marks, subtotals, lost zeros, Buddhist years in
Excel dates. For the demo and for tests: what is read back must be what was invented.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desktop.base import dates, ids, thai
from desktop.base.areas import areas
from desktop.records.codes import shipped
from desktop.records.invented import Council, Values

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def members_workbook(council: Council, area: str, path: Path) -> int:
    """The members in groups by village, under a heading of two rows, all in Thai digits; gives how many there are."""
    members = [(council.people[member["person"]], member) for member in council.members]
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        sheet = book.add_worksheet("ทะเบียนสมาชิก")
        _Members(sheet, book.add_format({"bold": True, "align": "center"})).write(members, area)
    return len(members)


def households_workbook(council: Council, path: Path) -> int:
    """A line for each person, the household's cells merged over them; IDs, house codes and phones as numbers; gives the households."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        _Households(book, book.add_worksheet("ผู้เดือดร้อน")).write(council)
    return len(council.households)


class _Members:
    def __init__(self, sheet: Worksheet, middle: Format) -> None:
        self.sheet = sheet
        self.middle = middle
        self.row = 0

    def write(self, members: list[tuple[Values, Values]], area: str) -> None:
        self._heading(area)
        number = 0
        for moo in sorted({person["moo"] for person, _member in members}):
            self._line("หมู่ที่ " + thai.thai_digits(str(moo)), merged=True)
            inside = [(person, member) for person, member in members if person["moo"] == moo]
            before = ""
            for person, member in inside:
                number += 1
                self._member(number, person, member, before)
                before = person["tambon_code"]
            self._line(f"รวมหมู่ที่ {thai.thai_digits(str(moo))}", "", thai.thai_digits(f"{len(inside)} คน"))
        self._line("รวมทั้งสิ้น", "", thai.thai_digits(f"{number} คน"))
        self.row += 2
        self.sheet.write_string(self.row, 5, "ลงชื่อ.......................................ผู้จัดทำ")
        self.sheet.write_string(self.row + 1, 5, "เลขานุการสภาองค์กรชุมชน")

    def _heading(self, area: str) -> None:
        table = areas()
        place = table.name(area, "th")
        above = "" if len(area) == 4 else f"อำเภอ{table.name(area[:4], 'th')}  "
        for title in (
            f"ทะเบียนรายชื่อสมาชิกสภาองค์กรชุมชน{'เขต' if len(area) == 4 else 'ตำบล'}{place}",
            f"{above}จังหวัด{table.name(area[:2], 'th')}",
            "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๗",
        ):
            self._line(title, merged=True)
        self.row += 1
        tops = ("ที่", "ชื่อ - สกุล", "เลขประจำตัวประชาชน", "วัน/เดือน/ปีเกิด", "ที่อยู่", "", "", "เบอร์โทรศัพท์", "ตำแหน่ง/กลุ่ม", "", "หมายเหตุ")
        below = ("", "", "", "", "บ้านเลขที่", "หมู่ที่", "ตำบล", "", "ตำแหน่ง", "กลุ่ม/องค์กร", "")
        for column, (top, under) in enumerate(zip(tops, below, strict=True)):
            if top and not under:
                self.sheet.merge_range(self.row, column, self.row + 1, column, top, self.middle)
            if under:
                self.sheet.write_string(self.row + 1, column, under, self.middle)
        self.sheet.merge_range(self.row, 4, self.row, 6, "ที่อยู่", self.middle)
        self.sheet.merge_range(self.row, 8, self.row, 9, "ตำแหน่ง/กลุ่ม", self.middle)
        self.row += 2

    def _member(self, number: int, person: Values, member: Values, tambon_before: str) -> None:
        phones = [ids.show_phone(phone) for phone in person.get("phones", ())]
        cells = [
            str(number),
            f"{person['prefix']}{person['first_name']}  {person['last_name']}",
            ids.show_national_id(person["national_id"]),
            dates.show(person["birth_date"], "long", "th")
            if len(person["birth_date"]) > 4
            else str(dates.to_be(int(person["birth_date"]))),
            person["house_no"],
            str(person["moo"]),
            '"' if person["tambon_code"] == tambon_before else areas().name(person["tambon_code"], "th"),
            ", ".join(phones),
            shipped().label("position", member["position"], "th"),
            member["group"],
        ]
        self._line(*(thai.thai_digits(cell) for cell in cells))

    def _line(self, *cells: str, merged: bool = False) -> None:
        if merged:
            self.sheet.merge_range(self.row, 0, self.row, 10, cells[0], self.middle)
        else:
            for column, cell in enumerate(cells):
                if cell:
                    self.sheet.write_string(self.row, column, cell)
        self.row += 1


class _Households:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.digits = book.add_format({"num_format": "0"})
        self.day = book.add_format({"num_format": "d/m/yyyy"})
        self.middle = book.add_format({"valign": "vcenter"})
        self.row = 1

    def write(self, council: Council) -> None:
        self.sheet.write_string(self.row, 1, "แบบสำรวจครัวเรือนผู้เดือดร้อน โครงการบ้านพอเพียง")
        self.row += 2
        headings = ("ลำดับ", "รหัสประจำบ้าน", "บ้านเลขที่", "หมู่", "ชื่อ-สกุล สมาชิกในครัวเรือน", "เกี่ยวข้องเป็น", "เลขบัตร ปชช.", "วันเกิด", "โทรศัพท์")
        for column, heading in enumerate((*headings, "รายได้/เดือน", "สภาพบ้าน"), 1):
            self.sheet.write_string(self.row, column, heading)
        self.row += 1
        first = self.row
        for number, household in enumerate(council.households):
            persons = [each for each in council.household_persons if each["household"] == number]
            self._household(number + 1, household, len(persons))
            for each in persons:
                self._person(council.people[each["person"]], each["relation"])
        self.sheet.write_string(self.row, 5, "รวม")
        self.sheet.write_formula(self.row, 7, f"=COUNT(H{first + 1}:H{self.row})", None, self.row - first)

    def _household(self, number: int, household: Values, rows: int) -> None:
        income = int(household["income_month"])
        incomes = (income, f"{income:,}.-", thai.thai_digits(f"{income:,}"))
        condition = shipped().label("house_condition", household["house_condition"], "th")
        cells = {1: number, 2: int(household["house_code"]), 4: household["moo"], 10: incomes[number % 3], 11: condition}
        for column, value in (cells | {3: household["house_no"]}).items():
            if rows > 1:
                self.sheet.merge_range(self.row, column, self.row + rows - 1, column, value, self.middle)
            else:
                self.sheet.write(self.row, column, value)

    def _person(self, person: Values, relation: str) -> None:
        self.sheet.write_string(self.row, 5, f"{person['prefix']}{person['first_name']} {person['last_name']}")
        self.sheet.write_string(self.row, 6, shipped().label("relation", relation, "th"))
        self.sheet.write_number(self.row, 7, int(person["national_id"]), self.digits)
        self._born(person["birth_date"])
        for phone in person.get("phones", ())[:1]:
            self.sheet.write_number(self.row, 9, int(phone), self.digits)
        self.row += 1

    def _born(self, birth: str) -> None:
        """By turns a real date whose year is Buddhist, a true Excel date, and text; a year alone as a number."""
        if len(birth) == 4:
            self.sheet.write_number(self.row, 8, dates.to_be(int(birth)))
            return
        day = dt.date.fromisoformat(birth)
        leap = day.month == 2 and day.day == 29  # B.E. years leap otherwise
        shapes: tuple[Any, ...] = (
            day if leap else day.replace(year=dates.to_be(day.year)),
            day,
            f"{day.day}/{day.month}/{dates.to_be(day.year)}",
        )
        shape = shapes[self.row % 3]
        if isinstance(shape, str):
            self.sheet.write_string(self.row, 8, shape)
        else:
            self.sheet.write_datetime(self.row, 8, dt.datetime(shape.year, shape.month, shape.day), self.day)
