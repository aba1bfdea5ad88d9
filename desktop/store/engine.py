"""Opening the encrypted file: SQLAlchemy over SQLCipher, with the PRAGMAs of handover.md §3.1 in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from desktop.base.errors import Fault
from desktop.base.i18n import N_

BOOK = "book.db"
OLDEST_SQLITE = (3, 51, 3)  # before it a checkpoint could lose committed pages (the WAL-reset bug)

_WRITER_CACHE_KIB = 64_000
_READER_CACHE_KIB = 16_000

# The driver asks every None, bytes and bool for a way to adapt itself, and finds none: over half of the time of inserting a person (measured).
# Told of one it asks no more; each of these gives back what it is given, without a call into Python.
driver.register_adapter(type(None), {}.get)
driver.register_adapter(bytes, bytes)
driver.register_adapter(bool, int)


def engine(path: Path, key: bytes, *, writer: bool) -> Engine:
    """An engine on the book. A writer has one connection whose transactions are IMMEDIATE; readers share a small pool."""
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise Fault(N_("The database library is too old to keep data safely. Install the program again."), code="sqlite_too_old")
    made = create_engine(
        f"sqlite:///{path.as_posix()}",
        module=driver,
        poolclass=QueuePool,
        pool_size=1 if writer else 3,
        max_overflow=0 if writer else 5,
        connect_args={"check_same_thread": False, "timeout": 5.0, "isolation_level": None},
    )

    @event.listens_for(made, "connect")
    def _opened(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        prepare(connection, key, _WRITER_CACHE_KIB if writer else _READER_CACHE_KIB)

    @event.listens_for(made, "begin")
    def _began(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return made


def prepare(connection: Any, key: bytes, cache_kib: int = _READER_CACHE_KIB) -> None:
    """Key and PRAGMAs of one raw connection."""
    cursor = connection.cursor()
    # The raw key: no password derivation here, that is the vault's (0.3 ms instead of 0.2 s a connection).
    cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in (
        "cipher_memory_security = OFF",
        "cipher_log_level = NONE",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"cache_size = -{cache_kib}",
        "temp_store = MEMORY",
        "secure_delete = ON",
        "trusted_schema = OFF",
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
        "busy_timeout = 5000",
    ):
        cursor.execute(f"PRAGMA {pragma}").fetchall()
    cursor.close()


def raw(path: Path, key: bytes) -> Any:
    """A bare DB-API connection, for backups and checks."""
    connection = driver.connect(str(path), isolation_level=None)
    prepare(connection, key)
    return connection


DRIVER_ERROR: type[Exception] = driver.Error
