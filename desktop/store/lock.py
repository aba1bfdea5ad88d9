"""One program at a time per book: a lock file beside it, held by the operating system, so that a crash frees it by itself."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock

from desktop.base.errors import Fault
from desktop.base.i18n import N_

LOCK, PID = "book.lock", "book.pid"


def left_behind(folder: Path) -> bool:
    """Whether the program that had the book last ended without letting go of it: a crash, or a power cut."""
    return (folder / PID).exists()


class BookLock:
    """Held from `take()` (or entering the block) until `free()` or the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        # A soft lock would stay behind after a crash, so a file system without real locks is a Fault and not a fallback
        self._lock = filelock.FileLock(folder / LOCK, timeout=0, thread_local=False, fallback_to_soft=False)
        self._pid = folder / PID

    def take(self) -> None:
        """Fault 'book_in_use' when another program holds the book (its number is in `values['pid']`), 'book_unlockable' on a bad disk."""
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            raise self._in_use() from error
        except (OSError, NotImplementedError) as error:
            raise Fault(
                N_("The folder of this book can't be used: check that it is there and may be written to."), code="book_unlockable"
            ) from error
        # The number only helps people; who holds the book is the lock's to say, so a number left by a crash harms nobody
        with contextlib.suppress(OSError):
            self._pid.write_text(str(os.getpid()), encoding="ascii")

    def free(self) -> None:
        """Let others in; harmless when not held."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._pid.unlink(missing_ok=True)
            self._lock.release()

    def _in_use(self) -> Fault:
        try:
            pid = int(self._pid.read_text(encoding="ascii")[:20])
        except (OSError, ValueError):
            return Fault(
                N_("This book is already open in another window of Sapha. Go to that window, or close it first."), code="book_in_use", pid=0
            )
        return Fault(
            N_("This book is already open in another window of Sapha (process {pid}). Go to that window, or close it first."),
            code="book_in_use",
            pid=pid,
        )

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.free()
