"""A cash book comes to its opening balance and the sum of its lines, and no deed done here changes what a closed month came to."""

from __future__ import annotations

import shutil
import tempfile
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
from desktop.registers import REGISTERS
from desktop.registers.cash_books import service
from tests.factory import CHEAP, PASSWORD, cash_book

DAYS = st.sampled_from([f"2026-{month:02}-{day:02}" for month in (1, 2, 3, 11) for day in (1, 15, 28)])
MONEY = st.integers(1, 10**9).map(lambda satang: Decimal(satang).scaleb(-2))


class Cash(RuleBasedStateMachine):
    """One book; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))

    @initialize()
    def begin(self) -> None:
        facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
        self.book = Book.create(self.folder / "book", REGISTERS, **facts, cost=CHEAP, clock=ScriptedClock())[0]
        self.of = cash_book(self.book)

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    def chosen(self, at: int, deleted: bool = False) -> list[bytes]:
        found = self.book.ids(ListQuery("cash_lines", deleted=deleted))
        return [found[at % len(found)]] if found else []

    @rule(on=DAYS, money=MONEY, came=st.booleans())
    def write(self, on: str, money: Decimal, came: bool) -> None:
        values = {"cash_book": self.of, "on": on, "words": "รายการ", "income" if came else "expense": money}
        try:
            with self.book.write() as deed:
                deed.put("cash_lines", None, values)
        except Refused as refused:
            assert refused.code == "month_closed"

    @rule(at=st.integers(0, 99), on=DAYS)
    def move(self, at: int, on: str) -> None:
        for line in self.chosen(at):
            try:
                with self.book.write() as deed:
                    deed.put("cash_lines", line, {"on": on})
            except Refused as refused:
                assert refused.code == "month_closed"

    @rule(at=st.integers(0, 99), back=st.booleans())
    def delete_or_restore(self, at: int, back: bool) -> None:
        try:
            (self.book.restore if back else self.book.delete)("cash_lines", self.chosen(at, back))
        except Refused as refused:
            assert refused.code == "month_closed"

    @rule(month=st.sampled_from(["2026-01", "2026-02", "2026-03"]))
    def close(self, month: str) -> None:
        try:
            self.book.do("cash_books", "close_month", [self.of], {"month": month})
        except Refused as refused:
            assert refused.code in ("month_closed", "earlier_open", "gone")  # the book itself may have been undone

    @rule(at=st.integers(0, 99))
    def reverse(self, at: int) -> None:
        try:
            self.book.do("cash_lines", "reverse", self.chosen(at), {})
        except Refused as refused:
            assert refused.code in ("month_open", "reversed", "not_offered", "month_closed")

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        (self.book.undo if back else self.book.redo)()

    @invariant()
    def it_always_adds_up(self) -> None:
        if not hasattr(self, "book"):
            return
        with self.book.read() as reader:
            told = service.statement(reader, self.of)
        rows = [row.values for row in self.book.rows("cash_lines", self.book.ids(ListQuery("cash_lines"))) if row is not None]
        moved = sum(((row["income"] or Decimal(0)) - (row["expense"] or Decimal(0)) for row in rows), Decimal(0))
        assert told.balance == Decimal(1000) + moved
        assert not told.months or told.months[-1].balance == told.balance
        assert not any(month.differs for month in told.months)


TestCash = Cash.TestCase
TestCash.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
