"""What the figures are counted from: the live records of one book, or of several put together, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, Table, func, select

from desktop.base.areas import areas
from desktop.records.book import Book, Office
from desktop.store import schema

COUNTED = ("people", "members", "households", "activities")  # registers of which only the number of records matters


@dataclass(frozen=True, slots=True)
class Project:
    """A live project. `council` is the office that keeps it; `areas` are today's codes, as named there."""

    id: bytes
    council: bytes
    title: str
    fiscal_year: int | None
    areas: tuple[str, ...]
    budget: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class Case:
    """A live case. `tambon` is where its household, else its person, lives; blank when neither says."""

    id: bytes
    council: bytes
    household: bytes | None
    tambon: str
    needs: tuple[str, ...]
    status: str


@dataclass(slots=True)
class Facts:
    """Records by id, so that one held twice is one; `counts` are numbers of records by (council, register)."""

    offices: dict[bytes, Office] = field(default_factory=dict)
    projects: dict[bytes, Project] = field(default_factory=dict)
    cases: dict[bytes, Case] = field(default_factory=dict)
    counts: Counter[tuple[bytes, str]] = field(default_factory=Counter)

    def keepers(self) -> set[bytes]:
        """The offices whose records these are."""
        uids = {project.council for project in self.projects.values()} | {case.council for case in self.cases.values()}
        return uids | {council for council, _register in self.counts}


def read(books: Sequence[Book]) -> Facts:
    """The facts of some books. Where two hold records of the same council, the one named first is believed for the plain counts."""
    found = Facts()
    for book in books:
        _add(found, book)
    return found


def current(code: str) -> str:
    """Today's code of an area: an abolished one becomes its only successor; with none or several it stays as it is."""
    table = areas()
    if table.get(code) is None:
        successors = table.successors(code)
        if len(successors) == 1:
            return successors[0]
    return code


def _add(found: Facts, book: Book) -> None:
    synced = book.store.synced
    with book.read() as reader:
        for project in _projects(reader.conn, synced["projects"].table):
            found.projects.setdefault(project.id, project)
        for case in _cases(reader.conn, synced["cases"].table, synced["households"].table, synced["people"].table):
            found.cases.setdefault(case.id, case)
        for name in COUNTED:
            table = synced[name].table
            statement = select(table.c.council, func.count()).where(table.c.deleted.is_(False)).group_by(table.c.council)
            for council, number in reader.conn.execute(statement):
                found.counts.setdefault((council, name), number)
        rows = reader.conn.execute(select(schema.table_of(schema.OfficeRow))).all()
    keepers = found.keepers()
    for row in rows:
        # An office that is no longer admitted still names the records it sent.
        if row.status in ("self", "admitted") or row.uid in keepers:
            areas_ = tuple(code for code in row.areas.split(",") if code)
            found.offices.setdefault(row.uid, Office(row.uid, row.kind, row.name, areas_))


def _projects(conn: Connection, table: Table) -> list[Project]:
    columns = (table.c.id, table.c.council, table.c.title, table.c.fiscal_year, table.c.areas, table.c.budget, table.c.status)
    return [
        Project(
            row.id,
            row.council,
            row.title or "",
            row.fiscal_year,
            tuple(sorted({current(code) for code in row.areas or ()})),
            row.budget or Decimal(0),
            row.status or "",
        )
        for row in conn.execute(select(*columns).where(table.c.deleted.is_(False)))
    ]


def _cases(conn: Connection, cases: Table, households: Table, people: Table) -> list[Case]:
    source = cases.outerjoin(households, households.c.id == cases.c.household).outerjoin(people, people.c.id == cases.c.person)
    columns = (cases.c.id, cases.c.council, cases.c.household, cases.c.needs, cases.c.status)
    places = (households.c.tambon_code.label("house_tambon"), people.c.tambon_code.label("person_tambon"))
    statement = select(*columns, *places).select_from(source).where(cases.c.deleted.is_(False))
    return [
        Case(row.id, row.council, row.household, current(row.house_tambon or row.person_tambon or ""), row.needs or (), row.status or "")
        for row in conn.execute(statement)
    ]
