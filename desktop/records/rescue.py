"""Rescuing a damaged book: which backup would take its place, said in words; and doing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from desktop.base import dates, times
from desktop.base.clock import Clock
from desktop.base.i18n import _, language, ngettext
from desktop.records.book import Book
from desktop.records.register import Registers
from desktop.store import rescue
from desktop.store.keys import mend, open_vault

DAMAGED = rescue.DAMAGED


@dataclass(frozen=True, slots=True)
class Offer:
    """The newest good backup of a book, and how many changes made since it lacks (None: that can't be known)."""

    copy: Path
    made_ms: int
    lost: int | None

    def words(self) -> str:
        """From when it is, and what is missing in it."""
        made = dt.datetime.fromtimestamp(self.made_ms / 1000)
        time = times.label(f"{made:%H:%M}", language())
        told = _("The newest good backup is of {day}, {time}.").format(day=dates.show(made.date(), "long"), time=time)
        if self.lost is None:
            return told + " " + _("How much was saved since then can't be known.")
        if not self.lost:
            return told + " " + _("Nothing saved since then is missing in it.")
        words = ngettext(
            "{count} change saved since then is missing in it; what was handed over comes back with the next receipt.",
            "{count} changes saved since then are missing in it; what was handed over comes back with the next receipt.",
            self.lost,
        )
        return told + " " + words.format(count=f"{self.lost:,}")


def offer(folder: Path, password: str) -> Offer:
    """Look for the newest good backup; changes nothing. Refused: a wrong password, 'no_backup'."""
    mend(folder)
    found = rescue.newest(folder, open_vault(folder, password).key)
    return Offer(found.path, found.made_ms, found.lost)


def accept(folder: Path, registers: Registers, password: str, offered: Offer, clock: Clock | None = None) -> Book:
    """Put the backup in the damaged book's place, which stays beside it, and open it: from then on it is a new replica."""
    rescue.put_in_place(folder, offered.copy)
    return Book.open(folder, registers, password, clock)


def lacks(book: Book) -> int | None:
    """How many changes a book is known to lack that were in it before it was opened this time (a lost journal, an older file put in its
    place); None where it was restored and nobody can know."""
    return book.store.lacks
