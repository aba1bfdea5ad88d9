"""Many rows at once by id: read, inserted, updated; what is written comes by column. SQLAlchemy writes the statement; the values go to the
driver as they are, since its own executemany spends longer on each row's parameters than SQLCipher on writing it (measured)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import Boolean, ColumnElement, Connection, Dialect, Select, Table, TypeDecorator, Update, bindparam, insert, select, update
from sqlalchemy.sql.compiler import SQLCompiler

IDS = 512  # in one SELECT, a power of two
FEW = 16  # rows: below it a statement for each is as quick
_Bound = Callable[[Any], Any]
Columns = Mapping[str, Sequence[Any]]  # the values of each column, all in the same order of rows


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows that all name the same columns, by column."""
    return {name: list(map(itemgetter(name), rows)) for name in rows[0]} if rows else {}


def rows(conn: Connection, table: Table, ids: Sequence[bytes], names: Collection[str] = ()) -> dict[bytes, dict[str, Any]]:
    """The rows there are, by id: their id and these columns, or all. A choice is worth it for many rows: each is a statement of its own."""
    chosen = tuple(column.name for column in table.columns if not names or column.name in names or column.name == "id")
    readers = _readers(conn.dialect, table, chosen)
    found: dict[bytes, dict[str, Any]] = {}
    for part in _parts(conn, ids):
        for values in _all(conn, *_asked(conn, table, chosen, "id", part)):
            row = dict(zip(chosen, values, strict=True))
            for name, processor in readers:
                if row[name] is not None:
                    row[name] = processor(row[name])
            found[row["id"]] = row
    return found


def of_records(conn: Connection, table: Table, records: Sequence[bytes]) -> list[tuple[Any, ...]]:
    """The rows of a table with a column `record`, of some records."""
    names = tuple(column.name for column in table.columns)
    found: list[tuple[Any, ...]] = []
    for part in _parts(conn, records):
        found += _all(conn, *_asked(conn, table, names, "record", part))
    return found


def ids(conn: Connection, ordered: Select[bytes]) -> list[bytes]:
    """The ids that a SELECT of one column of ids gives, in its order."""
    own = setwise(conn)
    if own is None:
        # Fetched in one go: row by row every row is a struggle for Python's lock with the thread that paints.
        return list(conn.execute(ordered).scalars().all())
    glued = conn.execute(own.glued(ordered)).scalar() or b""
    return [each for (each,) in struct.iter_unpack("16s", glued)]


def among(conn: Connection, column: ColumnElement[bytes], name: str) -> ColumnElement[bool]:
    """Whether an id is one of the list that is given as the parameter `name`."""
    own = setwise(conn)
    return own.among(column, name) if own is not None else column.in_(bindparam(name, expanding=True))


def add(conn: Connection, table: Table, new: Columns) -> None:
    """Insert rows; a column blank in all of them is not spoken of."""
    filled = {name: values for name, values in new.items() if values and (values[0] is not None or values.count(None) < len(values))}
    if filled:
        bound = _bound(conn.dialect, table, filled)
        own = setwise(conn)
        if own is not None and len(next(iter(bound.values()))) >= FEW:
            own.add(conn, table, bound)
        else:
            _send(conn, *_insert(conn.dialect, table, tuple(bound)), bound)


def change(conn: Connection, table: Table, changed: Columns) -> None:
    """Set columns of rows by `id`, which is one of them."""
    bound = _bound(conn.dialect, table, changed)
    own = setwise(conn)
    if own is not None and len(bound["id"]) >= FEW:
        own.change(conn, table, bound)
    else:
        _send(conn, *_update(conn.dialect, table, tuple(name for name in bound if name != "id")), bound)


def once(conn: Connection, statement: Update, given: Mapping[str, Any]) -> int:
    """Run a statement that a module built once, with plain values for its bindparams; gives how many rows it hit."""
    compiled = _compiled(conn.dialect, statement)
    names = compiled.positiontup
    return conn.exec_driver_sql(str(compiled), dict(given) if names is None else tuple([given[name] for name in names])).rowcount


class SetWise(Protocol):
    """What a server does to many rows in one go, where it has a way of its own; the values are as the driver takes them."""

    def glued(self, ordered: Select[bytes]) -> Select[bytes]:
        """All ids in one value, one after the other: a row for each takes many times as long to bring."""

    def among(self, column: ColumnElement[bytes], name: str) -> ColumnElement[bool]:
        """See `among`: one parameter, however many ids there are."""

    def asked(self, table: Table, names: tuple[str, ...], by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
        """Which statement gives these columns of the rows of these ids, and its parameters."""

    def add(self, conn: Connection, table: Table, new: Columns) -> None:
        """See `add`."""

    def change(self, conn: Connection, table: Table, changed: Columns) -> None:
        """See `change`."""


def setwise(conn: Connection) -> SetWise | None:
    """That of the connection's server; None where there is none (SQLite: a call costs nothing there)."""
    return getattr(conn.dialect, "setwise", None)


def _bound(dialect: Dialect, table: Table, given: Columns) -> Columns:
    """The values as the driver takes them."""
    bound = dict(given)
    for name, processor in _binders(dialect, table).items():
        if name in bound:
            bound[name] = [None if value is None else processor(value) for value in bound[name]]
    return bound


def _send(conn: Connection, compiled: SQLCompiler, takes: Mapping[str, str], bound: Columns) -> None:
    """`takes` says which column each parameter takes its value from."""
    if compiled.positional:
        conn.exec_driver_sql(str(compiled), list(zip(*[bound[takes[name]] for name in compiled.positiontup or ()], strict=True)))
    else:
        lines = zip(*[bound[column] for column in takes.values()], strict=True)
        conn.exec_driver_sql(str(compiled), [dict(zip(takes, line, strict=True)) for line in lines])


def _all(conn: Connection, statement: str, wanted: Any) -> Sequence[Any]:
    """All rows, as the driver gives them: to wrap each in SQLAlchemy's own row takes as long as to read it."""
    cursor: Any = conn.exec_driver_sql(statement, wanted).cursor
    found: Sequence[Any] = cursor.fetchall()
    cursor.close()
    return found


@lru_cache(maxsize=256)
def _compiled(dialect: Dialect, statement: Update) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[SQLCompiler, dict[str, str]]:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    return compiled, {name: name for name in names}


@lru_cache(maxsize=1024)
def _update(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[SQLCompiler, dict[str, str]]:
    statement = update(table).where(table.c.id == bindparam("of_record")).values({name: bindparam(f"to_{name}") for name in names})
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled, {f"to_{name}": name for name in names} | {"of_record": "id"}


def _parts(conn: Connection, ids: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Of few sizes, so that few statements are prepared: the last id fills them up."""
    if setwise(conn) is not None:  # asks for any number in one list
        yield list(ids)
        return
    for start in range(0, len(ids), IDS):
        part = list(ids[start : start + IDS])
        yield part + part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))


def _asked(conn: Connection, table: Table, names: tuple[str, ...], by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
    own = setwise(conn)
    if own is not None:
        return own.asked(table, names, by, wanted)
    text, params = _select(conn.dialect, table, names, by, len(wanted))
    return text, (tuple(wanted) if params is None else dict(zip(params, wanted, strict=True)))


@lru_cache(maxsize=512)
def _select(dialect: Dialect, table: Table, names: tuple[str, ...], by: str, size: int) -> tuple[str, tuple[str, ...] | None]:
    statement = select(*[table.c[name] for name in names]).where(table.c[by].in_([b""] * size))
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    return str(compiled), None if compiled.positional else tuple(compiled.params)


@lru_cache(maxsize=256)
def _binders(dialect: Dialect, table: Table) -> dict[str, _Bound]:
    """Only what this program keeps in a form of its own; the drivers take bytes, texts, numbers and yes or no as they are."""
    own = [column for column in table.columns if isinstance(column.type, TypeDecorator)]
    found = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in own}
    return {name: processor for name, processor in found.items() if processor is not None}


@lru_cache(maxsize=512)
def _readers(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[tuple[str, _Bound], ...]:
    own = [table.c[name] for name in names if isinstance(table.c[name].type, (TypeDecorator, Boolean))]
    found = [(column.name, column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in own]
    return tuple((name, processor) for name, processor in found if processor is not None)
