"""A new key for this PC (loss of a stick with a password, a new secretary): announced by parcels signed with the old one, used once the others
know it (handover.md 3.6). The old key goes on opening what was encrypted to it, and signs nothing any more."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import Connection, delete

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.store import incarnation, schema
from desktop.store.devices import DeviceKeys, new_keys
from desktop.store.store import Store
from desktop.sync import peers
from desktop.sync.manifest import DeviceWire

_NEXT = "next_key"  # a fact of the store: the keys to come, and who is known to know them
_STATEMENT = b"sapha: this key takes my place\n"


class _Next(msgspec.Struct, array_like=True):
    sign_seed: bytes
    age_secret: str
    sign_public: bytes
    age_public: str
    known_to: list[str]

    def keys(self) -> DeviceKeys:
        return DeviceKeys(self.sign_seed, self.age_secret, self.sign_public, self.age_public)


def renew(book: Book) -> str:
    """Make a new key; gives its fingerprint. From now on every parcel tells of it; it is used when the regional office (for a region: every
    council) has answered knowing it. Refused while one is under way, or where nobody is known who could hear of it."""
    store = book.store
    with store.transaction() as conn:
        if _pending(store, conn) is not None:
            raise Refused(
                N_("A new key is on its way already: it is used once the others have answered. Hand over, and take their receipts."),
                code="renewal_under_way",
            )
        if not _audience(conn, store):
            raise Refused(N_("There is no office to hand over to yet. Enrol with the regional office first."), code="not_enrolled")
        made = new_keys()
        proof = store.sign(_STATEMENT + made.sign_public + made.age_public.encode())
        peers.keep_device(
            conn,
            store.office,
            made.sign_public,
            made.age_public,
            store.clock.now_ms(),
            status="next",
            follows=store.fingerprint,
            proof=proof,
        )
        _keep(store, conn, _Next(made.sign_seed, made.age_secret, made.sign_public, made.age_public, []))
    return made.fingerprint


def under_way(book: Book) -> bool:
    """Whether a new key waits for the others to know it."""
    with book.read() as reader:
        return _pending(book.store, reader.conn) is not None


def proven(conn: Connection, device: DeviceWire) -> bool:
    """Whether a key that we know signed that this one takes its place. A key that was taken out of use signs for nobody."""
    old = peers.devices(conn).get(device.follows)
    if old is None or old.office != device.office or old.status == "revoked":
        return False
    try:
        VerifyKey(old.sign_public).verify(_STATEMENT + device.sign_public + device.age_public.encode(), device.proof)
    except (BadSignatureError, ValueError):
        return False
    return True


def heard(store: Store, conn: Connection, sender: str, told: Iterable[DeviceWire]) -> bool:
    """Note that the sender of a parcel knows our next key; gives whether all know it who must, so that `change` is due."""
    pending = _pending(store, conn)
    if pending is None or pending.keys().fingerprint not in [device.fingerprint for device in told]:
        return False
    pending.known_to = sorted({*pending.known_to, sender})
    _keep(store, conn, pending)
    knowing = {device.office for mark, device in peers.devices(conn).items() if mark in pending.known_to}
    return _audience(conn, store) <= knowing


def change(store: Store) -> None:
    """Go over to the next key, as a new replica: what the old one sealed stays its own."""
    with store.read() as reader:
        pending = _pending(store, reader.conn)
    if pending is not None:
        incarnation.renew(store, keys=pending.keys())
        with store.transaction() as conn:
            conn.execute(delete(schema.table_of(schema.Meta)).where(schema.Meta.key == _NEXT))


def _audience(conn: Connection, store: Store) -> set[bytes]:
    """Offices that must know a new key before it is used: a council's region (it tells the council's other PCs), a region's councils; where a
    council has no region yet, itself on its other PCs."""
    known = peers.offices(conn)
    others = {device.office for device in peers.devices(conn).values() if device.status == "admitted"}
    wanted = "council" if known[store.office].kind == "region" else "region"
    met = {uid for uid in others if known[uid].kind == wanted}
    return met or others & {store.office}


def _pending(store: Store, conn: Connection) -> _Next | None:
    raw = store.fact(conn, _NEXT)
    return msgspec.msgpack.decode(raw, type=_Next) if raw is not None else None


def _keep(store: Store, conn: Connection, pending: _Next) -> None:
    store.set_meta(conn, _NEXT, msgspec.msgpack.encode(pending))
