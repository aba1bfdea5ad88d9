"""The region's cockpit: per office how its hand-over stands, what is missing, what is open, and how complete its records are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from desktop.records import conflicts, quality
from desktop.records.book import Book
from desktop.records.quality import Quality
from desktop.store.history import Reader, batched
from desktop.sync import cockpit, gaps
from desktop.sync.cockpit import Standing, State
from desktop.sync.gaps import Gap

_IDS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One office. `quality` None where nothing of its records is here."""

    standing: Standing
    gaps: tuple[Gap, ...]
    conflicts: int
    quality: Quality | None

    @property
    def wanting(self) -> bool:
        """Whether somebody should write to it: it is late, was never heard of, or something of it is missing."""
        return self.standing.state in (State.LATE, State.NEVER, State.WAITS) or bool(self.gaps)


def lines(book: Book) -> list[Line]:
    """Of all offices, those to see to first."""
    found: dict[bytes, list[Gap]] = {}
    for gap in gaps.gaps(book):
        found.setdefault(gap.office, []).append(gap)
    with book.read() as reader:
        open_ = _conflicts(book, reader)
        whole: Mapping[bytes, Quality] = quality.by_council(reader, book.registers)
    return [Line(each, tuple(found.get(each.office, ())), open_[each.office], whole.get(each.office)) for each in cockpit.standings(book)]


def _conflicts(book: Book, reader: Reader) -> Counter[bytes]:
    """Open conflicts by council."""
    records: dict[str, list[bytes]] = {}
    for each in conflicts.listed(reader):
        records.setdefault(each.register, []).append(each.record)
    count: Counter[bytes] = Counter()
    for register, ids in records.items():
        table = book.store.synced[register].table
        councils: dict[bytes, bytes] = {}
        for part in batched(dict.fromkeys(ids), _IDS):
            councils |= dict(reader.conn.execute(select(table.c.id, table.c.council).where(table.c.id.in_(part))).all())
        count.update(councils[record] for record in ids)
    return count
