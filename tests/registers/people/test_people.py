"""The rules of a person, and what a person is called."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import case, household, national_id, person, resident, value
from tests.registers.rules import errors, warnings


@pytest.mark.parametrize("values", [{"first_name": "บุญมี"}, {"last_name": "ใจดี"}, {"first_name": "บุญมี", "last_name": "ใจดี"}])
def test_one_name_is_enough(values: dict[str, str]) -> None:
    assert errors("people", values) == set() == warnings("people", values)


@pytest.mark.parametrize("values", [{}, {"prefix": "นาย"}, {"national_id": national_id(1), "moo": 3}])
def test_without_any_name_it_is_nobody(values: dict[str, object]) -> None:
    assert errors("people", values) == {("first_name", "name_missing")}


def test_a_reason_for_no_id_beside_an_id_is_odd() -> None:
    values = {"first_name": "บุญมี", "national_id": national_id(1), "no_id_reason": "NO_CARD"}
    assert errors("people", values) == set() and warnings("people", values) == {("no_id_reason", "id_and_reason")}
    assert warnings("people", values | {"national_id": None}) == set()


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"national_id": "3002000000001"}, ("national_id", "id_check_digit")),
        ({"national_id": "12345"}, ("national_id", "id_length")),
        ({"phones": ("12345",)}, ("phones", "phone_shape")),
    ],
)
def test_an_odd_number_warns_and_never_blocks(values: dict[str, object], warning: tuple[str, str]) -> None:
    whole = {"first_name": "บุญมี"} | values
    assert errors("people", whole) == set() and warnings("people", whole) == {warning}


@pytest.mark.parametrize(
    ("values", "called"),
    [
        ({"prefix": "นาง", "first_name": "ทองใบ", "last_name": "ใจดี"}, "นางทองใบ ใจดี"),
        ({"first_name": "ทองใบ"}, "ทองใบ"),
        ({"last_name": "ใจดี"}, "ใจดี"),
        ({"prefix": "พระ", "first_name": "มหาบุญ"}, "พระมหาบุญ"),
        ({}, ""),
    ],
)
def test_the_prefix_is_glued_to_the_first_name(values: dict[str, str], called: str) -> None:
    assert REGISTERS["people"].name_of(values) == called


def test_a_person_is_found_by_whatever_is_known(book: Book) -> None:
    person(
        book, first_name="ทองใบ", national_id=national_id(8), phones=("0810000008",), house_no="11/28", village="บ้านใน", occupation="ทำนา"
    )
    person(book, first_name="แสง")
    for search in ("ทองใบ", national_id(8), "0810000008", "11/28", "บ้านใน", "ทำนา"):
        assert book.count(ListQuery("people", search=search)) == 1, search


@pytest.mark.parametrize(
    ("born", "died", "wrong"),
    [
        ("1950-05-01", "1950-04-30", True),
        ("1950-05-01", "1950-05-01", False),
        ("1950", "1949-12", True),
        ("1950", "1950-01-01", False),
        ("1950-05", "1950", False),
        (None, "1950", False),
        ("1950", None, False),
    ],
)
def test_nobody_dies_before_being_born_as_far_as_both_are_known(born: str | None, died: str | None, wrong: bool) -> None:
    values = {"first_name": "บุญมี", "birth_date": born, "died_on": died}
    assert errors("people", values) == ({("died_on", "died_before_born")} if wrong else set())


@pytest.mark.parametrize(
    ("values", "warned"),
    [
        ({"school_status": "OUT", "out_reasons": ("OOS_02",), "out_since": "2024", "out_now": "WORKING"}, set()),
        ({"school_status": "NEVER", "out_reasons": ("OOS_02",)}, set()),
        ({"school_status": "IN", "out_reasons": ("OOS_02",)}, {("school_status", "reasons_but_in_school")}),
        ({"out_reasons": ("OOS_02",), "out_now": "WORKING"}, {("school_status", "reasons_but_in_school")}),
        ({"school_status": "FINISHED", "out_now": "WORKING"}, {("school_status", "out_but_in_school")}),
        ({"school_status": "NEVER", "out_since": "2024"}, {("out_since", "never_in_school")}),
        ({"school_status": "OUT", "out_since": "2009", "birth_date": "2010-05"}, {("out_since", "before_birth")}),
    ],
)
def test_what_is_said_of_school_fits_together(values: dict[str, object], warned: set[tuple[str, str]]) -> None:
    whole = {"first_name": "บุญมี"} | values
    assert errors("people", whole) == set() and warnings("people", whole) == warned


def test_own_income_is_not_below_zero() -> None:
    assert errors("people", {"first_name": "บุญมี", "income_month": Decimal(-1)}) == {("income_month", "negative")}


def test_the_out_of_school_view_holds_what_an_officer_of_the_fund_asks(book: Book) -> None:
    view = next(view for view in REGISTERS["people"].views if view.name == "out_of_school")
    assert {"birth_date", "school_level", "out_reasons", "out_now", "learning_wish", "phones", "house_no", "moo", "case_status"} <= {
        *view.columns
    }
    out = person(book, school_status="OUT", out_reasons=("OOS_09",))
    never = person(book, school_status="NEVER")
    person(book, school_status="IN")
    person(book)
    opened = case(book, person=out, opened_on="2026-01-15")
    case(book, person=out, opened_on="2025-01-15")
    assert set(book.ids(ListQuery("people", filters=view.filters))) == {out, never}
    assert book.row("people", out).values["case_number"] == value(book, "cases", opened, "number")
    assert book.row("people", never).values["case_status"] is None


def test_where_a_person_lives_now_shows_not_where_they_lived_first(book: Book) -> None:
    who = person(book)
    resident(book, household(book, house_code="00000000011"), person=who, since="2020-01-01", until="2024-01-01")
    resident(book, household(book, house_code="00000000022"), person=who, since="2024-01-01", relation="HEAD")
    row = book.row("people", who)
    assert (row.values["house_code"], row.values["relation"]) == ("00000000022", "HEAD")
