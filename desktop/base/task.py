"""A Task is a callable that takes a Progress and gives a result; it may be cancelled at any `check()`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from desktop.base.errors import Cancelled

R = TypeVar("R")


class Progress:
    """What a task reports to while it works. Safe to call from a worker thread; `on_step` must be too."""

    def __init__(self, on_step: Callable[[int, int | None, str], None] | None = None) -> None:
        self._on_step = on_step
        self._cancelled = False
        self._stop: Callable[[], None] | None = None
        self._lock = Lock()

    @property
    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the task to stop at its next check()."""
        with self._lock:
            self._cancelled = True
            if self._stop is not None:
                self._stop()

    @contextmanager
    def stopped_by(self, stop: Callable[[], None]) -> Iterator[None]:
        """While it lasts, cancelling calls `stop` as well, on the thread that cancels: for what waits and can't check, as a query does."""
        with self._lock:
            self._stop = stop
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._stop = None

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self._cancelled:
            raise Cancelled

    def step(self, done: int, total: int | None = None, words: str = "") -> None:
        """Report `done` of `total` (None: unknown) and what is being done, in the user's language; checks too."""
        self.check()
        if self._on_step is not None:
            self._on_step(done, total, words)


_pausing = 0
_lock = Lock()


@contextmanager
def many_objects() -> Iterator[None]:
    """While it lasts, Python does not look for circles among its objects. A workbook makes millions, none of them in one, and to look through
    them again and again takes a fifth of the time. Also a decorator; any thread may be inside at once with others."""
    global _pausing
    with _lock:
        _pausing += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _pausing -= 1
            if not _pausing:
                gc.enable()


Task = Callable[[Progress], R]
