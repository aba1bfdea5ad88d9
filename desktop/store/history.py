"""The change log: every write goes through Work, which changes rows and appends to the log in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.store import bulk, schema, sealing, versions
from desktop.store.segments import MAX_OPS, Op, open_payload
from desktop.store.streams import Standing
from desktop.store.synced import Synced
from desktop.store.versions import DELETED, OpKind, Version

if TYPE_CHECKING:
    from desktop.store.store import Store

MAX_FIELDS = 1 << 20  # bytes of one change: a page has a few thousand
_ROWS = 1_000  # rows of one deed that wait to be written at once; of its changes as many as a segment holds

_META_COLUMNS = frozenset(schema.RECORD_COLUMNS)


@dataclass(frozen=True)
class Actor:
    """Who writes: uid in the log, name for people to read."""

    uid: bytes
    name: str


class _Every(frozenset[bytes]):
    """Has whatever it is asked for, and names none."""

    def __contains__(self, record: object) -> bool:
        return True


EVERY: frozenset[bytes] = _Every()  # in Changes: so many records that they are not told one by one


@dataclass(frozen=True)
class Changes:
    """What one commit touched: register name -> ids, or EVERY; `origin` says who began it."""

    of: Mapping[str, frozenset[bytes]]
    origin: str = ""


@dataclass(frozen=True)
class LoggedOp:
    """A change of one record, with the stream and office it came from."""

    op: Op
    stream: int
    replica: bytes
    office: bytes
    who: str


class Reader:
    """A unit of reading: one consistent view of the book."""

    def __init__(self, store: Store, conn: Connection) -> None:
        self.store = store
        self.conn = conn

    def stored(self, register: str, record: bytes) -> dict[str, Any] | None:
        """All columns of a record, or None."""
        found = self.conn.execute(_by_id(self.store.synced[register].table), {"record": record}).mappings().first()
        return dict(found) if found is not None else None

    def log_of(self, record: bytes) -> list[LoggedOp]:
        """Every change of one record held here, in no promised order."""
        streams = {row.stream: row for row in self.conn.execute(select(schema.table_of(schema.StreamRow)))}
        names = dict(self.conn.execute(select(schema.ActorRow.uid, schema.ActorRow.name)).all())
        found = [(row.stream, _op_of(row)) for row in self.conn.execute(_ops().where(schema.OpRow.record == record))]
        spans = self.conn.execute(select(schema.TrailRow.stream, schema.TrailRow.seq_from).where(schema.TrailRow.record == record)).all()
        for stream, seq_from in spans:
            found += [(stream, op) for op in self.segment_ops(stream, seq_from) if op.record == record]
        return [LoggedOp(op, s, streams[s].replica, streams[s].office, names.get(op.actor, "")) for s, op in found]

    def deed_ops(self, deed: int) -> list[tuple[int, Op]]:
        """Own changes made in one deed, oldest first, as (stream, op). One deed of a region may touch several councils, of which some
        were handed over since and some not."""
        rows = self.conn.execute(_ops().where(schema.OpRow.deed == deed))
        found = [(row.stream, _op_of(row)) for row in rows]
        own = select(schema.StreamRow.stream).where(schema.StreamRow.replica == self.store.replica)
        for stream in self.conn.execute(own).scalars().all():
            found += [(stream, op) for op in self._sealed_deed(stream, deed)]
        return sorted(found, key=lambda each: each[1].hlc)

    def _sealed_deed(self, stream: int, deed: int) -> Iterator[Op]:
        """A deed's changes in the sealed part of a stream, read from its end: what was made before the deed can't be of it."""
        spans = self.conn.execute(
            select(schema.SegmentRow.seq_from).where(schema.SegmentRow.stream == stream).order_by(schema.SegmentRow.seq_from.desc())
        )
        for seq_from in spans.scalars().all():
            ops = self.segment_ops(stream, seq_from)
            yield from (op for op in ops if op.deed == deed)
            if ops[0].hlc < deed:
                return

    def segment_ops(self, stream: int, seq_from: int) -> list[Op]:
        """The changes of one sealed segment."""
        row = self.conn.execute(
            select(schema.SegmentRow.seq_to, schema.SegmentRow.payload).where(
                schema.SegmentRow.stream == stream, schema.SegmentRow.seq_from == seq_from
            )
        ).one()
        return open_payload(row.payload, seq_from, row.seq_to).ops


@lru_cache(maxsize=256)
def _by_id(table: Table) -> Select[Any]:
    """Asked for every row of a workbook: to build it takes SQLAlchemy longer than to answer it takes SQLite."""
    return select(table).where(table.c.id == bindparam("record"))


def _ops() -> Any:
    return select(schema.table_of(schema.OpRow))


def _op_of(row: Any) -> Op:
    return Op(row.seq, row.hlc, row.register, row.record, row.kind, versions.decode(row.fields), row.ctx, row.actor, row.deed)


@dataclass
class _OwnStream:
    stream: int
    seq: int
    ctx: int
    fresh: list[Op] = field(default_factory=list)  # changes that wait to be written or sealed
    before: int = 0  # seq when the deed began

    def __post_init__(self) -> None:
        self.before = self.seq


class Work(Reader):
    """One deed: everything put here is committed together by the `store.write()` block, never by the caller."""

    def __init__(self, store: Store, conn: Connection, actor: Actor, found: Standing | None = None) -> None:
        """`found`: how the last commit left things, if that is known."""
        super().__init__(store, conn)
        self.actor = actor
        self._found = found
        self.deed: int | None = None
        self.touched: dict[str, set[bytes]] = {}
        self._own: dict[bytes, _OwnStream] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}  # new ones that wait to be written
        self._logged = 0

    def insert(self, register: str, values: Mapping[str, Any], *, record: bytes | None = None, council: bytes | None = None) -> bytes:
        """A new record; `council` is whose it is (default: this office). Gives its id. Written with the rest at flush()."""
        synced = self.store.synced[register]
        record = record or new_id()
        council = council or self.store.office
        plain = {name: values.get(name) for name in synced.fields}
        version = self._log(council, register, record, OpKind.INSERT, synced.cells_of(values))
        self._rows.setdefault(register, []).append(
            plain
            | {
                "id": record,
                "council": council,
                "revision": 1,
                "deleted": False,
                "ver": versions.pack(version, {}, None),
                "ext": None,
            }
        )
        return record

    def update(self, register: str, record: bytes, values: Mapping[str, Any], kind: OpKind = OpKind.UPDATE) -> bool:
        """Set fields of a record; only real differences are logged, False when there are none. Closes open conflicts of those fields."""
        synced = self.store.synced[register]
        row = self._held(register, record)
        cells = synced.changes(row, values)
        if kind is OpKind.RESOLVE:
            cells |= {name: synced.to_wire(name, value) for name, value in values.items() if name not in synced.sets}
        if not cells:
            return False
        self._rewrite(synced, row, cells, kind, dict(row) | dict(values))
        return True

    def set_cells(self, register: str, record: bytes, cells: Mapping[str, Any], kind: OpKind) -> None:
        """Set raw cells (a field, one element of a set, or being deleted), logged even where the value is the same."""
        synced = self.store.synced[register]
        row = self._held(register, record)
        values = dict(row)
        for cell, wire in cells.items():
            synced.apply(values, cell, wire)
        self._rewrite(synced, row, dict(cells), kind, values)

    def delete(self, register: str, record: bytes) -> None:
        """Put a record into the bin; its values stay in the row and the log."""
        self.set_cells(register, record, {DELETED: True}, OpKind.DELETE)

    def restore(self, register: str, record: bytes) -> None:
        """Take a record out of the bin."""
        self.set_cells(register, record, {DELETED: False}, OpKind.RESTORE)

    def stored(self, register: str, record: bytes) -> dict[str, Any] | None:
        self.flush()
        return super().stored(register, record)

    def log_of(self, record: bytes) -> list[LoggedOp]:
        self._write_log()
        return super().log_of(record)

    def deed_ops(self, deed: int) -> list[tuple[int, Op]]:
        self._write_log()
        return super().deed_ops(deed)

    def flush(self) -> None:
        """Write the rows that are pending, so that reading sees them."""
        rows, self._rows = self._rows, {}
        for register, new in rows.items():
            synced = self.store.synced[register]
            bulk.add(self.conn, synced.table, bulk.columns(new) | synced.derive_all(new))

    def finish(self) -> Changes:
        """Called by the store before it commits."""
        self.flush()
        self._write_log(ending=True)
        for own in self._own.values():
            self.store.came_to(self.conn, own.stream, own.seq)
        note_unmatched(self.store, self.conn, self.touched)
        return Changes({register: frozenset(ids) for register, ids in self.touched.items()})

    def _write_log(self, *, ending: bool = False) -> None:
        """Write the changes that wait; what fills a segment is sealed at once, and otherwise at the end of a deed that filled one."""
        if self._own and self._named != self.actor.name:
            self.store.remember_actor(self.conn, self.actor)
            self._named = self.actor.name
        for own in self._own.values():
            if len(own.fresh) >= MAX_OPS or (ending and own.seq // MAX_OPS > own.before // MAX_OPS):
                sealing.seal_stream(self.store, self.conn, own.stream, whole=True, fresh=own.fresh)
            sealing.write(self.conn, own.stream, own.fresh)
            own.fresh = []

    @property
    def leaves(self) -> Standing | None:
        """How things stand once this deed is finished; None where it logged nothing."""
        if not self._own:
            return None
        moved = {scope: (own.stream, own.seq, own.ctx) for scope, own in self._own.items()}
        return Standing({**self._standing.own, **moved}, self.actor.uid, self.actor.name, self._standing.contested)

    @cached_property
    def _named(self) -> str | None:
        return self._standing.named

    @cached_property
    def _standing(self) -> Standing:
        if self._found is not None and self._found.actor == self.actor.uid:
            return self._found
        return self.store.standing(self.conn, self.actor.uid)

    def _held(self, register: str, record: bytes) -> dict[str, Any]:
        row = self.stored(register, record)
        if row is None:
            raise Refused(N_("This record is no longer here."), code="gone")
        return row

    def _rewrite(self, synced: Synced, row: Mapping[str, Any], cells: dict[str, Any], kind: OpKind, values: dict[str, Any]) -> None:
        record = row["id"]
        if row["deleted"] and DELETED not in cells:
            raise Refused(N_("This record is in the bin. Take it out of the bin first."), code="in_bin")
        version = self._log(row["council"], synced.name, record, kind, cells)
        base, vers, raw_deleted = versions.unpack(row["ver"])
        vers |= dict.fromkeys(cells, version)
        raw_deleted = bool(cells[DELETED]) if DELETED in cells else raw_deleted
        changed = {name: values.get(name) for name in synced.fields if values.get(name) != row[name]}
        if changed:
            changed |= synced.rederive(row, values, changed)
        if DELETED in cells:
            changed["deleted"] = bool(raw_deleted)
        changed |= {"revision": row["revision"] + 1, "ver": versions.pack(base, vers, raw_deleted)}
        bulk.change(self.conn, synced.table, bulk.columns([changed | {"id": record}]))
        if self._standing.contested:  # what is written here opens no cell
            self.conn.execute(delete(schema.LoserRow).where(schema.LoserRow.record == record, schema.LoserRow.cell.in_(list(cells))))
        if DELETED in cells:
            self.conn.execute(delete(schema.ClashRow).where(schema.ClashRow.record == record))

    def _log(self, council: bytes, register: str, record: bytes, kind: OpKind, cells: Mapping[str, Any]) -> Version:
        fields = versions.encode(dict(cells))
        if len(fields) > MAX_FIELDS:
            raise Refused(N_("This is too much text for one record. Keep it in a file of its own."), code="too_long")
        own = self._own.get(council)
        if own is None:
            own = self._own[council] = _OwnStream(*(self._standing.own.get(council) or self.store.begin_stream(self.conn, council)))
        self._logged += 1
        if not self._logged % _ROWS:
            self.flush()
        own.seq += 1
        hlc = self.store.tick()
        if self.deed is None:
            self.deed = hlc
        own.fresh.append(sealing.unsealed(own.seq, hlc, register, record, int(kind), fields, own.ctx, self.actor.uid, self.deed))
        self.touched.setdefault(register, set()).add(record)
        if not self._logged % MAX_OPS:
            self._write_log()
        return Version(hlc, own.stream, own.seq, own.ctx)


def note_unmatched(store: Store, conn: Connection, touched: Mapping[str, Iterable[bytes]]) -> None:
    """Note what was written, for looking whether it is there twice; in the same transaction, so that nothing is overlooked after a crash."""
    for name, records in touched.items():
        if store.synced[name].matched:
            noted = list(records)
            bulk.add(conn, schema.table_of(schema.UnmatchedRow), {"register": [name] * len(noted), "record": noted})


def batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size`."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
