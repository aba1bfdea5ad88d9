"""The logical clock of a store, and the numbers of its own streams. Whoever writes holds the store's one lock, so that both have no gap."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from desktop.base.clock import Clock
from desktop.store import schema


class Streams:
    """The part of a Store that numbers what is written."""

    clock: Clock
    office: bytes
    replica: bytes
    _fingerprint: str
    _hlc = 0

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

    def own_stream(self, conn: Connection, scope: bytes) -> tuple[int, int, int]:
        """(stream, last seq, context number) of this replica in a scope, made when first needed."""
        row = conn.execute(
            select(schema.StreamRow.stream, schema.StreamRow.have_seq, schema.StreamRow.epoch).where(
                schema.StreamRow.replica == self.replica, schema.StreamRow.scope == scope
            )
        ).first()
        if row is not None:
            return row.stream, row.have_seq, row.epoch
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
