"""Parcels that wait because their sender's clock is far ahead, and that a person has looked at: a mark beside the held file says so."""

from __future__ import annotations

from pathlib import Path

from desktop.records.book import Book

HELD = "held"  # the folder of parcels that wait
_MARK = ".in-spite-of-clock"


def trust(book: Book, parcel: str) -> None:
    """From now on the held parcel of this id is taken in spite of its sender's clock."""
    (book.folder / HELD / f"{parcel}{_MARK}").touch()


def is_trusted(book: Book, parcel: str) -> bool:
    """Whether a person said so."""
    return (book.folder / HELD / f"{parcel}{_MARK}").exists()


def taken(file: Path) -> None:
    """A held file waits no more."""
    for each in (file, file.with_suffix(_MARK)):
        each.unlink(missing_ok=True)
