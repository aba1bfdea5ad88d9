"""The program that is killed: `python -m tests.crash.worker`, one JSON job a line on standard input, each done in a process of its own
(forked, so that a kill costs no start-up). It says what it has done, a line each, before it goes on; the words are the driver's to check.

A job: {"deed": "make" | "take", "folder": book, "stick": folder, "at": die at this step, 0 for never}. A step is a call that touches a file
(open for writing, rename, remove, fsync, make a folder) or the database (before and after each statement and commit).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import exchange, taking
from tests.factory import PASSWORD

_FILES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR


def say(*words: object) -> None:
    """One line to the driver, at once: it is written whole or not at all."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Steps:
    """Counts steps and dies at one of them."""

    def __init__(self, at: int) -> None:
        self.passed, self.at = 0, at

    def watch(self) -> None:
        """From now on, in this process."""
        sys.addaudithook(self._audit)
        for name in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
            event.listen(Engine, name, self.step)
        real = os.fsync

        def fsync(handle: Any) -> None:
            self.step()
            real(handle)
            self.step()

        os.fsync = fsync  # type: ignore[assignment]

    def step(self, *_ignored: Any) -> None:
        """One more; the last one kills."""
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _audit(self, name: str, given: tuple[Any, ...]) -> None:
        if name in _FILES or (name == "open" and isinstance(given[2], int) and given[2] & _WRITING):
            self.step()


def make(book: Book, stick: Path) -> None:
    """Saves, a parcel, saves, a backup, a parcel, saves; each save is confirmed before the next begins."""
    for parcels in range(3):
        for number in range(3):
            with book.write() as deed:
                ids = [deed.put("people", None, {"first_name": f"คน {number}", "moo": 1}) for _ in range(3)]
            say("saved", 1, *(record.hex() for record in ids))
            with book.write() as deed:
                for record in ids:
                    deed.put("people", record, {"moo": 2})
            say("saved", 2, *(record.hex() for record in ids))
        if parcels == 1:
            book.back_up("crash")
        if parcels < 2:
            for made in exchange.make(book, stick):
                say("made", made.number, made.sha256, made.file.name)


def take(book: Book, stick: Path) -> None:
    """Everything on the stick, with receipts for it."""
    for taken in taking.take(book, [stick], receipts=stick):
        say("taken", taken.status, taken.number, taken.file.name)


DEEDS: dict[str, Callable[[Book, Path], None]] = {"make": make, "take": take}


def work(job: dict[str, Any]) -> None:
    """One job, from opening the book to closing it."""
    steps = Steps(int(job["at"]))
    say("began", os.getpid())
    steps.watch()
    book = Book.open(Path(job["folder"]), REGISTERS, PASSWORD)
    DEEDS[job["deed"]](book, Path(job["stick"]))
    book.close()
    say("steps", steps.passed)


def main() -> None:
    """Fork for each job; say how it ended."""
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            try:
                work(json.loads(line))
            except BaseException as failed:  # noqa: BLE001 - told to the driver, which fails on it
                say("raised", repr(failed))
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
