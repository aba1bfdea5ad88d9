"""Receipts: what became of parcels taken, told back to their sender; and what a receipt that came tells of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import lasting, schema, versions
from desktop.sync import exchange, files, legs, media, peers
from desktop.sync.manifest import AnswerWire, HeldWire, Manifest
from desktop.sync.parcel import Header
from desktop.sync.vector import holds


@dataclass(frozen=True, slots=True)
class Counts:
    """Records of a parcel: total = applied + same + held + rejected. `new` and `changed` are the two parts of applied."""

    total: int = 0
    applied: int = 0
    same: int = 0
    held: int = 0
    rejected: int = 0
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `status` applied, already, held or refused, with the reason in the language in use. `scope` is the council
    it speaks of (hex uid), blank when it was refused."""

    file: Path
    sender: str
    number: int
    status: str
    code: str = ""
    reason: str = ""
    records: Counts = Counts()
    conflicts: int = 0
    receipt: Path | None = None
    scope: str = ""
    files: int = 0  # photos and papers that came with it
    fault: bool = False  # refused by the disk or stick, not for what the parcel is


def write(book: Book, results: Sequence[Taken], folder: Path, progress: Progress) -> list[Taken]:
    """One receipt for each council heard from, into `folder`. Where all its parcels were here already, the same receipt once more: it may
    have been lost. A parcel that waits is answered too: what we say we have lets its sender send what is missing."""
    made: dict[str, Path] = {}
    unwritten: dict[str, Fault | Refused] = {}
    written: list[str] = []
    try:
        for scope in dict.fromkeys(result.scope for result in results if result.scope):
            try:
                made[scope] = _one(book, scope, [result for result in results if result.scope == scope], folder, progress, written)
            except (Fault, Refused) as failed:
                unwritten[scope] = failed
    finally:
        exchange.on_stick(book, written)  # in one commit for all
    return [_answered(result, made.get(result.scope), unwritten.get(result.scope)) for result in results]


def _one(book: Book, scope: str, answered: Sequence[Taken], folder: Path, progress: Progress, written: list[str]) -> Path:
    again = None
    if all(result.status == "already" for result in answered):
        again = exchange.again(book, bytes.fromhex(scope), folder, progress)
    if again is not None:
        return again
    made: list[Path] = []
    for leg in legs.to_council(book, bytes.fromhex(scope)):
        exchange.finish(book, leg, folder, progress)
        made += [each.file for each in exchange.write(book, leg, folder, progress, written=written)]
    _words_beside(made[0], answered)
    return made[0]


def _answered(result: Taken, receipt: Path | None, failed: Fault | Refused | None) -> Taken:
    if failed is None:
        return replace(result, receipt=receipt)
    # What was taken stays taken, and is told; the receipt is made good by the next one.
    words = _("The parcel was taken care of, but its receipt could not be written. {why}").format(why=failed.text())
    return replace(result, code=failed.code, reason=words, fault=True)


def note(
    conn: Connection,
    header: Header,
    sha256: str,
    inside: Manifest,
    sender: peers.Device,
    result: Counts,
    now_ms: int,
) -> None:
    """Enter a parcel just applied: that it was taken, what its sender says he has (unless a later word of his is known), and which of our
    parcels are confirmed by it."""
    table = schema.table_of(schema.ParcelRow)
    if is_latest(conn, header, inside.scope):
        for held in inside.held():
            numbers = peers.numbers(conn, held.scope)
            if inside.lacks is not None and held.scope == inside.scope:
                files.word(conn, sender.fingerprint, inside.lacks)
            peers.acknowledge(conn, sender.fingerprint, {stream: held.have.get(replica, 0) for replica, stream in numbers.items()})
            peers.holds_thin(
                conn, sender.fingerprint, list(numbers.values()), [(numbers[uid], seq) for uid, seq in held.thin if uid in numbers]
            )
    conn.execute(
        insert(table).values(
            parcel=bytes.fromhex(header.parcel_id),
            direction="in",
            device=sender.fingerprint,
            office=sender.office,
            scope=inside.scope,
            number=header.n,
            sha256=bytes.fromhex(sha256),
            at_ms=now_ms,
            status="applied",
            counts=json.dumps(asdict(result)),
            vector=versions.encode(header.created_hlc),
        )
    )
    answers = {answer.parcel: answer for answer in inside.answers}
    for held in inside.held():
        _confirm(conn, held, answers, sender.office, now_ms)


def is_latest(conn: Connection, header: Header, scope: bytes) -> bool:
    """Whether no later word of the sender on a scope is known."""
    table = schema.table_of(schema.ParcelRow)
    words = conn.execute(
        select(table.c.vector).where(table.c.direction == "in", table.c.device == header.sender.fingerprint, table.c.scope == scope)
    ).scalars()
    return header.created_hlc > max((versions.decode(word) for word in words), default=0)


def _confirm(conn: Connection, held: HeldWire, answers: Mapping[bytes, AnswerWire], office: bytes, now_ms: int) -> None:
    """Our parcels to this office are confirmed by its answer, or by its having all they carried: a later one may have brought it."""
    table = schema.table_of(schema.ParcelRow)
    streams = peers.numbers(conn, held.scope)
    has = {streams[replica]: seq for replica, seq in held.have.items() if replica in streams}
    waiting = select(table).where(
        table.c.direction == "out", table.c.scope == held.scope, table.c.office == office, table.c.status != "confirmed"
    )
    for row in conn.execute(waiting).all():
        answer = answers.get(row.parcel)
        counts = json.loads(row.counts) | {"confirmed_ms": now_ms}
        if answer is not None and answer.sha256 == row.sha256:
            counts["taken"] = answer.counts
        elif not holds(has, versions.decode(row.vector)):
            continue
        conn.execute(update(table).where(table.c.parcel == row.parcel).values(status="confirmed", counts=json.dumps(counts)))


def _words_beside(receipt: Path, results: Sequence[Taken]) -> None:
    """The receipt readable by eye: numbers and counts, no names of people."""
    lines = [_("Receipt of parcels"), ""]
    for result in results:
        words = {"applied": N_("received"), "already": N_("already received"), "held": N_("waiting")}[result.status]
        lines.append(
            _(
                "{office}, parcel {number}: {status}; {total} records, {applied} applied, {same} already here, {held} waiting, {rejected} not usable"
            ).format(office=result.sender, number=result.number, status=_(words), **asdict(result.records))
        )
    text = receipt.with_suffix(".txt")
    try:
        text.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        lasting.sync_file(text)
    except OSError as failed:
        raise media.fault(failed) from failed
