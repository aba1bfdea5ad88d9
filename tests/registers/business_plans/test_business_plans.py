"""Business plans: versions, the one in use, what changed, and the way to the target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.business_plans.model import BLOCKS, COPIED, changed, way
from desktop.registers.business_plans.service import before, versions
from tests.factory import put, value
from tests.registers.rules import errors

TITLE = "แผนธุรกิจกล้วยฉาบ"


def plan(book: Book, **values: Any) -> bytes:
    return put(book, "business_plans", {"title": TITLE, "key_partners": "อบต.", "add_baseline": Decimal(1000)} | values)


def do(book: Book, action: str, record: bytes) -> None:
    book.do("business_plans", action, [record], {})


def newest(book: Book, record: bytes) -> bytes:
    with book.read() as reader:
        return bytes(versions(reader, record)[0]["id"])


def states(book: Book) -> list[tuple[int, str]]:
    rows = book.rows("business_plans", book.ids(ListQuery("business_plans")))
    return sorted((row.values["version"], row.values["status"]) for row in rows if row is not None)


def test_a_plan_has_a_title_and_no_amount_below_zero() -> None:
    assert errors("business_plans", {"title": TITLE}) == set()
    assert errors("business_plans", {"title": TITLE, "cut_target": Decimal(-1)}) == {("cut_target", "negative")}
    assert len(BLOCKS) == 9


def test_a_new_plan_is_the_first_draft(book: Book) -> None:
    plan(book)
    assert states(book) == [(1, "DRAFT")]


def test_a_new_version_says_all_that_the_old_one_said(book: Book) -> None:
    first = plan(book)
    do(book, "put_into_use", first)
    do(book, "new_version", first)
    second = newest(book, first)
    assert states(book) == [(1, "CURRENT"), (2, "DRAFT")]
    old, new = (book.row("business_plans", each).values for each in (first, second))
    assert {name: new[name] for name in COPIED} == {name: old[name] for name in COPIED}
    assert new["replaces"] == first
    with book.read() as reader:
        past = before(reader, second)
        assert past is not None
        assert past["id"] == first
        assert before(reader, first) is None


def test_of_all_versions_one_is_in_use_whatever_they_are_called(book: Book) -> None:
    first = plan(book)
    do(book, "put_into_use", first)
    do(book, "new_version", first)
    second = newest(book, first)
    with book.write() as deed:
        deed.put("business_plans", second, {"title": "แผนชื่อใหม่"})
    do(book, "put_into_use", second)
    assert states(book) == [(1, "OLD"), (2, "CURRENT")]
    do(book, "put_into_use", first)
    assert states(book) == [(1, "CURRENT"), (2, "OLD")]
    book.undo()
    assert states(book) == [(1, "OLD"), (2, "CURRENT")]
    do(book, "new_version", first)
    assert states(book) == [(1, "OLD"), (2, "CURRENT"), (3, "DRAFT")]


def test_one_draft_is_worked_on_at_a_time(book: Book) -> None:
    first = plan(book)
    with pytest.raises(Refused) as caught:
        do(book, "new_version", first)
    assert caught.value.code == "not_offered"
    do(book, "put_into_use", first)
    do(book, "new_version", first)
    with pytest.raises(Refused) as caught:
        do(book, "new_version", first)
    assert caught.value.code == "draft_there"


def test_an_older_version_is_kept_as_it_was(book: Book) -> None:
    first = plan(book)
    do(book, "put_into_use", first)
    do(book, "new_version", first)
    do(book, "put_into_use", newest(book, first))
    for name, typed in (("key_partners", "อื่น"), ("title", "อื่น"), ("add_actual", Decimal(5))):
        with pytest.raises(Refused) as caught, book.write() as deed:
            deed.put("business_plans", first, {name: typed})
        assert (caught.value.code, caught.value.field) == ("locked", name)


def test_neither_an_import_nor_the_bin_brings_a_second_plan_in_use(book: Book) -> None:
    first = plan(book)
    do(book, "put_into_use", first)
    with pytest.raises(Refused) as caught:
        put(book, "business_plans", {"title": f" {TITLE}", "status": "CURRENT"}, within=True)
    assert caught.value.code == "one_in_use"
    put(book, "business_plans", {"title": "แผนอื่น", "status": "CURRENT"}, within=True)
    book.delete("business_plans", [first])
    second = plan(book)
    do(book, "put_into_use", second)
    with pytest.raises(Refused) as caught:
        book.restore("business_plans", [first])
    assert caught.value.code == "one_in_use"
    assert value(book, "business_plans", second, "status") == "CURRENT"


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "percent"),
    [
        (1000, 2000, 1500, 50),
        (1000, 600, 700, 75),  # a cost that is to go down
        (1000, 2000, 2500, 150),
        (1000, 2000, 800, -20),
        (0, 3, 1, 33),
        (1000, 1000, 1000, None),
        (None, 2000, 1500, None),
        (1000, 2000, None, None),
    ],
)
def test_the_way_to_the_target_is_counted_from_the_baseline(
    baseline: int | None, target: int | None, actual: int | None, percent: int | None
) -> None:
    numbers = zip(("cut_baseline", "cut_target", "cut_actual"), (baseline, target, actual), strict=True)
    assert way({name: Decimal(number) if number is not None else None for name, number in numbers}, "cut") == percent


def test_what_a_version_says_otherwise_is_known() -> None:
    old = {"key_partners": "อบต.", "channels": "", "add_target": Decimal(5)}
    assert changed({**old, "channels": None}, old) == set()
    assert changed({**old, "key_partners": "อบต. และโรงเรียน", "add_target": None}, old) == {"key_partners", "add_target"}
