"""The rules of a person, and what a person is called."""

from __future__ import annotations

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import national_id, person
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
