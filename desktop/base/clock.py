"""The one place that asks what time it is, so that tests can script it."""

from __future__ import annotations

import datetime as dt
import time


class Clock:
    """Wall clock of this PC. Times inform people; counters decide (handover.md)."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000

    def today(self) -> dt.date:
        """The local calendar day."""
        return dt.datetime.fromtimestamp(self.now_ms() / 1000).date()


class ScriptedClock(Clock):
    """A clock that stands still until told to go on."""

    def __init__(self, start_ms: int = 1_795_300_000_000) -> None:
        self.ms = start_ms

    def now_ms(self) -> int:
        self.ms += 1
        return self.ms

    def advance(self, ms: int) -> None:
        """Go `ms` milliseconds on (or back, when negative)."""
        self.ms += ms
