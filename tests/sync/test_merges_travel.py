"""Two PCs that merge the same two people, apart: both books end alike and nothing is lost, whichever way round they did it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.task import Progress
from desktop.records import matching, pairs
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.merges import service
from tests.conftest import Books
from tests.factory import case, meeting, person, put, value
from tests.sync.offices import both_ways, meet, questions, records, send


@pytest.fixture
def second(council: Book, books: Books, stick: Path, tmp_path: Path) -> Book:
    made = books("second")
    meet(made, council, tmp_path / "letters")
    send(council, made, stick)
    made.back_up("test")
    return made


def merge(book: Book, kept: bytes, gone: bytes) -> bytes:
    with book.write() as deed:
        return service.merge(deed, "people", kept, gone)


def unmerge(book: Book, merged: bytes) -> None:
    with book.write() as deed:
        service.unmerge(deed, merged)


def exchanged(council: Book, second: Book, stick: Path) -> None:
    send(council, second, stick)
    send(second, council, stick)
    send(council, second, stick)
    assert records(council) == records(second)
    assert questions(council) == questions(second)


def there_twice(council: Book, second: Book, stick: Path) -> tuple[bytes, bytes, bytes, bytes]:
    """One person twice, each with a case, on both PCs."""
    # No ID: how far two made-up ones are apart hangs on how many the tests before have used, and so would whether the two are asked about.
    name = {"first_name": "บุญมี", "last_name": "ใจดี", "national_id": None}
    one, other = person(council, **name, occupation="ทำนา"), person(council, **name, occupation=None, note="สวนยาง")
    cases = case(council, person=one), case(council, person=other)
    exchanged(council, second, stick)
    return one, other, *cases


def test_both_merging_the_same_way_make_one_merge(council: Book, second: Book, stick: Path) -> None:
    one, other, of_one, of_other = there_twice(council, second, stick)
    since = case(second, person=other)  # only the second knows of it
    assert merge(council, one, other) == merge(second, one, other)
    exchanged(council, second, stick)
    assert council.ids(ListQuery("people")) == [one] and questions(council) == set()
    (merged,) = council.ids(ListQuery("merges"))
    unmerge(council, merged)
    exchanged(council, second, stick)
    assert set(second.ids(ListQuery("people"))) == {one, other}
    assert [value(second, "cases", record, "person") for record in (of_one, of_other, since)] == [one, other, other]


def test_merging_each_the_other_way_loses_neither_and_asks_again(council: Book, second: Book, stick: Path) -> None:
    one, other, of_one, of_other = there_twice(council, second, stick)
    here, there = merge(council, one, other), merge(second, other, one)
    exchanged(council, second, stick)
    for book in (council, second):
        assert set(book.ids(ListQuery("people"))) == {one, other}, "each was kept by one of the two"
        matching.catch_up(book.store, book.registers, Progress())
        with book.read() as reader:
            assert [(pair.a, pair.b) for pair in pairs.listed(reader, book.registers)] == [tuple(sorted((one, other)))]
    for merged in (here, there):
        unmerge(council, merged)
    exchanged(council, second, stick)
    assert [value(second, "cases", record, "person") for record in (of_one, of_other)] == [one, other]
    assert [value(second, "people", record, "occupation") for record in (one, other)] == ["ทำนา", None]


def test_a_tick_of_both_merged_on_both_is_one_tick(council: Book, second: Book, stick: Path) -> None:
    one, other, *_cases = there_twice(council, second, stick)
    at = meeting(council)
    put(council, "attendances", {"meeting": at, "person": other, "state": "PRESENT"})
    exchanged(council, second, stick)
    merge(council, one, other)
    merge(second, one, other)
    exchanged(council, second, stick)
    (tick,) = second.ids(ListQuery("attendances"))
    assert value(second, "attendances", tick, "person") == one


def test_a_merge_reaches_the_region_and_is_undone_there_as_well(council: Book, region: Book, stick: Path) -> None:
    one, other = person(council), person(council)
    of_other = case(council, person=other)
    merged = merge(council, one, other)
    both_ways(council, region, stick)
    assert region.ids(ListQuery("people")) == [one] and value(region, "cases", of_other, "person") == one
    unmerge(council, merged)
    both_ways(council, region, stick)
    assert records(region) == records(council) and value(region, "cases", of_other, "person") == other


def test_work_done_elsewhere_on_the_one_that_went_is_not_lost(council: Book, second: Book, stick: Path) -> None:
    one, other, *_cases = there_twice(council, second, stick)
    merge(council, one, other)
    with second.write() as deed:
        deed.put("people", other, {"note": "ย้ายไปอยู่กับลูก"})
    exchanged(council, second, stick)
    assert not council.row("people", other).deleted, "somebody wrote into it, not knowing"
    assert value(council, "people", other, "note") == "ย้ายไปอยู่กับลูก"
