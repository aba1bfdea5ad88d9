"""The rules of a household and of the persons in it."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

import pytest

from desktop.base import i18n
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Kind
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
    ("values", "warned"),
    [
        ({"member_count": 3, "without_income": 3}, set()),
        ({"member_count": 3, "without_income": 4}, {("without_income", "more_than_members")}),
        ({"families": 2, "family_no": 3}, {("family_no", "more_than_families")}),
        ({"income_month": Decimal(5000), "income_main": Decimal(60_000)}, set()),
        ({"income_month": Decimal(5000), "income_main": Decimal(54_000)}, set()),
        (
            {"income_month": Decimal(5000), "income_main": Decimal(50_000), "income_own": Decimal(3999)},
            {("income_month", "income_differs")},
        ),
        ({"income_month": Decimal(0), "income_other": Decimal(12_000)}, {("income_month", "income_differs")}),
        ({"rent_month": Decimal(1500)}, set()),
        ({"rent_month": Decimal(1500), "tenure": "TEN3"}, set()),
        ({"rent_month": Decimal(0), "tenure": "TEN1"}, set()),
        ({"rent_month": Decimal(1500), "tenure": "TEN1"}, {("rent_month", "rent_without_renting")}),
    ],
)
def test_figures_that_do_not_fit_each_other_warn(values: dict[str, object], warned: set[tuple[str, str]]) -> None:
    whole = {"house_no": "7"} | values
    assert errors("households", whole) == set() and warnings("households", whole) == warned


def test_no_money_is_below_zero() -> None:
    spec = REGISTERS["households"]
    for field in spec.fields:
        if field.kind is Kind.MONEY:
            assert errors("households", {"house_no": "7", field.name: Decimal("-0.01")}) == {(field.name, "negative")}
    assert errors("household_debts", {"household": LINKED, "source": "BAAC", "amount": Decimal(-1)}) == {("amount", "negative")}


def test_the_form_asks_by_sections_that_stay_together_and_never_for_religion() -> None:
    for name in ("households", "people"):
        sections = [section for section, _fields in groupby(REGISTERS[name].fields, lambda field: field.section)]
        assert len(sections) == len(set(sections)), name
        labels = [field.label for field in REGISTERS[name].fields]
        assert len(labels) == len(set(labels)), "nothing is asked twice"
        assert not any("relig" in field.name for field in REGISTERS[name].fields)


@pytest.mark.parametrize(
    ("values", "english", "thai"),
    [
        ({"house_no": "11/28", "moo": 3}, "House 11/28 Moo 3", "บ้านเลขที่ 11/28 หมู่ที่ 3"),
        ({"house_no": "11/28"}, "House 11/28", "บ้านเลขที่ 11/28"),
        ({"house_no": "5", "moo": 0}, "House 5 Moo 0", "บ้านเลขที่ 5 หมู่ที่ 0"),
        ({"near_house_no": "12", "moo": 4}, "Near house 12 Moo 4", "ใกล้บ้านเลขที่ 12 หมู่ที่ 4"),
        ({"near_house_no": "12", "house_no": "7"}, "House 7", "บ้านเลขที่ 7"),
        ({"house_no": "5", "moo": 2, "family_no": 2}, "House 5 Moo 2 family 2", "บ้านเลขที่ 5 หมู่ที่ 2 ครอบครัวที่ 2"),
        ({"house_no": "5", "family_no": 1}, "House 5", "บ้านเลขที่ 5"),
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
