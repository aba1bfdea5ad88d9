"""Kills the worker at chosen moments and steps, and checks after each kill all that a power cut must leave true."""

from __future__ import annotations

import contextlib
import json
import math
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from desktop.sync import exchange, media, parcel, taking
from tests.factory import CHEAP, PASSWORD
from tests.sync.offices import meet

ROOT = Path(__file__).parents[2]


class Worker:
    """The process that works and is killed."""

    def __init__(self) -> None:
        self._deadline = math.inf
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.worker"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=0
        )

    def run(self, deed: str, folder: Path, stick: Path, *, at: int = 0, after_s: float | None = None) -> Run:
        """One job, killed at step `at` or `after_s` seconds after it began, or let alone."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"deed": deed, "folder": str(folder), "stick": str(stick), "at": at}) + "\n")
        run, pid, self._deadline = Run(), 0, math.inf
        began = time.monotonic()
        for words in self._lines(stdout.fileno()):
            if words is None:
                self._deadline = math.inf
                with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                    os.kill(pid, signal.SIGKILL)
            elif words[0] == "began":
                began, pid = time.monotonic(), int(words[1])
                self._deadline = math.inf if after_s is None else began + after_s
            elif words[0] == "ended":
                run.took_s, run.killed = time.monotonic() - began, int(words[1]) == -signal.SIGKILL
                return run
            else:
                run.said.append(words)
        raise AssertionError("the worker itself ended")

    def _lines(self, handle: int) -> Iterator[list[str] | None]:
        """What it says, word by word; None when the time is over."""
        buffer = b""
        while True:
            left = None if self._deadline == math.inf else max(0.0, self._deadline - time.monotonic())
            if not select.select([handle], [], [], left)[0]:
                yield None
                continue
            read = os.read(handle, 1 << 16)
            if not read:
                return
            buffer += read
            *whole, buffer = buffer.split(b"\n")
            for line in whole:
                yield line.decode().split(" ")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@dataclass(slots=True)
class Run:
    """What the worker said of one job before it ended."""

    said: list[list[str]] = field(default_factory=list)
    killed: bool = False
    took_s: float = 0.0

    def of(self, word: str) -> list[list[str]]:
        """The lines that begin with this word."""
        return [words[1:] for words in self.said if words[0] == word]


class Trial:
    """A council and its region that met, a stick between them, and all that was ever confirmed."""

    def __init__(self, folder: Path, worker: Worker, seed: int) -> None:
        self.stick, self.worker, self.chance = folder / "stick", worker, Random(seed)
        self.stick.mkdir(parents=True)
        council, region = _book(folder, "council"), _book(folder, "region")
        meet(council, region, folder / "letters")
        self.council, self.region = council.folder, region.folder
        for book in (council, region):
            book.back_up("test")
            book.close()
        self.saved: dict[str, int] = {}  # record: the moo confirmed last
        self.numbers: dict[tuple[str, str], set[str]] = {}  # kind and number of a parcel: the contents seen under it
        self.kills = 0
        self.reached: set[int] = set()  # how many saves were confirmed, or parcels taken, when it was killed

    # -- a council that saves and hands over, killed

    def make(self, *, at: int = 0, after_s: float | None = None) -> Run:
        """Once, then everything that must hold."""
        run = self._ran("make", self.council, at, after_s)
        self._is_sound(self.council)
        self.reached.add(len(run.of("saved")))
        for moo, *ids in run.of("saved"):
            self.saved |= dict.fromkeys(ids, int(moo))
        book = self._opened(self.council)
        try:
            self._holds_what_was_confirmed(book)
            for number, sha256, _name in run.of("made"):
                self._seen(("parcel", number), sha256)
            self._stick_is_clean("parcel")
            for made in exchange.make(book, self.stick):
                self._seen(("parcel", str(made.number)), made.sha256)
            self._handed_over(book)
        finally:
            book.close()
        return run

    def _handed_over(self, book: Book) -> None:
        """The region takes what is on the stick, ends equal, and its receipt is true."""
        region = self._opened(self.region)
        try:
            statuses = {taken.status for taken in taking.take(region, [self.stick], receipts=self.stick)}
            assert statuses <= {"applied", "already"}, statuses
            assert people(region) == people(book)
        finally:
            region.close()
        self._confirmed(book)

    def _confirmed(self, book: Book) -> None:
        taken = taking.take(book, [self.stick])
        assert {one.status for one in taken} <= {"applied", "already"}, taken
        assert exchange.unsent(book) == 0
        assert {one.status for one in exchange.outgoing(book)} == {"confirmed"}
        self._cleared()

    # -- a region that takes, killed

    def take(self, *, at: int = 0, after_s: float | None = None) -> Run:
        """The region once, killed, over what the council saved since; then everything that must hold."""
        book = self._opened(self.council)
        try:
            for moo in (1, 2):
                with book.write() as deed:
                    for number in range(6):
                        deed.put("people", None, {"first_name": f"คน {number}", "moo": moo})
                exchange.make(book, self.stick)
            before, after = self._states(book)
            run = self._ran("take", self.region, at, after_s)
            self._is_sound(self.region)
            region = self._opened(self.region)
            try:
                states = (before, *after)
                assert people(region).keys() in states
                self.reached.add(states.index(set(people(region))))
                for status, _number, name in run.of("taken"):
                    assert status in ("applied", "already"), name
                self._stick_is_clean("receipt")
                results = taking.take(region, [self.stick], receipts=self.stick)
                assert {one.status for one in results} <= {"applied", "already"}, results
                assert all(one.receipt is not None for one in results)
                assert people(region) == people(book)
                assert not list(region.folder.glob("held/*"))
            finally:
                region.close()
            self._stick_is_clean("receipt")
            self._confirmed(book)
        finally:
            book.close()
        return run

    def _states(self, book: Book) -> tuple[set[bytes], list[set[bytes]]]:
        """Who is in the book before this hand-over, after its first parcel, after both."""
        everyone = sorted(people(book))  # ids sort by the time they were made
        return set(everyone[:-12]), [set(everyone[:-6]), set(everyone)]

    # -- what must hold

    def _ran(self, deed: str, folder: Path, at: int, after_s: float | None) -> Run:
        run = self.worker.run(deed, folder, self.stick, at=at, after_s=after_s)
        assert not run.of("raised"), run.of("raised")
        self.kills += run.killed
        return run

    def _is_sound(self, folder: Path) -> None:
        """Opens at once, with nobody's help; and every page, chain and signature is true."""
        began = time.monotonic()
        book = self._opened(folder)
        assert time.monotonic() - began < 10
        found = [finding for finding in examine(book.store) if finding.found]
        book.close()
        assert not found, found

    def _opened(self, folder: Path) -> Book:
        return Book.open(folder, REGISTERS, PASSWORD, Clock())

    def _holds_what_was_confirmed(self, book: Book) -> None:
        ids = book.ids(ListQuery("people"))
        assert len(ids) % 3 == 0, "half a deed"
        rows = {row.id.hex(): row.values["moo"] for row in book.rows("people", ids) if row is not None}
        lost = {record for record, moo in self.saved.items() if rows.get(record, 0) < moo}
        assert not lost, lost

    def _stick_is_clean(self, kind: str) -> None:
        """Every parcel that a reader would find is whole; what is half bears another name and could not be taken under a parcel's."""
        for file in media.parcels_in(self.stick):
            seen = parcel.inspect(file)
            self._seen((seen.header.kind, str(seen.header.n)), seen.sha256)
        for file in self.stick.glob("*.part"):
            try:
                assert parcel.inspect(file).header.kind == kind, "whole after all"
            except Refused as refused:
                assert refused.code in ("parcel_cut_short", "parcel_altered"), refused.code

    def _seen(self, number: tuple[str, str], sha256: str) -> None:
        """A number stands for one content for ever."""
        self.numbers.setdefault(number, set()).add(sha256)
        assert len(self.numbers[number]) == 1, f"{number} was used twice"

    def _cleared(self) -> None:
        for file in self.stick.iterdir():
            file.unlink()


def _book(folder: Path, kind: str) -> Book:
    areas = ("210304",) if kind == "council" else ("21",)
    person = "ทองใบ ตัวอย่าง"
    made, _code = Book.create(folder / kind, REGISTERS, kind=kind, name=kind, areas=areas, person=person, password=PASSWORD, cost=CHEAP)
    return made


def people(book: Book) -> dict[bytes, dict[str, Any]]:
    """Everybody in the book: the worker writes nothing else."""
    ids = book.ids(ListQuery("people"))
    return {row.id: dict(row.values) for row in book.rows("people", ids) if row is not None}


def kill(trial: Trial, deed: str, times: int) -> list[Run]:
    """So many kills: half at moments spread over the undisturbed time, half at steps spread over all steps; gives what was said. A run that
    was quicker than its moment is tried again."""
    run = trial.make if deed == "make" else trial.take
    alone = run()
    steps, took = int(alone.of("steps")[0][0]), alone.took_s
    made: list[Run] = []
    while len(made) < times:
        timed = len(made) % 2 == 0
        done = run(after_s=trial.chance.uniform(0, took)) if timed else run(at=trial.chance.randint(1, steps))
        if done.killed:
            made.append(done)
        elif timed:
            took = done.took_s
        else:
            steps = int(done.of("steps")[0][0])
    return made
