"""Many rows at once on PostgreSQL: read by a list of ids, added by COPY, changed by one UPDATE from lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
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

    def asked(self, table: Table, by: str, wanted: Sequence[bytes]) -> tuple[str, Any]:
        return _select(table, by), (list(wanted),)

    def add(self, conn: Connection, table: Table, names: Sequence[str], new: Sequence[Mapping[str, Any]]) -> None:
        told, kinds = _copy(table, tuple(names))
        pick = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
        line: Any = conn.connection.driver_connection
        with line.cursor() as cursor, cursor.copy(told) as copy:
            copy.set_types(kinds)
            for row in new:
                copy.write_row(pick(row))

    def change(self, conn: Connection, table: Table, names: Sequence[str], changed: Sequence[Mapping[str, Any]]) -> None:
        told = _update(table, tuple(names))
        for start in range(0, len(changed), _ROWS):
            part = changed[start : start + _ROWS]
            conn.exec_driver_sql(told, tuple([row[name] for row in part] for name in (*names, "id")))


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
def _select(table: Table, by: str) -> str:
    columns = ", ".join(_quoted(column.name) for column in table.columns)
    return f"SELECT {columns} FROM {_quoted(table.name)} WHERE {_quoted(by)} = ANY(%b::bytea[])"  # noqa: S608 - our own names


@lru_cache(maxsize=1024)
def _copy(table: Table, names: tuple[str, ...]) -> tuple[str, list[str]]:
    columns = ", ".join(map(_quoted, names))
    return f"COPY {_quoted(table.name)} ({columns}) FROM STDIN (FORMAT BINARY)", [_kind(table.c[name]) for name in names]


@lru_cache(maxsize=1024)
def _update(table: Table, names: tuple[str, ...]) -> str:
    to = ", ".join(f"{_quoted(name)} = v{number}" for number, name in enumerate(names))
    lists = ", ".join(f"%b::{_kind(table.c[name])}[]" for name in (*names, "id"))
    columns = ", ".join([*(f"v{number}" for number in range(len(names))), "of_record"])
    return f"UPDATE {_quoted(table.name)} SET {to} FROM unnest({lists}) AS given ({columns}) WHERE id = of_record"  # noqa: S608 - our own names


def _quoted(name: str) -> str:
    """Our own names of tables and columns: lower-case words, some of which SQL keeps for itself (match, on)."""
    return f'"{name}"'
