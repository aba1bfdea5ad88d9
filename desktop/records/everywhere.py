"""Search over every register at once: a few finds of each, in the order of its list, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    cast,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
)

from desktop.base import thai
from desktop.base.i18n import _
from desktop.records import listing
from desktop.records.book import Book
from desktop.records.filtering import Sheet, holds, patterns, terms
from desktop.records.register import Field, Kind, Register, Registers, Row
from desktop.store.history import Reader

SHORTEST = 2  # characters: a single letter is in everything
_MANY = 5_000  # finds from which on it is quicker to walk over all records in their order than to fetch each
_DETAILS = 3  # values told of a find
_LONGEST = 60  # characters of each
_UNTOLD = frozenset({Kind.FILE, Kind.POINT, Kind.LINK})


@dataclass(frozen=True, slots=True)
class Group:
    """The finds in one register: the first of them, and their whole number (which is that of its list under the same search)."""

    register: str
    total: int
    rows: list[Row]


def find(book: Book, text: str, per_register: int = 6) -> list[Group]:
    """The records that hold every word of `text`, by register in menu order; of a register with numbers the ones whose number ends so
    first. Registers whose records can be opened only; what is shown within another's form is found by its own texts alone."""
    wanted = terms(text)
    if len("".join(wanted)) < SHORTEST:
        return []
    found = []
    with book.read() as reader:
        hits = _Hits(reader, book.registers, wanted)
        for register in _searched(book.registers):
            ids, total = hits.of(register, per_register)
            if total:
                rows = listing.rows(reader, book.registers, register.name, ids)
                found.append(Group(register.name, total, [row for row in rows if row is not None]))
    return found


def detail(book: Book, row: Row, text: str) -> str:
    """Something that tells a find from others of its name, in words: what it was found by where the name does not say it, then what its
    list shows first. National IDs are masked, and nothing else that is sensitive is told."""
    register = book.registers[row.register]
    name = thai.fold(register.name_of(row.values))
    rest = [term for term in terms(text) if term not in name]
    told = [field for field in _told(book.registers, register) if row.values.get(field.name) is not None]
    by = [field for field in told if any(term in _plain(book, field, row) for term in rest)]
    shown = [field for field in told if field.name in register.columns and thai.fold(_shown(book, field, row)) not in name]
    chosen = list(dict.fromkeys([*by[:1], *shown]))[:_DETAILS]
    return " · ".join(f"{_(field.label)}: {_shown(book, field, row)}" for field in chosen)


# One Table for all searches: with a new one each time SQLAlchemy would word every statement anew.
_HITS = Table(
    "hits",
    MetaData(),
    Column("register", String, primary_key=True),
    Column("id", LargeBinary, primary_key=True),
    Column("held", Integer),
    Column("deleted", Boolean(create_constraint=False)),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)


class _Hits:
    """Which records of each register hold which of the terms, each register looked through once; kept in memory by SQLite for as long as
    the reader lives."""

    def __init__(self, reader: Reader, registers: Registers, wanted: Sequence[str]) -> None:
        self._reader = reader
        self._registers = registers
        self._terms = wanted
        self._counted: dict[str, int] = {}
        self._hits = _HITS
        self._hits.create(reader.conn)

    def of(self, register: Register, most: int) -> tuple[list[bytes], int]:
        """The first ids in the order of names, and how many there are."""
        links = () if register.parent else register.search_links
        looked = self._look(register) + sum(self._look(self._target(register, link)) for link in links)
        if not looked:
            return [], 0
        return self._through(register, links, most, looked > _MANY) if links else self._own(register, most)

    def _own(self, register: Register, most: int) -> tuple[list[bytes], int]:
        hits, whole = self._hits.c, (1 << len(self._terms)) - 1
        live = and_(hits.register == register.name, hits.held == whole, hits.deleted.is_(False))
        total = int(self._reader.conn.execute(select(func.count()).where(live)).scalar_one())
        sheet = Sheet(self._reader, self._registers, register)
        ids = sheet.table.c.id
        # Of many the first are soon met on the way through the order of names; few are fetched and sorted.
        held = exists().where(live, hits.id == ids) if total > _MANY else ids.in_(select(hits.id).where(live))
        order = self._order(sheet)
        alive = sheet.table.c.deleted.is_(False) if total > _MANY else true()
        statement = select(ids).select_from(sheet.source()).where(alive, held).order_by(*order).limit(most)
        return (list(self._reader.conn.execute(statement).scalars()) if total else []), total

    def _through(self, register: Register, links: Sequence[str], most: int, many: bool) -> tuple[list[bytes], int]:
        sheet = Sheet(self._reader, self._registers, register)
        held = and_(*(or_(*self._held(sheet, links, number, many)) for number in range(len(self._terms))))
        order = self._order(sheet)
        statement = select(sheet.table.c.id, func.count().over()).select_from(sheet.source())
        statement = statement.where(cast(sheet.table.c.deleted, Integer) == 0, held).order_by(*order).limit(most)
        found = self._reader.conn.execute(statement).all()
        return [record for record, _total in found], found[0][1] if found else 0

    def _look(self, register: Register) -> int:
        """Look through a register, unless that is done; gives the number of records that hold any of the terms."""
        if register.name not in self._counted:
            table = self._reader.store.synced[register.name].table
            each = [holds(self._reader, register, term) for term in self._terms]
            bits: ColumnElement[Any] = literal(0)
            for number, holds_it in enumerate(each):
                bits = bits + cast(holds_it, Integer) * (1 << number)
            # Both values of `deleted` are named, so that the covering search index is used; a link may lead to a record in the bin.
            found = select(literal(register.name), table.c.id, bits, table.c.deleted).where(table.c.deleted.in_([False, True]), or_(*each))
            done = self._reader.conn.execute(insert(self._hits).from_select(["register", "id", "held", "deleted"], found))
            self._counted[register.name] = done.rowcount
        return self._counted[register.name]

    def _held(self, sheet: Sheet, links: Sequence[str], number: int, many: bool) -> Iterator[ColumnElement[bool]]:
        hits = self._hits.c
        for column, register in (
            (sheet.table.c.id, sheet.register),
            *((sheet.table.c[link], self._target(sheet.register, link)) for link in links),
        ):
            # Many finds are not looked up by an index one by one: all records are walked over.
            value = func.coalesce(column, null()) if many else column
            yield value.in_(select(hits.id).where(hits.register == register.name, hits.held.op("&")(1 << number) != 0))

    def _target(self, register: Register, link: str) -> Register:
        return self._registers[register.field(link).register]

    def _order(self, sheet: Sheet) -> list[ColumnElement[Any]]:
        register, table = sheet.register, sheet.table
        by_name = (sheet.link(register.sort_link) if register.sort_link else table).c.name_sort
        if not register.number or len(self._terms) > 1:
            return [by_name, table.c.id]
        ends = [table.c[register.number].like(pattern[:-1], escape="\\") for pattern in patterns(register, self._terms[0])]
        return [func.coalesce(or_(*ends), False).desc(), by_name, table.c.id]


def _searched(registers: Registers) -> Iterator[Register]:
    for register in registers.values():
        top = register
        while top.parent:
            top = registers[top.field(top.parent).register]
        if top.group:
            yield register


def _told(registers: Registers, register: Register) -> Iterator[Field]:
    """What may be told of a record, under the names its row has it by: columns first."""
    names = [*register.columns, *(field.name for field in register.fields), *(lookup.name for lookup in register.lookups)]
    for name in dict.fromkeys(names):
        field = registers.described(register, name)
        if field.kind not in _UNTOLD and (not field.sensitive or field.kind is Kind.NATIONAL_ID):
            yield field if field.name == name else Field(name, field.kind, field.label, field.code_list, sensitive=field.sensitive)


def _shown(book: Book, field: Field, row: Row) -> str:
    text = " ".join(book.values_label(field, row.values[field.name], masked=True).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _plain(book: Book, field: Field, row: Row) -> str:
    """The value as a search sees it."""
    value = row.values[field.name]
    if field.kind is Kind.PHONES:
        return " ".join(value)
    return thai.fold(value if isinstance(value, str) else book.values_label(field, value))
