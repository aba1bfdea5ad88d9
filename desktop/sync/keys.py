"""Which PCs this office knows, and taking a lost or stolen one's key out of use (handover.md 3.6)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.sync import peers


@dataclass(frozen=True, slots=True)
class KnownPc:
    """A PC by its key. `office` is its office's name; `status` self, admitted or revoked; `since_ms` when it came to be known here."""

    fingerprint: str
    office: str
    kind: str
    status: str
    since_ms: int


def known(book: Book) -> list[KnownPc]:
    """All PCs known here: by office, the ones in use first."""
    with book.read() as reader:
        offices = peers.offices(reader.conn)
        found = [
            KnownPc(row.fingerprint, offices[row.office].name, offices[row.office].kind, row.status, row.since_ms)
            for row in peers.device_rows(reader.conn)
            if row.office in offices
        ]
    return sorted(found, key=lambda each: (each.status != "self", each.office, each.status == "revoked", each.since_ms, each.fingerprint))


def revoke(book: Book, fingerprint: str) -> KnownPc:
    """From now on nothing that this PC makes is taken, and no parcel is made that it could open; what it made before stands. The council's
    other PCs learn it with the next receipt. Only a regional office does this, so that a thief can't shut the others out. Refused: not a
    region, a PC not known, this one."""
    if book.office.kind != "region":
        raise Refused(N_("Only the regional office takes a PC out of use. Call it."), code="region_revokes")
    with book.store.transaction() as conn:
        device = peers.devices(conn).get(fingerprint)
        if device is None or device.status == "self":
            raise Refused(N_("There is no other PC of this key here."), code="unknown_device")
        peers.revoke(conn, fingerprint)
    return next(each for each in known(book) if each.fingerprint == fingerprint)
