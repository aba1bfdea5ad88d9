"""Makers of records with defaults: say only what a test is about. Everybody is invented; identity numbers and phones were never issued."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from desktop.records.book import Book
from desktop.records.invented import check_digit
from desktop.store.keys import MIN_MEMORY, MIN_PASSES, KdfCost

CHEAP = KdfCost(MIN_PASSES, MIN_MEMORY)  # a guess at a test's password may be cheap
PASSWORD = "กุญแจของสภา"
OFFICE = "สภาองค์กรชุมชนตำบลเนินฆ้อ"
PERSON = "สมศรี ตัวอย่าง"
AREA = "210304"  # ตำบลเนินฆ้อ
_numbers = itertools.count(1)


def national_id(number: int) -> str:
    """A whole national ID that no one has: the registration office 00xx does not exist."""
    twelve = f"3002{number:08d}"
    return twelve + check_digit(twelve)


def phone(number: int) -> str:
    """A mobile number that no one has."""
    return f"081000{number:04d}"


def person_values(**values: Any) -> dict[str, Any]:
    """A whole person."""
    number = next(_numbers)
    return {
        "prefix": "นาง",
        "first_name": "ทองใบ",
        "last_name": f"ตัวอย่าง{number}",
        "national_id": national_id(number),
        "birth_date": "1968-04-23",
        "phones": (phone(number % 10_000),),
        "house_no": f"{number}/1",
        "moo": 1,
        "tambon_code": AREA,
    } | values


def person(book: Book, **values: Any) -> bytes:
    """A person in the book."""
    return put(book, "people", person_values(**values))


def member(book: Book, **values: Any) -> bytes:
    """A seat of the council, of a person made for it unless one is given."""
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    return put(book, "members", {"seat_kind": "REP", "position": "MEMBER", "group": "กลุ่มออมทรัพย์", "appointed_on": "2024-03-15"} | values)


def household(book: Book, **values: Any) -> bytes:
    """A household."""
    number = next(_numbers)
    return put(
        book,
        "households",
        {"house_code": f"00{number:09d}", "house_no": f"{number}", "moo": 2, "tambon_code": AREA, "income_month": Decimal(4500)} | values,
    )


def resident(book: Book, household_id: bytes, **values: Any) -> bytes:
    """A person living in a household, made for it unless one is given."""
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    return put(book, "household_persons", {"household": household_id, "relation": "CHILD"} | values)


def case(book: Book, **values: Any) -> bytes:
    """A hardship case, of a household made for it unless a household or person is given."""
    if not values.get("household") and not values.get("person"):
        values["household"] = household(book)
    return put(
        book, "cases", {"needs": ("N_HOUSE",), "problem": "หลังคารั่ว", "status": "C10", "urgency": "U2", "opened_on": "2026-01-15"} | values
    )


def project(book: Book, **values: Any) -> bytes:
    """A project."""
    number = next(_numbers)
    return put(
        book,
        "projects",
        {"title": f"ซ่อมบ้านรุ่น {number}", "fiscal_year": 2569, "areas": (AREA,), "budget": Decimal(45_000), "status": "DRAFT"} | values,
    )


def activity(book: Book, **values: Any) -> bytes:
    """An activity."""
    number = next(_numbers)
    return put(
        book,
        "activities",
        {"title": f"ประชุมครั้งที่ {number}", "start_on": "2026-02-10", "place": "ศาลาหมู่ 1", "participants": 12, "status": "PLANNED"} | values,
    )


MAKERS = {"people": person, "members": member, "households": household, "cases": case, "projects": project, "activities": activity}


def put(book: Book, register: str, values: dict[str, Any]) -> bytes:
    """A record in the book, by a deed of its own."""
    with book.write() as deed:
        return deed.put(register, None, values)


def value(book: Book, register: str, record: bytes, field: str) -> Any:
    """What a record holds in a field now."""
    return book.row(register, record).values[field]
