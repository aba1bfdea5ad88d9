"""Migrations: the tables are what the models say, an older book is upgraded, a newer one refused, a failed upgrade puts all back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import desktop.registers  # noqa: F401 - the models, which the metadata then knows
from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.store import backup, migrate
from desktop.store.engine import BOOK, raw
from desktop.store.schema import Base
from tests.conftest import Books
from tests.factory import person, value

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


def test_the_tables_made_by_migrations_are_those_of_the_models(book: Book) -> None:
    with book.store.transaction() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_and_index_has_the_name_its_convention_gives(book: Book) -> None:
    """Autogenerate compares neither primary keys nor their names."""
    with book.store.transaction() as conn:
        made = inspect(conn)
        for table in Base.metadata.sorted_tables:
            assert made.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"
            assert made.get_pk_constraint(table.name)["constrained_columns"] == [column.name for column in table.primary_key]
            wanted = {str(index.name): [column.name for column in index.columns] for index in table.indexes}
            assert {each["name"]: each["column_names"] for each in made.get_indexes(table.name)} == wanted
        assert set(made.get_table_names()) == {table.name for table in Base.metadata.sorted_tables} | {"alembic_version"}


def test_head_is_the_newest_migration_and_all_are_known() -> None:
    scripts = ScriptDirectory.from_config(migrate.config())
    assert scripts.get_heads() == [migrate.HEAD]
    assert sorted(script.revision for script in scripts.walk_revisions()) == sorted(migrate.KNOWN)


@pytest.mark.parametrize("script", sorted(VERSIONS.glob("v*.py")), ids=lambda path: path.stem)
def test_a_migration_speaks_alembic_and_imports_nothing_of_ours(script: Path) -> None:
    assert re.findall(r"^\s*(?:from|import) desktop", script.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_a_new_book_stands_at_head(book: Book) -> None:
    with book.store.transaction() as conn:
        assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == migrate.HEAD


def revised(book: Book, statement: str) -> None:
    """Change the closed book's file as another version would have left it."""
    book.close()
    file = raw(book.folder / BOOK, book.store.key)
    file.execute(statement)
    file.close()


def test_a_newer_book_is_refused_and_left_as_it_is(books: Books) -> None:
    book = books()
    person(book)
    revised(book, "UPDATE alembic_version SET version_num = '9999'")
    before = (book.folder / BOOK).read_bytes()
    with pytest.raises(Refused) as caught:
        books.opened(book.folder)
    assert caught.value.code == "book_newer"
    assert (book.folder / BOOK).read_bytes() == before
    assert not (book.folder / backup.FOLDER).exists()


def test_a_book_without_a_version_is_damaged_and_not_newer(books: Books) -> None:
    book = books()
    revised(book, "DROP TABLE alembic_version")
    with pytest.raises(Fault) as caught:
        books.opened(book.folder)
    assert caught.value.code == "book_damaged"


NOW = migrate.HEAD
# A later version of the program, made for these tests: what it adds can be seen, and what it does can fail half-way.
NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{now}", None, None
def upgrade():
    op.add_column("people", sa.Column("nickname", sa.Text(), nullable=True))
    op.execute("UPDATE people SET nickname = first_name")
    {more}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of this program and a place for one more; the program believes to be of version 9001."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for path in (VERSIONS.parent / "env.py", *VERSIONS.glob("v*.py")):
        (folder / path.relative_to(VERSIONS.parent)).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    settings = migrate.config()
    settings.set_main_option("script_location", str(folder))
    monkeypatch.setattr(migrate, "config", lambda: settings)
    monkeypatch.setattr(migrate, "HEAD", "9001")
    monkeypatch.setattr(migrate, "KNOWN", (*migrate.KNOWN, "9001"))
    return folder / "versions" / "v9001_next.py"


def test_an_older_book_is_backed_up_and_upgraded_with_its_data(books: Books, next_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "HEAD", NOW)
    book = books()
    record = person(book, first_name="บุญมี")
    book.close()
    monkeypatch.setattr(migrate, "HEAD", "9001")
    next_version.write_text(NEXT.replace("{now}", NOW).replace("{more}", ""), encoding="utf-8")
    again = books.opened(book.folder)
    assert value(again, "people", record, "first_name") == "บุญมี"
    with again.read() as reader:
        assert reader.conn.exec_driver_sql("SELECT nickname FROM people").scalar() == "บุญมี"
    (kept,) = (book.folder / backup.FOLDER).glob("book-*-upgrade.db")
    copy = raw(kept, again.store.key)
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (NOW,)
    copy.close()


def test_an_upgrade_that_fails_half_way_puts_the_book_back(books: Books, next_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "HEAD", NOW)
    book = books()
    record = person(book, first_name="บุญมี")
    book.close()
    monkeypatch.setattr(migrate, "HEAD", "9001")
    next_version.write_text(NEXT.replace("{now}", NOW).replace("{more}", 'op.execute("UPDATE nothing SET x = 1")'), encoding="utf-8")
    for _try in range(2):
        with pytest.raises(Fault) as caught:
            books.opened(book.folder)
        assert caught.value.code == "upgrade_failed"
    monkeypatch.undo()
    again = books.opened(book.folder)
    assert value(again, "people", record, "first_name") == "บุญมี"
    with again.read() as reader:
        assert "nickname" not in [column["name"] for column in inspect(reader.conn).get_columns("people")]


def test_a_later_new_book_has_the_very_tables_the_migrations_made(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "_made", [])
    said = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    tables = []
    for name in ("first", "second"):
        with books(name).store.transaction() as conn:
            tables.append([tuple(row) for row in conn.exec_driver_sql(said)])
            assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [migrate.HEAD]
    assert len(tables[0]) > 300
    assert tables[0] == tables[1]
