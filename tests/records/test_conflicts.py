"""Open conflicts as they are listed and settled. How they arise and travel is in tests/sync."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from desktop.base.errors import Refused
from desktop.base.ids import id_text, new_id
from desktop.records import conflicts
from desktop.records.book import Book
from desktop.store import schema, versions
from tests.factory import person, project, value


def against(book: Book, register: str, record: bytes, cell: str, wire: Any) -> None:
    """A head of another replica that stands against what is shown, as the merge would leave it."""
    with book.store.transaction() as conn:
        stream = book.store.add_stream(conn, new_id(), book.office.uid, book.store.fingerprint, book.office.uid)
        conn.execute(
            insert(schema.LoserRow).values(
                record=record, cell=cell, stream=stream, seq=1, hlc=1, ctx=1, register=register, value=versions.encode(wire)
            )
        )


def test_a_conflict_shows_both_values_and_marks_the_row(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    against(book, "people", record, "occupation", "ทำสวน")
    (conflict,) = book.conflicts()
    assert (conflict.register, conflict.record, conflict.field, conflict.element) == ("people", record, "occupation", "")
    assert [(head.value, head.shown) for head in conflict.values] == [("ทำนา", True), ("ทำสวน", False)]
    assert conflict.values[0].who == book.actor.name and conflict.values[0].replica == book.replica
    assert book.row("people", record).conflicts == {"occupation"}


def test_values_are_plain_as_in_a_row(book: Book) -> None:
    record = project(book, budget=Decimal(45_000))
    against(book, "projects", record, "budget", "50000.00")
    against(book, "projects", record, "areas+210305", True)
    money, element = sorted(book.conflicts(), key=lambda conflict: conflict.field, reverse=True)
    assert [head.value for head in money.values] == [Decimal(45_000), Decimal(50_000)]
    assert (element.field, element.element, [head.value for head in element.values]) == ("areas", "210305", [False, True])
    assert book.row("projects", record).conflicts == {"areas", "budget"}


def test_equal_values_are_no_conflict(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    against(book, "people", record, "occupation", "ทำนา")
    assert book.conflicts() == [] and not book.row("people", record).conflicts


def test_a_list_can_be_narrowed_to_a_register(book: Book) -> None:
    against(book, "people", person(book), "occupation", "ทำสวน")
    assert len(book.conflicts("people")) == 1 and book.conflicts("projects") == []


@pytest.mark.parametrize("choice", ["ทำนา", "ทำสวน", "อย่างอื่น", None])
def test_a_decision_closes_it_and_is_in_the_history(book: Book, choice: str | None) -> None:
    record = person(book, occupation="ทำนา")
    against(book, "people", record, "occupation", "ทำสวน")
    book.resolve(book.conflicts()[0].id, choice)
    assert book.conflicts() == [] and value(book, "people", record, "occupation") == choice
    entry = book.history("people", record)[0]
    assert (entry.op, entry.field, entry.value) == ("resolve", "occupation", choice)


def test_an_element_of_a_set_is_decided_by_itself(book: Book) -> None:
    record = person(book, vulnerable=("V_ELD",))
    against(book, "people", record, "vulnerable+V_DIS", True)
    book.resolve(book.conflicts()[0].id, True)
    assert value(book, "people", record, "vulnerable") == ("V_DIS", "V_ELD")
    assert book.conflicts() == []


def test_editing_the_field_anew_is_a_decision_too(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    against(book, "people", record, "occupation", "ทำสวน")
    with book.write() as deed:
        deed.put("people", record, {"occupation": "ค้าขาย"})
    assert book.conflicts() == []


def test_what_is_settled_or_unknown_can_not_be_settled(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    against(book, "people", record, "occupation", "ทำสวน")
    (conflict,) = book.conflicts()
    book.resolve(conflict.id, "ทำนา")
    for wrong, code in (
        (conflict.id, "no_conflict"),
        (f"people:{id_text(record)}:moo", "no_conflict"),
        (f"people:{id_text(new_id())}:moo", "no_conflict"),
        ("people:บุญมี:moo", "bad_id"),
        ("nonsense", "bad_id"),
        ("", "bad_id"),
    ):
        with pytest.raises(Refused) as caught:
            book.resolve(wrong, "x")
        assert caught.value.code == code


def test_an_id_names_register_record_and_cell() -> None:
    record = new_id()
    assert conflicts.parse_id(f"people:{id_text(record)}:vulnerable+V_ELD") == ("people", record, "vulnerable+V_ELD")
