"""Open conflicts: fields two offices set without knowing of each other, and deleting against editing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import id_bytes, id_text
from desktop.store import schema, versions
from desktop.store.history import LoggedOp, Reader, Work
from desktop.store.synced import SEPARATOR
from desktop.store.versions import DELETED, OpKind


@dataclass(frozen=True, slots=True)
class Head:
    """One of the values that stand against each other. `value` is plain, as in a Row; for an element of a set, or being deleted, a bool."""

    value: Any
    who: str
    when_ms: int
    replica: bytes
    office: bytes
    shown: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question for a person. `field` is a field's name, or "~" for deleting against editing; `element` the element of a set."""

    id: str
    register: str
    record: bytes
    field: str
    element: str
    values: tuple[Head, ...]


def listed(reader: Reader, register: str | None = None) -> list[Conflict]:
    """Open conflicts, oldest record first."""
    losers = schema.table_of(schema.LoserRow)
    statement = select(losers.c.register, losers.c.record, losers.c.cell).distinct().order_by(losers.c.record, losers.c.cell)
    found = [one for name, record, cell in reader.conn.execute(statement).all() for one in _of_cell(reader, name, record, cell)]
    clashes = schema.table_of(schema.ClashRow)
    for name, record in reader.conn.execute(select(clashes.c.register, clashes.c.record)).all():
        found += _clash(reader, name, record)
    return [conflict for conflict in found if register in (None, conflict.register)]


def count(reader: Reader) -> int:
    """How many there are."""
    return len(listed(reader))


def resolve(work: Work, conflict_id: str, value: Any) -> None:
    """A person's decision: it is logged naming all that is held here, so it closes the conflict everywhere. Refused when unknown."""
    register, record, cell = parse_id(conflict_id)
    if not any(conflict.id == conflict_id for conflict in listed(work, register)):
        raise Refused(N_("This conflict is already settled."), code="no_conflict")
    if cell == DELETED:
        work.set_cells(register, record, {DELETED: bool(value)}, OpKind.DELETE if value else OpKind.RESTORE)
        return
    synced = work.store.synced[register]
    wire = bool(value) if SEPARATOR in cell else synced.to_wire(cell, value)
    work.set_cells(register, record, {cell: wire}, OpKind.RESOLVE)


def parse_id(conflict_id: str) -> tuple[str, bytes, str]:
    """(register, record, cell) of a conflict's id; Refused when it is not one."""
    register, _, rest = conflict_id.partition(":")
    record, _, cell = rest.partition(":")
    if not cell:
        raise Refused(N_("There is no such conflict."), code="bad_id")
    return register, id_bytes(record), cell


def _of_cell(reader: Reader, register: str, record: bytes, cell: str) -> list[Conflict]:
    stored = reader.stored(register, record)
    # A record in the bin asks nobody; taken out of it, it asks again
    if stored is None or cell == DELETED or stored["deleted"]:
        return []
    synced = reader.store.synced[register]
    losers = schema.table_of(schema.LoserRow)
    rows = reader.conn.execute(select(losers).where(losers.c.record == record, losers.c.cell == cell)).all()
    current = synced.cell_value(stored, cell)
    against = [row for row in rows if versions.decode(row.value) != current]
    if not against:
        return []
    log = {(logged.stream, logged.op.seq): logged for logged in reader.log_of(record)}
    base, vers, _deleted = versions.unpack(stored["ver"])
    shown = vers.get(cell, base)
    name, _, element = cell.partition(SEPARATOR)

    def plain(wire: Any) -> Any:
        return wire if element else synced.from_wire(name, wire)

    heads = [_head(log.get((shown.stream, shown.seq)), plain(current), shown=True)]
    heads += [_head(log.get((row.stream, row.seq)), plain(versions.decode(row.value)), shown=False) for row in against]
    return [Conflict(f"{register}:{id_text(record)}:{cell}", register, record, name, element, tuple(heads))]


def _clash(reader: Reader, register: str, record: bytes) -> Iterable[Conflict]:
    stored = reader.stored(register, record)
    if stored is None:
        return []
    log = reader.log_of(record)
    _base, vers, _deleted = versions.unpack(stored["ver"])
    gone = vers[DELETED]
    deleting = next((one for one in log if (one.stream, one.op.seq) == (gone.stream, gone.seq)), None)
    edits = [one for one in log if one.op.kind in (OpKind.UPDATE, OpKind.RESOLVE, OpKind.INSERT)]
    # The edit that stands against the delete is one its author had not seen, so it was made elsewhere.
    elsewhere = [one for one in edits if deleting is None or one.replica != deleting.replica]
    last = max(elsewhere or edits, key=lambda one: one.op.hlc, default=None)
    heads = (_head(last, False, shown=True), _head(deleting, True, shown=False))
    return [Conflict(f"{register}:{id_text(record)}:{DELETED}", register, record, DELETED, "", heads)]


def _head(logged: LoggedOp | None, value: Any, *, shown: bool) -> Head:
    if logged is None:
        return Head(value, "", 0, b"", b"", shown)
    return Head(value, logged.who, logged.op.hlc >> 16, logged.replica, logged.office, shown)
