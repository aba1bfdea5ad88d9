"""Live records as plain columns: for rules, suggestions and reminders that look at more than one record and need no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from desktop.records.register import person_name
from desktop.store import schema
from desktop.store.history import Reader, Work


def live(reader: Reader, register: str, council: bytes | None = None, **equal: Any) -> list[Mapping[str, Any]]:
    """The records of a register that are not in the bin, oldest first, all their columns; only those of a council, and those whose fields
    are `equal`, where given. Sees what the deed it is part of has put."""
    if isinstance(reader, Work):
        reader.flush()
    table = reader.store.synced[register].table
    statement = select(table).where(alive(table), *(table.c[name] == value for name, value in equal.items()))
    if council is not None:
        statement = statement.where(table.c.council == council)
    return sorted((dict(row) for row in reader.conn.execute(statement).mappings()), key=lambda row: bytes(row["id"]))


def alive(table: Table) -> ColumnElement[bool]:
    """That a record is not in the bin, said so that SQLite looks for what else is asked: of two indexes it takes the one that begins with
    `deleted`, and reads half the table (1,300 ms instead of 6 to find a namesake among 100,000)."""
    return func.coalesce(table.c.deleted, False).is_(False)


def stored(reader: Reader, register: str, records: Iterable[bytes]) -> dict[bytes, Mapping[str, Any]]:
    """Records by id, all their columns, whether in the bin or not."""
    if isinstance(reader, Work):
        reader.flush()
    table = reader.store.synced[register].table
    return {row["id"]: dict(row) for row in reader.conn.execute(select(table).where(table.c.id.in_(list(records)))).mappings()}


def council_of(reader: Reader, register: str, record: bytes | None) -> bytes:
    """Whose record this is; our own office's where it is new."""
    stored = reader.stored(register, record) if record is not None else None
    return bytes(stored["council"]) if stored is not None else reader.store.office


def is_council(reader: Reader) -> bool:
    """Whether this is a council's book, and not a regional office's."""
    offices = schema.table_of(schema.OfficeRow)
    return bool(reader.conn.execute(select(offices.c.kind).where(offices.c.uid == reader.store.office)).scalar_one() == "council")


def called(reader: Reader, person: bytes | None) -> str:
    """A person in one line; blank where there is none."""
    stored = reader.stored("people", person) if person is not None else None
    return person_name(stored) if stored is not None else ""


def holds(values: Mapping[str, Any], span: tuple[str, str], day: str) -> bool:
    """Whether a record with a span holds on a day (ISO): from its first day on, and no longer on the day it ended."""
    since, until = (values.get(name) for name in span)
    return (since is None or since <= day) and (until is None or until > day)


def age(person: Mapping[str, Any], today: str) -> int | None:
    """Whole years on a day; by the year alone where the birthday is not known."""
    born = person.get("birth_date")
    if not born:
        return None
    before = len(born) == 10 and today[5:] < born[5:]
    return int(today[:4]) - int(born[:4]) - before
