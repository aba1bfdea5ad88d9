"""Real books: two PCs of one council, a PC each of two more, and their region edit apart; parcels are lost, doubled, late and cut.

In the end every office holds the same rows and asks the same questions, and every value ever typed is in every history.

A history is what happens to one record. Many histories live in the same set of books and travel in the same parcels, each with edits of its
own; SAPHA_BOOK_HISTORIES asks for more of them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import person_values
from tests.sync.offices import meet, records

HISTORIES = int(os.environ.get("SAPHA_BOOK_HISTORIES", "600"))
WORLDS = 12
ROUNDS = 10
TEXTS = ("occupation", "village", "note", "house_no")
VULNERABLE = ("DISABLED", "ELDERLY", "BEDRIDDEN", "ORPHAN")


class World:
    """Offices, a stick with all parcels ever made, and what was typed into which record."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.books = Books(folder, ScriptedClock())
        self.clocks = [ScriptedClock(1_795_300_000_000 + skew * 3_600_000) for skew in (0, -25, 20, 5, 0)]
        names = ("first", "second", "other", "third")
        self.councils = [self.books(name, clock=clock) for name, clock in zip(names, self.clocks, strict=False)]
        self.region = self.books("region", kind="region", areas=("21",), clock=self.clocks[4])
        first, second, other, third = self.councils
        meet(first, self.region, folder / "letters")
        meet(second, first, folder / "letters")
        meet(other, self.region, folder / "letters")
        meet(third, self.region, folder / "letters")
        self.all = [*self.councils, self.region]
        self.stick: list[Path] = []
        self.typed: dict[bytes, set[tuple[str, object]]] = {}
        self.home: dict[bytes, bytes] = {}
        self.seen: Counter[str] = Counter()
        self.carry(first, [second, self.region])  # so that the second PC knows the region, and the region it

    def carry(self, sender: Book, readers: list[Book]) -> None:
        """Hand over without mishap."""
        for made in exchange.make(sender, self.out()):
            for reader in readers:
                taking.take(reader, [made.file])

    def out(self) -> Path:
        folder = self.folder / f"out-{len(self.stick)}-{self.random.getrandbits(32)}"
        folder.mkdir()
        return folder

    def born(self, count: int) -> None:
        """New records, each the beginning of a history, in some PC of its council."""
        for _each in range(count):
            book = self.random.choice(self.councils)
            values = person_values(occupation=self.word())
            with book.write() as deed:
                record = deed.put("people", None, values)
            self.typed[record] = {("occupation", values["occupation"])}
            self.home[record] = book.office.uid

    def word(self) -> str:
        return f"ค่า{self.random.randrange(40)}"

    def work(self, book: Book) -> None:
        """What an office does between two hand-overs: about every third record it holds."""
        mine = [record for record, row in records(book)["people"].items() if not row["~"] and self.random.random() < 0.25]
        gone = [record for record, row in records(book)["people"].items() if row["~"] and self.random.random() < 0.3]
        with book.write() as deed:
            for record in mine:
                if self.random.random() < 0.2:
                    deed.delete("people", record)
                    continue
                field = self.random.choice(TEXTS)
                value = self.word() if self.random.random() < 0.9 else None
                values: dict[str, object] = {field: value}
                if self.random.random() < 0.3:
                    values["vulnerable"] = tuple(self.random.sample(VULNERABLE, self.random.randrange(4)))
                row = deed.row("people", record)
                assert row is not None
                if row.values[field] != value:
                    self.typed[record].add((field, value))
                deed.put("people", record, values)
            for record in gone:
                deed.restore("people", record)
        for conflict in book.conflicts():
            self.seen["disputed"] += conflict.field == "~"
            if self.random.random() < 0.5:
                head = self.random.choice(conflict.values)
                book.resolve(conflict.id, head.value)
                self.seen["decided"] += 1

    def hand_over(self, book: Book) -> None:
        self.stick += [made.file for made in exchange.make(book, self.out())]

    def take_some(self, book: Book) -> None:
        """Whatever lies about, in any order, again and again, now and then broken."""
        ours = [file for file in self.stick if book.store.fingerprint in taking.show(file).to]
        for file in [*self.random.sample(ours, min(len(ours), 3)), self.random.choice(self.stick)]:
            if self.random.random() < 0.1:
                raw = file.read_bytes()
                cut = self.out() / "cut.parcel"
                cut.write_bytes(raw[: self.random.randrange(len(raw))])
                (result,) = taking.take(book, [cut])
                assert result.code == "parcel_cut_short"
                self.seen["cut"] += 1
            receipts = self.out() if self.random.random() < 0.3 else None
            for result in taking.take(book, [file], receipts=receipts):
                self.seen[result.code or result.status] += 1
                assert result.code in ("", "already", "gap", "parcel_other_office"), result
                if result.receipt is not None:
                    self.stick.append(result.receipt)

    def live(self) -> None:
        """Months of it."""
        for _round in range(ROUNDS):
            for book in self.random.sample(self.all, 3):
                self.work(book)
            for book in self.random.sample(self.all, 3):
                self.hand_over(book)
            for book in self.random.sample(self.all, 3):
                self.take_some(book)
            self.stick = self.random.sample(self.stick, len(self.stick) * 3 // 4)

    def settle(self) -> None:
        """At last everybody hands over and takes, until nobody has anything new."""
        first, second, other, third = self.councils
        for _round in range(3):
            self.carry(first, [second, self.region])
            self.carry(second, [first, self.region])
            self.carry(other, [self.region])
            self.carry(third, [self.region])
            self.carry(self.region, self.councils)
        for book in self.all:
            assert not taking.held(book)

    def judge(self) -> None:
        """All offices of a council and the region agree, and nothing typed was lost."""
        whole = records(self.region)["people"]
        asked = {conflict.id: conflict for conflict in self.region.conflicts()}
        assert whole.keys() == self.typed.keys()
        for book in self.councils:
            own = {record for record, home in self.home.items() if home == book.office.uid}
            there = records(book)["people"]
            assert there == {record: whole[record] for record in own}
            questions = {conflict.id: conflict for conflict in book.conflicts()}
            assert questions.keys() == {key for key, conflict in asked.items() if conflict.record in own}
            for key, question in questions.items():
                if question.field != "~":
                    assert set(question.values) == set(asked[key].values)
            self._remembers(book, own)
        self._remembers(self.region, set(self.typed))
        self.seen.update(histories=len(self.typed), conflicts=len(asked), deleted=sum(row["~"] for row in whole.values()))
        self.seen.update(disputed=sum(conflict.field == "~" for conflict in asked.values()))

    def _remembers(self, book: Book, own: set[bytes]) -> None:
        for record in own:
            told = {(entry.field, entry.value) for entry in book.history("people", record)}
            assert self.typed[record] <= told


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, request.param)
    yield made
    for book in made.books.open:
        book.close()


@pytest.mark.parametrize("world", range(WORLDS), indirect=True, ids=lambda seed: f"world {seed}")
def test_every_office_ends_with_the_same_rows_questions_and_histories(world: World) -> None:
    world.born(HISTORIES // WORLDS)
    world.live()
    world.settle()
    world.judge()
    print(dict(world.seen))
    assert world.seen["histories"] == HISTORIES // WORLDS
    # A world in which nothing difficult happens proves nothing.
    nothing_of = [
        what
        for what in ("conflicts", "disputed", "decided", "already", "deleted", "applied", "cut", "parcel_other_office")
        if not world.seen[what]
    ]
    assert not nothing_of, world.seen
