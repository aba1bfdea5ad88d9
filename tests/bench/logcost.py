"""What the change log costs: the same work with and without it, in turns in one run: `python -m tests.bench logcost`.

Without it, a Work writes the same rows into the same encrypted file with the same indexes, derived columns and notes for duplicates, but keeps no
versions, no numbers, no clock and no op. Above both stands the same Deed with all its rules; once more without it, on the bare store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.store import bulk
from desktop.store.history import Changes, Work, note_unmatched
from desktop.store.synced import Synced
from desktop.store.versions import OpKind
from tests.bench import books
from tests.bench.measure import Figure, cpu, seconds

PEOPLE, EDITS, TURNS = 5_000, 400, 4
_APART = 7  # one edit is not made beside the last one


class Unlogged(Work):
    """Writes rows and nothing of them into the log."""

    def insert(self, register: str, values: Mapping[str, Any], *, record: bytes | None = None, council: bytes | None = None) -> bytes:
        synced = self.store.synced[register]
        record = record or new_id()
        plain = {name: values.get(name) for name in synced.fields}
        meta = {"id": record, "council": council or self.store.office, "revision": 1, "deleted": False, "ver": b"", "ext": None}
        self._rows.setdefault(register, []).append(plain | meta)
        self.touched.setdefault(register, set()).add(record)
        return record

    def update(self, register: str, record: bytes, values: Mapping[str, Any], kind: OpKind = OpKind.UPDATE) -> bool:
        synced = self.store.synced[register]
        row = self._held(register, record)
        if not synced.changes(row, values):
            return False
        self.touched.setdefault(register, set()).add(record)
        self._overwrite(synced, row, dict(row) | dict(values))
        return True

    def finish(self) -> Changes:
        self.flush()
        note_unmatched(self.store, self.conn, self.touched)
        return Changes({register: frozenset(ids) for register, ids in self.touched.items()})

    def _overwrite(self, synced: Synced, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        changed = {name: values.get(name) for name in synced.fields if values.get(name) != row[name]}
        changed |= synced.rederive(row, values, changed) | {"revision": row["revision"] + 1}
        bulk.change(self.conn, synced.table, bulk.columns([changed | {"id": row["id"]}]))


Side = tuple[type[Work], Book]


def figures(folder: Path, people: int = PEOPLE) -> list[Figure]:
    """Each on a book of its own; bulk by CPU seconds of all turns, single edits by both clocks."""
    sides = [(kind, books.council(folder / name)) for name, kind in (("logged", Work), ("unlogged", Unlogged))]
    made = []
    for words, ruled in (("with all rules of the form", True), ("of the bare store", False)):
        new, changed, ids = _bulk(sides, people, ruled=ruled)
        edit, durable = _edits(sides, ids, ruled=ruled)
        made += [
            _cost(f"{people:,} new people, {words}: with the log, without", new, 1.35),
            _cost("  two fields changed in each", changed, 1.35),
            _cost("  one edit in a commit of its own, CPU", edit, 1.6),
            _cost("  the same by the clock, durable", durable, 1.6),
            Figure("  CPU added to a durable edit", edit[0] - edit[1], "ms", "<= 1", edit[0] - edit[1] <= 1),
        ]
    for _kind, book in sides:
        book.close()
    return made


def _cost(name: str, spent: list[float], most: float) -> Figure:
    return Figure(name, spent[0], "ms", f"<= {most} x", spent[0] <= most * spent[1], spent[1])


def _bulk(sides: Sequence[Side], people: int, *, ruled: bool) -> tuple[list[float], list[float], list[list[bytes]]]:
    """CPU milliseconds of many new people, and of as many changes, each in one commit, for each side; and who they are. Whoever is first finds
    no name folded yet, so they take turns at that too, and the first turn, in which most are new, does not count."""
    new, changed = [0.0, 0.0], [0.0, 0.0]
    ids: list[list[bytes]] = [[], []]
    for turn in range(TURNS + 1):
        for side in (0, 1) if turn % 2 else (1, 0):
            began = len(ids[side])
            numbers = range(turn * people, (turn + 1) * people)
            adding = cpu(partial(_add, *sides[side], numbers, ids[side], ruled=ruled))
            changing = cpu(partial(_change, *sides[side], ids[side][began:], ruled=ruled))
            if turn:
                new[side] += adding / TURNS * 1000
                changed[side] += changing / TURNS * 1000
    return new, changed, ids


def _edits(sides: Sequence[Side], ids: Sequence[Sequence[bytes]], *, ruled: bool) -> tuple[list[float], list[float]]:
    """Milliseconds of one edit in a commit of its own, for each side: of CPU in the mean, which has its part of the journal's being put by;
    by the clock in the median."""
    spent: list[list[float]] = [[], []]
    lasted: list[list[float]] = [[], []]
    for number in range(EDITS):
        for side in (0, 1):
            edit = partial(_edit, *sides[side], ids[side][number * _APART], number, ruled=ruled)
            begun = process_time()
            lasted[side].append(seconds(edit) * 1000)
            spent[side].append((process_time() - begun) * 1000)
    return [mean(each) for each in spent], [median(each) for each in lasted]


def _add(kind: type[Work], book: Book, numbers: Iterable[int], ids: list[bytes], *, ruled: bool) -> None:
    with _writing(book, kind) as (work, deed):
        put = _put(work, deed, ruled=ruled)
        ids.extend(put(None, books.person(number)) for number in numbers)


def _change(kind: type[Work], book: Book, ids: Sequence[bytes], *, ruled: bool) -> None:
    with _writing(book, kind) as (work, deed):
        put = _put(work, deed, ruled=ruled)
        for number, record in enumerate(ids):
            put(record, {"house_no": f"9/{number}", "moo": 20})


def _edit(kind: type[Work], book: Book, record: bytes, number: int, *, ruled: bool) -> None:
    with _writing(book, kind) as (work, deed):
        _put(work, deed, ruled=ruled)(record, {"house_no": f"8/{number}", "moo": 19})


def _put(work: Work, deed: Deed, *, ruled: bool) -> Callable[[bytes | None, dict[str, Any]], bytes]:
    def bare(record: bytes | None, values: dict[str, Any]) -> bytes:
        if record is None:
            return work.insert("people", values)
        work.update("people", record, values)
        return record

    return (lambda record, values: deed.put("people", record, values)) if ruled else bare


@contextmanager
def _writing(book: Book, kind: type[Work]) -> Iterator[tuple[Work, Deed]]:
    """`Store.write`, or the same without the log: no clock to keep and no mark beside the book either."""
    store = book.store
    if kind is Work:
        with store.write(book.actor) as logged:
            yield logged, Deed(logged, book.registers, book.code_lists, book.office.kind)
        return
    with store.database.writer.begin() as conn:
        work = kind(store, conn, book.actor)
        yield work, Deed(work, book.registers, book.code_lists, book.office.kind)
        work.finish()
