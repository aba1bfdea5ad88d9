"""Who lives where, whatever happens: nobody lives in two places on one day by any deed, no stay is ever lost, and undoing leads back."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import itertools
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.plain import live
from desktop.registers import REGISTERS
from tests.factory import CHEAP, PASSWORD

PEOPLE, HOUSES = 4, 3
DAYS = st.integers(0, 20).map(lambda number: (dt.date(2026, 1, 1) + dt.timedelta(days=number)).isoformat())
NUMBERS = st.integers(0, 9)
State = tuple[tuple[tuple[Any, ...], ...], ...]


@functools.cache
def _begun() -> tuple[Path, tuple[bytes, ...], tuple[bytes, ...]]:
    """A book with a few people and houses, made once: each history begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    atexit.register(shutil.rmtree, folder)
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    book = Book.create(folder / "book", REGISTERS, **facts, cost=CHEAP)[0]
    with book.write() as deed:
        people = tuple(deed.put("people", None, {"first_name": f"คนที่{number}"}) for number in range(PEOPLE))
        houses = tuple(deed.put("households", None, {"house_no": f"{number}", "moo": 1}) for number in range(HOUSES))
    book.close()
    return folder / "book", people, houses


class Households(RuleBasedStateMachine):
    """Deeds on households in any order; those that are refused change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
        self.ever: set[bytes] = set()
        self.taken_back: set[bytes] = set()
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []

    @initialize()
    def begin(self) -> None:
        template, self.people, self.houses = _begun()
        shutil.copytree(template, self.folder / "book")
        self.book = Book.open(self.folder / "book", REGISTERS, PASSWORD, ScriptedClock())

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    # -- what there is

    def rows(self, register: str) -> list[Mapping[str, Any]]:
        with self.book.read() as reader:
            return live(reader, register)

    def state(self) -> State:
        wanted = {
            "household_persons": ("household", "person", "relation", "since", "until"),
            "households": ("head", "families", "family_no"),
        }
        return tuple(
            tuple(tuple(row[name] for name in ("id", *fields)) for row in self.rows(register)) for register, fields in wanted.items()
        )

    def stay(self, number: int) -> bytes | None:
        stays = self.rows("household_persons")
        return bytes(stays[number % len(stays)]["id"]) if stays else None

    def do(self, register: str, action: str, records: list[bytes | None], **values: Any) -> None:
        chosen = [record for record in records if record is not None]
        if not chosen:
            return
        before = self.state()
        try:
            self.book.do(register, action, chosen, values)
        except Refused:
            assert self.state() == before
            return
        self.done.append((before, self.state()))
        self.undone.clear()
        self.ever |= {row["id"] for row in self.rows("household_persons")}

    # -- what may happen

    @rule(house=NUMBERS, person=NUMBERS, day=DAYS)
    def move_in(self, house: int, person: int, day: str) -> None:
        where, who = self.houses[house % HOUSES], self.people[person % PEOPLE]
        self.do("households", "move_in", [where], person=who, day=day, relation="CHILD")

    @rule(stay=NUMBERS, house=NUMBERS, day=DAYS)
    def move(self, stay: int, house: int, day: str) -> None:
        self.do("household_persons", "move", [self.stay(stay)], household=self.houses[house % HOUSES], day=day)

    @rule(stay=NUMBERS, day=DAYS)
    def leave(self, stay: int, day: str) -> None:
        self.do("household_persons", "leave", [self.stay(stay)], day=day, reason="WORK")

    @rule(stay=NUMBERS)
    def make_head(self, stay: int) -> None:
        self.do("household_persons", "make_head", [self.stay(stay)], old_relation="RELATIVE")

    @rule(stay=NUMBERS, day=DAYS)
    def split_off(self, stay: int, day: str) -> None:
        self.do("household_persons", "split_off", [self.stay(stay)], day=day)

    @rule()
    def undo(self) -> None:
        if self.done:
            before, after = self.done.pop()
            there = {row["id"] for row in self.rows("household_persons")}
            assert self.book.undo() is not None
            assert self.state() == before
            self.taken_back |= there - {row["id"] for row in self.rows("household_persons")}
            self.undone.append((before, after))

    @rule()
    def redo(self) -> None:
        if self.undone:
            before, after = self.undone.pop()
            assert self.book.redo() is not None
            assert self.state() == after
            self.done.append((before, after))

    # -- what always holds

    @invariant()
    def nobody_lives_in_two_places_on_one_day_and_a_household_has_one_head_at_most(self) -> None:
        stays = self.rows("household_persons")
        for person in self.people:
            spans = sorted((row["since"], row["until"] or "9999") for row in stays if row["person"] == person)
            assert all(since <= until for since, until in spans)
            assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans)), spans
        heads = [row["household"] for row in stays if row["relation"] == "HEAD" and row["until"] is None]
        assert len(set(heads)) == len(heads)

    @invariant()
    def no_stay_is_lost(self) -> None:
        with self.book.read() as reader:
            kept = {stay: reader.stored("household_persons", stay) for stay in self.ever}
        assert all(kept.values())
        assert {record for record, stay in kept.items() if stay and stay["deleted"]} <= self.taken_back, "only undoing takes a stay away"

    @invariant()
    def the_families_of_a_house_are_numbered_apart(self) -> None:
        families = [(row["house_no"], row["family_no"] or 1) for row in self.rows("households")]
        assert len(set(families)) == len(families)


Households.TestCase.settings = settings(
    max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
TestHouseholds = Households.TestCase
