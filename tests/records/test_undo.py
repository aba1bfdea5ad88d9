"""Undo and redo: this session's deeds, taken back by new changes that are in the history too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base import i18n
from desktop.base.errors import Fault
from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.conftest import Books
from tests.factory import person, project, value


def test_there_is_nothing_to_undo_in_a_new_session(books: Books) -> None:
    book = books()
    assert book.undo() is None and book.redo() is None
    person(book)
    assert book.can_undo() and not book.can_redo()
    book = books.again(book)
    assert not book.can_undo() and book.undo() is None


def test_an_edit_goes_back_and_forth(book: Book) -> None:
    record = project(book, budget=Decimal(45_000), areas=("210304",))
    with book.write() as deed:
        deed.put("projects", record, {"budget": Decimal(50_000), "areas": ("210304", "210305"), "objective": "บ้านมั่นคง"})
    assert book.undo() == "Undone in Projects: 1 change."
    row = book.row("projects", record).values
    assert (row["budget"], row["areas"], row["objective"]) == (Decimal(45_000), ("210304",), None)
    assert book.redo()
    row = book.row("projects", record).values
    assert (row["budget"], row["areas"], row["objective"]) == (Decimal(50_000), ("210304", "210305"), "บ้านมั่นคง")
    assert book.can_undo() and not book.can_redo()
    values = [entry.value for entry in book.history("projects", record) if entry.field == "budget"]
    assert values == [Decimal(50_000), Decimal(45_000), Decimal(50_000), Decimal(45_000)]


def test_a_new_record_goes_to_the_bin_and_comes_back(book: Book) -> None:
    record = person(book)
    assert book.undo()
    assert book.count(ListQuery("people")) == 0 and book.row("people", record).deleted
    assert book.redo()
    assert book.ids(ListQuery("people")) == [record]


def test_deleting_and_restoring_go_back_and_forth(book: Book) -> None:
    records = [person(book), person(book)]
    book.delete("people", records)
    assert book.undo() == "Undone in People: 2 changes."
    assert book.count(ListQuery("people")) == 2
    assert book.redo()
    assert book.count(ListQuery("people")) == 0
    book.restore("people", records[:1])
    assert book.undo()
    assert book.count(ListQuery("people")) == 0


def test_deeds_are_undone_one_after_the_other_back_to_the_beginning(book: Book) -> None:
    record = person(book, moo=1)
    for moo in (2, 3, 4):
        with book.write() as deed:
            deed.put("people", record, {"moo": moo})
    seen = []
    while book.undo():
        row = book.row("people", record)
        seen.append(None if row.deleted else row.values["moo"])
    assert seen == [3, 2, 1, None]
    for _round in range(2):
        while book.redo():
            pass
        assert value(book, "people", record, "moo") == 4
        seen = []
        while book.undo():
            row = book.row("people", record)
            seen.append(None if row.deleted else row.values["moo"])
        assert seen == [3, 2, 1, None]


def test_deleting_restoring_and_deleting_are_undone_one_after_the_other(book: Book) -> None:
    record = person(book)
    for step in (book.delete, book.restore, book.delete, book.restore):
        step("people", [record])
    seen = []
    while book.undo():
        seen.append(book.row("people", record).deleted)
    assert seen == [True, False, True, False, True]
    seen = []
    while book.redo():
        seen.append(book.row("people", record).deleted)
    assert seen == [False, True, False, True, False]


def test_an_edit_by_somebody_between_two_undone_deeds_stays(book: Book) -> None:
    record = person(book, moo=1)
    for moo in (2, 3):
        with book.write() as deed:
            deed.put("people", record, {"moo": moo})
    book.undo()
    with book.store.write(book.actor, "take") as work:
        work.update("people", record, {"moo": 9})
    assert book.undo() == "Nothing was undone: it has been changed since."
    assert value(book, "people", record, "moo") == 9


def test_a_new_deed_forgets_what_was_undone(book: Book) -> None:
    person(book)
    book.undo()
    person(book)
    assert not book.can_redo()


def test_a_field_set_twice_in_one_deed_goes_back_to_what_was_before_the_deed(book: Book) -> None:
    record = person(book, moo=1, vulnerable=("V_ELD",))
    with book.write() as deed:
        deed.put("people", record, {"moo": 2, "vulnerable": ("V_DIS",)})
        deed.put("people", record, {"moo": 3, "vulnerable": ("V_ELD", "V_BED")})
    book.undo()
    assert (value(book, "people", record, "moo"), value(book, "people", record, "vulnerable")) == (1, ("V_ELD",))


def test_a_record_put_and_deleted_and_restored_in_one_deed_is_undone_whole(book: Book) -> None:
    record = person(book, moo=1)
    with book.write() as deed:
        deed.put("people", record, {"moo": 2})
        deed.delete("people", record)
        deed.restore("people", record)
        deed.put("people", record, {"moo": 3})
    book.undo()
    assert value(book, "people", record, "moo") == 1 and not book.row("people", record).deleted
    with book.write() as deed:
        fresh = deed.put("people", None, {"first_name": "ก"})
        deed.put("people", fresh, {"moo": 3})
    book.undo()
    assert book.row("people", fresh).deleted


def test_what_was_changed_since_stays(books: Books) -> None:
    book = books()
    record = person(book, moo=1, occupation="ทำนา")
    with book.write() as deed:
        deed.put("people", record, {"moo": 2, "occupation": "ทำสวน"})
    with book.store.write(book.actor, "take") as work:  # a deed that is not of this session's stack, as taking a parcel
        work.update("people", record, {"moo": 9})
    assert book.undo() == "Undone in People: 1 change."
    assert (value(book, "people", record, "moo"), value(book, "people", record, "occupation")) == (9, "ทำนา")


def test_when_all_was_changed_since_it_says_so(book: Book) -> None:
    record = person(book, moo=1)
    with book.write() as deed:
        deed.put("people", record, {"moo": 2})
    with book.store.write(book.actor, "take") as work:
        work.update("people", record, {"moo": 9})
    assert book.undo() == "Nothing was undone: it has been changed since."
    assert not book.can_redo()


@pytest.mark.file
def test_an_undo_that_the_disk_refuses_can_be_tried_again(book: Book) -> None:
    record = person(book, moo=1)
    with book.write() as deed:
        deed.put("people", record, {"moo": 2})
    with book.store.transaction() as conn:
        connection = conn.connection.dbapi_connection
    assert connection is not None
    connection.cursor().execute("PRAGMA query_only = ON")  # the writer's only connection
    with pytest.raises(Fault) as caught:
        book.undo()
    assert caught.value.code == "disk_io"
    connection.cursor().execute("PRAGMA query_only = OFF")
    assert book.undo() and value(book, "people", record, "moo") == 1


def test_what_was_sealed_can_be_undone_too(book: Book) -> None:
    record = person(book, moo=1)
    with book.write() as deed:
        deed.put("people", record, {"moo": 2})
    book.store.seal_all()
    assert book.undo()
    assert value(book, "people", record, "moo") == 1


def test_a_deed_over_two_registers_names_both(book: Book) -> None:
    with book.write() as deed:
        one = deed.put("people", None, {"first_name": "บุญมี"})
        deed.put("members", None, {"person": one})
    assert book.undo() == "Undone in Council members, People: 2 changes."
    i18n.use("qps")
    assert str(book.redo()).startswith("[")
