"""Finding the pairs of a book's records that may be the same: all anew, or only what was touched. They go into the queue of `pairs.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, delete, func, insert, select, type_coerce

from desktop.base.task import Progress
from desktop.records import blocks, traits
from desktop.records.evidence import LEVELS, Reason, weigh
from desktop.records.pairs import LATER
from desktop.records.plain import alive
from desktop.records.register import Register, Registers
from desktop.records.traits import Traits
from desktop.store import schema
from desktop.store.history import Reader, batched
from desktop.store.store import Store

_AT_ONCE = 500  # ids in one question
_AFRESH_FROM = 50_000  # so many touched records: reading all of them anew is the shorter way
_STEP = 50_000

Found = dict[tuple[bytes, bytes], tuple[float, list[Reason]]]


def afresh(store: Store, register: Register, progress: Progress) -> int:
    """Compare all records of a register anew; gives how many pairs are in the queue now. Commits by itself."""
    with store.read() as reader:
        upto = _noted(reader)
        table = reader.store.synced[register.name].table
        every = Traits(register)
        rows = reader.conn.execution_options(yield_per=5_000).execute(select(*traits.columns(table, register)).where(alive(table)))
        for row in rows:
            if every.add(row) % _STEP == 0:
                progress.step(len(every))
    found: Found = {}
    for number, key in enumerate(blocks.KEYS.values()):
        progress.step(number, len(blocks.KEYS))
        _weigh_all(every, blocks.pairs(every, key), found, progress)
    return _keep(store, register.name, found, None, upto)


def touched(store: Store, register: Register, records: Iterable[bytes], progress: Progress) -> int:
    """Compare some records with all the others; gives how many pairs were found. Commits by itself."""
    return _touched(store, register, sorted(set(records)), None, progress)


def catch_up(store: Store, registers: Registers, progress: Progress) -> int:
    """Compare whatever was put, binned or taken since the last time; gives how many records that were. Commits by itself."""
    noted = schema.table_of(schema.UnmatchedRow)
    with store.read() as reader:
        upto = _noted(reader)
        wanted: dict[str, set[bytes]] = {}
        for name, record in reader.conn.execute(select(noted.c.register, noted.c.record).where(noted.c.number <= upto)):
            wanted.setdefault(name, set()).add(record)
    for name, records in wanted.items():
        if len(records) >= _AFRESH_FROM:
            afresh(store, registers[name], progress)
        else:
            _touched(store, registers[name], sorted(records), upto, progress)
    return sum(map(len, wanted.values()))


def _touched(store: Store, register: Register, records: Sequence[bytes], upto: int | None, progress: Progress) -> int:
    near = Traits(register)
    numbers: dict[bytes, int] = {}
    with store.read() as reader:
        for some in batched(records, _AT_ONCE):
            progress.step(len(numbers))
            for row in _near(reader, register, some):
                if row[0] not in numbers:
                    numbers[row[0]] = near.add(row)
    chosen = bytearray(len(near))
    for record in records:
        if record in numbers:
            chosen[numbers[record]] = 1
    found: Found = {}
    for key in blocks.KEYS.values():
        _weigh_all(near, blocks.pairs(near, key, chosen), found, progress)
    return _keep(store, register.name, found, records, upto)


def _weigh_all(of: Traits, candidates: Iterable[tuple[int, int]], found: Found, progress: Progress) -> None:
    for count, (one, two) in enumerate(candidates):
        if count % _STEP == 0:
            progress.check()
        points, reasons = weigh(of, one, two)
        if points >= LEVELS.queue:
            a, b = of.id(one), of.id(two)
            found[(a, b) if a < b else (b, a)] = points, reasons


def _near(reader: Reader, register: Register, records: Sequence[bytes]) -> Iterator[Sequence[Any]]:
    """Live records, and whatever shares with one of them what an index finds; each as `Traits.add` reads it, some more than once."""
    table = reader.store.synced[register.name].table
    mine = table.alias("mine")
    wanted = traits.columns(table, register)
    yield from reader.conn.execute(select(*wanted).where(table.c.id.in_(records), alive(table)))
    for shared in _shared(register, mine, table):
        yield from reader.conn.execute(select(*wanted).select_from(mine.join(table, shared)).where(mine.c.id.in_(records), alive(table)))


def _shared(register: Register, mine: Any, other: Table) -> Iterator[ColumnElement[bool]]:
    """What an index answers. One question each: with OR between them the whole table would be read."""
    identity = register.identity
    yield and_(other.c[identity.exact] == mine.c[identity.exact], mine.c[identity.exact] != "")
    yield and_(other.c.match == mine.c.match, mine.c.match != "")
    yield and_(other.c[identity.birth] == mine.c[identity.birth], func.length(mine.c[identity.birth]) == len("1960-05-01"))
    if identity.phones:
        # Kept as ["0812345678","038123456"]: of both the first is compared, which is how an index finds it.
        first = func.substr(type_coerce(mine.c[identity.phones], Text), 1, len('["081234567'))
        phones = type_coerce(other.c[identity.phones], Text)
        yield and_(phones >= first, phones < first + "\U0010ffff")
    if identity.home:
        yield and_(other.c.council == mine.c.council, other.c[identity.home[0]] == mine.c[identity.home[0]])


def _noted(reader: Reader) -> int:
    return reader.conn.execute(select(func.coalesce(func.max(schema.UnmatchedRow.number), 0))).scalar_one()


def _keep(store: Store, register: str, found: Found, records: Sequence[bytes] | None, upto: int | None) -> int:
    """Put what was found into the queue in place of what was there about these records (None: about all)."""
    pairs, answers, noted = (schema.table_of(model) for model in (schema.PairRow, schema.AnswerRow, schema.UnmatchedRow))
    now = store.clock.now_ms()
    with store.transaction() as conn:
        before: dict[tuple[bytes, bytes], int] = {}
        for wanted in _about(pairs, register, records):
            before |= {(row.a, row.b): row.found_ms for row in conn.execute(select(pairs).where(wanted))}
            conn.execute(delete(pairs).where(wanted))
        settled: set[tuple[bytes, bytes]] = set()
        for wanted in _about(answers, register, records):
            settled |= {(row.a, row.b) for row in conn.execute(select(answers.c.a, answers.c.b).where(wanted, answers.c.answer != LATER))}
        kept = [
            {
                "a": a,
                "b": b,
                "register": register,
                "score": round(points * 100),
                "reasons": json.dumps(reasons, separators=(",", ":")),
                "found_ms": before.get((a, b), now),
            }
            for (a, b), (points, reasons) in found.items()
            if (a, b) not in settled
        ]
        for some in batched(kept, 10_000):
            conn.execute(insert(pairs), some)
        if upto is not None:
            conn.execute(delete(noted).where(noted.c.register == register, noted.c.number <= upto))
    return len(kept)


def _about(table: Table, register: str, records: Sequence[bytes] | None) -> Iterator[ColumnElement[bool]]:
    if records is None:
        yield table.c.register == register
        return
    for some in batched(records, _AT_ONCE):
        yield table.c.a.in_(some)
        yield table.c.b.in_(some)
