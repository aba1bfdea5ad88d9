"""Messy workbooks of the kinds that councils keep, made at random with the truth known: other hands than those in the folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from desktop.base import thai
from tests import factory

MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
FIRST = ["ทองใบ", "แก้ว", "คำแปง", "สมศรี", "เก็บ", "น้ำฝน", "บุญมี", "ปราณี", "วิเชียร", "อำนาจ", "กำไล", "แสงเดือน"]
LAST = ["ใจดี", "แก้วมณี", "ตัวอย่าง", "นามสมมุติ", "คำสุข", "แสงทอง", "อำไพ", "บุญเรือง"]
PREFIXES = {"นาย": ["นาย", "นาย "], "นาง": ["นาง", "นาง "], "นางสาว": ["นางสาว", "น.ส.", "น.ส. ", "นส."]}


@dataclass
class Made:
    """A workbook and what a careful person would read in it: people in order, by field."""

    path: Path
    people: list[dict[str, Any]] = field(default_factory=list)


def broken(text: str, chance: Random) -> str:
    """The same word as hasty hands and old programs leave it."""
    way = chance.randrange(6)
    if way == 0:
        return text.replace("ำ", "\u0e4d\u0e32")
    if way == 1:
        return text.replace("แ", "เเ")
    if way == 2:
        return f"  {text}\u200b "
    if way == 3:
        return "\u200b".join((text[:1], text[1:])) if text[:1] not in "เแโใไ" else text + "\ufeff"
    return text


def digits(text: str, chance: Random) -> str:
    return thai.thai_digits(text) if chance.random() < 0.3 else text


def day(iso: str, chance: Random) -> str:
    """A whole date as it may be typed."""
    year, month, number = (int(part) for part in iso.split("-"))
    era = year + 543
    return digits(
        chance.choice(
            [
                f"{number}/{month}/{era}",
                f"{number:02}/{month:02}/{era}",
                f"{number}-{month}-{era}",
                f"{number}.{month}.{era}",
                f"{number} {MONTHS[month - 1]} {era}",
                f"{number} {SHORT[month - 1]} {era}",
                f"{number} {SHORT[month - 1]}{era % 100:02}",
                f"{number} {MONTHS[month - 1]} พ.ศ. {era}",
                f"{number}/{month}/{era % 100:02}",
                f"{number}/{month}/{year}",
            ]
        ),
        chance,
    )


def person(number: int, chance: Random) -> dict[str, Any]:
    prefix = chance.choice(list(PREFIXES))
    return {
        "prefix": prefix,
        "first_name": chance.choice(FIRST),
        "last_name": f"{chance.choice(LAST)}",
        "national_id": factory.national_id(number),
        "birth_date": f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "phones": (f"08{number:08d}",),
        "house_no": f"{chance.randint(1, 300)}/{chance.randint(1, 12)}",
        "moo": chance.randint(1, 9),
        "tambon_code": factory.AREA,
    }


def _name(one: dict[str, Any], chance: Random) -> str:
    gap = chance.choice([" ", "  ", " "])
    return chance.choice(PREFIXES[one["prefix"]]) + broken(one["first_name"], chance) + gap + broken(one["last_name"], chance)


def _national(one: dict[str, Any], chance: Random) -> Any:
    text = one["national_id"]
    shape = f"{text[0]}-{text[1:5]}-{text[5:10]}-{text[10:12]}-{text[12]}"
    return chance.choice([text, int(text), float(text), shape, shape.replace("-", " "), thai.thai_digits(shape)])


def _phone(one: dict[str, Any], chance: Random) -> Any:
    text = one["phones"][0]
    return chance.choice(
        [text, int(text), f"{text[:3]}-{text[3:]}", f"{text[:3]}-{text[3:6]}-{text[6:]}", thai.thai_digits(text), f"โทร. {text}"]
    )


def _address(one: dict[str, Any], chance: Random) -> str:
    moo = chance.choice(["ม.{}", "ม. {}", "หมู่ {}", "หมู่ที่ {}", "หมู่ที่{}"]).format(one["moo"])
    place = chance.choice(["ต.เนินฆ้อ อ.แกลง จ.ระยอง", "ตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง", "ต.เนินฆ้อ"])
    return digits(chance.choice(["", "เลขที่ ", "บ้านเลขที่ "]) + f"{one['house_no']} {moo} {place}", chance)


Column = tuple[list[str], Callable[[dict[str, Any], Random], Any]]
COLUMNS: dict[str, Column] = {
    "name": (["ชื่อ-สกุล", "ชื่อ - นามสกุล", "ชื่อและนามสกุล", "Name"], _name),
    "id": (
        ["เลขบัตรประชาชน", "เลขประจำตัวประชาชน", "เลข ปชช. 13 หลัก", "เลขที่บัตรประจำตัวประชาชน", "เลขประจำตัว (13 หลัก)", "รหัส ปชช."],
        _national,
    ),
    "birth": (["วันเกิด", "วัน/เดือน/ปีเกิด", "ว/ด/ป เกิด", "Birth date"], lambda one, chance: day(one["birth_date"], chance)),
    "phone": (["โทรศัพท์", "เบอร์โทร", "เบอร์ติดต่อ", "มือถือ"], _phone),
    "address": (["ที่อยู่", "ที่อยู่ปัจจุบัน"], _address),
}
TITLES = ["บัญชีรายชื่อ", "สภาองค์กรชุมชนตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง", "ข้อมูล ณ วันที่ 1 ตุลาคม 2567"]


def workbook(path: Path, seed: int) -> Made:
    """A sheet of people: titles above, blank lines and columns between, numbers down the side, a repeated header, a sum and a signature."""
    chance = Random(seed)
    made = Made(path)
    order = chance.sample(list(COLUMNS), len(COLUMNS))
    left = chance.choice([0, 0, 1, 2])
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(chance.choice(["Sheet1", "รายชื่อ", "ข้อมูล"]))
        if chance.random() < 0.4:
            book.add_worksheet("ว่าง")
        row = 0
        for title in TITLES[: chance.randint(0, 3)]:
            sheet.merge_range(row, left, row, left + len(order), title) if chance.random() < 0.5 else sheet.write_string(row, left, title)
            row += 1
        row += chance.randint(0, 2) if row else 0
        heads = [chance.choice(["ที่", "ลำดับ", "No."]), *(chance.choice(COLUMNS[name][0]) for name in order)]
        _line(sheet, row, left, heads)
        row += 1
        if chance.random() < 0.3:
            _line(sheet, row, left, [f"({number})" for number in range(1, len(heads) + 1)])
            row += 1
        for number in range(1, chance.randint(6, 14)):
            if chance.random() < 0.1:
                row += 1
            if number % 5 == 0 and chance.random() < 0.4:
                _line(sheet, row, left, heads)
                row += 1
            one = person(seed * 1000 + number, chance)
            made.people.append({"row": row + 1, **one})
            _line(
                sheet, row, left, [chance.choice([number, digits(str(number), chance)]), *(COLUMNS[name][1](one, chance) for name in order)]
            )
            row += 1
        if chance.random() < 0.5:
            _line(sheet, row, left, ["", f"รวม {len(made.people)} คน"])
            row += 1
        sheet.write_string(row + 2, left + 2, "ลงชื่อ ............................ ผู้รับรอง")
    return made


def _line(sheet: Any, row: int, left: int, values: list[Any]) -> None:
    for column, value in enumerate(values, left):
        if value != "":
            (sheet.write_number if isinstance(value, int | float) else sheet.write_string)(row, column, value)
