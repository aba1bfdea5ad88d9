"""Is the PC's clock right? Said when a book is opened; the order of changes does not depend on it, the dates people read do."""

from __future__ import annotations

import datetime as dt

from desktop.base import dates
from desktop.base.clock import in_common_era
from desktop.base.i18n import _
from desktop.records.book import Book

_DAY_MS = 86_400_000
BEHIND_DAYS = 3  # changes of others may be two days ahead
AHEAD_DAYS = 60  # since the last change: a PC rests that long, or its clock was set wrong


def trouble(book: Book) -> str:
    """What is wrong with the clock, in words; blank where nothing is known to be."""
    shown, last = book.clock.shown_ms(), book.store.latest_ms
    now = in_common_era(shown)
    if now != shown:
        return _(
            "This PC's clock shows the year {year}. Clocks of PCs count common-era years: set it to {right}. Until then Sapha reads it so."
        ).format(year=_at(shown).year, right=_at(now).year)
    if last and now < last - BEHIND_DAYS * _DAY_MS:
        return _(
            "This PC's clock shows {now}, before the last change ({last}). Set it right, or days that Sapha fills in will be wrong."
        ).format(now=_day(now), last=_day(last))
    if last and now > last + AHEAD_DAYS * _DAY_MS:
        return _("This PC's clock shows {now}; the last change is of {last}. If the clock is wrong, set it right before you save.").format(
            now=_day(now), last=_day(last)
        )
    return ""


def _at(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000)


def _day(ms: int) -> str:
    return dates.show(_at(ms).date(), "long")
