"""A council whose folder was copied; both copies went on, and a second PC took what the losing one wrote."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.records.book import Book
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import both_ways, meet, send


class Branched(NamedTuple):
    """`first` and `copy` are one replica; `second` and `third` are the council's other PCs; `old` and `other` are people all of them hold. The
    region holds what the first wrote since; the second PC what the copy wrote."""

    region: Book
    first: Book
    copy: Book
    second: Book
    third: Book
    old: bytes
    other: bytes
    stick: Path

    @property
    def all(self) -> Sequence[Book]:
        return self.region, self.first, self.copy, self.second, self.third


def edit(book: Book, record: bytes, **fields: object) -> None:
    with book.write() as deed:
        deed.put("people", record, fields)


def duplicate(books: Books, council: Book, folder: Path) -> tuple[Book, Book]:
    """Copy a book's folder and open both."""
    council.close()
    shutil.copytree(council.folder, folder, ignore=shutil.ignore_patterns("backups"))
    return books.opened(council.folder), books.opened(folder)


def second_pc(books: Books, council: Book, stick: Path) -> Book:
    """Another PC of the council, which has all that the first has."""
    second = books("second")
    meet(second, council, stick.parent / "letters")
    send(council, second, stick)
    return second


def branched(books: Books, folder: Path) -> Branched:
    """All of it, below `folder`."""
    stick = folder / "stick"
    region, council, second, third = (
        books(name, kind=kind, office=office, areas=areas)
        for name, kind, office, areas in (
            ("region", "region", "ภาคตะวันออก", ("21",)),
            *((name, "council", "สภาองค์กรชุมชนตำบลตัวอย่าง", ("210304",)) for name in ("council", "second", "third")),
        )
    )
    meet(council, region, folder / "letters")
    for guest in (second, third):
        meet(guest, council, folder / "letters")
    old, other = person(council, occupation="ทำนา"), person(council, occupation="ทำสวน")
    for guest in (second, third):
        send(council, guest, stick)
        send(guest, council, stick)
    both_ways(council, region, stick)
    first, copy = duplicate(books, council, folder / "copy")
    person(first, first_name="ในเล่มแรก")
    both_ways(first, region, stick)
    person(copy, first_name="ในสำเนา")
    edit(copy, old, occupation="ค้าขาย")
    send(copy, second, folder / "stick of the copy")
    return Branched(region, first, copy, second, third, old, other, stick)
