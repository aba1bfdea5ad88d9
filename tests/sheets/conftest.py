"""Small encrypted books, the messy workbooks with the truth about them, and workbooks made on the spot."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.base import i18n
from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.keys import MIN_MEMORY, MIN_PASSES, KdfCost

MESSY = Path(__file__).parent.parent / "data" / "messy"
TODAY_MS = int(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC).timestamp() * 1000)


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    i18n.use("th")
    yield
    i18n.use("en")


@pytest.fixture
def make_book(tmp_path: Path) -> Iterator[Callable[..., Book]]:
    """A new empty book of a council, or of whatever is asked for."""
    made: list[Book] = []

    def make(name: str = "council", **facts: Any) -> Book:
        facts = {"kind": "council", "areas": ["210304"]} | facts
        book, _recovery = Book.create(
            tmp_path / name,
            REGISTERS,
            name="สภาองค์กรชุมชนตำบลเนินฆ้อ",
            person="สมศรี",
            password="รหัสผ่านที่ยาวพอ",
            clock=ScriptedClock(TODAY_MS),
            cost=KdfCost(MIN_PASSES, MIN_MEMORY),
            **facts,
        )
        made.append(book)
        return book

    yield make
    for book in made:
        book.close()


@pytest.fixture
def council(make_book: Callable[..., Book]) -> Book:
    """The council of ตำบลเนินฆ้อ, without any record."""
    return make_book()


def truth(name: str) -> dict[str, Any]:
    """What a perfect importer reads from a messy workbook."""
    found: dict[str, Any] = json.loads((MESSY / name).with_suffix(".truth.json").read_text("utf-8"))
    return found


@pytest.fixture
def make_sheet(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of one sheet from rows of values; `formats` are number formats by cell name, `merge` ranges."""

    def make(
        rows: Sequence[Sequence[Any]], name: str = "sheet.xlsx", formats: dict[str, str] | None = None, merge: Sequence[str] = ()
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        for place, code in (formats or {}).items():
            sheet[place].number_format = code
        for span in merge:
            sheet.merge_cells(span)
        book.save(tmp_path / name)
        return tmp_path / name

    return make
