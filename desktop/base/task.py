"""A Task is a callable that takes a Progress and gives a result; it may be cancelled at any `check()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop.base.errors import Cancelled

R = TypeVar("R")


class Progress:
    """What a task reports to while it works. Safe to call from a worker thread; `on_step` must be too."""

    def __init__(self, on_step: Callable[[int, int | None, str], None] | None = None) -> None:
        self._on_step = on_step
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the task to stop at its next check()."""
        self._cancelled = True

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self._cancelled:
            raise Cancelled

    def step(self, done: int, total: int | None = None, words: str = "") -> None:
        """Report `done` of `total` (None: unknown) and what is being done, in the user's language; checks too."""
        self.check()
        if self._on_step is not None:
            self._on_step(done, total, words)


Task = Callable[[Progress], R]
