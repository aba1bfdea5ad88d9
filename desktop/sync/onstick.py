"""What lies on a stick: parcels by their clear headers, nothing decrypted, nothing copied, nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from desktop.base.errors import Fault, Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import schema
from desktop.sync import media, parcel, peers, taking


class Lies(StrEnum):
    """What a parcel on the stick is to this office; the first of these that is so."""

    BROKEN = "broken"  # no whole parcel; `code` says why
    CONFIRMED = "confirmed"  # made here, and its reader has it
    OURS = "ours"  # made here, not confirmed yet
    OTHERS = "others"  # for another office
    TAKEN = "taken"  # taken already
    HELD = "held"  # here already, waiting for an earlier one
    FOR_US = "for_us"  # can be taken, as far as its header tells


@dataclass(frozen=True, slots=True)
class OnStick:
    """One parcel. `sender` and `to` are blank where that office is not known here; `made_ms` by the sender's clock."""

    file: Path
    lies: Lies
    size: int
    kind: str = ""
    sender: str = ""
    to: str = ""
    number: int = 0
    made_ms: int = 0
    code: str = ""
    why: str = ""
    parcel_id: str = ""
    sha256: str = ""


def looked(book: Book, folder: Path, progress: Progress | None = None) -> list[OnStick]:
    """All parcels of a stick, those for us first, then by sender and number. Each file is read once, to know that it is whole. Fault when the
    stick is gone."""
    progress = progress or Progress()
    files = media.parcels_in(folder)
    known = _Known(book)
    found = []
    for done, file in enumerate(files):
        progress.step(done, len(files), file.name)
        found.append(known.look(file))
    order = [Lies.FOR_US, Lies.HELD, Lies.BROKEN, Lies.OURS, Lies.CONFIRMED, Lies.TAKEN, Lies.OTHERS]
    return sorted(found, key=lambda each: (order.index(each.lies), each.sender, each.number, each.file.name))


def confirmed(found: list[OnStick]) -> list[OnStick]:
    """Those that may be wiped: made here, byte for byte what was made, and known to have arrived."""
    return [each for each in found if each.lies is Lies.CONFIRMED]


def wipe(book: Book, folder: Path, progress: Progress | None = None) -> int:
    """Remove from a stick our own parcels that are confirmed; gives how many. Looked at afresh: what changed meanwhile stays. A receipt's text
    beside its parcel goes with it."""
    count = 0
    disk = media.Disk()
    try:
        for each in confirmed(looked(book, folder, progress)):
            disk.remove(each.file)
            disk.remove(each.file.with_suffix(".txt"))
            count += 1
        disk.sync_folder(folder)
    except OSError as failed:
        raise media.fault(failed) from failed
    return count


class _Known:
    """What the book knows of parcels, read once for a whole stick."""

    def __init__(self, book: Book) -> None:
        self._own = book.store.age_secrets()
        table = schema.table_of(schema.ParcelRow)
        with book.read() as reader:
            self._names: Mapping[bytes, str] = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
            rows = reader.conn.execute(select(table.c.parcel, table.c.direction, table.c.status, table.c.sha256)).all()
        self._in = {row.parcel.hex() for row in rows if row.direction == "in"}
        self._out = {row.parcel.hex(): (row.status, row.sha256.hex()) for row in rows if row.direction == "out"}
        self._held = {file.stem for file in taking.held(book)}

    def look(self, file: Path) -> OnStick:
        size = 0
        try:
            size = file.stat().st_size
            seen = parcel.inspect(file)
        except (Refused, Fault) as failed:
            return OnStick(file, Lies.BROKEN, size, code=failed.code, why=failed.text())
        except OSError as failed:
            gone = media.fault(failed)
            return OnStick(file, Lies.BROKEN, size, code=gone.code, why=gone.text())
        header = seen.header
        readers = dict.fromkeys(self._names.get(bytes.fromhex(reader.office), "") for reader in header.to)
        return OnStick(
            file=file,
            lies=self._lies(seen),
            size=size,
            kind=header.kind,
            sender=self._names.get(bytes.fromhex(header.sender.office), ""),
            to=", ".join(name for name in readers if name),
            number=header.n,
            made_ms=header.created_hlc >> 16,
            parcel_id=header.parcel_id,
            sha256=seen.sha256,
        )

    def _lies(self, seen: parcel.Inspected) -> Lies:
        header = seen.header
        if header.sender.fingerprint in self._own:
            # By its bytes, not by its name or number: nothing else may ever be wiped
            return Lies.CONFIRMED if self._out.get(header.parcel_id) == ("confirmed", seen.sha256) else Lies.OURS
        if not any(reader.fingerprint in self._own for reader in header.to):
            return Lies.OTHERS
        if header.parcel_id in self._in:
            return Lies.TAKEN
        return Lies.HELD if header.parcel_id in self._held else Lies.FOR_US
