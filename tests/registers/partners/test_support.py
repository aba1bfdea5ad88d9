"""What partners gave: every record once, in all rooms; who speaks for them; agreements that end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.partners import service
from desktop.registers.partners.model import KIND_OF
from desktop.registers.partners.service import Support
from tests.conftest import Books
from tests.factory import activity, household, partner, project, put
from tests.registers.rules import errors

TODAY = "2026-03-01"


def summed(book: Book, record: bytes) -> Support:
    with book.read() as reader:
        return service.support(service.given(reader, record))


def enterprise(book: Book) -> bytes:
    return put(book, "enterprises", {"name": "กลุ่มตัวอย่าง"})


def give(book: Book, register: str, record: bytes, amount: Decimal | int | None, **values: Any) -> bytes:
    """A record that a partner gave something, whole; a contribution to a project says its amount."""
    amount = Decimal(amount) if amount is not None else None
    whole: dict[str, dict[str, Any]] = {
        "partner_supports": {"kind": "MONEY", "amount": amount},
        "project_contributions": {"source": "BS500", "form": "MONEY", "amount": amount or Decimal(0)},
        "help": {"kind": "FOOD", "what": "ข้าวสาร", "value": amount, "given_on": "2026-02-01"},
        "enterprise_supports": {"topic": "บัญชี", "kind": "TRAINING", "amount": amount},
    }
    if register == "project_contributions":
        values.setdefault("project", project(book))
    if register == "help":
        values.setdefault("household", household(book))
    if register == "enterprise_supports":
        values.setdefault("enterprise", enterprise(book))
    return put(book, register, whole[register] | {"partner": record} | values)


def test_support_has_a_kind_and_agreements_end_after_they_began() -> None:
    assert ("kind", "required") in errors("partner_supports", {})
    found = errors("agreements", {"title": "MOU", "signed_on": "2026-01-02", "until": "2026-01-01"})
    assert ("until", "end_before_start") in found


def test_the_support_of_all_rooms_is_added_up_by_year_and_kind(book: Book) -> None:
    record, work, fair = partner(book), project(book, fiscal_year=2568), activity(book)
    give(book, "partner_supports", record, Decimal("100.25"), on="2025-10-01", project=work, activity=fair)
    give(book, "partner_supports", record, None, on="2026-09-30", kind="PEOPLE", activity=fair)
    give(book, "project_contributions", record, 200, project=work)
    give(book, "help", record, 50)
    give(book, "enterprise_supports", record, 30, on="2026-10-01")
    give(book, "help", partner(book), 999)
    found = summed(book, record)
    assert [(each.year, each.kind, each.times, each.amount) for each in found.sums] == [
        (2570, "KNOWLEDGE", 1, Decimal(30)),
        (2569, "GOODS", 1, Decimal(50)),
        (2569, "MONEY", 1, Decimal("100.25")),
        (2569, "PEOPLE", 1, Decimal(0)),
        (2568, "MONEY", 1, Decimal(200)),
    ]
    assert (found.times, found.total, found.projects, found.activities) == (5, Decimal("380.25"), 1, 1)


def test_what_went_into_the_bin_with_its_project_or_enterprise_is_not_counted(book: Book) -> None:
    record, work, group, fair = partner(book), project(book), enterprise(book), activity(book)
    give(book, "project_contributions", record, 200, project=work)
    give(book, "enterprise_supports", record, 30, enterprise=group)
    give(book, "partner_supports", record, 5, project=work, activity=fair)
    for register, each in (("projects", work), ("enterprises", group), ("activities", fair)):
        book.delete(register, [each])
    found = summed(book, record)
    assert (found.total, found.times, found.projects, found.activities) == (Decimal(5), 1, 0, 0)
    book.restore("projects", [work])
    assert summed(book, record).total == Decimal(205)


def test_every_kind_of_another_room_is_of_one_of_ours_or_of_none(book: Book) -> None:
    ours = {entry.code for entry in book.code_lists.entries("partner_support_kind")}
    for name, kinds in KIND_OF.items():
        theirs = {entry.code for entry in book.code_lists.entries(name)}
        assert set(kinds) == theirs - {"OTHER"}
        assert set(kinds.values()) <= ours


def test_who_speaks_for_a_partner_on_a_day(book: Book) -> None:
    record = partner(book)
    for name, since, until in (("เดิม", "2020-01-01", "2025-01-01"), ("ใหม่", "2025-01-01", None), ("ไม่รู้เมื่อไร", None, None)):
        put(book, "partner_contacts", {"partner": record, "name": name, "since": since, "until": until})
    with book.read() as reader:
        now, then = (service.contacts(reader, record, day) for day in ("2026-01-01", "2024-01-01"))
    assert [each["name"] for each in now] == ["ใหม่", "ไม่รู้เมื่อไร"]
    assert [each["name"] for each in then] == ["เดิม", "ไม่รู้เมื่อไร"]


@pytest.mark.parametrize(
    ("until", "found"),
    [("2026-05-30", [False]), ("2026-05-31", []), ("2026-02-28", [True]), ("2025-12-01", [True]), ("2025-11-30", []), (None, [])],
)
def test_agreements_are_due_ninety_days_before_they_end(book: Book, until: str | None, found: Sequence[bool]) -> None:
    record = partner(book)
    put(book, "agreements", {"partner": record, "title": "บันทึกข้อตกลง", "kind": "MOU", "until": until})
    with book.read() as reader:
        assert [each.late for each in service.reminders(reader, TODAY)] == found


def test_an_agreement_that_was_made_again_is_not_due(book: Book) -> None:
    record = partner(book)
    for title, until in (("เดิม", "2026-03-15"), ("ต่ออายุ", "2029-03-15")):
        put(book, "agreements", {"partner": record, "title": title, "kind": "MOU", "until": until})
    with book.read() as reader:
        assert service.reminders(reader, TODAY) == []


REGISTERS_OF_GIFTS = ("partner_supports", "project_contributions", "help", "enterprise_supports")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "change", "delete", "restore", "undo", "redo"]),
        st.sampled_from(REGISTERS_OF_GIFTS),
        st.integers(0, 5),
        st.one_of(st.none(), st.decimals(0, 10_000, places=2)),
    ),
    max_size=14,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_total_is_the_sum_of_the_rows_after_any_deeds(books: Books, steps: list[tuple[str, str, int, Decimal | None]]) -> None:
    book = books.open[0] if books.open else books()
    record = partner(book)
    homes = {"project": project(book), "household": household(book), "enterprise": enterprise(book)}
    parent = {"project_contributions": "project", "help": "household", "enterprise_supports": "enterprise"}
    went_along = {"project_contributions": ["project"], "enterprise_supports": ["enterprise"]}  # into the bin, with what undo took back
    for step, register, which, amount in steps:
        if step == "put":
            give(book, register, record, amount, **{name: homes[name] for name in [parent.get(register)] if name})
        elif step == "undo":
            book.undo()
        elif step == "redo":
            book.redo()
        else:
            there = book.ids(ListQuery(register, filters={"partner": record}, deleted=step == "restore"))
            if not there:
                continue
            one = there[which % len(there)]
            if step == "change":
                with book.write() as deed:
                    deed.put(register, one, {"value" if register == "help" else "amount": amount or Decimal(0)})
            else:
                (book.restore if step == "restore" else book.delete)(register, [one])
        rows = [
            row.values["value" if register == "help" else "amount"] or Decimal(0)
            for register in REGISTERS_OF_GIFTS
            for row in book.rows(register, book.ids(ListQuery(register, filters={"partner": record})))
            if row is not None and all(not book.row(f"{name}s", row.values[name]).deleted for name in went_along.get(register, ()))
        ]
        found = summed(book, record)
        assert (found.times, found.total) == (len(rows), sum(rows, Decimal(0)))
        assert sum((each.amount for each in found.sums), Decimal(0)) == found.total
        assert sum(each.times for each in found.sums) == found.times
