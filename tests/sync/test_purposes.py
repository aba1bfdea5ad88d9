"""What leaves a council for its region is what the purpose lets go; the rest stays, and comes when the purpose is wider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.register import Kind
from desktop.store import schema
from desktop.store.segments import open_payload
from desktop.store.soundness import examine
from desktop.sync import exchange, purposes, taking
from desktop.sync.leaving import foreseen
from desktop.sync.purposes import Purpose, withheld
from tests.conftest import Books
from tests.factory import household, person
from tests.sync.offices import answer, both_ways, make, meet, questions, records, send, take

ID = "1101700230708"


@pytest.fixture
def woman(council: Book) -> bytes:
    return person(
        council, national_id=ID, vulnerable=("DISABLED", "ELDERLY"), body_state="BEDRIDDEN", occupation="ทำนา", phones=("0812345678",)
    )


@pytest.fixture
def second(council: Book, books: Books, stick: Path, tmp_path: Path) -> Book:
    made = books("second", office="ชั่วคราว", areas=("210304",))
    meet(made, council, tmp_path / "letters-2")
    send(council, made, stick)
    send(made, council, stick)
    return made


def row(book: Book, record: bytes) -> dict[str, Any]:
    return records(book)["people"][record]


def told(book: Book) -> set[tuple[str, str, Any]]:
    """Register, field and value of every change in the sealed log."""
    with book.read() as reader:
        rows = reader.conn.execute(select(schema.table_of(schema.SegmentRow))).all()
    return {
        (op.register, cell.partition("+")[0], value)
        for each in rows
        for op in open_payload(each.payload, each.seq_from, each.seq_to).ops
        for cell, value in op.fields.items()
    }


def sound(*books: Book) -> bool:
    return not [finding for book in books for finding in examine(book.store) if finding.found]


def test_what_is_sensitive_stays_and_all_else_arrives(council: Book, region: Book, woman: bytes, stick: Path) -> None:
    purposes.choose(council, Purpose.WORK)
    both_ways(council, region, stick)
    here, there = row(council, woman), row(region, woman)
    assert (there["national_id"], there["vulnerable"], there["body_state"]) == (None, None, None)
    stays = ("national_id", "vulnerable", "body_state")
    assert {name: value for name, value in there.items() if name not in stays} == {
        name: value for name, value in here.items() if name not in stays
    }
    assert (here["national_id"], here["vulnerable"]) == (ID, ("DISABLED", "ELDERLY"))
    assert not [each for each in told(region) if each[1] in stays]
    assert sound(council, region)


def test_for_figures_nobody_can_be_found(council: Book, region: Book, woman: bytes, stick: Path) -> None:
    home = household(council)
    purposes.choose(council, Purpose.FIGURES)
    both_ways(council, region, stick)
    about = purposes._about_people(region.registers)
    naming = {
        (name, field.name) for name in about for field in region.registers[name].fields if field.kind in (Kind.TEXT, Kind.NOTE, Kind.PHONES)
    }
    assert not [each for each in told(region) if each[:2] in naming and each[2] is not None]
    assert ID not in {value for _register, _field, value in told(region)}
    there = row(region, woman)
    assert (there["first_name"], there["vulnerable"], there["body_state"]) == (None, ("DISABLED", "ELDERLY"), "BEDRIDDEN")
    assert home in records(region)["households"]
    assert sound(region)


@pytest.mark.parametrize("narrow", [Purpose.WORK, Purpose.FIGURES])
def test_a_wider_purpose_brings_the_rest(council: Book, region: Book, woman: bytes, stick: Path, narrow: Purpose) -> None:
    purposes.choose(council, narrow)
    both_ways(council, region, stick)
    with council.write() as deed:
        deed.put("people", woman, {"occupation": "ค้าขาย", "national_id": "3101700230702"})
    if narrow is Purpose.WORK:  # a record without a name is not the region's to change
        with region.write() as deed:
            deed.put("people", woman, {"village": "บ้านใต้"})
    both_ways(council, region, stick)
    purposes.choose(council, Purpose.FULL)
    assert [(each.register, each.records) for each in foreseen(council).registers if each.register == "people"] == [("people", 1)]
    both_ways(council, region, stick)
    assert records(region) == records(council)
    assert row(region, woman)["national_id"] == "3101700230702"
    assert ID in {value for _register, _field, value in told(region)}
    assert questions(region) == questions(council) == set()
    assert sound(council, region)
    both_ways(council, region, stick)
    assert exchange.make(council, stick)[0].changes == 0


def test_if_the_parcel_with_the_rest_is_lost_the_next_brings_it(council: Book, region: Book, woman: bytes, stick: Path) -> None:
    purposes.choose(council, Purpose.WORK)
    both_ways(council, region, stick)
    both_ways(council, region, stick)
    purposes.choose(council, Purpose.FULL)
    make(council, stick).unlink()
    send(council, region, stick)
    assert records(region) == records(council)


def test_the_councils_other_pc_gets_everything_in_a_parcel_the_region_cannot_open(
    council: Book, second: Book, region: Book, woman: bytes, stick: Path
) -> None:
    both_ways(council, region, stick)
    late = person(council, national_id="3101700230702")
    purposes.choose(council, Purpose.WORK)
    made = exchange.make(council, stick)
    assert len({one.file for one in made}) == 2
    results = {one.file: (taking.take(region, [one.file])[0], taking.take(second, [one.file])[0]) for one in made}
    assert sorted((there.code or there.status, here.code or here.status) for there, here in results.values()) == [
        ("applied", "parcel_other_office"),
        ("parcel_other_office", "applied"),
    ]
    assert row(second, late) == row(council, late)
    assert row(region, late)["national_id"] is None
    with pytest.raises(AssertionError):
        make(council, stick)  # two parcels again


def test_the_region_sees_no_gap_in_the_numbers(council: Book, second: Book, region: Book, woman: bytes, stick: Path) -> None:
    purposes.choose(council, Purpose.WORK)
    numbers = []
    for _each in range(3):
        person(council)
        made = [one for one in exchange.make(council, stick) if "-own" not in one.file.name]
        numbers += [one.number for one in made]
        taking.take(region, [one.file for one in made])
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_what_a_region_hands_on_with_a_part_missing_is_made_whole_by_the_councils_own_pc(
    council: Book, second: Book, region: Book, woman: bytes, stick: Path
) -> None:
    late = person(council, national_id="3101700230702")
    purposes.choose(council, Purpose.WORK)
    (for_region,) = [one.file for one in exchange.make(council, stick) if "-own" not in one.file.name]
    receipt = answer(region, for_region, stick / "back")
    assert take(second, receipt).status == "applied"
    assert row(second, late)["national_id"] is None
    send_own(second, council, stick)
    send_own(council, second, stick)
    assert row(second, late) == row(council, late)
    assert sound(second)


def send_own(sender: Book, reader: Book, stick: Path) -> None:
    purposes.choose(sender, Purpose.FULL)
    for one in exchange.make(sender, stick):
        taking.take(reader, [one.file])


def test_nobody_but_the_council_leaves_fields_out(council: Book, second: Book, region: Book, woman: bytes, stick: Path) -> None:
    """A region can't take a word out of what a council's other PC is to get."""
    both_ways(council, region, stick)
    late = person(council, national_id="3101700230702")
    (parcel,) = exchange.make(council, stick)
    send_to_region = taking.take(region, [parcel.file])
    assert send_to_region[0].status == "applied"
    stays = withheld(Purpose.WORK, region.registers)
    assert stays is not None
    from desktop.store.segments import Segment
    from desktop.store.thinning import thin

    with region.store.transaction() as conn:
        table = schema.table_of(schema.SegmentRow)
        streams = {each.stream: each for each in conn.execute(select(schema.table_of(schema.StreamRow)))}
        for each in conn.execute(select(table)).all():
            stream = streams[each.stream]
            segment = Segment(each.seq_from, each.seq_to, each.prev_hash, each.payload_hash, each.sig, each.payload)
            left = thin(segment, stream.replica, stream.scope, stays, region.store.fingerprint, region.store.sign)
            conn.execute(
                update(table)
                .where(table.c.stream == each.stream, table.c.seq_from == each.seq_from)
                .values(payload=left.payload, thinned=left.thinned or None)
            )
    (receipt,) = exchange.make(region, stick)
    assert take(second, receipt.file).code == "parcel_altered"
    assert late not in records(second)["people"]


def test_a_photo_stays_and_a_region_chooses_nothing(council: Book, region: Book) -> None:
    stays = withheld(Purpose.WORK, council.registers)
    assert stays is not None
    assert stays("attachments", "content")
    assert stays("of_a_newer_program", "anything")
    assert withheld(Purpose.FULL, council.registers) is None
    with pytest.raises(Refused) as refused:
        purposes.choose(region, Purpose.WORK)
    assert refused.value.code == "council_chooses"


def test_no_text_of_a_register_with_people_is_overlooked(council: Book) -> None:
    """Registers that name a person, directly or through what hangs on one."""
    about = purposes._about_people(council.registers)
    assert {"people", "households", "cases", "help", "members", "case_visits", "proposals", "enterprise_members", "attachments"} <= about
    assert not {"projects", "activities", "partners", "products", "councils"} & about
