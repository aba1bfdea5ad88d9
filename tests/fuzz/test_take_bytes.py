"""Whatever the bytes of a parcel, outside or (signed by an admitted office) inside: taking ends in a worded result, and a refusal in no change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.segments import payload_digest
from desktop.sync import manifest, parcel
from tests.conftest import Books
from tests.factory import case, person
from tests.sync.hostile import Forger, changed, genuine
from tests.sync.offices import make, meet, records, send, tables, take

often = settings(deadline=None, max_examples=int(os.environ.get("SAPHA_FUZZ", "150")))


@dataclass
class Offices:
    """A council and a region that met and share a record, and a genuine parcel not taken yet."""

    council: Book
    region: Book
    forger: Forger
    raw: bytes
    folder: Path


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    folder = tmp_path_factory.mktemp("offices")
    books = Books(folder, ScriptedClock())
    region, council = books("region", kind="region", areas=("21",)), books("council")
    meet(council, region, folder / "letters")
    case(council)
    send(council, region, folder / "stick")
    person(council)
    region.back_up("test")
    raw = make(council, folder / "stick").read_bytes()
    yield Offices(council, region, Forger(council, region, folder), raw, folder)
    for book in books.open:
        book.close()


def looked_at(book: Book) -> None:
    """Everything that a person may open."""
    book.conflicts()
    for register, rows in records(book).items():
        book.ids(ListQuery(register, search="ก", sort="name"))
        for record, values in rows.items():
            book.history(register, record)
            for field in book.registers[register].fields:
                book.values_label(field, values[field.name])


def taken(offices: Offices, file: Path) -> str:
    """Take it, and hold the promises."""
    before = tables(offices.region)
    result = take(offices.region, file)
    assert result.status in ("applied", "already", "held", "refused")
    if result.status in ("held", "refused"):
        assert result.code
        assert result.reason
        assert tables(offices.region) == before
    else:
        looked_at(offices.region)
    for waiting in (offices.region.folder / "held").glob("*"):
        waiting.unlink()
    return result.status


@often
@given(data=st.data())
def test_a_changed_byte_anywhere_is_refused(offices: Offices, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(offices.raw) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != offices.raw[place]))
    file = offices.folder / "changed.parcel"
    file.write_bytes(offices.raw[:place] + bytes([value]) + offices.raw[place + 1 :])
    assert taken(offices, file) == "refused"


@often
@given(data=st.data())
def test_a_stretch_replaced_cut_or_added_is_refused(offices: Offices, data: st.DataObject) -> None:
    start, length = data.draw(st.integers(0, len(offices.raw))), data.draw(st.integers(0, 600))
    raw = offices.raw[:start] + data.draw(st.binary(max_size=200)) + offices.raw[start + length :]
    if raw != offices.raw:
        file = offices.folder / "changed.parcel"
        file.write_bytes(raw)
        assert taken(offices, file) == "refused"


def mutated(data: st.DataObject, raw: bytes) -> bytes:
    """A few bytes of an inside changed."""
    made = bytearray(raw)
    for _each in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    return bytes(made)


@often
@given(data=st.data())
def test_a_signed_manifest_of_other_bytes_breaks_nothing(offices: Offices, data: st.DataObject) -> None:
    inside, segments = genuine(offices.council)
    header = parcel.inspect(offices.forger.parcel()).header
    inside.header_sha = parcel.header_sha(header)
    frames = [plain for _kind, plain in manifest.frames(inside, segments)]
    which = data.draw(st.integers(0, len(frames) - 1))
    frames[which] = mutated(data, frames[which])
    taken(offices, offices.forger.written(header, frames))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=12) | st.binary(max_size=18) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CELLS = (
    st.sampled_from(["first_name", "moo", "birth_date", "phones+1", "phones", "vulnerable+x", "~", "tambon_code", "new", ""]) | st.text()
)


@often
@given(
    fields=st.dictionaries(CELLS, VALUES, max_size=4),
    changes=st.fixed_dictionaries(
        {}, optional={"hlc": VALUES, "register": VALUES, "record": VALUES, "kind": VALUES, "ctx": VALUES, "deed": VALUES}
    ),
)
def test_a_signed_change_of_anything_breaks_nothing(offices: Offices, fields: dict[str, Any], changes: dict[str, Any]) -> None:
    forger = Forger(offices.council, offices.region, offices.folder)
    taken(offices, forger.parcel(forger.segment(forger.op({"last_name": "ก"} | fields, **changes))))


@often
@given(data=st.data())
def test_a_signed_payload_of_other_bytes_breaks_nothing(offices: Offices, data: st.DataObject) -> None:
    forger = Forger(offices.council, offices.region, offices.folder)
    segment = forger.segment(forger.op({"first_name": "ก", "moo": 3, "phones+1": True}), contexts={1: {offices.council.replica: 1}})
    body = mutated(data, zstandard.ZstdDecompressor().decompress(segment.payload))
    payload = zstandard.ZstdCompressor().compress(body)
    made = changed(segment, payload=payload, payload_hash=payload_digest(payload))
    sign = SigningKey(offices.council.store.meta("sign_seed")).sign
    made = changed(made, sig=sign(made.segment().chain_hash(forger.replica, forger.scope)).signature)
    taken(offices, forger.parcel(made))


def test_the_genuine_parcel_is_taken_after_all(offices: Offices) -> None:
    file = offices.folder / "genuine.parcel"
    file.write_bytes(offices.raw)
    assert take(offices.region, file).status == "applied"
