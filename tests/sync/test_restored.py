"""A book brought back from a backup: it writes on as a new replica, no number is used twice, and nobody else is disturbed."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.store import backup, rescue
from desktop.store.engine import BOOK
from desktop.store.soundness import examine
from desktop.sync import exchange
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import both_ways, make, meet, questions, records, take


def copied(book: Book, to: Path) -> Path:
    """The whole folder of a book as another program copied it, between two deeds."""
    book.close()
    shutil.copytree(book.folder, to, ignore=shutil.ignore_patterns("backups"))
    return to


def put_back(books: Books, book: Book, copy: Path) -> Book:
    """Close the book, put a backup in its place, open it."""
    book.close()
    backup.restore(copy, book.folder / BOOK)
    return books.opened(book.folder)


def numbers(book: Book) -> Counter[tuple[bytes, bytes, int]]:
    """How often each number of each stream comes in the log."""
    found: Counter[tuple[bytes, bytes, int]] = Counter()
    for register, rows in records(book).items():
        for record in rows:
            found.update({(entry.replica, record, entry.number) for entry in book.history(register, record)})
    return found


def kept(book: Book) -> Path:
    made = book.back_up("kept")
    assert made is not None
    return made


@pytest.fixture
def old(council: Book, region: Book, stick: Path) -> bytes:
    """A person both hold."""
    record = person(council, occupation="ทำนา")
    both_ways(council, region, stick)
    return record


def test_a_restored_book_is_a_new_replica_and_says_what_it_holds(
    council: Book, region: Book, books: Books, old: bytes, stick: Path
) -> None:
    copy = kept(council)
    before = council.replica
    lost = person(council, first_name="หายไป")
    both_ways(council, region, stick)
    restored = put_back(books, council, copy)
    assert restored.replica != before
    assert restored.rows("people", [lost]) == [None]
    fresh = person(restored, first_name="ใหม่")
    both_ways(restored, region, stick)
    assert records(restored) == records(region)
    assert {old, lost, fresh} == set(records(region)["people"])
    assert set(numbers(region).values()) == {1}
    assert questions(region) == set()


def test_what_was_lost_comes_back_from_the_region(council: Book, region: Book, books: Books, old: bytes, stick: Path) -> None:
    copy = kept(council)
    with council.write() as deed:
        deed.put("people", old, {"occupation": "ค้าขาย"})
    both_ways(council, region, stick)
    restored = put_back(books, council, copy)
    assert restored.row("people", old).values["occupation"] == "ทำนา"
    both_ways(restored, region, stick)
    assert restored.row("people", old).values["occupation"] == "ค้าขาย"
    assert records(restored) == records(region)
    assert not restored.conflicts()


def test_restoring_the_same_backup_twice_uses_no_number_twice(council: Book, region: Book, books: Books, old: bytes, stick: Path) -> None:
    copy = kept(council)
    replicas = {council.replica}
    book = council
    for _each in range(3):
        person(book)
        both_ways(book, region, stick)
        book = put_back(books, book, copy)
        replicas.add(book.replica)
    person(book)
    both_ways(book, region, stick)
    assert len(replicas) == 4
    assert records(book) == records(region)
    assert len(records(region)["people"]) == 5


def test_opening_again_is_no_restoring(council: Book, books: Books, old: bytes) -> None:
    replica = council.replica
    again = books.again(council)
    assert again.replica == replica
    person(again)
    assert books.again(again).replica == replica


@pytest.mark.parametrize("sent", ["sent before", "never sent"])
def test_changes_that_no_backup_sealed_are_stated_anew(
    council: Book, region: Book, books: Books, old: bytes, stick: Path, tmp_path: Path, sent: str
) -> None:
    """The whole folder is copied and only the book put back: its unsealed changes may have been sent under their old numbers."""
    unsealed = person(council, first_name="ยังไม่ปิด", occupation="ทำนา")
    with council.write() as deed:
        deed.put("people", old, {"note": "ยังไม่ปิด"})
    copy = copied(council, tmp_path / "copy")
    book = books.opened(council.folder)
    lost = person(book)
    if sent == "sent before":
        both_ways(book, region, stick)
    restored = put_back(books, book, copy / BOOK)
    assert restored.replica != book.replica
    assert restored.row("people", unsealed).values["first_name"] == "ยังไม่ปิด"
    fresh = person(restored)
    with restored.write() as deed:
        deed.put("people", unsealed, {"occupation": "ค้าขาย"})
    both_ways(restored, region, stick)
    both_ways(restored, region, stick)
    assert records(restored) == records(region)
    assert questions(restored) == questions(region)
    if sent == "never sent":
        assert not restored.conflicts()
    assert region.row("people", unsealed).values["occupation"] == "ค้าขาย"
    expected = {old, unsealed, fresh} | ({lost} if sent == "sent before" else set())
    assert set(records(region)["people"]) == expected
    assert not book.store.folder.joinpath("held").exists()


def test_an_open_question_survives_restating(council: Book, region: Book, books: Books, old: bytes, stick: Path, tmp_path: Path) -> None:
    with council.write() as deed:
        deed.put("people", old, {"occupation": "ทำสวน"})
    with region.write() as deed:
        deed.put("people", old, {"occupation": "ค้าขาย"})
    receipt = make(region, stick)
    take(council, receipt)
    asked = questions(council)
    assert asked
    copy = copied(council, tmp_path / "copy")
    book = books.opened(council.folder)
    person(book)
    restored = put_back(books, book, copy / BOOK)
    assert questions(restored) == asked
    both_ways(restored, region, stick)
    assert questions(region) == questions(restored) == asked
    restored.resolve(restored.conflicts()[0].id, "ทำสวน")
    both_ways(restored, region, stick)
    assert questions(region) == questions(restored) == set()


def test_a_book_restored_with_its_mark_learns_from_the_region_what_it_was(
    council: Book, region: Book, books: Books, old: bytes, stick: Path, tmp_path: Path
) -> None:
    """The whole folder was put back, mark and all: only others can tell."""
    copy = copied(council, tmp_path / "copy")
    book = books.opened(council.folder)
    replica = book.replica
    lost = person(book, first_name="หายไป")
    both_ways(book, region, stick)
    book.close()
    restored = books.opened(copy)
    assert restored.replica == replica
    unsent = person(restored, first_name="หลังกู้คืน")
    assert take(restored, make(region, stick)).status == "applied"
    assert restored.replica != replica
    both_ways(restored, region, stick)
    assert records(restored) == records(region)
    assert {old, lost, unsent} == set(records(region)["people"])


@pytest.mark.parametrize("more", [0, 1, 3])
def test_a_copied_book_used_beside_the_first_is_noticed_and_finds_its_way_back(
    council: Book, region: Book, books: Books, old: bytes, stick: Path, tmp_path: Path, more: int
) -> None:
    copy = copied(council, tmp_path / "copy")
    one, other = books.opened(council.folder), books.opened(copy)
    person(one)
    both_ways(one, region, stick)
    mine = {person(other, first_name="ในสำเนา") for _each in range(more + 1)}
    with other.write() as deed:
        deed.put("people", old, {"occupation": "ค้าขาย"})
    before = records(region)
    (tmp_path / "stick 2").mkdir()
    result = take(region, make(other, tmp_path / "stick 2"))
    assert (result.status, result.code) == ("refused", "fork")
    assert "copied" in result.reason
    assert records(region) == before
    replica = other.replica
    assert take(other, make(region, stick)).status == "applied"
    assert other.replica != replica
    assert [one.status for one in exchange.outgoing(other)].count("made") == 1
    both_ways(other, region, tmp_path / "stick 2")
    assert {one.status for one in exchange.outgoing(other)} == {"confirmed"}
    assert records(other) == records(region)
    assert mine <= set(records(region)["people"])
    assert region.row("people", old).values["occupation"] == "ค้าขาย"
    assert not region.conflicts()
    both_ways(one, region, stick)
    assert records(one) == records(other) == records(region)
    assert not [finding for book in (one, other, region) for finding in examine(book.store) if finding.found]


def test_two_copies_that_learnt_different_things_before_they_were_noticed_still_agree(
    council: Book, region: Book, books: Books, old: bytes, stick: Path, tmp_path: Path
) -> None:
    """Each has told, under the same number of its own, what it had seen by then."""
    copy = copied(council, tmp_path / "copy")
    one, other = books.opened(council.folder), books.opened(copy)
    with region.write() as deed:
        deed.put("people", old, {"note": "จากจังหวัด"})
    take(other, make(region, stick))
    person(other)
    with region.write() as deed:
        deed.put("people", old, {"village": "จากจังหวัด"})
    for _each in range(2):
        person(one)
        both_ways(one, region, stick)
    assert take(region, make(other, tmp_path / "stick 2")).code == "fork"
    take(other, make(region, stick))
    both_ways(other, region, tmp_path / "stick 2")
    both_ways(one, region, stick)
    assert records(one) == records(other) == records(region)
    assert not [finding for book in (one, other, region) for finding in examine(book.store) if finding.found]


def test_a_restored_region_asks_again_by_itself(council: Book, region: Book, books: Books, old: bytes, stick: Path) -> None:
    copy = kept(region)
    with region.write() as deed:
        deed.put("people", old, {"note": "ก่อนพัง"})
    person(council)
    both_ways(council, region, stick)
    restored = put_back(books, region, copy)
    receipts = stick / "all"
    receipts.mkdir()
    for made in exchange.make(restored, receipts):
        assert take(council, made.file).status == "applied"
    assert exchange.unsent(council) == 1
    both_ways(council, restored, stick)
    assert records(restored) == records(council)
    assert restored.row("people", old).values["note"] == "ก่อนพัง"


def test_a_restored_region_that_had_met_nobody_has_to_invite_again(books: Books, stick: Path, tmp_path: Path) -> None:
    region, council = books("region", kind="region"), books("council")
    copy = kept(region)
    meet(council, region, tmp_path / "letters")
    person(council)
    parcel = make(council, stick)
    restored = put_back(books, region, copy)
    assert take(restored, parcel).code == "unknown_office"
    meet(council, restored, tmp_path / "letters again")
    assert take(restored, parcel).status == "applied"
    assert records(restored) == records(council)


def test_a_mark_that_can_not_be_read_is_no_reason_to_stop(council: Book, books: Books, old: bytes) -> None:
    for content in (b"", b"{", b"[]", b'{"replica": 5, "seq": 3}', b"\xff"):
        council.close()
        (council.folder / "mark.json").write_bytes(content)
        council = books.opened(council.folder)
        person(council)


@pytest.mark.parametrize("rescued", [False, True])
def test_numbers_of_parcels_go_on_where_the_restored_book_had_come(
    council: Book, region: Book, books: Books, old: bytes, stick: Path, rescued: bool
) -> None:
    copy = council.back_up("before")
    assert copy is not None
    (one,) = exchange.make(council, stick)
    (two,) = exchange.make(council, stick)
    assert two.number == one.number + 1
    if rescued:
        council.close()
        (council.folder / BOOK).write_bytes(b"")
        rescue.put_in_place(council.folder, copy)
        again = books.opened(council.folder)
    else:
        again = put_back(books, council, copy)
    person(again)
    assert exchange.make(again, stick)[0].number == two.number + 1
    again = books.again(again)
    assert exchange.make(again, stick)[0].number == two.number + 2
