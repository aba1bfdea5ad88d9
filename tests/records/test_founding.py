"""A book whose making a power cut broke off is no book: it can be made once more in its folder, and nothing is thrown away for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Fault, Refused
from desktop.records import founding
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store import keys
from desktop.store.engine import BOOK
from tests.conftest import Books
from tests.factory import PASSWORD, person

pytestmark = pytest.mark.file


def test_half_a_book_is_none_and_one_can_be_made_in_its_folder(books: Books, tmp_path: Path) -> None:
    half = tmp_path / "council"
    half.mkdir()
    for name, content in ((founding.HALF, b""), (keys.NAME, b""), (BOOK, b"\0" * 4096), (BOOK + "-wal", b"half")):
        (half / name).write_bytes(content)
    with pytest.raises(Refused) as told:
        Book.open(half, REGISTERS, PASSWORD)
    assert told.value.code == "book_missing"
    person(books("council"))
    assert not (half / founding.HALF).exists()
    aside = {file.name.split("-", 2)[2]: file for file in half.glob("half-*")}
    assert aside.keys() == {keys.NAME, BOOK, BOOK + "-wal"}
    assert aside[BOOK].read_bytes() == b"\0" * 4096


def test_a_whole_book_whose_disk_still_shows_it_half_is_opened(books: Books) -> None:
    book = books()
    record = person(book)
    book.close()
    (book.folder / founding.HALF).touch()
    with pytest.raises(Refused) as told:
        Book.open(book.folder, REGISTERS, "อย่างอื่น")
    assert told.value.code == "wrong_password"
    again = books.opened(book.folder)
    assert again.row("people", record) is not None
    assert not (book.folder / founding.HALF).exists()


@pytest.mark.parametrize(("half", "code"), [(True, "book_missing"), (False, "book_damaged")])
def test_tables_without_the_first_facts_are_no_book(books: Books, half: bool, code: str) -> None:
    book = books()
    with book.store.database.writer.begin() as conn:
        conn.exec_driver_sql("DELETE FROM meta")
    book.close()
    if half:
        (book.folder / founding.HALF).touch()
    with pytest.raises((Refused, Fault)) as told:
        books.opened(book.folder)
    assert told.value.code == code


def test_a_making_that_fails_leaves_the_folder_as_it_was(books: Books, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        books("council", password="")
    left = {file.name for file in (tmp_path / "council").glob("*")}
    assert not left & {founding.HALF, keys.NAME, BOOK}
    books("council")
