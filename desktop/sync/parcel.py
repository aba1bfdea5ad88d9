"""The parcel file: layout, signature, encryption (handover.md 3.4). Reading survives hostile input; every failure is a Refused of its own.

    0  8 "SAPHAPC1"  |  8  504 minisign text padded with newlines, over all bytes from 512  |  512  u32 H, u32 F, u64 total length
    528  H header  |  F x { u32 type, u32 flags, u64 length, 32 bytes BLAKE2b-256, an age file }       (little-endian)

Order of reading: `inspect` (limits, structure, hashes), `verify` (signature), the caller's look at the recipients, `open_frames`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import zstandard

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.store.segments import damaged_inside
from desktop.sync import age, header, media, minisign
from desktop.sync.header import Header, Reader, Sender, Volume

__all__ = [
    "Header", "Inspected", "Reader", "Sender", "Volume",
    "header_sha", "inspect", "is_for", "open_frames", "short_code", "verify", "write_parcel",
]  # fmt: skip

MAGIC = b"SAPHAPC1"
MAX_HEADER = 64 << 10
MAX_FRAMES = 4096
MAX_PLAIN = 16 << 20  # of one frame on the file: what age is given at once
MAX_JOINED = 64 << 20  # of one plaintext that was split over frames
MAX_TOTAL = 1 << 30
ZSTD, MORE = 1, 2  # flags of a frame: compressed; goes on in the next frame
# Types of a frame; the numbers are in files and never reused. The manifest is the first frame and no other.
MANIFEST, SEGMENTS, FILES = 0, 1, 2
TYPES = frozenset({MANIFEST, SEGMENTS, FILES})

_SIGNED_FROM = 512
_START = struct.Struct("<8s504sIIQ")
_FRAME = struct.Struct("<IIQ32s")
_CHUNK = 1 << 20
_TAIL = 64


@dataclass(frozen=True, slots=True)
class FrameAt:
    """Where a frame's age file lies, and what it must hash to."""

    type: int
    flags: int
    offset: int
    length: int
    digest: bytes


@dataclass(slots=True)
class Inspected:
    """A parcel whose structure and hashes hold; who made it is not proven before `verify`."""

    path: Path
    header: Header
    header_sha: bytes
    size: int
    sha256: str
    key_id: bytes  # by which the signature names its key: the sender's fingerprint
    frames: tuple[FrameAt, ...]
    signature: bytes = field(repr=False)
    prehash: bytes = field(repr=False)
    verified: bool = False


def header_sha(of: Header) -> bytes:
    """What the manifest repeats of the header it is written under; a reader compares it with `Inspected.header_sha`."""
    return header.digest(header.encode(of))


def short_code(*fingerprints: str) -> str:
    """Six groups of four digits that two people read to each other by phone; the same whichever fingerprint comes first."""
    text = " ".join(sorted(fingerprints)).encode("ascii")
    number = int.from_bytes(hashlib.blake2b(text, digest_size=32, person=b"sapha-shortcode").digest(), "big")
    digits = f"{number % 10**24:024}"
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))


# --- writing -----------------------------------------------------------------------------------------------------------------------


def write_parcel(
    path: Path,
    of: Header,
    frames: Iterable[tuple[int, bytes]],
    recipients: Sequence[str],
    sign_seed: bytes,
    progress: Progress | None = None,
) -> None:
    """Write (type, plaintext) frames to the local disk; takes each when its turn comes, holds one at a time, and leaves no file on failure. A
    plaintext over 16 MiB is split over frames (64 MiB at most). `recipients` are all who shall open it ('age1…'), the sender too. The signature
    goes by the name of the header's fingerprint. Refused 'parcel_too_big'; Fault as media."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w+b") as file:
            _write(file, of, frames, recipients, sign_seed, progress or Progress())
        os.replace(part, path)
    except OSError as error:
        raise media.fault(error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _write(
    file: BinaryIO, of: Header, frames: Iterable[tuple[int, bytes]], recipients: Sequence[str], sign_seed: bytes, progress: Progress
) -> None:
    head = header.encode(of)
    if len(head) > MAX_HEADER:
        raise too_big()
    file.write(bytes(_START.size) + head)
    count, size = 0, _START.size + len(head)
    for kind, flags, plain in _split(frames):
        progress.check()
        sealed = age.encrypt(plain, recipients)
        count, size = count + 1, size + _FRAME.size + len(sealed)
        if count > MAX_FRAMES or size > MAX_TOTAL:
            raise too_big()
        file.write(_FRAME.pack(kind, flags, len(sealed), _digest(sealed)) + sealed)
    if not count:
        raise ValueError("a parcel has at least one frame")
    file.seek(0)
    file.write(_START.pack(MAGIC, b"", len(head), count, size))
    file.seek(_SIGNED_FROM)
    prehash = hashlib.blake2b()
    while chunk := file.read(_CHUNK):
        prehash.update(chunk)
    key_id = bytes.fromhex(of.sender.fingerprint)
    text = minisign.sign(prehash.digest(), sign_seed, key_id, f"sapha {of.kind} {of.parcel_id} number {of.n}")
    file.seek(len(MAGIC))
    file.write(text.ljust(_SIGNED_FROM - len(MAGIC), b"\n"))


def _split(frames: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """(type, flags, what age gets) of each frame on the file; compressed where that helps (pictures and segments are already)."""
    for kind, plain in frames:
        if len(plain) > MAX_JOINED:
            raise ValueError("one plaintext of a parcel has 64 MiB at most")
        pieces = [plain[start : start + MAX_PLAIN] for start in range(0, len(plain), MAX_PLAIN)] or [b""]
        for number, piece in enumerate(pieces, 1):
            small = zstandard.ZstdCompressor(level=3).compress(piece)
            more = MORE if number < len(pieces) else 0
            yield (kind, more | ZSTD, small) if len(small) < len(piece) else (kind, more, piece)


# --- reading -----------------------------------------------------------------------------------------------------------------------


def inspect(path: Path, progress: Progress | None = None) -> Inspected:
    """Read the whole file once and check all that needs no key. Refused with the true cause: not a parcel, cut short, longer, altered,
    from a newer program, too big. Memory does not grow with the file."""
    try:
        with path.open("rb") as file:
            return _inspect(path, file, progress or Progress())
    except OSError as error:
        raise media.fault(error) from error


def verify(inspected: Inspected, sign_public: bytes) -> None:
    """Refused 'parcel_altered' unless the device whose key this is signed all of it, under the fingerprint in the header."""
    key_id = bytes.fromhex(inspected.header.sender.fingerprint)
    if not minisign.verify(inspected.signature, inspected.prehash, sign_public, key_id):
        raise _altered()
    inspected.verified = True


def is_for(inspected: Inspected, fingerprint: str) -> None:
    """Refused 'parcel_other_office' unless the header names this device as a reader."""
    if fingerprint not in [reader.fingerprint for reader in inspected.header.to]:
        raise _other_office()


def open_frames(inspected: Inspected, age_secret: str, kind: int | None = None) -> Iterator[tuple[int, bytes]]:
    """(type, plaintext) of the frames, or of those of one type, one after another, each whole and checked before it is given. Act on none
    before the last has come. Refused 'parcel_other_office' when the key opens nothing, 'parcel_damaged_inside', 'parcel_too_big',
    'parcel_altered'."""
    if not inspected.verified:
        raise RuntimeError("a parcel is opened only after verify()")
    if any(at.flags & ~(ZSTD | MORE) or at.type not in TYPES for at in inspected.frames):
        raise _newer()
    if inspected.frames[0].type != MANIFEST:
        raise damaged_inside()
    return _joined(inspected, age_secret, [at for at in inspected.frames if kind in (None, at.type)])


def _inspect(path: Path, file: BinaryIO, progress: Progress) -> Inspected:
    size = os.fstat(file.fileno()).st_size
    start = file.read(_START.size)
    _magic(start)
    _magic8, text, head_length, count, total = _START.unpack(start)
    if size < total:
        raise _cut_short()
    if size > total:
        raise _longer() if total > _START.size else _broken(file, size)
    if _START.size + head_length + count * _FRAME.size > total or not count:
        raise _broken(file, size)
    if total > MAX_TOTAL or head_length > MAX_HEADER or count > MAX_FRAMES:
        raise too_big()
    signature = text.rstrip(b"\n") + b"\n"
    key_id = minisign.key_id_of(signature)
    raw = file.read(head_length)
    if key_id is None or len(raw) < head_length:
        raise _broken(file, size)
    try:
        head = header.decode(raw)
    except ValueError as error:  # msgspec's errors and bad UTF-8 are ValueErrors
        raise _broken(file, size) from error
    if head is None:
        raise _newer()
    whole = hashlib.sha256(start + raw)
    prehash = hashlib.blake2b(start[_SIGNED_FROM:] + raw)
    frames = []
    for _number in range(count):
        frames.append(_frame(file, total, (whole.update, prehash.update)))
        progress.step(file.tell(), total)
    if file.tell() != total:
        raise _broken(file, size)
    return Inspected(path, head, header.digest(raw), size, whole.hexdigest(), key_id, tuple(frames), signature, prehash.digest())


def _magic(start: bytes) -> None:
    """Refuses what does not begin like a parcel this program can read."""
    given = start[: len(MAGIC)]
    if given == MAGIC:
        if len(start) < _START.size:
            raise _cut_short()
        return
    # Nothing, the beginning of a beginning, or zeros: what a stick shows when it was pulled before its cache was written
    if MAGIC.startswith(given) or not any(start):
        raise _cut_short()
    if given[:7] == MAGIC[:7] and given[7:].isdigit():
        raise _newer()
    raise Refused(N_("This file is not a parcel of Sapha. Choose a file whose name ends in .parcel."), code="parcel_not_a_parcel")


def _frame(file: BinaryIO, total: int, feeds: Sequence[Callable[[bytes], None]]) -> FrameAt:
    """Read over one frame, feeding it to the sums of the whole file."""
    raw = file.read(_FRAME.size)
    if len(raw) < _FRAME.size:
        raise _broken(file, total)
    kind, flags, length, digest = _FRAME.unpack(raw)
    offset = file.tell()
    if offset + length > total:
        raise _broken(file, total)
    if length > MAX_PLAIN + age.MAX_OVERHEAD:
        raise too_big()
    found = hashlib.blake2b(digest_size=32)
    for feed in feeds:
        feed(raw)
    left = length
    while left and (chunk := file.read(min(left, _CHUNK))):
        left -= len(chunk)
        for feed in (*feeds, found.update):
            feed(chunk)
    if left or found.digest() != digest:
        raise _broken(file, total)
    return FrameAt(kind, flags, offset, length, digest)


def _joined(inspected: Inspected, age_secret: str, wanted: Sequence[FrameAt]) -> Iterator[tuple[int, bytes]]:
    """Plaintexts put together again from the frames they were split over."""
    pieces: list[bytes] = []
    try:
        with inspected.path.open("rb") as file:
            for at in wanted:
                pieces.append(_plain(file, at, age_secret, first=at is inspected.frames[0]))
                if sum(map(len, pieces)) > MAX_JOINED:
                    raise too_big()
                if not at.flags & MORE:
                    yield at.type, b"".join(pieces)
                    pieces = []
    except OSError as error:
        raise media.fault(error) from error
    if pieces:
        raise damaged_inside()


def _plain(file: BinaryIO, at: FrameAt, age_secret: str, *, first: bool) -> bytes:
    file.seek(at.offset)
    sealed = file.read(at.length)
    if _digest(sealed) != at.digest:  # the file was changed since it was inspected
        raise _altered()
    if not age.is_age(sealed):
        raise damaged_inside()
    try:
        plain = age.decrypt(sealed, age_secret)
    except age.AgeError as error:
        # Signature and hash hold, so the sender encrypted it to other keys; a later frame alone can only be a faulty sender's
        raise (_other_office() if first else damaged_inside()) from error
    if at.flags & ZSTD:
        plain = _expanded(plain)
    if len(plain) > MAX_PLAIN:
        raise too_big()
    return plain


def _expanded(small: bytes) -> bytes:
    """Decompressed; the stated size is looked at first, because zstandard allocates what a frame states and not `max_output_size`."""
    try:
        stated = zstandard.get_frame_parameters(small).content_size
        if stated == zstandard.CONTENTSIZE_UNKNOWN:
            raise damaged_inside()
        if stated > MAX_PLAIN:
            raise too_big()
        return zstandard.ZstdDecompressor().decompress(small, max_output_size=MAX_PLAIN, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise damaged_inside() from error


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()


# --- the causes --------------------------------------------------------------------------------------------------------------------


def _broken(file: BinaryIO, size: int) -> Refused:
    """Altered; or a copy broken off after the file got its size: then the rest are zeros, which an age file never ends in."""
    file.seek(max(0, size - _TAIL))
    return _altered() if any(file.read(_TAIL)) else _cut_short()


def _cut_short() -> Refused:
    return Refused(
        N_("Only a part of this parcel is here: copying it was broken off. Copy it again from where it was made."), code="parcel_cut_short"
    )


def _longer() -> Refused:
    return Refused(N_("Something was added at the end of this parcel. Copy it again from where it was made."), code="parcel_longer")


def _altered() -> Refused:
    return Refused(N_("The parcel was altered on its way. Ask the sender to make it again."), code="parcel_altered")


def _other_office() -> Refused:
    return Refused(N_("This parcel is for another office."), code="parcel_other_office")


def _newer() -> Refused:
    return Refused(N_("This parcel was made by a newer Sapha. Update the program, then take it again."), code="parcel_newer")


def too_big() -> Refused:
    """The cause, for the reader of the inside too."""
    return Refused(N_("This parcel is bigger than a parcel may be. Ask the sender to make smaller ones."), code="parcel_too_big")
