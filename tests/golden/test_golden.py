"""What was made in each format once still opens and is still taken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from desktop.sync import taking

HERE = Path(__file__).parent
FORMATS = sorted(HERE.glob("format-*"))


@pytest.fixture(params=FORMATS, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Book, Path]]:
    """A region's book of that format and a parcel made for it."""
    folder: Path = request.param
    for name in ("book.db", "vault.json"):
        shutil.copy(folder / name, tmp_path / name)
    book = Book.open(tmp_path, REGISTERS, "golden", ScriptedClock())
    yield book, folder / "second.parcel"
    book.close()


def test_there_is_a_golden_book_and_parcel_of_the_first_format() -> None:
    assert "format-1" in [folder.name for folder in FORMATS]


def test_an_old_book_opens_and_holds_what_was_put_in(golden: tuple[Book, Path]) -> None:
    book, _parcel = golden
    (record,) = book.ids(ListQuery("people"))
    values = book.row("people", record).values
    assert (values["first_name"], values["occupation"]) == ("เดิม", "ค้าขาย")
    assert values["phones"] == ("0810000001", "0810000002")
    assert book.office.name == "ภาคตัวอย่าง"
    assert {entry.value for entry in book.history("people", record) if entry.field == "occupation"} == {"ทำนา", "ค้าขาย"}
    assert not [finding for finding in examine(book.store) if finding.found]


def test_an_old_parcel_is_taken(golden: tuple[Book, Path]) -> None:
    book, parcel = golden
    (result,) = taking.take(book, [parcel])
    assert (result.status, result.number, result.sender) == ("applied", 2, "สภาตัวอย่าง")
    assert (result.records.total, result.records.new, result.records.changed) == (5, 4, 1)
    counts = {register: count for register, count in book.counts().items() if count}
    assert counts == {"people": 1, "households": 1, "cases": 1, "projects": 1}
    (conflict,) = book.conflicts()
    assert {head.value for head in conflict.values} == {"ทำสวน", "ค้าขาย"}
    (home,) = book.ids(ListQuery("households"))
    assert book.row("households", home).values["income_month"] == Decimal("4500.50")
    (case,) = book.ids(ListQuery("cases"))
    assert book.row("cases", case).values["needs"] == ("HEALTH", "HOUSING")
    assert len(book.ids(ListQuery("people", deleted=True))) == 1
    (again,) = taking.take(book, [parcel])
    assert again.status == "already"
    assert not [finding for finding in examine(book.store) if finding.found]
