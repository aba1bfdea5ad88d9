"""What a welfare fund has and who its members are agree with a plain count, whatever was done to it and taken back."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Row
from desktop.registers import REGISTERS
from desktop.registers.welfare_funds import service
from tests.factory import CHEAP, PASSWORD, fund_member, welfare_fund

DAYS = ("2023-05-01", "2024-09-30", "2024-10-01", "2025-09-30", "2025-10-01", "2026-01-10")
DAY = st.sampled_from(DAYS)
PERIODS = ("2025", "2025-01", "2025-10")
MONEY = st.integers(0, 10**9).map(lambda satang: Decimal(satang).scaleb(-2))
PLACE = st.integers(0, 99)


class Fund(RuleBasedStateMachine):
    """One fund of a book; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))

    @initialize(opening=MONEY)
    def begin(self, opening: Decimal) -> None:
        facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
        self.book = Book.create(self.folder / "book", REGISTERS, **facts, cost=CHEAP, clock=ScriptedClock())[0]
        self.opening = opening
        self.fund = welfare_fund(self.book, opening_balance=opening)
        self.other = welfare_fund(self.book)

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    def rows(self, register: str) -> list[Row]:
        """Live records of the fund."""
        found = self.book.rows(register, self.book.ids(ListQuery(register)))
        return [row for row in found if row is not None and row.values["fund"] == self.fund]

    def chosen(self, register: str, at: int) -> list[bytes]:
        found = self.rows(register)
        return [found[at % len(found)].id] if found else []

    def do(self, register: str, deed: str, records: list[bytes], values: dict[str, Any], *codes: str) -> None:
        try:
            self.book.do(register, deed, records, values)
        except Refused as refused:
            assert refused.code in (*codes, "not_offered", "gone")

    @rule(joined=st.none() | DAY, kind=st.sampled_from(["GENERAL", "CHILD"]), moo=st.none() | st.integers(1, 3), ours=st.booleans())
    def join(self, joined: str | None, kind: str, moo: int | None, ours: bool) -> None:
        fund_member(self.book, fund=self.fund if ours else self.other, joined_on=joined, kind=kind, moo=moo, left_on=None)

    @rule(at=PLACE, on=DAY)
    def leave(self, at: int, on: str) -> None:
        self.do("fund_members", "leave", self.chosen("fund_members", at), {"reason": "RESIGN", "on": on}, "before_joined")

    @rule(at=PLACE, on=DAY)
    def rejoin(self, at: int, on: str) -> None:
        self.do("fund_members", "rejoin", self.chosen("fund_members", at), {"on": on}, "before_left")

    @rule(period=st.sampled_from(PERIODS), amount=MONEY, on=DAY)
    def collect(self, period: str, amount: Decimal, on: str) -> None:
        members = [row.id for row in self.rows("fund_members") if row.values["left_on"] is None]
        self.do("fund_members", "collect", members, {"period": period, "amount": amount, "on": on}, "all_paid")

    @rule(amount=MONEY, on=DAY, source=st.sampled_from(["LAO", "CODI", "MEMBER"]))
    def receive(self, amount: Decimal, on: str, source: str) -> None:
        with self.book.write() as deed:
            deed.put("fund_receipts", None, {"fund": self.fund, "source": source, "on": on, "amount": amount})

    @rule(amount=MONEY, kind=st.sampled_from(["WK01", "WK02"]), people=st.none() | st.integers(1, 5))
    def ask(self, amount: Decimal, kind: str, people: int | None) -> None:
        with self.book.write() as deed:
            deed.put("fund_claims", None, {"fund": self.fund, "kind": kind, "amount": amount, "people": people, "status": "ASKED"})

    @rule(at=PLACE, amount=MONEY, on=DAY)
    def pay(self, at: int, amount: Decimal, on: str) -> None:
        self.do("fund_claims", "pay", self.chosen("fund_claims", at), {"amount": amount, "on": on})

    @rule(at=PLACE)
    def take_back(self, at: int) -> None:
        self.do("fund_claims", "take_back", self.chosen("fund_claims", at), {})

    @rule(at=PLACE, register=st.sampled_from(["fund_claims", "fund_receipts"]))
    def throw_away(self, at: int, register: str) -> None:
        try:
            self.book.delete(register, self.chosen(register, at))
        except Refused as refused:
            assert refused.code == "paid"

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        (self.book.undo if back else self.book.redo)()

    @invariant()
    def the_money_adds_up(self) -> None:
        if not hasattr(self, "book"):
            return
        with self.book.read() as reader:
            held = service.held(reader, self.fund)
        received = sum((row.values["amount"] for row in self.rows("fund_receipts")), Decimal(0))
        paid = sum((row.values["amount"] for row in self.rows("fund_claims") if row.values["status"] == "PAID"), Decimal(0))
        assert (held.received, held.paid, held.balance) == (received, paid, self.opening + received - paid)

    @invariant()
    def members_on_any_day_are_who_joined_less_who_left(self) -> None:
        if not hasattr(self, "book"):
            return
        members = [row.values for row in self.rows("fund_members")]
        for day in DAYS:
            with self.book.read() as reader:
                found = service.matching(reader, self.fund, day)
            joined = [each for each in members if (each["joined_on"] or "") <= day]
            left = [each for each in joined if each["left_on"] is not None and each["left_on"] <= day]
            assert (found.ever, found.now) == (len(joined), len(joined) - len(left))
            assert sum(found.left.values()) == len(left)
            assert {kind: ever for kind, (ever, _now) in found.kinds.items()} == Counter(each["kind"] for each in joined)
            assert found.covered <= found.old <= found.now

    @invariant()
    def money_by_source_and_kind_agrees_with_a_plain_count(self) -> None:
        if not hasattr(self, "book"):
            return
        day = "2025-09-30"
        with self.book.read() as reader:
            found = service.matching(reader, self.fund, day)
        income: dict[str, Decimal] = {}
        for row in self.rows("fund_receipts"):
            if row.values["on"] <= day:
                income[row.values["source"]] = income.get(row.values["source"], Decimal(0)) + row.values["amount"]
        claims: dict[str, tuple[int, int, Decimal]] = {}
        for row in self.rows("fund_claims"):
            if row.values["status"] == "PAID" and row.values["paid_on"] <= day:
                times, people, baht = claims.get(row.values["kind"], (0, 0, Decimal(0)))
                claims[row.values["kind"]] = (times + 1, people + (row.values["people"] or 1), baht + row.values["amount"])
        assert (found.income, found.claims) == (income, claims)

    @invariant()
    def nobody_pays_twice_for_a_period_and_who_owes_has_not_paid(self) -> None:
        if not hasattr(self, "book"):
            return
        paid = Counter((row.values["member"], row.values["period"]) for row in self.rows("fund_receipts") if row.values["member"])
        assert all(times == 1 for times in paid.values())
        members = self.rows("fund_members")
        for period, last in zip(PERIODS, ("2025-12-31", "2025-01-31", "2025-10-31"), strict=True):
            with self.book.read() as reader:
                found = {each.id for each in service.owing(reader, self.fund, period)}
            there = [
                row
                for row in members
                if (row.values["joined_on"] or "") <= last and (row.values["left_on"] is None or row.values["left_on"] > last)
            ]
            assert found == {row.id for row in there if not paid[row.id, period] and not paid[row.id, period[:4]]}


TestFund = Fund.TestCase
TestFund.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
