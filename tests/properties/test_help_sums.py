"""Sums of help are the sums of its rows, whatever was given, mended, deleted, restored, undone and done again."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import CHEAP, PASSWORD, case, household, put

MONEY = st.one_of(st.none(), st.integers(0, 10**9).map(lambda satang: Decimal(satang).scaleb(-2)))
DAYS = {"2026-09-30": 2569, "2026-10-01": 2570, "2025-12-31": 2569}
BY = ("case", "household", "partner", "year")


@dataclass(frozen=True)
class Given:
    """Help as it must stand."""

    case: bytes
    household: bytes
    partner: bytes | None
    day: str
    value: Decimal | None
    deleted: bool = False

    @property
    def year(self) -> int:
        """The fiscal year."""
        return DAYS[self.day]


State = dict[bytes, Given]


@dataclass(frozen=True)
class Made:
    """A book with two cases and two partners, made once."""

    folder: Path
    cases: dict[bytes, bytes]
    partners: tuple[bytes, ...]


@functools.cache
def _begun() -> Made:
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    atexit.register(shutil.rmtree, folder)
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    book = Book.create(folder / "book", REGISTERS, **facts, cost=CHEAP)[0]
    homes = [household(book), household(book)]
    cases = {case(book, household=home): home for home in homes}
    partners = tuple(put(book, "partners", {"name": name}) for name in ("กสศ.", "อบต."))
    book.close()
    return Made(folder / "book", cases, partners)


class Sums(RuleBasedStateMachine):
    """Help for two cases."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
        self.state: State = {}
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []

    @initialize()
    def begin(self) -> None:
        self.made = _begun()
        shutil.copytree(self.made.folder, self.folder / "book")
        self.book = Book.open(self.folder / "book", REGISTERS, PASSWORD, ScriptedClock())

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    def became(self, state: State) -> None:
        self.done.append((self.state, state))
        self.undone.clear()
        self.state = state

    def chosen(self, at: int) -> bytes:
        return sorted(self.state)[at % len(self.state)]

    @rule(to=st.sampled_from([(0,), (1,), (0, 1)]), by=st.sampled_from([None, 0, 1]), day=st.sampled_from(sorted(DAYS)), value=MONEY)
    def give(self, to: tuple[int, ...], by: int | None, day: str, value: Decimal | None) -> None:
        cases = [list(self.made.cases)[each] for each in to]
        partner = None if by is None else self.made.partners[by]
        known = set(self.state)
        asked = {"kind": "FOOD", "what": "ข้าวสาร", "given_on": day, "value": value, "partner": partner}
        self.book.do("cases", "record_help", cases, asked)
        state = dict(self.state)
        for record in {*self.book.ids(ListQuery("help")), *self.book.ids(ListQuery("help", deleted=True))} - known:
            whose = self.book.row("help", record).values["case"]
            state[record] = Given(whose, self.made.cases[whose], partner, day, value)
        assert len(state) == len(known) + len(cases)
        self.became(state)

    @precondition(lambda self: self.state)
    @rule(at=st.integers(0, 99), value=MONEY, day=st.sampled_from(sorted(DAYS)))
    def mend(self, at: int, value: Decimal | None, day: str) -> None:
        record = self.chosen(at)
        before = self.state[record]
        if before.deleted:
            return
        with self.book.write() as deed:
            deed.put("help", record, {"value": value, "given_on": day})
        if (before.value, before.day) != (value, day):
            self.became(self.state | {record: replace(before, value=value, day=day)})

    @precondition(lambda self: self.state)
    @rule(at=st.integers(0, 99))
    def delete_or_restore(self, at: int) -> None:
        record = self.chosen(at)
        gone = self.state[record].deleted
        (self.book.restore if gone else self.book.delete)("help", [record])
        self.became(self.state | {record: replace(self.state[record], deleted=not gone)})

    @rule()
    def undo(self) -> None:
        assert bool(self.book.undo()) == bool(self.done)
        if self.done:
            before, after = self.done.pop()
            self.undone.append((before, after))
            self.state = self.state | {record: replace(given, deleted=True) for record, given in after.items()} | before

    @rule()
    def redo(self) -> None:
        assert bool(self.book.redo()) == bool(self.undone)
        if self.undone:
            before, after = self.undone.pop()
            self.done.append((before, after))
            self.state = self.state | after

    @invariant()
    def every_sum_is_the_sum_of_its_rows(self) -> None:
        if not hasattr(self, "book"):
            return
        live = [given for given in self.state.values() if not given.deleted]
        for by in BY:
            wanted: dict[Any, tuple[int, Decimal]] = {}
            for given in live:
                count, total = wanted.get(getattr(given, by), (0, Decimal(0)))
                wanted[getattr(given, by)] = count + 1, total + (given.value or Decimal(0))
            told = self.book.totals(ListQuery("help"), by="given_on:fiscal_year" if by == "year" else by, of="value")
            assert {value: (count, total) for value, count, total in told} == wanted, by
        whole = sum((given.value or Decimal(0) for given in live), Decimal(0))
        assert self.book.sums(ListQuery("help")).get("value", Decimal(0)) == whole


TestSums = Sums.TestCase
TestSums.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
