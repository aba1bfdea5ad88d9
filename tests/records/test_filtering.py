"""Filters beyond one value: spans, tokens, anything but, filled in, and what held on a day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.records.book import Book
from desktop.records.query import BLANK, LAST_MONTH, ME, NOT_BLANK, OVERDUE, THIS_FISCAL_YEAR, THIS_MONTH, TODAY, ListQuery, Not, Span
from tests.conftest import Books
from tests.factory import PERSON, case, household, member, person, project, support

# The tests' clock stands on 21 or 22 November 2026, by the time zone (fiscal year 2570).


def names(book: Book, register: str, field: str, **more: Any) -> list[Any]:
    """A field of the records found, in order; the count must be theirs."""
    query = ListQuery(register, **more)
    found = book.ids(query)
    assert book.count(query) == len(found)
    return [row.values[field] for row in book.rows(register, found) if row is not None]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Span("2026-11-01", "2026-11-30"), ["ข", "ค"]),
        (Span("2026-11-01"), ["ข", "ค", "ง"]),
        (Span(None, "2026-11-01"), ["ก", "ข"]),
        (Span("", "2026-10-31"), ["ก"]),
        (Span(), ["ก", "ข", "ค", "ง"]),
        ("2026-11-01", ["ข"]),
        (THIS_MONTH, ["ข", "ค"]),
        (LAST_MONTH, ["ก"]),
        (TODAY, ["ค"]),
        (OVERDUE, ["ก", "ข"]),
        (THIS_FISCAL_YEAR, ["ก", "ข", "ค", "ง"]),
        (BLANK, ["จ"]),
        (NOT_BLANK, ["ก", "ข", "ค", "ง"]),
        (Not(THIS_MONTH), ["ก", "ง", "จ"]),
        (Not(BLANK), ["ก", "ข", "ค", "ง"]),
        ((LAST_MONTH, BLANK), ["ก", "จ"]),
    ],
)
def test_days_are_filtered_by_spans_and_by_their_names(book: Book, wanted: Any, found: list[str]) -> None:
    today = book.clock.today().isoformat()
    for problem, day in (("ก", "2026-10-31"), ("ข", "2026-11-01"), ("ค", today), ("ง", "2026-12-01"), ("จ", None)):
        case(book, problem=problem, next_visit_on=day)
    assert sorted(names(book, "cases", "problem", filters={"next_visit_on": wanted})) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Span("1968-01-01", "1968-12-31"), ["ก", "ข", "ค"]),
        (Span("1968-04-01", "1968-04-30"), ["ข", "ค"]),
        (Span("1968-04-01", "1968-04-29"), ["ค"]),  # April may be the 30th
        (Span("1968-04-02", "1968-12-31"), ["ค"]),
        (Span(None, "1968-02-29"), []),
    ],
)
def test_a_date_known_in_part_is_found_where_all_it_may_mean_lies_inside(book: Book, wanted: Span, found: list[str]) -> None:
    for name, born in (("ก", "1968"), ("ข", "1968-04"), ("ค", "1968-04-23"), ("ง", None)):
        person(book, first_name=name, birth_date=born)
    assert names(book, "people", "first_name", filters={"birth_date": wanted}) == found


def test_numbers_and_baht_are_filtered_by_spans_too(book: Book) -> None:
    for title, year, budget in (("ก", 2567, "99.99"), ("ข", 2568, "100"), ("ค", 2569, None)):
        project(book, title=title, fiscal_year=year, budget=Decimal(budget) if budget else None)
    assert names(book, "projects", "title", filters={"fiscal_year": Span(2568, 2569)}) == ["ข", "ค"]
    assert names(book, "projects", "title", filters={"budget": Span(100)}) == ["ข"]
    assert names(book, "projects", "title", filters={"budget": Span(None, Decimal("99.99"))}) == ["ก"]
    assert names(book, "projects", "title", filters={"fiscal_year": (2567, 2569)}) == ["ก", "ค"]


def test_mine_are_those_under_the_name_of_who_has_the_book_open(book: Book) -> None:
    case(book, problem="ก", responsible=PERSON)
    case(book, problem="ข", responsible="คนอื่น")
    case(book, problem="ค", responsible=None)
    assert names(book, "cases", "problem", filters={"responsible": ME}) == ["ก"]
    assert sorted(names(book, "cases", "problem", filters={"responsible": Not(ME)})) == ["ข", "ค"]
    with book.write() as deed:
        assert len(deed.ids(ListQuery("cases", filters={"responsible": ME, "opened_on": OVERDUE}))) == 1


def test_anything_but_a_code_of_a_set_takes_blanks_in(book: Book) -> None:
    for name, flags in (("ก", ("V_ELD", "V_DIS")), ("ข", ("V_DIS",)), ("ค", None)):
        person(book, first_name=name, vulnerable=flags)
    assert names(book, "people", "first_name", filters={"vulnerable": Not("V_ELD")}) == ["ข", "ค"]
    assert names(book, "people", "first_name", filters={"vulnerable": NOT_BLANK}) == ["ก", "ข"]


def test_a_lookup_is_filtered_like_a_field(book: Book) -> None:
    for moo in (1, 2, None):
        case(book, household=household(book, moo=moo), problem=str(moo))
    assert names(book, "cases", "problem", filters={"moo": 2}) == ["2"]
    assert names(book, "cases", "problem", filters={"moo": BLANK}) == ["None"]
    assert names(book, "cases", "problem", filters={"moo": Span(1, 1)}) == ["1"]


def test_a_seat_that_ends_on_a_day_is_not_held_on_it_any_more(book: Book) -> None:
    today = book.clock.today().isoformat()
    for name, since, until in (("ก", None, None), ("ข", "2026-01-01", today), ("ค", today, None), ("ง", "2026-12-01", None)):
        member(book, person=person(book, first_name=name), appointed_on=since, end_on=until)
    assert names(book, "members", "first_name", on="2026-11-20") == ["ก", "ข"]
    assert names(book, "members", "first_name", on=TODAY) == ["ก", "ค"]
    assert names(book, "members", "first_name", on="2025-12-31") == ["ก"]
    assert names(book, "members", "first_name") == ["ก", "ข", "ค", "ง"]


def test_a_day_says_nothing_where_records_have_no_span(book: Book) -> None:
    person(book)
    assert len(names(book, "people", "first_name", on=TODAY)) == 1


def test_every_view_of_every_room_can_be_asked_for(books: Books) -> None:
    book = books()
    views = [(register, view) for register in book.registers.values() for view in register.views]
    assert len(views) > 20
    for register, view in views:
        assert book.ids(ListQuery(register.name, filters=view.filters, sort=view.sort, descending=view.descending)) == []
        for column in view.columns:
            book.registers.described(register, column)


def test_sums_are_over_all_that_is_shown_and_nothing_else(book: Book) -> None:
    one = household(book)
    support(book, household=one, what="ข้าว", value=Decimal("0.10"))
    support(book, household=one, what="ข้าวและน้ำ", value=Decimal("0.20"))
    support(book, what="ไม้", value=Decimal("1500.00"))
    support(book, household=one, what="แรงงาน", value=None)
    gone = support(book, household=one, what="ข้าว", value=Decimal(7))
    book.delete("help", [gone])
    assert book.sums(ListQuery("help")) == {"value": Decimal("1500.30")}
    assert book.sums(ListQuery("help", search="ข้าว")) == {"value": Decimal("0.30")}
    assert book.sums(ListQuery("help", filters={"household": one})) == {"value": Decimal("0.30")}
    assert book.sums(ListQuery("help", filters={"household": one}, search="แรงงาน")) == {"value": Decimal(0)}
    assert book.sums(ListQuery("people")) == {}


def test_only_own_columns_of_money_and_land_are_summed(book: Book) -> None:
    household(book, income_month=Decimal(4500), land_living=Decimal("50.25"))
    household(book, income_month=Decimal(500), land_living=Decimal("50.25"))
    columns = ["house_no", "income_month", "land_living", "head_first_name"]
    assert book.sums(ListQuery("households"), columns) == {"income_month": Decimal(5000), "land_living": Decimal("100.50")}
    assert book.sums(ListQuery("cases"), ["number", "house_no"]) == {}
