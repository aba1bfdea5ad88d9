"""Bringing a book to this program's version: check, back up, upgrade, verify, else restore. SQLite's DDL is not transactional
under Alembic, so the verified backup is the real transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store import backup
from desktop.store.engine import BOOK

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"  # the newest revision below migrations/versions; a test holds the two together
KNOWN = ("0001", "0002", "0003", "0004", "0005")


_made: list[str] = []  # what the migrations made in this process's first new book


def create(writer: Engine) -> None:
    """Make all tables in a new, empty book. The migrations run for the first one; those after it in the same process (a demo makes 96)
    are given the very tables the migrations made: walking through every version again takes most of the time a new book takes."""
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


def upgrade(writer: Engine, folder: Path, key: bytes) -> None:
    """Upgrade an older book; a newer one is refused. On any failure the book is put back as it was."""
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
    kept = backup.make(folder, key, "upgrade")
    try:
        _upgrade(writer)
        if revision(writer) != HEAD:
            raise RuntimeError("migration did not reach its head")
    except Exception as failed:
        writer.dispose()
        backup.restore(kept, folder / BOOK)
        raise Fault(N_("The book could not be brought to this version; it was left as it was."), code="upgrade_failed") from failed


def revision(writer: Engine) -> str:
    """The revision of the book's tables; Alembic itself is not loaded for this (start-up time)."""
    with writer.connect() as conn:
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
    from alembic import command

    settings = config()
    with writer.begin() as conn:
        settings.attributes["connection"] = conn
        command.upgrade(settings, "head")
