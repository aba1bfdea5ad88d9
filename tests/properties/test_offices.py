"""Whole offices as a state machine: two PCs of a council, another council with an older program and their region write, hand over and take
whatever lies about, while sticks are lost and doubled, books are restored and copied, keys renewed and programs upgraded.

At any time what a sender calls confirmed is in its reader's hands. In the end every office holds the same rows and asks the same questions, and
nothing that somebody still had was lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desktop.base import i18n
from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.editing import ProblemsFound
from desktop.registers import REGISTERS
from desktop.store import backup, incarnation
from desktop.store.engine import BOOK
from desktop.store.soundness import examine
from desktop.sync import exchange, peers, purposes, renewal, taking
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
ANSWERS = {"", "already", "gap", "fork", "parcel_other_office", "unknown_office", "unknown_device", "retired_key"}


class Offices(RuleBasedStateMachine):
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
        self.forked: set[Path] = set()  # made by one of two copies while neither knew of the other
        self.kept: dict[str, Path] = {}
        self.outs = 0
        self.typed: set[tuple[bytes, str, object]] = set()
        self.born: list[bytes] = []
        for name in (FIRST, SECOND, OTHER):
            self.write_down(name)
        for _round in range(2):  # so that there is something all hold and may come to disagree about
            for sender, reader in ((FIRST, SECOND), (SECOND, FIRST), (FIRST, REGION), (OTHER, REGION)):
                self._carry(sender, [reader])
                self._carry(reader, [sender])

    # -- what people do

    @rule(name=st.sampled_from((FIRST, SECOND, OTHER)))
    def write_down(self, name: str) -> None:
        """A new person."""
        values = person_values(village=f"บ้าน{len(self.born)}")
        values = {field: value for field, value in values.items() if self.registers[name]["people"].has(field)}
        with self.at[name].write() as deed:
            record = deed.put("people", None, values)
        self.born.append(record)
        self.typed.add((record, "village", values["village"]))

    @rule(name=st.sampled_from((*NAMES, COPY)), which=number, field=st.sampled_from(EVERYWHERE), value=WORDS)
    def edit(self, name: str, which: int, field: str, value: str | None) -> None:
        """A field of some person that this office holds."""
        if name not in self.at:
            return
        alive = sorted(record for record, row in records(self.at[name])["people"].items() if not row["~"])
        if not alive:
            return
        record = alive[which % len(alive)]
        with self.at[name].write() as deed:
            row = deed.row("people", record)
            assert row is not None
            if row.values[field] == value:
                return
            try:
                deed.put("people", record, {field: value})
            except ProblemsFound:  # a region that was not given the name can't change the record
                assert name == REGION
                assert row.values["first_name"] is None
                return
            self.typed.add((record, field, value))

    @rule(
        names=st.lists(st.sampled_from((*NAMES, COPY)), min_size=2, max_size=3, unique=True),
        which=number,
        field=st.sampled_from(EVERYWHERE),
    )
    def edit_apart(self, names: list[str], which: int, field: str) -> None:
        """Several offices change the same field of the same person, each otherwise."""
        for name in names:
            self.edit(name, which, field, f"{name} {len(self.typed)}")

    @rule(name=named, which=number)
    def bin_or_bring_back(self, name: str, which: int) -> None:
        """Delete a person, or restore one."""
        held = sorted(records(self.at[name])["people"].items())
        if held:
            record, row = held[which % len(held)]
            with self.at[name].write() as deed:
                (deed.restore if row["~"] else deed.delete)("people", record)

    @rule(name=named, which=number)
    def decide(self, name: str, which: int) -> None:
        """Settle one conflict."""
        open_ = self.at[name].conflicts()
        if open_:
            conflict = open_[which % len(open_)]
            self.at[name].resolve(conflict.id, conflict.values[which % len(conflict.values)].value)

    @rule(name=st.sampled_from((*NAMES, COPY)))
    def hand_over(self, name: str) -> None:
        if name in self.at:
            made = [each.file for each in exchange.make(self.at[name], self._out())]
            self.stick += made
            if name in (FIRST, COPY) and self._two_of_one():
                self.forked.update(made)

    @precondition(lambda self: self.stick)
    @rule(name=st.sampled_from((*NAMES, COPY)), which=number, answering=st.booleans())
    def take(self, name: str, which: int, answering: bool) -> None:
        """Some parcel that lies about, old or new, for this office or not."""
        file = self.stick[which % len(self.stick)]
        # Which of two copies goes on is settled between them and the region. Who took the other's parcel before that can't be told (docs/faults.md).
        if name not in self.at or (name == SECOND and file in self.forked):
            return
        results = taking.take(self.at[name], [file], receipts=self._out() if answering else None)
        for result in results:
            assert result.code in ANSWERS, result
            if result.receipt is not None:
                self.stick += result.receipt.parent.glob("*.parcel")
        self.stick = list(dict.fromkeys(self.stick))

    @rule(pair=st.sampled_from(((FIRST, REGION), (SECOND, REGION), (OTHER, REGION), (FIRST, SECOND), (COPY, REGION))), back=st.booleans())
    def carry_a_stick(self, pair: tuple[str, str], back: bool) -> None:
        """A hand-over as it should be, now and then with the answer."""
        if set(pair) <= self.at.keys() and not (SECOND in pair and FIRST in pair and self._two_of_one()):
            self._carry(pair[0], [pair[1]])
            if back:
                self._carry(pair[1], [pair[0]])

    # -- what befalls them

    @precondition(lambda self: self.stick)
    @rule(which=number)
    def lose(self, which: int) -> None:
        """A parcel is gone for ever."""
        self.stick.pop(which % len(self.stick))

    @rule(name=named)
    def keep_a_backup(self, name: str) -> None:
        copy = self.at[name].back_up("kept")
        assert copy is not None
        self.kept[name] = shutil.copyfile(copy, self.folder / f"{name}-{self._number()}.db")

    @precondition(lambda self: self.kept)
    @rule(which=number, with_its_mark=st.booleans())
    def restore(self, which: int, with_its_mark: bool) -> None:
        """A disk died: the last backup takes the place of the book; now and then the whole folder was put back, mark and all."""
        name = sorted(self.kept)[which % len(self.kept)]
        self.at[name].close()
        backup.restore(self.kept[name], self.at[name].folder / BOOK)
        if with_its_mark:
            (self.at[name].folder / incarnation.MARK).unlink(missing_ok=True)
        self._open(name, self.registers[name])
        self._forget_what_nobody_has()

    @precondition(lambda self: COPY not in self.at)
    @rule()
    def copy_the_folder(self) -> None:
        """Somebody copies the first PC's folder to another PC and goes on with both."""
        self.at[FIRST].close()
        shutil.copytree(self.at[FIRST].folder, self.folder / COPY)
        self.registers[COPY] = self.registers[FIRST]
        self.at[COPY] = self.books.opened(self.folder / COPY)
        self._open(FIRST, self.registers[FIRST])

    @rule(name=st.sampled_from((FIRST, SECOND, OTHER, REGION)))
    def renew_the_key(self, name: str) -> None:
        """Never of a PC whose folder was copied: then two keys follow one, and the region has to say which."""
        if COPY in self.at:
            return
        try:
            renewal.renew(self.at[name])
        except Refused as refused:
            assert refused.code == "renewal_under_way", refused

    @rule(name=st.sampled_from((FIRST, SECOND, OTHER)), purpose=st.sampled_from(list(Purpose)))
    def hand_over_for(self, name: str, purpose: Purpose) -> None:
        """A council chooses what leaves it."""
        purposes.choose(self.at[name], purpose)

    @precondition(lambda self: self.registers[OTHER] is OLD)
    @rule()
    def upgrade(self) -> None:
        """The other council gets the present program."""
        self._open(OTHER, REGISTERS)
        absorb(self.at[OTHER])

    # -- what always holds

    @invariant()
    def what_is_confirmed_is_there(self) -> None:
        """As its reader's own word said; a reader whose book was restored since asks again by itself."""
        region = self.at[REGION]
        with region.read() as reader:
            held = {scope: peers.held(reader.conn, scope) for scope in {book.office.uid for book in self.at.values()}}
        for name, book in self.at.items():
            if name in (REGION, COPY) or REGION in self.kept:
                continue
            with book.read() as reader:
                said = peers.acknowledged(reader.conn, region.store.fingerprint)
                for replica, stream in peers.numbers(reader.conn, book.office.uid).items():
                    assert said.get(stream, 0) <= held[book.office.uid].get(replica, 0)

    def teardown(self) -> None:
        try:
            self._settle()
            self._judge()
        finally:
            for book in self.at.values():
                book.close()
            shutil.rmtree(self.folder)

    # -- within

    def _two_of_one(self) -> bool:
        return COPY in self.at and self.at[COPY].replica == self.at[FIRST].replica

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


TestOffices = Offices.TestCase
TestOffices.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
