"""Who has seen what. A vector says up to which number somebody holds each stream; streams have no gaps. Pure.

Streams are named by replica id in files and by a small int inside a process; every function here takes either.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from desktop.store.versions import Version

K = TypeVar("K", bound=Hashable)


class Causes:
    """What the author of each op had seen: per (stream, epoch) the last number held of every other stream."""

    __slots__ = ("_seen",)

    def __init__(self, vectors: Mapping[tuple[int, int], Mapping[int, int]] | None = None) -> None:
        self._seen: dict[tuple[int, int], Mapping[int, int]] = {}
        for (stream, ctx), vector in (vectors or {}).items():
            self.learn(stream, ctx, vector)

    def learn(self, stream: int, ctx: int, vector: Mapping[int, int]) -> bool:
        """Take an author's vector. False: it contradicts the one already known and is not taken, which is proof of a fork."""
        clean = {other: last for other, last in vector.items() if last and other != stream}
        return self._seen.setdefault((stream, ctx), clean) == clean

    def seen(self, stream: int, ctx: int) -> Mapping[int, int]:
        """KeyError for an epoch never learnt: guessing here would make two replicas differ for good. Epoch 0 may have seen nobody else."""
        found = self._seen.get((stream, ctx))
        if found is None:
            if ctx:
                raise KeyError((stream, ctx))
            return {}
        return found

    def covers(self, later: Version, earlier: Version) -> bool:
        """Whether the author of `later` had seen `earlier`. A strict partial order, as who holds an op holds all its author had seen."""
        if later.stream == earlier.stream:
            return later.seq > earlier.seq
        return self.seen(later.stream, later.ctx).get(earlier.stream, 0) >= earlier.seq


def joined(one: Mapping[K, int], other: Mapping[K, int]) -> dict[K, int]:
    """What both together hold."""
    both = dict(one)
    for stream, last in other.items():
        if last > both.get(stream, 0):
            both[stream] = last
    return both


def holds(have: Mapping[K, int], wanted: Mapping[K, int]) -> bool:
    """Whether `have` lacks nothing of `wanted`."""
    return all(have.get(stream, 0) >= last for stream, last in wanted.items())


def missing(have: Mapping[K, int], wanted: Mapping[K, int]) -> dict[K, tuple[int, int]]:
    """The (first, last) numbers of each stream that `wanted` has and `have` lacks."""
    return {stream: (have.get(stream, 0) + 1, last) for stream, last in wanted.items() if last > have.get(stream, 0)}


class Run(NamedTuple, Generic[K]):
    """Ops first..last of one stream, made in one epoch of their author."""

    stream: K
    ctx: int
    first: int
    last: int


def in_causal_order(
    have: Mapping[K, int], runs: Iterable[Run[K]], seen: Callable[[K, int], Mapping[K, int]]
) -> tuple[list[Run[K]], list[Run[K]]]:
    """(the runs to apply, in an order in which each comes after all its author had seen; the runs that must wait for another parcel).

    What is already held is left out, a run partly held is cut. `seen` is `Causes.seen`, or its like by replica id; a run of an epoch it doesn't
    know (KeyError) waits too.
    """
    queues: dict[K, deque[Run[K]]] = {}
    for run in sorted(runs, key=lambda run: run.first):
        queues.setdefault(run.stream, deque()).append(run)
    held = dict(have)
    ordered: list[Run[K]] = []
    moving = True
    while moving:
        moving = False
        for stream, queue in queues.items():
            while queue and queue[0].first <= (last := held.get(stream, 0)) + 1:
                run = queue[0]
                if run.last > last:
                    try:
                        ready = holds(held, seen(stream, run.ctx))
                    except KeyError:
                        break
                    if not ready:
                        break
                    ordered.append(run._replace(first=last + 1))
                    held[stream] = run.last
                queue.popleft()
                moving = True
    return ordered, [run for queue in queues.values() for run in queue]
