"""The mark beside a book: how far it had come, also where a power cut tore what was written last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import marking
from desktop.store.incarnation import own_marks
from desktop.store.marking import Keeper, Mark
from tests.conftest import Books
from tests.factory import person

SCOPE = new_id()


def moved(mark: Mark, seq: int) -> Mark:
    return Mark(mark.replica, {SCOPE: seq}, mark.parcels)


@pytest.fixture
def first() -> Mark:
    return Mark(new_id(), {SCOPE: 1}, {})


@pytest.fixture
def keeper(tmp_path: Path, first: Mark) -> Keeper:
    made = Keeper(tmp_path)
    made.keep(first)
    return made


def test_every_commit_moves_the_mark(book: Book) -> None:
    for _each in range(3):
        person(book)
        mark = marking.read(book.folder)
        assert mark is not None
        assert (mark.replica, mark.seq) == (book.replica, own_marks(book.store))


def test_the_mark_is_kept_anew_by_whoever_opens_the_book_next(book: Book, books: Books) -> None:
    person(book)
    again = books.again(book)
    person(again)
    mark = marking.read(again.folder)
    assert mark is not None and mark.seq == own_marks(again.store)
    assert again.replica == book.replica and again.store.lacks == 0


@pytest.mark.parametrize("torn", [slice(0, 512), slice(20, 40), slice(0, 4_096)])
def test_where_what_was_written_last_is_torn_the_one_before_holds(tmp_path: Path, keeper: Keeper, first: Mark, torn: slice) -> None:
    for seq in range(2, 5):
        keeper.keep(moved(first, seq))
    keeper.close()
    assert marking.read(tmp_path) == moved(first, 4)
    file = tmp_path / marking.NAME
    slot = bytearray(file.read_bytes())
    half = len(slot) // 2
    slot[half + torn.start : half + torn.stop] = bytes(torn.stop - torn.start)
    file.write_bytes(slot)
    assert marking.read(tmp_path) == first


def test_a_new_replica_and_a_parcel_s_number_are_in_both_slots_at_once(tmp_path: Path, keeper: Keeper, first: Mark) -> None:
    keeper.keep(moved(first, 2))
    for mark in (Mark(first.replica, {SCOPE: 3}, {SCOPE: 1}), Mark(new_id(), {SCOPE: 1}, {SCOPE: 1})):
        keeper.keep(mark)
        file = (tmp_path / marking.NAME).read_bytes()
        assert file[: len(file) // 2] == file[len(file) // 2 :]
        assert marking.read(tmp_path) == mark
    keeper.close()


def test_a_mark_that_outgrows_its_slot_gets_a_larger_one(tmp_path: Path, keeper: Keeper, first: Mark) -> None:
    size = (tmp_path / marking.NAME).stat().st_size
    many = Mark(first.replica, {new_id(): number for number in range(200)}, {})
    keeper.keep(many)
    keeper.close()
    assert marking.read(tmp_path) == many
    assert (tmp_path / marking.NAME).stat().st_size > size


def test_a_mark_that_somebody_took_away_comes_back(tmp_path: Path, keeper: Keeper, first: Mark) -> None:
    (tmp_path / marking.NAME).unlink()
    keeper.keep(first)
    assert marking.read(tmp_path) == first
    (tmp_path / marking.NAME).unlink()
    keeper.keep(moved(first, 2))
    keeper.close()
    assert marking.read(tmp_path) == moved(first, 2)


def test_a_folder_that_refuses_the_mark_stops_nobody_and_the_next_commit_keeps_it(tmp_path: Path, first: Mark) -> None:
    folder = tmp_path / "book"
    keeper = Keeper(folder)
    keeper.keep(first)
    assert marking.read(folder) is None
    folder.mkdir()
    keeper.keep(first)
    keeper.close()
    assert marking.read(folder) == first


def test_the_mark_of_an_earlier_program_is_read(tmp_path: Path, first: Mark) -> None:
    told = {"replica": first.replica.hex(), "seq": {SCOPE.hex(): 7}}
    (tmp_path / marking.NAME).write_text(json.dumps(told), encoding="ascii")
    assert marking.read(tmp_path) == moved(first, 7)


def test_a_mark_that_is_forgotten_keeps_the_numbers_of_its_parcels(tmp_path: Path, keeper: Keeper, first: Mark) -> None:
    keeper.keep(Mark(first.replica, first.seq, {SCOPE: 4}))
    keeper.close()
    marking.forget(tmp_path)
    assert marking.read(tmp_path) == Mark(b"", {}, {SCOPE: 4})
