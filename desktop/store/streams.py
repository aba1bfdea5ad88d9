"""The logical clock of a store, and the numbers of its own streams. Whoever writes holds the store's one lock, so that both have no gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from desktop.base.clock import Clock
from desktop.store import bulk, schema

# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_CONTESTED = select(exists(select(schema.LoserRow.record)))
_STANDING = select(
    schema.StreamRow.scope,
    schema.StreamRow.stream,
    schema.StreamRow.have_seq,
    schema.StreamRow.epoch,
    select(schema.ActorRow.name).where(schema.ActorRow.uid == bindparam("who")).scalar_subquery().label("named"),
    exists(select(schema.LoserRow.record)).label("contested"),
).where(schema.StreamRow.replica == bindparam("own"))
_HAVE = update(schema.table_of(schema.StreamRow)).where(schema.StreamRow.stream == bindparam("own")).values(have_seq=bindparam("upto"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a deed has to know of the log before it writes: (stream, last seq, context number) of each of our scopes, an actor and the name that
    is kept of it, and whether any cell of the book may stand open."""

    own: Mapping[bytes, tuple[int, int, int]]
    actor: bytes
    named: str | None
    contested: bool

    @property
    def marks(self) -> dict[bytes, int]:
        """As `incarnation.marks`."""
        return {scope: seq for scope, (_stream, seq, _ctx) in self.own.items()}


class Streams:
    """The part of a Store that numbers what is written."""

    clock: Clock
    office: bytes
    replica: bytes
    _fingerprint: str
    _hlc = 0
    # As the deed under way will leave things, and as the last commit left them where that can't have changed since.
    _leaves: Standing | None = None
    _left: Standing | None = None

    def _taken(self) -> Standing | None:
        leaves, self._leaves = self._leaves, None
        return leaves

    def tick(self) -> int:
        """The next logical time: 48 bits of milliseconds, 16 of a counter; never goes back, whatever the PC's clock does."""
        self._hlc = max(self._hlc + 1, self.clock.now_ms() << 16)
        return self._hlc

    @property
    def latest_ms(self) -> int:
        """When the latest change known here was made, by the clock of whoever made it; 0 before the first."""
        return self._hlc >> 16

    def heard(self, hlc: int) -> None:
        """Move our logical clock past what was imported."""
        self._hlc = max(self._hlc, hlc)

    def standing(self, conn: Connection, actor: bytes) -> Standing:
        """How things stand in the book, for a deed of this actor."""
        rows = conn.execute(_STANDING, {"who": actor, "own": self.replica}).all()
        if not rows:
            return Standing({}, actor, None, bool(conn.execute(_CONTESTED).scalar()))
        return Standing({row[0]: (row[1], row[2], row[3]) for row in rows}, actor, rows[0].named, rows[0].contested)

    def came_to(self, conn: Connection, stream: int, seq: int) -> None:
        """Write down the last number of one of our streams."""
        bulk.once(conn, _HAVE, {"own": stream, "upto": seq})

    def begin_stream(self, conn: Connection, scope: bytes) -> tuple[int, int, int]:
        """(stream, last seq, context number) of this replica in a scope in which it has none yet."""
        stream = self.add_stream(conn, self.replica, scope, self._fingerprint, self.office)
        self.raise_epoch(conn, scope)
        return stream, 0, 1

    def add_stream(self, conn: Connection, replica: bytes, scope: bytes, device: str, office: bytes) -> int:
        """Give a replica's stream its local number."""
        made = conn.execute(
            insert(schema.StreamRow).values(
                replica=replica, scope=scope, device=device, office=office, have_seq=0, have_hash=bytes(32), epoch=0
            )
        )
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])

    def raise_epoch(self, conn: Connection, scope: bytes) -> None:
        """After an import: our next changes in this scope know of all that is held now."""
        streams = conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.scope == scope)).all()
        own = next((row for row in streams if row.replica == self.replica), None)
        if own is None:
            return
        epoch = own.epoch + 1
        conn.execute(update(schema.StreamRow).where(schema.StreamRow.stream == own.stream).values(epoch=epoch))
        seen = [{"stream": own.stream, "ctx": epoch, "about": own.stream, "upto": 0}]  # so that an empty context is known too
        seen += [
            {"stream": own.stream, "ctx": epoch, "about": row.stream, "upto": row.have_seq}
            for row in streams
            if row.stream != own.stream and row.have_seq
        ]
        conn.execute(insert(schema.table_of(schema.CtxVecRow)), seen)
