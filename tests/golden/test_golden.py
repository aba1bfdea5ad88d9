"""What was made in each format once still opens and is still taken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from desktop.sync import enrol, exchange, taking
from tests.factory import CHEAP, person

HERE = Path(__file__).parent
FORMATS = sorted(HERE.glob("format-*"))
LETTERS = [folder for folder in FORMATS if (folder / "guest.card").exists()]  # the first format was kept before letters were
STEPS = {"case_steps": 1, "project_steps": 1}
EXTRA = {"format-3": STEPS, "format-4": STEPS, "format-5": STEPS, "format-6": STEPS}  # what a case and a project bring with them since then


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
    counts = {register: count for register, count in book.counts().items() if count}
    assert counts == {"people": 1, "households": 1, "cases": 1, "projects": 1} | EXTRA.get(parcel.parent.name, {})
    total = sum(counts.values()) + 1  # and one in the bin
    assert (result.records.total, result.records.new, result.records.changed) == (total, total - 1, 1)
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


def opened(folder: Path, to: Path, name: str, now_ms: int) -> Book:
    to.mkdir()
    for file in ("book.db", "vault.json"):
        shutil.copy(folder / f"{name}{file}", to / file)
    return Book.open(to, REGISTERS, "golden", ScriptedClock(now_ms))


@pytest.fixture(params=LETTERS, ids=lambda folder: folder.name)
def letters(request: pytest.FixtureRequest) -> tuple[Path, dict[str, Any]]:
    """A folder with letters, and the truth about them."""
    folder: Path = request.param
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return folder, truth


def test_there_are_golden_letters() -> None:
    assert "format-3" in [folder.name for folder in LETTERS]


def test_an_old_invitation_is_accepted(letters: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, truth = letters
    fresh, _code = Book.create(
        tmp_path / "new",
        REGISTERS,
        kind="council",
        name="สภาใหม่",
        areas=("210306",),
        person="ทองดี",
        password="golden",
        clock=ScriptedClock(truth["at_ms"]),
        cost=CHEAP,
    )
    slip = enrol.accept(fresh, folder / "region.invitation", tmp_path / "card")
    assert slip.office == "ภาคตัวอย่าง"
    region = opened(folder, tmp_path / "region", "", truth["at_ms"])
    assert enrol.admit(region, tmp_path / "card").code == slip.code
    fresh.close()
    region.close()


def test_an_old_card_is_admitted_under_the_code_that_was_compared(letters: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, truth = letters
    region = opened(folder, tmp_path / "region", "", truth["at_ms"])
    slip = enrol.admit(region, folder / "guest.card")
    assert (slip.code, slip.office) == (truth["code"], "สภาแขก")
    region.close()


def test_an_old_receipt_confirms_what_an_old_book_had_handed_over(letters: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, truth = letters
    council = opened(folder, tmp_path / "council", "council-", truth["at_ms"])
    assert {one.status for one in exchange.outgoing(council)} == {"made"}
    (result,) = taking.take(council, [folder / "receipt.parcel"])
    assert (result.status, result.sender) == ("applied", "ภาคตัวอย่าง")
    assert {one.number: one.status for one in exchange.outgoing(council)} == {1: "confirmed", 2: "confirmed"}
    assert exchange.unsent(council) == 0
    assert not [finding for finding in examine(council.store) if finding.found]
    council.close()


def test_an_old_council_goes_on_with_a_new_region_and_the_other_way(letters: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, truth = letters
    council = opened(folder, tmp_path / "council", "council-", truth["at_ms"])
    region = opened(folder, tmp_path / "region", "", truth["at_ms"])
    person(council, first_name="ต่อ")
    (third,) = exchange.make(council, tmp_path)
    assert third.number == 3
    (result,) = taking.take(region, [third.file], receipts=tmp_path)
    assert result.receipt is not None
    assert [one.status for one in taking.take(council, [result.receipt])] == ["applied"]
    for register in REGISTERS:
        query = ListQuery(register)
        assert council.ids(query) == region.ids(query)
    council.close()
    region.close()
