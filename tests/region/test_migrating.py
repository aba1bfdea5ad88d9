"""The same migrations on a server: the tables are what the models say, an upgrade is one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import desktop.registers  # noqa: F401 - the models, which the metadata then knows
from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.store import migrate, server
from desktop.store.databases import ServerDatabase
from desktop.store.schema import Base
from tests import postgres
from tests.conftest import Books

OLD = "0003"
KEY = bytes(32)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[ServerDatabase]:
    """A database as an older program left it, with one person."""
    server.name(tmp_path, server.parse(postgres.empty_database()), KEY)
    made = ServerDatabase(tmp_path, KEY)
    settings = migrate.config()
    with made.writer.begin() as conn:
        settings.attributes["connection"] = conn
        command.upgrade(settings, OLD)
        row: dict[str, Any] = {"id": bytes(16), "council": bytes(16), "name": "", "ver": b""}
        columns = "(id, council, revision, deleted, name_sort, search, match, ver)"
        conn.execute(text(f"INSERT INTO people {columns} VALUES (:id, :council, 1, false, :name, :name, :name, :ver)"), row)
    yield made
    made.close()


def _alike(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """All but the index of searches, which is one of trigrams here (store/postgres.py)."""
    return not (kind == "index" and str(name).endswith("_id_search"))


def test_the_tables_made_by_migrations_are_those_of_the_models(region: Book) -> None:
    with region.store.transaction() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True, "include_object": _alike})
        assert compare_metadata(context, Base.metadata) == []
        made = inspect(conn)
        searched = {table.name for table in Base.metadata.sorted_tables if "search" in table.c}
        assert {
            name for name in searched if f"ix_{name}_deleted_id_search" in {each["name"] for each in made.get_indexes(name)}
        } == searched


def test_every_text_is_compared_byte_by_byte_and_every_number_is_wide(region: Book) -> None:
    asked = text("SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns WHERE table_schema = 'public'")
    with region.read() as reader:
        columns = [row for row in reader.conn.execute(asked) if row.table_name != "alembic_version"]
    assert {row.collation_name for row in columns if row.data_type == "text"} == {"C"}
    serial = {("streams", "stream"), ("unmatched", "number")}
    assert {(row.table_name, row.column_name) for row in columns if row.data_type == "integer"} == serial
    assert {row.data_type for row in columns} == {"text", "bigint", "integer", "bytea", "boolean"}


def test_an_older_database_is_upgraded_with_its_data(old: ServerDatabase, tmp_path: Path) -> None:
    migrate.upgrade(old, tmp_path, KEY)
    assert migrate.revision(old.writer) == migrate.HEAD
    with old.readers.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM unmatched")).scalar() == 1


def test_an_upgrade_that_fails_leaves_everything_as_it_was(old: ServerDatabase, tmp_path: Path) -> None:
    with old.writer.begin() as conn:
        conn.execute(text("CREATE TABLE proposals (in_the_way integer)"))
    before = set(inspect(old.writer).get_table_names())
    with pytest.raises(Fault) as told:
        migrate.upgrade(old, tmp_path, KEY)
    assert told.value.code == "upgrade_failed"
    assert migrate.revision(old.writer) == OLD
    assert set(inspect(old.writer).get_table_names()) == before


def test_a_newer_database_is_refused(region: Book, books: Books) -> None:
    with region.store.transaction() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused) as told:
        books.again(region)
    assert told.value.code == "book_newer"
