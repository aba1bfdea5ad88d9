"""Enrolment by file: a region invites, a council accepts and writes its card, the region admits it after comparing a short code.

A second PC of a council joins the same way, invited by the first. The card is encrypted to the inviting office; both files are signed
by their own device, which proves that it holds the keys it names.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import Connection, func, select, update

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.records import numbers
from desktop.records.book import Book
from desktop.store import lasting, schema
from desktop.store.devices import fingerprint
from desktop.sync import age, media, peers
from desktop.sync.parcel import short_code
from desktop.sync.peers import OfficeCard

INVITE_DAYS = 90
_MAGIC_INVITE, _MAGIC_CARD = b"SAPHAIN1", b"SAPHACD1"
_LIMIT = 64 << 10
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Slip:
    """What a step of enrolment gives: the file written (None when admitting), the short code to compare, the other office's name."""

    file: Path | None
    code: str
    office: str


class _Body(msgspec.Struct, array_like=True):
    uid: bytes
    kind: str
    name: str
    areas: str
    sign_public: bytes
    age_public: str
    token: bytes
    at_ms: int
    host: str = ""  # in a card: fingerprint of the inviting device
    practice: bool = False
    letter: str = ""  # of a council's invitation and of the card that answers it: what the joining PC's numbers are marked with


def invite(book: Book, out: Path) -> Slip:
    """Write an invitation, good for 90 days: a region's for any number of councils, a council's for one more PC, whose letter it brings.
    `.code` is this office's own short code."""
    token = secrets.token_bytes(16)
    body = _self(book, token)
    with book.read() as reader:
        own = numbers.letter(reader)
    with book.store.transaction() as conn:
        if book.office.kind == "council":
            body.letter = numbers.letter_after(own, _next_letter(book, conn))
        tokens = [entry for entry in _tokens(conn) if entry[1] > body.at_ms - INVITE_DAYS * _DAY_MS]
        book.store.set_meta(conn, "invitations", msgspec.msgpack.encode([*tokens, (token, body.at_ms)]))
    _write(out, _MAGIC_INVITE + _signed(book, body))
    return Slip(out, short_code(book.store.fingerprint), book.office.name)


def accept(book: Book, file: Path, reply: Path) -> Slip:
    """Accept an invitation and write this office's card. A fresh book invited by a council becomes that council's second PC."""
    host = _open(_read(file, _MAGIC_INVITE, N_("This file is not an invitation of Sapha.")))
    if host.uid == book.office.uid and fingerprint(host.sign_public, host.age_public) == book.store.fingerprint:
        raise Refused(N_("This is your own invitation; carry it to the other office."), code="own_invitation")
    _same_world(book, host)
    if book.clock.now_ms() > host.at_ms + INVITE_DAYS * _DAY_MS:
        raise Refused(N_("This invitation is older than 90 days. Ask the office for a new one."), code="invitation_expired")
    if book.office.kind == "region":
        raise Refused(N_("A regional office invites councils; it does not accept invitations."), code="region_accepts")
    joining = host.kind == "council"
    with book.store.transaction() as conn:
        if joining:
            _join(book, conn, host)
        peers.keep_office(conn, OfficeCard(host.uid, host.kind, host.name, host.areas), "admitted")
        device = peers.keep_device(conn, host.uid, host.sign_public, host.age_public, book.clock.now_ms())
    if joining:
        book.store.reload()
        book.reload()
    body = _self(book, host.token, device.fingerprint)
    body.letter = host.letter
    sealed = age.encrypt(_signed(book, body), [host.age_public])
    _write(reply, _MAGIC_CARD + sealed)
    return Slip(reply, short_code(device.fingerprint, book.store.fingerprint), host.name)


def admit(book: Book, file: Path) -> Slip:
    """Admit the office whose card this is; compare `.code` with what that office sees before relying on it."""
    sealed = _read(file, _MAGIC_CARD, N_("This file is not an office's card."))
    try:
        card = _open(_unsealed(book, sealed))
    except age.AgeError:
        raise Refused(N_("This card answers another office's invitation."), code="card_other_office") from None
    if card.host not in book.store.age_secrets():
        raise Refused(N_("This card answers another office's invitation."), code="card_other_office")
    _same_world(book, card)
    # What a region reads is every council's: nobody becomes one, or joins a council that is not his, by answering an invitation
    if card.kind != "council" or (book.office.kind == "council") != (card.uid == book.office.uid):
        raise Refused(
            N_("This card is of an office that can't join here. Ask it to accept the invitation again."), code="card_wrong_office"
        )
    with book.store.transaction() as conn:
        if card.token not in [token for token, _at in _tokens(conn)]:
            raise Refused(N_("This card answers an invitation that is not known here. Send a new invitation."), code="invitation_unknown")
        if card.letter:
            _one_pc(book, conn, card)
        peers.keep_office(conn, OfficeCard(card.uid, card.kind, card.name, card.areas), "admitted")
        device = peers.keep_device(conn, card.uid, card.sign_public, card.age_public, book.clock.now_ms())
        if device.status == "revoked":
            raise Refused(N_("This PC was taken out of use here. Begin a new book on it and join again."), code="revoked_device")
    return Slip(None, short_code(book.store.fingerprint, device.fingerprint), card.name)


def _same_world(book: Book, other: _Body) -> None:
    if book.practice != other.practice:
        raise Refused(N_("A practice book and a real one can't be enrolled with each other."), code="practice_and_real")


def _self(book: Book, token: bytes, host: str = "") -> _Body:
    store, office = book.store, book.office
    with book.read() as reader:
        mine = peers.devices(reader.conn)[store.fingerprint]
    return _Body(
        office.uid,
        office.kind,
        office.name,
        ",".join(office.areas),
        mine.sign_public,
        mine.age_public,
        token,
        book.clock.now_ms(),
        host,
        book.practice,
    )


def _signed(book: Book, body: _Body) -> bytes:
    packed = msgspec.msgpack.encode(body)
    return book.store.sign(packed) + packed


def _open(data: bytes) -> _Body:
    try:
        body = msgspec.msgpack.decode(data[64:], type=_Body)
        VerifyKey(body.sign_public).verify(data[64:], data[:64])
        if len(body.uid) != 16 or body.kind not in ("council", "region"):
            raise ValueError
        age.encrypt(b"", [body.age_public])
    except (msgspec.MsgspecError, BadSignatureError, ValueError, TypeError, RecursionError, age.AgeError):
        raise Refused(N_("This file was damaged or altered on its way. Ask for it again."), code="enrol_altered") from None
    return body


def _join(book: Book, conn: Connection, host: _Body) -> None:
    written = sum(conn.execute(select(func.count()).select_from(synced.table)).scalar_one() for synced in book.store.synced.values())
    if host.uid == book.office.uid:
        return
    if written:
        raise Refused(
            N_("This book already holds records of another office. Start a new, empty book on this PC to join that council."),
            code="book_not_empty",
        )
    offices_, devices_ = schema.table_of(schema.OfficeRow), schema.table_of(schema.DeviceRow)
    conn.execute(
        update(offices_).where(offices_.c.uid == book.office.uid).values(uid=host.uid, kind=host.kind, name=host.name, areas=host.areas)
    )
    conn.execute(update(devices_).where(devices_.c.fingerprint == book.store.fingerprint).values(office=host.uid))
    book.store.set_meta(conn, "office", host.uid)
    book.store.set_meta(conn, numbers.LETTER, host.letter.encode())


def _next_letter(book: Book, conn: Connection) -> int:
    given = int(conn.execute(select(schema.Meta.value).where(schema.Meta.key == "letters_given")).scalar() or b"0") + 1
    book.store.set_meta(conn, "letters_given", str(given).encode())
    return given


def _one_pc(book: Book, conn: Connection, card: _Body) -> None:
    """A second PC that took the same invitation would number its cases as the first does."""
    key = f"letter:{card.letter}"
    mine = fingerprint(card.sign_public, card.age_public).encode()
    holder = conn.execute(select(schema.Meta.value).where(schema.Meta.key == key)).scalar()
    if holder not in (None, mine):
        raise Refused(
            N_("Another PC has joined with this invitation. Write a new invitation for each PC and join again from an empty book."),
            code="invitation_used",
        )
    book.store.set_meta(conn, key, mine)


def _unsealed(book: Book, sealed: bytes) -> bytes:
    """A card may answer an invitation that an earlier key of ours signed."""
    present, *earlier = book.store.age_secrets().values()
    for secret in earlier:
        with suppress(age.AgeError):
            return age.decrypt(sealed, secret)
    return age.decrypt(sealed, present)


def _tokens(conn: Connection) -> list[tuple[bytes, int]]:
    value = conn.execute(select(schema.Meta.value).where(schema.Meta.key == "invitations")).scalar()
    return [(bytes(token), int(at)) for token, at in msgspec.msgpack.decode(value)] if value else []


def _read(file: Path, magic: bytes, words: str) -> bytes:
    try:
        with file.open("rb") as source:
            data = source.read(_LIMIT + 1)
    except OSError as failed:
        raise Fault(N_("The file can't be read."), code="file_unreadable") from failed
    if not data.startswith(magic) or len(data) > _LIMIT:
        raise Refused(words, code="enrol_wrong_file")
    return data[len(magic) :]


def _write(out: Path, data: Any) -> None:
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(data)
        lasting.sync_file(part)
        part.replace(out)
        media.Disk().sync_folder(out.parent)
    except OSError as failed:
        part.unlink(missing_ok=True)
        raise Fault(N_("The file can't be written there. Choose another folder."), code="file_unwritable") from failed
