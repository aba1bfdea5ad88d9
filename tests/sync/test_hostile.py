"""An admitted office that lies: what it may not say is refused or not used, and what its parcels touch besides is nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from nacl.signing import SigningKey

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.devices import new_keys
from desktop.store.segments import payload_digest
from desktop.sync import exchange, peers, taking
from desktop.sync.manifest import AnswerWire, DeviceWire, OfficeWire, SegmentWire, StreamWire
from desktop.sync.parcel import inspect
from tests.conftest import Books
from tests.factory import household, person, project
from tests.sync.hostile import Forger, changed, genuine
from tests.sync.offices import both_ways, make, meet, records, send, tables, take


@pytest.fixture
def forger(council: Book, region: Book, stick: Path) -> Forger:
    return Forger(council, region, stick)


def refused_and_unchanged(book: Book, file: Path) -> str:
    before = tables(book)
    result = take(book, file)
    assert result.status == "refused", result
    assert result.reason
    assert tables(book) == before
    return result.code


def rejected(book: Book, file: Path) -> taking.Taken:
    """Taken, but a record was not usable; the rooms show nothing of it."""
    before = records(book)
    result = take(book, file)
    assert (result.status, result.records.rejected) == ("applied", 1), result
    assert records(book) == before
    return result


def test_what_the_forger_writes_truly_is_taken(forger: Forger, region: Book) -> None:
    op = forger.op({"first_name": "ตรง", "moo": 3, "phones+0810000001": True})
    assert take(region, forger.parcel(forger.segment(op))).records.new == 1
    assert region.row("people", op.record).values["phones"] == ("0810000001",)


@pytest.mark.parametrize(
    "fields",
    [
        {"first_name": 5},
        {"first_name": b"bytes"},
        {"moo": "three"},
        {"moo": True},
        {"moo": 1 << 60},
        {"birth_date": "garbage"},
        {"birth_date": "2024-13-01"},
        {"birth_date": "2567-02-30"},
        {"phones": "0810000001"},
        {"phones": None},
        {"phones+0810000001": "yes"},
        {"phones+0810000001": None},
        {"phones+": True},
        {"first_name+x": True},
        {"": "no name"},
        {"+x": True},
        {"~": "gone"},
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_its_field_is_rejected(forger: Forger, region: Book, fields: dict[str, Any]) -> None:
    op = forger.op({"last_name": "ดี"} | fields)
    rejected(region, forger.parcel(forger.segment(op)))
    region.ids(ListQuery("people"))
    region.history("people", op.record)


@pytest.mark.parametrize("budget", ["12.5", "1e9", "NaN", "", 45000, "99999999999999.00"], ids=str)
def test_money_must_be_written_as_money(forger: Forger, region: Book, budget: Any) -> None:
    rejected(region, forger.parcel(forger.segment(forger.op({"title": "ก", "budget": budget}, register="projects"))))


def test_a_link_must_be_an_id(forger: Forger, region: Book) -> None:
    rejected(region, forger.parcel(forger.segment(forger.op({"house_no": "1", "head": b"short"}, register="households"))))


def test_a_rejected_value_leaves_what_was_there(forger: Forger, council: Book, region: Book, stick: Path) -> None:
    record = project(council, budget=Decimal(1000))
    send(council, region, stick)
    rejected(region, forger.parcel(forger.segment(forger.op({"budget": "lots"}, register="projects", record=record, kind=2))))
    assert region.row("projects", record).values["budget"] == Decimal(1000)


def test_words_that_no_list_knows_are_kept_and_shown(forger: Forger, region: Book) -> None:
    fields = {"sex": "X99", "tambon_code": "999999", "national_id": "not digits", "phones+nothing": True}
    op = forger.op(fields)
    assert take(region, forger.parcel(forger.segment(op))).records.new == 1
    row = region.row("people", op.record)
    for field in region.registers["people"].fields:
        region.values_label(field, row.values.get(field.name))


def test_an_unknown_field_is_kept_and_handed_on(forger: Forger, council: Book, region: Book, stick: Path) -> None:
    op = forger.op({"first_name": "ใหม่", "blood_group": "AB", "skills+weaving": True})
    assert take(region, forger.parcel(forger.segment(op))).records.new == 1
    with region.write() as deed:
        deed.put("people", op.record, {"note": "ภาคแก้"})
    with region.read() as reader:
        stored = reader.stored("people", op.record)
    assert stored is not None
    assert msgspec.msgpack.decode(stored["ext"]) == {"blood_group": "AB", "skills+weaving": True}
    assert take(council, make(region, stick)).records.new == 1
    with council.read() as reader:
        stored = reader.stored("people", op.record)
    assert stored is not None
    assert msgspec.msgpack.decode(stored["ext"])["blood_group"] == "AB"
    assert council.history("people", op.record)


def test_a_register_of_a_newer_program_waits_in_the_log_and_travels_on(forger: Forger, council: Book, region: Book, stick: Path) -> None:
    known, unknown = forger.op({"first_name": "รู้จัก"}), forger.op({"x": 1}, 2, register="gardens")
    result = take(region, forger.parcel(forger.segment(known, unknown)))
    assert (result.status, result.records.total, result.records.new, result.records.held) == ("applied", 2, 1, 1)
    assert take(council, make(region, stick)).records.held == 1


def test_a_kind_of_change_of_a_newer_program_is_history_too(forger: Forger, region: Book) -> None:
    op = forger.op({"first_name": "ใหม่"}, kind=77)
    assert take(region, forger.parcel(forger.segment(op))).status == "applied"
    assert region.history("people", op.record)


@pytest.mark.parametrize(
    "changes",
    [
        {"hlc": 1 << 63},
        {"hlc": -1},
        {"hlc": "soon"},
        {"ctx": 9},
        {"ctx": -1},
        {"deed": 1 << 63},
        {"record": b"short"},
        {"register": 5},
        {"kind": "put"},
    ],
    ids=str,
)
def test_a_change_that_is_none_is_refused(forger: Forger, region: Book, changes: dict[str, Any]) -> None:
    file = forger.parcel(forger.segment(forger.op({"first_name": "ก"}, **changes)))
    assert refused_and_unchanged(region, file) == "parcel_damaged_inside"


@pytest.mark.parametrize("value", [1.5, [1, 2], {"a": 1}, "cell" * 30], ids=str)
def test_values_of_no_known_type_and_cells_too_long_are_refused(forger: Forger, region: Book, value: Any) -> None:
    fields = {value: "x"} if isinstance(value, str) else {"new_field": value}
    assert refused_and_unchanged(region, forger.parcel(forger.segment(forger.op(fields)))) == "parcel_damaged_inside"


@pytest.mark.parametrize(
    "changes",
    [
        {"changes": 2},
        {"segments": 5},
        {"streams": []},
        {"streams": [StreamWire(b"short", "00" * 8, bytes(16))]},
        {"have": {bytes(16): 1 << 63}},
        {"have": {bytes(16): -1}},
        {"have": {b"short": 1}},
        {"offices": [OfficeWire(b"short", "council", "x", "")]},
        {"devices": [DeviceWire("00" * 8, bytes(16), bytes(32), "age1nothing", "admitted")]},
        {"devices": [DeviceWire("00" * 8, bytes(16), bytes(32), "ไม่ใช่", "admitted")]},
        {"devices": [DeviceWire("00" * 8, bytes(16), bytes(32), "age1x", "self")] * 101},
    ],
    ids=lambda changes: str(changes)[:30],
)
def test_counts_and_lists_that_do_not_hold_are_refused(forger: Forger, region: Book, changes: dict[str, Any]) -> None:
    file = forger.parcel(forger.segment(forger.op({"first_name": "ก"})), **changes)
    assert refused_and_unchanged(region, file) == "parcel_damaged_inside"


def test_a_device_that_lies_about_its_fingerprint_is_refused(forger: Forger, council: Book, region: Book) -> None:
    keys = new_keys()
    lie = DeviceWire(council.store.fingerprint, council.office.uid, keys.sign_public, keys.age_public, "admitted")
    assert refused_and_unchanged(region, forger.parcel(devices=[lie])) == "parcel_damaged_inside"


@pytest.mark.parametrize(
    ("numbers", "code"), [((5, 4), "parcel_damaged_inside"), ((0, 0), "parcel_damaged_inside"), ((1, 1 << 60), "parcel_too_big")], ids=str
)
def test_numbers_that_are_none_are_refused(forger: Forger, region: Book, numbers: tuple[int, int], code: str) -> None:
    segment = changed(forger.segment(forger.op({"first_name": "ก"})), seq_from=numbers[0], seq_to=numbers[1])
    assert refused_and_unchanged(region, forger.parcel(segment)) == code


def test_an_inside_that_was_given_another_outside_is_refused(forger: Forger, region: Book) -> None:
    assert refused_and_unchanged(region, forger.parcel(forger.segment(forger.op({})), header_sha=bytes(32))) == "parcel_altered"


def test_what_speaks_of_another_council_is_refused(forger: Forger, region: Book, books: Books, tmp_path: Path) -> None:
    other = books("other", office="อีกสภา")
    meet(other, region, tmp_path / "letters")
    forger.scope = other.office.uid
    assert refused_and_unchanged(region, forger.parcel(forger.segment(forger.op({"first_name": "ก"})))) == "wrong_scope"


def test_nobody_writes_into_another_councils_record(
    forger: Forger, council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("other", office="อีกสภา")
    meet(other, region, tmp_path / "letters")
    victim = household(other)
    send(other, region, stick)
    before = records(region)
    result = take(region, forger.parcel(forger.segment(forger.op({"house_no": "ถูกยึด"}, record=victim, register="households", kind=2))))
    assert (result.status, result.records.rejected) == ("applied", 1)
    assert records(region) == before


def test_one_id_in_two_registers_does_not_add_up(forger: Forger, region: Book) -> None:
    one = new_id()
    ops = forger.op({"first_name": "ก"}, record=one), forger.op({"house_no": "1"}, 2, record=one, register="households")
    assert refused_and_unchanged(region, forger.parcel(forger.segment(*ops))) == "counts_differ"


def test_a_change_signed_by_another_key_is_refused(forger: Forger, region: Book) -> None:
    file = forger.parcel(forger.segment(forger.op({"first_name": "ก"}), seed=new_keys().sign_seed))
    assert refused_and_unchanged(region, file) == "parcel_altered"


def test_a_relay_can_not_put_other_words_into_anothers_signed_change(
    forger: Forger, council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    second = books("second")
    meet(second, council, tmp_path / "letters")
    person(second, first_name="ที่พิมพ์")
    send(council, second, stick)
    send(second, council, stick)
    inside, segments = genuine(council)
    index = next(i for i, stream in enumerate(inside.streams) if stream.replica == second.replica)
    true = next(segment for segment in segments if segment.stream == index)
    body = zstandard.ZstdDecompressor().decompress(true.payload).replace("ที่พิมพ์".encode(), "ที่ปลอมก".encode())
    payload = zstandard.ZstdCompressor().compress(body)
    stream = inside.streams[index]
    devices = inside.devices
    for forged in (
        changed(true, stream=0, payload=payload),
        changed(true, stream=0, payload=payload, payload_hash=payload_digest(payload)),
    ):
        assert refused_and_unchanged(region, forger.parcel(forged, streams=[stream], devices=devices)) == "parcel_altered"
    whole = forger.parcel(changed(true, stream=0), streams=[stream], devices=devices)
    assert take(region, whole).records.new == 1


@pytest.mark.parametrize("whose", ["region", "stranger"])
def test_nobody_writes_in_anothers_name(forger: Forger, council: Book, region: Book, whose: str) -> None:
    keys = new_keys()
    device, office = (
        (region.store.fingerprint, region.office.uid) if whose == "region" else (keys.fingerprint, new_id())
    )  # a stream said to be of a PC that did not sign it
    for claimed in ((device, office), (council.store.fingerprint, office)):
        file = forger.parcel(forger.segment(forger.op({"first_name": "ก"})), streams=[StreamWire(forger.replica, *claimed)])
        assert refused_and_unchanged(region, file) in ("unknown_device", "parcel_altered")


def test_a_council_can_not_vouch_for_the_pc_of_another_office(forger: Forger, region: Book) -> None:
    keys = new_keys()
    other = DeviceWire(keys.fingerprint, region.office.uid, keys.sign_public, keys.age_public, "admitted")
    office = OfficeWire(new_id(), "region", "ภาคปลอม", "")
    assert take(region, forger.parcel(devices=[other], offices=[office])).status == "applied"
    with region.read() as reader:
        assert keys.fingerprint not in peers.devices(reader.conn)
    assert office.uid not in region.offices()


def test_a_number_used_twice_is_a_fork(forger: Forger, region: Book, clock: object) -> None:
    first = forger.segment(forger.op({"first_name": "ก"}), forger.op({"first_name": "ข"}, 2), forger.op({"first_name": "ค"}, 3))
    assert take(region, forger.parcel(first)).status == "applied"
    for again in (
        forger.segment(forger.op({"first_name": "อีกอย่าง"})),
        forger.segment(forger.op({"first_name": "อีกอย่าง"}, 2)),
        forger.segment(*(forger.op({"first_name": "อีกอย่าง"}, seq) for seq in (1, 2, 3))),
        forger.segment(*(forger.op({"first_name": "อีกอย่าง"}, seq) for seq in (3, 4))),
        forger.segment(forger.op({"first_name": "อีกอย่าง"}, 4)),
    ):
        assert refused_and_unchanged(region, forger.parcel(again)) == "fork"


def test_two_stories_of_what_an_author_had_seen_are_a_fork(forger: Forger, council: Book, region: Book, stick: Path) -> None:
    person(council)
    send(council, region, stick)
    first = forger.segment(forger.op({"first_name": "ก"}))
    assert take(region, forger.parcel(first)).status == "applied"
    chain = first.segment().chain_hash(forger.replica, forger.scope)
    second = forger.segment(forger.op({"first_name": "ข"}, 2), contexts={1: {council.replica: 1}}, prev=chain)
    assert refused_and_unchanged(region, forger.parcel(second)) == "fork"


def test_what_builds_on_changes_nobody_has_waits(forger: Forger, region: Book) -> None:
    for contexts in ({1: {new_id(): 3}}, {1: {forger.by.replica: 900}}):
        result = take(region, forger.parcel(forger.segment(forger.op({"first_name": "ก"}), contexts=contexts)))
        assert (result.status, result.code) == ("held", "gap")


def test_a_huge_number_of_changes_in_one_segment_is_refused(forger: Forger, region: Book) -> None:
    ops = [forger.op({"moo": 1}, seq) for seq in range(1, 4_002)]
    assert refused_and_unchanged(region, forger.parcel(forger.segment(*ops))) == "parcel_damaged_inside"


def test_a_segment_that_expands_beyond_all_bounds_is_refused(forger: Forger, region: Book) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(17 << 20))
    segment = forger.segment(forger.op({}))
    for payload in (bomb, b"", zstandard.ZstdCompressor().compress(b"\xc1"), b"\x28\xb5\x2f\xfd garbage"):
        forged = _resigned(forger, segment, payload)
        assert refused_and_unchanged(region, forger.parcel(forged)) == "parcel_damaged_inside"


def test_a_manifest_that_is_none_is_refused(forger: Forger, region: Book, stick: Path) -> None:
    header = inspect(forger.parcel()).header
    deep = b"\x91" * 100_000 + b"\xc0"
    for frames in ([b"\xc1"], [b""], [b"\x80"], [msgspec.msgpack.encode({"header_sha": 5})], [deep], [b"\x81\xa1k" + deep]):
        assert refused_and_unchanged(region, forger.written(header, frames)) == "parcel_damaged_inside"


def test_a_council_can_not_confirm_parcels_of_others(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    other = books("other", office="อีกสภา")
    meet(other, region, tmp_path / "letters")
    person(council)
    both_ways(council, region, stick)
    made = exchange.make(region, stick)
    rows = {one.to: one for one in made}
    mine = rows[(council.office.name,)]
    liar = Forger(other, region, stick)
    answer = AnswerWire(bytes.fromhex(inspect(mine.file).header.parcel_id), mine.number, bytes.fromhex(mine.sha256), 1, {})
    assert take(region, liar.parcel(answers=[answer])).status == "applied"
    status = {one.file: one.status for one in exchange.outgoing(region)}
    assert status[mine.file.name] == "made"


def _resigned(forger: Forger, segment: SegmentWire, payload: bytes) -> SegmentWire:
    made = changed(segment, payload=payload, payload_hash=payload_digest(payload))
    chain = made.segment().chain_hash(forger.replica, forger.scope)
    return changed(made, sig=SigningKey(forger.by.store.meta("sign_seed")).sign(chain).signature)
