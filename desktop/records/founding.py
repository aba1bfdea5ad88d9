"""A book's vault and store, made and opened: in its folder alone, or with the tables on a region's server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records import numbers
from desktop.store import keys, schema, server, sharing
from desktop.store.devices import new_keys
from desktop.store.engine import BOOK
from desktop.store.history import Actor
from desktop.store.keys import KdfCost
from desktop.store.store import Store
from desktop.store.synced import Synced


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
    if is_there(folder):
        raise Refused(N_("There is already a book in this folder."), code="book_exists")
    url = server.parse(on) if on else None
    folder.mkdir(parents=True, exist_ok=True)
    actor = Actor(new_id(), person)
    vault, key, recovery = keys.create_vault(folder, password, actor.uid, person, cost or KdfCost())
    meta = new_keys().meta() | {"practice": b"1" if practice else b"0", numbers.LETTER: numbers.FIRST.encode()}
    try:
        if url is not None:
            server.name(folder, url, key)
        store = Store.create(folder, key, synced, meta, office, clock)
    except BaseException:
        # Half a book can't be opened and would keep a second try from being made here.
        for half in (vault.path, *folder.glob(f"{BOOK}*")):
            half.unlink(missing_ok=True)
        server.forget(folder)
        raise
    with store.transaction() as conn:
        store.remember_actor(conn, actor)
        store.set_meta(conn, numbers.LETTER_OF, store.replica)
    if url is not None:
        sharing.publish(store)
    return store, actor, recovery


def open_store(folder: Path, synced: Sequence[Synced], password: str, clock: Clock | None) -> tuple[Store, Actor]:
    """See `Book.open`."""
    if not is_there(folder):
        raise Refused(N_("There is no book in this folder."), code="book_missing")
    keys.mend(folder)
    unlocked = keys.open_vault(folder, password)
    store = Store.open(folder, unlocked.key, synced, clock)
    if store.database.shared and sharing.take_up(store):  # another officer changed a user or a password
        try:
            unlocked = keys.open_vault(folder, password)
        except Refused:
            store.close()
            raise
    with store.read() as reader:
        name = reader.conn.execute(select(schema.ActorRow.name).where(schema.ActorRow.uid == unlocked.user_uid)).scalar()
    return store, Actor(unlocked.user_uid, name or "")


def new_password(folder: Path, code: str, password: str) -> None:
    """Give the first user a password by the recovery code."""
    keys.mend(folder)
    unlocked = keys.open_with_recovery(folder, code)
    keys.set_password(folder, unlocked, keys.read_vault(folder).users[0], password)
    if server.is_named(folder):
        sharing.publish_closed(folder, unlocked.key)
