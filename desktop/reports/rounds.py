"""Reporting rounds: a report frozen under a name, with every record behind every number. What is frozen is shown, never counted again.

Rounds lie in the book, encrypted, and are never handed over. They hold no name of a person: a record is kept by its id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy import delete as sql_delete

from desktop.base import i18n, thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.reports import behind, freezing, workbook
from desktop.reports.behind import Arrived, Behind
from desktop.reports.figures import Figures, figures
from desktop.reports.freezing import Counted
from desktop.reports.lines import Cell
from desktop.store import schema

LONGEST = 60  # characters of a name: it stands in a list
_TRIES = 5  # to find a moment at which nobody writes


@dataclass(frozen=True, slots=True)
class Round:
    """A frozen report. `made_on`: the day its data are of, ISO; `who` froze it; `since`: changes that came into the book after it;
    `digest`: SHA-256 of its numbers."""

    uid: bytes
    name: str
    note: str
    made_on: str
    at_ms: int
    who: str
    fiscal_year: int | None
    since: int
    digest: str


def freeze(book: Book, name: str, note: str = "", fiscal_year: int | None = None) -> Round:
    """Keep the report as it is now under a name, with its workbook in the language in use. Refused: no name, a long one, one that is taken."""
    name = _name(name)
    if any(thai.fold(each.name) == thai.fold(name) for each in listed(book)):
        raise Refused(
            N_("There is a round of this name already. A frozen round is never changed: choose another name."),
            code="round_exists",
            field="name",
        )
    found, facts = _still(book, fiscal_year)
    content = workbook.render(found, book.code_lists, name)
    uid = new_id()
    row = facts | {
        "uid": uid,
        "name": name,
        "note": thai.clean(note),
        "made_on": found.made_on,
        "at_ms": book.clock.now_ms(),
        "who": book.actor.name,
        "fiscal_year": fiscal_year,
        "figures": freezing.numbers(found),
    }
    with book.store.transaction() as conn:
        conn.execute(insert(schema.table_of(schema.RoundRow)).values(**row))
        _keep_file(conn, uid, content)
    return next(each for each in listed(book) if each.uid == uid)


def listed(book: Book) -> list[Round]:
    """All rounds, the newest first."""
    rounds = schema.table_of(schema.RoundRow)
    columns = (column for column in rounds.c if column.name != "parts")
    with book.read() as reader:
        now = sum(_vector(reader.conn).values())
        rows = reader.conn.execute(select(*columns).order_by(rounds.c.at_ms.desc(), rounds.c.uid.desc())).all()
    return [
        Round(
            row.uid, row.name, row.note, row.made_on, row.at_ms, row.who, row.fiscal_year,
            max(0, now - sum(msgspec.msgpack.decode(row.vector, type=dict[bytes, int]).values())),
            hashlib.sha256(row.figures).hexdigest(),
        )
        for row in rows
    ]  # fmt: skip


def named(book: Book, name: str) -> Round:
    """The round of a name. Refused 'no_round'."""
    for each in listed(book):
        if thai.fold(each.name) == thai.fold(name):
            return each
    raise Refused(N_("There is no round of this name."), code="no_round", field="round")


def numbers(book: Book, uid: bytes) -> Figures:
    """The figures of a round. Refused 'no_round'."""
    return freezing.read_numbers(_column(book, uid, "figures"))


def look_behind(book: Book, uid: bytes, cell: Cell) -> Behind:
    """The records behind a number of a round. Refused 'no_round', 'no_figure'."""
    found = numbers(book, uid)
    one = behind.figure(found, cell)
    every = [each.cell for each in behind.all_of(found) if (each.cell[0], each.cell[2]) == (cell[0], cell[2])]
    wanted = [each for each in every if each != cell] if cell[1] == behind.ALL else [cell]
    entries = freezing.read_parts(_column(book, uid, "parts"), wanted)
    came = msgspec.msgpack.decode(_column(book, uid, "arrived"), type=dict[bytes, tuple[int, int]])
    return Behind(cell, one.value, behind.ordered(book, entries), {office: Arrived(*each) for office, each in came.items()})


def file(book: Book, uid: bytes) -> bytes:
    """The round's workbook in the language in use: written once in each language, the same bytes ever after."""
    files = schema.table_of(schema.RoundFileRow)
    wanted = select(files.c.content).where(files.c.round == uid, files.c.language == i18n.language())
    with book.read() as reader:
        kept = reader.conn.execute(wanted).scalar()
    if kept is None:
        name = next((each.name for each in listed(book) if each.uid == uid), "")
        made = workbook.render(numbers(book, uid), book.code_lists, name)
        with book.store.transaction() as conn:
            kept = conn.execute(wanted).scalar()  # another officer may have asked meanwhile
            if kept is None:
                _keep_file(conn, uid, made)
                kept = made
    return bytes(kept)


def save(book: Book, uid: bytes, path: Path) -> str:
    """Write the round's workbook to `path`; gives its SHA-256. Faults as workbook.save."""
    content = file(book, uid)
    workbook.write(path, content)
    return hashlib.sha256(content).hexdigest()


def forget(book: Book, uid: bytes) -> None:
    """Delete a round; the records it counted stay as they are."""
    with book.store.transaction() as conn:
        for table, column in ((schema.RoundFileRow, "round"), (schema.RoundRow, "uid")):
            rows = schema.table_of(table)
            conn.execute(sql_delete(rows).where(rows.c[column] == uid))


def _still(book: Book, fiscal_year: int | None) -> tuple[Figures, dict[str, Any]]:
    """The figures with all that is behind them, and what a round keeps beside: all of one moment, in which nobody wrote."""
    for _try in range(_TRIES):
        with book.read() as reader:
            before = _vector(reader.conn)
        found = figures(book, fiscal_year=fiscal_year, kept=lambda _cell: True)
        with book.read() as reader:
            came = {office: (each.number, each.at_ms) for office, each in behind.arrived(reader.conn).items()}
            parts = freezing.parts(found, _counted(book, reader.conn, found))
            if _vector(reader.conn) == before:
                encode = msgspec.msgpack.encode
                return found, {"parts": parts, "vector": encode(before), "arrived": encode(came)}
    raise Fault(N_("Somebody writes to the book all the time. Try again in a moment."), code="busy")


def _vector(conn: Connection) -> dict[bytes, int]:
    """How much of each stream is held: replica and scope end to end."""
    streams = schema.table_of(schema.StreamRow)
    return {row.replica + row.scope: row.have_seq for row in conn.execute(select(streams))}


def _counted(book: Book, conn: Connection, found: Figures) -> dict[tuple[str, bytes], Counted]:
    of: dict[tuple[str, bytes], Counted] = {}
    for register in {part.register for each in behind.all_of(found) for part in each.parts}:
        table = book.store.synced[register].table
        for row in conn.execute(select(table.c.id, table.c.council, table.c.revision)):
            of[register, row.id] = Counted(row.council, row.revision)
    for each in behind.all_of(found):
        for part in each.parts:
            if part.register == "councils":  # counted by its card, whether its record came or not
                of[part.register, part.id] = Counted(part.id, of.get((part.register, part.id), Counted(b"", 0)).revision)
    return of


def _column(book: Book, uid: bytes, name: str) -> bytes:
    rounds = schema.table_of(schema.RoundRow)
    with book.read() as reader:
        kept = reader.conn.execute(select(rounds.c[name]).where(rounds.c.uid == uid)).scalar()
    if kept is None:
        raise Refused(N_("There is no round of this name."), code="no_round", field="round")
    return bytes(kept)


def _keep_file(conn: Connection, uid: bytes, content: bytes) -> None:
    row = {"round": uid, "language": i18n.language(), "content": content}
    conn.execute(insert(schema.table_of(schema.RoundFileRow)).values(**row))


def _name(text: str) -> str:
    name = thai.clean(text)
    if not name:
        raise Refused(N_("Give the round a name."), code="name_blank", field="name")
    if len(name) > LONGEST:
        raise Refused(N_("Write at most {most} characters."), code="name_long", field="name", most=LONGEST)
    return name
