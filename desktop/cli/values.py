"""Records and values as programs read them, and values as people type them on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_bytes, id_text
from desktop.records import kinds
from desktop.records.book import Book
from desktop.records.conflicts import Conflict
from desktop.records.query import ListQuery
from desktop.records.register import Field, Kind, Level, Problem, Register, Row

PAGE = 500
DELETED = "~"  # the cell of a conflict between deleting and editing
GONE, ALIVE = "deleted", "alive"


def columns_of(book: Book, register: Register) -> dict[str, Field]:
    """Every value of a record by name: its own fields, then what is seen through links."""
    names = [field.name for field in register.fields]
    names += [lookup.name for lookup in register.lookups] + [reverse.name for reverse in register.reverses]
    return {name: book.registers.described(register, name) for name in names}


def row_json(book: Book, row: Row, *, codes: bool) -> dict[str, Any]:
    """A record: its id, all its values, what its links are called, and fields in conflict."""
    register = book.registers[row.register]
    made: dict[str, Any] = {"id": id_text(row.id)}
    for name, field in columns_of(book, register).items():
        made[name] = kinds.to_json(field, row.values.get(name), book.code_lists, as_codes=codes)
    made |= {name: value for name, value in row.values.items() if name.endswith(".name")}
    return made | {"conflicts": sorted(row.conflicts)}


def rows_json(book: Book, register: str, wanted: Sequence[bytes], *, codes: bool) -> list[dict[str, Any]]:
    """Records in their order, each with the records shown inside its form."""
    spec = book.registers[register]
    found = [row for start in range(0, len(wanted), PAGE) for row in book.rows(register, wanted[start : start + PAGE]) if row is not None]
    made = [row_json(book, row, codes=codes) for row in found]
    for child in spec.children:
        # household_persons are the households' `persons`
        name = child.removeprefix(spec.name.removesuffix("s") + "_")
        for row, told in zip(found, made, strict=True):
            # In the order they were entered, which is that of the form or sheet they came from.
            told[name] = rows_json(book, child, sorted(book.ids(ListQuery(child, parent=row.id))), codes=codes)
    return made


def when_json(ms: int) -> str:
    """A point in time, in UTC."""
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).isoformat(timespec="milliseconds")


def typed(book: Book, field: Field, text: str) -> tuple[Any, list[Problem]]:
    """The value of a text and what is odd about it; Refused with the field when it can't be read, or names no record."""
    value, problems = kinds.parse(field, text, book.clock.today(), book.code_lists)
    wrong = next((problem for problem in problems if problem.level is Level.ERROR), None)
    if wrong is not None:
        raise Refused(wrong.message, code=wrong.code, **{**wrong.values, "field": field.name})
    if field.kind is Kind.LINK and value is not None and book.rows(field.register, [value])[0] is None:
        raise Refused(N_("There is no such record."), code="link_unknown", field=field.name)
    return value, list(problems)


def record_id(text: str) -> bytes:
    """The id of a record; Refused 'bad_id'."""
    return id_bytes(text.strip())


def conflict_json(book: Book, conflict: Conflict, *, codes: bool) -> dict[str, Any]:
    """A conflict with all that was said."""
    return {
        "id": conflict.id,
        "register": conflict.register,
        "record": id_text(conflict.record),
        "name": book.registers[conflict.register].name_of(book.row(conflict.register, conflict.record).values),
        "field": GONE if conflict.field == DELETED else conflict.field,
        "element": conflict.element or None,
        "values": [
            {
                "value": head_json(book, conflict, head.value, codes=codes),
                "who": head.who,
                "when": when_json(head.when_ms),
                "replica": head.replica.hex(),
                "office": _office(book, head.office),
                "shown": head.shown,
            }
            for head in conflict.values
        ],
    }


def head_json(book: Book, conflict: Conflict, value: Any, *, codes: bool) -> Any:
    """One of the values that stand against each other."""
    if conflict.field == DELETED:
        return GONE if value else ALIVE
    field = _field(book, conflict)
    if conflict.element or field is None:
        return value
    return kinds.to_json(field, value, book.code_lists, as_codes=codes)


def kept(book: Book, conflict: Conflict, text: str) -> Any:
    """The value a person keeps: one of those listed, as it is shown or stored, else another as it is typed."""
    if conflict.field == DELETED:
        words = {GONE: True, ALIVE: False}
        if text.strip().lower() not in words:
            raise Refused(N_("Write “deleted” or “alive”."), code="keep_unknown", field="keep")
        return words[text.strip().lower()]
    field = _field(book, conflict)
    if conflict.element:
        switch = Field(conflict.field, Kind.BOOL, field.label if field is not None else conflict.field)
        return typed(book, switch, text)[0]
    for head in conflict.values:
        if text.strip() in _texts(book, field, head.value):
            return head.value
    if field is None:
        raise Refused(N_("This field is of a newer version of Sapha; keep one of the values listed."), code="keep_unknown", field="keep")
    return typed(book, field, text)[0]


def _texts(book: Book, field: Field | None, value: Any) -> set[str]:
    if field is None:
        return {str(value)}
    shown = {kinds.show(field, value, book.code_lists), kinds.label(field, value, book.code_lists)}
    for codes in (False, True):
        told = kinds.to_json(field, value, book.code_lists, as_codes=codes)
        shown.add(", ".join(told) if isinstance(told, list) else "" if told is None else str(told))
    return shown


def _field(book: Book, conflict: Conflict) -> Field | None:
    register = book.registers[conflict.register]
    return register.field(conflict.field) if register.has(conflict.field) else None


def _office(book: Book, uid: bytes) -> str:
    office = book.offices().get(uid)
    return office.name if office is not None else uid.hex()


def problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Warnings as programs read them, each once: what is odd as typed may be odd as stored too."""
    found = {(problem.field, problem.code): _(problem.message).format(**problem.values) for problem in problems}
    return [{"field": field, "code": code, "message": message} for (field, code), message in found.items()]
