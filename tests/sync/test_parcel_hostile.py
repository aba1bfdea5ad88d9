"""Parcels of a faulty or hostile sender: genuinely signed, and made to burn memory, time or the program."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from desktop.sync import age, header, parcel

from .parcels import COUNCIL, REGION, by_hand, header_to, opened, refused, sealed, written


def test_what_is_no_age_file_inside_is_damage_inside(tmp_path: Path) -> None:
    long_header = b"age-encryption.org/v1\n" + b"-> X25519 a\n" * 5000 + b"\n--- x\n"
    for file in (b"", b"not age at all", long_header):
        assert refused(opened, by_hand(tmp_path / "a.parcel", (0, 0, file))) == "parcel_damaged_inside"


def test_a_later_frame_that_does_not_open_is_damage_inside(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.parcel", (0, 0, sealed(b"fine")), (1, 0, sealed(b"broken")[:-3]))
    assert refused(opened, path) == "parcel_damaged_inside"


def test_what_does_not_expand_is_damage_inside(tmp_path: Path) -> None:
    whole = zstandard.ZstdCompressor().compress(b"hello" * 100)
    streamed = zstandard.ZstdCompressor(write_content_size=False).compress(b"hello" * 100)
    for small in (b"", b"no zstd", whole[:-2], whole + b"more", whole + whole, streamed, b"\x50\x2a\x4d\x18\x04\0\0\0skip" + whole):
        path = by_hand(tmp_path / "a.parcel", (0, parcel.ZSTD, sealed(small)))
        assert refused(opened, path) in ("parcel_damaged_inside", "parcel_too_big")


def test_a_plaintext_that_never_ends_is_damage_inside(tmp_path: Path) -> None:
    assert refused(opened, by_hand(tmp_path / "a.parcel", (0, parcel.MORE, sealed(b"x")))) == "parcel_damaged_inside"


@pytest.mark.parametrize(
    "head", [b"", b"{}", b"[" * 60_000, b"\xff\xff", b'{"min_reader":1,"min_reader":1}', b"null", b'{"min_reader":1e400}']
)
def test_a_header_that_is_none_is_an_alteration(tmp_path: Path, head: bytes) -> None:
    assert refused(parcel.inspect, by_hand(tmp_path / "a.parcel", (0, 0, sealed(b"x")), head=head)) == "parcel_altered"


def test_a_header_spelled_another_way_is_an_alteration(tmp_path: Path) -> None:
    loose = json.dumps(json.loads(header.encode(header_to(REGION)))).encode()
    assert refused(parcel.inspect, by_hand(tmp_path / "a.parcel", (0, 0, sealed(b"x")), head=loose)) == "parcel_altered"


def test_a_parcel_without_frames_is_an_alteration(tmp_path: Path) -> None:
    assert refused(parcel.inspect, by_hand(tmp_path / "a.parcel")) == "parcel_altered"
    with pytest.raises(ValueError):
        written(tmp_path / "b.parcel", [])


def test_too_many_frames_too_long_a_header_and_too_long_a_frame_are_too_big(tmp_path: Path) -> None:
    many = by_hand(tmp_path / "a.parcel", *[(1, 0, b"")] * (parcel.MAX_FRAMES + 1))
    long = by_hand(tmp_path / "b.parcel", (0, 0, b"x"), head=b"{" + b" " * parcel.MAX_HEADER + b"}")
    large = by_hand(tmp_path / "c.parcel", (0, 0, bytes(parcel.MAX_PLAIN + age.MAX_OVERHEAD + 1)))
    for path in (many, long, large):
        assert refused(parcel.inspect, path) == "parcel_too_big"


def test_a_parcel_of_more_than_a_gigabyte_is_too_big_before_it_is_read(tmp_path: Path) -> None:
    path, total = tmp_path / "a.parcel", parcel.MAX_TOTAL + 1
    with path.open("wb") as file:  # sparse
        file.write(parcel.MAGIC + b"\n" * 504 + struct.pack("<IIQ", 100, 1, total))
        file.truncate(total)
    assert refused(parcel.inspect, path) == "parcel_too_big"


def test_lengths_that_promise_terabytes_allocate_nothing(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.parcel").read_bytes()
    at = parcel.inspect(tmp_path / "a.parcel").frames[0].offset
    for place, form, value in ((512, "<I", 0xFFFFFFFF), (516, "<I", 0xFFFFFFFF), (520, "<Q", 2**64 - 1), (at - 40, "<Q", 2**64 - 1)):
        hostile = bytearray(raw)
        struct.pack_into(form, hostile, place, value)
        (tmp_path / "b.parcel").write_bytes(hostile)
        assert refused(parcel.inspect, tmp_path / "b.parcel") in ("parcel_altered", "parcel_cut_short")


BOMB = """
import resource, sys, pathlib
from desktop.base.errors import Refused
from desktop.sync import parcel
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seen = parcel.inspect(pathlib.Path(sys.argv[1]))
parcel.verify(seen, bytes.fromhex(sys.argv[2]))
try:
    for plain in parcel.open_frames(seen, sys.stdin.read().strip()):
        pass
    print("opened")
except Refused as error:
    print(error.code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) >> 10)
"""


def memory_to_open(path: Path) -> tuple[str, int]:
    """What a fresh program says on opening the parcel, and the MiB it grew by."""
    command = [sys.executable, "-c", BOMB, str(path), COUNCIL.sign_public.hex()]
    done = subprocess.run(command, input=REGION.age_secret, capture_output=True, text=True, check=True)
    words, grown = done.stdout.split()
    return words, int(grown)


def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    gigabyte = zstandard.ZstdCompressor(level=3)
    stream = gigabyte.compressobj(size=1 << 30)
    bomb = b"".join([stream.compress(bytes(1 << 20)) for _part in range(1024)] + [stream.flush()])
    words, grown = memory_to_open(by_hand(tmp_path / "a.parcel", (0, parcel.ZSTD, sealed(bomb))))
    assert words == "parcel_too_big" and grown < 64


def test_a_bomb_of_many_joined_frames_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    piece = sealed(zstandard.ZstdCompressor().compress(bytes(parcel.MAX_PLAIN)))
    words, grown = memory_to_open(by_hand(tmp_path / "a.parcel", *[(0, parcel.ZSTD | parcel.MORE, piece)] * 100))
    assert words == "parcel_too_big" and grown < 256


def test_memory_does_not_grow_with_the_parcel(tmp_path: Path) -> None:
    piece = os.urandom(parcel.MAX_PLAIN)
    path = written(tmp_path / "a.parcel", [piece] * 12)
    words, grown = memory_to_open(path)
    assert words == "opened" and grown < 12 * 16 - 32, "fewer bytes than the parcel has"
