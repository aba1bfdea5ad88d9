"""Undo reads the change log: the deed's changes, and what each cell held before them."""

from __future__ import annotations

from typing import Any

from desktop.base.i18n import _, ngettext
from desktop.records.register import Registers
from desktop.store.history import Work
from desktop.store.segments import Op
from desktop.store.synced import SEPARATOR
from desktop.store.versions import DELETED, OpKind, unpack


def undo(work: Work, registers: Registers, deed: int) -> str:
    """Take back a deed with new changes; cells changed by somebody since are left alone. Gives a sentence about it."""
    done, kept, titles = 0, 0, set()
    back: set[tuple[bytes, str]] = set()  # cells taken back already: a deed may set one twice
    for stream, op in reversed(work.deed_ops(deed)):
        if _take_back(work, stream, op, back):
            done += 1
            titles.add(_(registers[op.register].title))
        else:
            kept += 1
    if not done:
        return _("Nothing was undone: it has been changed since.")
    where = ", ".join(sorted(titles))
    words = ngettext("Undone in {where}: {count} change.", "Undone in {where}: {count} changes.", done).format(where=where, count=done)
    return words + " " + _("Some were changed since and stay.") if kept else words


def _take_back(work: Work, stream: int, op: Op, back: set[tuple[bytes, str]]) -> bool:
    stored = work.stored(op.register, op.record)
    if stored is None:
        return False
    if op.kind == OpKind.INSERT:
        if stored["deleted"]:
            return False
        work.delete(op.register, op.record)
        return True
    base, vers, _deleted = unpack(stored["ver"])
    mine = {cell for cell in op.fields if (op.record, cell) in back or _is(vers.get(cell, base), stream, op.seq)}
    back |= {(op.record, cell) for cell in mine}
    if DELETED in mine:
        (work.restore if op.fields[DELETED] else work.delete)(op.register, op.record)
        return True
    if not mine or stored["deleted"]:
        return False
    before: dict[str, Any] = {}
    earlier = sorted(
        (logged for logged in work.log_of(op.record) if (logged.op.hlc, logged.replica) < (op.hlc, work.store.replica)),
        key=lambda logged: (logged.op.hlc, logged.replica),
    )
    for cell in mine:
        before[cell] = False if SEPARATOR in cell else None
        for logged in earlier:
            if cell in logged.op.fields:
                before[cell] = logged.op.fields[cell]
    work.set_cells(op.register, op.record, before, OpKind.UPDATE)
    return True


def _is(version: Any, stream: int, seq: int) -> bool:
    return bool(version.stream == stream and version.seq == seq)
