"""The change log: each save appends what changed, in the same transaction as the rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import schema, sealing, versions
from desktop.store.history import Actor, batched
from desktop.store.segments import MAX_OPS
from desktop.store.soundness import examine
from desktop.store.versions import DELETED, OpKind, Version, pack, unpack
from tests.conftest import Books
from tests.factory import person, value


def logged(book: Book) -> list[Any]:
    """All unsealed changes, oldest first."""
    with book.read() as reader:
        return list(reader.conn.execute(select(schema.table_of(schema.OpRow)).order_by(schema.OpRow.stream, schema.OpRow.seq)).all())


def cells(book: Book) -> list[dict[str, Any]]:
    """The fields of all unsealed changes."""
    return [versions.decode(row.fields) for row in logged(book)]


def test_only_what_changed_is_logged(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("people", None, {"first_name": "บุญมี", "last_name": None, "moo": 1})
    with book.write() as deed:
        deed.put("people", record, {"first_name": "บุญมี", "moo": 2})
    assert cells(book) == [{"first_name": "บุญมี", "moo": 1}, {"moo": 2}]


def test_a_save_that_changes_nothing_writes_nothing(book: Book) -> None:
    record = person(book, moo=1, phones=("0810000002", "0810000001"))
    before = book.row("people", record)
    with book.write() as deed:
        deed.put("people", record, {"moo": 1, "phones": ("0810000001", "0810000002")})
    assert len(logged(book)) == 1
    assert book.row("people", record) == before


def test_clearing_a_field_is_a_value_like_another(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    with book.write() as deed:
        deed.put("people", record, {"occupation": None})
    assert cells(book)[1] == {"occupation": None}
    assert value(book, "people", record, "occupation") is None


def test_a_set_is_logged_element_by_element(book: Book) -> None:
    record = person(book, vulnerable=("V_ELD", "V_DIS"))
    with book.write() as deed:
        deed.put("people", record, {"vulnerable": ("V_ELD", "V_BED")})
    assert cells(book)[1] == {"vulnerable+V_BED": True, "vulnerable+V_DIS": False}


def test_money_travels_as_a_decimal_text(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("projects", None, {"title": "ซ่อมบ้าน", "budget": Decimal("45000.5")})
    assert cells(book)[0]["budget"] == "45000.50"
    assert value(book, "projects", record, "budget") == Decimal("45000.50")


def test_numbers_have_no_gaps_also_after_a_deed_that_failed(book: Book) -> None:
    person(book)
    with pytest.raises(ZeroDivisionError), book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        deed.work.flush()
        raise ZeroDivisionError
    person(book)
    rows = logged(book)
    assert [row.seq for row in rows] == [1, 2]
    assert rows[0].hlc < rows[1].hlc
    with book.read() as reader:
        assert reader.conn.execute(select(schema.StreamRow.have_seq)).scalars().all() == [2]


def test_the_changes_of_a_deed_bear_its_number_and_their_actor(book: Book) -> None:
    with book.write() as deed:
        deed.put("people", None, {"first_name": "ก"})
        deed.put("people", None, {"first_name": "ข"})
    person(book)
    first, second, third = logged(book)
    assert first.deed == second.deed == first.hlc != third.deed
    assert {row.actor for row in (first, second, third)} == {book.actor.uid}


def test_the_log_bears_the_name_that_an_actor_has_now(book: Book) -> None:
    person(book)
    told = Actor(book.actor.uid, "ชื่อในสำนักงานอื่น")
    with book.store.transaction() as conn:  # as another PC's parcel may name the same person
        book.store.remember_actor(conn, told)
    record = person(book)
    with book.read() as reader:
        assert [one.who for one in reader.log_of(record)] == [book.actor.name]
    book.actor = told
    record = person(book)
    with book.read() as reader:
        assert [one.who for one in reader.log_of(record)] == [told.name]


def test_a_deed_begins_where_the_log_stands_whoever_wrote_last(book: Book) -> None:
    """A deed takes over how the last one left the log; not after one that failed, nor after anything else that wrote."""
    person(book)
    with book.store.transaction() as conn:
        book.store.raise_epoch(conn, book.office.uid)
    person(book)
    with pytest.raises(ZeroDivisionError), book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        raise ZeroDivisionError
    person(book)
    assert [(row.seq, row.ctx) for row in logged(book)] == [(1, 1), (2, 2), (3, 2)]


def test_records_of_different_councils_have_streams_of_their_own(books: Books) -> None:
    region = books("region", kind="region", areas=("21",))
    councils = [new_id(), new_id()]
    with region.write() as deed:
        for council in (*councils, councils[0]):
            deed.put("people", None, {"first_name": "บุญมี"}, council=council)
    with region.read() as reader:
        found = {row.scope: row.have_seq for row in reader.conn.execute(select(schema.table_of(schema.StreamRow)))}
    assert found == {councils[0]: 2, councils[1]: 1}


def test_the_log_of_a_record_is_whole_across_sealing(book: Book) -> None:
    record = person(book, occupation="ทำนา")
    other = person(book)
    book.store.seal_all()
    with book.write() as deed:
        deed.put("people", record, {"occupation": "ทำสวน"})
    with book.read() as reader:
        log = sorted(reader.log_of(record), key=lambda one: one.op.seq)
        assert [one.op.fields.get("occupation") for one in log] == ["ทำนา", "ทำสวน"]
        assert {one.replica for one in log} == {book.replica} and {one.who for one in log} == {book.actor.name}
        assert len(reader.log_of(other)) == 1


def test_a_deed_over_several_councils_is_found_whole_though_one_was_handed_over(books: Books) -> None:
    region = books("region", kind="region", areas=("21",))
    councils = [new_id(), new_id()]
    with region.write() as deed:
        number = deed.work
        for council in councils:
            deed.put("people", None, {"first_name": "บุญมี"}, council=council)
    with region.store.transaction() as conn:
        sealing.seal(region.store, conn, councils[0])
    with region.read() as reader:
        assert number.deed is not None
        found = reader.deed_ops(number.deed)
    assert len(found) == 2 and [op.hlc for _stream, op in found] == sorted(op.hlc for _stream, op in found)
    assert region.undo()
    assert region.counts()["people"] == 0


def test_a_sealed_deed_is_found_among_many(book: Book) -> None:
    deeds = []
    for number in range(12):
        with book.write() as deed:
            for each in range(3):
                deed.put("people", None, {"first_name": f"คน {number} {each}"})
            deeds.append(deed.work)
        if number % 3 == 2:
            book.store.seal_all()
    with book.read() as reader:
        for number, work in enumerate(deeds):
            assert work.deed is not None
            names = [op.fields["first_name"] for _stream, op in reader.deed_ops(work.deed)]
            assert names == [f"คน {number} {each}" for each in range(3)]


def test_what_is_not_here_can_not_be_changed(book: Book) -> None:
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.delete("people", new_id())
    assert caught.value.code == "gone"


def test_what_is_in_the_bin_is_taken_out_before_it_is_edited(book: Book) -> None:
    record = person(book, moo=1)
    book.delete("people", [record])
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("people", record, {"moo": 2})
    assert caught.value.code == "in_bin"
    book.restore("people", [record])
    with book.write() as deed:
        deed.put("people", record, {"moo": 2})
    assert [row.kind for row in logged(book)] == [OpKind.INSERT, OpKind.DELETE, OpKind.RESTORE, OpKind.UPDATE]


def test_each_write_raises_the_revision_by_one(book: Book) -> None:
    record = person(book, moo=1)
    seen = [book.row("people", record).revision]
    for moo in (2, 2, 3):
        with book.write() as deed:
            deed.put("people", record, {"moo": moo})
        seen.append(book.row("people", record).revision)
    assert seen == [1, 2, 2, 3]


def test_versions_are_packed_short_and_come_out_whole() -> None:
    base, later = Version(1 << 60, 1, 1, 1), Version(2 << 60, 3, 4, 5)
    for cells_, deleted in (({}, None), ({"moo": later}, None), ({DELETED: later}, True), ({DELETED: later, "x+y": base}, False)):
        assert unpack(pack(base, cells_, deleted)) == (base, cells_, deleted)
    assert len(pack(base, {}, None)) < len(pack(base, {"moo": later}, None))


def test_batches_hold_everything_in_order() -> None:
    assert list(batched(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batched([], 2)) == []


def test_within_a_deed_the_log_of_a_record_holds_what_was_just_put(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("people", None, {"first_name": "บุญมี", "moo": 1})
        deed.put("people", record, {"moo": 2})
        told = sorted((each.op for each in deed.work.log_of(record)), key=lambda op: op.seq)
        assert [(op.kind, op.fields) for op in told] == [(OpKind.INSERT, {"first_name": "บุญมี", "moo": 1}), (OpKind.UPDATE, {"moo": 2})]
        assert deed.work.deed is not None
        assert [op for _stream, op in deed.work.deed_ops(deed.work.deed)] == told


def test_a_deed_of_more_changes_than_are_written_at_once_is_numbered_without_a_gap(book: Book) -> None:
    record = person(book, moo=1)
    with book.write() as deed:
        for number in range(1_001):
            deed.put("people", record, {"moo": 2 + number % 2})
        deed.put("people", None, {"first_name": "บุญมา"})
    assert [row.seq for row in logged(book)] == list(range(1, 1_004))
    assert cells(book)[-2:] == [{"moo": 2}, {"first_name": "บุญมา"}]


@pytest.mark.parametrize("before", [0, 3])
def test_what_fills_a_segment_is_sealed_without_going_through_the_open_log(book: Book, before: int) -> None:
    for _each in range(before):
        person(book)
    with book.write() as deed:
        ids = [deed.put("people", None, {"first_name": f"คน {number}"}) for number in range(MAX_OPS)]
        assert len(deed.work.log_of(ids[0])) == 1
        ids += [deed.put("people", None, {"first_name": f"อีกคน {number}"}) for number in range(2 * MAX_OPS - 5)]
        assert len(deed.work.deed_ops(deed.work.deed or 0)) == len(ids)
    with book.read() as reader:
        spans = reader.conn.execute(select(schema.SegmentRow.seq_from, schema.SegmentRow.seq_to)).all()
        assert [tuple(span) for span in spans] == [(1, MAX_OPS), (MAX_OPS + 1, 2 * MAX_OPS)]
        assert all(len(reader.log_of(record)) == 1 for record in (ids[0], ids[MAX_OPS], ids[-1]))
        assert {one.who for one in reader.log_of(ids[0])} == {book.actor.name}
    assert [row.seq for row in logged(book)] == list(range(2 * MAX_OPS + 1, 3 * MAX_OPS - 4 + before))
    assert not [finding for finding in examine(book.store) if finding.found]
    person(book)
    assert logged(book)[-1].seq == 3 * MAX_OPS - 4 + before
