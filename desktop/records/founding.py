"""A book's vault and store, made and opened: in its folder alone, or with the tables on a region's server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records import numbers
from desktop.store import keys, lasting, marking, schema, server, sharing
from desktop.store.devices import new_keys
from desktop.store.engine import BOOK
from desktop.store.history import Actor
from desktop.store.keys import KdfCost
from desktop.store.lock import BookLock
from desktop.store.store import Store
from desktop.store.synced import Synced

HALF = "book.half"  # lies there while a book is being made: what a power cut then leaves is no book
_NO_BOOK = N_("There is no book in this folder.")


def is_there(folder: Path) -> bool:
    """Whether a book lies in a folder, if only its key file."""
    return (folder / BOOK).exists() or (folder / keys.NAME).exists()


def make(
    folder: Path,
    synced: Sequence[Synced],
    office: Mapping[str, Any],
    person: str,
    password: str,
    practice: bool,
    clock: Clock | None,
    cost: KdfCost | None,
    on: str,
) -> tuple[Store, Actor, str]:
    """See `Book.create`: the store, its first user, the recovery code."""
    if is_there(folder) and not (folder / HALF).exists():
        raise Refused(N_("There is already a book in this folder."), code="book_exists")
    url = server.parse(on) if on else None
    lasting.make_folder(folder)
    _set_aside(folder)
    (folder / HALF).touch()
    lasting.sync_folder(folder)
    actor = Actor(new_id(), person)
    meta = new_keys().meta() | {"practice": b"1" if practice else b"0", numbers.LETTER: numbers.FIRST.encode()}
    store = None
    try:
        _vault, key, recovery = keys.create_vault(folder, password, actor.uid, person, cost or KdfCost())
        if url is not None:
            server.name(folder, url, key)
        store = Store.create(folder, key, synced, meta, office, clock)
        with store.transaction() as conn:
            store.remember_actor(conn, actor)
            store.set_meta(conn, numbers.LETTER_OF, store.replica)
        if url is not None:
            sharing.publish(store)
        (folder / HALF).unlink()
        lasting.sync_folder(folder)
    except BaseException:
        if store is not None:
            store.close()
        # Half a book can't be opened and would keep a second try from being made here.
        for half in _parts(folder):
            half.unlink(missing_ok=True)
        (folder / HALF).unlink(missing_ok=True)
        raise
    return store, actor, recovery


def _parts(folder: Path) -> list[Path]:
    """The files of a book that is being made."""
    named = [folder / keys.NAME, folder / server.NAME, folder / marking.NAME, *folder.glob(f"{BOOK}*")]
    return [file for file in named if file.exists()]


def _set_aside(folder: Path) -> None:
    """What a power cut left of an earlier making; not removed, in case that had come further than the disk can tell."""
    if (folder / HALF).exists():
        with BookLock(folder):  # nobody else is making it at this moment
            for half in _parts(folder):
                half.replace(half.with_name(f"half-{new_id().hex()[:12]}-{half.name}"))


def open_store(folder: Path, synced: Sequence[Synced], password: str, clock: Clock | None) -> tuple[Store, Actor]:
    """See `Book.open`."""
    if not is_there(folder):
        raise Refused(_NO_BOOK, code="book_missing")
    half = (folder / HALF).exists()
    keys.mend(folder)
    try:
        unlocked = keys.open_vault(folder, password)
        store = Store.open(folder, unlocked.key, synced, clock)
    except (Refused, Fault) as failed:
        if half and failed.code in ("vault_missing", "vault_damaged", "book_missing", "book_damaged"):
            raise Refused(_NO_BOOK, code="book_missing") from failed
        raise
    if half:
        _made_whole(store, folder)
    if store.database.shared and sharing.take_up(store):  # another officer changed a user or a password
        try:
            unlocked = keys.open_vault(folder, password)
        except Refused:
            store.close()
            raise
    with store.read() as reader:
        name = reader.conn.execute(select(schema.ActorRow.name).where(schema.ActorRow.uid == unlocked.user_uid)).scalar()
    return store, Actor(unlocked.user_uid, name or "")


def _made_whole(store: Store, folder: Path) -> None:
    """One that was still being made as far as its folder tells: whole if it has the last of its first facts."""
    with store.read() as reader:
        whole = store.fact(reader.conn, numbers.LETTER_OF) is not None
    if not whole:
        store.close()
        raise Refused(_NO_BOOK, code="book_missing")
    (folder / HALF).unlink()


def new_password(folder: Path, code: str, password: str) -> None:
    """Give the first user a password by the recovery code."""
    keys.mend(folder)
    unlocked = keys.open_with_recovery(folder, code)
    keys.set_password(folder, unlocked, keys.read_vault(folder).users[0], password)
    if server.is_named(folder):
        sharing.publish_closed(folder, unlocked.key)
