"""What was handed over, as a slip tells it: numbers, counts and digests of parcels, no names of people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from desktop.records.book import Book
from desktop.store import schema
from desktop.sync import exchange, legs, peers


@dataclass(frozen=True, slots=True)
class Handed:
    """A parcel made here. `size` in bytes, None where the file is no longer kept; `kind` as Leg.kind; `confirmed_ms` None until its receipt
    came."""

    number: int
    to: str
    made_ms: int
    records: int
    changes: int
    size: int | None
    sha256: str
    kind: str
    file: str
    confirmed_ms: int | None


def handed(book: Book) -> list[Handed]:
    """All that were written, newest first."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        names = {uid: row.name for uid, row in peers.offices(reader.conn).items()}
        rows = reader.conn.execute(
            select(table)
            .where(table.c.direction == "out", table.c.status != "writing")
            .order_by(table.c.at_ms.desc(), table.c.number.desc())
        ).all()
    sizes = _sizes(book)
    found = []
    for row in rows:
        counts = json.loads(row.counts)
        found.append(
            Handed(
                row.number,
                names.get(row.office, ""),
                row.at_ms,
                counts.get("records", 0),
                counts["changes"],
                sizes.get(counts["file"]),
                row.sha256.hex(),
                counts.get("kind", legs.PARCEL),
                counts["file"],
                counts.get("confirmed_ms"),
            )
        )
    return found


def just_made(book: Book, made: Iterable[exchange.Made]) -> list[Handed]:
    """The same of parcels that were made in one go."""
    digests = {each.sha256 for each in made}
    return [each for each in handed(book) if each.sha256 in digests]


def tidy(book: Book) -> int:
    """Drop the kept files of confirmed parcels, so that the folder does not grow for ever; gives how many. The newest of each council stays: a
    lost receipt is written again from it, byte for byte. One that can't be dropped now is dropped another time."""
    table = schema.table_of(schema.ParcelRow)
    with book.read() as reader:
        rows = reader.conn.execute(select(table).where(table.c.direction == "out").order_by(table.c.number.desc())).all()
    newest: set[bytes] = set()
    dropped = 0
    for row in rows:
        is_newest = row.scope not in newest
        newest.add(row.scope)
        kept = book.folder / exchange.OUTBOX / json.loads(row.counts)["file"]
        if is_newest or row.status != "confirmed" or not kept.exists():
            continue
        with suppress(OSError):
            kept.unlink()
            dropped += 1
    return dropped


def _sizes(book: Book) -> dict[str, int]:
    folder = book.folder / exchange.OUTBOX
    return {file.name: file.stat().st_size for file in folder.iterdir() if file.is_file()} if folder.is_dir() else {}
