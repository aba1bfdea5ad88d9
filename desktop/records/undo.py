"""Undo reads the change log: the deed's changes, and what each cell held before them."""

from __future__ import annotations

import threading
from typing import Any

from desktop.base.i18n import _, ngettext
from desktop.records import pairs
from desktop.records.pairs import Answered
from desktop.records.register import Registers
from desktop.store.history import Actor, Changes, Work
from desktop.store.segments import Op
from desktop.store.store import Store
from desktop.store.synced import SEPARATOR
from desktop.store.versions import DELETED, OpKind, unpack

Change = tuple[int, int]  # stream and number of a change
# What was taken back to: (a change made by undoing, the cell it set) -> the change whose value it brought back. Without it the second
# step of undo would take the first for somebody's edit.
Standing = dict[tuple[Change, str], Change]


class Steps:
    """What this session did and took back, in order; any thread may ask."""

    def __init__(self) -> None:
        self._done: list[int | Answered] = []  # deeds of the log, and answers, of which the log knows nothing
        self._undone: list[int | Answered] = []
        self._standing: Standing = {}
        self._lock = threading.Lock()

    def did(self, deed: int | Answered) -> None:
        """A deed was done, or an answer given; what had been undone before it can't be done again."""
        with self._lock:
            self._done.append(deed)
            self._undone.clear()

    def can_undo(self) -> bool:
        """Whether this session did something that can be undone."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether something undone can be done again."""
        return bool(self._undone)

    def step(self, store: Store, registers: Registers, actor: Actor, *, back: bool) -> str | None:
        """Undo the last deed, or do again what was undone last; None when there is nothing."""
        source, target = (self._done, self._undone) if back else (self._undone, self._done)
        with self._lock:
            if not source:
                return None
            deed = source.pop()
            standing = dict(self._standing)
        made: int | Answered | None
        try:
            if isinstance(deed, Answered):
                words, made = _answer_again(store, actor, deed, back=back), deed
            else:
                with store.write(actor, "undo") as work:
                    words = undo(work, registers, deed, standing)
                    made = work.deed
        except BaseException:
            with self._lock:
                source.append(deed)  # nothing was changed; the next try works
            raise
        with self._lock:
            self._standing = standing
            if made is not None:
                target.append(made)
        return words


def _answer_again(store: Store, actor: Actor, given: Answered, *, back: bool) -> str:
    pairs.answer(store, actor, given.register, given.a, given.b, given.before if back else given.after)
    store.announce(Changes({given.register: frozenset((given.a, given.b))}, "undo"))
    return _("The answer was taken back; the two are asked about again.") if back else _("Answered again.")


def undo(work: Work, registers: Registers, deed: int, standing: Standing) -> str:
    """Take back a deed with new changes; cells changed by somebody since are left alone. Gives a sentence about it. `standing` is the
    session's, and is added to."""
    done, kept, titles = 0, 0, set()
    ops = work.deed_ops(deed)
    born = {op.record for _stream, op in ops if op.kind == OpKind.INSERT}
    for stream, op in reversed(ops):
        if op.record in born and op.kind != OpKind.INSERT:
            continue  # a new record goes into the bin as it is
        if _take_back(work, stream, op, standing):
            done += 1
            titles.add(_(registers[op.register].title))
        else:
            kept += 1
    if not done:
        return _("Nothing was undone: it has been changed since.")
    where = ", ".join(sorted(titles))
    words = ngettext("Undone in {where}: {count} change.", "Undone in {where}: {count} changes.", done).format(where=where, count=done)
    return words + " " + _("Some were changed since and stay.") if kept else words


def _take_back(work: Work, stream: int, op: Op, standing: Standing) -> bool:
    stored = work.stored(op.register, op.record)
    if stored is None:
        return False
    if op.kind == OpKind.INSERT:
        if stored["deleted"]:
            return False
        work.delete(op.register, op.record)
        return True
    mine = {cell for cell in op.fields if _stands(stored, cell, (stream, op.seq), standing)}
    if not mine or (stored["deleted"] and DELETED not in mine):
        return False
    before, sources = _before(work, op, mine)
    if DELETED in mine:
        (work.restore if op.fields[DELETED] else work.delete)(op.register, op.record)
    else:
        work.set_cells(op.register, op.record, before, OpKind.UPDATE)
    now = work.stored(op.register, op.record)
    assert now is not None
    for cell, source in sources.items():
        standing[_now(now, cell), cell] = source
    return True


def _stands(stored: dict[str, Any], cell: str, change: Change, standing: Standing) -> bool:
    """Whether a cell still holds what a change gave it, be it by an undo or redo that brought it back."""
    current: Change | None = _now(stored, cell)
    while current is not None and current != change:
        current = standing.get((current, cell))
    return current == change


def _now(stored: dict[str, Any], cell: str) -> Change:
    base, vers, _deleted = unpack(stored["ver"])
    version = vers.get(cell, base)
    return version.stream, version.seq


def _before(work: Work, op: Op, cells: set[str]) -> tuple[dict[str, Any], dict[str, Change]]:
    """What cells held before a change, and which change had given them that."""
    earlier = sorted(
        (logged for logged in work.log_of(op.record) if (logged.op.hlc, logged.replica) < (op.hlc, work.store.replica)),
        key=lambda logged: (logged.op.hlc, logged.replica),
    )
    values: dict[str, Any] = {}
    sources: dict[str, Change] = {}
    for cell in cells:
        values[cell] = False if SEPARATOR in cell else None
        for logged in earlier:
            if cell in logged.op.fields or logged.op.kind == OpKind.INSERT:
                values[cell] = logged.op.fields.get(cell, values[cell])
                sources[cell] = (logged.stream, logged.op.seq)
    return values, sources
