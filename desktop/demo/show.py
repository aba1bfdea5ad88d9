"""What the demo prints: steps with their time, progress while one works, and the truths it has compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop.base.i18n import _
from desktop.base.task import Progress

Printer = Callable[[str], object]
_EVERY = 2.0  # seconds between two lines of progress
_INDENT = " " * 8


class Show:
    """Prints by whole lines and remembers how many truths held."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.held = 0
        self.wrong = 0
        self._began = self._spoke = time.perf_counter()

    def seconds(self) -> float:
        """Since the beginning."""
        return time.perf_counter() - self._began

    @contextmanager
    def step(self, number: int, of: int, title: str) -> Iterator[None]:
        """A numbered step; its time is printed when it ends well."""
        self.printer(f"[{number:2}/{of}] {title}")
        began = self._spoke = time.perf_counter()
        yield
        self.say(_("time: {seconds:.1f} s").format(seconds=time.perf_counter() - began))

    def say(self, words: str) -> None:
        """A line within a step."""
        self.printer(_INDENT + words)

    def truth(self, words: str, *, held: bool) -> None:
        """A comparison made, in words that are true when it held."""
        if held:
            self.held += 1
            self.say(_("holds: {truth}").format(truth=words))
        else:
            self.wrong += 1
            self.say(_("DOES NOT HOLD: {truth}").format(truth=words))

    def working(self, done: int, total: int) -> None:
        """Progress; a line every few seconds at most."""
        now = time.perf_counter()
        if now - self._spoke >= _EVERY:
            self._spoke = now
            self.say(_("working: {done} of {total}").format(done=done, total=total))

    def progress(self, of: int) -> Progress:
        """For a task over `of` things; what it reports from within one of them would only confuse."""

        def step(done: int, total: int | None, _words: str) -> None:
            if total == of:
                self.working(done, of)

        return Progress(step)
