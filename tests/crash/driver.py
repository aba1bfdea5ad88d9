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
from typing import Self

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import exchange, taking
from tests.crash.holds import Holds, people
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


class Trial(Holds):
    """A council and its region that met, and a stick between them."""

    def __init__(self, folder: Path, worker: Worker, seed: int) -> None:
        self.worker, self.chance = worker, Random(seed)
        (folder / "stick").mkdir(parents=True)
        council, region = found(folder, "council"), found(folder, "region")
        meet(council, region, folder / "letters")
        super().__init__(council.folder, region.folder, folder / "stick")
        for book in (council, region):
            book.back_up("test")
            book.close()
        self.kills = 0
        self.reached: set[int] = set()  # how many saves were confirmed, or parcels taken, when it was killed

    # -- a council that saves and hands over, killed

    def make(self, *, at: int = 0, after_s: float | None = None) -> Run:
        """Once, then everything that must hold."""
        run = self._ran("make", self.council, at, after_s)
        self.is_sound(self.council)
        self.reached.add(len(run.of("saved")))
        for moo, *ids in run.of("saved"):
            self.saved |= dict.fromkeys(ids, int(moo))
        book = self.opened(self.council)
        try:
            self.holds_what_was_confirmed(book)
            for number, sha256, _name in run.of("made"):
                self.seen_as(("parcel", number), sha256)
            self.stick_is_clean("parcel")
            for made in exchange.make(book, self.stick):
                self.seen_as(("parcel", str(made.number)), made.sha256)
            self.handed_over(book)
        finally:
            book.close()
        return run

    # -- a region that takes, killed

    def take(self, *, at: int = 0, after_s: float | None = None) -> Run:
        """The region once, killed, over what the council saved since; then everything that must hold."""
        book = self.opened(self.council)
        try:
            for moo in (1, 2):
                with book.write() as deed:
                    for number in range(6):
                        deed.put("people", None, {"first_name": f"คน {number}", "moo": moo})
                exchange.make(book, self.stick)
            before, after = self._states(book)
            run = self._ran("take", self.region, at, after_s)
            self.is_sound(self.region)
            region = self.opened(self.region)
            try:
                states = (before, *after)
                assert people(region).keys() in states
                self.reached.add(states.index(set(people(region))))
                for status, _number, name in run.of("taken"):
                    assert status in ("applied", "already"), name
                self.stick_is_clean("receipt")
                results = taking.take(region, [self.stick], receipts=self.stick)
                assert {one.status for one in results} <= {"applied", "already"}, results
                assert all(one.receipt is not None for one in results)
                assert people(region) == people(book)
                assert not list(region.folder.glob("held/*"))
            finally:
                region.close()
            self.stick_is_clean("receipt")
            self.confirmed(book)
        finally:
            book.close()
        return run

    def _states(self, book: Book) -> tuple[set[bytes], list[set[bytes]]]:
        """Who is in the book before this hand-over, after its first parcel, after both."""
        everyone = sorted(people(book))  # ids sort by the time they were made
        return set(everyone[:-12]), [set(everyone[:-6]), set(everyone)]

    def _ran(self, deed: str, folder: Path, at: int, after_s: float | None) -> Run:
        run = self.worker.run(deed, folder, self.stick, at=at, after_s=after_s)
        assert not run.of("raised"), run.of("raised")
        self.kills += run.killed
        return run


def found(folder: Path, kind: str) -> Book:
    areas = ("210304",) if kind == "council" else ("21",)
    person = "ทองใบ ตัวอย่าง"
    made, _code = Book.create(folder / kind, REGISTERS, kind=kind, name=kind, areas=areas, person=person, password=PASSWORD, cost=CHEAP)
    return made


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
