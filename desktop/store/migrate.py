"""Bringing a book to this program's version: check, back up, upgrade, verify, else restore. SQLite's DDL is not transactional
under Alembic, so the verified backup is the real transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store import backup
from desktop.store.engine import BOOK

if TYPE_CHECKING:
    from alembic.config import Config

    from desktop.store.databases import Database

HEAD = "0006"  # the newest revision below migrations/versions; a test holds the two together
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006")


_made: list[str] = []  # what the migrations made in this process's first new book


def create(database: Database) -> None:
    """Make all tables in a new, empty book (on a server: in an empty database, or in tables that hold no book yet). The migrations run for
    the first one; those after it in the same process (a demo makes 96) are given the very tables the migrations made: walking through every
    version again takes most of the time a new book takes."""
    writer = database.writer
    if database.shared:
        make_tables(writer)
        return
    if not _made:
        _upgrade(writer)
        with writer.connect() as conn:
            made = conn.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"))
            _made.extend(made.scalars())
        return
    with writer.begin() as conn:
        for statement in _made:
            conn.exec_driver_sql(statement)
        conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def make_tables(writer: Engine) -> None:
    """Make all tables on a server. Refused 'book_exists' where they hold a book."""
    from desktop.store import postgres

    with writer.begin() as conn:
        postgres.hold(conn)
        if "alembic_version" in inspect(conn).get_table_names():
            if conn.execute(text("SELECT count(*) FROM meta")).scalar() or _standing(conn) != HEAD:
                raise Refused(N_("There is already a book in this database. Join it instead of making a new one."), code="book_exists")
            return
        postgres.add_trigrams(conn)
        _run(conn)


def upgrade(database: Database, folder: Path, key: bytes) -> None:
    """Upgrade an older book; a newer one is refused. On any failure the book is put back as it was."""
    writer = database.writer
    found = revision(writer)
    if found == HEAD:
        return
    if not found:
        raise Fault(
            N_(
                "The book file is damaged. Put the newest good backup in its place (“sapha-cli rescue” does it too); the damaged file is kept."
            ),
            code="book_damaged",
        )
    if found not in KNOWN:
        raise Refused(N_("This book was written by a newer version of Sapha. Install that version to open it."), code="book_newer")
    if database.shared:
        _upgrade_shared(database)
        return
    kept = backup.make(folder, key, "upgrade")
    try:
        _upgrade(writer)
        if revision(writer) != HEAD:
            raise RuntimeError("migration did not reach its head")
    except Exception as failed:
        writer.dispose()
        backup.restore(kept, folder / BOOK)
        raise Fault(N_("The book could not be brought to this version; it was left as it was."), code="upgrade_failed") from failed


def _upgrade_shared(database: Database) -> None:
    """In one transaction: PostgreSQL takes tables back as it takes rows back. Another officer's program may have done it meanwhile."""
    try:
        with database.writer.begin() as conn:
            database.hold(conn)
            if _standing(conn) != HEAD:
                _run(conn)
    except DBAPIError as failed:
        fault = database.fault(failed)
        if fault is not failed:
            raise fault from failed
        raise Fault(N_("The book could not be brought to this version; it was left as it was."), code="upgrade_failed") from failed


def revision(writer: Engine) -> str:
    """The revision of the book's tables; Alembic itself is not loaded for this (start-up time)."""
    with writer.connect() as conn:
        return _standing(conn)


def _standing(conn: Connection) -> str:
    if "alembic_version" not in inspect(conn).get_table_names():
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar())


def config() -> Config:
    """Alembic's settings; it reads no ini file and logs nothing."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return made


def _upgrade(writer: Engine) -> None:
    with writer.begin() as conn:
        _run(conn)


def _run(conn: Connection) -> None:
    from alembic import command

    settings = config()
    settings.attributes["connection"] = conn
    command.upgrade(settings, "head")
