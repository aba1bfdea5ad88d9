"""Cuts the power at chosen calls of a recorded day, and checks with the real program what it finds on the disk after each."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store import backup, marking, soundness
from desktop.store.soundness import examine
from desktop.sync import exchange, parcel
from tests.crash.day import AGAIN, COUNCIL, REGION, STICK
from tests.crash.disk import Call, Disk, lay_out
from tests.crash.driver import found
from tests.crash.holds import Holds
from tests.crash.recorder import record

_IDLE = (".pid", ".part", "mark.json", ".looked")  # what lies there unsynced while nothing happens
FOUNDING = 0.1  # of all cuts come before the offices have met: the same few steps for every book


def record_day(folder: Path, seed: int) -> list[Call]:
    """A new day (see day.py), in a folder that is not kept."""
    root = folder / "day"
    root.mkdir()
    calls = record("tests.crash.day", root, str(seed))
    shutil.rmtree(root)
    return calls


def points(calls: Sequence[Call], count: int, chance: Random) -> list[int]:
    """So many calls before which the power is cut, spread over the day."""
    met = next(number for number, call in enumerate(calls) if call.name == "met")
    early = round(count * FOUNDING)
    return sorted([*chance.choices(range(1, met), k=early), *chance.choices(range(met, len(calls) + 1), k=count - early)])


def cut(calls: Sequence[Call], points: Sequence[int], chance: Random, folder: Path, hand_over_every: int = 1) -> Counter[str]:
    """Cut before each of these calls (sorted); gives what was seen."""
    seen: Counter[str] = Counter()
    for number, (point, disk) in enumerate(_at(calls, points)):
        root = folder / f"{number}-{point}"
        lay_out(disk.left(chance), root)
        after = AfterCut(root, disk.said, chance)
        try:
            after.check(disk.unsafe(), handing_over=number % hand_over_every == 0)
        except BaseException as error:
            error.add_note(f"power cut before call {point}: {calls[point - 1]._replace(data=b'')}; last said: {disk.said[-1:]}")
            raise
        seen += after.seen
        shutil.rmtree(root)
    return seen


def _at(calls: Sequence[Call], points: Sequence[int]) -> Iterator[tuple[int, Disk]]:
    disk, done = Disk(), 0
    for point in points:
        for call in calls[done:point]:
            disk.did(call)
        done = point
        yield point, disk


class AfterCut(Holds):
    """What was on the disk, and what had been said before the cut."""

    def __init__(self, root: Path, said: Sequence[Sequence[str]], chance: Random) -> None:
        super().__init__(root / COUNCIL, root / REGION, root / STICK)
        self._root, self.chance = root, chance
        self._said = [list(words) for words in said]
        self.seen: Counter[str] = Counter(cuts=1)
        for moo, *ids in self._of("saved"):
            self.saved |= dict.fromkeys(ids, int(moo))

    def check(self, unsafe: set[str], *, handing_over: bool) -> None:
        """All that must hold. A book is looked through where the cut left something of it unsynced that it is read from."""
        loose = {name.split("/")[0] for name in unsafe if not name.endswith(_IDLE)}
        for kind in (COUNCIL, REGION):
            if [kind] not in self._of("founded"):
                self._founded_again(kind)
                return
        if not self._of("met"):
            self.is_sound(self.region)
            return
        self._passwords()
        for folder in (self.council, self.region):
            if folder.name in loose or self.chance.random() < 0.2:
                self.seen[folder.name] += 1
                self._is_whole(folder, every_record=handing_over)
        self._stick_holds_what_was_made()
        if handing_over:
            self.seen["handed over"] += 1
            self._hands_over()

    def opened(self, folder: Path) -> Book:
        """With the password that holds; it was not changed into nothing."""
        if folder != self.council or not self._of("changing"):
            return super().opened(folder)
        try:
            return Book.open(folder, REGISTERS, AGAIN, Clock())
        except Refused as refused:
            assert refused.code == "wrong_password" and not self._of("changed"), refused.code
            return super().opened(folder)

    def _founded_again(self, kind: str) -> None:
        """Nobody was told that the book is there: it is, or it can be made once more in the same folder."""
        self.seen["founding"] += 1
        try:
            super().opened(self._root / kind).close()
        except Refused as refused:
            assert refused.code == "book_missing", refused.code
            self.seen["founded again"] += 1
            found(self._root, kind).close()

    def _passwords(self) -> None:
        if self._of("changed"):
            try:
                super().opened(self.council).close()
            except Refused as refused:
                assert refused.code == "wrong_password"
            else:
                raise AssertionError("the old password opens it")

    def _is_whole(self, folder: Path, *, every_record: bool) -> None:
        book = self.opened(folder)
        try:
            assert book.store.lacks == 0, "taken for a restored one"
            self._is_marked(folder)
            if every_record:
                assert not [finding for finding in examine(book.store) if finding.found]
            else:
                with book.read() as reader:
                    assert not soundness._log(book.store, reader.conn).found
                assert not [wrong for _check, _count, wrong in book.store.database.look_through() if wrong]
            if folder == self.council:
                self.holds_what_was_confirmed(book)
                for (photo,) in self._of("photo"):
                    assert book.attachments.get(photo)
                for (copy,) in self._of("backed"):
                    backup.verify(folder / backup.FOLDER / copy, book.store.key)
        finally:
            book.close()

    def _is_marked(self, folder: Path) -> None:
        """Beside the book lies how far it had come, with each parcel of which a person was told."""
        mark = marking.read(folder)
        assert mark is not None and mark.replica
        if folder == self.council:
            assert max(mark.parcels.values(), default=0) >= max((int(number) for number, *_file in self._of("made")), default=0)

    def _stick_holds_what_was_made(self) -> None:
        """What a person was told to be on the stick is there, whole; nothing that could be taken is half."""
        for number, sha256, name in self._of("made"):
            assert parcel.inspect(self.stick / name).sha256 == sha256
            self.seen_as(("parcel", number), sha256)
        for (name,) in self._of("answered"):
            parcel.inspect(self.stick / name)
        self.stick_is_clean("parcel", "receipt")

    def _hands_over(self) -> None:
        book = self.opened(self.council)
        try:
            for made in exchange.make(book, self.stick):
                self.seen_as(("parcel", str(made.number)), made.sha256)
            self.stick_is_clean("parcel", "receipt")
            self.handed_over(book)
        finally:
            book.close()

    def _of(self, word: str) -> list[list[str]]:
        return [words[1:] for words in self._said if words[0] == word]
