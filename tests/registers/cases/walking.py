"""Cases led along the chain by their deeds, as an office does it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Row
from tests.factory import case, put, value

PROGRAMME = {"programme_code": "BPP", "programme_year": 2569, "budget": Decimal("20000.00")}
WHY = {"reason": "เหตุผล"}


def do(book: Book, action: str, *cases: bytes, **values: Any) -> None:
    """One deed on cases."""
    book.do("cases", action, cases, values)


def refused(book: Book, action: str, *cases: bytes, **values: Any) -> tuple[str, str | None]:
    """(code, field) of why a deed is refused; nothing changes by it."""
    before = [status(book, each) for each in cases]
    with pytest.raises(Refused) as caught:
        do(book, action, *cases, **values)
    assert [status(book, each) for each in cases] == before
    return caught.value.code, caught.value.field


def resolution(book: Book, *, kind: str = "CERTIFY", meeting_status: str = "HELD", held_on: str = "2026-03-01") -> bytes:
    """A resolution of a meeting."""
    with book.write() as deed:
        meeting = deed.put("meetings", None, {"kind": "PRACHAKOM", "held_on": held_on, "status": meeting_status}, within=True)
    return put(book, "resolutions", {"meeting": meeting, "text": "รับรองผู้เดือดร้อน", "kind": kind})


def photo(book: Book, record: bytes, kind: str) -> bytes:
    """A photo of a case; the file behind it is of no account here."""
    with book.write() as deed:
        return deed.put("attachments", None, {"case": record, "kind": kind, "content": "0" * 64}, within=True)


def at(book: Book, state: str, **values: Any) -> bytes:
    """A case that was led to a state of the chain."""
    record = case(book, **values)
    way: list[tuple[str, str, dict[str, Any]]] = [
        ("C20", "verify", {}),
        ("C30", "certify", {"resolution": resolution(book) if state >= "C30" else None}),
        ("C40", "set_rank", {"place": 999} | WHY),
        ("C50", "propose", PROGRAMME),
        ("C60", "approve", {"amount": Decimal("19500.00")}),
        ("C70", "start_work", WHY),
        ("C80", "finish", WHY),
        ("C90", "close", {"outcome": "อยู่ได้แล้ว"}),
    ]
    for reached, action, asked in way:
        if reached <= state:
            do(book, action, record, **asked)
    return record


def status(book: Book, record: bytes) -> str:
    """Where a case stands."""
    return str(value(book, "cases", record, "status"))


def steps(book: Book, record: bytes) -> list[Row]:
    """The live steps of a case, oldest first."""
    rows = book.rows("case_steps", sorted(book.ids(ListQuery("case_steps", parent=record))))
    return [row for row in rows if row is not None]


def told(book: Book, record: bytes) -> list[tuple[str | None, str]]:
    """The steps of a case as (from, to), oldest first."""
    return [(step.values["from_state"], step.values["state"]) for step in steps(book, record)]


def ranks(book: Book, *cases: bytes) -> list[int | None]:
    """The ranks of cases."""
    return [value(book, "cases", record, "rank") for record in cases]
