"""Books of a given size for the measurements; all people are made of numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost
from desktop.sync import enrol

CHEAP = KdfCost(passes=1, memory=8 << 20)
SYLLABLES = "กม เก ขจ คำ จัน ชัย ดวง ทอง นภา บุญ ปรี พร มณี รัต วิ ศรี สม สุ อุ แก้ว โก ไพ เพ็ญ ใจ".split()


def word(number: int) -> str:
    """A Thai-looking name of a number."""
    made = ""
    number += 24
    while number:
        number, part = divmod(number, len(SYLLABLES))
        made += SYLLABLES[part]
    return made


def person(number: int) -> dict[str, Any]:
    """Thirteen filled fields."""
    return {
        "prefix": "นาย",
        "first_name": word(number * 7919 % 4999),
        "last_name": word(number * 104_729 % 30_011),
        "sex": "M",
        "national_id": f"{1_000_000_000_000 + number}",
        "birth_date": f"{1940 + number % 70}-0{1 + number % 9}-1{number % 10}",
        "phones": (f"0810{number % 1_000_000:06d}",),
        "house_no": f"{number % 400}/{number % 30}",
        "moo": 1 + number % 12,
        "village": word(number % 50),
        "tambon_code": "210304",
        "occupation": "ทำนา",
        "note": f"ก{number}",
    }


def council(folder: Path, people: int = 0) -> Book:
    """A council's book with some people."""
    book, _code = Book.create(folder, REGISTERS, kind="council", name="สภา ก", areas=("210304",), person="ก", password="p", cost=CHEAP)
    if people:
        with book.write() as deed:
            for number in range(people):
                deed.put("people", None, person(number))
    return book


def region(folder: Path) -> Book:
    """A region's book."""
    return Book.create(folder, REGISTERS, kind="region", name="ภาค", areas=("21",), person="ข", password="p", cost=CHEAP)[0]


def meet(council_book: Book, region_book: Book, folder: Path) -> None:
    """Enrol one with the other."""
    enrol.invite(region_book, folder / "invite")
    enrol.accept(council_book, folder / "invite", folder / "card")
    enrol.admit(region_book, folder / "card")
