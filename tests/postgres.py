"""A PostgreSQL server to run the tests on as well: SAPHA_TEST_POSTGRES names it (.ci/postgres starts one). Each book gets a database of
its own, copied from one in which the tables were made once."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

SERVER = "SAPHA_TEST_POSTGRES"
_made: list[str] = []


def is_there() -> bool:
    """Whether the tests run on a server."""
    return bool(os.environ.get(SERVER))


def new_database() -> str:
    """The address of a database with the tables of a book, without a book."""
    return _copy(_template())


def empty_database() -> str:
    """The address of a database with nothing in it."""
    return _copy("template0")


def drop_all() -> None:
    """Drop the databases that were given out since the last time."""
    with _admin() as admin:
        for name in _made:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    _made.clear()


def _copy(template: str) -> str:
    name = "sapha_" + secrets.token_hex(6)
    with _admin() as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(name), sql.Identifier(template)))
    _made.append(name)
    return _address(name)


@cache
def _template() -> str:
    from desktop.store import migrate, postgres

    name = f"sapha_template_{os.getpid()}"
    with _admin() as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    writer = postgres.engine(make_url(_address(name)), writer=True)
    migrate.make_tables(writer)
    writer.dispose()
    return name


def _address(name: str) -> str:
    return make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


def _admin() -> psycopg.Connection:
    url = make_url(os.environ[SERVER]).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def address_of(folder: Path) -> str:
    """Where the tables of a folder's book are, as a second officer would write it."""
    from desktop.store import server

    database = server.url(folder).database
    assert database is not None
    return _address(database)
