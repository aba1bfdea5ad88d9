"""Many rows at once by id: read, inserted, updated. SQLAlchemy writes the statement; the values go to the driver as they are, since its own
executemany spends longer on each row's parameters than SQLCipher on writing it (measured)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import Boolean, ColumnElement, Connection, Dialect, Select, Table, TypeDecorator, Update, bindparam, insert, select, update
from sqlalchemy.sql.compiler import SQLCompiler

_IDS = 512  # in one SELECT, a power of two
FEW = 16  # rows: below it a statement for each is as quick
_Bound = Callable[[Any], Any]


def rows(conn: Connection, table: Table, ids: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
    """All columns of the rows there are, by id."""
    names = tuple(column.name for column in table.columns)
    readers = _readers(conn.dialect, table)
    found: dict[bytes, dict[str, Any]] = {}
    for part in _parts(conn, ids):
        for values in conn.exec_driver_sql(*_asked(conn, table, "id", part)).all():
            row = dict(zip(names, values, strict=True))
            for name, processor in readers:
                if row[name] is not None:
                    row[name] = processor(row[name])
            found[row["id"]] = row
    return found


def of_records(conn: Connection, table: Table, records: Sequence[bytes]) -> list[tuple[Any, ...]]:
    """The rows of a table with a column `record`, of some records."""
    found: list[tuple[Any, ...]] = []
    for part in _parts(conn, records):
        found += map(tuple, conn.exec_driver_sql(*_asked(conn, table, "record", part)).all())
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


def add(conn: Connection, table: Table, new: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; a column blank in all of them is not spoken of. The rows are the function's to change."""
    if new:
        blank = {name for name in new[0] if all(row[name] is None for row in new)}
        names = tuple(name for name in new[0] if name not in blank)
        own = setwise(conn)
        if own is not None and len(new) >= FEW:
            own.add(conn, table, names, _bound(_binders(conn.dialect, table, names), new))
        else:
            _send(conn, *_insert(conn.dialect, table, names), new)


def change(conn: Connection, table: Table, names: Sequence[str], changed: Sequence[dict[str, Any]]) -> None:
    """Set columns of rows by `id`. The rows are the function's to change."""
    own = setwise(conn)
    if own is not None and len(changed) >= FEW:
        own.change(conn, table, names, _bound(_binders(conn.dialect, table, names), changed))
    else:
        _send(conn, *_update(conn.dialect, table, tuple(names)), changed)


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

    def asked(self, table: Table, by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
        """Which statement gives the rows of these ids, and its parameters."""

    def add(self, conn: Connection, table: Table, names: Sequence[str], new: Sequence[Mapping[str, Any]]) -> None:
        """See `add`."""

    def change(self, conn: Connection, table: Table, names: Sequence[str], changed: Sequence[Mapping[str, Any]]) -> None:
        """See `change`."""


def setwise(conn: Connection) -> SetWise | None:
    """That of the connection's server; None where there is none (SQLite: a call costs nothing there)."""
    return getattr(conn.dialect, "setwise", None)


def _bound(bound: Mapping[str, _Bound], new: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    for name, processor in bound.items():
        for row in new:
            if row[name] is not None:
                row[name] = processor(row[name])
    return new


def _send(
    conn: Connection, compiled: SQLCompiler, given: Mapping[str, str], bound: Mapping[str, _Bound], new: Sequence[dict[str, Any]]
) -> None:
    """`given` says which column each parameter takes its value from."""
    _bound(bound, new)
    if compiled.positional:
        pick = itemgetter(*[given[name] for name in compiled.positiontup or ()])
        conn.exec_driver_sql(str(compiled), list(map(pick, new)))
    else:
        conn.exec_driver_sql(str(compiled), [{name: row[column] for name, column in given.items()} for row in new])


@lru_cache(maxsize=256)
def _compiled(dialect: Dialect, statement: Update) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[SQLCompiler, dict[str, str], dict[str, _Bound]]:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    return compiled, {name: name for name in names}, _binders(dialect, table, names)


@lru_cache(maxsize=1024)
def _update(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[SQLCompiler, dict[str, str], dict[str, _Bound]]:
    statement = update(table).where(table.c.id == bindparam("of_record")).values({name: bindparam(f"to_{name}") for name in names})
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return compiled, {f"to_{name}": name for name in names} | {"of_record": "id"}, _binders(dialect, table, names)


def _parts(conn: Connection, ids: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Of few sizes, so that few statements are prepared: the last id fills them up."""
    if setwise(conn) is not None:  # asks for any number in one list
        yield list(ids)
        return
    for start in range(0, len(ids), _IDS):
        part = list(ids[start : start + _IDS])
        yield part + part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))


def _asked(conn: Connection, table: Table, by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
    own = setwise(conn)
    if own is not None:
        return own.asked(table, by, wanted)
    text, names = _select(conn.dialect, table, by, len(wanted))
    return text, (tuple(wanted) if names is None else dict(zip(names, wanted, strict=True)))


@lru_cache(maxsize=256)
def _select(dialect: Dialect, table: Table, by: str, size: int) -> tuple[str, tuple[str, ...] | None]:
    statement = select(table).where(table.c[by].in_([b""] * size))
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    return str(compiled), None if compiled.positional else tuple(compiled.params)


def _binders(dialect: Dialect, table: Table, names: Sequence[str]) -> dict[str, _Bound]:
    """Only what this program keeps in a form of its own; the drivers take bytes, texts, numbers and yes or no as they are."""
    own = [name for name in names if isinstance(table.c[name].type, TypeDecorator)]
    found = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in own}
    return {name: processor for name, processor in found.items() if processor is not None}


@lru_cache(maxsize=256)
def _readers(dialect: Dialect, table: Table) -> tuple[tuple[str, _Bound], ...]:
    own = [column for column in table.columns if isinstance(column.type, (TypeDecorator, Boolean))]
    found = [(column.name, column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in own]
    return tuple((name, processor) for name, processor in found if processor is not None)
