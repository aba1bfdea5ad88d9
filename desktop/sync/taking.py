"""Taking parcels: verify, preview, apply in one transaction with the counts compared, and receipts. One bad parcel does not stop the rest."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, func, select

from desktop.base import dates
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import lasting, schema
from desktop.store.history import Changes
from desktop.store.segments import damaged_inside
from desktop.store.store import Store
from desktop.sync import branches, files, handed, incoming, legs, manifest, media, parcel, peers, renewal, trusted
from desktop.sync import receipts as receipts_
from desktop.sync.applying import CHUNK, Applied, Applying, uncollected
from desktop.sync.incoming import Checked
from desktop.sync.parcel import Inspected
from desktop.sync.receipts import Counts, Taken
from desktop.sync.trusted import HELD

__all__ = ["HELD", "Counts", "Shown", "Taken", "held", "preview", "show", "take"]

_BUILDS_ON = N_("It builds on changes that are not here yet; it waits until they come.")
BACKUP_EVERY_S = 3_600
MOST_REJECTED = 100_000  # records of one parcel: each is kept in memory, and of a sound program there are few
_MET_SINCE = ("unknown_office", "unknown_device")


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody may read of a parcel."""

    kind: str
    sender: str
    replica: str
    fingerprint: str
    number: int
    size: int
    scope: str
    created_ms: int
    to: tuple[str, ...]


Look = Callable[[Connection, bytes, Applied], None]  # at the book as it would be, before it is taken back


class _RollBack(Exception):
    """Ends a preview: everything was done for real and is taken back."""


def show(path: Path) -> Shown:
    """The clear header of a parcel; Refused when the file is not a whole parcel."""
    seen = parcel.inspect(path)
    header = seen.header
    sender = header.sender
    return Shown(
        header.kind,
        sender.office,
        sender.replica,
        sender.fingerprint,
        header.n,
        seen.size,
        header.scope,
        header.created_hlc >> 16,
        tuple(reader.fingerprint for reader in header.to),
    )


def preview(book: Book, path: Path, progress: Progress | None = None, look: Look | None = None) -> Taken:
    """What taking it would do, by the same code, taken back: nothing is changed. `look` is handed the book as it would be, and the scope."""
    return _one(book, path, progress or Progress(), dry=True, look=look)


def take(book: Book, paths: Sequence[Path], receipts: Path | None = None, progress: Progress | None = None) -> list[Taken]:
    """Take all parcels of some files and folders, each in a transaction of its own, in the order of their numbers; then try those held
    before. With `receipts`, a receipt for each sender is written there. Cancelling keeps what was taken until then."""
    progress = progress or Progress()
    files = list(_files(book, paths))
    _sweep(book.folder)
    if files:
        book.back_up("take", at_most_every_s=BACKUP_EVERY_S, seal=False)
    results: list[Taken] = []
    for done, file in enumerate(files):
        progress.step(done, len(files), file.name)
        results.append(_one(book, file, progress))
    if any(result.status == "applied" for result in results):
        # A parcel just applied may have introduced the PC that made another one
        results = [_one(book, result.file, progress) if result.code in _MET_SINCE else result for result in results]
        results += _retry_held(book, progress)
    if receipts is not None:
        results = receipts_.write(book, results, receipts, progress)
    handed.tidy(book)
    return results


def held(book: Book) -> list[Path]:
    """Parcels waiting for an earlier one."""
    return media.parcels_in(book.folder / HELD) if (book.folder / HELD).is_dir() else []


def take_in_spite_of_clock(book: Book, number: str, progress: Progress | None = None) -> list[Taken]:
    """Take the held parcel of this id though its sender's clock is far ahead: a person has looked, and this is kept (`trusted`). Ours does not
    follow it; what is written here afterwards wins all the same, as it has seen what it changes (docs/adr/0003-merge-rule.md)."""
    trusted.trust(book, number)
    return _retry_held(book, progress or Progress())


def _files(book: Book, paths: Sequence[Path]) -> Iterator[Path]:
    """Files as named; from folders those parcels that concern us, lowest number first."""
    own = book.store.age_secrets()
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = []
        for file in media.parcels_in(path):
            try:
                header = parcel.inspect(file).header
            except (Refused, Fault):
                found.append((0, file))  # its own turn tells what is wrong with it
                continue
            for_us = any(reader.fingerprint in own for reader in header.to)
            strays = header.kind == "parcel" and book.office.kind == "region"  # a region is told of a council's parcel for another office
            if header.sender.fingerprint not in own and (for_us or strays):
                found.append((header.n, file))
        yield from (file for _number, file in sorted(found))


def _one(book: Book, file: Path, progress: Progress, *, dry: bool = False, look: Look | None = None) -> Taken:
    try:
        with _copied(book, file) as copy:
            return _open(book, file, copy, progress, dry=dry, look=look)
    except (Refused, Fault) as failed:
        return _refused(book, file, failed)
    except OSError as failed:
        return _refused(book, file, media.fault(failed))


def _refused(book: Book, file: Path, failed: Refused | Fault) -> Taken:
    sender, number = _who(book, file)
    return Taken(file, sender, number, "refused", failed.code, failed.text(), fault=isinstance(failed, Fault))


def _sweep(folder: Path) -> None:
    """Copies that a killed program left; the lock says that no other program works here now, the day that we do not ourselves."""
    for left in folder.glob("take-*"):
        if left.stat().st_mtime < time.time() - 86_400:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _copied(book: Book, file: Path) -> Iterator[Path]:
    """Work on a copy beside the book: a stick may be pulled at any time."""
    if not file.exists():
        raise Refused(N_("There is no such file."), code="file_missing")
    folder = Path(tempfile.mkdtemp(prefix="take-", dir=book.folder))
    try:
        yield media.copy_in(file, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _who(book: Book, file: Path) -> tuple[str, int]:
    try:
        header = parcel.inspect(file).header
    except (Refused, Fault):
        return "", 0
    office = book.offices().get(bytes.fromhex(header.sender.office))
    return (office.name if office else ""), header.n


def _open(book: Book, file: Path, copy: Path, progress: Progress, *, dry: bool, look: Look | None = None) -> Taken:
    seen = parcel.inspect(copy)
    header = seen.header
    store = book.store
    with book.read() as reader:
        key = _key(store, header)
        sender = _sender(reader.conn, seen, key)
        parcel.verify(seen, sender.sign_public)
        names = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
        parcel.is_for(seen, key)
        taken = Taken(file, names.get(sender.office, ""), header.n, "already", scope=header.scope)
        before = _already(reader.conn, header, seen.sha256, taken)
    if before is not None:
        return before
    secret = store.age_secrets()[key]
    inside, segments = manifest.read(lambda kind: parcel.open_frames(seen, secret, kind))
    if inside.header_sha != seen.header_sha or inside.scope.hex() != header.scope:
        raise Refused(N_("The parcel was altered on its way. Ask the sender to make it again."), code="parcel_altered")
    _allowed(book, sender, inside.scope)
    if not dry:
        branches.know_thyself(book, inside, sender)
        for pack in segments.packs():  # before what speaks of them; a photo that nothing speaks of harms nobody
            progress.check()
            files.take_in(book.attachments, pack)
    outcome: list[Taken] = []
    touched: Applied | None = None
    new_key = False
    mine = store.replica
    try:
        with store.transaction() as conn:
            before = _already(conn, header, seen.sha256, taken)
            if before is not None:  # another officer took it since we looked
                return before
            with uncollected():
                result, touched = _apply(book, conn, header, seen.sha256, inside, segments, sender, taken, progress)
            outcome.append(result)
            if look is not None and result.status == "applied":
                look(conn, inside.scope, touched)
            if dry or (result.status == "held" and not touched.touched and store.replica == mine):
                raise _RollBack
            new_key = renewal.heard(store, conn, sender.fingerprint, inside.devices)
    except _RollBack:
        touched = None
    finally:
        if store.replica != mine:  # or was, and that was taken back
            store.reload()
    if new_key:
        renewal.change(store)
    if outcome[0].status == "held" and not dry:
        _hold(book, copy, header)
    if touched is not None and touched.touched:
        store.announce(Changes(touched.all_touched(), "take"))
    return outcome[0]


def _apply(
    book: Book,
    conn: Connection,
    header: parcel.Header,
    sha256: str,
    inside: manifest.Manifest,
    segments: manifest.Carried,
    sender: peers.Device,
    taken: Taken,
    progress: Progress,
) -> tuple[Taken, Applied]:
    store, scope = book.store, inside.scope
    incoming.vouch(store, conn, inside, sender)
    checked, causes, settling = branches.check(book, conn, header, inside, segments, sender, progress)
    order = {stream: replica for replica, stream in peers.numbers(conn, scope).items()}
    waiting = _waiting(book, conn, checked, header)
    if waiting is not None:
        code, reason = waiting
        counted = Counts(len(checked.records), held=len(checked.records))
        done = Applied()
        if settling is not None and code == "gap":  # what comes before is sent once we say how far we hold the branch that goes on
            reason = f"{settling.finish(done)} {reason}"
            store.raise_epoch(conn, scope)
        return replace(taken, status="held", code=code, reason=reason, records=counted), done
    applying = Applying(store, conn, scope, causes, order, checked.before, once=checked.records.each_once)
    applied = 0
    for piece in incoming.keep(conn, segments, checked, scope, CHUNK):
        applying.apply(piece, progress)
        if applying.done.rejected > MOST_REJECTED:
            raise damaged_inside()
        applied += len(piece)
        progress.step(applied, inside.changes)
    done = applying.done
    total = len(checked.records)
    counts = Counts(
        total,
        done.new + done.changed + done.same,
        total - done.new - done.changed - done.same - done.held - done.rejected,
        done.held,
        done.rejected,
        done.new,
        done.changed,
    )
    _compare(counts)
    store.heard(min(checked.latest, book.clock.now_ms() + incoming.FORWARD_MS << 16))  # a clock that runs ahead is not to be caught
    words = settling.finish(done) if settling is not None else ""
    if checked.is_news or settling is not None:
        store.raise_epoch(conn, scope)
    receipts_.note(conn, header, sha256, inside, sender, counts, store.clock.now_ms())
    code = branches.SETTLED if settling is not None else ""
    return replace(taken, status="applied", code=code, reason=words, records=counts, conflicts=done.conflicts, files=inside.files), done


def _sender(conn: Connection, seen: Inspected, own: str) -> peers.Device:
    known = peers.devices(conn)
    device = known.get(seen.header.sender.fingerprint)
    if device is None:
        if seen.key_id.hex() in known:
            raise Refused(N_("The parcel was altered on its way. Ask the sender to make it again."), code="parcel_altered")
        parcel.is_for(seen, own)
        raise Refused(N_("This parcel comes from an office that is not admitted here. Enrol it first."), code="unknown_office")
    if device.status == "revoked":
        raise Refused(N_("This parcel comes from a PC whose key was revoked."), code="revoked_device")
    if device.status == "retired":
        raise Refused(
            N_("This parcel was made with a key that its PC has since replaced. Take a newer parcel of that PC: it brings everything."),
            code="retired_key",
        )
    return device


def _key(store: Store, header: parcel.Header) -> str:
    """Which of this PC's keys a parcel is encrypted to: the present one, or one from before it was renewed."""
    return next((reader.fingerprint for reader in header.to if reader.fingerprint in store.age_secrets()), store.fingerprint)


def _allowed(book: Book, sender: peers.Device, scope: bytes) -> None:
    """A council's parcels speak of that council; those to a council speak of it, or are what its region keeps for all."""
    if scope == (sender.office if book.office.kind == "region" else book.office.uid):
        return
    with book.read() as reader:
        known = peers.offices(reader.conn)
        told = known[sender.office].kind == "region" or sender.office == book.office.uid
        if not (book.office.kind == "council" and told and peers.is_reference(reader.conn, scope)):
            raise Refused(N_("This parcel speaks of a council that is not the sender's."), code="wrong_scope")


def _already(conn: Connection, header: parcel.Header, sha256: str, taken: Taken) -> Taken | None:
    table = schema.table_of(schema.ParcelRow)
    row = conn.execute(select(table).where(table.c.parcel == bytes.fromhex(header.parcel_id), table.c.direction == "in")).first()
    if row is None:
        return None
    if row.sha256.hex() != sha256:
        raise Refused(N_("The parcel was altered on its way. Ask the sender to make it again."), code="parcel_altered")
    total = json.loads(row.counts).get("total", 0)
    day = dates.show(dt.datetime.fromtimestamp(row.at_ms / 1000).date().isoformat(), "medium")
    words = _("Parcel {number} was already received on {day}; nothing was changed.").format(number=row.number, day=day)
    return replace(taken, code="already", reason=words, records=Counts(total, same=total))


def _waiting(book: Book, conn: Connection, checked: Checked, header: parcel.Header) -> tuple[str, str] | None:
    if checked.latest >> 16 > book.clock.now_ms() + incoming.FORWARD_MS and not trusted.is_trusted(conn, header.parcel_id):
        return "clock", _(
            "The clock of the sender's PC is days ahead, or ours is behind. Set the clocks right, then take the parcel again."
        )
    if not checked.missing:
        return None
    if header.kind == legs.REFERENCE:  # the region's numbers of these run over all its councils
        return "gap", _(_BUILDS_ON)
    table = schema.table_of(schema.ParcelRow)
    last = conn.execute(
        select(func.max(table.c.number)).where(
            table.c.direction == "in", table.c.device == header.sender.fingerprint, table.c.scope == bytes.fromhex(header.scope)
        )
    ).scalar()
    missing = (last or 0) + 1
    if missing < header.n:
        numbers = str(missing) if missing == header.n - 1 else f"{missing}-{header.n - 1}"
        return "gap", _("Parcel {number} is missing before this one; it waits until that comes.").format(number=numbers)
    return "gap", _(_BUILDS_ON)


def _compare(counts: Counts) -> None:
    """The sums must add up (the sender's own count of changes was compared on reading): else nothing is applied."""
    if counts.same < 0 or counts.total != counts.applied + counts.same + counts.held + counts.rejected:
        raise Refused(N_("The counts of the parcel do not add up; nothing was changed. Call the sender."), code="counts_differ")


def _hold(book: Book, copy: Path, header: parcel.Header) -> None:
    lasting.copy(copy, book.folder / HELD / f"{header.parcel_id}{media.SUFFIX}")


def _retry_held(book: Book, progress: Progress) -> list[Taken]:
    """Try those that wait until none moves; gives what became of those that moved. One that a failing disk stops goes on waiting."""
    moved: list[Taken] = []
    again = True
    while again:
        again = False
        for file in held(book):
            try:
                with _copied(book, file) as copy:
                    result = _open(book, file, copy, progress, dry=False)
            except Refused as failed:
                result = _refused(book, file, failed)
            except (Fault, OSError):
                continue
            if result.status != "held":
                file.unlink(missing_ok=True)
                again = again or result.status == "applied"
                moved += [result] if result.status != "already" else []
    return moved
