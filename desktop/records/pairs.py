"""The queue of pairs that may be the same, and what people answered. Local to a book and never handed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select

from desktop.records.evidence import LEVELS, Reason
from desktop.records.plain import alive
from desktop.records.register import Registers
from desktop.store import schema
from desktop.store.history import Actor, Reader, note_unmatched
from desktop.store.store import Store

SAME, NOT_SAME, LATER = "same", "not_same", "later"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same; `a` < `b`. `reasons` are worded by matchwords; `later`: somebody put the question off."""

    register: str
    a: bytes
    b: bytes
    score: float
    reasons: tuple[Reason, ...]
    found_ms: int
    later: bool

    @property
    def sure(self) -> bool:
        """Whether so much speaks for it that "the same" is proposed."""
        return self.score >= LEVELS.suggest


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered about two records, `a` < `b`."""

    register: str
    a: bytes
    b: bytes
    answer: str
    actor: bytes
    at_ms: int


def listed(reader: Reader, registers: Registers, limit: int = 500) -> list[Pair]:
    """The queue's beginning: the surest first, what was put off last of all and the longest ago first."""
    pairs, answers = schema.table_of(schema.PairRow), schema.table_of(schema.AnswerRow)
    put_off = func.coalesce(answers.c.at_ms, 0).label("put_off")
    later = and_(answers.c.a == pairs.c.a, answers.c.b == pairs.c.b, answers.c.answer == LATER)
    found: list[Any] = []
    for both, wanted in _waiting(reader, registers):
        statement = select(pairs, put_off).select_from(both.outerjoin(answers, later)).where(*wanted)
        found += reader.conn.execute(statement.order_by(put_off, pairs.c.score.desc(), pairs.c.a, pairs.c.b).limit(limit)).all()
    found.sort(key=lambda row: (row.put_off, -row.score, row.a, row.b))
    return [
        Pair(row.register, row.a, row.b, row.score / 100, tuple(map(tuple, json.loads(row.reasons))), row.found_ms, bool(row.put_off))
        for row in found[:limit]
    ]


def count(reader: Reader, registers: Registers) -> int:
    """How many pairs wait for an answer."""
    return sum(
        reader.conn.execute(select(func.count()).select_from(both).where(*wanted)).scalar_one()
        for both, wanted in _waiting(reader, registers)
    )


def _waiting(reader: Reader, registers: Registers) -> Iterator[tuple[Any, list[Any]]]:
    """By register: the pairs joined with both records, and that neither lies in the bin and nobody settled it."""
    pairs, answers = schema.table_of(schema.PairRow), schema.table_of(schema.AnswerRow).alias()
    settled = select(answers.c.a).where(answers.c.a == pairs.c.a, answers.c.b == pairs.c.b, answers.c.answer != LATER)
    for name, register in registers.items():
        if register.identity.matched:
            table = reader.store.synced[name].table
            one: Any = table.alias()
            two: Any = table.alias()
            both = pairs.join(one, one.c.id == pairs.c.a).join(two, two.c.id == pairs.c.b)
            yield both, [pairs.c.register == name, alive(one), alive(two), ~settled.exists()]


def repeating(reader: Reader, register: str) -> set[bytes]:
    """The living records that are of a thing an earlier record is of, as far as people answered "the same": all but the first of each."""
    table = reader.store.synced[register].table
    one: Any = table.alias()
    two: Any = table.alias()
    answers = schema.table_of(schema.AnswerRow)
    both = answers.join(one, one.c.id == answers.c.a).join(two, two.c.id == answers.c.b)
    wanted = (answers.c.register == register, answers.c.answer == SAME, alive(one), alive(two))
    of: dict[bytes, bytes] = {}

    def first(record: bytes) -> bytes:
        while record in of:
            record = of[record]
        return record

    for a, b in reader.conn.execute(select(answers.c.a, answers.c.b).select_from(both).where(*wanted)):
        here, there = first(a), first(b)
        if here != there:
            of[max(here, there)] = min(here, there)
    return set(of)


def answered(reader: Reader, record: bytes) -> list[Answer]:
    """What was answered about a record and others, the newest first."""
    answers = schema.table_of(schema.AnswerRow)
    wanted = select(answers).where(or_(answers.c.a == record, answers.c.b == record)).order_by(answers.c.at_ms.desc())
    return [Answer(row.register, row.a, row.b, row.answer, row.actor, row.at_ms) for row in reader.conn.execute(wanted)]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer given in place of another; None is none. A step of undo."""

    register: str
    a: bytes
    b: bytes
    before: str | None
    after: str | None


def answer(store: Store, actor: Actor, register: str, a: bytes, b: bytes, said: str | None) -> Answered:
    """Remember SAME, NOT_SAME or LATER of two records, in place of what was answered before; None takes an answer back. Commits by itself."""
    first, second = sorted((a, b))
    answers = schema.table_of(schema.AnswerRow)
    this = and_(answers.c.a == first, answers.c.b == second)
    with store.transaction() as conn:
        before = conn.execute(select(answers.c.answer).where(this)).scalar()
        conn.execute(delete(answers).where(this))
        if said is not None:
            row = {"a": first, "b": second, "register": register, "answer": said, "actor": actor.uid, "at_ms": store.clock.now_ms()}
            conn.execute(insert(answers).values(row))
        if before is not None:  # it may have left the queue since for this answer's sake
            note_unmatched(store, conn, {register: (first, second)})
    return Answered(register, first, second, before, said)
