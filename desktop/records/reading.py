"""Reading a book: lists, pages of rows, words for values, history. One consistent view per call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records import audit, kinds, listing
from desktop.records.audit import Entry
from desktop.records.codes import Code, CodeLists
from desktop.records.query import ListQuery
from desktop.records.register import Field, Registers, Row
from desktop.store import schema
from desktop.store.history import Reader
from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    """A council or regional office; `areas` are 2-, 4- or 6-digit codes."""

    uid: bytes
    kind: str
    name: str
    areas: tuple[str, ...]


class Reading:
    """What can be asked of a book; see `book.Book`."""

    store: Store
    registers: Registers
    code_lists: CodeLists

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent view."""
        with self.store.read() as reader:
            yield reader

    def ids(self, query: ListQuery) -> list[bytes]:
        """Ids of a list in order."""
        with self.read() as reader:
            return listing.ids(reader, self.registers, self.code_lists, query)

    def count(self, query: ListQuery) -> int:
        """How many records a list shows."""
        with self.read() as reader:
            return listing.count(reader, self.registers, query)

    def rows(self, register: str, wanted: Sequence[bytes]) -> list[Row | None]:
        """A page of records in the order of `wanted`; None where one is gone."""
        with self.read() as reader:
            return listing.rows(reader, self.registers, register, wanted)

    def row(self, register: str, record: bytes) -> Row:
        """One record; Refused when gone."""
        found = self.rows(register, [record])[0]
        if found is None:
            raise Refused(N_("This record is no longer here."), code="gone")
        return found

    def counts(self) -> dict[str, int]:
        """Live records by register."""
        return {name: self.count(ListQuery(name)) for name in self.registers}

    def codes(self, name: str) -> list[Code]:
        """The entries of a code list."""
        return self.code_lists.entries(name)

    def values_label(self, field: Field, value: Any, language: str | None = None, *, masked: bool = False) -> str:
        """A value as people read it; `masked` hides identity where the field is sensitive."""
        return kinds.label(field, value, self.code_lists, language, masked=masked and field.sensitive)

    def offices(self) -> dict[bytes, Office]:
        """Offices known here, our own included."""
        with self.read() as reader:
            rows = reader.conn.execute(select(schema.table_of(schema.OfficeRow))).all()
        return {row.uid: Office(row.uid, row.kind, row.name, tuple(code for code in row.areas.split(",") if code)) for row in rows}

    def history(self, register: str, record: bytes) -> list[Entry]:
        """Every value ever set, newest first."""
        with self.read() as reader:
            return audit.entries(reader, register, record)
