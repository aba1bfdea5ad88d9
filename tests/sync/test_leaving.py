"""What would leave is told before anything is written: which registers, how many records, which sensitive fields."""

from __future__ import annotations

from pathlib import Path

from desktop.records.book import Book
from desktop.sync.leaving import foreseen
from tests.factory import case, person, put
from tests.sync.offices import both_ways, tables


def test_registers_records_and_filled_sensitive_fields_are_told_and_nothing_is_changed(council: Book) -> None:
    woman = person(council, house_no="1/2")
    person(council, national_id=None)
    case(council, person=woman)
    before = tables(council)
    found = foreseen(council)
    assert tables(council) == before
    told = {each.register: each for each in found.registers}
    assert found.to == ("ภาคตะวันออก",)
    assert (told["people"].records, told["people"].sensitive["national_id"]) == (2, 1)
    assert told["cases"].records == 1
    assert found.records == sum(each.records for each in found.registers) >= 3
    assert found.councils == 1


def test_what_the_region_is_known_to_have_does_not_leave_again(council: Book, region: Book, stick: Path) -> None:
    woman = person(council)
    both_ways(council, region, stick)
    assert foreseen(council).registers == ()
    with council.write() as deed:
        deed.put("people", woman, {"village": "บ้านใต้"})
    assert [(each.register, each.records) for each in foreseen(council).registers] == [("people", 1)]


def test_a_region_tells_of_all_its_councils_and_of_reference_data(council: Book, region: Book, stick: Path) -> None:
    person(council)
    both_ways(council, region, stick)
    put(region, "strategies", {"name": "ทั้งภาค", "level": "REGION"})
    found = foreseen(region)
    assert found.to == (council.office.name,)
    assert [(each.register, each.records) for each in found.registers] == [("strategies", 1)]
