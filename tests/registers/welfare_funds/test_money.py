"""Contributions, claims and what a fund has; leaving and joining again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.welfare_funds import service
from desktop.store.history import Reader
from tests.factory import claim, fund_member, person, put, receipt, value, welfare_fund


def refused(book: Book, register: str, record: bytes, deed: str, values: dict[str, Any]) -> str:
    """The code a deed is refused with."""
    with pytest.raises(Refused) as caught:
        book.do(register, deed, [record], values)
    return caught.value.code


def held(book: Book, fund: bytes) -> service.Held:
    """What the fund has."""
    with book.read() as reader:
        return service.held(reader, fund)


def owing(reader: Reader, fund: bytes, period: str) -> set[bytes]:
    """Who has not paid for it."""
    return {each.id for each in service.owing(reader, fund, period)}


def test_a_fund_has_its_opening_balance_and_what_came_in_less_what_was_paid(book: Book) -> None:
    fund = welfare_fund(book, opening_balance=Decimal("100.10"), bank=Decimal(300), cash=Decimal("0.05"))
    receipt(book, fund=fund, amount=Decimal("365.20"))
    asked = claim(book, fund=fund, amount=Decimal(200))
    receipt(book)  # of another fund
    assert held(book, fund).balance == Decimal("465.30")
    book.do("fund_claims", "pay", [asked], {"amount": Decimal("165.30"), "on": "2026-02-02"})
    assert (held(book, fund).balance, held(book, fund).difference) == (Decimal("300.00"), Decimal("0.05"))
    book.do("fund_claims", "take_back", [asked], {})
    assert (held(book, fund).balance, value(book, "fund_claims", asked, "paid_on")) == (Decimal("465.30"), None)
    book.undo()
    assert held(book, fund).balance == Decimal("300.00")


def test_what_was_paid_stays_until_it_is_taken_back(book: Book) -> None:
    asked = claim(book)
    assert refused(book, "fund_claims", asked, "pay", {"amount": Decimal(1), "on": "2026-01-31"}) == "before_asked"
    book.do("fund_claims", "pay", [asked], {"amount": Decimal(500)})
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("fund_claims", asked, {"amount": Decimal(1)})
    assert caught.value.code == "locked"
    with pytest.raises(Refused) as caught:
        book.delete("fund_claims", [asked])
    assert caught.value.code == "paid"
    book.do("fund_claims", "take_back", [asked], {})
    book.do("fund_claims", "refuse", [asked], {"reason": "ยังไม่ครบ 180 วัน"})
    assert (value(book, "fund_claims", asked, "status"), value(book, "fund_claims", asked, "reason")) == ("REFUSED", "ยังไม่ครบ 180 วัน")
    book.delete("fund_claims", [asked])


def test_more_than_the_fund_has_is_said_and_may_be_asked(book: Book) -> None:
    fund = welfare_fund(book, opening_balance=Decimal(100))
    asked = claim(book, fund=fund, amount=Decimal(101))
    found = book.warnings("fund_claims", asked, book.draft("fund_claims", asked).values)
    assert [(each.field, each.values) for each in found] == [("amount", {"baht": "100.00"})]


def test_paying_more_than_the_fund_has_is_not_refused_and_is_seen_to(book: Book) -> None:
    fund = welfare_fund(book, opening_balance=Decimal(100))
    book.do("fund_claims", "pay", [claim(book, fund=fund)], {"amount": Decimal("100.01")})
    assert held(book, fund).balance == Decimal("-0.01")
    assert [each.message for each in book.reminders() if each.register == "welfare_funds"] == ["More was paid out than came in: {fund}"]


def test_contributions_are_collected_once_for_a_time_from_who_was_a_member_then(book: Book) -> None:
    fund = welfare_fund(book)
    one, two = (fund_member(book, fund=fund, joined_on="2024-01-01") for _ in range(2))
    late = fund_member(book, fund=fund, joined_on="2026-03-01")
    asked = {"period": "2026-01", "amount": Decimal(30), "on": "2026-02-01"}
    book.do("fund_members", "collect", [one], asked)
    book.do("fund_members", "collect", [one, two, late], asked)
    receipts = [row.values for row in book.rows("fund_receipts", book.ids(ListQuery("fund_receipts"))) if row is not None]
    assert sorted(row["member"] for row in receipts) == sorted([one, two])
    assert {(row["fund"], row["source"], row["amount"], row["period"]) for row in receipts} == {(fund, "MEMBER", Decimal(30), "2026-01")}
    assert refused(book, "fund_members", one, "collect", asked) == "all_paid"
    with book.read() as reader:
        assert [owing(reader, fund, period) for period in ("2026-01", "2026-01-05")] == [set(), set()]
        assert owing(reader, fund, "2026-03") == owing(reader, fund, "2026") == {one, two, late}
        assert service.periods(reader, fund) == [("2026-01", 2, Decimal(60))]
    book.do("fund_members", "collect", [two], asked | {"period": "2026"})
    with book.read() as reader:
        assert owing(reader, fund, "2026-03") == {one, late}


def test_members_leave_for_a_reason_and_may_join_again(book: Book) -> None:
    one = fund_member(book, joined_on="2024-01-01")
    assert refused(book, "fund_members", one, "leave", {"reason": "RESIGN", "on": "2023-12-31"}) == "before_joined"
    book.do("fund_members", "leave", [one], {"reason": "RESIGN", "on": "2025-06-01"})
    assert [value(book, "fund_members", one, name) for name in ("left_on", "left_reason")] == ["2025-06-01", "RESIGN"]
    assert refused(book, "fund_members", one, "rejoin", {"on": "2025-05-31"}) == "before_left"
    book.do("fund_members", "rejoin", [one], {"on": "2026-01-05"})
    assert [value(book, "fund_members", one, name) for name in ("joined_on", "left_on", "left_reason")] == ["2026-01-05", None, None]


def test_somebody_who_is_a_member_twice_or_before_the_fund_was_there_is_pointed_out(book: Book) -> None:
    fund, somebody = welfare_fund(book, founded_on="2020-05"), person(book)
    one = fund_member(book, fund=fund, person=somebody, joined_on="2020-05-01")
    assert book.warnings("fund_members", one, book.draft("fund_members", one).values) == []
    found = book.warnings("fund_members", None, {"fund": fund, "person": somebody, "joined_on": "2020-04-30"})
    assert {each.code for each in found} == {"before_founded", "member_twice"}


def test_the_one_fund_of_the_council_is_suggested(book: Book) -> None:
    assert book.suggested("fund_members", {}) == {}
    fund = welfare_fund(book)
    assert book.suggested("fund_members", {}) == {"fund": fund}
    welfare_fund(book)
    assert book.suggested("fund_members", {}) == {}


def test_what_waits_or_does_not_add_up_is_said(book: Book) -> None:
    fund = welfare_fund(book, bank=Decimal(5), counted_on="2026-01-31")
    claim(book, fund=fund, asked_on="2025-11-01")
    fund_member(book, fund=fund, person=person(book, died_on="2025-12-24"))
    put(book, "fund_receipts", {"fund": fund, "source": "DONATION", "on": "2025-12-01", "amount": Decimal(4)})
    found = {(each.due, each.values.get("count")) for each in book.reminders() if each.register == "welfare_funds"}
    assert found == {("2025-12-01", 1), ("", 1), ("2026-01-31", None)}
