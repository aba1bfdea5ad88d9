"""`server.json` beside a vault: the server that holds the tables of this book, when it is no file. The login's password, where Sapha has to
know it, lies there sealed with the book's key; better is one that libpq finds by itself (a password file or service of the system)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

import nacl.exceptions
from nacl.secret import SecretBox
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.store import lasting

NAME = "server.json"
PASSWORD = "SAPHA_STORE_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds
_DRIVER = "postgresql+psycopg"


def is_named(folder: Path) -> bool:
    """Whether the book of this folder is on a server."""
    return (folder / NAME).exists()


def parse(said: str) -> URL:
    """What a person wrote; the password may be in it or in the environment. Refused where it is not a PostgreSQL address."""
    try:
        found = make_url(said)
    except (ArgumentError, ValueError) as wrong:
        raise _no_address() from wrong
    if found.drivername not in (_DRIVER, "postgresql", "postgres") or not (found.database or found.query.get("service")):
        raise _no_address()
    given = os.environ.get(PASSWORD)
    return found.set(drivername=_DRIVER, password=found.password or given or None)


def _no_address() -> Refused:
    return Refused(
        N_("This is not the address of a PostgreSQL database. It looks like postgresql+psycopg://login@server/database."),
        code="store_url",
        field="store",
    )


def name(folder: Path, url: URL, key: bytes) -> None:
    """Write down where the tables of this book are."""
    sealed = SecretBox(_subkey(key)).encrypt(url.password.encode()).hex() if isinstance(url.password, str) and url.password else ""
    told = {"v": 1, "url": without_password(url).render_as_string(hide_password=False), "password": sealed}
    part = folder / (NAME + ".new")
    lasting.put(folder / NAME, json.dumps(told, ensure_ascii=False).encode(), part)


def without_password(url: URL) -> URL:
    """The same address; `URL.set(password=None)` would leave it in."""
    return URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)


def forget(folder: Path) -> None:
    """Name no server any more."""
    with contextlib.suppress(FileNotFoundError):
        (folder / NAME).unlink()


def url(folder: Path, key: bytes | None = None) -> URL:
    """Where they are; with the password only when the book's key is given. Refused 'server_file' when that can't be read."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = make_url(told["url"])
        if key is not None and told["password"]:
            return found.set(password=SecretBox(_subkey(key)).decrypt(bytes.fromhex(told["password"])).decode())
    except (OSError, ValueError, KeyError, TypeError, ArgumentError, nacl.exceptions.CryptoError) as wrong:
        raise Refused(
            N_("What this folder says about the region's server can't be read. Join the server again with “sapha-cli join”."),
            code="server_file",
        ) from wrong
    return found


def _subkey(key: bytes) -> bytes:
    return hashlib.blake2b(b"", key=key, digest_size=32, person=b"sapha-srv-login1").digest()
