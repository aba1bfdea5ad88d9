"""Products: their marks and when they expire, what one brings, and what was sold at activities."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.records.book import Book
from desktop.registers.products.model import shown_number
from desktop.registers.products.service import Trade, reminders, trade
from tests.factory import activity, put
from tests.registers.rules import LINKED, errors, warnings

TODAY = "2026-03-01"


def product(book: Book, **values: Any) -> bytes:
    return put(book, "products", {"name": "กล้วยฉาบตัวอย่าง"} | values)


def mark(book: Book, record: bytes, expires: str | None, kind: str = "TCPS", number: str = "1/2566") -> bytes:
    return put(book, "product_marks", {"product": record, "mark": kind, "number": number, "expires_on": expires})


def due(book: Book) -> list[tuple[str, bool]]:
    with book.read() as reader:
        return sorted((each.message.format(**each.values), each.late) for each in reminders(reader, TODAY))


def traded(book: Book, record: bytes) -> Trade:
    with book.read() as reader:
        found = trade(reader, record, TODAY)
    assert found is not None
    return found


def test_a_product_has_a_name_and_no_amount_below_zero() -> None:
    assert errors("products", {"name": "ผ้า"}) == set()
    assert errors("products", {"name": "ผ้า", "price": Decimal(-1)}) == {("price", "negative")}


def test_only_the_shape_of_a_food_number_is_looked_at() -> None:
    whole = {"product": LINKED, "mark": "FDA"}
    assert warnings("product_marks", whole | {"number": "12-3-45678-9-0123"}) == set()
    assert warnings("product_marks", whole | {"number": "1234"}) == {("number", "fda_shape")}
    assert errors("product_marks", whole | {"number": "1234"}) == set()
    assert warnings("product_marks", whole | {"mark": "TCPS", "number": "1234"}) == set()


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("FDA", "1234567890123", "12-3-45678-9-0123"),
        ("FDA", "12 3 45678 9 0123", "12-3-45678-9-0123"),
        ("FDA", "123", "123"),
        ("TCPS", "1234567890123", "1234567890123"),
        (None, "", ""),
    ],
)
def test_a_food_number_is_shown_in_its_groups(kind: str | None, number: str, shown: str) -> None:
    assert shown_number(kind, number) == shown


def test_marks_are_due_ninety_days_before_they_expire(book: Book) -> None:
    for name, expires in (("ก", "2026-05-30"), ("ข", "2026-05-31"), ("ค", "2026-02-28"), ("ง", None), ("จ", TODAY)):
        mark(book, product(book, name=name), expires)
    label = book.code_lists.label("product_mark", "TCPS")
    assert due(book) == [
        (f"A mark expires soon: {label} of ก", False),
        (f"A mark expires soon: {label} of จ", False),
        (f"A mark has expired: {label} of ค", True),
    ]


def test_a_renewed_mark_takes_the_place_of_the_expired_one(book: Book) -> None:
    record = product(book)
    mark(book, record, "2026-01-01")
    assert len(due(book)) == 1
    renewed = mark(book, record, "2029-01-01", number="2/2569")
    assert due(book) == []
    assert {each.ends for each in traded(book, record).marks} == {""}
    book.delete("product_marks", [renewed])
    assert len(due(book)) == 1
    book.delete("products", [record])
    assert due(book) == []


def test_what_one_brings_follows_from_cost_and_price(book: Book) -> None:
    found = traded(book, product(book, cost=Decimal("12.50"), price=Decimal(20), capacity=Decimal(100)))
    assert (found.margin, found.share, found.monthly) == (Decimal("7.50"), Decimal(38), Decimal("750.00"))
    assert traded(book, product(book, price=Decimal(20))).margin is None
    free = traded(book, product(book, cost=Decimal(5), price=Decimal(0)))
    assert (free.margin, free.share, free.monthly) == (Decimal(-5), None, None)


def test_sales_at_activities_are_counted_once_and_not_from_the_bin(book: Book) -> None:
    record = product(book)
    first, second = activity(book, start_on="2026-01-05"), activity(book, start_on="2026-02-05")
    for where, sales in ((first, "100.25"), (first, "50"), (second, "10")):
        put(book, "activity_products", {"activity": where, "product": record, "act": "SOLD", "sales": Decimal(sales)})
    put(book, "activity_products", {"activity": second, "product": record, "act": "SHOWN"})
    found = traded(book, record)
    assert found.sold == Decimal("160.25")
    assert [sale.activity for sale in found.sales] == [second, second, first, first]
    book.delete("activities", [first])
    assert traded(book, record).sold == Decimal(10)
    with book.read() as reader:
        assert trade(reader, LINKED, TODAY) is None
