"""Stored records fetched ahead, for some hundred rows of a sheet at once: to ask for each by itself takes most of an import's time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from desktop.base import ids
from desktop.records import same
from desktop.records.plain import alive
from desktop.records.register import Register
from desktop.store.history import Reader

AT_ONCE = 200  # values in one question


class Shelf:
    """Live records of the book by what identifies them. What was fetched ahead is answered from here, all else from the book."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._held: dict[tuple[str, str], dict[Any, list[dict[str, Any]]]] = {}

    def fetch(self, asked: Iterable[tuple[Register, Mapping[str, Any]]]) -> None:
        """Get ready for questions about these values, in place of what was fetched before."""
        wanted: dict[tuple[str, str], set[Any]] = {}
        for register, values in asked:
            for column, value in _identifying(register, values):
                wanted.setdefault((register.name, column), set()).add(value)
        self._held = {place: self._fetched(*place, values) for place, values in wanted.items()}

    def rows(self, _reader: Reader, register: Register, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """As `same.equal_rows`."""
        for column, value in wanted.items():
            held = self._held.get((register.name, column), {})
            if value in held:
                return [row for row in held[value] if all(row[name] == each for name, each in wanted.items())]
        return same.equal_rows(self.reader, register, wanted)

    def stored(self, register: Register, record: bytes) -> dict[str, Any] | None:
        """A live record; None when it is gone or in the bin."""
        found = self.rows(self.reader, register, {"id": record})
        return found[0] if found else None

    def _fetched(self, register: str, column: str, values: set[Any]) -> dict[Any, list[dict[str, Any]]]:
        table = self.reader.store.synced[register].table
        held: dict[Any, list[dict[str, Any]]] = {value: [] for value in values}
        several = list(values)
        for start in range(0, len(several), AT_ONCE):
            statement = select(table).where(alive(table), table.c[column].in_(several[start : start + AT_ONCE])).order_by(table.c.id)
            for row in self.reader.conn.execute(statement).mappings():
                held[row[column]].append(dict(row))
        return held


def _identifying(register: Register, values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """The columns that `same.found_row` and the planner look records up by, where one column is enough to find few."""
    if values.get("id") is not None:
        yield "id", values["id"]
        return
    identity = register.identity
    exact = values.get(identity.exact) if identity.exact else None
    if exact and ids.national_id_ok(exact):
        yield identity.exact, exact
    match = same.match_text(register, values)
    if match:
        yield "match", match
    for key in identity.keys:
        if len(key) == 1 and isinstance(values.get(key[0]), str):
            yield key[0], values[key[0]]
