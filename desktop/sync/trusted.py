"""Parcels that wait because their sender's clock is far ahead, and those a person has looked at. Who said so stays in the book, is never handed
over, and holds no names but the office's and the officer's."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.store import schema
from desktop.sync import media, parcel, peers
from desktop.sync.header import Header
from desktop.sync.incoming import FORWARD_MS

HELD = "held"  # the folder of parcels that wait
_KEY = "clock:"
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Ahead:
    """A parcel by its id, whose it is by its header, and by how many days the clock it was made by is ahead of ours."""

    parcel: str
    office: str
    number: int
    days: int


@dataclass(frozen=True, slots=True)
class Decision(Ahead):
    """That such a parcel is to be taken all the same: when and by whom this was said."""

    at_ms: int
    who: str


def ahead_days(book: Book, conn: Connection, header: Header) -> int:
    """0 where the clock is not so far ahead that a person has to look, or one did."""
    ahead_ms = (header.created_hlc >> 16) - book.clock.now_ms()
    return ahead_ms // _DAY_MS if ahead_ms > FORWARD_MS and not is_trusted(conn, header.parcel_id) else 0


def waiting(book: Book, number: str) -> Ahead:
    """The held parcel of this id; Refused 'not_waiting' where none such waits for a person because of its clock."""
    file = next((each for each in (book.folder / HELD).glob(f"*{media.SUFFIX}") if each.stem == number), None)
    if file is not None:
        header = parcel.inspect(file).header
        with book.read() as reader:
            days = ahead_days(book, reader.conn, header)
            office = peers.offices(reader.conn).get(bytes.fromhex(header.sender.office))
        if days and header.parcel_id == number:
            return Ahead(number, office.name if office is not None else "", header.n, days)
    raise Refused(N_("No parcel of this id waits here because of a clock."), code="not_waiting")


def trust(book: Book, number: str) -> None:
    """From now on the held parcel of this id is taken in spite of its sender's clock; a commit of its own. Refused as `waiting`."""
    told = asdict(waiting(book, number)) | {"at_ms": book.clock.now_ms(), "who": book.actor.name}
    with book.store.transaction() as conn:
        book.store.set_meta(conn, f"{_KEY}{number}", json.dumps(told, ensure_ascii=False).encode())


def is_trusted(conn: Connection, number: str) -> bool:
    """Whether a person said so."""
    return conn.execute(select(schema.Meta.key).where(schema.Meta.key == f"{_KEY}{number}")).first() is not None


def decisions(book: Book) -> list[Decision]:
    """All there were, the newest first."""
    with book.read() as reader:
        told = reader.conn.execute(select(schema.Meta.value).where(schema.Meta.key.startswith(_KEY))).scalars().all()
    return sorted((Decision(**json.loads(bytes(each))) for each in told), key=lambda each: each.at_ms, reverse=True)
