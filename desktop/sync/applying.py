"""Applying changes of others to the book, set-wise: read the rows concerned, merge in Python, write them back. The caller has the transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from desktop.base.task import Progress
from desktop.store import bulk, schema, versions
from desktop.store.history import EVERY, batched, note_unmatched
from desktop.store.segments import Op as LogOp
from desktop.store.store import Store
from desktop.store.synced import Synced
from desktop.store.versions import OpKind, Version
from desktop.sync import merge, peers
from desktop.sync.cells import GONE
from desktop.sync.merge import Cell, RecordState, Standing, Verdict
from desktop.sync.vector import Causes

CHUNK = 10_000  # changes of a parcel in memory at a time
BATCH = 2_000  # records merged at a time: bounds memory, keeps cancel quick
MANY = 100_000  # touched records of one register that are told one by one

_ALWAYS = ("council", "revision", "deleted", "ver", "ext")  # what must be known of every row
_KINDS: dict[int, str] = {OpKind.DELETE: "delete", OpKind.RESTORE: "restore"}
_Ops = dict[str, dict[bytes, list[tuple[int, LogOp]]]]


@dataclass
class Applied:
    """What applying did, by record. `rejected` records had a value that does not fit its field; `held` ones are of an unknown register."""

    new: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    rejected: int = 0
    conflicts: int = 0
    touched: dict[str, set[bytes] | None] = field(default_factory=dict)  # None: more than MANY

    def all_touched(self) -> dict[str, frozenset[bytes]]:
        """As the store tells of it: register -> ids, EVERY where they are very many."""
        return {name: EVERY if records is None else frozenset(records) for name, records in self.touched.items()}

    def count(self, outcome: str, by: int = 1) -> None:
        """One record more, or less, of an outcome."""
        setattr(self, outcome, getattr(self, outcome) + by)


class Applying:
    """Merges the changes of one scope, some thousands at a time, each change at most once and all after what was held; `done` adds up.

    Changes of one record may come in several pieces (but not with `once`); it is counted once. `before` says up to which number each stream
    was held; the segments of every piece are in the log, with their trail, before it is applied."""

    def __init__(
        self,
        store: Store,
        conn: Connection,
        scope: bytes,
        causes: Causes,
        order: Mapping[int, bytes],
        before: Mapping[int, int],
        *,
        once: bool = False,
    ) -> None:
        self.store = store
        self.conn = conn
        self.scope = scope
        self.reference = peers.is_reference(conn, scope)
        self.causes = causes
        self.order = order
        self.before = before
        self.once = once
        self.done = Applied()
        self.upto: dict[int, int] = {}  # of each stream, in earlier pieces
        # Records of earlier pieces that came to something out of the ordinary: few, so kept in memory.
        self.rejected: set[bytes] = set()
        self.same: set[bytes] = set()
        self.clashed: set[bytes] = set()
        self.open: dict[bytes, dict[str, bool]] = {}  # cells in which a second head came up and stands, and whether it disagrees

    def apply(self, incoming: Sequence[tuple[int, LogOp]], progress: Progress) -> None:
        """Merge one piece: changes by local stream number, in any order."""
        by_register: _Ops = {}
        for stream, op in incoming:
            by_register.setdefault(op.register, {}).setdefault(op.record, []).append((stream, op))
        for register, records in by_register.items():
            known = self._met(list(records))
            synced = self.store.synced.get(register)
            if synced is None:
                self.done.held += len(records.keys() - known)
                _keep_unapplied(self.conn, register, records)
                continue
            for batch in batched(records.items(), BATCH):
                progress.check()
                _Batch(self, synced, known).run(batch)
        for stream, op in incoming:
            if op.seq > self.upto.get(stream, 0):
                self.upto[stream] = op.seq

    def touch(self, synced: Synced, records: set[bytes]) -> None:
        """Note what was written."""
        note_unmatched(self.store, self.conn, {synced.name: records})
        touched = self.done.touched.setdefault(synced.name, set())
        if touched is not None:
            touched |= records
            if len(touched) > MANY:
                self.done.touched[synced.name] = None

    def _met(self, records: Sequence[bytes]) -> set[bytes]:
        """Those of which an earlier piece spoke, by the trail."""
        if self.once or not self.upto:
            return set()
        rows = bulk.of_records(self.conn, schema.table_of(schema.TrailRow), records)
        return {record for record, stream, seq in rows if self.before.get(stream, 0) < seq <= self.upto.get(stream, 0)}


class _Batch:
    """One batch of records of one register. `met` are those counted before."""

    def __init__(self, whole: Applying, synced: Synced, met: set[bytes]) -> None:
        self.whole = whole
        self.conn = whole.conn
        self.done = whole.done
        self.causes = whole.causes
        self.order = whole.order
        self.synced = synced
        self.met = met
        self.blank = dict.fromkeys(synced.fields)
        self.inserts: list[dict[str, Any]] = []
        # What is to be written over rows, with the rows and what their values are then, by the fields that change.
        self.changes: dict[tuple[str, ...], list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]] = {}
        self.losers_in: list[tuple[Any, ...]] = []
        self.losers_out: list[bytes] = []
        self.clashes: list[tuple[bytes, bool]] = []

    def run(self, batch: Sequence[tuple[bytes, list[tuple[int, LogOp]]]]) -> None:
        ids = [record for record, _ops in batch]
        rows = bulk.rows(self.conn, self.synced.table, ids, self._columns(batch))
        losers = self._losers(list(rows))
        touched = set()
        are_all_sound = self.synced.are_all_sound
        together = are_all_sound([op.fields for _record, ops in batch for _stream, op in ops])
        for record, ops in batch:
            row = rows.get(record)
            # Nobody writes into another council's records, and what the region keeps for all is written nowhere else
            if (row is not None and row["council"] != self.whole.scope) or self.synced.reference != self.whole.reference:
                self._reject(record, row)
                continue
            sound = ops if together else [(stream, op) for stream, op in ops if are_all_sound([op.fields])]
            if len(sound) < len(ops):
                self._reject(record, row)
                if not sound:
                    continue
            if row is None:
                self._make(record, sound)
            else:
                self._merge(record, row, losers.get(record, {}), sound)
            touched.add(record)
        self._write()
        self.whole.touch(self.synced, touched)

    def _columns(self, batch: Sequence[tuple[bytes, list[tuple[int, LogOp]]]]) -> set[str]:
        """What must be known of the rows of many records; empty (all) for few, for which another statement is not worth it."""
        if len(batch) < bulk.IDS:
            return set()
        cells: set[str] = set()
        for record, ops in batch:
            for _stream, op in ops:
                cells.update(op.fields)
            cells.update(self.whole.open.get(record, ()))
        return {*_ALWAYS, *self.synced.needed({cell.partition("+")[0] for cell in cells})}

    def _make(self, record: bytes, ops: list[tuple[int, LogOp]]) -> None:
        """A record that was not here."""
        stream, op = ops[0]
        deleted = False
        if len(ops) == 1 and op.kind not in _KINDS and merge.says_values_alone(op.fields):  # nearly all of them
            shown: Mapping[str, Any] = op.fields
            ver = versions.pack(Version(op.hlc, stream, op.seq, op.ctx), {}, None)
        else:
            state = RecordState(current=lambda cell: None)
            _changed, opened, _fresh = self._states(state, ops)
            standing = merge.standing(state, self.causes)
            deleted = standing is Standing.DELETED
            shown = {cell: value for cell, value in state.shown.items() if cell != GONE}
            ver = merge.pack_versions(state)
            self._heads(record, state, opened, had=False)
            if standing is Standing.DISPUTED:
                self.clashes.append((record, True))
        if record not in self.met and record not in self.whole.rejected:
            self.done.new += 1
        row = self.blank.copy()
        ext = self.synced.take_in(row, shown)
        row["id"], row["council"], row["revision"], row["deleted"] = record, self.whole.scope, 1, deleted
        row["ver"], row["ext"] = ver, versions.encode(ext) if ext else None
        self.inserts.append(row)

    def _merge(self, record: bytes, row: dict[str, Any], losers: dict[str, list[Cell]], ops: list[tuple[int, LogOp]]) -> None:
        """Changes of a record that is here."""
        synced = self.synced
        ext: dict[str, Any] = versions.decode(row["ext"]) if row["ext"] else {}

        def current(cell: str) -> Any:
            return synced.cell_value(row, cell) if cell.partition("+")[0] in self.blank else ext.get(cell)

        had = bool(losers)
        state = merge.unpack_versions(row["ver"], losers, None, current)
        base = state.base
        changed, opened, fresh = self._states(state, ops)
        if record not in self.whole.rejected:
            self._count(record, base, fresh=fresh)
        standing = merge.standing(state, self.causes)
        values = row.copy()
        unknown = synced.take_in(values, changed)
        self._change(row, values, changed, ext | unknown, merge.pack_versions(state), deleted=standing is Standing.DELETED)
        self._heads(record, state, opened, had=had)
        if standing is Standing.DISPUTED or GONE in state.cells:
            self.clashes.append((record, standing is Standing.DISPUTED))

    def _states(self, state: RecordState, ops: list[tuple[int, LogOp]]) -> tuple[dict[str, Any], set[str], bool]:
        """Merge: cells whose value is to be written, with that; cells with a new head that is not shown; and whether anything was new."""
        changed: dict[str, Any] = {}
        opened: set[str] = set()
        fresh = False
        for stream, op in ops:
            version = Version(op.hlc, stream, op.seq, op.ctx)
            outcome = merge.apply_fields(state, version, merge.says(_KINDS.get(op.kind, "put"), op.fields), self.causes, self.order)
            fresh = fresh or outcome.kind is not Verdict.SAME
            changed |= outcome.changed
            if outcome.opened:
                opened.update(cell for cell, _cell in outcome.opened)
        return changed, opened, fresh

    def _count(self, record: bytes, base: Version | None, *, fresh: bool) -> None:
        whole = self.whole
        if record not in self.met:
            if fresh:
                self.done.changed += 1
            else:
                self.done.same += 1
                whole.same.add(record)
        elif fresh and record in whole.same:
            whole.same.remove(record)
            self.done.count("same", -1)
            self.done.count("changed")

    def _reject(self, record: bytes, row: dict[str, Any] | None) -> None:
        """Counted as rejected, whatever an earlier piece had come to."""
        whole = self.whole
        if record in whole.rejected:
            return
        whole.rejected.add(record)
        self.done.rejected += 1
        if record not in self.met:
            return
        base = versions.unpack(row["ver"])[0] if row is not None else None
        if record in whole.same:
            whole.same.remove(record)
            self.done.count("same", -1)
        elif base is not None:
            self.done.count("new" if base.seq > whole.before.get(base.stream, 0) else "changed", -1)

    def _change(
        self,
        row: dict[str, Any],
        values: dict[str, Any],
        shown: Mapping[str, Any],
        ext: dict[str, Any],
        ver: bytes,
        *,
        deleted: bool,
    ) -> None:
        wanted: dict[str, Any] = {}
        for cell in shown:
            name = cell.partition("+")[0]
            if name in self.blank and values[name] != row[name]:
                wanted[name] = values[name]
        fields = tuple(wanted)
        wanted["revision"], wanted["ver"] = row["revision"] + 1, ver
        if deleted != row["deleted"]:
            wanted["deleted"] = deleted
        if ext or row["ext"]:
            wanted["ext"] = versions.encode(ext) if ext else None
        wanted["id"] = row["id"]
        self.changes.setdefault(fields, []).append((wanted, row, values))

    def _heads(self, record: bytes, state: RecordState, opened: set[str], *, had: bool) -> None:
        """Heads that are not shown, and in which cells they disagree with what is."""
        if not had and not opened and not state.losers:
            return
        shown = state.value
        cells = {cell for cell in (*self.whole.open.get(record, ()), *opened) if cell in state.losers and cell != GONE}
        self._note(record, {cell: any(loser.value != shown(cell) for loser in state.losers[cell]) for cell in cells})
        if had:
            self.losers_out.append(record)
        for cell, heads in state.losers.items():
            for (hlc, stream, seq, ctx), value in heads:
                self.losers_in.append((record, cell, stream, seq, hlc, ctx, self.synced.name, versions.encode(value)))

    def _note(self, record: bytes, cells: dict[str, bool]) -> None:
        self.done.conflicts += sum(cells.values()) - sum(self.whole.open.pop(record, {}).values())
        if cells:
            self.whole.open[record] = cells

    def _write(self) -> None:
        table, conn = self.synced.table, self.conn
        bulk.add(conn, table, bulk.columns(self.inserts) | self.synced.derive_all(self.inserts))
        updates: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for fields, changes in self.changes.items():
            rows, values = ([each[part] for each in changes] for part in (1, 2))
            for (wanted, _row, _values), derived in zip(changes, self.synced.rederive_all(rows, values, fields), strict=True):
                updates.setdefault(tuple(wanted | derived), []).append(wanted | derived)
        for rows in updates.values():
            bulk.change(conn, table, bulk.columns(rows))
        losers = schema.table_of(schema.LoserRow)
        if self.losers_out:
            conn.execute(delete(losers).where(losers.c.record == bindparam("r")), [{"r": record} for record in self.losers_out])
        if self.losers_in:
            names = [column.name for column in losers.columns]
            bulk.add(conn, losers, dict(zip(names, zip(*sorted(self.losers_in), strict=True), strict=True)))
        if self.clashes:
            self._clash()

    def _clash(self) -> None:
        """Deleted here, edited there: kept for a person, or settled."""
        conn, table = self.conn, schema.table_of(schema.ClashRow)
        known = {row[0] for row in bulk.of_records(conn, table, [record for record, _disputed in self.clashes])}
        for record, disputed in self.clashes:
            if disputed and record not in known:
                conn.execute(insert(table).values(record=record, register=self.synced.name, council=self.whole.scope))
                self.whole.clashed.add(record)
                self.done.conflicts += 1
            elif not disputed and record in known:
                conn.execute(delete(table).where(table.c.record == record))
                if record in self.whole.clashed:
                    self.whole.clashed.remove(record)
                    self.done.conflicts -= 1

    def _losers(self, ids: Sequence[bytes]) -> dict[bytes, dict[str, list[Cell]]]:
        table = schema.table_of(schema.LoserRow)
        if not self.conn.execute(select(table.c.record).limit(1)).first():
            return {}
        found: dict[bytes, dict[str, list[Cell]]] = {}
        for record, cell, stream, seq, hlc, ctx, _register, value in bulk.of_records(self.conn, table, ids):
            head = Cell(Version(hlc, stream, seq, ctx), versions.decode(value))
            found.setdefault(record, {}).setdefault(cell, []).append(head)
        return found


def _keep_unapplied(conn: Connection, register: str, records: Mapping[bytes, list[tuple[int, LogOp]]]) -> None:
    rows = [{"stream": stream, "seq": op.seq, "register": register} for ops in records.values() for stream, op in ops]
    bulk.add(conn, schema.table_of(schema.UnappliedRow), bulk.columns(rows))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic collector, checking and merging run half as fast again (measured); nothing in them makes cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
