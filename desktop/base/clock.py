"""The one place that asks what time it is, so that tests can script it."""

from __future__ import annotations

import datetime as dt
import time

ERA = 543  # years from the common era to the Buddhist
_NOBODY = 1900 + ERA  # no PC of ours runs in that year or a later one: whoever set its clock typed a Buddhist year


_NOBODY_MS = int(dt.datetime(_NOBODY, 1, 1, tzinfo=dt.UTC).timestamp()) * 1000


class Clock:
    """Wall clock of this PC. Times inform people; counters decide (handover.md)."""

    def shown_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, as the PC has it."""
        return time.time_ns() // 1_000_000

    def now_ms(self) -> int:
        """The same with the year in the common era, also where the Buddhist one was typed into the PC's clock: read as it stands, what is
        written today would stay five centuries ahead of all that anybody writes after the clock is put right."""
        return in_common_era(self.shown_ms())

    def today(self) -> dt.date:
        """The local calendar day."""
        return dt.datetime.fromtimestamp(self.now_ms() / 1000).date()


def in_common_era(ms: int) -> int:
    """A moment of a clock that shows a Buddhist year, 543 years before; any other as it is."""
    if ms < _NOBODY_MS:
        return ms
    try:
        when = dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):  # beyond the year 9999
        return ms
    leap = when.month == 2 and when.day == 29  # the two eras' leap years differ
    return ms + round((when.replace(year=when.year - ERA, day=28 if leap else when.day) - when) / dt.timedelta(milliseconds=1))


class ScriptedClock(Clock):
    """A clock that stands still until told to go on."""

    def __init__(self, start_ms: int = 1_795_300_000_000) -> None:
        self.ms = start_ms

    def shown_ms(self) -> int:
        self.ms += 1
        return self.ms

    def advance(self, ms: int) -> None:
        """Go `ms` milliseconds on (or back, when negative)."""
        self.ms += ms
