"""mark.json beside a book: how far the book had come, kept outside of it (incarnation.py says what for).

It has two slots of one size, each a line with its checksum. Both are written and synced at the first commit of an opening, when a parcel was
given its number, and when the book became a new replica. At every other commit the second is overwritten in place, in a tenth of the time that a
new file and its name take. So it is never older than the first, and where a power cut tore it, the first holds."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from desktop.store import lasting

NAME = "mark.json"
_PAGE = 4_096  # what a disk and its cache write in one go: no slot shares one with the other


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a book had come: its replica's last number and its last parcel's, each by scope."""

    replica: bytes
    seq: dict[bytes, int]
    parcels: dict[bytes, int]


class Keeper:
    """Keeps the mark of a book that is open; one at a time for a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._size = 0  # of a slot
        self._kept = b""
        self._synced: tuple[bytes, dict[bytes, int]] = (b"", {})  # replica and parcels in the first
        self._file: int | None = None
        self._loose = False  # the second slot is not synced

    def keep(self, mark: Mark) -> None:
        """Keep a mark where it has moved. A disk that refuses these few bytes has still kept the commit itself."""
        text = _text(mark)
        with contextlib.suppress(OSError):
            if text == self._kept and self._path.exists():  # taking parcels of others moves nothing of ours
                return
            if (mark.replica, mark.parcels) != self._synced or not self._overwritten(text):
                self.close()
                self._size = _put(self._path, text)
                self._file = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
                self._synced, self._loose = (mark.replica, mark.parcels), False
            self._kept = text

    def close(self) -> None:
        """Make the last one last, and let go of the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                if self._loose:
                    os.fsync(self._file)
            os.close(self._file)
            self._file = None

    def _overwritten(self, text: bytes) -> bool:
        """Whether the second slot could take it."""
        line = _line(text, self._size)
        if self._file is None or len(line) != self._size or not self._is_ours(self._file):
            return False
        self._loose = True
        os.lseek(self._file, self._size, os.SEEK_SET)
        os.write(self._file, line)
        lasting.start_writing(self._file)
        return True

    def _is_ours(self, file: int) -> bool:
        """Whether the name is still that of the file that is open: somebody may have tidied up."""
        try:
            return os.path.samestat(self._path.stat(), os.fstat(file))
        except FileNotFoundError:
            return False


def read(folder: Path) -> Mark | None:
    """The mark beside a book; None where there is none that can be read."""
    try:
        raw = (folder / NAME).read_bytes()
    except OSError:
        return None
    if raw.startswith(b"{"):  # the only slot of earlier programs
        return _mark(raw)
    second = len(raw) // 2
    return _of_slot(raw[second:]) or _of_slot(raw[:second])


def forget(folder: Path) -> None:
    """Let the mark name no replica, so that whoever opens the book becomes a new one; its numbers of parcels stay."""
    mark = read(folder)
    _put(folder / NAME, _text(Mark(b"", {}, mark.parcels if mark is not None else {})))


def _put(path: Path, text: bytes) -> int:
    """Write both slots anew, for good; gives the size of one, with room to grow."""
    size = -(-2 * len(text) // _PAGE) * _PAGE
    lasting.put(path, 2 * _line(text, size), path.with_name(path.name + ".part"))
    return size


def _line(text: bytes, size: int) -> bytes:
    return (_checksum(text) + b" " + text).ljust(size - 1) + b"\n"


def _of_slot(slot: bytes) -> Mark | None:
    checksum, _, text = slot.rstrip().partition(b" ")
    return _mark(text) if checksum == _checksum(text) else None


def _checksum(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)


def _text(mark: Mark) -> bytes:
    return msgspec.json.encode({"replica": mark.replica.hex(), "seq": _named(mark.seq), "parcels": _named(mark.parcels)})


def _named(numbers: Mapping[bytes, int]) -> dict[str, int]:
    return {scope.hex(): number for scope, number in numbers.items()}


def _mark(text: bytes) -> Mark | None:
    try:
        told: dict[str, Any] = msgspec.json.decode(text)
        seq, parcels = (
            {bytes.fromhex(scope): int(number) for scope, number in found.items()} for found in (told["seq"], told.get("parcels", {}))
        )
        return Mark(bytes.fromhex(told["replica"]), seq, parcels)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError):
        return None
