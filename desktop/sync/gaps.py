"""Gaps: parcels of others that are missing here, named by number; and ours that are missing there, as far as their receipts tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.store import schema, versions
from desktop.sync import legs, parcel, peers, taking, trusted
from desktop.sync.vector import holds


@dataclass(frozen=True, slots=True)
class Gap:
    """`ours` false: parcels `missing` of an office's PC keep later ones, `waiting`, from being taken here; no numbers where nobody can tell
    them. `ours` true: of our parcels those in `missing` are not at that office, by its last word, written at `told_ms`. `pc` is the
    fingerprint of the sender's, blank where the office has one only. `ahead_days` above 0: nothing is missing, but the clock of the PC that
    made the waiting one, `parcel`, is so far ahead that a person has to look."""

    office: bytes
    name: str
    pc: str
    scope: bytes
    missing: tuple[int, ...]
    waiting: tuple[int, ...] = ()
    ours: bool = False
    told_ms: int | None = None
    ahead_days: int = 0
    parcel: str = ""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A parcel handed over of which no receipt spoke yet. `passed_ms`: a word of that office written after it, that did not know of it."""

    number: int
    to: str
    made_ms: int
    passed_ms: int | None


def gaps(book: Book) -> list[Gap]:
    """All that are known, those of others first, by name."""
    found = [*_theirs(book)]
    with book.read() as reader:
        found += _of_ours(book, reader.conn)
    return sorted(found, key=lambda each: (each.ours, each.name, each.pc))


def unconfirmed(book: Book) -> list[Unconfirmed]:
    """Newest first."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        names = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
        words = _words(reader.conn)
        rows = reader.conn.execute(
            select(table).where(table.c.direction == "out", table.c.status == "made").order_by(table.c.at_ms.desc())
        ).all()
    found = []
    for row in rows:
        told = words.get((row.office, row.scope))
        passed = told[0] if told is not None and told[0] > row.at_ms else None
        found.append(Unconfirmed(row.number, names.get(row.office, ""), row.at_ms, passed))
    return found


def _theirs(book: Book) -> Iterator[Gap]:
    """By the parcels that wait here."""
    waiting: dict[tuple[str, str], list[parcel.Header]] = {}
    ahead: list[tuple[parcel.Header, int]] = []
    with book.read() as reader:
        for file in taking.held(book):
            try:
                header = parcel.inspect(file).header
            except (Refused, Fault):
                continue  # taking it again tells what is wrong with it
            if days := trusted.ahead_days(book, reader.conn, header):
                ahead.append((header, days))
            else:
                waiting.setdefault((header.sender.fingerprint, header.scope), []).append(header)
        offices, devices = peers.offices(reader.conn), list(peers.devices(reader.conn).values())
        table = schema.table_of(schema.ParcelRow)
        for header, days in ahead:
            office = bytes.fromhex(header.sender.office)
            name = offices[office].name if office in offices else ""
            yield Gap(office, name, "", bytes.fromhex(header.scope), (), (header.n,), ahead_days=days, parcel=header.parcel_id)
        for (pc, scope), headers in waiting.items():
            office = bytes.fromhex(headers[0].sender.office)
            taken = select(table.c.number).where(table.c.direction == "in", table.c.device == pc, table.c.scope == bytes.fromhex(scope))
            here = set(reader.conn.execute(taken).scalars())
            several = sum(device.office == office for device in devices) > 1
            held = sorted({header.n for header in headers})
            last = max(here, default=0)
            numbered = headers[0].kind != legs.REFERENCE  # the region's numbers of these run over all its councils
            missing = tuple(number for number in range(last + 1, held[-1]) if number not in held) if numbered else ()
            name = offices[office].name if office in offices else ""
            yield Gap(office, name, pc if several else "", bytes.fromhex(scope), missing, tuple(held))


def _of_ours(book: Book, conn: Connection) -> Iterator[Gap]:
    """Parcels of ours that the reader once had and has no more, or has later ones than: its book was brought back from a backup."""
    table = schema.table_of(schema.ParcelRow)
    rows = conn.execute(
        select(table).where(table.c.direction == "out", table.c.status.in_(("made", "confirmed"))).order_by(table.c.number)
    ).all()
    names = {uid: row.name for uid, row in peers.offices(conn).items()}
    words = _words(conn)
    by_reader: dict[tuple[bytes, bytes], list[Any]] = {}
    for row in rows:
        by_reader.setdefault((row.office, row.scope), []).append(row)
    for (office, scope), made in by_reader.items():
        told = words.get((office, scope))
        if told is None or office == book.office.uid:
            continue
        has = _has(conn, office)
        lost = _lost(made, has)
        if lost:
            yield Gap(office, names.get(office, ""), "", scope, lost, ours=True, told_ms=told[0])


def _lost(made: Sequence[Any], has: dict[int, int]) -> tuple[int, ...]:
    lacking = [row for row in made if not holds(has, versions.decode(row.vector))]
    known = max((row.number for row in made if row.status == "confirmed"), default=0)
    # One that is merely on its way is no gap: only what is older than something that had arrived once
    return tuple(row.number for row in lacking if row.number <= known)


def _has(conn: Connection, office: bytes) -> dict[int, int]:
    """The most that one of an office's PCs is known to have of each stream."""
    best: dict[int, int] = {}
    for device in peers.devices(conn).values():
        if device.office == office and device.status == "admitted":
            for stream, seq in peers.acknowledged(conn, device.fingerprint).items():
                best[stream] = max(seq, best.get(stream, 0))
    return best


def _words(conn: Connection) -> dict[tuple[bytes, bytes], tuple[int, int]]:
    """When the newest word of each office about each scope was written, by its clock, and its number."""
    table = schema.table_of(schema.ParcelRow)
    found: dict[tuple[bytes, bytes], tuple[int, int]] = {}
    for row in conn.execute(select(table).where(table.c.direction == "in")):
        said = versions.decode(row.vector) >> 16, row.number
        found[row.office, row.scope] = max(said, found.get((row.office, row.scope), (0, 0)))
    return found
