"""The parcel file: what is written is read, by us and by the standard tools, and each thing that goes wrong has its own name."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard

from desktop.base.errors import Cancelled, Fault
from desktop.base.task import Progress
from desktop.sync import header, minisign, parcel

from .parcels import COUNCIL, FRAMES, REGION, STRANGER, by_hand, header_to, opened, refused, sealed, typed, written

# --- there and back ----------------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_by_every_recipient(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    assert opened(path, REGION) == FRAMES
    assert opened(path, COUNCIL) == FRAMES


def test_the_header_reads_back_and_its_digest_is_known_before_writing(tmp_path: Path) -> None:
    of = header_to(REGION, vol=parcel.Volume(1, 2))
    seen = parcel.inspect(written(tmp_path / "a.parcel", of=of))
    assert seen.header == of
    assert seen.header_sha == parcel.header_sha(of)
    assert seen.sha256 == hashlib.sha256((tmp_path / "a.parcel").read_bytes()).hexdigest()
    assert seen.size == (tmp_path / "a.parcel").stat().st_size
    assert seen.key_id.hex() == COUNCIL.fingerprint


def test_the_layout_is_the_documented_one(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.parcel").read_bytes()
    head_length, count, total = struct.unpack_from("<IIQ", raw, 512)
    assert (raw[:8], count, total) == (b"SAPHAPC1", len(FRAMES), len(raw))
    head = raw[528 : 528 + head_length]
    assert json.dumps(json.loads(head), sort_keys=True, separators=(",", ":")).encode() == head
    assert set(json.loads(head)) == {
        *("v", "kind", "parcel_id", "from", "to", "scope", "n", "prev_parcel_sha", "created_hlc", "schema", "min_reader", "vol")
    }
    kind, flags, length, digest = struct.unpack_from("<IIQ32s", raw, 528 + head_length)
    file = raw[528 + head_length + 48 :][:length]
    assert (kind, flags, digest) == (0, 1, hashlib.blake2b(file, digest_size=32).digest())
    assert file.startswith(b"age-encryption.org/v1\n")


def test_nothing_of_the_inside_is_clear(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.parcel", ["นายตัวอย่าง".encode() * 3]).read_bytes()
    assert "ตัวอย่าง".encode() not in raw


def test_a_header_has_no_room_for_names(tmp_path: Path) -> None:
    for wrong in ({"kind": "นายตัวอย่าง"}, {"scope": "somebody"}, {"parcel_id": "x"}, {"n": -1}):
        with pytest.raises(ValueError):
            written(tmp_path / "a.parcel", of=header_to(REGION, **wrong))
    assert list(tmp_path.iterdir()) == []


def test_a_long_plaintext_is_split_over_frames_and_joined_again(tmp_path: Path) -> None:
    long = os.urandom(parcel.MAX_PLAIN) + b"and a bit more"
    path = written(tmp_path / "a.parcel", [b"manifest", long, b"last"])
    assert len(parcel.inspect(path).frames) == 4
    assert opened(path) == [b"manifest", long, b"last"]
    with pytest.raises(ValueError):
        written(tmp_path / "b.parcel", [bytes(parcel.MAX_JOINED + 1)])


def test_what_compresses_is_compressed_and_what_does_not_is_left(tmp_path: Path) -> None:
    seen = parcel.inspect(written(tmp_path / "a.parcel", [bytes(1 << 20), os.urandom(1 << 20)]))
    assert [at.flags for at in seen.frames] == [parcel.ZSTD, 0]
    assert seen.frames[0].length < 4096


def test_frames_are_asked_for_one_at_a_time_and_a_cancelled_writing_leaves_no_file(tmp_path: Path) -> None:
    progress = Progress()

    def frames() -> Iterator[bytes]:
        yield b"one"
        progress.cancel()
        yield b"two"
        raise AssertionError("was asked for more after the cancel")

    with pytest.raises(Cancelled):
        parcel.write_parcel(tmp_path / "a.parcel", header_to(REGION), typed(frames()), [REGION.age_public], COUNCIL.sign_seed, progress)
    assert list(tmp_path.iterdir()) == []


def test_a_writing_to_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        written(tmp_path / "nowhere" / "a.parcel")
    assert caught.value.code == "stick_gone"


def test_a_header_of_a_newer_program_with_more_keys_is_read(tmp_path: Path) -> None:
    plain = msgspec.json.decode(header.encode(header_to(REGION))) | {"colour": "teal"}
    plain["from"] |= {"device_kind": "notebook"}
    path = by_hand(tmp_path / "a.parcel", (0, 0, sealed(b"hello")), head=msgspec.json.encode(plain, order="sorted"))
    assert opened(path) == [b"hello"]
    assert parcel.inspect(path).header == header_to(REGION)


def test_the_short_code_is_six_groups_the_same_on_both_sides() -> None:
    code = parcel.short_code(COUNCIL.fingerprint, REGION.fingerprint)
    assert code == parcel.short_code(REGION.fingerprint, COUNCIL.fingerprint) != parcel.short_code(REGION.fingerprint)
    assert [len(group) for group in code.split(" ")] == [4] * 6 and code.replace(" ", "").isdigit()


# --- the standard tools ------------------------------------------------------------------------------------------------------------


def tool(name: str) -> str:
    """A missing tool fails the test: without it nobody knows whether an officer could open a parcel without us."""
    found = shutil.which(name)
    assert found, f"install the program {name}: it is needed to test that parcels can be opened without Sapha"
    return found


def cut(path: Path, to: Path, skip: int, count: int) -> Path:
    """Bytes of a file, taken out with dd as an officer would."""
    command = [tool("dd"), f"if={path}", f"of={to}", "bs=64K", "iflag=skip_bytes,count_bytes", f"skip={skip}", f"count={count}"]
    subprocess.run(command, check=True, capture_output=True)
    return to


def test_debians_age_opens_the_frames(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel", [b"manifest", os.urandom(200_000)])
    seen = parcel.inspect(path)
    for keys in (REGION, COUNCIL):
        (tmp_path / "key.txt").write_text(keys.age_secret + "\n")
        plains = []
        for at in seen.frames:
            file = cut(path, tmp_path / "frame.age", at.offset, at.length)
            done = subprocess.run([tool("age"), "-d", "-i", str(tmp_path / "key.txt"), str(file)], capture_output=True, check=True)
            plains.append(zstandard.ZstdDecompressor().decompress(done.stdout) if at.flags & parcel.ZSTD else done.stdout)
        assert plains == opened(path)


def test_we_open_what_debians_age_encrypted(tmp_path: Path) -> None:
    done = subprocess.run([tool("age"), "-r", REGION.age_public], input=b"from age", capture_output=True, check=True)
    assert opened(by_hand(tmp_path / "a.parcel", (0, 0, done.stdout))) == [b"from age"]


def minisigned(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """`tail -c +513 | minisign -V`, as the handover says."""
    signature = cut(path, folder / "s.minisig", 8, 504)
    body = folder / "body"
    with body.open("wb") as out:
        subprocess.run([tool("tail"), "-c", "+513", str(path)], stdout=out, check=True)
    key = minisign.public_text(COUNCIL.sign_public, bytes.fromhex(COUNCIL.fingerprint))
    command = [tool("minisign"), "-V", "-P", key, "-m", str(body), "-x", str(signature)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_debians_minisign_verifies_the_signature(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    done = minisigned(path, tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"sapha parcel {header_to().parcel_id} number 7" in done.stdout
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert minisigned(path, tmp_path).returncode != 0


# --- each failure under its own name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [b"PK\x03\x04" + bytes(600), b"x", b"SAPHAPCX" + bytes(600), "ไม่ใช่พัสดุ".encode() * 90])
def test_another_file_is_not_a_parcel(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.parcel").write_bytes(raw)
    assert refused(parcel.inspect, tmp_path / "a.parcel") == "parcel_not_a_parcel"


def test_a_half_copied_parcel_is_named_as_such_wherever_it_breaks_off(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.parcel").read_bytes()
    for length in (0, 1, 7, 8, 300, 512, 527, 528, 600, len(raw) // 2, len(raw) - 1):
        (tmp_path / "half.parcel").write_bytes(raw[:length])
        assert refused(parcel.inspect, tmp_path / "half.parcel") == "parcel_cut_short", length


def test_a_copy_that_got_its_size_but_not_its_content_is_half_copied_too(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.parcel").read_bytes()
    for length in (0, 512, 700, len(raw) // 2, len(raw) - 70):
        (tmp_path / "half.parcel").write_bytes(raw[:length].ljust(len(raw), b"\0"))
        assert refused(parcel.inspect, tmp_path / "half.parcel") == "parcel_cut_short", length


def test_bytes_added_at_the_end_are_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    path.write_bytes(path.read_bytes() + b"\0")
    assert refused(parcel.inspect, path) == "parcel_longer"


def test_swapped_frames_are_an_alteration(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel", [os.urandom(500), os.urandom(500)])
    raw, (one, two) = path.read_bytes(), parcel.inspect(path).frames
    first, second = raw[one.offset - 48 : one.offset + one.length], raw[two.offset - 48 :]
    path.write_bytes(raw[: one.offset - 48] + second + first)
    seen = parcel.inspect(path)
    assert refused(parcel.verify, seen, COUNCIL.sign_public) == "parcel_altered"


def test_a_dropped_last_frame_with_counts_made_right_is_an_alteration(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    raw, last = bytearray(path.read_bytes()), parcel.inspect(path).frames[-1]
    del raw[last.offset - 48 :]
    struct.pack_into("<IQ", raw, 516, len(FRAMES) - 1, len(raw))
    path.write_bytes(raw)
    assert refused(parcel.verify, parcel.inspect(path), COUNCIL.sign_public) == "parcel_altered"


def test_a_parcel_signed_again_by_a_stranger_is_an_alteration(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel", by=STRANGER)
    assert refused(parcel.verify, parcel.inspect(path), COUNCIL.sign_public) == "parcel_altered"


def test_a_parcel_for_another_office_is_named_as_such(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    assert refused(opened, path, STRANGER) == "parcel_other_office"
    seen = parcel.inspect(path)
    parcel.verify(seen, COUNCIL.sign_public)
    assert refused(lambda: list(parcel.open_frames(seen, STRANGER.age_secret))) == "parcel_other_office"


def test_a_parcel_that_needs_a_newer_reader_asks_for_the_update(tmp_path: Path) -> None:
    newer = written(tmp_path / "a.parcel", of=header_to(REGION, min_reader=2))
    assert refused(parcel.inspect, newer) == "parcel_newer"
    newer.write_bytes(b"SAPHAPC2" + newer.read_bytes()[8:])
    assert refused(parcel.inspect, newer) == "parcel_newer"
    for kind, flags in ((0, 4), (9, 0)):
        unknown = by_hand(tmp_path / "b.parcel", (kind, flags, sealed(b"x")))
        assert refused(opened, unknown) == "parcel_newer"


def test_a_parcel_is_never_opened_before_its_signature_was_checked(tmp_path: Path) -> None:
    seen = parcel.inspect(written(tmp_path / "a.parcel"))
    with pytest.raises(RuntimeError):
        parcel.open_frames(seen, REGION.age_secret)


def test_a_file_changed_between_looking_and_opening_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parcel")
    seen = parcel.inspect(path)
    parcel.verify(seen, COUNCIL.sign_public)
    raw = bytearray(path.read_bytes())
    raw[seen.frames[1].offset + 300] ^= 1
    path.write_bytes(raw)
    plains = parcel.open_frames(seen, REGION.age_secret)
    assert next(plains) == (parcel.MANIFEST, FRAMES[0])
    assert refused(next, plains) == "parcel_altered"


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        parcel.inspect(tmp_path / "a.parcel")
    assert caught.value.code == "stick_gone"


def test_a_full_disk_leaves_no_file(tmp_path: Path) -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); sys.path.insert(0, sys.argv[2]);"
        "import os, pathlib; from desktop.base.errors import Fault; import parcels as t\n"
        "try: t.written(pathlib.Path(sys.argv[1]) / 'a.parcel', [os.urandom(500_000)])\n"
        "except Fault as error: print(error.code)"
    )
    command = [sys.executable, "-B", "-c", code, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "stick_full"
    assert list(tmp_path.iterdir()) == []
