"""Sealing cuts segments that every reader takes, however much was written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.store import schema
from desktop.store.segments import MAX_OPS, MAX_RAW, open_payload
from tests.factory import person, person_values


def segments(book: Book) -> list[tuple[int, int, int]]:
    """(first, last, bytes inside) of what is sealed."""
    with book.read() as reader:
        rows = reader.conn.execute(select(schema.table_of(schema.SegmentRow)).order_by(schema.SegmentRow.seq_from)).all()
    return [
        (row.seq_from, row.seq_to, sum(len(str(op.fields).encode()) for op in open_payload(row.payload, row.seq_from, row.seq_to).ops))
        for row in rows
    ]


def test_segments_hold_at_most_so_many_changes_and_follow_each_other(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("people", None, person_values(moo=95))
        for number in range(MAX_OPS + 10):
            deed.put("people", record, {"moo": number % 90 + 1})
    book.store.seal_all()
    assert [(first, last) for first, last, _size in segments(book)] == [(1, MAX_OPS), (MAX_OPS + 1, MAX_OPS + 11)]


def test_long_notes_are_spread_over_segments(book: Book) -> None:
    with book.write() as deed:
        for _each in range(20):
            deed.put("people", None, person_values(note=os.urandom(250_000).hex()))
    book.store.seal_all()
    cut = segments(book)
    assert len(cut) > 2
    assert all(size <= MAX_RAW + 100_000 for _first, _last, size in cut)
    assert [first for first, _last, _size in cut][1:] == [last + 1 for _first, last, _size in cut][:-1]


def test_a_text_no_parcel_could_carry_is_refused_and_nothing_kept(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        person(book, note="ก" * 400_000)
    assert caught.value.code == "too_long"
    assert book.counts()["people"] == 0
