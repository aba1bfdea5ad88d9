"""Applying changes of others to the book, set-wise: read the rows concerned, merge in Python, write them back. The caller has the transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from desktop.base.task import Progress
from desktop.store import schema, versions
from desktop.store.history import batched, note_unmatched
from desktop.store.segments import Op as LogOp
from desktop.store.store import Store
from desktop.store.synced import Synced
from desktop.store.versions import OpKind, Version
from desktop.sync import merge, peers
from desktop.sync.cells import GONE
from desktop.sync.merge import Cell, RecordState, Standing, Verdict
from desktop.sync.vector import Causes

BATCH = 2_000  # records merged at a time: bounds memory, keeps cancel quick
_ROWS = 500  # ids in one SELECT

_KINDS: dict[int, str] = {OpKind.DELETE: "delete", OpKind.RESTORE: "restore"}


@dataclass
class Applied:
    """What applying did, by record. `rejected` records had a value that does not fit its field; `held` ones are of an unknown register."""

    new: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    rejected: int = 0
    conflicts: int = 0
    touched: dict[str, set[bytes]] = field(default_factory=dict)


def apply(
    store: Store,
    conn: Connection,
    scope: bytes,
    incoming: Iterable[tuple[int, LogOp]],
    causes: Causes,
    order: Mapping[int, bytes],
    progress: Progress,
) -> Applied:
    """Merge changes (local stream number, change), each at most once and all after what is held, in any order."""
    by_register: dict[str, dict[bytes, list[tuple[int, LogOp]]]] = {}
    for stream, op in incoming:
        by_register.setdefault(op.register, {}).setdefault(op.record, []).append((stream, op))
    done = Applied()
    total = sum(len(records) for records in by_register.values())
    seen = 0
    with _no_gc():
        for register, records in by_register.items():
            synced = store.synced.get(register)
            if synced is None:
                done.held += len(records)
                _keep_unapplied(conn, register, records)
                continue
            for batch in batched(records.items(), BATCH):
                progress.step(seen, total)
                _Batch(conn, scope, synced, causes, order, done).run(batch)
                seen += len(batch)
    note_unmatched(store, conn, done.touched)
    return done


class _Batch:
    """One batch of records of one register."""

    def __init__(self, conn: Connection, scope: bytes, synced: Synced, causes: Causes, order: Mapping[int, bytes], done: Applied) -> None:
        self.conn = conn
        self.scope = scope
        self.reference = peers.is_reference(conn, scope)
        self.synced = synced
        self.causes = causes
        self.order = order
        self.done = done
        self.inserts: list[dict[str, Any]] = []
        self.updates: dict[frozenset[str], list[dict[str, Any]]] = {}
        self.losers_in: list[dict[str, Any]] = []
        self.losers_out: list[bytes] = []
        self.clashes: list[tuple[bytes, bool]] = []

    def run(self, batch: Sequence[tuple[bytes, list[tuple[int, LogOp]]]]) -> None:
        ids = [record for record, _ops in batch]
        rows = self._rows(ids)
        losers = self._losers(ids)
        touched = self.done.touched.setdefault(self.synced.name, set())
        for record, ops in batch:
            row = rows.get(record)
            # Nobody writes into another council's records, and what the region keeps for all is written nowhere else
            if (row is not None and row["council"] != self.scope) or self.synced.reference != self.reference:
                self.done.rejected += 1
                continue
            sound = [(stream, op) for stream, op in ops if all(self.synced.sound(cell, wire) for cell, wire in op.fields.items())]
            if len(sound) < len(ops):
                self.done.rejected += 1
                if not sound:
                    continue
            self._merge(record, row, losers.get(record, {}), sound, counted=len(sound) == len(ops))
            touched.add(record)
        self._write()

    def _merge(
        self, record: bytes, row: dict[str, Any] | None, losers: dict[str, list[Cell]], ops: list[tuple[int, LogOp]], *, counted: bool
    ) -> None:
        synced = self.synced
        values: dict[str, Any] = row if row is not None else dict.fromkeys(synced.fields)
        ext: dict[str, Any] = versions.decode(values["ext"]) if values.get("ext") else {}
        had_losers = bool(losers)

        def current(cell: str) -> Any:
            return synced.cell_value(values, cell) if cell.partition("+")[0] in synced.fields else ext.get(cell)

        if row is None:
            state = RecordState(current=current)
        else:
            state = merge.unpack_versions(row["ver"], losers, None, current)
        changed: set[str] = set()
        opened: set[str] = set()
        fresh = False
        for stream, op in ops:
            version = Version(op.hlc, stream, op.seq, op.ctx)
            outcome = merge.apply_op(
                state, merge.Op(version, record, synced.name, _KINDS.get(op.kind, "put"), op.fields), self.causes, self.order
            )
            fresh = fresh or outcome.kind is not Verdict.SAME
            changed.update(outcome.changed)
            opened.update(cell for cell, _cell in outcome.opened)
        standing = merge.standing(state, self.causes)
        disputed = standing is Standing.DISPUTED
        self.done.conflicts += sum(
            any(loser.value != state.shown.get(cell) for loser in state.losers.get(cell, ())) for cell in opened if cell != GONE
        )
        if counted:
            if row is None:
                self.done.new += 1
            elif fresh:
                self.done.changed += 1
            else:
                self.done.same += 1
        before = dict(values)
        for cell in changed:
            if synced.apply(values, cell, state.shown[cell]) is None:
                ext[cell] = state.shown[cell]
        self._row(record, row, before, values, state, ext, deleted=standing is Standing.DELETED)
        if had_losers or state.losers:
            self._heads(record, state)
        if disputed or (row is not None and GONE in state.cells):
            self.clashes.append((record, disputed))

    def _row(
        self,
        record: bytes,
        row: dict[str, Any] | None,
        before: Mapping[str, Any],
        values: dict[str, Any],
        state: RecordState,
        ext: dict[str, Any],
        *,
        deleted: bool,
    ) -> None:
        ver = merge.pack_versions(state)
        packed = versions.encode(ext) if ext else None
        if row is None:
            plain = {name: values[name] for name in self.synced.fields}
            fixed = {"id": record, "council": self.scope, "revision": 1, "deleted": deleted, "ver": ver, "ext": packed}
            self.inserts.append(plain | fixed | self.synced.derive(plain))
            return
        columns = {name: values[name] for name in self.synced.fields if values[name] != before[name]}
        derived = {}
        if columns:
            fresh = self.synced.derive(values)
            derived = {name: text for name, text in fresh.items() if text != row[name]}
        fixed = {"revision": row["revision"] + 1, "ver": ver}
        if deleted != row["deleted"]:
            fixed["deleted"] = deleted
        if packed != row["ext"]:
            fixed["ext"] = packed
        wanted = columns | fixed | derived
        self.updates.setdefault(frozenset(wanted), []).append(wanted | {"id": record})

    def _heads(self, record: bytes, state: RecordState) -> None:
        self.losers_out.append(record)
        for cell, heads in state.losers.items():
            for head in heads:
                version = head.version
                self.losers_in.append(
                    {
                        "record": record,
                        "cell": cell,
                        "stream": version.stream,
                        "seq": version.seq,
                        "hlc": version.hlc,
                        "ctx": version.ctx,
                        "register": self.synced.name,
                        "value": versions.encode(head.value),
                    }
                )

    def _write(self) -> None:
        table, conn = self.synced.table, self.conn
        if self.inserts:
            conn.execute(insert(table), self.inserts)
        for names, rows in self.updates.items():
            _update(conn, table, sorted(names), rows)
        losers, clashes = schema.table_of(schema.LoserRow), schema.table_of(schema.ClashRow)
        if self.losers_out:
            conn.execute(delete(losers).where(losers.c.record == bindparam("r")), [{"r": record} for record in self.losers_out])
        if self.losers_in:
            conn.execute(insert(losers), self.losers_in)
        if self.clashes:
            known = {record for (record,) in conn.execute(select(clashes.c.record).where(clashes.c.register == self.synced.name))}
            for record, disputed in self.clashes:
                if disputed and record not in known:
                    conn.execute(insert(clashes).values(record=record, register=self.synced.name, council=self.scope))
                    self.done.conflicts += 1
                elif not disputed and record in known:
                    conn.execute(delete(clashes).where(clashes.c.record == record))

    def _rows(self, ids: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
        table = self.synced.table
        found: dict[bytes, dict[str, Any]] = {}
        for part in batched(ids, _ROWS):
            for row in self.conn.execute(select(table).where(table.c.id.in_(part))).mappings():
                found[row["id"]] = dict(row)
        return found

    def _losers(self, ids: Sequence[bytes]) -> dict[bytes, dict[str, list[Cell]]]:
        table = schema.table_of(schema.LoserRow)
        if not self.conn.execute(select(table.c.record).limit(1)).first():
            return {}
        found: dict[bytes, dict[str, list[Cell]]] = {}
        for part in batched(ids, _ROWS):
            for row in self.conn.execute(select(table).where(table.c.record.in_(part))):
                cell = Cell(Version(row.hlc, row.stream, row.seq, row.ctx), versions.decode(row.value))
                found.setdefault(row.record, {}).setdefault(row.cell, []).append(cell)
        return found


def _update(conn: Connection, table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """One UPDATE by id for many rows. Bound by the column types' own processors and handed to the driver at once: SQLAlchemy's own
    executemany spends as long on each row's parameters as SQLCipher on writing it (measured)."""
    processors = [table.c[name].type.dialect_impl(conn.dialect).bind_processor(conn.dialect) for name in names]
    statement = update(table).where(table.c.id == bindparam("of_record")).values({name: bindparam(f"to_{name}") for name in names})
    compiled = statement.compile(dialect=conn.dialect)
    order = compiled.positiontup or []
    by_name = dict(zip([f"to_{name}" for name in names], zip(names, processors, strict=True), strict=True))
    plan = [by_name.get(name, ("id", None)) for name in order]
    conn.exec_driver_sql(str(compiled), [tuple(process(row[name]) if process else row[name] for name, process in plan) for row in rows])


def _keep_unapplied(conn: Connection, register: str, records: Mapping[bytes, list[tuple[int, LogOp]]]) -> None:
    rows = [{"stream": stream, "seq": op.seq, "register": register} for ops in records.values() for stream, op in ops]
    conn.execute(insert(schema.table_of(schema.UnappliedRow)), rows)


@contextmanager
def _no_gc() -> Any:
    """Without the cyclic collector, merging runs half as fast again (measured); nothing here makes cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
