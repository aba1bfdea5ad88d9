"""The books in the pictures: a council with every room filled, and its region."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from desktop.base.clock import Clock
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost
from desktop.sync import enrol, exchange, taking

PASSWORD = "three words together 9"
COST = KdfCost(1, 8 << 20)
AREA = "210304"
OFFICE = "สภาองค์กรชุมชนตำบลเนินฆ้อ"
REGION = "สำนักงานภาคกรุงเทพฯ ปริมณฑล และตะวันออก"


def two_offices(folder: Path) -> tuple[Book, Book]:
    """A council and its region that know each other, with conflicts waiting at the council."""
    council = _book(folder, "council", OFFICE, (AREA,))
    region = _book(folder, "region", REGION, ("21", "20", "22"))
    invented.fill(council, AREA, 7, members=24, households=30, activities=8, projects=3, meetings=9, photos=16)
    stick = folder / "stick"
    stick.mkdir()
    enrol.invite(region, stick / "invitation.sapha")
    enrol.accept(council, stick / "invitation.sapha", stick / "card.sapha")
    enrol.admit(region, stick / "card.sapha")
    exchange.make(council, stick)
    taking.take(region, [stick], stick)
    first = council.ids(ListQuery("people"))[:3]
    for book, house, work in ((council, "12/5", "ทำนา"), (region, "21/5", "ทำสวนทุเรียน")):
        with book.write() as deed:
            for person in first:
                deed.put("people", person, {"house_no": house, "occupation": work})
    back = folder / "back"
    back.mkdir()
    exchange.make(region, back)
    taking.take(council, [back])
    return council, region


def fast_council(folder: Path, clock: Clock) -> Book:
    """A council whose PC has another clock."""
    return Book.create(
        folder / "fast", REGISTERS, kind="council", name="สภาองค์กรชุมชนตำบลกร่ำ", areas=("210308",), person="ปิ่น สมมติ", password=PASSWORD,
        practice=True, clock=clock, cost=COST,
    )[0]  # fmt: skip


def photo() -> bytes:
    """A photo as a telephone makes it: with the day and the place in it."""
    image = Image.new("RGB", (1200, 900), "#8fb0a0")
    about = Image.Exif()
    about.get_ifd(0x8769)[0x9003] = "2026:02:14 09:12:00"
    place = about.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (12.0, 41.0, 30.0), "E", (101.0, 41.0, 6.0)
    file = io.BytesIO()
    image.save(file, "JPEG", exif=about)
    return file.getvalue()


def _book(folder: Path, kind: str, name: str, areas: tuple[str, ...]) -> Book:
    person = "เกรียงไกร ผู้ใหญ่ดี"
    book, _code = Book.create(
        folder / kind, REGISTERS, kind=kind, name=name, areas=areas, person=person, password=PASSWORD, practice=True, cost=COST
    )
    return book
