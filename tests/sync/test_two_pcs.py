"""Two PCs of one council: joined by file, both edit, either hands over, and the region sees one council."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import both_ways, make, meet, questions, records, send, take


@pytest.fixture
def second(council: Book, books: Books, stick: Path, tmp_path: Path) -> Book:
    """The council's second PC, which took the first one's parcel once."""
    made = books("second")
    meet(made, council, tmp_path / "letters")
    send(council, made, stick)
    made.back_up("test")
    return made


def test_the_second_pc_learns_of_the_region_from_the_first(council: Book, region: Book, second: Book) -> None:
    assert region.office.uid in second.offices()
    assert second.offices()[region.office.uid].kind == "region"
    assert set(second.offices()) == set(council.offices())


def test_either_pc_hands_over_the_work_of_both(council: Book, region: Book, second: Book, stick: Path) -> None:
    here, there = person(council), person(second)
    send(second, council, stick)
    both_ways(council, region, stick)
    assert set(records(region)["people"]) == {here, there}
    later = person(council)
    send(council, second, stick)
    both_ways(second, region, stick)
    assert later in records(region)["people"]
    assert records(region) == records(second) == records(council)


def test_the_region_sees_one_council(council: Book, region: Book, second: Book, stick: Path) -> None:
    there = person(second)
    send(second, council, stick)
    send(council, region, stick)
    assert set(region.offices()) == {region.office.uid, council.office.uid}
    (entry,) = {entry.office for entry in region.history("people", there)}
    assert entry == council.office.name
    assert region.row("people", there).council == council.office.uid


def test_a_parcel_of_the_second_is_known_once_the_first_introduced_it(council: Book, region: Book, second: Book, stick: Path) -> None:
    person(second)
    parcel = make(second, stick)
    assert take(region, parcel).code == "unknown_office"
    person(council)
    send(council, region, stick)
    assert take(region, parcel).status == "applied"


def test_one_stick_with_parcels_of_both_serves_whatever_comes_first(council: Book, region: Book, second: Book, stick: Path) -> None:
    for file in stick.glob("*.parcel"):
        file.unlink()
    person(second)
    make(second, stick)
    person(council)
    make(council, stick)
    results = taking.take(region, [stick])
    assert [result.status for result in results] == ["applied", "applied"], results
    assert len(records(region)["people"]) == 2
    for book in (council, second):
        assert [result.status for result in taking.take(book, [stick])] == ["applied"]
    assert records(council) == records(second) == records(region)


def test_a_parcel_can_be_read_by_the_region_and_the_other_pc(council: Book, region: Book, second: Book, stick: Path) -> None:
    person(council)
    (made,) = exchange.make(council, stick)
    assert made.to == (region.office.name, council.office.name)
    assert take(second, made.file).status == "applied"
    assert take(region, made.file).status == "applied"


def test_both_pcs_editing_one_field_is_a_conflict_on_all_three(council: Book, region: Book, second: Book, stick: Path) -> None:
    record = person(council, occupation="ทำนา")
    send(council, second, stick)
    for book, words in ((council, "ทำสวน"), (second, "ค้าขาย")):
        with book.write() as deed:
            deed.put("people", record, {"occupation": words})
    send(second, council, stick)
    send(council, second, stick)
    both_ways(council, region, stick)
    assert questions(council) == questions(second) == questions(region)
    (conflict,) = region.conflicts()
    assert {head.value for head in conflict.values} == {"ทำสวน", "ค้าขาย"}
    second.resolve(conflict.id, "ทำสวน")
    both_ways(second, region, stick)
    assert take(council, make(second, stick)).status == "applied"
    assert questions(council) == questions(second) == questions(region) == set()
    assert records(council) == records(second) == records(region)


def test_work_of_the_second_that_comes_twice_by_two_ways_is_there_once(council: Book, region: Book, second: Book, stick: Path) -> None:
    record = person(second, note="ครั้งเดียว")
    own = make(second, stick)
    send(second, council, stick)
    assert send(council, region, stick).records.new == 1
    result = take(region, own)
    assert (result.status, result.records.same, result.records.applied) == ("applied", 1, 0)
    assert [entry.value for entry in region.history("people", record)].count("ครั้งเดียว") == 1


def test_the_regions_correction_reaches_both_by_either(council: Book, region: Book, second: Book, stick: Path) -> None:
    record = person(council)
    send(council, second, stick)
    both_ways(council, region, stick)
    both_ways(second, region, stick)
    with region.write() as deed:
        deed.put("people", record, {"note": "จากภาค"})
    (made,) = exchange.make(region, stick)
    assert take(council, made.file).status == "applied"
    assert take(second, make(council, stick)).status == "applied"
    assert second.row("people", record).values["note"] == "จากภาค"
    assert take(second, made.file).records.same == 1


def test_a_third_pc_may_be_invited_by_the_second(
    council: Book, region: Book, second: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    third = books("third")
    meet(third, second, tmp_path / "letters")
    record = person(third)
    assert third.office == council.office
    send(second, third, stick)
    send(third, second, stick)
    send(second, council, stick)
    both_ways(council, region, stick)
    assert record in records(region)["people"]
    both_ways(third, region, stick)
    assert records(third) == records(region)
