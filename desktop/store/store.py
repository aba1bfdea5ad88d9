"""The Store: one encrypted book, its readers, its one writer, and what a commit changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from desktop.base.clock import Clock
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.base.task import Progress
from desktop.store import backup, bulk, incarnation, marking, migrate, schema, sealing, server, telling
from desktop.store.databases import DAMAGED, database
from desktop.store.engine import BOOK
from desktop.store.history import Actor, Changes, Reader, Work
from desktop.store.lock import BookLock, left_behind
from desktop.store.streams import Standing, Streams
from desktop.store.synced import Synced

_FACT = update(schema.table_of(schema.Meta)).where(schema.Meta.key == bindparam("fact")).values(value=bindparam("to"))


class Store(Streams):
    """An open book. Threads may read at once; writers wait for each other. Close it when done."""

    def __init__(self, folder: Path, key: bytes, synced: Sequence[Synced], clock: Clock) -> None:
        """Takes the book's lock: Fault 'book_in_use' when another program has it open."""
        self.folder = folder
        self.key = key
        self._lock = BookLock(folder)
        self._uid = new_id().hex()  # of this opening: its own words come back from the server
        self.clock = clock
        self.synced: Mapping[str, Synced] = {each.name: each for each in synced}
        self.database = database(folder, key)
        self._writing = threading.RLock()
        self._listeners: list[Callable[[Changes], None]] = []
        self.lacks: int | None = 0  # changes known to be missing when it was opened; None: restored, nobody knows
        self.given: dict[bytes, int] = {}  # the last number that a parcel of each scope was given
        self.kept: dict[str, Any] = {}  # statements that lists build once
        self.marking = marking.Keeper(folder)
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
        """Make the encrypted file (or the tables on the server that the folder names) and the first facts. `meta` needs sign_seed,
        age_secret, age_public, fingerprint; `office` the columns of `offices` but status. Refused when a book is already there."""
        if (folder / BOOK).exists():
            raise Refused(N_("There is already a book in this folder."), code="book_exists")
        store = cls(folder, key, synced, clock or Clock())
        try:
            migrate.create(store.database)
            facts = dict(meta) | {"office": office["uid"], "replica": new_id(), "hlc": b"0"}
            with store.database.writer.begin() as conn:
                for name, fact in facts.items():
                    store.set_meta(conn, name, fact)
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
            raise store.database.fault(failed) from failed
        except BaseException:
            store.close()
            raise
        store._listen()
        return store

    @classmethod
    def open(cls, folder: Path, key: bytes, synced: Sequence[Synced], clock: Clock | None = None) -> Store:
        """Open an existing book, bringing it up to this program's version first (with a verified backup)."""
        on_server = server.is_named(folder)
        if not on_server and not (folder / BOOK).exists():
            raise Refused(N_("There is no book in this folder."), code="book_missing")
        if not on_server and not (folder / BOOK).stat().st_size:  # SQLite would take it for a new one
            raise _damaged()
        crashed = left_behind(folder)
        store = cls(folder, key, synced, clock or Clock())
        try:
            if not on_server and (crashed or backup.is_due(folder)):
                store._check_pages()
                backup.looked_through(folder)
            migrate.upgrade(store.database, folder, key)
            store.reload()
            store.lacks = incarnation.lacks(store)
            if store.lacks != 0:
                incarnation.renew(store)
        except DBAPIError as damaged:
            store.close()
            fault = store.database.fault(damaged)
            raise (fault if isinstance(fault, (Fault, Refused)) else _damaged()) from damaged
        except KeyError as missing:  # tables without the first facts
            store.close()
            raise _damaged() from missing
        except BaseException:
            store.close()
            raise
        store._listen()
        return store

    # -- reading and writing

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Reader]:
        """One consistent view; open it, read, leave. Cancelling `progress` breaks off the query under way (Cancelled)."""
        try:
            with self.database.readers.connect() as conn:
                if progress is None:
                    yield Reader(self, conn)
                    return
                with progress.stopped_by(lambda: self.database.stop(conn)):
                    try:
                        yield Reader(self, conn)
                    finally:
                        if progress.cancelled:
                            self.database.stopped(conn)
        except DBAPIError as failed:
            if progress is not None:
                progress.check()
            raise self.database.fault(failed) from failed

    @contextmanager
    def write(self, actor: Actor, origin: str = "") -> Iterator[Work]:
        """One deed in one transaction: committed when the block ends, rolled back when it raises. Announces the Changes after."""
        with self.transaction() as conn:
            work = Work(self, conn, actor, self._left)
            yield work
            changes = work.finish()
            self._leaves = work.leaves
        if changes.of:
            self.announce(Changes(changes.of, origin))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writer's bare transaction, for imports of the hand-over."""
        with self._writing:
            self._taken()
            left: Standing | None = None
            try:
                with self.database.writer.begin() as conn:
                    self.database.hold(conn)
                    if self.database.shared:  # others wrote since: their numbers and clock are ours too
                        self._take_up(self._facts(conn))
                    yield conn
                    self.set_meta(conn, "hlc", str(self._hlc).encode())
                    # Asked here: a reader would fetch from the disk again what was just written
                    leaves = self._taken()
                    marks = leaves.marks if leaves is not None else incarnation.marks(conn, self.replica)
                if leaves is not None and not leaves.contested and not self.database.shared:
                    left = leaves
            except DBAPIError as failed:
                raise self.database.fault(failed) from failed
            finally:
                self._left = left
            incarnation.keep_mark(self, marks)

    def announce(self, changes: Changes) -> None:
        """Tell everyone who subscribed, on the calling thread; on a server, the other officers' programs too."""
        self._tell(changes)
        if self.database.shared:
            self.database.tell(telling.worded(changes, self._uid))

    def _tell(self, changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(changes)

    def _listen(self) -> None:
        if self.database.shared:
            self.database.listen(lambda told: telling.heard(told, self._uid, self._tell))

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told of every commit, those of other officers on a thread of their own; gives the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- facts

    def meta(self, key: str) -> bytes:
        """A fact of this store; KeyError when unknown."""
        with self.database.readers.connect() as conn:
            value = self.fact(conn, key)
        if value is None:
            raise KeyError(key)
        return value

    def fact(self, conn: Connection, key: str) -> bytes | None:
        """A fact within a transaction; None when unknown."""
        value = conn.execute(select(schema.Meta.value).where(schema.Meta.key == key)).scalar()
        return value if value is None or not _is_secret(key) else self.database.opened(key, value)

    def set_meta(self, conn: Connection, key: str, value: bytes) -> None:
        """Write a fact within a transaction."""
        value = self.database.sealed(key, value) if _is_secret(key) else value
        if not bulk.once(conn, _FACT, {"fact": key, "to": value}):
            conn.execute(insert(schema.Meta).values(key=key, value=value))

    @property
    def fingerprint(self) -> str:
        """Our device's."""
        return self._fingerprint

    def age_secrets(self) -> dict[str, str]:
        """What opens parcels to us, by fingerprint: our key's secret first, then those of the keys it followed."""
        with self.database.readers.connect() as conn:
            facts = self._facts(conn)
        earlier = {key.removeprefix(incarnation.OPENS): value.decode() for key, value in facts.items() if key.startswith(incarnation.OPENS)}
        return {self._fingerprint: facts["age_secret"].decode(), **earlier}

    def sign(self, message: bytes) -> bytes:
        """Our device's Ed25519 signature."""
        return SigningKey(self._sign_seed).sign(message).signature

    def remember_actor(self, conn: Connection, actor: Actor) -> None:
        """Keep the actor's present name beside the uid that the log holds."""
        if not conn.execute(update(schema.ActorRow).where(schema.ActorRow.uid == actor.uid).values(name=actor.name)).rowcount:
            conn.execute(insert(schema.ActorRow).values(uid=actor.uid, name=actor.name))

    def seal_all(self) -> None:
        """Seal every scope: what a backup then holds is numbered for good, whatever is written after it."""
        with self.transaction() as conn:
            scopes = conn.execute(select(schema.StreamRow.scope).where(schema.StreamRow.replica == self.replica)).scalars().all()
            for scope in scopes:
                sealing.seal(self, conn, scope)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()
        self.marking.close()
        self._lock.free()

    # -- within

    def reload(self) -> None:
        """Read the facts again after they changed."""
        with self.database.readers.connect() as conn:
            facts = self._facts(conn)
        self._hlc = 0
        self._take_up(facts)
        self.given = incarnation.last_parcels(self)

    def _facts(self, conn: Connection) -> dict[str, bytes]:
        facts = dict(conn.execute(select(schema.Meta.key, schema.Meta.value)).all())
        return {key: self.database.opened(key, value) if _is_secret(key) else value for key, value in facts.items()}

    def _take_up(self, facts: Mapping[str, bytes]) -> None:
        self.office, self.replica = facts["office"], facts["replica"]
        self._fingerprint, self._sign_seed = facts["fingerprint"].decode(), facts["sign_seed"]
        self._hlc = max(self._hlc, int(facts["hlc"]))

    def _check_pages(self) -> None:
        """After a crash or power cut: every page, before anything is built on them."""
        with self.database.readers.connect() as conn:
            if conn.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                raise _damaged()


def _is_secret(key: str) -> bool:
    """Facts that nobody but this office's programs may read, wherever the tables are."""
    return key in ("sign_seed", "age_secret", "next_key") or key.startswith(incarnation.OPENS)


def _damaged() -> Fault:
    return Fault(DAMAGED, code="book_damaged")
