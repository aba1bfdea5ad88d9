"""Whole offices as a state machine: two PCs of a council, another council with an older program and their region write, hand over and take
whatever lies about, while sticks are lost and doubled, books are restored and copied, keys renewed and programs upgraded.

At any time what a sender calls confirmed is in its reader's hands. In the end every office holds the same rows and asks the same questions, and
nothing that somebody still had was lost."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from desktop.base.errors import Refused
from desktop.records.editing import ProblemsFound
from desktop.registers import REGISTERS
from desktop.store import backup, marking
from desktop.store.engine import BOOK
from desktop.sync import exchange, peers, purposes, renewal, taking
from desktop.sync.absorbing import absorb
from desktop.sync.purposes import Purpose
from tests.golden.older import OLD
from tests.properties.office_world import ANSWERS, COPY, EVERYWHERE, FIRST, NAMES, OTHER, REGION, SECOND, WORDS, World, named, number
from tests.sync.offices import records

# Half a minute of work alone on a PC, and whatever else runs beside it
pytestmark = pytest.mark.timeout(900)


# Who meets whom
ROADS = ((FIRST, REGION), (SECOND, REGION), (OTHER, REGION), (FIRST, SECOND), (COPY, REGION), (COPY, SECOND))


class Offices(World):
    """What may happen."""

    # -- what people do

    @rule(name=st.sampled_from((FIRST, SECOND, OTHER)))
    def write_down(self, name: str) -> None:
        """A new person."""
        self.born_at(name)

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
            self.stick += [each.file for each in exchange.make(self.at[name], self._out())]

    @precondition(lambda self: self.stick)
    @rule(name=st.sampled_from((*NAMES, COPY)), which=number, answering=st.booleans())
    def take(self, name: str, which: int, answering: bool) -> None:
        """Some parcel that lies about, old or new, for this office or not."""
        file = self.stick[which % len(self.stick)]
        if name not in self.at:
            return
        results = taking.take(self.at[name], [file], receipts=self._out() if answering else None)
        for result in results:
            assert result.code in ANSWERS, result
            if result.receipt is not None:
                self.stick += result.receipt.parent.glob("*.parcel")
        self.stick = list(dict.fromkeys(self.stick))

    @rule(pair=st.sampled_from(ROADS), back=st.booleans())
    def carry_a_stick(self, pair: tuple[str, str], back: bool) -> None:
        """A hand-over as it should be, now and then with the answer."""
        if set(pair) <= self.at.keys():
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
            (self.at[name].folder / marking.NAME).unlink(missing_ok=True)
        self._open(name, self.registers[name])
        self._forget_what_nobody_has()

    @precondition(lambda self: COPY not in self.at)
    @rule()
    def copy_the_folder(self) -> None:
        """Somebody copies the first PC's folder to another PC and goes on with both."""
        if any(renewal.under_way(book) for book in self.at.values()):
            return  # whoever answers for the key that both bear, the other may not have heard of the new one: it has to be invited again
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


TestOffices = Offices.TestCase
TestOffices.settings = settings(
    max_examples=int(os.environ.get("SAPHA_OFFICES", "8")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
