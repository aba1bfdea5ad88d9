"""What taking parcels would change, told field by field before anything is changed: the same code applies them and is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from desktop.base.errors import Fault, Refused
from desktop.base.task import Progress
from desktop.records import listing
from desktop.records.book import Book
from desktop.records.register import Kind, Register, Row
from desktop.store import schema
from desktop.store.history import Reader, batched
from desktop.store.segments import Op
from desktop.store.synced import SEPARATOR
from desktop.store.versions import DELETED
from desktop.sync import media, parcel, peers, taking
from desktop.sync.applying import Applied
from desktop.sync.taking import Taken

NEW, CHANGED, CONFLICT = "new", "changed", "conflict"
MOST_NEW = 2_000  # new records of one parcel listed one by one; of the rest the count
_IDS = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that would change, or would be in conflict; or a new record, whose `field` is blank. `field` "~" is about being deleted:
    then the values are bools. A link's value is what the linked record is called."""

    kind: str
    register: str
    record: bytes
    name: str
    field: str
    ours: Any
    theirs: Any
    who: str
    when_ms: int


@dataclass(frozen=True, slots=True)
class Previewed:
    """One parcel. `differences` come with conflicts first, then changes, then new records; `unlisted` new records are counted only."""

    taken: Taken
    differences: list[Difference] = field(default_factory=list)
    unlisted: int = 0


def previews(book: Book, paths: Sequence[Path], progress: Progress | None = None) -> list[Previewed]:
    """What taking these files and folders would do, each by itself; our own parcels and those for others are passed over. Nothing is
    changed. A parcel that builds on another one of the same stick is told as waiting: it is taken after that one."""
    progress = progress or Progress()
    files = [file for path in paths for file in media.parcels_in(path)]
    own = book.store.age_secrets()
    found = []
    for done, file in enumerate(files):
        progress.step(done, len(files), file.name)
        if not _passed_over(own, file, alone=len(paths) == 1 and paths[0] == file):
            found.append(one(book, file, progress))
    return found


def one(book: Book, file: Path, progress: Progress) -> Previewed:
    """What taking one file would do."""
    seen: list[tuple[list[Difference], int]] = []

    def look(conn: Connection, scope: bytes, done: Applied) -> None:
        touched = {register: records for register, records in done.touched.items() if records is not None}
        found = _Looking(book, conn, scope).differences(touched, progress)
        seen.append((found, done.new - sum(each.kind == NEW for each in found)))

    taken = taking.preview(book, file, progress, look)
    differences, unlisted = seen[0] if seen else ([], 0)
    return Previewed(taken, differences, unlisted)


def _passed_over(own: Mapping[str, str], file: Path, *, alone: bool) -> bool:
    try:
        header = parcel.inspect(file).header
    except (Refused, Fault):
        return False  # the preview says what is wrong with it
    return header.sender.fingerprint in own or not (alone or any(reader.fingerprint in own for reader in header.to))


class _Looking:
    """Compares the book as it is (by a reader of its own) with the book as it would be (in the transaction that is taken back)."""

    def __init__(self, book: Book, conn: Connection, scope: bytes) -> None:
        self._book, self._scope = book, scope
        self._after = Reader(book.store, conn)
        self._names: dict[bytes, str] = dict(conn.execute(select(schema.ActorRow.uid, schema.ActorRow.name)).all())

    def differences(self, touched: Mapping[str, set[bytes]], progress: Progress) -> list[Difference]:
        """All of a parcel but new records over MOST_NEW."""
        found: list[Difference] = []
        fresh: dict[str, list[bytes]] = {}
        with self._book.read() as before:
            old: dict[str, list[bytes]] = {}
            for register, records in touched.items():
                there = set(self._there(before, register, sorted(records)))
                old[register] = sorted(there)
                fresh[register] = sorted(records - there)
            wanted = {record for records in old.values() for record in records}
            cells, makers = self._ops(before, wanted)
            for register, ids in old.items():
                for part in batched(ids, _IDS):
                    progress.check()
                    found += self._of_part(before, self._book.registers[register], part, cells)
        found.sort(key=lambda each: each.kind != CONFLICT)
        room = MOST_NEW
        for register, ids in fresh.items():
            found += self._new(self._book.registers[register], ids[:room], makers)
            room -= min(room, len(ids))
        return found

    def _there(self, before: Reader, register: str, records: Sequence[bytes]) -> Iterator[bytes]:
        table = self._book.store.synced[register].table
        for part in batched(records, _IDS):
            yield from before.conn.execute(select(table.c.id).where(table.c.id.in_(part))).scalars()

    def _ops(self, before: Reader, wanted: set[bytes]) -> tuple[dict[bytes, dict[str, Op]], dict[bytes, Op]]:
        """What the parcel brought: of records that are here the last change of each cell, of new ones the first change."""
        had = peers.streams(before.conn, self._scope)
        cells: dict[bytes, dict[str, Op]] = {}
        makers: dict[bytes, Op] = {}
        table = schema.table_of(schema.SegmentRow)
        for stream, upto in peers.streams(self._after.conn, self._scope).items():
            fresh = select(table.c.seq_from).where(table.c.stream == stream, table.c.seq_from > had.get(stream, 0))
            for seq_from in self._after.conn.execute(fresh).scalars().all() if upto > had.get(stream, 0) else ():
                for op in self._after.segment_ops(stream, seq_from):
                    if op.record not in wanted:
                        makers.setdefault(op.record, op)
                        continue
                    of_record = cells.setdefault(op.record, {})
                    for cell in op.fields:
                        for name in (cell, cell.partition(SEPARATOR)[0]):
                            if name not in of_record or op.hlc >= of_record[name].hlc:
                                of_record[name] = op
        return cells, makers

    def _of_part(
        self, before: Reader, register: Register, ids: Sequence[bytes], cells: Mapping[bytes, Mapping[str, Op]]
    ) -> list[Difference]:
        registers = self._book.registers
        was = listing.rows(before, registers, register.name, ids)
        will = listing.rows(self._after, registers, register.name, ids)
        clashes = _clashes(self._after.conn, ids) - _clashes(before.conn, ids)
        found: list[Difference] = []
        for old, new in zip(was, will, strict=True):
            if old is not None and new is not None:
                fresh = new.conflicts - old.conflicts | ({DELETED} if new.id in clashes else frozenset())
                found += self._of_record(register, old, new, cells.get(new.id, {}), fresh)
        return found

    def _of_record(self, register: Register, old: Row, new: Row, cells: Mapping[str, Op], fresh: frozenset[str]) -> Iterable[Difference]:
        name = register.name_of(old.values)
        if old.deleted != new.deleted or DELETED in fresh:
            kind = CONFLICT if DELETED in fresh else CHANGED
            yield self._line(kind, register, new, name, DELETED, old.deleted, not old.deleted, cells.get(DELETED))
        for described in register.fields:
            was, will = old.values.get(described.name), new.values.get(described.name)
            op = cells.get(described.name)
            disputed = described.name in fresh
            if was == will and not disputed:
                continue
            if described.kind is Kind.LINK:
                was, will = (row.values.get(f"{described.name}.name") for row in (old, new))
            elif disputed and op is not None and described.name in op.fields:
                # The value that loses is not shown in the list, but it is what comes
                will = self._book.store.synced[register.name].from_wire(described.name, op.fields[described.name])
            yield self._line(CONFLICT if disputed else CHANGED, register, new, name, described.name, was, will, op)

    def _new(self, register: Register, ids: Sequence[bytes], makers: Mapping[bytes, Op]) -> Iterator[Difference]:
        for part in batched(ids, _IDS):
            for row in listing.rows(self._after, self._book.registers, register.name, part):
                if row is not None:
                    name = register.name_of(row.values)
                    yield self._line(NEW, register, row, name, "", None, None, makers.get(row.id))

    def _line(
        self, kind: str, register: Register, row: Row, name: str, field_name: str, ours: Any, theirs: Any, op: Op | None
    ) -> Difference:
        who, when = (self._names.get(op.actor, ""), op.hlc >> 16) if op is not None else ("", 0)
        return Difference(kind, register.name, row.id, name, field_name, ours, theirs, who, when)


def _clashes(conn: Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Records of these that one side deleted while the other went on with them."""
    table = schema.table_of(schema.ClashRow)
    return set(conn.execute(select(table.c.record).where(table.c.record.in_(ids))).scalars())
