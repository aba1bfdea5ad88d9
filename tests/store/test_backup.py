"""Backups: verified copies, thinned by day, week and month, and put back."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pytest

from desktop.base.errors import Fault
from desktop.records.book import Book
from desktop.store import backup
from desktop.store.engine import BOOK
from tests.conftest import Books
from tests.factory import person


def test_a_backup_is_a_whole_encrypted_copy_that_opens(books: Books) -> None:
    book = books()
    person(book)
    copy = book.back_up("test")
    assert copy is not None
    person(book)
    backup.verify(copy, book.store.key)
    book.close()
    backup.restore(copy, book.folder / BOOK)
    assert books.opened(book.folder).counts()["people"] == 1


def test_a_copy_made_while_a_deed_is_open_holds_what_was_committed(book: Book) -> None:
    person(book)
    with book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        deed.work.flush()
        copy = backup.make(book.folder, book.store.key, "meanwhile")
    backup.verify(copy, book.store.key)


def test_what_is_replaced_is_kept_beside(books: Books) -> None:
    book = books()
    copy = book.back_up("test")
    assert copy is not None
    person(book)
    book.close()
    before = (book.folder / BOOK).read_bytes()
    backup.restore(copy, book.folder / BOOK)
    assert (book.folder / "book.replaced").read_bytes() == before
    assert not list(book.folder.glob("book.db-*")), "a WAL of the old book would be applied to the new one"


def test_a_recent_backup_is_recent_enough(book: Book) -> None:
    assert book.back_up("one", at_most_every_s=3_600) is not None
    assert book.back_up("two", at_most_every_s=3_600) is None
    assert book.back_up("three") is not None


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other key"])
def test_a_copy_that_would_not_serve_is_told(book: Book, damage: str) -> None:
    for _ in range(50):
        person(book)
    copy = book.back_up("test")
    assert copy is not None
    data, key = bytearray(copy.read_bytes()), book.store.key
    match damage:
        case "cut":
            data = data[: len(data) // 2]
        case "flip":
            data[len(data) // 2] ^= 1
        case "empty":
            data = bytearray(os.urandom(4096))
        case _:
            key = bytes(32)
    copy.write_bytes(data)
    with pytest.raises(Fault) as caught:
        backup.verify(copy, key)
    assert caught.value.code == "backup_unsound"


def test_a_backup_that_can_not_be_made_leaves_no_half(book: Book) -> None:
    person(book)
    (book.folder / backup.FOLDER).write_text("in the way")
    with pytest.raises(Fault) as caught:
        book.back_up("test")
    assert caught.value.code == "backup_failed"


@pytest.mark.skipif(sys.platform == "win32", reason="a file in use can't be cut there")
def test_a_backup_of_a_damaged_book_is_refused_and_not_kept(books: Books) -> None:
    book = books()
    for _ in range(200):
        person(book, note="ยาว" * 300)
    book.close()
    data = bytearray((book.folder / BOOK).read_bytes())
    data[len(data) * 9 // 10] ^= 1  # among the people, who came last
    (book.folder / BOOK).write_bytes(data)
    with pytest.raises(Fault) as caught:
        backup.make(book.folder, book.store.key, "test")
    assert caught.value.code == "backup_failed"
    assert list((book.folder / backup.FOLDER).glob("*.db")) == []


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_days_weeks_and_months_are_kept_and_the_rest_dropped(tmp_path: Path) -> None:
    newest = dt.datetime(2026, 11, 20, 17, 0)
    for hours in range(0, 24 * 300, 9):
        at = newest - dt.timedelta(hours=hours)
        (tmp_path / f"book-{at:%Y%m%d-%H%M%S-%f}-close.db").touch()
    backup.thin(tmp_path)
    left = names(tmp_path)
    days = [dt.datetime.strptime(name[5:13], "%Y%m%d").date() for name in left]
    assert days[-1] == newest.date() and left[-1].startswith("book-20261120-17")
    assert {newest.date() - dt.timedelta(days=back) for back in range(3)} <= set(days)
    assert {day.isocalendar()[:2] for day in days} >= {(newest.date() - dt.timedelta(weeks=back)).isocalendar()[:2] for back in range(4)}
    assert {(day.year, day.month) for day in days} >= {(2026, month) for month in range(6, 12)}
    assert min(days) >= dt.date(2026, 6, 1) and len(left) <= 13
    backup.thin(tmp_path)
    assert names(tmp_path) == left


def test_a_copy_that_a_person_named_is_theirs_and_stays(tmp_path: Path) -> None:
    theirs = ["book-before-the-flood.db", "book-20269999-000000-000000-close.db", "book-20200101-000000-000000-close copy.db", "notes.txt"]
    for name in [*theirs, *(f"book-202611{day:02d}-170000-000000-close.db" for day in range(1, 21))]:
        (tmp_path / name).touch()
    backup.thin(tmp_path)
    assert set(theirs) < set(names(tmp_path))
    assert len(names(tmp_path)) < len(theirs) + 10
