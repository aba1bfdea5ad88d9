"""PostgreSQL as SQLite speaks: where the two engines' SQL differs, it is said here and nowhere else.

Numbers are 64 bits wide, texts have no length and are compared byte by byte (our sort keys are made for that), blank comes first, a sum
of whole numbers is a whole number. The index that SQLite scans for a search is one of trigrams here, where the server has them.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Engine, Integer, Table, create_engine, event, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlalchemy.engine import URL
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression, _label_reference

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.store.postgres_bulk import SetWise

OURS = "postgresql+sapha"
LOCK_WAIT_MS = 60_000  # the longest that a writer waits for the others: a large parcel takes some seconds
_BYTEWISE = ' COLLATE "C"'


class _Types(PGTypeCompiler):
    def visit_INTEGER(self, type_: Any, **kw: Any) -> str:
        return "BIGINT"

    def visit_VARCHAR(self, type_: Any, **kw: Any) -> str:
        return "TEXT" + _BYTEWISE

    def visit_TEXT(self, type_: Any, **kw: Any) -> str:
        return "TEXT" + _BYTEWISE


class _Sql(PGCompiler_psycopg):
    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:
        # The driver tells a number's width by itself; a text has to be called one.
        if isinstance(dbapi_type, Integer):
            return sqltext
        told: str = super().render_bind_cast(type_, dbapi_type, sqltext)  # type: ignore[no-untyped-call]
        return told.removesuffix(_BYTEWISE)

    def visit_cast(self, cast: Any, **kw: Any) -> str:
        if isinstance(cast.type, Integer) and isinstance(cast.clause.type, Boolean):
            return f"CAST({self.process(cast.clause, **kw)} AS INTEGER)"
        told: str = super().visit_cast(cast, **kw)  # type: ignore[no-untyped-call]
        return told

    def visit_sum_func(self, func: Any, **kw: Any) -> str:
        told = "sum" + self.function_argspec(func, **kw)
        whole = isinstance(func.type.dialect_impl(self.dialect), Integer) or isinstance(getattr(func.type, "impl", None), Integer)
        return f"CAST({told} AS BIGINT)" if whole else told

    def order_by_clause(self, select: Any, **kw: Any) -> str:
        parts = [self.process(each, **kw) + _nulls(each) for each in select._order_by_clauses]  # noqa: SLF001 - as SQLAlchemy's own compilers do
        return " ORDER BY " + ", ".join(parts) if parts else ""


def _nulls(clause: Any) -> str:
    """Blank is the least of all, as in SQLite. Not said of what is never blank: the index in that order would not serve."""
    descending = False
    while isinstance(clause, (UnaryExpression, _label_reference)):
        modifier = getattr(clause, "modifier", None)
        if modifier in (operators.nulls_first_op, operators.nulls_last_op):
            return ""
        descending |= modifier is operators.desc_op
        clause = clause.element
    table: Any = getattr(clause, "table", None)  # of an alias it may be joined and not be there
    if isinstance(clause, Column) and isinstance(table, Table) and not clause.nullable:
        return ""
    return " NULLS LAST" if descending else " NULLS FIRST"


class _Ddl(PGDDLCompiler):
    def visit_create_index(self, create: Any, include_schema: Any = False, include_table_schema: Any = True, **kw: Any) -> str:
        index = create.element
        if "search" not in [column.name for column in index.columns]:
            told: str = super().visit_create_index(create, **kw)  # type: ignore[no-untyped-call]
            return told
        name, table = self._prepared_index_name(index, include_schema=False), self.preparer.format_table(index.table)
        # A long text does not fit an index of its whole. Without trigrams a search looks through the table.
        trigrams = getattr(self.dialect, "trigrams", "")
        return f"CREATE INDEX {name} ON {table} " + (f"USING gin (search {trigrams}.gin_trgm_ops)" if trigrams else "(deleted, id)")


class Dialect(PGDialect_psycopg):
    """psycopg's, as above."""

    supports_statement_cache = True
    statement_compiler = _Sql
    ddl_compiler = _Ddl
    type_compiler_cls = _Types
    setwise = SetWise()
    trigrams = ""  # the schema they are in; blank where the server has none

    def initialize(self, connection: Connection) -> None:
        super().initialize(connection)  # type: ignore[no-untyped-call]
        self.find_trigrams(connection)

    def find_trigrams(self, connection: Connection) -> None:
        """Look whether the server's extension for searching in texts is there."""
        wanted = "SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm'"
        self.trigrams = connection.exec_driver_sql(wanted).scalar() or ""


registry.register("postgresql.sapha", __name__, "Dialect")


def engine(url: URL, *, writer: bool) -> Engine:
    """An engine on the server. A writer has one connection; readers see one state of everything for as long as they look. Refused
    'no_server_part' where the driver is not installed."""
    if find_spec("psycopg") is None:
        raise Refused(N_("This installation can't speak with a server. Install Sapha with its part “region”."), code="no_server_part")
    made = create_engine(
        url.set(drivername=OURS),
        pool_size=1 if writer else 3,
        max_overflow=0 if writer else 5,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED" if writer else "REPEATABLE READ",
        connect_args={"connect_timeout": 10, "application_name": "sapha"},
        hide_parameters=True,
    )

    @event.listens_for(made, "connect")
    def _opened(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
            cursor.execute("SET jit = off")  # compiling a list's query takes longer than answering it
        connection.commit()

    return made


def add_trigrams(conn: Connection) -> None:
    """Where the login may add extensions and the server has this one; else do without."""
    offered = conn.exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm' AND installed_version IS NULL").scalar()
    may = conn.exec_driver_sql("SELECT has_database_privilege(current_database(), 'CREATE')").scalar()
    if offered and may:
        conn.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    dialect = conn.dialect
    assert isinstance(dialect, Dialect)
    dialect.find_trigrams(conn)


def hold(conn: Connection) -> None:
    """Be the only writer until the transaction ends: numbers, hash chain and logical time are read and written by one at a time."""
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtext('sapha'), hashtext(current_schema()))"))
