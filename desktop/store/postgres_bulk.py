"""Many rows at once on PostgreSQL: read by a list of ids, added by COPY, changed by one UPDATE from lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    Table,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.types import UserDefinedType

from desktop.store.bulk import Columns

_ROWS = 2_000  # in one UPDATE: its lists are built in memory on both sides


class _Ids(UserDefinedType[list[bytes]]):
    """A list of ids, written as the server reads a list: the driver takes longer to write each of them than the server to find its record."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "BYTEA[]"

    def bind_processor(self, dialect: Dialect) -> Callable[[list[bytes] | None], str]:
        return lambda ids: "{" + ",".join(['"\\\\x' + each.hex() + '"' for each in ids or ()]) + "}"


class SetWise:
    """See `bulk.SetWise`."""

    def glued(self, ordered: Select[bytes]) -> Select[bytes]:
        each = ordered.subquery()
        # An aggregate without a sort or join of its own takes its rows as the subquery gives them.
        return select(func.string_agg(each.columns[0], literal(b"")))

    def among(self, column: ColumnElement[bytes], name: str) -> ColumnElement[bool]:
        return column == any_(bindparam(name, type_=_Ids()))

    def asked(self, table: Table, names: tuple[str, ...], by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
        return _select(table, names, by), (list(wanted),)

    def add(self, conn: Connection, table: Table, new: Columns) -> None:
        told, kinds = _copy(table, tuple(new))
        line: Any = conn.connection.driver_connection
        with line.cursor() as cursor, cursor.copy(told) as copy:
            copy.set_types(kinds)
            for row in zip(*new.values(), strict=True):
                copy.write_row(row)

    def change(self, conn: Connection, table: Table, changed: Columns) -> None:
        told = _update(table, tuple(changed))
        for start in range(0, len(changed["id"]), _ROWS):
            conn.exec_driver_sql(told, tuple(list(values[start : start + _ROWS]) for values in changed.values()))


def _kind(column: Column[Any]) -> str:
    kind: Any = getattr(column.type, "impl", column.type)
    return (
        "bytea"
        if isinstance(kind, LargeBinary)
        else "bool"
        if isinstance(kind, Boolean)
        else "int8"
        if isinstance(kind, Integer)
        else "text"
    )


@lru_cache(maxsize=1024)
def _select(table: Table, names: tuple[str, ...], by: str) -> str:
    columns = ", ".join(map(_quoted, names))
    return f"SELECT {columns} FROM {_quoted(table.name)} WHERE {_quoted(by)} = ANY(%b::bytea[])"  # noqa: S608 - our own names


@lru_cache(maxsize=1024)
def _copy(table: Table, names: tuple[str, ...]) -> tuple[str, list[str]]:
    columns = ", ".join(map(_quoted, names))
    return f"COPY {_quoted(table.name)} ({columns}) FROM STDIN (FORMAT BINARY)", [_kind(table.c[name]) for name in names]


@lru_cache(maxsize=1024)
def _update(table: Table, names: tuple[str, ...]) -> str:
    to = ", ".join(f"{_quoted(name)} = v{number}" for number, name in enumerate(names) if name != "id")
    lists = ", ".join(f"%b::{_kind(table.c[name])}[]" for name in names)
    columns = ", ".join("of_record" if name == "id" else f"v{number}" for number, name in enumerate(names))
    return f"UPDATE {_quoted(table.name)} SET {to} FROM unnest({lists}) AS given ({columns}) WHERE id = of_record"  # noqa: S608 - our own names


def _quoted(name: str) -> str:
    """Our own names of tables and columns: lower-case words, some of which SQL keeps for itself (match, on)."""
    return f'"{name}"'
