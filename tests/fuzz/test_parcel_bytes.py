"""Whatever happens to the bytes of a parcel, reading it ends in a Refused or in the same content: never in another error."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.base.errors import Refused
from desktop.store.devices import new_keys
from desktop.sync import parcel
from tests.sync.parcels import typed

SENDER, READER = new_keys(), new_keys()
PLAIN = [b"manifest" * 20, os.urandom(300), b"last"]
CODES = {
    "parcel_not_a_parcel",
    "parcel_cut_short",
    "parcel_longer",
    "parcel_altered",
    "parcel_other_office",
    "parcel_newer",
    "parcel_too_big",
    "parcel_damaged_inside",
}
often = settings(deadline=None, max_examples=int(os.environ.get("SAPHA_FUZZ", "300")))


def made() -> bytes:
    of = parcel.Header(
        kind="parcel",
        parcel_id="ab" * 16,
        sender=parcel.Sender(office="11" * 16, replica="22" * 16, fingerprint=SENDER.fingerprint),
        to=[parcel.Reader(office="33" * 16, fingerprint=READER.fingerprint)],
        scope="11" * 16,
        n=1,
        prev_parcel_sha="00" * 32,
        created_hlc=1 << 50,
        schema=1,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parcel"
        parcel.write_parcel(path, of, typed(PLAIN), [READER.age_public], SENDER.sign_seed)
        return path.read_bytes()


RAW = made()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made_folder:
        yield Path(made_folder)


def opened(folder: Path, raw: bytes) -> list[bytes]:
    path = folder / "a.parcel"
    path.write_bytes(raw)
    seen = parcel.inspect(path)
    parcel.verify(seen, SENDER.sign_public)
    parcel.is_for(seen, READER.fingerprint)
    return [plain for _kind, plain in parcel.open_frames(seen, READER.age_secret)]


def refused(folder: Path, raw: bytes) -> str:
    try:
        opened(folder, raw)
    except Refused as error:
        assert error.code in CODES and error.text()
        return error.code
    raise AssertionError("a changed parcel was taken")


def test_the_parcel_itself_opens(folder: Path) -> None:
    assert opened(folder, RAW) == PLAIN


def test_one_changed_byte_anywhere_is_refused(folder: Path) -> None:
    for place in range(len(RAW)):
        for change in (0x01, 0x80, 0xFF):
            refused(folder, RAW[:place] + bytes([RAW[place] ^ change]) + RAW[place + 1 :])


@often
@given(place=st.integers(0, len(RAW) - 1), value=st.integers(0, 255))
def test_any_other_byte_in_any_place_is_refused(folder: Path, place: int, value: int) -> None:
    if RAW[place] != value:
        refused(folder, RAW[:place] + bytes([value]) + RAW[place + 1 :])


def test_every_truncation_is_named_half_copied(folder: Path) -> None:
    for length in range(len(RAW)):
        assert refused(folder, RAW[:length]) == "parcel_cut_short"


@often
@given(more=st.binary(min_size=1, max_size=2000))
@example(more=b"\0")
@example(more=RAW)
def test_anything_appended_is_refused(folder: Path, more: bytes) -> None:
    assert refused(folder, RAW + more) == "parcel_longer"


@often
@given(start=st.integers(0, len(RAW)), length=st.integers(0, 400), put=st.binary(max_size=400))
def test_any_stretch_replaced_is_refused(folder: Path, start: int, length: int, put: bytes) -> None:
    changed = RAW[:start] + put + RAW[start + length :]
    if changed != RAW:
        refused(folder, changed)


@often
@given(raw=st.binary(max_size=3000))
def test_any_bytes_after_the_magic_are_refused(folder: Path, raw: bytes) -> None:
    refused(folder, raw)
    refused(folder, parcel.MAGIC + raw)
    refused(folder, RAW[:528] + raw)


@often
@given(order=st.permutations(range(4)), data=st.data())
def test_stretches_in_another_order_are_refused(folder: Path, order: list[int], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(RAW)), min_size=3, max_size=3)))
    edges = [0, *cuts, len(RAW)]
    changed = b"".join(RAW[edges[each] : edges[each + 1]] for each in order)
    if changed != RAW:
        refused(folder, changed)
