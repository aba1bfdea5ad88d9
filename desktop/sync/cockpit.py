"""How the hand-over stands with each office: who has sent what, who is late, what waits, what is not confirmed yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select

from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.store import schema
from desktop.sync import parcel, peers, taking

LATE_DAYS = 35  # a monthly hand-over and a few days on the road
_DAY_MS = 86_400_000


class State(StrEnum):
    """The first of these that is so."""

    WAITS = "waits"  # a parcel of theirs lies here and waits for an earlier one
    NEVER = "never"  # nothing of theirs was ever taken here
    LATE = "late"  # the last was taken more than LATE_DAYS ago
    UNCONFIRMED = "unconfirmed"  # they are not known to have what we made for them last
    IN_ORDER = "in_order"


@dataclass(frozen=True, slots=True)
class Standing:
    """One office. `number` and `received_ms` are of its last parcel taken here, `taken` counts all; `made_ms` is of the last made for it,
    None where there is none; `days` since the last was taken; `waiting` parcels of its that are held; `pcs` in use."""

    office: bytes
    name: str
    kind: str
    pcs: int
    taken: int
    number: int | None
    received_ms: int | None
    days: int | None
    made_ms: int | None
    confirmed: bool
    waiting: int
    state: State


def standings(book: Book) -> list[Standing]:
    """Every office this one hands over to or takes from, those to see to first, then by name."""
    waiting = Counter(_senders(book))
    with book.read() as reader:
        conn = reader.conn
        pcs = Counter(device.office for device in peers.devices(conn).values() if device.status == "admitted")
        found = [
            _standing(conn, uid, row.name, row.kind, pcs[uid], waiting[uid], book.clock.now_ms())
            for uid, row in peers.offices(conn).items()
            if row.status == "admitted"
        ]
    order = list(State)
    return sorted(found, key=lambda each: (order.index(each.state), each.name))


def _standing(conn: Connection, office: bytes, name: str, kind: str, pcs: int, waiting: int, now_ms: int) -> Standing:
    table = schema.table_of(schema.ParcelRow)
    of_office = select(table).where(table.c.office == office).order_by(table.c.at_ms.desc(), table.c.number.desc()).limit(1)
    last = conn.execute(of_office.where(table.c.direction == "in")).first()
    made = conn.execute(of_office.where(table.c.direction == "out", table.c.status != "writing")).first()
    taken = conn.execute(select(func.count()).where(table.c.office == office, table.c.direction == "in")).scalar_one()
    days = (now_ms - last.at_ms) // _DAY_MS if last is not None else None
    confirmed = made is None or made.status == "confirmed"
    if waiting:
        state = State.WAITS
    elif days is None:
        state = State.NEVER
    elif days > LATE_DAYS:
        state = State.LATE
    else:
        state = State.IN_ORDER if confirmed else State.UNCONFIRMED
    return Standing(
        office=office,
        name=name,
        kind=kind,
        pcs=pcs,
        taken=taken,
        number=last.number if last is not None else None,
        received_ms=last.at_ms if last is not None else None,
        days=days,
        made_ms=made.at_ms if made is not None else None,
        confirmed=confirmed,
        waiting=waiting,
        state=state,
    )


def _senders(book: Book) -> Iterator[bytes]:
    """The offices whose parcels are held."""
    for file in taking.held(book):
        try:
            yield bytes.fromhex(parcel.inspect(file).header.sender.office)
        except (Refused, Fault):
            continue  # taking it again tells what is wrong with it
