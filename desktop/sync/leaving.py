"""What would leave this office with the next hand-over, told before anything is written: records by register, and the sensitive fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import schema
from desktop.store.history import batched
from desktop.sync import legs, peers, purposes
from desktop.sync.purposes import Purpose, Withheld

_IDS = 500  # in one SELECT


@dataclass(frozen=True, slots=True)
class Leaving:
    """Records of one register that a parcel made now would speak of. `sensitive` says in how many of them each sensitive field holds
    something, by field name; only fields that do are in it."""

    register: str
    records: int
    sensitive: dict[str, int]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`to` are the other offices that will read it, by name; `councils` how many councils' records are spoken of; `registers` in menu order;
    `purpose` what it is for, which says what of it stays."""

    to: tuple[str, ...]
    councils: int
    registers: tuple[Leaving, ...]
    purpose: Purpose = Purpose.FULL

    @property
    def records(self) -> int:
        """In all registers."""
        return sum(each.records for each in self.registers)


def foreseen(book: Book, progress: Progress | None = None) -> Foreseen:
    """Look, and change nothing. A record that is in the reader's hands already counts where something about it is new."""
    progress = progress or Progress()
    purpose = Purpose.FULL
    found: set[bytes] = set()
    names: dict[str, None] = {}
    scopes: set[bytes] = set()
    with book.read() as reader:
        offices = peers.offices(reader.conn)
        ways = legs.legs(book)
        for done, leg in enumerate(ways):
            progress.step(done, len(ways))
            if leg.apart and leg.office == leg.scope:  # between the council's own PCs, beside the one to its region: nothing leaves
                continue
            purpose = leg.purpose
            devices = legs.readers(book.store, reader.conn, leg)
            names |= dict.fromkeys(offices[device.office].name for device in devices)
            new = set(_records(reader.conn, leg.scope, legs.known_to_all(reader.conn, devices)))
            if purpose is Purpose.FULL:
                new |= set(_held_thin(reader.conn, devices))
            if new:
                scopes.add(leg.scope)
            found |= new
        registers = tuple(_of_registers(book, reader.conn, sorted(found), purposes.withheld(purpose, book.registers)))
    return Foreseen(tuple(names), len(scopes), registers, purpose)


def _records(conn: Connection, scope: bytes, known: dict[int, int]) -> Iterator[bytes]:
    """Records with changes after those known: sealed ones by the trail, fresh ones by the open log."""
    trail, segments, ops = (schema.table_of(each) for each in (schema.TrailRow, schema.SegmentRow, schema.OpRow))
    for stream in peers.streams(conn, scope):
        upto = known.get(stream, 0)
        first = conn.execute(select(func.min(segments.c.seq_from)).where(segments.c.stream == stream, segments.c.seq_to > upto)).scalar()
        if first is not None:
            yield from conn.execute(select(trail.c.record).where(trail.c.stream == stream, trail.c.seq_from >= first)).scalars()
        yield from conn.execute(select(ops.c.record).where(ops.c.stream == stream, ops.c.seq > upto)).scalars()


def _held_thin(conn: Connection, devices: Sequence[peers.Device]) -> Iterator[bytes]:
    """Records of which a reader has a part: the rest goes as well."""
    trail = schema.table_of(schema.TrailRow)
    for stream, numbers in peers.held_thin(conn, devices).items():
        for part in batched(sorted(numbers), _IDS):
            yield from conn.execute(select(trail.c.record).where(trail.c.stream == stream, trail.c.seq_from.in_(part))).scalars()


def _of_registers(book: Book, conn: Connection, records: list[bytes], stays: Withheld | None) -> Iterator[Leaving]:
    for name, spec in book.registers.items():
        table = book.store.synced[name].table
        fields = [field.name for field in spec.fields if field.sensitive and not (stays and stays(name, field.name))]
        count, filled = 0, dict.fromkeys(fields, 0)
        for part in batched(records, _IDS):
            asked = select(func.count(), *(func.count(table.c[field]) for field in fields)).where(table.c.id.in_(part))
            of_part = conn.execute(asked).one()
            count += of_part[0]
            for field, number in zip(fields, of_part[1:], strict=True):
                filled[field] += number
        if count:
            yield Leaving(name, count, {field: number for field, number in filled.items() if number})
