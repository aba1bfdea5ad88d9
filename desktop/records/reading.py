"""Reading a book: lists, pages of rows, words for values, history. One consistent view per call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.base import dates
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.records import audit, kinds, listing
from desktop.records.audit import Entry
from desktop.records.codes import Code, CodeLists
from desktop.records.proposing import is_proposed
from desktop.records.query import ListQuery, resolved
from desktop.records.register import Field, Problem, Registers, Reminder, Row
from desktop.store import schema
from desktop.store.history import Actor, Reader
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.store.attachments import Attachments


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
    actor: Actor
    office: Office

    @cached_property
    def attachments(self) -> Attachments:
        """The photos and papers beside the book."""
        from desktop.store.attachments import Attachments

        return Attachments(self.store.folder, self.store.key)

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Reader]:
        """One consistent view; cancelling `progress` breaks off its query."""
        with self.store.read(progress) as reader:
            yield reader

    def ids(self, query: ListQuery, progress: Progress | None = None) -> list[bytes]:
        """Ids of a list in order."""
        with self.read(progress) as reader:
            return listing.ids(reader, self.registers, self.code_lists, self._resolved(query))

    def first(self, query: ListQuery, most: int, progress: Progress | None = None) -> list[bytes]:
        """The first of them, to show while the others are being read; see `listing.first`."""
        with self.read(progress) as reader:
            return listing.first(reader, self.registers, self._resolved(query), most)

    def count(self, query: ListQuery) -> int:
        """How many records a list shows."""
        with self.read() as reader:
            return listing.count(reader, self.registers, self._resolved(query))

    def sums(self, query: ListQuery, columns: Sequence[str] | None = None) -> dict[str, Decimal]:
        """Sums over all records of a list, by column; see `listing.sums`."""
        with self.read() as reader:
            return listing.sums(reader, self.registers, self._resolved(query), columns)

    def totals(self, query: ListQuery, by: str, of: str) -> list[tuple[Any, int, Decimal]]:
        """(value, how many records, their sum) for each value of a field; see `listing.totals`."""
        with self.read() as reader:
            return listing.totals(reader, self.registers, self.code_lists, self._resolved(query), by, of)

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

    def offered(self, field: Field, group: str = "") -> list[Code]:
        """The entries of a field's code list to choose from today: valid in the calendar year or the fiscal year, or at any time where
        the field says so; of a group where one is given, and of none."""
        today = self.store.clock.today()
        years = () if field.ended_too else (dates.to_be(today.year), dates.fiscal_year(today))
        found = self.code_lists.entries(field.code_list, *years)
        return [entry for entry in found if not group or entry.group in ("", group)]

    def values_label(self, field: Field, value: Any, language: str | None = None, *, masked: bool = False) -> str:
        """A value as people read it; `masked` hides identity where the field is sensitive."""
        return kinds.label(field, value, self.code_lists, language, masked=masked and field.sensitive)

    def proposes(self, council: bytes | None) -> bool:
        """Whether this office only proposes what it changes in records of a council (None: a new record of its own)."""
        return is_proposed(self.office.kind, self.office.uid, council)

    def offices(self) -> dict[bytes, Office]:
        """Offices known here, our own included."""
        with self.read() as reader:
            rows = reader.conn.execute(select(schema.table_of(schema.OfficeRow))).all()
        return {row.uid: Office(row.uid, row.kind, row.name, tuple(code for code in row.areas.split(",") if code)) for row in rows}

    def reminders(self) -> list[Reminder]:
        """What somebody should see to, the latest first, then by the day it is due."""
        today = self.store.clock.today().isoformat()
        with self.read() as reader:
            found = [each for spec in self.registers.values() if spec.reminders is not None for each in spec.reminders(reader, today)]
        return sorted(found, key=lambda each: (not each.late, each.due or "9999"))

    def suggested(self, register: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the blank fields of a new record may begin with, by what is typed so far."""
        suggest = self.registers[register].suggest
        if suggest is None:
            return {}
        with self.read() as reader:
            return {name: value for name, value in suggest(reader, values).items() if value is not None}

    def warnings(self, register: str, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
        """What only the book can tell of a record as it would be with these values; `record` is None for a new one."""
        ask = self.registers[register].warnings
        if ask is None:
            return ()
        with self.read() as reader:
            return ask(reader, record, values)

    def history(self, register: str, record: bytes) -> list[Entry]:
        """Every value ever set, newest first."""
        with self.read() as reader:
            return audit.entries(reader, register, record)

    def _resolved(self, query: ListQuery) -> ListQuery:
        return resolved(query, self.store.clock.today(), self.actor.name)
