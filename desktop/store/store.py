"""The Store: one encrypted book, its readers, its one writer, and what a commit changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DBAPIError

from desktop.base.clock import Clock
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.store import backup, incarnation, migrate, schema, sealing
from desktop.store.engine import BOOK, engine
from desktop.store.history import Actor, Changes, Reader, Work
from desktop.store.lock import BookLock, left_behind
from desktop.store.synced import Synced


class Store:
    """An open book. Threads may read at once; writers wait for each other. Close it when done."""

    def __init__(self, folder: Path, key: bytes, synced: Sequence[Synced], clock: Clock) -> None:
        """Takes the book's lock: Fault 'book_in_use' when another program has it open."""
        self.folder = folder
        self.key = key
        self._lock = BookLock(folder)
        self.clock = clock
        self.synced: Mapping[str, Synced] = {each.name: each for each in synced}
        self._writer: Engine = engine(folder / BOOK, key, writer=True)
        self._readers: Engine = engine(folder / BOOK, key, writer=False)
        self._writing = threading.RLock()
        self._listeners: list[Callable[[Changes], None]] = []
        self._hlc = 0
        self.lacks: int | None = 0  # changes known to be missing when it was opened; None: restored, nobody knows
        self.given: dict[bytes, int] = {}  # the last number that a parcel of each scope was given
        self.office = b""
        self.replica = b""
        self._lock.take()

    @classmethod
    def create(
        cls,
        folder: Path,
        key: bytes,
        synced: Sequence[Synced],
        meta: Mapping[str, bytes],
        office: Mapping[str, Any],
        clock: Clock | None = None,
    ) -> Store:
        """Make the encrypted file, its tables and its first facts. `meta` needs sign_seed, age_secret, age_public, fingerprint;
        `office` the columns of `offices` but status. Refused when a book is already there."""
        if (folder / BOOK).exists():
            raise Refused(N_("There is already a book in this folder."), code="book_exists")
        store = cls(folder, key, synced, clock or Clock())
        try:
            migrate.create(store._writer)
            facts = dict(meta) | {"office": office["uid"], "replica": new_id(), "hlc": b"0"}
            with store._writer.begin() as conn:
                conn.execute(insert(schema.table_of(schema.Meta)), [{"key": k, "value": v} for k, v in facts.items()])
                conn.execute(insert(schema.OfficeRow).values(**office, status="self"))
                conn.execute(
                    insert(schema.DeviceRow).values(
                        fingerprint=facts["fingerprint"].decode(),
                        office=office["uid"],
                        sign_public=bytes(SigningKey(facts["sign_seed"]).verify_key),
                        age_public=facts["age_public"].decode(),
                        status="self",
                        since_ms=store.clock.now_ms(),
                    )
                )
            store.reload()
        except DBAPIError as failed:
            store.close()
            raise _fault(failed) from failed
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, folder: Path, key: bytes, synced: Sequence[Synced], clock: Clock | None = None) -> Store:
        """Open an existing book, bringing it up to this program's version first (with a verified backup)."""
        if not (folder / BOOK).exists():
            raise Refused(N_("There is no book in this folder."), code="book_missing")
        if not (folder / BOOK).stat().st_size:  # SQLite would take it for a new one
            raise _damaged()
        crashed = left_behind(folder)
        store = cls(folder, key, synced, clock or Clock())
        try:
            if crashed or backup.is_due(folder):
                store._check_pages()
                backup.looked_through(folder)
            migrate.upgrade(store._writer, folder, key)
            store.reload()
            store.lacks = incarnation.lacks(store)
            if store.lacks != 0:
                incarnation.renew(store)
        except DBAPIError as damaged:
            store.close()
            fault = _fault(damaged)
            raise (fault if isinstance(fault, Fault) else _damaged()) from damaged
        except BaseException:
            store.close()
            raise
        return store

    # -- reading and writing

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent view; open it, read, leave."""
        try:
            with self._readers.connect() as conn:
                yield Reader(self, conn)
        except DBAPIError as failed:
            raise _fault(failed) from failed

    @contextmanager
    def write(self, actor: Actor, origin: str = "") -> Iterator[Work]:
        """One deed in one transaction: committed when the block ends, rolled back when it raises. Announces the Changes after."""
        with self.transaction() as conn:
            work = Work(self, conn, actor)
            yield work
            changes = work.finish()
        if changes.of:
            self.announce(Changes(changes.of, origin))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writer's bare transaction, for imports of the hand-over."""
        with self._writing:
            try:
                with self._writer.begin() as conn:
                    yield conn
                    self.set_meta(conn, "hlc", str(self._hlc).encode())
            except DBAPIError as failed:
                raise _fault(failed) from failed
            incarnation.keep_mark(self)

    def announce(self, changes: Changes) -> None:
        """Tell everyone who subscribed, on the calling thread."""
        for listener in list(self._listeners):
            listener(changes)

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told of every commit; gives the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- facts

    def meta(self, key: str) -> bytes:
        """A fact of this store; KeyError when unknown."""
        with self._readers.connect() as conn:
            value = conn.execute(select(schema.Meta.value).where(schema.Meta.key == key)).scalar()
        if value is None:
            raise KeyError(key)
        return value

    def set_meta(self, conn: Connection, key: str, value: bytes) -> None:
        """Write a fact within a transaction."""
        if not conn.execute(update(schema.Meta).where(schema.Meta.key == key).values(value=value)).rowcount:
            conn.execute(insert(schema.Meta).values(key=key, value=value))

    @property
    def fingerprint(self) -> str:
        """Our device's."""
        return self._fingerprint

    def age_secrets(self) -> dict[str, str]:
        """What opens parcels to us, by fingerprint: our key's secret first, then those of the keys it followed."""
        with self._readers.connect() as conn:
            facts = dict(conn.execute(select(schema.Meta.key, schema.Meta.value)).all())
        earlier = {key.removeprefix(incarnation.OPENS): value.decode() for key, value in facts.items() if key.startswith(incarnation.OPENS)}
        return {self._fingerprint: facts["age_secret"].decode(), **earlier}

    def sign(self, message: bytes) -> bytes:
        """Our device's Ed25519 signature."""
        return SigningKey(self._sign_seed).sign(message).signature

    def remember_actor(self, conn: Connection, actor: Actor) -> None:
        """Keep the actor's present name beside the uid that the log holds."""
        if not conn.execute(update(schema.ActorRow).where(schema.ActorRow.uid == actor.uid).values(name=actor.name)).rowcount:
            conn.execute(insert(schema.ActorRow).values(uid=actor.uid, name=actor.name))

    # -- clock and streams

    def tick(self) -> int:
        """The next logical time: 48 bits of milliseconds, 16 of a counter; never goes back, whatever the PC's clock does."""
        self._hlc = max(self._hlc + 1, self.clock.now_ms() << 16)
        return self._hlc

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
        stream = self.add_stream(conn, self.replica, scope, self.fingerprint, self.office)
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

    def seal_all(self) -> None:
        """Seal every scope: what a backup then holds is numbered for good, whatever is written after it."""
        with self.transaction() as conn:
            scopes = conn.execute(select(schema.StreamRow.scope).where(schema.StreamRow.replica == self.replica)).scalars().all()
            for scope in scopes:
                sealing.seal(self, conn, scope)

    def close(self) -> None:
        """Let go of the file."""
        self._readers.dispose()
        self._writer.dispose()
        self._lock.free()

    # -- within

    def reload(self) -> None:
        """Read the facts again after they changed."""
        with self._readers.connect() as conn:
            facts = dict(conn.execute(select(schema.Meta.key, schema.Meta.value)).all())
        self.office, self.replica = facts["office"], facts["replica"]
        self._fingerprint, self._sign_seed = facts["fingerprint"].decode(), facts["sign_seed"]
        self._hlc = int(facts["hlc"])
        self.given = incarnation.last_parcels(self)

    def _check_pages(self) -> None:
        """After a crash or power cut: every page, before anything is built on them."""
        with self._readers.connect() as conn:
            if conn.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                raise _damaged()


_DAMAGED = N_(
    "The book file is damaged. Put the newest good backup in its place (“sapha-cli rescue” does it too); the damaged file is kept."
)
_FAULTS = {
    13: ("disk_full", N_("The disk is full. Free some space and try again; nothing was changed.")),  # SQLITE_FULL
    5: ("book_busy", N_("The book is in use by another program. Close it and try again.")),  # SQLITE_BUSY
    6: ("book_busy", N_("The book is in use by another program. Close it and try again.")),  # SQLITE_LOCKED
    8: ("disk_io", N_("The disk refused to write. Nothing was changed.")),  # SQLITE_READONLY
    10: ("disk_io", N_("The disk refused to write. Nothing was changed.")),  # SQLITE_IOERR
    14: ("disk_io", N_("The disk refused to write. Nothing was changed.")),  # SQLITE_CANTOPEN
    11: ("book_damaged", _DAMAGED),  # SQLITE_CORRUPT
    26: ("book_damaged", _DAMAGED),  # SQLITE_NOTADB
}


def _damaged() -> Fault:
    return Fault(_DAMAGED, code="book_damaged")


def _fault(failed: DBAPIError) -> Exception:
    """A Fault where the disk or a lock is to blame (by SQLite's primary result code), else the error itself."""
    known = _FAULTS.get(getattr(failed.orig, "sqlite_errorcode", 0) & 0xFF)
    return Fault(known[1], code=known[0]) if known else failed
