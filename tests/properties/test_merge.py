"""Whatever way the parcels went, every office ends with what an oracle reads from all ops. SAPHA_HISTORIES=10000 tries more histories."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest

from desktop.sync.merge import RecordState, Verdict, apply_op, conflicts, standing

from .oracle import Fact, plain, truth
from .world import Replica, World, typed_in

HISTORIES = int(os.environ.get("SAPHA_HISTORIES", "2000"))
CHUNKS = 10
STEPS = (10, 120)


def agrees_with_oracle(replica: Replica, facts: Iterable[Fact]) -> Counter[str]:
    """Assert that an office shows what the ops it holds say, and count what was there to get wrong."""
    seen: Counter[str] = Counter()
    by_record: dict[bytes, list[Fact]] = {}
    for fact in facts:
        by_record.setdefault(fact.record, []).append(fact)
    assert replica.rows.keys() == by_record.keys()
    for record, ones in by_record.items():
        right = truth(ones)
        row = replica.rows[record]
        assert {cell: value for cell, value in row.values.items() if plain(cell, value) is not None} == right.shown
        assert {cell: replica.heads(record, cell) for cell in right.heads} == right.heads
        assert row.standing == standing(row.load(), replica.causes) == right.standing
        open_ = {conflict.cell: {replica.name(head.version) for head in conflict.heads} for conflict in replica.conflicts(record)}
        assert open_ == right.conflicts
        seen.update(records=1, conflicts=len(open_), heads=len(row.losers), **{right.standing: 1})
    return seen


def in_any_order(replica: Replica, facts: list[Fact], random: Random) -> None:
    """Assert that ops thrown in shuffled, some twice, even before what their authors had seen, give the same record."""
    for record in {fact.record for fact in facts}:
        ones = [fact for fact in facts if fact.record == record]
        right = truth(ones)
        thrown = ones + random.choices(ones, k=2)
        random.shuffle(thrown)
        state, first_time = RecordState(), set()
        for fact in thrown:
            outcome = apply_op(state, replica.op(fact), replica.causes, replica.order)
            if fact.bit in first_time:
                assert outcome.kind is not Verdict.APPLIED
                assert not outcome.changed and not outcome.opened and not outcome.closed
            first_time.add(fact.bit)
        for cell, heads in right.heads.items():
            assert {replica.name(head.version): plain(cell, head.value) for head in state.heads(cell)} == heads
            if cell != "~":
                assert plain(cell, state.value(cell)) == right.shown.get(cell)
        assert outcome.standing == right.standing
        assert {conflict.cell for conflict in conflicts(state, replica.causes, replica.order)} == right.conflicts.keys()


def live(seed: int) -> Counter[str]:
    """One history, judged on the way and at its end."""
    world = World(seed)
    for _ in range(world.random.randint(*STEPS)):
        world.step()
        if world.random.random() < 0.1:
            replica = world.random.choice(world.replicas)
            agrees_with_oracle(replica, replica.log.values())
    world.settle()
    seen: Counter[str] = Counter()
    for replica in world.replicas:
        assert typed_in(replica.log.values()) == world.typed
        seen = agrees_with_oracle(replica, world.facts)
    one = world.replicas[0]
    assert all(replica.have == one.have for replica in world.replicas)
    in_any_order(one, world.facts, world.random)
    seen.update(histories=1, ops=len(world.facts), held=world.parcels_held)
    return seen


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_offices_agree_with_each_other_and_with_the_oracle(chunk: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(chunk, HISTORIES, CHUNKS):
        try:
            seen += live(seed)
        except Exception as error:
            error.add_note(f"history {seed}")
            raise
    print(dict(seen))
    # A world in which nothing difficult happens proves nothing.
    assert all(seen[what] > 0 for what in ("conflicts", "heads", "held", "deleted", "disputed"))
