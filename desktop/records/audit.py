"""The audit trail of a record, read from the change log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.store import schema
from desktop.store.history import Reader
from desktop.store.synced import SEPARATOR
from desktop.store.versions import OpKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in a record's history. `op` is put, delete, restore or resolve; `value` plain, for an element of a set '+code' or '-code'."""

    when_ms: int
    who: str
    replica: bytes
    office: str
    op: str
    field: str
    value: Any
    number: int


_OPS: dict[int, str] = {
    OpKind.INSERT: "put",
    OpKind.UPDATE: "put",
    OpKind.RESOLVE: "resolve",
    OpKind.DELETE: "delete",
    OpKind.RESTORE: "restore",
}


def entries(reader: Reader, register: str, record: bytes) -> list[Entry]:
    """Every value ever set in a record, by whom, when and on which PC, newest first."""
    offices = dict(reader.conn.execute(select(schema.OfficeRow.uid, schema.OfficeRow.name)).all())
    synced = reader.store.synced[register]
    found: list[tuple[tuple[int, bytes], Entry]] = []
    for logged in reader.log_of(record):
        op = logged.op
        for cell, wire in op.fields.items():
            name, _sep, element = cell.partition(SEPARATOR)
            if not synced.sound(cell, wire):  # it never fitted its field, so it was never shown in the record either
                continue
            value = ("+" if wire else "-") + element if element else synced.from_wire(name, wire)
            kind = _OPS.get(op.kind, "put")
            entry = Entry(op.hlc >> 16, logged.who, logged.replica, offices.get(logged.office, ""), kind, name, value, op.seq)
            found.append(((op.hlc, logged.replica), entry))
    return [entry for _order, entry in sorted(found, key=lambda pair: pair[0], reverse=True)]
