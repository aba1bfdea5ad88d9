"""How many records use a code."""

from __future__ import annotations

from desktop.records import codeuse
from desktop.records.book import Book
from tests.factory import case, household, put


def used(book: Book, name: str, code: str) -> int:
    with book.read() as reader:
        return codeuse.used(reader, book.registers, name, code)


def test_a_code_is_counted_alone_and_among_others(book: Book) -> None:
    household(book, vehicles=("CAR", "CART"))
    household(book, vehicles=("CART",))
    household(book, tenure="TEN1")
    assert used(book, "vehicle", "CART") == 2
    assert used(book, "vehicle", "CAR") == 1, "a code that another begins with is another"
    assert used(book, "tenure", "TEN1") == 1
    assert used(book, "tenure", "CART") == 0


def test_what_is_in_the_bin_does_not_count(book: Book) -> None:
    home = household(book, tenure="TEN1")
    book.delete("households", [home])
    assert used(book, "tenure", "TEN1") == 0


def test_a_record_that_holds_a_code_in_two_fields_is_one(book: Book) -> None:
    made = case(book, status="C10")
    before = used(book, "case_status", "C10")
    put(book, "case_steps", {"case": made, "state": "C10", "from_state": "C10", "on": "2026-02-01"}, within=True)
    assert used(book, "case_status", "C10") == before + 1


def test_a_dash_below_stands_for_no_other_letter(book: Book) -> None:
    household(book, damage=("D_ROOF",))
    assert used(book, "damage", "D_ROOF") == 1
    assert used(book, "damage", "D_RO_F") == 0
