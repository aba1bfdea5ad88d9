"""A damaged book (story 26): noticed on opening, and rescued from the newest good backup, which says what it lacks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.errors import Fault, Refused
from desktop.records import rescue as rescuing
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store import backup, rescue
from desktop.store.engine import BOOK
from desktop.store.keys import change_password, open_vault
from desktop.store.soundness import examine
from tests.conftest import Books
from tests.factory import CHEAP, PASSWORD, person, person_values


@pytest.fixture
def closed(books: Books) -> Book:
    """A book with a backup, then 3 more saves; closed."""
    book = books()
    with book.write() as deed:
        for _each in range(200):
            deed.put("people", None, person_values(note="ยาว" * 100))
    assert book.back_up("day") is not None
    for _each in range(3):
        person(book)
    book.close()
    (book.folder / backup.LOOKED).unlink(missing_ok=True)  # another day
    return book


def opening(books: Books, folder: Path) -> str:
    """Opening must fail; the code."""
    with pytest.raises((Fault, Refused)) as told:
        books.opened(folder)
    return told.value.code


def rescued(books: Books, folder: Path) -> tuple[Book, rescuing.Offer]:
    """What is offered, taken."""
    offered = rescuing.offer(folder, PASSWORD)
    book = rescuing.accept(folder, REGISTERS, PASSWORD, offered, books.clock)
    books.open.append(book)
    return book, offered


def random_bytes(file: Path) -> None:
    """Some in the middle of every other page but the first ones."""
    data = bytearray(file.read_bytes())
    for page in range(10, len(data) // 4096, 2):
        data[page * 4096 + 500 : page * 4096 + 520] = os.urandom(20)
    file.write_bytes(data)


def one_bit(file: Path) -> None:
    """Of the page where the table of people begins: a page that is free may hold what it likes."""
    book = Book.open(file.parent, REGISTERS, PASSWORD)
    with book.read() as reader:
        page = int(reader.conn.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'people'").scalar_one())
    book.close()
    (file.parent / backup.LOOKED).unlink()
    data = bytearray(file.read_bytes())
    data[page * 4096 - 1_000] ^= 1
    file.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "random bytes": random_bytes,
    "one bit": one_bit,
    "all random": lambda file: file.write_bytes(os.urandom(50_000)),
    "zero length": lambda file: file.write_bytes(b""),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "gone": lambda file: file.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_noticed_on_opening_and_the_newest_backup_takes_its_place(books: Books, closed: Book, damage: str) -> None:
    DAMAGES[damage](closed.folder / BOOK)
    assert opening(books, closed.folder) in rescue.DAMAGED
    book, offered = rescued(books, closed.folder)
    assert offered.lost == 3
    assert "3 changes saved since then are missing" in offered.words()
    assert len(book.ids(ListQuery("people"))) == 200
    assert book.replica != closed.replica
    assert not [finding for finding in examine(book.store) if finding.found]
    kept = list(book.folder.glob("damaged-*.db"))
    assert len(kept) == (damage != "gone")
    person(book)
    again = books.again(book)
    assert len(again.ids(ListQuery("people"))) == 201
    assert rescuing.lacks(again) == 0, "told once"


def test_a_backup_that_is_damaged_too_gives_way_to_the_one_before(books: Books, closed: Book) -> None:
    (older,) = (closed.folder / backup.FOLDER).glob("book-*.db")
    older.rename(older.with_name("book-20260101-090000-000000-day.db"))  # of an earlier day: of one day the last is kept
    book = books.opened(closed.folder)
    newest = book.back_up("later")
    assert newest is not None
    book.close()
    random_bytes(newest)
    random_bytes(book.folder / BOOK)
    found = rescuing.offer(book.folder, PASSWORD)
    assert found.copy != newest
    assert found.lost == 3


def test_without_any_good_backup_nothing_is_touched(books: Books, closed: Book) -> None:
    for copy in (closed.folder / backup.FOLDER).iterdir():
        copy.write_bytes(b"x" * 9_000)
    random_bytes(closed.folder / BOOK)
    before = (closed.folder / BOOK).read_bytes()
    with pytest.raises(Refused) as told:
        rescuing.offer(closed.folder, PASSWORD)
    assert told.value.code == "no_backup"
    assert (closed.folder / BOOK).read_bytes() == before


def test_where_the_mark_is_gone_too_it_says_that_it_can_not_know(books: Books, closed: Book) -> None:
    (closed.folder / "mark.json").write_bytes(b"\0" * 40)
    (closed.folder / BOOK).write_bytes(b"")
    book, offered = rescued(books, closed.folder)
    assert offered.lost is None
    assert "can't be known" in offered.words()
    assert book.replica != closed.replica


def test_a_backup_with_everything_says_that_nothing_is_missing(books: Books, closed: Book) -> None:
    book = books.opened(closed.folder)
    book.back_up("close")
    book.close()
    random_bytes(book.folder / BOOK)
    assert "Nothing saved since then is missing" in rescuing.offer(book.folder, PASSWORD).words()


def test_a_lost_journal_is_noticed_and_what_is_missing_is_counted(books: Books, closed: Book, tmp_path: Path) -> None:
    book = books.opened(closed.folder)
    for _each in range(5):
        person(book)
    journal = Path(str(book.folder / BOOK) + "-wal")
    assert journal.stat().st_size > 0
    copied = tmp_path / "after the power cut"
    copied.mkdir()
    for file in book.folder.iterdir():
        if file.is_file() and not file.name.endswith(("-wal", "-shm")):
            (copied / file.name).write_bytes(file.read_bytes())
    again = books.opened(copied)
    assert rescuing.lacks(again) == 5
    assert again.replica != book.replica
    assert not [finding for finding in examine(again.store) if finding.found]


def test_a_disk_that_refuses_leaves_the_damaged_book_as_it_is(books: Books, closed: Book) -> None:
    (closed.folder / BOOK).write_bytes(b"rubbish")
    offered = rescuing.offer(closed.folder, PASSWORD)
    (closed.folder / (BOOK + ".part")).mkdir()
    with pytest.raises(Fault) as told:
        rescuing.accept(closed.folder, REGISTERS, PASSWORD, offered)
    assert told.value.code == "rescue_failed"
    assert (closed.folder / BOOK).read_bytes() == b"rubbish"


def test_the_whole_file_is_looked_through_once_a_day(books: Books, closed: Book) -> None:
    assert backup.is_due(closed.folder)
    books.opened(closed.folder).close()
    assert not backup.is_due(closed.folder)
    os.utime(closed.folder / backup.LOOKED, (0, 0))
    assert backup.is_due(closed.folder)


@pytest.mark.parametrize(
    "damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"{}"), lambda file: file.write_bytes(os.urandom(900))]
)
def test_a_key_file_that_is_lost_or_damaged_has_a_copy_among_the_backups(
    books: Books, closed: Book, damage: Callable[[Path], object]
) -> None:
    damage(closed.folder / "vault.json")
    book = books.opened(closed.folder)
    assert len(book.ids(ListQuery("people"))) == 203
    book.close()
    (closed.folder / BOOK).write_bytes(b"")
    damage(closed.folder / "vault.json")
    assert rescuing.offer(closed.folder, PASSWORD).lost == 3


def test_the_copy_of_the_key_file_lets_in_nobody_who_has_left(books: Books, closed: Book) -> None:
    with pytest.raises(Refused):
        open_vault(closed.folder, "a new password")
    change_password(closed.folder, PASSWORD, "a new password", CHEAP)
    (closed.folder / "vault.json").unlink()
    with pytest.raises(Refused) as told:
        books.opened(closed.folder)
    assert told.value.code == "wrong_password"
    books.opened(closed.folder, "a new password")
