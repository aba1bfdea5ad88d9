"""A parcel of a newer program (story 28): what this one does not know is kept, handed on unchanged, and takes effect after the upgrade; a
newer format altogether is refused in a plain sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.base import i18n
from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.soundness import examine
from desktop.sync import parcel
from desktop.sync.absorbing import absorb
from tests.conftest import Books
from tests.factory import PASSWORD, partner, person
from tests.golden.older import OLD
from tests.sync.offices import answer, make, meet, records, take


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def council(books: Books) -> Book:
    """With the newer program."""
    return books("council")


@pytest.fixture
def old(books: Books, council: Book, stick: Path, clock: ScriptedClock) -> Iterator[Book]:
    """The region with an older program, enrolled with the council."""
    region = books("region", kind="region", areas=("21",))
    meet(council, region, stick)
    region.close()
    book = Book.open(region.folder, OLD, PASSWORD, clock)
    yield book
    book.close()


def upgraded(books: Books, old: Book) -> tuple[Book, int]:
    """The region with the newer program, and how many records its first opening changed."""
    old.close()
    book = books.opened(old.folder)
    return book, absorb(book)


def people(book: Book) -> dict[bytes, Any]:
    return records(book)["people"]


def test_what_an_older_program_does_not_know_takes_effect_after_its_upgrade(council: Book, old: Book, books: Books, stick: Path) -> None:
    known = person(council, occupation="ทำนา", phones=("0810000001", "0810000002"))
    unknown = partner(council, name="วัดตัวอย่าง")
    result = take(old, make(council, stick))
    assert (result.status, result.records.total, result.records.new, result.records.held) == ("applied", 2, 1, 1)
    assert old.row("people", known).values["first_name"] == "ทองใบ"
    assert absorb(old) == 0, "the older program knows them no better than before"
    new, count = upgraded(books, old)
    assert count == 2
    assert records(new) == records(council)
    assert new.row("partners", unknown).values["name"] == "วัดตัวอย่าง"
    assert new.ids(ListQuery("partners", search="ตัวอย่าง")) == [unknown]
    assert absorb(new) == 0
    assert not [finding for finding in examine(new.store) if finding.found]


def test_edits_after_the_upgrade_meet_those_that_had_waited(council: Book, old: Book, books: Books, stick: Path) -> None:
    known, unknown = person(council, occupation="ทำนา", phones=("0810000001",)), partner(council, name="วัดตัวอย่าง")
    assert take(council, answer(old, make(council, stick), stick / "back")).status == "applied"
    with council.write() as deed:
        deed.put("people", known, {"occupation": "ทำสวน", "phones": ("0810000009",)})
        deed.put("partners", unknown, {"name": "วัดใหม่"})
    assert take(old, make(council, stick)).status == "applied"
    with old.write() as deed:
        deed.put("people", known, {"moo": 7})
    new, _count = upgraded(books, old)
    assert new.row("people", known).values["occupation"] == "ทำสวน"
    assert new.row("people", known).values["phones"] == ("0810000009",)
    assert new.row("partners", unknown).values["name"] == "วัดใหม่"
    with new.write() as deed:
        deed.put("people", known, {"occupation": "ค้าขาย"})
        deed.put("partners", unknown, {"name": "วัดของภาค"})
    with council.write() as deed:
        deed.put("partners", unknown, {"name": "วัดของสภา"})
    assert take(council, make(new, stick)).status == "applied"
    assert take(new, make(council, stick)).status == "applied"
    assert records(new) == records(council)
    for book in (new, council):
        (conflict,) = book.conflicts()
        assert {head.value for head in conflict.values} == {"วัดของภาค", "วัดของสภา"}
        assert len(book.history("people", known)) == len(council.history("people", known))


def test_an_older_program_hands_on_what_it_does_not_know_unchanged(
    council: Book, books: Books, stick: Path, tmp_path: Path, clock: ScriptedClock
) -> None:
    """The council's second PC is old, its first and the region new; the second carries the first one's work to the region."""
    region = books("region", kind="region", areas=("21",))
    meet(council, region, stick)
    second = books("second")
    meet(second, council, stick)
    assert take(region, make(council, stick)).status == "applied"
    person(council, occupation="ทำนา", phones=("0810000003",))
    partner(council, name="วัดตัวอย่าง")
    second.close()
    second = Book.open(second.folder, OLD, PASSWORD, clock)
    try:
        assert take(second, make(council, stick)).records.held == 1
        assert take(region, make(second, stick)).status == "applied"
    finally:
        second.close()
    assert records(region) == records(council)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_newer_format_is_refused_in_a_sentence_that_says_what_to_do(council: Book, old: Book, stick: Path, language: str) -> None:
    i18n.use(language)
    person(council)
    file = make(council, stick)
    raw = bytearray(file.read_bytes())
    length = int.from_bytes(raw[512:516], "little")
    header = json.loads(raw[528 : 528 + length])
    head = json.dumps(header | {"min_reader": 2}, sort_keys=True, separators=(",", ":")).encode()
    assert len(head) == length
    raw[528 : 528 + length] = head
    file.write_bytes(raw)
    result = take(old, file)
    assert (result.status, result.code) == ("refused", "parcel_newer")
    assert ("Update the program" if language == "en" else "โปรแกรม") in result.reason
    with pytest.raises(Refused) as told:
        parcel.inspect(file)
    assert told.value.code == "parcel_newer"
    assert not people(old)
