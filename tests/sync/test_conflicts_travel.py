"""Edits on both sides: both kept, asked about on both, decided once, and closed everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.sync import exchange
from tests.conftest import Books
from tests.factory import case, person
from tests.sync.offices import both_ways, make, meet, questions, records, send, take, trail


def edit(book: Book, record: bytes, register: str = "people", **values: object) -> None:
    with book.write() as deed:
        deed.put(register, record, values)


@pytest.fixture
def shared(council: Book, region: Book, stick: Path) -> bytes:
    """A person both offices hold."""
    record = person(council, occupation="ทำนา", note="เดิม")
    both_ways(council, region, stick)
    return record


def quarrel(council: Book, region: Book, record: bytes, stick: Path) -> None:
    """Both edit one field apart and exchange."""
    edit(council, record, occupation="ทำสวน")
    edit(region, record, occupation="ค้าขาย")
    both_ways(council, region, stick)


def test_both_values_are_kept_and_listed_on_both_sides(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    edit(council, shared, occupation="ทำสวน")
    edit(region, shared, occupation="ค้าขาย")
    assert send(council, region, stick).conflicts == 1
    assert take(council, make(region, stick)).conflicts == 1
    assert questions(council) == questions(region)
    (conflict,) = council.conflicts("people")
    assert (conflict.record, conflict.field) == (shared, "occupation")
    assert {(head.value, head.shown, head.who) for head in conflict.values} == {
        ("ค้าขาย", True, region.actor.name),
        ("ทำสวน", False, council.actor.name),
    }
    assert records(council) == records(region)
    assert trail(council, "people", shared) == trail(region, "people", shared)


@pytest.mark.parametrize("choice", ["ทำสวน", "ค้าขาย", "ทั้งสองอย่าง", None])
def test_a_decision_travels_and_closes_it_everywhere(council: Book, region: Book, shared: bytes, stick: Path, choice: str | None) -> None:
    quarrel(council, region, shared, stick)
    (conflict,) = council.conflicts()
    council.resolve(conflict.id, choice)
    assert not council.conflicts()
    assert region.conflicts()
    both_ways(council, region, stick)
    assert not region.conflicts()
    for book in (council, region):
        assert book.row("people", shared).values["occupation"] == choice
        values = [entry.value for entry in book.history("people", shared) if entry.field == "occupation"]
        assert {"ทำนา", "ทำสวน", "ค้าขาย"} <= set(values)
    assert records(council) == records(region)


def test_the_same_decision_on_both_sides_asks_nobody_again(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    quarrel(council, region, shared, stick)
    for book in (council, region):
        book.resolve(book.conflicts()[0].id, "ทำสวน")
    both_ways(council, region, stick)
    assert questions(council) == questions(region) == set()
    assert region.row("people", shared).values["occupation"] == "ทำสวน"


def test_two_decisions_apart_are_asked_about_and_no_third_value_appears(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    quarrel(council, region, shared, stick)
    council.resolve(council.conflicts()[0].id, "ทำสวน")
    region.resolve(region.conflicts()[0].id, "ค้าขาย")
    both_ways(council, region, stick)
    assert questions(council) == questions(region)
    (conflict,) = council.conflicts()
    assert {head.value for head in conflict.values} == {"ทำสวน", "ค้าขาย"}
    region.resolve(conflict.id, "ทำสวน")
    both_ways(council, region, stick)
    assert not council.conflicts()
    assert not region.conflicts()


def test_handing_over_again_and_again_multiplies_nothing(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    quarrel(council, region, shared, stick)
    asked, seen, log = questions(council), records(council), trail(council, "people", shared)
    for _each in range(3):
        both_ways(council, region, stick)
        for book in (council, region):
            assert questions(book) == asked
            assert records(book) == seen
            assert trail(book, "people", shared) == log


def test_a_settled_conflict_can_not_be_settled_twice(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    quarrel(council, region, shared, stick)
    (conflict,) = council.conflicts()
    council.resolve(conflict.id, "ทำสวน")
    with pytest.raises(Refused) as caught:
        council.resolve(conflict.id, "ค้าขาย")
    assert caught.value.code == "no_conflict"


def test_edits_of_different_fields_apart_ask_nobody(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    edit(council, shared, occupation="ทำสวน")
    edit(region, shared, note="ภาคเห็น")
    both_ways(council, region, stick)
    for book in (council, region):
        assert not book.conflicts()
        values = book.row("people", shared).values
        assert (values["occupation"], values["note"]) == ("ทำสวน", "ภาคเห็น")


def test_the_same_value_typed_on_both_sides_asks_nobody(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    for book in (council, region):
        edit(book, shared, occupation="รับจ้าง")
    both_ways(council, region, stick)
    assert questions(council) == questions(region) == set()
    edit(council, shared, occupation="ทำสวน")
    both_ways(council, region, stick)
    assert questions(council) == questions(region) == set()
    assert region.row("people", shared).values["occupation"] == "ทำสวน"


def test_a_blank_against_a_value_is_a_disagreement(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    edit(council, shared, occupation=None)
    edit(region, shared, occupation="ค้าขาย")
    both_ways(council, region, stick)
    (conflict,) = council.conflicts()
    assert {head.value for head in conflict.values} == {None, "ค้าขาย"}


def test_sets_merge_by_element(council: Book, region: Book, stick: Path) -> None:
    record = case(council, needs=("HOUSING", "HEALTH"))
    both_ways(council, region, stick)
    edit(council, record, "cases", needs=("HOUSING", "HEALTH", "WATER"))
    edit(region, record, "cases", needs=("HOUSING", "DEBT"))
    both_ways(council, region, stick)
    for book in (council, region):
        assert not book.conflicts()
        assert book.row("cases", record).values["needs"] == ("DEBT", "HOUSING", "WATER")


def test_an_edit_against_a_delete_keeps_the_record_and_asks_on_both_sides(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    council.delete("people", [shared])
    edit(region, shared, note="ยังอยู่")
    assert send(council, region, stick).conflicts == 1
    assert take(council, make(region, stick)).conflicts == 1
    for book in (council, region):
        assert not book.row("people", shared).deleted
        assert book.row("people", shared).values["note"] == "ยังอยู่"
        (conflict,) = book.conflicts()
        assert conflict.field == "~"
    assert questions(council) == questions(region)


@pytest.mark.parametrize("gone", [True, False])
def test_a_decision_about_a_delete_travels(council: Book, region: Book, shared: bytes, stick: Path, gone: bool) -> None:
    council.delete("people", [shared])
    edit(region, shared, note="ยังอยู่")
    both_ways(council, region, stick)
    region.resolve(region.conflicts()[0].id, gone)
    both_ways(council, region, stick)
    for book in (council, region):
        assert not book.conflicts()
        assert book.row("people", shared).deleted is gone
        assert "ยังอยู่" in [entry.value for entry in book.history("people", shared)]


def test_deleting_on_both_sides_asks_nobody(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    for book in (council, region):
        book.delete("people", [shared])
    both_ways(council, region, stick)
    assert questions(council) == questions(region) == set()
    assert council.row("people", shared).deleted
    assert region.row("people", shared).deleted


def test_an_edit_where_the_conflict_is_open_settles_it(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    quarrel(council, region, shared, stick)
    edit(council, shared, occupation="ปศุสัตว์")
    both_ways(council, region, stick)
    assert questions(council) == questions(region) == set()
    assert region.row("people", shared).values["occupation"] == "ปศุสัตว์"


def test_undoing_an_edit_that_was_handed_over_travels(council: Book, region: Book, shared: bytes, stick: Path) -> None:
    edit(council, shared, occupation="ทำสวน")
    both_ways(council, region, stick)
    assert council.undo()
    both_ways(council, region, stick)
    assert region.row("people", shared).values["occupation"] == "ทำนา"


def test_a_decision_passes_through_the_region_to_the_second_pc(
    council: Book, region: Book, books: Books, shared: bytes, stick: Path, tmp_path: Path
) -> None:
    second = books("second")
    meet(second, council, tmp_path / "letters")
    take(second, make(council, stick))
    quarrel(council, region, shared, stick)
    council.resolve(council.conflicts()[0].id, "ทำสวน")
    both_ways(council, region, stick)
    for file in exchange.make(region, tmp_path):
        take(second, file.file)
    assert questions(second) == set()
    assert records(second) == records(council) == records(region)
