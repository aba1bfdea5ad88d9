"""Totals by a field: help per kind, household, partner and fiscal year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery, Span
from tests.factory import activity, case, household, partner, person, support


def test_help_is_summed_by_kind_in_the_order_of_the_list_of_codes(book: Book) -> None:
    kinds = [code.code for code in book.codes("help_kind")][:3]
    for kind, value in ((kinds[2], "5"), (kinds[0], "1.50"), (kinds[0], "2.25")):
        support(book, kind=kind, value=Decimal(value))
    assert book.totals(ListQuery("help"), "kind", "value") == [(kinds[0], 2, Decimal("3.75")), (kinds[2], 1, Decimal(5))]


def test_help_is_summed_by_whom_it_came_from_in_the_order_of_names_and_nobody_last(book: Book) -> None:
    late, early = partner(book, name="วัดตัวอย่าง"), partner(book, name="กองทุนตัวอย่าง")
    for giver, value in ((late, 10), (early, 1), (late, 5), (None, 100)):
        support(book, partner=giver, value=Decimal(value))
    assert book.totals(ListQuery("help"), "partner", "value") == [
        (early, 1, Decimal(1)),
        (late, 2, Decimal(15)),
        (None, 1, Decimal(100)),
    ]
    assert [value for value, _count, _sum in book.totals(ListQuery("help"), "partner_name", "value")] == [
        "กองทุนตัวอย่าง",
        "วัดตัวอย่าง",
        None,
    ]


def test_a_fiscal_year_begins_on_the_first_of_october(book: Book) -> None:
    for day, value in (("2026-09-30", 1), ("2026-10-01", 2), ("2025-10-01", 4)):
        support(book, given_on=day, value=Decimal(value))
    assert book.totals(ListQuery("help"), "given_on:fiscal_year", "value") == [(2569, 2, Decimal(5)), (2570, 1, Decimal(2))]


def test_totals_follow_search_and_filters(book: Book) -> None:
    one, other = household(book), household(book)
    for house, what in ((one, "ข้าวสาร"), (one, "ไม้"), (other, "ข้าวสาร")):
        support(book, household=house, what=what, value=Decimal(10))
    assert book.totals(ListQuery("help", search="ข้าว", filters={"household": one}), "household", "value") == [(one, 1, Decimal(10))]
    assert book.totals(ListQuery("help", filters={"given_on": Span("2030-01-01")}), "household", "value") == []


def test_a_case_of_a_person_is_grouped_by_what_is_seen_through_it(book: Book) -> None:
    case(book, person=person(book, first_name="ขวัญ"), budget=Decimal(1))
    case(book, person=person(book, first_name="เกม"), budget=None)
    assert book.totals(ListQuery("cases"), "first_name", "budget") == [("เกม", 1, Decimal(0)), ("ขวัญ", 1, Decimal(1))]


def test_numbers_of_people_are_summed_too(book: Book) -> None:
    activity(book, participants=12, status="PLANNED")
    activity(book, participants=30, status="PLANNED")
    assert book.totals(ListQuery("activities"), "status", "participants") == [("PLANNED", 2, Decimal(42))]


@pytest.mark.parametrize(
    ("by", "of", "code"),
    [
        ("kind", "what", "not_summable"),
        ("kind", "nothing", "not_summable"),
        ("what:fiscal_year", "value", "not_groupable"),
        ("nothing", "value", "unknown_field"),
    ],
)
def test_what_can_not_be_grouped_or_summed_is_refused(book: Book, by: str, of: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        book.totals(ListQuery("help"), by, of)
    assert refused.value.code == code


def test_a_set_is_nothing_to_group_by(book: Book) -> None:
    with pytest.raises(Refused) as refused:
        book.totals(ListQuery("cases"), "needs", "budget")
    assert refused.value.code == "not_groupable"


def test_grouping_the_same_thing_twice_gives_the_same_answer_as_the_sum(book: Book) -> None:
    values: list[Any] = [Decimal("0.01"), Decimal("99999999.99"), None, Decimal("33.33")]
    for value in values:
        support(book, value=value)
    found = book.totals(ListQuery("help"), "given_on", "value")
    assert sum((total for _value, _count, total in found), Decimal(0)) == book.sums(ListQuery("help"))["value"]
