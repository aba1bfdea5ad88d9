"""Photos and papers in the hand-over: those that the records of a parcel speak of go with it once, those that a reader says it lacks go again.

Each parcel says which files its sender's records name that its sender does not have. What a reader was given since its last word is not given
twice; if the stick was lost, its next word asks for it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select

from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.records.register import Kind
from desktop.store import schema
from desktop.store.attachments import MAX_BYTES, Attachments, name_of
from desktop.store.history import batched
from desktop.store.segments import damaged_inside
from desktop.sync import peers

MOST_LACKING = 20_000  # names in one parcel; the rest are asked for by the next
PACK = 8 << 20  # bytes of files in one frame, but a single file may be more
_IDS = 500
_FEW = 2_000

LACKS, GIVEN = "lacks", "given"


class Filed(NamedTuple):
    """A file that goes: the name that records call it by, and its bytes."""

    name: str
    size: int


def due(book: Book, conn: Connection, scope: bytes, records: Iterable[bytes], readers: Sequence[peers.Device]) -> list[Filed]:
    """Files to go into a parcel that speaks of `records`: those named by them, and those a reader lacks, as far as they are here and were not
    given to each reader since its last word. By name."""
    named = set(_named(book, conn, scope, records))
    wanted: set[str] = set()
    for device in readers:
        marks = _marks(conn, device.fingerprint)
        lacks = {name for name, state in marks.items() if state == LACKS}
        wanted |= {name for name in named | lacks if marks.get(name) != GIVEN}
    found = (Filed(name, book.attachments.size(name)) for name in sorted(wanted))
    return [each for each in found if each.size]


def lacking(book: Book, conn: Connection, scope: bytes) -> list[bytes]:
    """Names that living records of a scope give and that are not on this PC, in no order but always the same ones first."""
    missing = sorted({name for name in _named(book, conn, scope, None) if not book.attachments.has(name)})
    return [bytes.fromhex(name) for name in missing[:MOST_LACKING]]


def packs(attachments: Attachments, files: Sequence[Filed]) -> Iterator[bytes]:
    """Frames of files, read one pack at a time. A file that is gone or damaged by now is left out: its reader goes on lacking it."""
    pack: list[tuple[bytes, bytes]] = []
    size = 0
    for file in files:
        if pack and size + file.size > PACK:
            yield msgspec.msgpack.encode(pack)
            pack, size = [], 0
        with suppress(Refused, Fault):
            pack.append((bytes.fromhex(file.name), attachments.get(file.name)))
            size += file.size
    if pack:
        yield msgspec.msgpack.encode(pack)


def take_in(attachments: Attachments | None, frame: bytes) -> int:
    """Keep the files of one frame; gives how many. Without `attachments` they are only looked at. Refused 'parcel_damaged_inside' when one is
    not what its name says."""
    try:
        pack = msgspec.msgpack.decode(frame, type=list[tuple[bytes, bytes]])
        if any(len(content) > MAX_BYTES or name_of(content) != name.hex() for name, content in pack):
            raise ValueError
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise damaged_inside() from None
    if attachments is not None:
        for _name, content in pack:
            attachments.put(content)
    return len(pack)


def given(conn: Connection, readers: Sequence[peers.Device], names: Iterable[str]) -> None:
    """Note that these went to some devices."""
    table = schema.table_of(schema.FileMarkRow)
    marked = [bytes.fromhex(name) for name in names]
    for device in readers:
        for part in batched(marked, _IDS):
            conn.execute(delete(table).where(table.c.device == device.fingerprint, table.c.name.in_(part)))
            conn.execute(insert(table), [{"device": device.fingerprint, "name": name, "state": GIVEN} for name in part])


def word(conn: Connection, device: str, lacks: Sequence[bytes]) -> None:
    """A device's own word for what it lacks takes the place of all that was noted of it."""
    table = schema.table_of(schema.FileMarkRow)
    conn.execute(delete(table).where(table.c.device == device))
    rows = [{"device": device, "name": name, "state": LACKS} for name in dict.fromkeys(lacks[:MOST_LACKING]) if len(name) == 32]
    if rows:
        conn.execute(insert(table), rows)


def _marks(conn: Connection, device: str) -> dict[str, str]:
    table = schema.table_of(schema.FileMarkRow)
    rows = conn.execute(select(table.c.name, table.c.state).where(table.c.device == device))
    return {name.hex(): state for name, state in rows}


def _named(book: Book, conn: Connection, scope: bytes, records: Iterable[bytes] | None) -> Iterator[str]:
    """Names of files that living records of a scope give; of some records, or of all."""
    ids = None if records is None else set(records)
    for register, spec in book.registers.items():
        fields = [field.name for field in spec.fields if field.kind is Kind.FILE]
        if not fields:
            continue
        table = book.store.synced[register].table
        asked = select(table.c.id, *(table.c[name] for name in fields)).where(
            table.c.council == scope, table.c.deleted.is_(False), or_(*(table.c[name].is_not(None) for name in fields))
        )
        # To look at all of a council takes less than to ask for many of its records one by one
        statements = [asked]
        if ids is not None and len(ids) <= _FEW:
            statements = [asked.where(table.c.id.in_(part)) for part in batched(sorted(ids), _IDS)]
        for statement in statements:
            for record, *names in conn.execute(statement):
                if ids is None or record in ids:
                    yield from (name for name in names if name)
