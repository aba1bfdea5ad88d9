"""Which lists left the book with whole IDs or health in them: when, by whom, how many rows, which columns. Kept in the book, never handed over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import schema

_KEY = "export:"


@dataclass(frozen=True, slots=True)
class Export:
    """One workbook that left. `columns` are names of fields, the sensitive ones alone."""

    at_ms: int
    who: str
    register: str
    rows: int
    columns: tuple[str, ...]


def note(book: Book, register: str, rows: int, columns: Sequence[str]) -> None:
    """Note an export, by a commit of its own."""
    at = book.clock.now_ms()
    told = {"who": book.actor.name, "register": register, "rows": rows, "columns": list(columns)}
    key = f"{_KEY}{at:015}:{new_id().hex()[-8:]}"
    with book.store.transaction() as conn:
        conn.execute(insert(schema.table_of(schema.Meta)).values(key=key, value=json.dumps(told, ensure_ascii=False).encode()))


def noted(book: Book) -> list[Export]:
    """All that were noted, the newest first."""
    meta = schema.table_of(schema.Meta)
    with book.read() as reader:
        rows = reader.conn.execute(select(meta.c.key, meta.c.value).where(meta.c.key.startswith(_KEY)).order_by(meta.c.key.desc())).all()
    found = []
    for row in rows:
        told = json.loads(bytes(row.value))
        at = int(row.key.split(":")[1])
        found.append(Export(at, told["who"], told["register"], told["rows"], tuple(told["columns"])))
    return found
