"""Another officer's PC at a region's book on a server: a folder of its own, the same tables."""

from __future__ import annotations

from pathlib import Path

from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.register import Registers
from desktop.store import keys, server, sharing
from desktop.store.history import Actor
from desktop.store.keys import KdfCost


def join(folder: Path, on: str, registers: Registers, password: str, clock: Clock | None = None) -> Book:
    """Open the book that is in a database in an empty folder of this PC, with a password of the book. Refused: no such book, wrong
    password, a book in the folder; the folder is then as it was."""
    url = server.parse(on)
    sharing.fetch(folder, url)
    try:
        server.name(folder, url, keys.open_vault(folder, password).key)
        return Book.open(folder, registers, password, clock)
    except BaseException:
        server.forget(folder)
        (folder / keys.NAME).unlink(missing_ok=True)
        raise


def add_officer(book: Book, password: str, person: str, new_password: str, cost: KdfCost | None = None) -> Actor:
    """One more user of the book, let in by one there is (`password`); the others' PCs know it at their next opening. Refused as the vault
    does."""
    if not person.strip():
        raise Refused(N_("Write the officer's name."), code="name_missing", field="person")
    unlocked = keys.open_vault(book.folder, password)
    actor = Actor(new_id(), person.strip())
    keys.add_user(book.folder, unlocked, new_password, actor.uid, actor.name, cost or KdfCost())
    with book.store.transaction() as conn:
        book.store.remember_actor(conn, actor)
    if book.store.database.shared:
        sharing.publish(book.store)
    return actor
