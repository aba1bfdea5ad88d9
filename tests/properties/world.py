"""A small world of offices that edit the same records apart and pass parcels around: lost, doubled, out of order, relayed, with wrong clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from random import Random
from typing import NamedTuple

from desktop.store.versions import Version
from desktop.sync.cells import GONE, Value, stated
from desktop.sync.merge import (
    Cell,
    Conflict,
    Op,
    Outcome,
    RecordState,
    Standing,
    apply_op,
    conflicts,
    pack_versions,
    unpack_versions,
)
from desktop.sync.vector import Causes, Run, in_causal_order, joined

from .oracle import Fact, Name, plain

FIELDS = ("x", "y", "z")
ELEMENTS = ("t+a", "t+b")
SHARED = (b"shared-1", b"shared-2")  # ids any office may derive by itself
Vectors = dict[tuple[bytes, int], dict[bytes, int]]


class Parcel(NamedTuple):
    """Some ops, a gapless stretch of each stream, and what their authors had seen."""

    facts: tuple[Fact, ...]
    vectors: Vectors


class Row:
    """A record as a database would keep it: written only from what outcomes tell."""

    def __init__(self) -> None:
        self.ver = b""
        self.values: dict[str, Value] = {}
        self.standing = Standing.ALIVE
        self.losers: dict[tuple[str, Version], Value] = {}

    def load(self) -> RecordState:
        if not self.ver:
            return RecordState()
        losers: dict[str, list[Cell]] = {}
        for (cell, version), value in self.losers.items():
            losers.setdefault(cell, []).append(Cell(version, value))
        return unpack_versions(self.ver, losers, current=self.values.get)

    def write(self, state: RecordState, outcome: Outcome) -> None:
        self.ver = pack_versions(state)
        self.values.update(outcome.changed)
        self.standing = outcome.standing
        for cell, version in outcome.closed:
            del self.losers[cell, version]
        for cell, loser in outcome.opened:
            self.losers[cell, loser.version] = loser.value


class Replica:
    """One office's store. Streams get their numbers as they are met, so the same stream has different ones at two offices."""

    def __init__(self, uid: bytes, first_number: int, skew: int, *, raises: bool) -> None:
        self.uid = uid
        self.skew = skew
        self._raises = raises  # whether an import raises the logical time, as it does unless the sender's clock is days ahead
        self._hlc = 0
        self._ctx = 0
        self._next_number = first_number
        self._numbers: dict[bytes, int] = {}
        self.order: dict[int, bytes] = {}
        self.causes = Causes()
        self.vectors: Vectors = {}
        self.have: dict[bytes, int] = {}
        self.log: dict[Name, Fact] = {}
        self.rows: dict[bytes, Row] = {}
        self.known = 0
        self.held: list[Parcel] = []

    def number(self, uid: bytes) -> int:
        if uid not in self._numbers:
            self._numbers[uid] = self._next_number
            self.order[self._next_number] = uid
            self._next_number += 1
        return self._numbers[uid]

    def make(self, bit: int, now: int, record: bytes, kind: str, fields: dict[str, Value]) -> Fact:
        """One deed at this office."""
        wall = (now + self.skew) << 16
        self._hlc = max(self._hlc + 1, wall) if self._raises else wall
        fact = Fact(bit, self.uid, self.have.get(self.uid, 0) + 1, self._hlc, self._ctx, record, kind, fields, self.known)
        self._take(fact)
        return fact

    def receive(self, parcel: Parcel) -> int:
        """Apply a parcel, or hold it until nothing it builds on is missing; the number of parcels still held."""
        waiting, self.held = [*self.held, parcel], []
        while waiting:
            before = len(waiting)
            waiting = [one for one in waiting if not self._import(one)]
            if len(waiting) == before:
                break
        self.held = waiting
        return len(waiting)

    def _import(self, parcel: Parcel) -> bool:
        vectors = {**self.vectors, **parcel.vectors}
        ordered, missing = in_causal_order(self.have, _runs(parcel.facts), lambda uid, ctx: vectors[uid, ctx] if ctx else {})
        if missing:
            return False
        by_name = {(fact.uid, fact.seq): fact for fact in parcel.facts}
        for name, vector in parcel.vectors.items():
            self._learn(name, vector)
        for run in ordered:
            for seq in range(run.first, run.last + 1):
                fact = by_name[run.stream, seq]
                if self._raises:
                    self._hlc = max(self._hlc, fact.hlc)
                self._take(fact)
        if ordered:
            self._ctx += 1
            self._learn((self.uid, self._ctx), dict(self.have))
        return True

    def _learn(self, name: tuple[bytes, int], vector: dict[bytes, int]) -> None:
        self.vectors[name] = vector
        assert self.causes.learn(self.number(name[0]), name[1], {self.number(uid): last for uid, last in vector.items()})

    def _take(self, fact: Fact) -> None:
        assert fact.seq == self.have.get(fact.uid, 0) + 1
        assert not fact.known & ~self.known, "an op came before what its author had seen"
        row = self.rows.setdefault(fact.record, Row())
        state = row.load()
        row.write(state, apply_op(state, self.op(fact), self.causes, self.order))
        self.have = joined(self.have, {fact.uid: fact.seq})
        self.log[fact.uid, fact.seq] = fact
        self.known |= 1 << fact.bit

    def op(self, fact: Fact) -> Op:
        return Op(Version(fact.hlc, self.number(fact.uid), fact.seq, fact.ctx), fact.record, "people", fact.kind, fact.fields)  # type: ignore[arg-type]

    def parcel(self, span: dict[bytes, tuple[int, int]]) -> Parcel:
        """What this office holds of the streams, from the first to the last number given for each."""
        facts = tuple(fact for fact in self.log.values() if span[fact.uid][0] <= fact.seq <= span[fact.uid][1])
        return Parcel(facts, {(fact.uid, fact.ctx): self.vectors[fact.uid, fact.ctx] for fact in facts if fact.ctx})

    # What people see

    def conflicts(self, record: bytes) -> list[Conflict]:
        return conflicts(self.rows[record].load(), self.causes, self.order)

    def name(self, version: Version) -> Name:
        return self.order[version.stream], version.seq

    def heads(self, record: bytes, cell: str) -> dict[Name, object]:
        return {self.name(head.version): plain(cell, head.value) for head in self.rows[record].load().heads(cell)}


class World:
    """Three PCs of one council and the region: `step` lets something happen, `settle` brings everything to everybody."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        raises = self.random.random() < 0.8
        uids = [self.random.randbytes(16) for _ in range(4)]
        skews = [self.random.choice((0, 0, 1, self.random.randint(-100_000, 100_000))) for _ in uids]
        self.replicas = [Replica(uid, self.random.randint(0, 9), skew, raises=raises) for uid, skew in zip(uids, skews, strict=True)]
        self.facts: list[Fact] = []
        self.typed: Counter[tuple[bytes, str, object]] = Counter()
        self.post: list[tuple[Replica, Parcel]] = []
        self.now = 1_700_000_000_000
        self.parcels_held = 0

    def step(self) -> None:
        self.now += self.random.choice((0, 0, 1, 5, 1000))
        replica = self.random.choice(self.replicas)
        if self.random.random() < 0.03:
            replica.skew -= self.random.randint(0, 100_000)
        if self.random.random() < 0.6:
            self._deed(replica)
        elif self.random.random() < 0.5:
            self._send(replica)
        elif self.post:
            self._deliver()

    def settle(self) -> None:
        """Round after round of full parcels, as councils meet the region, until all hold all."""
        everything = {fact.uid: (1, len(self.facts)) for fact in self.facts}
        while any(replica.log.keys() != {(fact.uid, fact.seq) for fact in self.facts} for replica in self.replicas):
            sender, receiver = self.random.sample(self.replicas, 2)
            receiver.receive(sender.parcel(everything))

    def _send(self, sender: Replica) -> None:
        receiver = self.random.choice([replica for replica in self.replicas if replica is not sender])
        span = {}
        for uid, last in sender.have.items():
            first = self.random.choice((1, receiver.have.get(uid, 0) + 1, self.random.randint(1, last)))
            span[uid] = (first, self.random.choice((last, last, last, self.random.randint(0, last))))
        self.post.append((receiver, sender.parcel(span)))

    def _deliver(self) -> None:
        at = self.random.randrange(len(self.post))
        fate = self.random.random()
        receiver, parcel = self.post[at] if fate < 0.2 else self.post.pop(at)  # some come twice
        if fate < 0.9:  # some never
            self.parcels_held += receiver.receive(parcel)

    # Deeds

    def _deed(self, replica: Replica) -> None:
        chance = self.random.random()
        if not replica.rows or chance < 0.12:
            self._create(replica)
            return
        record = self.random.choice(list(replica.rows))
        open_ = replica.conflicts(record)
        if replica.rows[record].standing is Standing.DELETED and chance < 0.9:
            self._make(replica, record, "restore", {})
        elif open_ and chance < 0.4:
            self._resolve(replica, record, self.random.choice(open_))
        elif chance < 0.5:
            self._make(replica, record, "delete", {})
        elif chance < 0.53:
            self._make(replica, record, "erase", dict.fromkeys(FIELDS))
        else:
            self._make(replica, record, "put", self._values())

    def _create(self, replica: Replica) -> None:
        record = self.random.choice((*SHARED, *SHARED, self.random.randbytes(16)))
        if record not in replica.rows:
            # An author who names the blanks all the same must do no harm beyond a conflict more.
            self._make(replica, record, "put", stated(self._values(4)) if self.random.random() < 0.9 else self._values(4))

    def _values(self, most: int = 2) -> dict[str, Value]:
        cells = self.random.sample((*FIELDS, *ELEMENTS), self.random.randint(1, most))
        return {cell: self.random.random() < 0.5 if cell in ELEMENTS else self.random.choice((None, "ก", "ข", "ค", 1)) for cell in cells}

    def _resolve(self, replica: Replica, record: bytes, conflict: Conflict) -> None:
        values = [head.value for head in conflict.heads] + ([True, False] if conflict.cell == GONE or "+" in conflict.cell else ["ง"])
        self._make(replica, record, "resolve", {conflict.cell: self.random.choice(values)})

    def _make(self, replica: Replica, record: bytes, kind: str, fields: dict[str, Value]) -> None:
        self.facts.append(replica.make(len(self.facts), self.now, record, kind, fields))
        self.typed.update((record, cell, value) for cell, value in fields.items())


def _runs(facts: Iterable[Fact]) -> Iterable[Run[bytes]]:
    """Stretches of one stream and epoch."""
    for (uid, ctx), ones in groupby(sorted(facts, key=lambda fact: (fact.uid, fact.seq)), key=lambda fact: (fact.uid, fact.ctx)):
        seqs = [fact.seq for fact in ones]
        yield Run(uid, ctx, seqs[0], seqs[-1])


def typed_in(facts: Iterable[Fact]) -> Counter[tuple[bytes, str, object]]:
    """Every value ever typed, as a history tells it."""
    return Counter((fact.record, cell, value) for fact in facts for cell, value in fact.fields.items())
