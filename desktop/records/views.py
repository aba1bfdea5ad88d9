"""Lists that a user keeps under a name. In the book, encrypted, because what one searches for is personal data; never handed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, insert, select, update

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.query import ListQuery, Not, Span
from desktop.records.register import Register, Registers
from desktop.store import schema

LONGEST = 60  # characters of a name: it stands in a menu


@dataclass(frozen=True, slots=True)
class SavedView:
    """A user's own list: what it shows, in which columns (the register's own where blank)."""

    uid: bytes
    name: str
    query: ListQuery
    columns: tuple[str, ...]


def listed(book: Book, register: str) -> list[SavedView]:
    """The user's own views of a register, in the order they were made."""
    views = schema.table_of(schema.SavedViewRow)
    own = select(views).where(views.c.actor == book.actor.uid, views.c.register == register).order_by(views.c.position, views.c.uid)
    with book.read() as reader:
        rows = reader.conn.execute(own).all()
    return [SavedView(row.uid, row.name, *from_json(book.registers, register, row.query)) for row in rows]


def save(book: Book, name: str, query: ListQuery, columns: tuple[str, ...] = ()) -> SavedView:
    """Keep a list under a name; one of the same name is replaced. Refused: no name, or a long one."""
    name = _name(name)
    views = schema.table_of(schema.SavedViewRow)
    same = next((view for view in listed(book, query.register) if thai.fold(view.name) == thai.fold(name)), None)
    text = to_json(query, columns)
    with book.store.transaction() as conn:
        if same is not None:
            conn.execute(update(views).where(views.c.uid == same.uid).values(name=name, query=text))
            return SavedView(same.uid, name, query, columns)
        uid = new_id()
        last = conn.execute(select(func.max(views.c.position))).scalar() or 0
        facts = {"uid": uid, "actor": book.actor.uid, "register": query.register, "name": name, "query": text, "position": last + 1}
        conn.execute(insert(views).values(**facts))
    return SavedView(uid, name, query, columns)


def rename(book: Book, uid: bytes, name: str) -> None:
    """Call one of the user's views so from now on. Refused: no name, a long one, or one that another view of the register has."""
    name = _name(name)
    views = schema.table_of(schema.SavedViewRow)
    with book.read() as reader:
        register = reader.conn.execute(select(views.c.register).where(views.c.uid == uid)).scalar_one()
    if any(view.uid != uid and thai.fold(view.name) == thai.fold(name) for view in listed(book, register)):
        raise Refused(N_("There is a view of this name already."), code="view_exists", field="name")
    with book.store.transaction() as conn:
        conn.execute(update(views).where(views.c.uid == uid).values(name=name))


def delete(book: Book, uid: bytes) -> None:
    """Forget one of the user's views; the records it showed stay as they are."""
    views = schema.table_of(schema.SavedViewRow)
    with book.store.transaction() as conn:
        conn.execute(sql_delete(views).where(views.c.uid == uid))


def to_json(query: ListQuery, columns: tuple[str, ...] = ()) -> str:
    """A list as text; the bin and a parent are of the moment and not kept."""
    told = {
        "search": query.search,
        "filters": {name: _told(value) for name, value in query.filters.items()},
        "sort": query.sort,
        "descending": query.descending,
        "council": query.council.hex() if query.council is not None else None,
        "on": query.on,
        "columns": list(columns),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def from_json(registers: Registers, register: str, text: str) -> tuple[ListQuery, tuple[str, ...]]:
    """(query, columns) of such a text; fields that this version of the register does not have are left out."""
    spec, told = registers[register], json.loads(text)
    filters = {name: _meant(value) for name, value in told["filters"].items() if _stored(spec, name)}
    sort = told["sort"] if told["sort"] == "name" or _stored(spec, told["sort"]) else spec.sort
    council = bytes.fromhex(told["council"]) if told["council"] else None
    query = ListQuery(register, told["search"], filters, sort, bool(told["descending"]), council=council, on=told["on"])
    shown = {reverse.name for reverse in spec.reverses}
    return query, tuple(name for name in told["columns"] if name in shown or _stored(spec, name))


def _name(text: str) -> str:
    name = thai.clean(text)
    if not name:
        raise Refused(N_("Give the view a name."), code="name_blank", field="name")
    if len(name) > LONGEST:
        raise Refused(N_("Write at most {most} characters."), code="name_long", field="name", most=LONGEST)
    return name


def _stored(spec: Register, name: str) -> bool:
    return spec.has(name) or any(lookup.name == name for lookup in spec.lookups)


def _told(value: Any) -> Any:
    """A filter value in JSON; what JSON has no word for as an object of one entry."""
    match value:
        case tuple():
            return [_told(each) for each in value]
        case Span():
            return {"span": [_told(value.start), _told(value.end)]}
        case Not():
            return {"not": _told(value.value)}
        case bytes():
            return {"id": value.hex()}
        case Decimal():
            return {"number": str(value)}
    return value


def _meant(told: Any) -> Any:
    if isinstance(told, list):
        return tuple(_meant(each) for each in told)
    if not isinstance(told, Mapping):
        return told
    ((kind, inner),) = told.items()
    match kind:
        case "span":
            start, end = inner
            return Span(_meant(start), _meant(end))
        case "not":
            return Not(_meant(inner))
        case "id":
            return bytes.fromhex(inner)
        case "number":
            return Decimal(inner)
    raise ValueError(kind)
