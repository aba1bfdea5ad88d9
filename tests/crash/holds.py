"""All that a kill or a power cut must leave true of a council, its region and the stick between them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store.soundness import examine
from desktop.sync import exchange, media, parcel, taking
from tests.factory import PASSWORD


class Holds:
    """Two books in their folders, the stick, and all that was ever confirmed."""

    def __init__(self, council: Path, region: Path, stick: Path) -> None:
        self.council, self.region, self.stick = council, region, stick
        self.saved: dict[str, int] = {}  # record: the moo confirmed last
        self.numbers: dict[tuple[str, str], set[str]] = {}  # kind and number of a parcel: the contents seen under it

    def is_sound(self, folder: Path) -> None:
        """Opens at once, with nobody's help; and every page, chain and signature is true."""
        began = time.monotonic()
        book = self.opened(folder)
        assert time.monotonic() - began < 10
        found = [finding for finding in examine(book.store) if finding.found]
        book.close()
        assert not found, found

    def opened(self, folder: Path) -> Book:
        return Book.open(folder, REGISTERS, PASSWORD, Clock())

    def holds_what_was_confirmed(self, book: Book) -> None:
        ids = book.ids(ListQuery("people"))
        assert len(ids) % 3 == 0, "half a deed"
        rows = {row.id.hex(): row.values["moo"] for row in book.rows("people", ids) if row is not None}
        lost = {record for record, moo in self.saved.items() if rows.get(record, 0) < moo}
        assert not lost, lost

    def stick_is_clean(self, *kinds: str) -> None:
        """Every parcel that a reader would find is whole; what is half bears another name and could not be taken under a parcel's."""
        for file in media.parcels_in(self.stick):
            seen = parcel.inspect(file)
            self.seen_as((seen.header.kind, str(seen.header.n)), seen.sha256)
        for file in self.stick.glob("*.part"):
            try:
                assert parcel.inspect(file).header.kind in kinds, "whole after all"
            except Refused as refused:
                assert refused.code in ("parcel_cut_short", "parcel_altered", "parcel_not_a_parcel"), refused.code

    def seen_as(self, number: tuple[str, str], sha256: str) -> None:
        """A number stands for one content for ever."""
        self.numbers.setdefault(number, set()).add(sha256)
        assert len(self.numbers[number]) == 1, f"{number} was used twice"

    def cleared(self) -> None:
        for file in self.stick.iterdir():
            file.unlink()

    def handed_over(self, book: Book) -> None:
        """The region takes what is on the stick, ends equal, and its receipt is true."""
        region = self.opened(self.region)
        try:
            statuses = {taken.status for taken in taking.take(region, [self.stick], receipts=self.stick)}
            assert statuses <= {"applied", "already"}, statuses
            assert people(region) == people(book)
        finally:
            region.close()
        self.confirmed(book)

    def confirmed(self, book: Book) -> None:
        taken = taking.take(book, [self.stick])
        assert {one.status for one in taken} <= {"applied", "already"}, taken
        assert exchange.unsent(book) == 0
        assert {one.status for one in exchange.outgoing(book)} == {"confirmed"}
        self.cleared()


def people(book: Book) -> dict[bytes, dict[str, Any]]:
    """Everybody in the book: the worker writes nothing else."""
    ids = book.ids(ListQuery("people"))
    return {row.id: dict(row.values) for row in book.rows("people", ids) if row is not None}
