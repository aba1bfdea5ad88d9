"""The hand-over: making a parcel onto a stick, and what became of those made. Taking is in taking.py."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import schema, sealing, versions
from desktop.store.segments import SCHEMA
from desktop.store.store import Store
from desktop.sync import manifest, media, parcel, peers

OUTBOX = "outbox"
NEW = ".new"  # of a parcel in the outbox whose writing has not ended


@dataclass(frozen=True, slots=True)
class Made:
    """A parcel on the stick. `records` spoken of, `changes` carried, `size` in bytes."""

    file: Path
    number: int
    to: tuple[str, ...]
    records: int
    changes: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A parcel made here and what is known of it: handed over, or confirmed by a receipt."""

    number: int
    made_ms: int
    to: str
    file: str
    status: str
    confirmed_ms: int | None
    changes: int


def make(book: Book, out: Path, progress: Progress | None = None) -> list[Made]:
    """Write what the other side is not known to have into folder `out`: a council one parcel, a region one for each admitted council.
    Nothing counts as sent before its receipt comes back; a failed write leaves no file and uses up no number. Where a writing was broken off
    when others may have got the file already, that very parcel is finished first, and one more made if anything is new since."""
    progress = progress or Progress()
    scopes = _scopes(book)
    if not scopes:
        raise Refused(
            N_("There is no office to hand over to yet. Enrol with the regional office first.")
            if book.office.kind == "council"
            else N_("No council is admitted yet. Invite the councils first."),
            code="not_enrolled",
        )
    made = []
    for done, scope in enumerate(scopes):
        progress.step(done, len(scopes))
        if (left := finish(book, scope, out, progress)) is not None:
            made.append(left)
            if _up_to_date(book, scope):
                continue
        made.append(write(book, scope, out, progress, kind="parcel" if book.office.kind == "council" else "receipt"))
    return made


def write(
    book: Book, scope: bytes, out: Path, progress: Progress, kind: str = "parcel", answers: list[manifest.AnswerWire] | None = None
) -> Made:
    """One parcel of one scope."""
    store = book.store
    with store.transaction() as conn:
        sealing.seal(store, conn, scope)
        readers = peers.readers(store, conn, scope)
        if not readers:
            raise Refused(N_("There is no office to hand over to yet. Enrol with the regional office first."), code="not_enrolled")
        number, previous = _last(store, conn, scope)
        known = _known_to_all(conn, [device.fingerprint for device in readers])
        header = _header(store, kind, scope, number + 1, previous, readers)
        inside, segments = manifest.build(store, conn, scope, known, parcel.header_sha(header))
        inside.answers = answers if answers is not None else answers_due(conn, scope)
        names = {uid: row.name for uid, row in peers.offices(conn).items()}
        records = _records(conn, scope, known)
        vector = _streams(conn, scope)
    sender = store.fingerprint[:6] if kind == "parcel" else scope.hex()[-6:]
    file_name = f"sapha-{'receipt-' if kind == 'receipt' else ''}{_code(book, scope)}-{sender}-{header.n}.parcel"
    outbox = book.folder / OUTBOX
    try:
        outbox.mkdir(exist_ok=True)
    except OSError as failed:
        raise media.fault(failed) from failed
    draft = outbox / (file_name + NEW)
    counts = {"changes": inside.changes, "records": records, "file": file_name}
    bound: list[str] = []

    def naming(written: media.Written) -> None:
        """From here on somebody may get the file: its number belongs to this content, whatever happens next."""
        _enter(book, header, _main_reader(book, readers), counts, written.sha256, versions.encode(vector))
        bound.append(written.sha256)

    try:
        own = book.store.meta("age_public").decode()
        parcel.write_parcel(
            draft, header, manifest.frames(inside, segments), [*(device.age_public for device in readers), own], store.meta("sign_seed")
        )
        progress.check()
        written = _onto_stick(draft, out, file_name, header.parcel_id, progress, naming)
    except BaseException:
        if not bound:
            draft.unlink(missing_ok=True)
        raise
    _made(book, header.parcel_id, draft)
    to = tuple(dict.fromkeys(names[device.office] for device in readers))
    return Made(written.path, header.n, to, records, inside.changes, written.size, written.sha256)


def finish(book: Book, scope: bytes, out: Path, progress: Progress) -> Made | None:
    """Write a parcel once more, byte for byte, whose writing was broken off when its number was given for good; None when there is none."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        names = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
        row = reader.conn.execute(
            select(table).where(table.c.scope == scope, table.c.direction == "out", table.c.status == "writing")
        ).first()
    if row is None:
        return None
    counts = json.loads(row.counts)
    kept = book.folder / OUTBOX / counts["file"]
    draft = kept.with_name(kept.name + NEW)
    if not draft.exists() and not kept.exists():  # somebody tidied up; the next parcel brings all that this one did
        _made(book, row.parcel.hex(), draft)
        return None
    written = _onto_stick(draft if draft.exists() else kept, out, kept.name, row.parcel.hex(), progress)
    _made(book, row.parcel.hex(), draft)
    return Made(written.path, row.number, (names[row.office],), counts["records"], counts["changes"], written.size, written.sha256)


def _enter(book: Book, header: parcel.Header, reader: bytes, counts: dict[str, Any], sha256: str, vector: bytes) -> None:
    with book.store.transaction() as conn:
        conn.execute(
            insert(schema.ParcelRow).values(
                parcel=bytes.fromhex(header.parcel_id),
                direction="out",
                device=book.store.fingerprint,
                office=reader,
                scope=bytes.fromhex(header.scope),
                number=header.n,
                sha256=bytes.fromhex(sha256),
                at_ms=book.clock.now_ms(),
                status="writing",
                counts=json.dumps(counts),
                vector=vector,
            )
        )
    book.store.given[bytes.fromhex(header.scope)] = header.n


def _made(book: Book, parcel_id: str, draft: Path) -> None:
    """It is on the stick."""
    if draft.exists():
        draft.replace(draft.with_name(draft.name.removesuffix(NEW)))
    table = schema.table_of(schema.ParcelRow)
    with book.store.transaction() as conn:
        conn.execute(update(table).where(table.c.parcel == bytes.fromhex(parcel_id), table.c.status == "writing").values(status="made"))


def _header(store: Store, kind: str, scope: bytes, number: int, previous: bytes, readers: list[peers.Device]) -> parcel.Header:
    return parcel.Header(
        kind=kind,
        parcel_id=secrets.token_hex(16),
        sender=parcel.Sender(office=store.office.hex(), replica=store.replica.hex(), fingerprint=store.fingerprint),
        to=[parcel.Reader(office=device.office.hex(), fingerprint=device.fingerprint) for device in readers],
        scope=scope.hex(),
        n=number,
        prev_parcel_sha=previous.hex(),
        created_hlc=store.tick(),
        schema=SCHEMA,
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
                row.number, row.at_ms, names.get(row.office, ""), counts["file"], row.status, counts.get("confirmed_ms"), counts["changes"]
            )
        )
    return found


def unsent(book: Book) -> int:
    """Changes made here that no reader is known to have: what a parcel made now would carry of our own."""
    with book.read() as reader:
        total = 0
        for scope in _scopes(book):
            devices = [device.fingerprint for device in peers.readers(book.store, reader.conn, scope)]
            known = _known_to_all(reader.conn, devices)
            rows = reader.conn.execute(
                select(schema.StreamRow.stream, schema.StreamRow.have_seq).where(
                    schema.StreamRow.scope == scope, schema.StreamRow.replica == book.replica
                )
            )
            total += sum(row.have_seq - known.get(row.stream, 0) for row in rows)
    return total


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


def _streams(conn: Connection, scope: bytes) -> dict[int, int]:
    table = schema.StreamRow
    return dict(conn.execute(select(table.stream, table.have_seq).where(table.scope == scope)).all())


def _scopes(book: Book) -> list[bytes]:
    with book.read() as reader:
        known = peers.offices(reader.conn)
        if book.office.kind == "council":
            return [book.office.uid] if peers.readers(book.store, reader.conn, book.office.uid) else []
        return [uid for uid, row in known.items() if row.kind == "council" and row.status == "admitted"]


def _last(store: Store, conn: Connection, scope: bytes) -> tuple[int, bytes]:
    table = schema.table_of(schema.ParcelRow)
    row = conn.execute(
        select(table.c.number, table.c.sha256)
        .where(table.c.direction == "out", table.c.device == store.fingerprint, table.c.scope == scope)
        .order_by(table.c.number.desc())
        .limit(1)
    ).first()
    number, sha256 = (row.number, row.sha256) if row is not None else (0, bytes(32))
    given = store.given.get(scope, 0)  # more where the book was restored: what those parcels hold is not known any more
    return (given, bytes(32)) if given > number else (number, sha256)


def _up_to_date(book: Book, scope: bytes) -> bool:
    """Whether nothing was saved or taken since the last parcel of a scope was made."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        carried = reader.conn.execute(
            select(table.c.vector).where(table.c.scope == scope, table.c.direction == "out").order_by(table.c.number.desc()).limit(1)
        ).scalar_one()
        return bool(versions.decode(carried) == _streams(reader.conn, scope))


def _known_to_all(conn: Connection, readers: list[str]) -> dict[int, int]:
    vectors = [peers.acknowledged(conn, device) for device in readers]
    return {stream: min(vector.get(stream, 0) for vector in vectors) for stream in vectors[0]} if vectors else {}


def _records(conn: Connection, scope: bytes, known: dict[int, int]) -> int:
    trail, segments, streams = schema.table_of(schema.TrailRow), schema.table_of(schema.SegmentRow), schema.table_of(schema.StreamRow)
    records: set[bytes] = set()
    for (stream,) in conn.execute(select(streams.c.stream).where(streams.c.scope == scope)).all():
        first = conn.execute(
            select(func.min(segments.c.seq_from)).where(segments.c.stream == stream, segments.c.seq_to > known.get(stream, 0))
        ).scalar()
        if first is not None:
            records |= set(conn.execute(select(trail.c.record).where(trail.c.stream == stream, trail.c.seq_from >= first)).scalars())
    return len(records)


def _main_reader(book: Book, readers: list[peers.Device]) -> bytes:
    others = [device.office for device in readers if device.office != book.office.uid]
    return others[0] if others else readers[0].office


def _code(book: Book, scope: bytes) -> str:
    """The council's area code where it is known: a file name says which council, never who."""
    office = book.offices().get(scope)
    return office.areas[0] if office and office.areas else scope.hex()[:6]
