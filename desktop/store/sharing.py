"""The vault of a book on a server: a copy lies there, wrapped as in any folder, so that another officer joins with a login and a password
of the book. What the server holds is what counts; a folder's is as of its last opening."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, insert, inspect, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.store import keys, schema
from desktop.store.databases import server_fault
from desktop.store.store import Store

VAULT = "vault"  # the fact that holds it


def fetch(folder: Path, url: URL) -> None:
    """Put the vault of the book on a server into a folder that has none. Refused 'book_exists', 'book_missing', and as the server does."""
    if (folder / keys.NAME).exists():
        raise Refused(N_("There is already a book in this folder."), code="book_exists", field="profile")
    from desktop.store import postgres

    found = _on(postgres.engine(url, writer=True))
    if found is None:
        raise Refused(N_("There is no book in this database yet. Make one with “sapha-cli new”."), code="book_missing", field="store")
    folder.mkdir(parents=True, exist_ok=True)
    keys.put_back(folder, found)


def _on(engine: Engine) -> bytes | None:
    facts = schema.table_of(schema.Meta)
    try:
        with engine.connect() as conn:
            if facts.name not in inspect(conn).get_table_names():
                return None
            return conn.execute(select(facts.c.value).where(facts.c.key == VAULT)).scalar()
    except DBAPIError as failed:
        raise server_fault(failed) from failed
    finally:
        engine.dispose()


def publish(store: Store) -> None:
    """After a user or a password changed here: the others get it when they open next."""
    facts = schema.table_of(schema.Meta)
    raw = (store.folder / keys.NAME).read_bytes()
    with store.transaction() as conn:
        if not conn.execute(update(facts).where(facts.c.key == VAULT).values(value=raw)).rowcount:
            conn.execute(insert(facts).values(key=VAULT, value=raw))


def publish_closed(folder: Path, key: bytes) -> None:
    """The same of a book that is not open."""
    store = Store.open(folder, key, ())
    try:
        publish(store)
    finally:
        store.close()


def take_up(store: Store) -> bool:
    """The server's vault in the place of the folder's; gives whether it was another one: then the password has to be asked of it again."""
    with store.read() as reader:
        raw = store.fact(reader.conn, VAULT)
    if raw is None or raw == (store.folder / keys.NAME).read_bytes():
        return False
    keys.put_back(store.folder, raw)
    return True
