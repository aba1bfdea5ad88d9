"""Where a book's tables are: in the encrypted file beside it, or on a server that several officers share. All that differs in handling them."""

from __future__ import annotations

import contextlib
import hashlib
import select
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nacl.exceptions
from nacl import bindings
from nacl.utils import random
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store import backup, server
from desktop.store.engine import BOOK, engine, raw

DAMAGED = N_(
    "The book file is damaged. Put the newest good backup in its place (“sapha-cli rescue” does it too); the damaged file is kept."
)
_BUSY = N_("The book is in use by another program. Close it and try again.")
_DISK = N_("The disk refused to write. Nothing was changed.")
_FULL = N_("The disk is full. Free some space and try again; nothing was changed.")
_FILE_FAULTS = {  # by SQLite's primary result code
    13: ("disk_full", _FULL),  # SQLITE_FULL
    5: ("book_busy", _BUSY),  # SQLITE_BUSY
    6: ("book_busy", _BUSY),  # SQLITE_LOCKED
    8: ("disk_io", _DISK),  # SQLITE_READONLY
    10: ("disk_io", _DISK),  # SQLITE_IOERR
    14: ("disk_io", _DISK),  # SQLITE_CANTOPEN
    11: ("book_damaged", DAMAGED),  # SQLITE_CORRUPT
    26: ("book_damaged", DAMAGED),  # SQLITE_NOTADB
}
_AWAY = (
    "server_away",
    N_("The region's server can't be reached. Check the network and ask whoever looks after the server; nothing was changed."),
)
_SERVER_FAULTS = {  # by SQLSTATE, the longest beginning first
    "55P03": ("book_busy", N_("Another officer has been writing for a minute. Try again in a moment; nothing was changed.")),
    "40": ("book_busy", N_("Another officer was writing at the same moment. Try again; nothing was changed.")),
    "53100": ("disk_full", N_("The disk of the region's server is full. Tell whoever looks after it; nothing was changed.")),
    "53": ("server_full", N_("The region's server has no room for one more. Tell whoever looks after it; nothing was changed.")),
    "28": ("server_login", N_("The region's server does not know this login or its password.")),
    "3D": ("server_login", N_("There is no such database on the region's server.")),
    "42501": ("server_rights", N_("This login has no right to do that on the region's server. Ask whoever looks after it.")),
    "54": ("too_long", N_("This is too much text for one record. Keep it in a file of its own.")),
    "08": _AWAY,
    "57": _AWAY,
}
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
Told = Callable[[bytes], None]
_STOP_S = 5  # to reach the server with the word to stop


class Database(ABC):
    """One of the two. `writer` has one connection, `readers` several; `shared`: other programs write too, at the same time."""

    shared = False
    writer: Engine
    readers: Engine

    @abstractmethod
    def hold(self, conn: Connection) -> None:
        """Be the only writer until the transaction ends."""

    @abstractmethod
    def stop(self, conn: Connection) -> None:
        """Break off the query that another thread waits for, which then fails; does not wait itself."""

    @abstractmethod
    def stopped(self, conn: Connection) -> None:
        """Before the connection is another's: nobody may break off anything on it any more."""

    @abstractmethod
    def sealed(self, name: str, secret: bytes) -> bytes:
        """A secret fact as it may be stored there ..."""

    @abstractmethod
    def opened(self, name: str, stored: bytes) -> bytes:
        """... and as it is."""

    @abstractmethod
    def fault(self, failed: DBAPIError) -> Exception:
        """A Fault where the disk, a lock or the server is to blame (a Refused where a person can mend it), else the error itself."""

    @abstractmethod
    def back_up(self, reason: str) -> Path | None:
        """A verified copy on this PC; None where whoever looks after the server makes the copies."""

    @abstractmethod
    def look_through(self) -> list[tuple[str, int, list[str]]]:
        """Every page: (what was looked at, how many, what is wrong)."""

    @abstractmethod
    def tell(self, what: bytes) -> None:
        """Tell the other programs on this database."""

    @abstractmethod
    def listen(self, told: Told) -> None:
        """Be told, on a thread of its own, what others tell. Until `close`."""

    def close(self) -> None:
        """Let go of it."""
        self.readers.dispose()
        self.writer.dispose()


def database(folder: Path, key: bytes) -> Database:
    """That of a book's folder. Refused where a server is named and what speaks with it is not installed."""
    return ServerDatabase(folder, key) if server.is_named(folder) else FileDatabase(folder, key)


class FileDatabase(Database):
    """book.db beside the vault, encrypted as a whole."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self.writer = engine(folder / BOOK, key, writer=True)
        self.readers = engine(folder / BOOK, key, writer=False)

    def hold(self, conn: Connection) -> None:
        """It began IMMEDIATE."""

    def stop(self, conn: Connection) -> None:
        line: Any = conn.connection.driver_connection
        line.interrupt()

    def stopped(self, conn: Connection) -> None:
        """It stops what runs now, and nothing later."""

    def sealed(self, name: str, secret: bytes) -> bytes:
        return secret

    def opened(self, name: str, stored: bytes) -> bytes:
        return stored

    def fault(self, failed: DBAPIError) -> Exception:
        known = _FILE_FAULTS.get(getattr(failed.orig, "sqlite_errorcode", 0) & 0xFF)
        return Fault(known[1], code=known[0]) if known else failed

    def back_up(self, reason: str) -> Path | None:
        return backup.make(self._folder, self._key, reason)

    def look_through(self) -> list[tuple[str, int, list[str]]]:
        file = raw(self._folder / BOOK, self._key)
        try:
            file.execute("PRAGMA wal_checkpoint(FULL)")  # the cipher's own check reads the file alone, not what the journal knows better
            pages = int(file.execute("PRAGMA page_count").fetchone()[0])
            damaged = [str(line[0]) for line in file.execute("PRAGMA cipher_integrity_check")]
            unsound = [str(line[0]) for line in file.execute("PRAGMA quick_check") if line[0] != "ok"]
        finally:
            file.close()
        return [("pages", pages, unsound), ("cipher", pages, damaged)]

    def tell(self, what: bytes) -> None:
        """There are none: the lock beside the file sees to it."""

    def listen(self, told: Told) -> None:
        """Nobody will tell."""


class ServerDatabase(Database):
    """A database on a PostgreSQL server, for the officers of one region. Its administrator can read the records, but neither sign as the
    region nor open what is sent to it: those keys lie there sealed with the book's key."""

    shared = True

    def __init__(self, folder: Path, key: bytes) -> None:
        from desktop.store import postgres

        url = server.url(folder, key)
        self._hold = postgres.hold
        self._key = hashlib.blake2b(b"", key=key, digest_size=32, person=b"sapha-srv-facts1").digest()
        self._channel = ""
        self._closing = threading.Event()
        self._wake: socket.socket | None = None
        self._listener: threading.Thread | None = None
        self.writer = postgres.engine(url, writer=True)
        self.readers = postgres.engine(url, writer=False)

    def hold(self, conn: Connection) -> None:
        self._hold(conn)

    def stop(self, conn: Connection) -> None:
        line: Any = conn.connection.driver_connection

        def tell() -> None:
            with contextlib.suppress(Exception):  # it is over, or the server is away: whoever waits learns that by itself
                line.cancel_safe(timeout=_STOP_S)

        threading.Thread(target=tell, name="sapha-stop", daemon=True).start()

    def stopped(self, conn: Connection) -> None:
        conn.invalidate()  # the word may come late, and would break off the next query on this line

    def sealed(self, name: str, secret: bytes) -> bytes:
        nonce = random(_NONCE)
        return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, name.encode(), nonce, self._key)

    def opened(self, name: str, stored: bytes) -> bytes:
        try:
            return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(stored[_NONCE:], name.encode(), stored[:_NONCE], self._key)
        except (nacl.exceptions.CryptoError, ValueError) as wrong:
            raise Refused(
                N_("The database on the server belongs to another book than the keys in this folder."), code="other_book"
            ) from wrong

    def fault(self, failed: DBAPIError) -> Exception:
        return server_fault(failed)

    def back_up(self, reason: str) -> Path | None:
        return None

    def look_through(self) -> list[tuple[str, int, list[str]]]:
        """The server looks after its pages itself (initdb --data-checksums)."""
        return []

    def tell(self, what: bytes) -> None:
        # Whoever misses it sees the change at the next look: what is committed does not depend on it.
        with contextlib.suppress(DBAPIError), self.readers.connect() as conn, conn.begin():
            conn.execute(text("SELECT pg_notify(:channel, :what)"), {"channel": self._named(conn), "what": what.decode()})

    def listen(self, told: Told) -> None:
        self._wake, woken = socket.socketpair()
        self._listener = threading.Thread(target=self._listen, args=(told, woken), name="sapha-listener", daemon=True)
        self._listener.start()

    def close(self) -> None:
        self._closing.set()
        if self._wake is not None and self._listener is not None:
            self._wake.close()
            self._listener.join(5)
            self._wake = self._listener = None
        super().close()

    def _named(self, conn: Connection) -> str:
        self._channel = self._channel or "sapha_" + str(conn.execute(text("SELECT current_schema()")).scalar_one())
        return self._channel

    def _listen(self, told: Told, woken: socket.socket) -> None:
        """Until closing; after a break of the line, again."""
        with woken:
            while not self._closing.is_set():
                with contextlib.suppress(DBAPIError, OSError), self.readers.connect() as conn:
                    self._hear(conn, told, woken)
                self._closing.wait(2)

    def _hear(self, conn: Connection, told: Told, woken: socket.socket) -> None:
        from psycopg import Error, sql

        line = conn.connection.driver_connection
        assert line is not None
        named = self._named(conn)
        conn.rollback()
        conn.detach()  # it hears on: nobody else gets it from the pool
        line.autocommit = True
        with contextlib.suppress(Error):
            line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(named)))
            while not self._closing.is_set():
                select.select([line.fileno(), woken], [], [])
                for heard in line.notifies(timeout=0):
                    told(heard.payload.encode())


def server_fault(failed: DBAPIError) -> Exception:
    """See `Database.fault`."""
    state = getattr(failed.orig, "sqlstate", None) or ""
    for length in (5, 2):
        if state[:length] in _SERVER_FAULTS:
            code, words = _SERVER_FAULTS[state[:length]]
            return (Refused if code in ("too_long", "server_login") else Fault)(words, code=code)
    if not state and type(failed.orig).__name__ == "DataError":  # the driver's own: a NUL, which SQLite keeps and PostgreSQL can't
        return Refused(N_("A text holds a sign that can't be kept. Type it again."), code="bad_text")
    if failed.connection_invalidated or (not state and type(failed.orig).__name__ in ("OperationalError", "ConnectionTimeout")):
        return Fault(_AWAY[1], code=_AWAY[0])
    return failed
