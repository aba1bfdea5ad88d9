"""The offices of the state machine (test_offices.py): real books, a stick, what was typed, and how it is settled and judged in the end."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from desktop.base import i18n
from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from desktop.sync import exchange, purposes, taking
from desktop.sync.absorbing import absorb
from desktop.sync.purposes import Purpose
from tests.conftest import Books
from tests.factory import PASSWORD, person_values
from tests.golden.older import OLD
from tests.sync.offices import meet, questions, records

FIRST, SECOND, OTHER, REGION = "first", "second", "other", "region"
NAMES = (FIRST, SECOND, OTHER, REGION)
COPY = "copy"  # of the first PC's folder, used beside it
EVERYWHERE = ("village", "note", "house_no")  # fields that the older program knows too
WORDS = st.sampled_from(["ก", "ข", "ค", None])

named = st.sampled_from(NAMES)
number = st.integers(0, 1 << 16)

# What taking may answer when nothing is wrong with the program.
ANSWERS = {"", "already", "gap", "fork", "fork_settled", "parcel_other_office", "unknown_office", "unknown_device", "retired_key"}


class World(RuleBasedStateMachine):
    """The offices by name; `stick` are all parcels that lie about, `typed` what must be in the histories in the end."""

    def __init__(self) -> None:
        super().__init__()
        i18n.use("en")
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-offices-"))
        self.clock = ScriptedClock()
        self.books = Books(self.folder, self.clock)
        self.at = {
            FIRST: self.books(FIRST),
            SECOND: self.books(SECOND),
            OTHER: self.books(OTHER, areas=("210305",)),
            REGION: self.books(REGION, kind="region", areas=("21",)),
        }
        for guest, host in ((FIRST, REGION), (SECOND, FIRST), (OTHER, REGION)):
            meet(self.at[guest], self.at[host], self.folder / "letters")
        self.registers = dict.fromkeys(NAMES, REGISTERS)
        self._open(OTHER, OLD)
        self.stick: list[Path] = []
        self.kept: dict[str, Path] = {}
        self.outs = 0
        self.typed: set[tuple[bytes, str, object]] = set()
        self.born: list[bytes] = []
        for name in (FIRST, SECOND, OTHER):
            self.born_at(name)
        for _round in range(2):  # so that there is something all hold and may come to disagree about
            for sender, reader in ((FIRST, SECOND), (SECOND, FIRST), (FIRST, REGION), (OTHER, REGION)):
                self._carry(sender, [reader])
                self._carry(reader, [sender])

    def _number(self) -> int:
        self.outs += 1
        return self.outs

    def _out(self) -> Path:
        folder = self.folder / f"out-{self._number()}"
        folder.mkdir()
        return folder

    def _open(self, name: str, registers: object) -> None:
        self.at[name].close()
        self.registers[name] = registers  # type: ignore[assignment]
        self.at[name] = Book.open(self.folder / name, registers, PASSWORD, self.clock)  # type: ignore[arg-type]

    def _told(self) -> set[tuple[bytes, str, object]]:
        """What the histories of all books tell."""
        return {
            (record, entry.field, entry.value)
            for book in self.at.values()
            for record in self.born
            for entry in book.history("people", record)
        }

    def _forget_what_nobody_has(self) -> None:
        self.typed &= self._told()

    def _carry(self, sender: str, readers: list[str]) -> None:
        for made in exchange.make(self.at[sender], self._out()):
            for reader in readers:
                for result in taking.take(self.at[reader], [made.file]):
                    assert result.code in ANSWERS, result

    def _settle(self) -> None:
        """At last everybody has the present program, and everybody hands over and takes until nobody has anything new."""
        self._open(OTHER, REGISTERS)
        absorb(self.at[OTHER])
        for name in (FIRST, SECOND, OTHER, *({COPY} & self.at.keys())):
            purposes.choose(self.at[name], Purpose.FULL)
        copies = [COPY] if COPY in self.at else []
        for _round in range(4):
            for name in (FIRST, SECOND, OTHER, *copies):
                # Each is answered before the next: a copied folder bears the first one's key, and what is known of one is not of the other.
                self._carry(name, [REGION])
                self._carry(REGION, [name])
            self._carry(FIRST, [SECOND])
            self._carry(SECOND, [FIRST])

    def _judge(self) -> None:
        whole = records(self.at[REGION])["people"]
        asked = questions(self.at[REGION])
        homes: dict[bytes, set[bytes]] = {}
        for name, book in self.at.items():
            assert not taking.held(book), name
            assert [each for each in examine(book.store) if each.found] == [], name
            if name != REGION:
                there = records(book)["people"]
                homes.setdefault(book.office.uid, set()).update(there)
                assert there == {record: whole[record] for record in there}, name
                assert questions(book) <= asked, name
        assert set().union(*homes.values()) == set(whole)
        assert self.typed <= self._told()

    def born_at(self, name: str) -> None:
        """A new person, written down by an office."""
        values = person_values(village=f"บ้าน{len(self.born)}")
        values = {field: value for field, value in values.items() if self.registers[name]["people"].has(field)}
        with self.at[name].write() as deed:
            record = deed.put("people", None, values)
        self.born.append(record)
        self.typed.add((record, "village", values["village"]))
