"""The merge: what each cell of a record shows and which values stand beside it. Pure: no database, no clock; any order of arrival ends the same.

A cell is a field, or one element of a set (`tags+poor`), or the delete flag. An op states a value for each cell it names. One statement *covers*
another when its author had seen it; the *heads* of a cell are the statements no other covers, and the shown value is the head that is last by
(logical time, replica id). docs/adr/0003-merge-rule.md says why this can't depend on the order in which parcels arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from desktop.store import versions
from desktop.store.versions import Version
from desktop.sync.cells import GONE, Value, alike, is_blank
from desktop.sync.vector import Causes

Order: TypeAlias = Sequence[bytes] | Mapping[int, bytes]  # the replica id behind each stream, which breaks ties of logical time

_SAYS: Final[dict[str, Mapping[str, Value]]] = {"delete": {GONE: True}, "restore": {GONE: False}}
_LIVES: Final[Mapping[str, Value]] = {GONE: False}  # what an op naming no cell says: the record exists


class Cell(NamedTuple):
    """A value of one cell and the op that stated it."""

    version: Version
    value: Value


class Op(NamedTuple):
    """One change of one record. The kind matters only where it is 'delete' or 'restore'; every other kind states its fields.

    `fields` goes by cell: a set's elements are cells of their own (`set_changes`). A first put leaves blanks out (`stated`).
    """

    version: Version
    record: bytes
    table: str
    kind: str
    fields: Mapping[str, Value]


class Verdict(StrEnum):
    """What an op did to the record."""

    APPLIED = "applied"  # a head changed, even where the shown value did not
    SAME = "same"  # it was already in
    OLDER = "older"  # all it states was already overtaken: history only


class Standing(StrEnum):
    """Whether a record is there. Disputed: it stays alive, and a delete that had not seen all of it waits for a person."""

    ALIVE = "alive"
    DELETED = "deleted"
    DISPUTED = "disputed"


class Conflict(NamedTuple):
    """One cell whose heads disagree, last first. `shown` is the value people see; for the delete flag always False, as the record stays."""

    cell: str
    shown: Value
    heads: tuple[Cell, ...]


class RecordState:
    """What the merge must know of one record. `apply_op` changes it in place; a new record is `RecordState()`.

    `base` is the op that made the record here; `cells` the version of each cell stated since, a cell not in it has the base's version, or was
    never stated if it is blank. `losers` holds every head that is not shown, equal ones too. `shown` holds the values known, and `current` is
    asked for others, only where statements are concurrent; without `current`, a cell missing from `shown` is blank.
    """

    __slots__ = ("base", "cells", "current", "losers", "shown")

    def __init__(
        self,
        base: Version | None = None,
        cells: dict[str, Version] | None = None,
        losers: dict[str, list[Cell]] | None = None,
        shown: dict[str, Value] | None = None,
        current: Callable[[str], Value] | None = None,
    ) -> None:
        self.base = base
        self.cells: dict[str, Version] = {} if cells is None else cells
        self.losers: dict[str, list[Cell]] = {} if losers is None else losers
        self.shown: dict[str, Value] = {} if shown is None else shown
        self.current = current

    def value(self, cell: str) -> Value:
        """The value shown; None where blank or never stated."""
        if cell in self.shown:
            return self.shown[cell]
        if self.current is None or cell == GONE:
            return None
        return self.current(cell)

    def heads(self, cell: str) -> list[Cell]:
        """The statements of a cell that no other covers, the shown one first; none where nobody ever stated it."""
        version = self.cells.get(cell)
        value = self.value(cell)
        if version is None:
            if self.base is None or is_blank(cell, value):
                return []
            version = self.base
        return [Cell(version, value), *self.losers.get(cell, ())]


class Outcome:
    """What one op did, to be written set-wise.

    `changed` holds the cells whose shown value is to be written (never the delete flag: see `standing`); the versions are in the state.
    `opened` and `closed` are the heads that joined and left the losers; a loser that came to be shown is closed and changed.
    """

    __slots__ = ("changed", "closed", "kind", "opened", "standing")

    def __init__(self, kind: Verdict, changed: dict[str, Value], standing: Standing) -> None:
        self.kind = kind
        self.changed = changed
        self.standing = standing
        self.opened: list[tuple[str, Cell]] = []
        self.closed: list[tuple[str, Version]] = []


_APPLIED, _SAME, _OLDER = Verdict.APPLIED, Verdict.SAME, Verdict.OLDER
_ALIVE, _DELETED, _DISPUTED = Standing.ALIVE, Standing.DELETED, Standing.DISPUTED


def apply_op(state: RecordState, op: Op, causes: Causes, order: Order) -> Outcome:
    """Merge one op into its record's state. Any order of ops, each any number of times, ends in the same heads."""
    return apply_fields(state, op.version, says(op.kind, op.fields), causes, order)


def says(kind: str, fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """The cells that an op states."""
    return _SAYS.get(kind) or fields or _LIVES


def says_values_alone(fields: Mapping[str, Value]) -> bool:
    """Whether a record's first op that puts these fields makes it live, with nothing of it to be kept by name (no blank, no zero)."""
    values = fields.values()
    return bool(fields) and GONE not in fields and None not in values and False not in values


def apply_fields(state: RecordState, version: Version, fields: Mapping[str, Value], causes: Causes, order: Order) -> Outcome:
    """`apply_op` of an op that puts fields, at least one."""
    base = state.base
    if base is None:
        return _first(state, version, fields, causes)
    _, stream, seq, ctx = version
    seen = causes.seen(stream, ctx)
    cells, shown, losers = state.cells, state.shown, state.losers
    changed: dict[str, Value] = {}
    slow: list[str] = []
    for cell, value in fields.items():
        _, head_stream, head_seq, _ = cells.get(cell, base)
        if (seq > head_seq if stream == head_stream else seen.get(head_stream, 0) >= head_seq) and cell not in losers:
            cells[cell] = version
            shown[cell] = value
            changed[cell] = value
        else:
            slow.append(cell)
    outcome = Outcome(_APPLIED, changed, _ALIVE)
    if slow:
        verdicts = {_meet(state, cell, Cell(version, fields[cell]), causes, order, outcome) for cell in slow}
        if len(slow) == len(fields) and _APPLIED not in verdicts:
            outcome.kind = _SAME if _SAME in verdicts else _OLDER
    if GONE in cells:
        changed.pop(GONE, None)
        outcome.standing = standing(state, causes)
    return outcome


def _first(state: RecordState, version: Version, fields: Mapping[str, Value], causes: Causes) -> Outcome:
    """The op that makes the record here: its values get its version by default, only blanks and the delete flag are kept by name."""
    state.base = version
    state.shown.update(fields)
    for cell, value in fields.items():
        if not value and is_blank(cell, value):
            state.cells[cell] = version
    changed = dict(fields)
    if GONE in fields:
        state.cells[GONE] = version
        del changed[GONE]
        return Outcome(_APPLIED, changed, standing(state, causes))
    return Outcome(_APPLIED, changed, _ALIVE)


def _meet(state: RecordState, cell: str, new: Cell, causes: Causes, order: Order, outcome: Outcome) -> Verdict:
    """One cell where the new statement does not simply replace a single one."""
    heads = state.heads(cell)
    for head in heads:
        if head.version.stream == new.version.stream and head.version.seq == new.version.seq:
            return _SAME
        if causes.covers(head.version, new.version):
            return _OLDER
    kept = [head for head in heads if not causes.covers(new.version, head.version)]
    ranked = [*kept, new]
    winner = max(ranked, key=lambda head: (head.version.hlc, order[head.version.stream]))
    ranked.remove(winner)
    before = state.losers.pop(cell, [])
    if ranked:
        state.losers[cell] = ranked
    # Kept by name even where the base's own value stays shown: a cell with losers must never look as if nobody had stated it.
    state.cells[cell] = winner.version
    state.shown[cell] = winner.value
    if not heads or winner is not heads[0]:
        outcome.changed[cell] = winner.value
    outcome.opened += [(cell, loser) for loser in ranked if loser not in before]
    outcome.closed += [(cell, loser.version) for loser in before if loser not in ranked]
    return _APPLIED


def standing(state: RecordState, causes: Causes) -> Standing:
    """A delete takes only what somebody who deleted had seen; a restore or an edit none of them had seen keeps the record alive."""
    if GONE not in state.cells:
        return _ALIVE
    flags = state.heads(GONE)
    deaths = [head.version for head in flags if head.value]
    if not deaths:
        return _ALIVE
    if len(deaths) < len(flags):
        return _DISPUTED
    for version in _stated(state):
        if not any(death == version or causes.covers(death, version) for death in deaths):
            return _DISPUTED
    return _DELETED


def _stated(state: RecordState) -> Iterator[Version]:
    """Heads of all cells but the delete flag, and the base, which stands for the cells not kept by name.

    Where all of the base's cells were overtaken it is no head, yet covered by one, so asking for it too changes no answer.
    """
    if state.base is not None:
        yield state.base
    for cell, version in state.cells.items():
        if cell != GONE:
            yield version
    for cell, losers in state.losers.items():
        if cell != GONE:
            for loser in losers:
                yield loser.version


def conflicts(state: RecordState, causes: Causes, order: Order) -> list[Conflict]:
    """The cells a person must decide, by name. Heads that agree are no conflict."""
    found = []
    for cell in sorted(state.losers):
        heads = state.heads(cell)
        if cell != GONE and any(not alike(cell, head.value, heads[0].value) for head in heads):
            found.append(Conflict(cell, heads[0].value, _ranked(heads, order)))
    if standing(state, causes) is _DISPUTED:
        found.append(Conflict(GONE, False, _ranked(state.heads(GONE), order)))
    return found


def _ranked(heads: Iterable[Cell], order: Order) -> tuple[Cell, ...]:
    return tuple(sorted(heads, key=lambda head: (head.version.hlc, order[head.version.stream]), reverse=True))


# Versions as the row's `ver` column


def pack_versions(state: RecordState) -> bytes:
    """The row's `ver`, see store/versions.py."""
    if state.base is None:
        raise ValueError("a record nobody made has no versions")
    return versions.pack(state.base, state.cells, bool(state.shown.get(GONE)))


def unpack_versions(
    packed: bytes,
    losers: dict[str, list[Cell]] | None = None,
    shown: dict[str, Value] | None = None,
    current: Callable[[str], Value] | None = None,
) -> RecordState:
    """The state of a stored row. `losers` must be all of the record's, those that agree with the shown value as well."""
    base, cells, gone = versions.unpack(packed)
    state = RecordState(base, cells, losers, shown, current)
    if gone is not None:
        state.shown[GONE] = gone
    return state
