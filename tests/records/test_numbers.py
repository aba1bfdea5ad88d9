"""Numbers that people say aloud: given offline, for life, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Refused
from desktop.records import numbers
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store import incarnation
from desktop.sync import enrol
from tests.conftest import Books
from tests.factory import case, put, value
from tests.sync.offices import meet, send


def number(book: Book, record: bytes) -> str:
    return str(value(book, "cases", record, "number"))


def test_cases_are_numbered_by_office_pc_and_order(book: Book) -> None:
    assert [number(book, case(book)) for _each in range(3)] == ["210304-A-0001", "210304-A-0002", "210304-A-0003"]


def test_the_council_s_own_code_stands_in_its_numbers_once_it_is_known(book: Book) -> None:
    draft = book.draft_own("councils")
    draft.values |= {"name": book.office.name, "council_code": "21030402", "areas": ("210304",)}
    book.save(draft)
    assert number(book, case(book)) == "21030402-A-0001"


def test_a_number_is_not_given_again_after_undo_or_delete(book: Book) -> None:
    first = case(book)
    book.undo()
    second = case(book)
    book.delete("cases", [second])
    assert number(book, case(book)) == "210304-A-0003"
    assert number(book, first) == "210304-A-0001"


def test_a_number_is_never_typed(book: Book) -> None:
    record = case(book)
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("cases", record, {"number": "1"})
    assert caught.value.code == "by_deed"


def test_two_pcs_of_a_council_number_with_letters_of_their_own(books: Books, tmp_path: Path) -> None:
    first, second = books("first"), books("second")
    meet(second, first, tmp_path)
    given = [number(first, case(first)), number(second, case(second)), number(first, case(first)), number(second, case(second))]
    assert given == ["210304-A-0001", "210304-B-0001", "210304-A-0002", "210304-B-0002"]
    send(second, first, tmp_path / "stick")
    assert {number(first, record) for record in first.ids(ListQuery("cases"))} == set(given)


def test_an_invitation_brings_one_pc_only(books: Books, tmp_path: Path) -> None:
    first = books("first")
    enrol.invite(first, tmp_path / "invitation")
    for name in ("second", "third"):
        enrol.accept(books(name), tmp_path / "invitation", tmp_path / f"{name}.card")
    enrol.admit(first, tmp_path / "second.card")
    enrol.admit(first, tmp_path / "second.card")
    with pytest.raises(Refused) as caught:
        enrol.admit(first, tmp_path / "third.card")
    assert caught.value.code == "invitation_used"


def test_a_restored_book_gives_none_of_the_numbers_given_before(book: Book) -> None:
    before = number(book, case(book))
    incarnation.renew(book.store)
    with book.write() as deed:  # as the counter stood in the backup
        book.store.set_meta(deed.work.conn, "number:cases", b"0")
    after = number(book, case(book))
    assert after != before
    assert after.startswith("210304-A") and after.endswith("-0001")


def test_letters_given_by_pcs_that_know_nothing_of_each_other_never_meet() -> None:
    known, latest = {numbers.FIRST}, [numbers.FIRST]
    for invited in (60, 30, 4):
        made = [numbers.letter_after(own, number) for own in latest for number in range(1, invited + 1)]
        assert len(set(made)) == len(made)
        assert not known & set(made)
        known |= set(made)
        latest = made


def test_a_region_gives_numbers_of_its_own(books: Books) -> None:
    region = books("region", kind="region", areas=("21", "22"))
    record = put(region, "cases", {"person": put(region, "people", {"first_name": "ทองใบ"}), "status": "C10"})
    assert number(region, record) == "21-A-0001"
