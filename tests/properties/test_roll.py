"""The roll against a plain list of stays: whatever is replaced, ended, begun anew, undone and done again, it is right on every day."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records import listing
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.roll import roll
from desktop.registers import REGISTERS
from tests.factory import CHEAP, PASSWORD

PEOPLE = 5
DAYS = st.integers(0, 30)
SEATS = st.integers(0, 9)
Stays = dict[bytes, tuple[int, int, int | None]]  # seat -> person, first day, day it ended


def iso(day: int) -> str:
    return (dt.date(2026, 1, 1) + dt.timedelta(days=day)).isoformat()


@functools.cache
def _begun() -> tuple[Path, tuple[bytes, ...]]:
    """A book with a few people, made once: each history begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    atexit.register(shutil.rmtree, folder)
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    book = Book.create(folder / "book", REGISTERS, **facts, cost=CHEAP)[0]
    with book.write() as deed:
        people = tuple(deed.put("people", None, {"first_name": f"คนที่{number}"}) for number in range(PEOPLE))
    book.close()
    return folder / "book", people


class Roll(RuleBasedStateMachine):
    """Deeds on seats in any order; those that are refused change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
        self.stays: Stays = {}
        self.ever: set[bytes] = set()
        self.done: list[tuple[Stays, Stays]] = []
        self.undone: list[tuple[Stays, Stays]] = []

    @initialize()
    def begin(self) -> None:
        template, self.people = _begun()
        shutil.copytree(template, self.folder / "book")
        self.book = Book.open(self.folder / "book", REGISTERS, PASSWORD, ScriptedClock())

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    def became(self, stays: Stays) -> None:
        if stays != self.stays:
            self.done.append((self.stays, stays))
            self.undone.clear()
        self.stays = stays
        self.ever |= set(stays)

    def do(self, action: str, seats: list[bytes], expected: bool, **values: Any) -> set[bytes]:
        """Do it; it must be refused unless `expected`. Gives the seats it opened."""
        before = set(self.book.ids(ListQuery("members")))
        try:
            self.book.do("members", action, seats, values)
        except Refused:
            assert not expected
            assert set(self.book.ids(ListQuery("members"))) == before
            return set()
        assert expected
        return set(self.book.ids(ListQuery("members"))) - before

    def seat(self, number: int) -> bytes | None:
        return sorted(self.stays)[number % len(self.stays)] if self.stays else None

    def can_end(self, seat: bytes, day: int) -> bool:
        _person, first, ended = self.stays[seat]
        return ended is None and day >= first

    @rule(person=st.integers(0, PEOPLE - 1), day=DAYS)
    def appoint(self, person: int, day: int) -> None:
        with self.book.write() as deed:
            seat = deed.put("members", None, {"person": self.people[person], "seat_kind": "REP", "appointed_on": iso(day)})
        self.became(self.stays | {seat: (person, day, None)})

    @rule(number=SEATS, person=st.integers(0, PEOPLE - 1), day=DAYS)
    def replace(self, number: int, person: int, day: int) -> None:
        old = self.seat(number)
        if old is None:
            return
        was, first, _ended = self.stays[old]
        opened = self.do(
            "replace", [old], self.can_end(old, day) and person != was, person=self.people[person], on=iso(day), reason="RESIGN"
        )
        if opened:
            self.became(self.stays | {old: (was, first, day)} | dict.fromkeys(opened, (person, day, None)))

    @rule(numbers=st.lists(SEATS, min_size=1, max_size=3), day=DAYS)
    def end(self, numbers: list[int], day: int) -> None:
        chosen = sorted({seat for number in numbers if (seat := self.seat(number)) is not None})
        if not chosen:
            return
        fits = all(self.can_end(seat, day) for seat in chosen)
        self.do("end_seat", chosen, fits, on=iso(day), reason="DEATH")
        if fits:
            self.became(self.stays | {seat: (*self.stays[seat][:2], day) for seat in chosen})

    @rule(numbers=st.lists(SEATS, min_size=1, max_size=3), day=DAYS, others=st.booleans())
    def new_term(self, numbers: list[int], day: int, others: bool) -> None:
        chosen = sorted({seat for number in numbers if (seat := self.seat(number)) is not None})
        if not chosen:
            return
        fits = all(self.can_end(seat, day) for seat in chosen)
        opened = self.do("new_term", chosen, fits, on=iso(day), term_no=2, others=others)
        if not fits:
            return
        left = [seat for seat, (_person, first, ended) in self.stays.items() if others and ended is None and first < day]
        stays = self.stays | {seat: (*self.stays[seat][:2], day) for seat in {*chosen, *left}}
        persons = {self.people[number]: number for number in range(PEOPLE)}
        rows = self.book.rows("members", sorted(opened))
        assert sorted(persons[row.values["person"]] for row in rows if row) == sorted(self.stays[seat][0] for seat in chosen)
        self.became(stays | {row.id: (persons[row.values["person"]], day, None) for row in rows if row})

    @rule()
    def undo(self) -> None:
        assert (self.book.undo() is not None) == bool(self.done)
        if self.done:
            step = self.done.pop()
            self.undone.append(step)
            self.stays = step[0]

    @rule()
    def redo(self) -> None:
        assert (self.book.redo() is not None) == bool(self.undone)
        if self.undone:
            step = self.undone.pop()
            self.done.append(step)
            self.stays = step[1]

    @invariant()
    def the_roll_is_right_on_every_day(self) -> None:
        if not hasattr(self, "book"):
            return
        with self.book.read() as reader:
            for day in range(32):
                held = {seat for seat, (_person, first, ended) in self.stays.items() if first <= day and (ended is None or ended > day)}
                assert {seat["id"] for seat in roll(reader, iso(day))} == held
                assert set(listing.ids(reader, REGISTERS, self.book.code_lists, ListQuery("members", on=iso(day)))) == held

    @invariant()
    def no_seat_is_ever_lost(self) -> None:
        if hasattr(self, "book"):
            kept = {*self.book.ids(ListQuery("members")), *self.book.ids(ListQuery("members", deleted=True))}
            assert self.ever <= kept


TestRoll = Roll.TestCase
TestRoll.settings = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
