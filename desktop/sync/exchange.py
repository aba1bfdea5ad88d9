"""The hand-over: making a parcel onto a stick, and what became of those made. Taking is in taking.py."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import incarnation, lasting, schema, sealing, versions
from desktop.store.segments import SCHEMA, open_payload, outline
from desktop.store.store import Store
from desktop.sync import files, legs, manifest, media, parcel, peers, purposes, volumes
from desktop.sync.legs import Leg

OUTBOX = "outbox"
NEW = ".new"  # of a parcel in the outbox whose writing has not ended


@dataclass(frozen=True, slots=True)
class Made:
    """A parcel on the stick. `records` spoken of, `changes` and `files` (photos, papers) carried, `size` in bytes; part `part` of `parts`."""

    file: Path
    number: int
    to: tuple[str, ...]
    records: int
    changes: int
    size: int
    sha256: str
    kind: str  # as Leg.kind
    files: int = 0
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A parcel made here and what is known of it: handed over, or confirmed by a receipt. `kind` as Leg.kind."""

    number: int
    made_ms: int
    to: str
    file: str
    status: str
    confirmed_ms: int | None
    changes: int
    kind: str


def make(book: Book, out: Path, progress: Progress | None = None) -> list[Made]:
    """Write what the other side is not known to have into folder `out`: a council one parcel, a region one for each admitted council.
    Nothing counts as sent before its receipt comes back; a failed write leaves no file and uses up no number. Where a writing was broken off
    when others may have got the file already, that very parcel is finished first, and one more made if anything is new since."""
    progress = progress or Progress()
    found = legs.legs(book)
    if not found:
        raise Refused(
            N_("There is no office to hand over to yet. Enrol with the regional office first.")
            if book.office.kind == "council"
            else N_("No council is admitted yet. Invite the councils first."),
            code="not_enrolled",
        )
    made = []
    for done, leg in enumerate(found):
        progress.step(done, len(found))
        if (left := finish(book, leg, out, progress)) is not None:
            made.append(left)
            if _up_to_date(book, leg):
                continue
        made += write(book, leg, out, progress)
    return made


def write(book: Book, leg: Leg, out: Path, progress: Progress, most: int = volumes.MOST, written: list[str] | None = None) -> list[Made]:
    """One parcel, or as many parts of about `most` bytes as what goes needs; each part is a parcel of its own number. With `written` the
    parcels' names are put there, and `on_stick` is the caller's to call: a commit for many of them."""
    store, scope = book.store, leg.scope
    with sealing.all_sealed(store, scope) as conn:
        readers = legs.readers(store, conn, leg)
        if not readers:
            raise Refused(N_("There is no office to hand over to yet. Enrol with the regional office first."), code="not_enrolled")
        known = legs.known_to_all(conn, readers)
        stays = purposes.withheld(leg.purpose, book.registers)
        chosen = manifest.lacking(conn, scope, known, peers.held_thin(conn, readers) if stays is None else {})
        spoken = _records(conn, chosen)
        photos = files.due(book, conn, scope, spoken, readers) if stays is None else []
        parts = volumes.split(chosen, photos, lambda segment: _last_time(conn, segment), most)
        records = [len(spoken)] if len(parts) == 1 else [len(_records(conn, part.segments)) for part in parts]
        whole = peers.streams(conn, scope)
    made: list[Made] = []
    had = dict(known)
    for number, part in enumerate(parts, 1):
        for segment in part.segments:
            had[segment.stream] = max(had.get(segment.stream, 0), segment.seq_to)
        vector = whole if number == len(parts) else dict(had)
        volume = parcel.Volume(number, len(parts))
        made.append(_part(book, leg, _Part(part, volume, readers, stays, vector, records[number - 1]), out, progress, written))
    return made


@dataclass(frozen=True, slots=True)
class _Part:
    """One parcel to be written: `vector` is what its reader has once it took it and the parts before it."""

    holds: volumes.Part
    volume: parcel.Volume
    readers: list[peers.Device]
    stays: purposes.Withheld | None
    vector: dict[int, int]
    records: int


def _part(book: Book, leg: Leg, part: _Part, out: Path, progress: Progress, waiting: list[str] | None) -> Made:
    store = book.store
    with book.read() as reader:
        conn = reader.conn
        number, previous = _last(store, conn, leg)
        header = _header(store, leg, number + 1, previous, part)
        inside = manifest.build(store, conn, leg.scope, part.holds.segments, parcel.header_sha(header))
        inside.answers = answers_due(conn, leg.scope)
        inside.files = len(part.holds.files)
        inside.lacks = files.lacking(book, conn, leg.scope) if leg.kind != legs.REFERENCE else None
        names = {uid: row.name for uid, row in peers.offices(conn).items()}
    file_name = _file_name(book, leg, header)
    draft = _drafts(book) / (file_name + NEW)
    counts = {"changes": inside.changes, "records": part.records, "files": inside.files, "file": file_name, "kind": leg.kind}
    bound: list[str] = []

    def naming(written: media.Written) -> None:
        """From here on somebody may get the file: its number belongs to this content, whatever happens next. So the copy that is written once
        more after a break has to outlast a power cut."""
        lasting.sync_file(draft)
        lasting.sync_folder(draft.parent)
        _enter(book, header, leg, counts, written.sha256, part)
        bound.append(written.sha256)

    segments = manifest.Stored(store, leg.scope, part.holds.segments, part.stays)
    packs = ((parcel.FILES, pack) for pack in files.packs(book.attachments, part.holds.files))
    recipients = [*(device.age_public for device in part.readers), store.meta("age_public").decode()]
    try:
        parcel.write_parcel(draft, header, chain(manifest.frames(inside, segments), packs), recipients, store.meta("sign_seed"), progress)
        written = _onto_stick(draft, out, file_name, header.parcel_id, progress, naming)
    except BaseException:
        if not bound:
            draft.unlink(missing_ok=True)
        raise
    _put_by(draft)
    if waiting is None:
        on_stick(book, [header.parcel_id])
    else:
        waiting.append(header.parcel_id)
    to = tuple(dict.fromkeys(names[device.office] for device in part.readers))
    return Made(
        written.path,
        header.n,
        to,
        part.records,
        inside.changes,
        written.size,
        written.sha256,
        leg.kind,
        inside.files,
        header.vol.i,
        header.vol.of,
    )


def _drafts(book: Book) -> Path:
    outbox = book.folder / OUTBOX
    try:
        lasting.make_folder(outbox)
    except OSError as failed:
        raise media.fault(failed) from failed
    return outbox


def finish(book: Book, leg: Leg, out: Path, progress: Progress) -> Made | None:
    """Write a parcel once more, byte for byte, whose writing was broken off when its number was given for good; None when there is none."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        row = reader.conn.execute(select(table).where(_of_leg(leg), table.c.status == "writing")).first()
        if row is None:
            return None
        names = {uid: known.name for uid, known in peers.offices(reader.conn).items()}
    counts = json.loads(row.counts)
    kept = book.folder / OUTBOX / counts["file"]
    draft = kept.with_name(kept.name + NEW)
    if not draft.exists() and not kept.exists():  # somebody tidied up; the next parcel brings all that this one did
        on_stick(book, [row.parcel.hex()])
        return None
    written = _onto_stick(draft if draft.exists() else kept, out, kept.name, row.parcel.hex(), progress)
    _put_by(draft)
    on_stick(book, [row.parcel.hex()])
    to = (names[row.office],)
    return Made(
        written.path, row.number, to, counts["records"], counts["changes"], written.size, written.sha256, leg.kind, counts.get("files", 0)
    )


def _enter(book: Book, header: parcel.Header, leg: Leg, counts: dict[str, Any], sha256: str, part: _Part) -> None:
    with book.store.transaction() as conn:
        if _last(book.store, conn, leg)[0] >= header.n:
            raise Refused(N_("Another officer has just made a parcel with this number. Make yours again."), code="number_given")
        files.given(conn, part.readers, [each.name for each in part.holds.files])
        conn.execute(
            insert(schema.ParcelRow).values(
                parcel=bytes.fromhex(header.parcel_id),
                direction="out",
                device=book.store.fingerprint,
                office=leg.office,
                scope=bytes.fromhex(header.scope),
                number=header.n,
                sha256=bytes.fromhex(sha256),
                at_ms=book.clock.now_ms(),
                status="writing",
                counts=json.dumps(counts),
                vector=versions.encode(part.vector),
            )
        )
    book.store.given[incarnation.numbered(book.store, leg.scope, leg.office)] = header.n


def _put_by(draft: Path) -> None:
    if draft.exists():
        draft.replace(draft.with_name(draft.name.removesuffix(NEW)))


def on_stick(book: Book, names: Iterable[str]) -> None:
    """These parcels are on the stick; commits. Until then each is written once more, byte for byte, before its next one."""
    table = schema.table_of(schema.ParcelRow)
    ids = [bytes.fromhex(name) for name in names]
    if ids:
        with book.store.transaction() as conn:
            conn.execute(update(table).where(table.c.parcel.in_(ids), table.c.status == "writing").values(status="made"))


def _header(store: Store, leg: Leg, number: int, previous: bytes, part: _Part) -> parcel.Header:
    return parcel.Header(
        kind=leg.kind,
        parcel_id=secrets.token_hex(16),
        sender=parcel.Sender(office=store.office.hex(), replica=store.replica.hex(), fingerprint=store.fingerprint),
        to=[parcel.Reader(office=device.office.hex(), fingerprint=device.fingerprint) for device in part.readers],
        scope=leg.scope.hex(),
        n=number,
        prev_parcel_sha=previous.hex(),
        created_hlc=store.tick(),
        schema=SCHEMA,
        vol=part.volume,
    )


def again(book: Book, scope: bytes, out: Path, progress: Progress) -> Path | None:
    """The last receipt of a scope once more, byte for byte, if it still lies in the outbox and answers everything taken since."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        last = reader.conn.execute(
            select(table).where(table.c.scope == scope, table.c.direction == "out").order_by(table.c.number.desc()).limit(1)
        ).first()
        taken = reader.conn.execute(select(func.max(table.c.at_ms)).where(table.c.scope == scope, table.c.direction == "in")).scalar()
    if last is None or taken is None or last.at_ms < taken:
        return None
    name = json.loads(last.counts)["file"]
    kept = book.folder / OUTBOX / name
    return _onto_stick(kept, out, name, last.parcel.hex(), progress).path if kept.exists() else None


def outgoing(book: Book) -> list[Outgoing]:
    """Parcels made here, newest first."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        names = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
        rows = reader.conn.execute(
            select(table).where(table.c.direction == "out", table.c.status != "writing").order_by(table.c.at_ms.desc())
        ).all()
    found = []
    for row in rows:
        counts: dict[str, Any] = json.loads(row.counts)
        found.append(
            Outgoing(
                row.number,
                row.at_ms,
                names.get(row.office, ""),
                counts["file"],
                row.status,
                counts.get("confirmed_ms"),
                counts["changes"],
                counts.get("kind", legs.PARCEL),
            )
        )
    return found


def unsent(book: Book) -> int:
    """Changes made here that no reader is known to have: what a parcel made now would carry of our own."""
    lacking: dict[bytes, int] = {}
    with book.read() as reader:
        for leg in legs.legs(book):
            known = legs.known_to_all(reader.conn, legs.readers(book.store, reader.conn, leg))
            rows = reader.conn.execute(
                select(schema.StreamRow.stream, schema.StreamRow.have_seq).where(
                    schema.StreamRow.scope == leg.scope, schema.StreamRow.replica == book.replica
                )
            )
            count = sum(row.have_seq - known.get(row.stream, 0) for row in rows)
            lacking[leg.scope] = max(count, lacking.get(leg.scope, 0))  # one change of the reference data is one, however many read it
    return sum(lacking.values())


def answers_due(conn: Connection, scope: bytes) -> list[manifest.AnswerWire]:
    """Receipts for all parcels taken of a scope, the last hundred: a lost receipt is made good by the next one."""
    table = schema.table_of(schema.ParcelRow)
    rows = conn.execute(
        select(table)
        .where(table.c.direction == "in", table.c.scope == scope, table.c.status == "applied")
        .order_by(table.c.at_ms.desc())
        .limit(100)
    ).all()
    return [manifest.AnswerWire(row.parcel, row.number, row.sha256, row.at_ms, json.loads(row.counts)) for row in rows]


def _onto_stick(
    draft: Path, out: Path, name: str, parcel_id: str, progress: Progress, naming: Callable[[media.Written], None] | None = None
) -> media.Written:
    try:
        return media.write_to_stick(draft, out, name, progress, naming=naming)
    except Refused as taken:
        if taken.code != "stick_name_taken":
            raise
        # Another file bears the name: one of another book, or the half of a stick that could not rename and was pulled.
        return media.write_to_stick(draft, out, f"{name.removesuffix('.parcel')}-{parcel_id[:4]}.parcel", progress, naming=naming)


def _last(store: Store, conn: Connection, leg: Leg) -> tuple[int, bytes]:
    """A council's parcels to its own PCs alone are counted by themselves: its region is to see no gap where there is none."""
    table = schema.table_of(schema.ParcelRow)
    made = (table.c.direction == "out") & (table.c.device == store.fingerprint) & (table.c.scope == leg.scope)
    if incarnation.numbered(store, leg.scope, store.office) != leg.scope:
        made &= table.c.office == store.office if leg.office == store.office else table.c.office != store.office
    row = conn.execute(select(table.c.number, table.c.sha256).where(made).order_by(table.c.number.desc()).limit(1)).first()
    number, sha256 = (row.number, row.sha256) if row is not None else (0, bytes(32))
    given = store.given.get(
        incarnation.numbered(store, leg.scope, leg.office), 0
    )  # more where the book was restored: what those parcels hold is not known any more
    return (given, bytes(32)) if given > number else (number, sha256)


def _of_leg(leg: Leg) -> ColumnElement[bool]:
    """Parcels made for a leg; of a council's own, whoever was its first reader then."""
    table = schema.table_of(schema.ParcelRow)
    made = (table.c.direction == "out") & (table.c.scope == leg.scope)
    return made & (table.c.office == leg.office) if leg.kind == legs.REFERENCE or leg.apart else made


def _up_to_date(book: Book, leg: Leg) -> bool:
    """Whether nothing was saved or taken since the last parcel of a leg was made."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        last = select(table.c.vector).where(_of_leg(leg)).order_by(table.c.number.desc()).limit(1)
        carried = reader.conn.execute(last).scalar_one()
        return bool(versions.decode(carried) == peers.streams(reader.conn, leg.scope))


def _records(conn: Connection, chosen: Sequence[volumes.SegmentAt]) -> set[bytes]:
    """What these segments speak of. Read in them: the trail leads from a record to its segments, and would be gone through whole."""
    return set().union(*(outline(_payload(conn, segment)).records for segment in chosen))


def _last_time(conn: Connection, segment: volumes.SegmentAt) -> int:
    return open_payload(_payload(conn, segment), segment.seq_from, segment.seq_to).ops[-1].hlc


def _payload(conn: Connection, segment: volumes.SegmentAt) -> bytes:
    table = schema.SegmentRow
    asked = select(table.payload).where(table.stream == segment.stream, table.seq_from == segment.seq_from)
    return conn.execute(asked).scalar_one()


def _file_name(book: Book, leg: Leg, header: parcel.Header) -> str:
    """Which council and which number, never who."""
    office = book.offices().get(leg.office if leg.kind == legs.REFERENCE else leg.scope)
    code = office.areas[0] if office and office.areas else leg.scope.hex()[:6]
    part = f"-{header.vol.i}of{header.vol.of}" if header.vol.of > 1 else ""
    if leg.kind == legs.PARCEL:
        own = "-own" if leg.office == leg.scope else ""
        return f"sapha-{code}-{book.store.fingerprint[:6]}{own}-{header.n}{part}.parcel"
    return f"sapha-{leg.kind}-{code}-{leg.office.hex()[-6:]}-{header.n}{part}.parcel"
