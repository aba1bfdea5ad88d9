"""What is behind a number of the report: every number as a cell, the records it is added up of, and what these are called now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from sqlalchemy import Connection, func, select

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _, in_language
from desktop.records.book import Book
from desktop.records.register import Row
from desktop.reports.figures import TOTALS, Figures, figures
from desktop.reports.lines import NEED, Cell, Line, Parts
from desktop.store import schema

ALL = "="  # the key of a table's last line, which adds up the others
LINES = tuple(field.name for field in fields(Figures) if field.name.startswith("by_"))
NUMBERS = tuple(field.name for field in fields(Figures) if field.type in ("int", "Decimal"))
_COLUMNS = tuple(field.name for field in fields(Line) if field.type in ("int", "Decimal"))
CHANGED, GONE = "changed", "gone"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report, and what it is added up of (nothing where that was not kept)."""

    cell: Cell
    value: int | Decimal
    parts: Parts


@dataclass(frozen=True, slots=True)
class Entry:
    """A record behind a number. `revision` is the one that was counted, None: as it is now."""

    register: str
    id: bytes
    council: bytes
    amount: int | Decimal
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """How far an office's parcels had come: the last one's number and when it was taken."""

    number: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind one number, by register, council and age. `arrived` by council, where parcels of theirs were taken here."""

    cell: Cell
    value: int | Decimal
    entries: Sequence[Entry]
    arrived: Mapping[bytes, Arrived]


@dataclass(frozen=True, slots=True)
class Named:
    """What a record is called now, blank when it is gone; `state`: '', CHANGED or GONE since it was counted."""

    name: str
    office: str
    state: str


def all_of(found: Figures) -> Iterator[Figure]:
    """Every number of a report."""
    for name in NUMBERS:
        yield Figure((TOTALS, "", name), getattr(found, name), found.behind.get(name, ()))
    for table in LINES:
        for line in getattr(found, table):
            for name in _COLUMNS:
                yield Figure((table, line.key, name), getattr(line, name), line.behind.get(name, ()))
            for need, number in line.needs.items():
                yield Figure((table, line.key, NEED + need), number, line.behind.get(NEED + need, ()))
    for each in found.tables:
        for place, heading in enumerate(each.columns):
            for work in each.lines:
                yield Figure((each.name, work.key, heading), work.values[place], work.behind[place] if work.behind else ())
            if each.sums is not None:
                added = tuple(part for work in each.lines if work.behind for part in work.behind[place])
                yield Figure((each.name, ALL, heading), each.sums[place], added)


def figure(found: Figures, cell: Cell) -> Figure:
    """One number. Refused 'no_figure' where the report has none there."""
    for each in all_of(found):
        if each.cell == cell:
            return each
    raise Refused(N_("The report has no such number any more. Look at the report again."), code="no_figure")


def cell(found: Figures, table: str, row: str, column: str) -> Cell:
    """The cell that words name: a table (`totals`, `by_council` ...), a line by its key or its name in any language (`total`: the last one;
    of `totals` any word), a column by its name. Refused 'no_figure' says which there are."""
    lines = {name: list(getattr(found, name)) for name in LINES} | {each.name: list(each.lines) for each in found.tables}
    known = [TOTALS, *lines]
    if table not in known:
        raise _unknown(table, known)
    labels = {line.key: (line.key, line.label_th, line.label_en) for line in lines.get(table, [])}
    cells = [each.cell for each in all_of(found) if each.cell[0] == table]
    keys = dict.fromkeys(key for _table, key, _column in cells)
    wanted = ALL if row == "total" else row
    key = "" if table == TOTALS else next((each for each in keys if wanted in labels.get(each, (each,))), None)
    if key is None:
        raise _unknown(row, [labels[each][2] or each for each in keys if each in labels])
    columns = [each for _table, line, each in cells if line == key]
    name = next((each for each in columns if column in (each, _(each), in_language(each, "th"))), None)
    if name is None:
        raise _unknown(column, columns)
    return table, key, name


def _unknown(word: str, known: Iterable[str]) -> Refused:
    return Refused(
        N_("There is no “{word}” in the report. There are: {all}."), code="no_figure", field="behind", word=word, all=", ".join(known)
    )


def live(book: Book, cell: Cell, fiscal_year: int | None = None) -> Behind:
    """What is behind a number of the report as it would be now."""
    table, key, column = cell

    def kept(other: Cell) -> bool:
        return other == cell or (key == ALL and (other[0], other[2]) == (table, column))

    one = figure(figures(book, fiscal_year=fiscal_year, kept=kept), cell)
    with book.read() as reader:
        councils = councils_of(book, reader.conn, one.parts)
        came = arrived(reader.conn)
    entries = [Entry(part.register, part.id, councils.get(part.id, b""), part.amount) for part in one.parts]
    return Behind(cell, one.value, ordered(book, entries), came)


def ordered(book: Book, entries: Iterable[Entry]) -> list[Entry]:
    """By register, by their council's name in Thai order, the oldest first."""
    places = {name: place for place, name in enumerate(book.registers)}
    names = {uid: thai.sort_key(office.name) for uid, office in book.offices().items()}
    return sorted(entries, key=lambda one: (places.get(one.register, len(places)), names.get(one.council, "~"), one.id))


def councils_of(book: Book, conn: Connection, parts: Parts) -> dict[bytes, bytes]:
    """Whose records these are; a council is its own."""
    found: dict[bytes, bytes] = {}
    for register in {part.register for part in parts}:
        ids = [part.id for part in parts if part.register == register]
        table = book.store.synced[register].table
        for start in range(0, len(ids), 500):
            some = select(table.c.id, table.c.council).where(table.c.id.in_(ids[start : start + 500]))
            found |= {row.id: row.council for row in conn.execute(some)}
        if register == "councils":
            found |= {uid: uid for uid in ids}
    return found


def arrived(conn: Connection) -> dict[bytes, Arrived]:
    """How far each office's parcels have come."""
    table = schema.table_of(schema.ParcelRow)
    wanted = select(table.c.office, func.max(table.c.number), func.max(table.c.at_ms))
    rows = conn.execute(wanted.where(table.c.direction == "in", table.c.status == "applied").group_by(table.c.office))
    return {office: Arrived(number, at_ms) for office, number, at_ms in rows}


def named(book: Book, entries: Sequence[Entry]) -> list[Named]:
    """What a page of entries is called now."""
    offices = {uid: office.name for uid, office in book.offices().items()}
    rows: dict[tuple[str, bytes], Row | None] = {}
    for register in {entry.register for entry in entries}:
        ids = [entry.id for entry in entries if entry.register == register]
        rows |= {(register, uid): row for uid, row in zip(ids, book.rows(register, ids), strict=True)}
    found = []
    for entry in entries:
        row = rows[entry.register, entry.id]
        office = offices.get(entry.council, "")
        if entry.register == "councils" and (row is None or row.deleted):
            found.append(
                Named(offices.get(entry.id, entry.id.hex()[:6]), office, "")
            )  # counted by its card, whether its record came or not
        elif row is None or row.deleted:
            found.append(Named("", office, GONE))
        else:
            state = CHANGED if entry.revision not in (None, row.revision) else ""
            found.append(Named(book.registers[entry.register].name_of(row.values), office, state))
    return found
