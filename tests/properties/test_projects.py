"""What a project's money comes to is the sum of its lines, whatever was put, mended, deleted, restored, undone and done again."""

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
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.budget_lines import service
from tests.factory import CHEAP, PASSWORD, budget_line, cash_book, household, project, put

MONEY = st.one_of(st.none(), st.integers(0, 10**11).map(lambda satang: Decimal(satang).scaleb(-2)))
CODES = st.sampled_from([None, "FOOD", "TRAVEL"])
WHOSE = st.sampled_from(["budget_lines", "project_contributions", "instalments", "help", "cash_lines"])
AMOUNTS = {
    "budget_lines": ("whole", "requested"),
    "project_contributions": ("amount",),
    "instalments": ("amount", "received"),
    "help": ("value",),
    "cash_lines": ("expense",),
}


class Money(RuleBasedStateMachine):
    """Two projects in one book; what is expected is added up from the records themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))

    @initialize()
    def begin(self) -> None:
        facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
        self.book = Book.create(self.folder / "book", REGISTERS, **facts, cost=CHEAP, clock=ScriptedClock())[0]
        self.projects = [project(self.book), project(self.book)]
        self.books = [cash_book(self.book, project=each) for each in self.projects]
        self.home = household(self.book)
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    @rule(whose=WHOSE, at=st.integers(0, 1), code=CODES, money=MONEY, other=MONEY)
    def write(self, whose: str, at: int, code: str | None, money: Decimal | None, other: Decimal | None) -> None:
        self.number += 1
        amounts = dict(zip(AMOUNTS[whose], (money, other), strict=False))
        of = {"project": self.projects[at]}
        filled = money or Decimal(1)
        values: dict[str, dict[str, Any]] = {
            "budget_lines": of | {"item": "รายการ", "category": code} | amounts,
            "project_contributions": of | {"source": "BS300", "amount": filled},
            "instalments": of | {"number": self.number % 99 + 1} | amounts,
            "help": of | {"household": self.home, "given_on": "2026-01-05", "kind": "MATERIAL", "what": "ของ"} | amounts,
            "cash_lines": {"cash_book": self.books[at], "on": "2026-01-05", "words": "จ่าย", "category": code, "expense": filled},
        }
        put(self.book, whose, values[whose])

    @rule(at=st.integers(0, 99), amount=MONEY)
    def mend(self, at: int, amount: Decimal | None) -> None:
        for record in self.chosen("budget_lines", at):
            with self.book.write() as deed:
                deed.put("budget_lines", record, {"requested": amount})

    @rule(whose=WHOSE, at=st.integers(0, 99), back=st.booleans())
    def delete_or_restore(self, whose: str, at: int, back: bool) -> None:
        records = self.chosen(whose, at, back)
        if records:
            (self.book.restore if back else self.book.delete)(whose, records)

    @rule(at=st.integers(0, 1), code=CODES)
    def spend_on_a_line(self, at: int, code: str | None) -> None:
        line = budget_line(self.book, project=self.projects[at], category=code)
        spent = {"cash_book": self.books[at], "on": "2026-01-06", "words": "จ่าย", "expense": Decimal("0.01")}
        put(self.book, "cash_lines", spent | {"budget_line": line, "category": "TRAVEL"})

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        if back and self.number > 0:
            self.number -= 1
            self.book.undo()
        else:
            self.book.redo()

    def chosen(self, register: str, at: int, deleted: bool = False) -> list[bytes]:
        found = self.book.ids(ListQuery(register, deleted=deleted))
        return [found[at % len(found)]] if found else []

    def told(self, register: str, link: str, whose: bytes, name: str) -> Decimal:
        rows = [row for row in self.book.rows(register, self.book.ids(ListQuery(register))) if row is not None]
        return sum((row.values[name] or Decimal(0) for row in rows if row.values[link] == whose), Decimal(0))

    @invariant()
    def totals_are_sums_of_lines(self) -> None:
        if not hasattr(self, "book"):
            return
        for record, cash in zip(self.projects, self.books, strict=True):
            with self.book.read() as reader:
                found = service.money(reader, record)
            assert found.whole == self.told("budget_lines", "project", record, "whole")
            assert found.requested == self.told("budget_lines", "project", record, "requested")
            assert found.contributed == self.told("project_contributions", "project", record, "amount")
            assert found.due == self.told("instalments", "project", record, "amount")
            assert found.received == self.told("instalments", "project", record, "received")
            assert found.given == self.told("help", "project", record, "value")
            alive = cash in self.book.ids(ListQuery("cash_books"))
            assert found.spent == (self.told("cash_lines", "cash_book", cash, "expense") if alive else 0)
            assert len({each.category for each in found.categories}) == len(found.categories)


TestMoney = Money.TestCase
TestMoney.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
