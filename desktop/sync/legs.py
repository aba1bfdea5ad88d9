"""Who is handed what: a council's records to its region and its other PCs, a receipt to each council, reference data to all who lack some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.base.ids import reference_scope
from desktop.records.book import Book
from desktop.store.store import Store
from desktop.sync import peers, purposes
from desktop.sync.purposes import Purpose

PARCEL, RECEIPT, REFERENCE = "parcel", "receipt", "reference"


@dataclass(frozen=True, slots=True)
class Leg:
    """One parcel to be made: `scope` is whose records it carries, `office` who reads it first of all, `kind` one of the three above."""

    scope: bytes
    office: bytes
    kind: str
    purpose: Purpose = Purpose.FULL
    apart: bool = False  # a council's whose region gets less than its own PCs: only one of the two can open it


def legs(book: Book) -> list[Leg]:
    """All that is to be handed over by this office now; empty where nobody is known to hand over to. Reference data only where somebody
    lacks some of it."""
    with book.read() as reader:
        return list(_legs(book.store, reader.conn))


def to_council(book: Book, council: bytes) -> list[Leg]:
    """A region's legs to one council: its receipt, and the reference data it lacks."""
    with book.read() as reader:
        return list(_to_council(book.store, reader.conn, council))


def readers(store: Store, conn: Connection, leg: Leg) -> list[peers.Device]:
    """Admitted devices that can open the parcel of a leg, ourselves left out."""
    known = peers.offices(conn)
    audience = {leg.office}
    regions = {uid for uid, row in known.items() if row.kind == "region" and row.status in peers.ADMITTED}
    if leg.apart and leg.office in regions:
        audience = regions
    elif leg.kind != REFERENCE and not leg.apart:
        audience |= {leg.scope} | regions
    return [
        device
        for device in peers.devices(conn).values()
        if device.office in audience and device.status == "admitted" and device.fingerprint != store.fingerprint
    ]


def known_to_all(conn: Connection, devices: Sequence[peers.Device]) -> dict[int, int]:
    """Up to which number every one of these devices is known to have each stream."""
    vectors = [peers.acknowledged(conn, device.fingerprint) for device in devices]
    return {stream: min(vector.get(stream, 0) for vector in vectors) for stream in vectors[0]} if vectors else {}


def _legs(store: Store, conn: Connection) -> Iterator[Leg]:
    known = peers.offices(conn)
    if known[store.office].kind == "region":
        for uid, row in known.items():
            if row.kind == "council" and row.status == "admitted":
                yield from _to_council(store, conn, uid)
        return
    regions = [uid for uid, row in known.items() if row.kind == "region" and row.status == "admitted"]
    purpose = purposes.of(conn)
    own = Leg(store.office, regions[0] if regions else store.office, PARCEL)
    if regions and purpose is not Purpose.FULL:
        ways = [Leg(store.office, regions[0], PARCEL, purpose, apart=True), Leg(store.office, store.office, PARCEL, apart=True)]
    else:
        ways = [own]
    yield from (way for way in ways if readers(store, conn, way))
    for region in regions:  # for our other PCs: the region may have met but one of us
        yield from _lacked(store, conn, Leg(reference_scope(region), store.office, REFERENCE))


def _to_council(store: Store, conn: Connection, council: bytes) -> Iterator[Leg]:
    yield Leg(council, council, RECEIPT)
    yield from _lacked(store, conn, Leg(reference_scope(store.office), council, REFERENCE))


def _lacked(store: Store, conn: Connection, leg: Leg) -> Iterator[Leg]:
    devices = readers(store, conn, leg)
    known = known_to_all(conn, devices)
    if devices and any(last > known.get(stream, 0) for stream, last in peers.streams(conn, leg.scope).items()):
        yield leg
