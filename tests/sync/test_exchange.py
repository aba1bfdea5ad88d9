"""Making parcels: what they carry, for whom, how they are called and counted, and what is left when making fails."""

from __future__ import annotations

import base64
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import zstandard
from nacl.signing import SigningKey

from desktop.base.errors import Cancelled, Fault
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.sync import exchange, minisign, parcel, taking
from tests.conftest import Books
from tests.factory import PASSWORD, household, person
from tests.sync.offices import both_ways, make, meet, records, send, take


def test_a_parcel_says_how_much_it_carries(council: Book, stick: Path) -> None:
    record = person(council)
    household(council, head=record)
    with council.write() as deed:
        deed.put("people", record, {"occupation": "ทำสวน"})
    (made,) = exchange.make(council, stick)
    assert (made.number, made.records, made.changes) == (1, 2, 3)
    assert made.to == ("ภาคตะวันออก",)
    assert made.size == made.file.stat().st_size
    assert made.file.name == f"sapha-210304-{council.store.fingerprint[:6]}-1.parcel"


def test_a_parcel_of_nothing_can_be_made_and_taken(council: Book, region: Book, stick: Path) -> None:
    (made,) = exchange.make(council, stick)
    assert made.changes == 0
    result = take(region, made.file)
    assert (result.status, result.records.total) == ("applied", 0)


def test_nothing_of_the_people_is_clear_on_the_stick_nor_in_any_name(council: Book, region: Book, stick: Path) -> None:
    person(council, first_name="ลักษมี", last_name="ทดสอบไทย", national_id="1234567890121")
    both_ways(council, region, stick)
    for file in (path for path in stick.rglob("*") if path.is_file()):
        assert file.name.isascii()
        raw = file.read_bytes() + file.name.encode()
        for secret in ("ลักษมี", "ทดสอบไทย", "1234567890121", council.actor.name):
            assert secret.encode() not in raw
        if file.suffix == ".parcel":
            assert council.office.name.encode() not in raw


def test_nothing_counts_as_sent_before_its_receipt(council: Book, region: Book, stick: Path) -> None:
    person(council)
    assert exchange.unsent(council) == 1
    make(council, stick)
    (one,) = exchange.outgoing(council)
    assert (one.status, one.confirmed_ms, one.to) == ("made", None, "ภาคตะวันออก")
    assert exchange.unsent(council) == 1
    both_ways(council, region, stick)
    assert [one.status for one in exchange.outgoing(council)] == ["confirmed", "confirmed"]
    assert all(one.confirmed_ms for one in exchange.outgoing(council))
    assert exchange.unsent(council) == 0


def test_a_lost_parcel_costs_nothing_as_the_next_carries_its_changes(council: Book, region: Book, stick: Path) -> None:
    first = person(council)
    make(council, stick).unlink()
    second = person(council)
    (made,) = exchange.make(council, stick)
    assert (made.number, made.changes) == (2, 2)
    assert take(region, made.file).status == "applied"
    assert set(records(region)["people"]) == {first, second}
    assert records(region) == records(council)


def test_after_a_receipt_only_what_is_new_travels(council: Book, region: Book, stick: Path) -> None:
    for _each in range(3):
        person(council)
    both_ways(council, region, stick)
    person(council)
    (made,) = exchange.make(council, stick)
    assert (made.records, made.changes) == (1, 1)


def test_a_region_writes_one_for_each_council_and_none_can_read_anothers(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("other", office="สภาอีกตำบล", areas=("210305",))
    meet(other, region, tmp_path / "letters")
    record, theirs = person(council), person(other)
    send(council, region, stick)
    send(other, region, stick)
    with region.write() as deed:
        deed.put("people", record, {"note": "ตรวจแล้ว"})
        deed.put("people", theirs, {"note": "ไม่ใช่ของท่าน"})
    made = exchange.make(region, stick)
    assert {name for one in made for name in one.to} == {council.office.name, other.office.name}
    for file in (one.file for one in made):
        taken = {book.office.uid: take(book, file) for book in (council, other)}
        assert sorted(result.status for result in taken.values()) == ["applied", "refused"]
        assert {result.code for result in taken.values() if result.status == "refused"} == {"parcel_other_office"}
    assert council.row("people", record).values["note"] == "ตรวจแล้ว"
    assert council.rows("people", [theirs]) == [None]


def test_from_a_folder_of_answers_each_council_takes_its_own(council: Book, region: Book, books: Books, tmp_path: Path) -> None:
    other = books("other", office="สภาอีกตำบล", areas=("210305",))
    meet(other, region, tmp_path / "letters")
    out = tmp_path / "out"
    out.mkdir()
    exchange.make(region, out)
    for book in (council, other):
        assert [result.status for result in taking.take(book, [out])] == ["applied"]


def test_a_folder_that_is_not_there_fails_and_uses_up_no_number(council: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    with pytest.raises(Fault) as caught:
        exchange.make(council, tmp_path / "pulled")
    assert caught.value.code == "stick_gone"
    assert exchange.outgoing(council) == []
    assert exchange.make(council, stick)[0].number == 1


def test_a_file_where_the_stick_should_be_is_a_fault(council: Book, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "ascii")
    with pytest.raises(Fault):
        exchange.make(council, tmp_path / "file")
    assert exchange.outgoing(council) == []


def test_cancelling_leaves_no_file_and_uses_up_no_number(council: Book, stick: Path) -> None:
    person(council)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        exchange.make(council, stick, progress)
    assert not list(stick.iterdir())
    assert not list((council.folder / exchange.OUTBOX).glob("*"))
    assert exchange.make(council, stick)[0].number == 1


def test_a_name_that_a_broken_off_write_left_is_not_written_over(council: Book, region: Book, stick: Path) -> None:
    person(council)
    left = stick / f"sapha-210304-{council.store.fingerprint[:6]}-1.parcel"
    left.write_bytes(b"what was there")
    (made,) = exchange.make(council, stick)
    assert made.file != left
    assert left.read_bytes() == b"what was there"
    assert take(region, made.file).status == "applied"


FULL = """
import resource, signal, sys
from pathlib import Path
from desktop.base.errors import Fault
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import exchange
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
book = Book.open(Path(sys.argv[1]), REGISTERS, sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    exchange.make(book, Path(sys.argv[2]))
except Fault as fault:
    print(fault.code, fault.text())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
def test_a_full_disk_while_making_is_told_and_the_next_try_works(council: Book, region: Book, books: Books, stick: Path) -> None:
    for _each in range(20):
        person(council, note="".join(chr(0x0E01 + number * number % 40) for number in range(2_000)))
    expected = records(council)
    council.close()
    codes = set()
    for room in (100, 20_000, 500_000):
        run = subprocess.run(
            [sys.executable, "-c", FULL, str(council.folder), str(stick), PASSWORD, str(room)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.returncode == 0, run.stderr
        codes.add(run.stdout.split(" ")[0] or "made")
        if run.stdout:
            assert not list(stick.glob("*.parcel"))
    assert codes & {"disk_full", "stick_full", "disk_io"}
    opened = books.opened(council.folder)
    assert records(opened) == expected
    assert take(region, make(opened, stick)).status == "applied"
    assert records(region) == expected


def raw_frame(file: Path, number: int) -> tuple[int, bytes]:
    """(flags, age file) of a frame, read by hand as an IT officer would."""
    raw = file.read_bytes()
    head, _count, _total = struct.unpack_from("<IIQ", raw, 512)
    at = 528 + head
    for _skip in range(number):
        at += 48 + struct.unpack_from("<IIQ32s", raw, at)[2]
    _kind, flags, length, _digest = struct.unpack_from("<IIQ32s", raw, at)
    return flags, raw[at + 48 : at + 48 + length]


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_debians_age_opens_a_real_parcel_with_the_regions_key(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    record = person(council)
    file = make(council, stick)
    (tmp_path / "key").write_bytes(region.store.meta("age_secret"))
    plain = []
    for number in (0, 1):
        flags, sealed = raw_frame(file, number)
        (tmp_path / "frame.age").write_bytes(sealed)
        out = subprocess.run(
            ["age", "-d", "-i", str(tmp_path / "key"), str(tmp_path / "frame.age")], check=True, capture_output=True
        ).stdout
        plain.append(zstandard.ZstdDecompressor().decompress(out) if flags & parcel.ZSTD else out)
    manifest = msgspec.msgpack.decode(plain[0])
    assert manifest["scope"] == council.office.uid
    assert manifest["changes"] == 1
    (segment,) = msgspec.msgpack.decode(plain[1])
    body = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(segment[6]))
    assert body["ops"][0][2] == record


@pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign program is not installed")
def test_debians_minisign_verifies_a_real_parcel(council: Book, stick: Path, tmp_path: Path) -> None:
    raw = make(council, stick).read_bytes()
    (tmp_path / "body").write_bytes(raw[512:])
    (tmp_path / "body.minisig").write_bytes(raw[8:512].rstrip(b"\n") + b"\n")
    seen = parcel.inspect(next(stick.glob("*.parcel")))
    public = bytes(SigningKey(council.store.meta("sign_seed")).verify_key)
    text = minisign.public_text(public, seen.key_id)
    assert base64.b64decode(text)[2:10].hex() == council.store.fingerprint
    run = subprocess.run(["minisign", "-V", "-m", str(tmp_path / "body"), "-P", text], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "sapha parcel" in run.stdout
    (tmp_path / "body").write_bytes(raw[512:-1] + bytes([raw[-1] ^ 1]))
    assert subprocess.run(["minisign", "-V", "-m", str(tmp_path / "body"), "-P", text], check=False, capture_output=True).returncode != 0


def test_the_clear_header_names_ids_and_no_people(council: Book, stick: Path) -> None:
    person(council)
    raw = make(council, stick).read_bytes()
    (length,) = struct.unpack_from("<I", raw, 512)
    head = json.loads(raw[528 : 528 + length])
    assert head["from"]["office"] == council.office.uid.hex()
    assert set(head) == {
        "v",
        "kind",
        "parcel_id",
        "from",
        "to",
        "scope",
        "n",
        "prev_parcel_sha",
        "created_hlc",
        "schema",
        "min_reader",
        "vol",
    }
