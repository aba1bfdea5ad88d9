"""What the figures are counted from: the live records of one book, or of several put together, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from desktop.base.areas import areas
from desktop.records import pairs
from desktop.records.book import Book, Office
from desktop.reports.lines import Part
from desktop.store import schema

COUNTED = ("people", "members", "households", "activities")  # registers of which only the number of records matters


@dataclass(frozen=True, slots=True)
class Project:
    """A live project. `council` is the office that keeps it; `areas` are today's codes, as named there; `asked`: its budget lines."""

    id: bytes
    council: bytes
    title: str
    fiscal_year: int | None
    areas: tuple[str, ...]
    budget: Decimal
    status: str
    asked: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A live case. `tambon` is where its household, else its person, lives; blank when neither says."""

    id: bytes
    council: bytes
    household: bytes | None
    tambon: str
    needs: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Help:
    """Help that was given. `giver` is the kind of the partner it came from; blank for others."""

    id: bytes
    council: bytes
    given_on: str
    kind: str
    giver: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a day and a code: a referral and its result, an assessment and its level."""

    id: bytes
    council: bytes
    day: str
    code: str


@dataclass(frozen=True, slots=True)
class Household:
    """A live household; whether somebody in it agreed to the keeping of data and has not withdrawn."""

    id: bytes
    council: bytes
    agreed: bool


@dataclass(slots=True)
class Facts:
    """Records by id, so that one held twice is one; `counts` are the plain records by (council, register): where they are not read one by
    one, a single part for all of them."""

    offices: dict[bytes, Office] = field(default_factory=dict)
    projects: dict[bytes, Project] = field(default_factory=dict)
    cases: dict[bytes, Case] = field(default_factory=dict)
    counts: dict[tuple[bytes, str], list[Part]] = field(default_factory=dict)
    help: dict[bytes, Help] = field(default_factory=dict)
    referrals: dict[bytes, Dated] = field(default_factory=dict)  # their result; their state where there is none
    assessments: dict[bytes, Dated] = field(default_factory=dict)
    meetings: dict[bytes, Dated] = field(default_factory=dict)  # ordinary ones that were held, and their kind
    consents: dict[bytes, Household] = field(default_factory=dict)  # by household
    out_of_school: dict[bytes, tuple[bytes, str]] = field(default_factory=dict)  # children: council and tambon
    repeated: set[bytes] = field(default_factory=set)  # people who are there a second time, by the answers of whom it is

    def keepers(self) -> set[bytes]:
        """The offices whose records these are."""
        uids = {project.council for project in self.projects.values()} | {case.council for case in self.cases.values()}
        more = (self.help, self.referrals, self.assessments, self.meetings, self.consents)
        uids |= {each.council for records in more for each in records.values()}
        return uids | {council for council, _tambon in self.out_of_school.values()} | {council for council, _register in self.counts}


def read(books: Sequence[Book], *, fine: bool = False) -> Facts:
    """The facts of some books. Where two hold records of the same council, the one named first is believed for the plain counts. `fine`: each
    record by itself, also where only their number or sum is wanted."""
    found = Facts()
    for book in books:
        _add(found, book, fine=fine)
    return found


def current(code: str) -> str:
    """Today's code of an area: an abolished one becomes its only successor; with none or several it stays as it is."""
    table = areas()
    if table.get(code) is None:
        successors = table.successors(code)
        if len(successors) == 1:
            return successors[0]
    return code


def _add(found: Facts, book: Book, *, fine: bool) -> None:
    synced = book.store.synced
    with book.read() as reader:
        for project in _projects(reader.conn, synced["projects"].table, synced["budget_lines"].table, fine=fine):
            found.projects.setdefault(project.id, project)
        for case in _cases(reader.conn, synced["cases"].table, synced["households"].table, synced["people"].table):
            found.cases.setdefault(case.id, case)
        _add_social(found, reader.conn, {name: each.table for name, each in synced.items()}, book.clock.today().isoformat())
        for name in COUNTED:
            for council, parts in _plain(reader.conn, name, synced[name].table, fine=fine).items():
                found.counts.setdefault((council, name), parts)
        found.repeated |= pairs.repeating(reader, "people")
        rows = reader.conn.execute(select(schema.table_of(schema.OfficeRow))).all()
    keepers = found.keepers()
    for row in rows:
        # An office that is no longer admitted still names the records it sent.
        if row.status in ("self", "admitted") or row.uid in keepers:
            areas_ = tuple(code for code in row.areas.split(",") if code)
            found.offices.setdefault(row.uid, Office(row.uid, row.kind, row.name, areas_))


def _plain(conn: Connection, name: str, table: Table, *, fine: bool) -> dict[bytes, list[Part]]:
    live = table.c.deleted.is_(False)
    if not fine:
        counted = select(table.c.council, func.count()).where(live).group_by(table.c.council)
        return {council: [Part(name, council, number)] for council, number in conn.execute(counted)}
    found: dict[bytes, list[Part]] = {}
    for uid, council in conn.execute(select(table.c.id, table.c.council).where(live).order_by(table.c.id)):
        found.setdefault(council, []).append(Part(name, uid, 1))
    return found


def _add_social(found: Facts, conn: Connection, tables: Mapping[str, Table], today: str) -> None:
    for uid, given in _help(conn, tables["help"], tables["partners"]):
        found.help.setdefault(uid, given)
    referrals = tables["referrals"].c
    for uid, sent in _dated(conn, tables["referrals"], referrals.sent_on, func.coalesce(referrals.result, referrals.state)):
        found.referrals.setdefault(uid, sent)
    assessments, meetings = tables["council_assessments"].c, tables["meetings"].c
    for uid, judged in _dated(conn, tables["council_assessments"], assessments.assessed_on, assessments.level):
        found.assessments.setdefault(uid, judged)
    held = (meetings.status == "HELD", meetings.kind == "ORDINARY")
    for uid, meeting in _dated(conn, tables["meetings"], meetings.held_on, meetings.kind, *held):
        found.meetings.setdefault(uid, meeting)
    for uid, household in _households(conn, tables, today):
        found.consents.setdefault(uid, household)
    for uid, child in _out_of_school(conn, tables["people"], today):
        found.out_of_school.setdefault(uid, child)


def _help(conn: Connection, help_: Table, partners: Table) -> Iterator[tuple[bytes, Help]]:
    columns = (help_.c.id, help_.c.council, help_.c.given_on, help_.c.kind, help_.c.value, partners.c.kind.label("giver"))
    source = help_.outerjoin(partners, partners.c.id == help_.c.partner)
    for row in conn.execute(select(*columns).select_from(source).where(help_.c.deleted.is_(False))):
        yield row.id, Help(row.id, row.council, row.given_on or "", row.kind or "", row.giver or "", row.value or Decimal(0))


def _dated(
    conn: Connection, table: Table, day: ColumnElement[Any], code: ColumnElement[Any], *only: ColumnElement[bool]
) -> Iterator[tuple[bytes, Dated]]:
    columns = (table.c.id, table.c.council, day.label("day"), code.label("code"))
    for row in conn.execute(select(*columns).where(table.c.deleted.is_(False), *only)):
        yield row.id, Dated(row.id, row.council, row.day or "", row.code or "")


def _households(conn: Connection, tables: Mapping[str, Table], today: str) -> Iterator[tuple[bytes, Household]]:
    """A household has agreed when its head, or somebody who lives there, agreed when last asked and has not withdrawn."""
    consents, stays, homes = tables["consents"].c, tables["household_persons"].c, tables["households"].c
    last: dict[bytes, bool] = {}
    asked = select(consents.person, consents.answer, consents.withdrawn_on).where(consents.deleted.is_(False))
    for row in conn.execute(asked.order_by(consents.given_on, consents.id)):
        last[row.person] = row.answer == "GIVEN" and row.withdrawn_on is None
    agreed = {person for person, yes in last.items() if yes}
    now = (stays.deleted.is_(False), stays.until.is_(None) | (stays.until > today))
    there = {row.household for row in conn.execute(select(stays.household, stays.person).where(*now)) if row.person in agreed}
    for row in conn.execute(select(homes.id, homes.council, homes.head).where(homes.deleted.is_(False))):
        yield row.id, Household(row.id, row.council, row.id in there or row.head in agreed)


def _out_of_school(conn: Connection, people: Table, today: str) -> Iterator[tuple[bytes, tuple[bytes, str]]]:
    """Those who left school or never went, live, and are not known to be 18 already."""
    limit = f"{int(today[:4]) - 18}{today[4:]}"
    columns = (people.c.id, people.c.council, people.c.birth_date, people.c.tambon_code)
    left = (people.c.deleted.is_(False), people.c.school_status.in_(("OUT", "NEVER")), people.c.died_on.is_(None))
    for row in conn.execute(select(*columns).where(*left)):
        born = row.birth_date or ""
        # A year, or a month of a year, in which they may still turn 18 is no proof that they are.
        if born > limit or born == limit[: len(born)][:7]:
            yield row.id, (row.council, current(row.tambon_code or ""))


def _asked(conn: Connection, budget: Table, *, fine: bool) -> dict[bytes, tuple[Part, ...]]:
    """What is asked for, by project: its budget lines, or one part for all of them."""
    wanted = (budget.c.deleted.is_(False), budget.c.requested.is_not(None))
    if not fine:
        sums = select(budget.c.project, func.sum(budget.c.requested).label("requested")).where(*wanted).group_by(budget.c.project)
        return {row.project: (Part("projects", row.project, row.requested),) for row in conn.execute(sums)}
    found: dict[bytes, list[Part]] = {}
    for row in conn.execute(select(budget.c.id, budget.c.project, budget.c.requested).where(*wanted).order_by(budget.c.id)):
        found.setdefault(row.project, []).append(Part("budget_lines", row.id, row.requested))
    return {project: tuple(parts) for project, parts in found.items()}


def _projects(conn: Connection, table: Table, budget: Table, *, fine: bool) -> list[Project]:
    asked = _asked(conn, budget, fine=fine)
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
            asked.get(row.id, ()),
        )
        for row in conn.execute(select(*columns).where(table.c.deleted.is_(False)).order_by(table.c.id))
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
