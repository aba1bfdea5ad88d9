"""What the change log costs: the same work with and without it, in turns in one run: `python -m tests.bench logcost`.

Without it, a Work writes the same rows into the same encrypted file with the same indexes, derived columns and notes for duplicates, but keeps no
versions, no numbers, no clock and no op. Above both stands the same Deed with all its rules; once more without it, on the bare store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import update

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.store.history import Changes, Work, note_unmatched
from desktop.store.synced import Synced
from desktop.store.versions import OpKind
from tests.bench import books
from tests.bench.measure import Figure, cpu, seconds

PEOPLE, EDITS, TURNS = 5_000, 100, 3


class Unlogged(Work):
    """Writes rows and nothing of them into the log."""

    def insert(self, register: str, values: Mapping[str, Any], *, record: bytes | None = None, council: bytes | None = None) -> bytes:
        synced = self.store.synced[register]
        record = record or new_id()
        plain = {name: values.get(name) for name in synced.fields}
        meta = {"id": record, "council": council or self.store.office, "revision": 1, "deleted": False, "ver": b"", "ext": None}
        self._pending.rows.setdefault(register, []).append(plain | meta | synced.derive(plain))
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

    def flush(self) -> None:
        self._flush_rows()

    def finish(self) -> Changes:
        self.flush()
        note_unmatched(self.store, self.conn, self.touched)
        return Changes({register: frozenset(ids) for register, ids in self.touched.items()})

    def _overwrite(self, synced: Synced, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        changed = {name: values.get(name) for name in synced.fields if values.get(name) != row[name]}
        table = synced.table
        wanted = changed | {"revision": row["revision"] + 1} | synced.derive(values)
        self.conn.execute(update(table).where(table.c.id == row["id"]).values(wanted))


def figures(folder: Path, people: int = PEOPLE) -> list[Figure]:
    """Both in turns, each on a book of its own; bulk by CPU seconds, single edits by the clock."""
    pair = [books.council(folder / name) for name in ("logged", "unlogged")]
    made = []
    for words, ruled in (("with all rules of the form", True), ("of the bare store", False)):
        turns = [
            [_turn(book, people, turn, kind, ruled=ruled) for book, kind in zip(pair, (Work, Unlogged), strict=True)]
            for turn in range(TURNS)
        ]
        # Each: with the log, without
        new, changed, edit, durable = ([median(turn[side][which] for turn in turns) * 1000 for side in (0, 1)] for which in range(4))
        made += [
            _cost(f"{people:,} new people, {words}: with the log, without", new, 1.35),
            _cost("  two fields changed in each", changed, 1.35),
            _cost("  one edit in a commit of its own, CPU", edit, 1.6),
            _cost("  the same by the clock, durable", durable, 1.6),
            Figure("  CPU added to a durable edit", edit[0] - edit[1], "ms", "<= 1", edit[0] - edit[1] <= 1),
        ]
    for book in pair:
        book.close()
    return made


def _cost(name: str, spent: list[float], most: float) -> Figure:
    return Figure(name, spent[0], "ms", f"<= {most} x", spent[0] <= most * spent[1], spent[1])


def _turn(book: Book, people: int, turn: int, kind: type[Work], *, ruled: bool) -> tuple[float, float, float, float]:
    """CPU seconds of many new people and of as many changes, each in one commit; of one edit in a commit of its own, by CPU and by
    the clock (fsync and all)."""
    ids: list[bytes] = []
    first = turn * people

    def add() -> None:
        with _writing(book, kind) as (work, deed):
            put = _put(work, deed, ruled=ruled)
            ids.extend(put(None, books.person(first + number)) for number in range(people))

    def change() -> None:
        with _writing(book, kind) as (work, deed):
            put = _put(work, deed, ruled=ruled)
            for number, record in enumerate(ids):
                put(record, {"house_no": f"9/{number}", "moo": 20})

    def edit(number: int) -> None:
        with _writing(book, kind) as (work, deed):
            _put(work, deed, ruled=ruled)(ids[number], {"house_no": f"8/{number}", "moo": 19})

    def edits() -> None:
        for number in range(EDITS):
            edit(number)

    durable = (seconds(lambda number=number: edit(number)) for number in range(EDITS, 2 * EDITS))  # type: ignore[misc]
    return cpu(add), cpu(change), cpu(edits) / EDITS, median(durable)


def _put(work: Work, deed: Deed, *, ruled: bool) -> Callable[[bytes | None, dict[str, Any]], bytes]:
    def bare(record: bytes | None, values: dict[str, Any]) -> bytes:
        if record is None:
            return work.insert("people", values)
        work.update("people", record, values)
        return record

    return (lambda record, values: deed.put("people", record, values)) if ruled else bare


@contextmanager
def _writing(book: Book, kind: type[Work]) -> Iterator[tuple[Work, Deed]]:
    """As `Store.write`, with a Work of some kind; without the log there is no clock to keep and no mark beside the book either."""
    store = book.store
    with store.database.writer.begin() if kind is Unlogged else store.transaction() as conn:
        work = kind(store, conn, book.actor)
        yield work, Deed(work, book.registers, book.code_lists, book.office.kind)
        work.finish()
