"""One book against a plain dictionary: whatever is done in whatever order, it shows what the dictionary holds, and forgets nothing typed."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from tests.factory import CHEAP, PASSWORD

Values = dict[str, Any]
State = dict[bytes, tuple[bool, Values]]  # record -> deleted, values

FIELDS = ("title", "fiscal_year", "budget", "areas", "note")
BLANK: Values = dict.fromkeys(FIELDS)
TITLES = st.sampled_from(["ซ่อมบ้าน", "ฝาย", "ตลาดนัด", "แปลงผัก"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": TITLES,
        "fiscal_year": st.sampled_from([None, 2568, 2569]),
        "budget": st.sampled_from([None, Decimal("0.00"), Decimal("45000.00"), Decimal("12.50")]),
        "areas": st.sampled_from([None, ("210304",), ("210304", "210305"), ("100101",)]),
        "note": st.sampled_from([None, "ก", "ข\nค"]),
    },
)


def filled(values: Values) -> Values:
    """Without blanks: a new record does not say them."""
    return {name: value for name, value in values.items() if value is not None}


@functools.cache
def _empty() -> Path:
    """A new book, made once: each history begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    Book.create(folder / "book", REGISTERS, **facts, cost=CHEAP)[0].close()
    atexit.register(shutil.rmtree, folder)
    return folder / "book"


class OneBook(RuleBasedStateMachine):
    """Insert, edit, delete, restore, several at once, undo, redo, seal, a night in between, a deed that fails."""

    records: Bundle[bytes] = Bundle("records")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
        self.clock = ScriptedClock()
        self.state: State = {}
        self.undone: list[tuple[State, State]] = []
        self.done: list[tuple[State, State]] = []
        self.typed: dict[bytes, set[tuple[str, Any]]] = {}

    @initialize()
    def begin(self) -> None:
        shutil.copytree(_empty(), self.folder / "book")
        self.book = Book.open(self.folder / "book", REGISTERS, PASSWORD, self.clock)

    def teardown(self) -> None:
        if hasattr(self, "book"):
            assert all(not finding.found for finding in examine(self.book.store))
            self.book.close()
        shutil.rmtree(self.folder)

    def became(self, state: State) -> None:
        """A deed of this session."""
        if state != self.state:
            self.done.append((self.state, state))
            self.undone.clear()
            self.state = state

    def note_typed(self, record: bytes, values: Values) -> None:
        found = self.typed.setdefault(record, set())
        for name, value in values.items():
            if name == "areas":
                found |= {(name, element) for element in value or ()}
            else:
                found.add((name, value))

    @rule(target=records, title=TITLES, values=VALUES)
    def insert(self, title: str, values: Values) -> bytes:
        values = {"title": title, **values}
        with self.book.write() as deed:
            record = deed.put("projects", None, values)
        self.note_typed(record, filled(values))
        self.became(self.state | {record: (False, BLANK | values)})
        return record

    @rule(target=records, title=TITLES, values=VALUES)
    def insert_and_edit_at_once(self, title: str, values: Values) -> bytes:
        with self.book.write() as deed:
            record = deed.put("projects", None, {"title": title})
            deed.put("projects", record, values)
        self.note_typed(record, {"title": title} | filled(values))
        self.became(self.state | {record: (False, BLANK | {"title": title} | values)})
        return record

    @rule(record=records, values=VALUES, again=VALUES)
    def edit(self, record: bytes, values: Values, again: Values) -> None:
        """By a draft and a second time in one deed; not what lies in the bin."""
        deleted, before = self.state[record]
        if deleted:
            return
        with self.book.write() as deed:
            for each in (values, again):
                deed.put("projects", record, each)
        for old, new in ((before, values), (before | values, again)):
            self.note_typed(record, {name: value for name, value in new.items() if value != old[name]})
        self.became(self.state | {record: (False, before | values | again)})

    @rule(record=records, values=VALUES)
    def save_a_draft(self, record: bytes, values: Values) -> None:
        deleted, before = self.state[record]
        if deleted:
            return
        draft = self.book.draft("projects", record)
        draft.values |= values
        self.book.save(draft)
        self.note_typed(record, {name: value for name, value in values.items() if value != before[name]})
        self.became(self.state | {record: (False, before | values)})

    @rule(one=records, other=records)
    def delete(self, one: bytes, other: bytes) -> None:
        alive = [record for record in dict.fromkeys((one, other)) if not self.state[record][0]]
        self.book.delete("projects", alive)
        self.became(self.state | {record: (True, self.state[record][1]) for record in alive})

    @rule(one=records, other=records)
    def restore(self, one: bytes, other: bytes) -> None:
        gone = [record for record in dict.fromkeys((one, other)) if self.state[record][0]]
        self.book.restore("projects", gone)
        self.became(self.state | {record: (False, self.state[record][1]) for record in gone})

    @rule(values=VALUES)
    def fail(self, values: Values) -> None:
        try:
            with self.book.write() as deed:
                deed.put("projects", None, {"title": "ไม่เกิดขึ้น"} | values)
                deed.work.flush()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    @rule()
    def undo(self) -> None:
        assert bool(self.book.undo()) == bool(self.done)
        if not self.done:
            return
        before, after = self.done.pop()
        self.undone.append((before, after))
        # A new record that is undone lies in the bin: nothing is ever unmade.
        self.state = self.state | {record: (True, values) for record, (_deleted, values) in after.items()} | before

    @rule()
    def redo(self) -> None:
        assert bool(self.book.redo()) == bool(self.undone)
        if not self.undone:
            return
        before, after = self.undone.pop()
        self.done.append((before, after))
        self.state = self.state | after

    @rule()
    def seal(self) -> None:
        self.book.store.seal_all()

    @rule()
    def night(self) -> None:
        """The program is closed and opened; undo begins anew."""
        self.book.close()
        self.book = Book.open(self.book.folder, REGISTERS, PASSWORD, self.clock)
        self.done, self.undone = [], []
        assert not self.book.can_undo() and not self.book.can_redo()

    @rule(ms=st.integers(-(10**9), 10**9))
    def clock_jumps(self, ms: int) -> None:
        self.clock.advance(ms)

    @invariant()
    def the_book_shows_what_the_dictionary_holds(self) -> None:
        if not hasattr(self, "book"):
            return
        for deleted in (False, True):
            ids = self.book.ids(ListQuery("projects", deleted=deleted))
            assert set(ids) == {record for record, (gone, _values) in self.state.items() if gone is deleted}
            for row in self.book.rows("projects", ids):
                assert row is not None
                assert {name: row.values[name] for name in FIELDS} == self.state[row.id][1]

    @invariant()
    def history_holds_every_value_ever_typed(self) -> None:
        for record, typed in self.typed.items():
            told = {
                (entry.field, entry.value.lstrip("+-") if entry.field == "areas" else entry.value)
                for entry in self.book.history("projects", record)
            }
            assert typed <= told


TestOneBook = OneBook.TestCase
TestOneBook.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
