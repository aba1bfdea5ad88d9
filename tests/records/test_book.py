"""The Book: offices, people who write, counts, codes, history of values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.base.ids import new_id
from desktop.records.book import Book
from tests.conftest import Books
from tests.factory import MAKERS, OFFICE, PERSON, household, person, project, resident


def test_a_book_knows_its_office_and_who_keeps_it(book: Book) -> None:
    assert (book.office.kind, book.office.name, book.office.areas) == ("council", OFFICE, ("210304",))
    assert book.actor.name == PERSON and not book.practice
    assert book.offices() == {book.office.uid: book.office}


def test_two_books_are_two_offices_with_keys_of_their_own(books: Books) -> None:
    one, other = books("one"), books("other")
    assert one.office.uid != other.office.uid and one.replica != other.replica
    assert one.store.fingerprint != other.store.fingerprint and one.store.key != other.store.key


def test_every_register_takes_a_record(books: Books) -> None:
    region = books(kind="region")
    assert list(MAKERS) == list(region.registers)
    for register, make in MAKERS.items():
        record = make(region)
        assert region.row(register, record).id == record
    assert all(region.counts().values())


def test_what_is_gone_is_refused(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        book.row("people", new_id())
    assert caught.value.code == "gone"


def test_codes_come_in_the_order_people_know(book: Book) -> None:
    assert [code.code for code in book.codes("urgency")] == ["U1", "U2", "U3"]
    assert [code.label("en") for code in book.codes("sex")] == ["Male", "Female"]


def test_labels_are_masked_only_where_a_field_is_sensitive(book: Book) -> None:
    register = book.registers["people"]
    number = "3002000000011"
    assert book.values_label(register.field("national_id"), number) == "3-0020-00000-01-1"
    assert number[:9] not in book.values_label(register.field("national_id"), number, masked=True).replace("-", "")
    assert book.values_label(register.field("first_name"), "บุญมี", masked=True) == "บุญมี"


def test_history_tells_every_value_newest_first(book: Book, clock: ScriptedClock) -> None:
    record = project(book, budget=Decimal("45000.00"), areas=("210304",), note=None)
    clock.advance(60_000)
    with book.write() as deed:
        deed.put("projects", record, {"budget": None, "areas": ("210305",)})
    clock.advance(60_000)
    book.delete("projects", [record])
    book.restore("projects", [record])
    told = book.history("projects", record)
    assert [(entry.op, entry.field) for entry in told[:2]] == [("restore", "~"), ("delete", "~")]
    assert [entry.value for entry in told if entry.field == "budget"] == [None, Decimal("45000.00")]
    assert sorted(entry.value for entry in told if entry.field == "areas") == ["+210304", "+210305", "-210304"]
    assert [entry.when_ms for entry in told] == sorted((entry.when_ms for entry in told), reverse=True)
    assert {(entry.who, entry.replica, entry.office) for entry in told} == {(PERSON, book.replica, OFFICE)}
    assert {entry.number for entry in told} == {1, 3, 4, 5}  # the second is the first step of its way


def test_children_stay_when_their_parent_is_deleted_and_are_there_when_it_is_back(book: Book) -> None:
    house = household(book)
    child = resident(book, house)
    book.delete("households", [house])
    assert not book.row("household_persons", child).deleted
    book.restore("households", [house])
    assert book.row("household_persons", child).values["household"] == house


def test_a_record_is_its_councils_and_of_the_office_that_made_it(book: Book) -> None:
    assert book.row("people", person(book)).council == book.office.uid
