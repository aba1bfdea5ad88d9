"""The rules of a household and of the persons in it."""

from __future__ import annotations

import pytest

from desktop.base import i18n
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import household, person, resident
from tests.registers.rules import LINKED, errors, warnings


@pytest.mark.parametrize("values", [{"house_code": "00123456789"}, {"house_no": "7"}, {"near_house_no": "7"}, {"head": LINKED}])
def test_a_house_needs_something_to_find_it_by(values: dict[str, object]) -> None:
    assert errors("households", values) == set() == warnings("households", values)
    assert errors("households", {"moo": 3}) == {("house_no", "address_missing")}


def test_an_odd_house_code_warns() -> None:
    assert warnings("households", {"house_code": "12"}) == {("house_code", "house_code_shape")}


@pytest.mark.parametrize(
    ("values", "english", "thai"),
    [
        ({"house_no": "11/28", "moo": 3}, "House 11/28 Moo 3", "บ้านเลขที่ 11/28 หมู่ที่ 3"),
        ({"house_no": "11/28"}, "House 11/28", "บ้านเลขที่ 11/28"),
        ({"house_no": "5", "moo": 0}, "House 5 Moo 0", "บ้านเลขที่ 5 หมู่ที่ 0"),
        ({"near_house_no": "9"}, "House 9", "บ้านเลขที่ 9"),
        ({"house_code": "00123456789"}, "House 00123456789", "บ้านเลขที่ 00123456789"),
        ({}, "House -", "บ้านเลขที่ -"),
    ],
)
def test_a_household_is_called_by_its_address(values: dict[str, object], english: str, thai: str) -> None:
    assert REGISTERS["households"].name_of(values) == english
    i18n.use("th")
    assert REGISTERS["households"].name_of(values) == thai


def test_a_household_is_found_by_its_address_and_its_head(book: Book) -> None:
    record = household(book, house_no="11/28", house_code="00123456789", head=person(book, first_name="ทองใบ"))
    household(book, house_no="9", house_code="00999999999")
    for search in ("11/28", "00123456789", "ทองใบ"):
        assert book.ids(ListQuery("households", search=search)) == [record], search


def test_somebody_lives_somewhere_and_moves_out_after_moving_in() -> None:
    assert errors("household_persons", {}) == {("household", "required"), ("person", "required")}
    living = {"household": LINKED, "person": LINKED}
    assert errors("household_persons", living) == set()
    wrong = living | {"since": "2024-01-02", "until": "2024-01-01"}
    assert errors("household_persons", wrong) == {("until", "end_before_start")}


def test_the_persons_of_a_household_are_its_children(book: Book) -> None:
    house = household(book, house_code="00123456789", moo=5)
    record = resident(book, house, person=person(book, first_name="ทองใบ"), relation="ผู้อาศัยชั่วคราว")
    resident(book, household(book))
    assert book.ids(ListQuery("household_persons", parent=house)) == [record]
    row = book.row("household_persons", record)
    assert (row.values["first_name"], row.values["house_code"], row.values["household_moo"]) == ("ทองใบ", "00123456789", 5)
    assert row.values["relation"] == "ผู้อาศัยชั่วคราว", "the list of relations is open"


def test_houses_are_ordered_by_moo_and_number_as_numbers() -> None:
    order = REGISTERS["households"].sort_text
    assert list(order({"moo": 2, "house_no": "9"})) < list(order({"moo": 10, "house_no": "1"}))
    assert list(order({"moo": 2, "house_no": "9"})) < list(order({"moo": 2, "house_no": "11/2"}))
