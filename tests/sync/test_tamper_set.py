"""The tamper set of the design: each kind is refused with a Thai sentence that tells its cause, and leaves the book byte for byte as it was."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import zstandard
from nacl.utils import random

from desktop.base import i18n
from desktop.records.book import Book
from desktop.sync import minisign, parcel, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.hostile import Forger
from tests.sync.offices import both_ways, make, meet, tables, take
from tests.sync.test_hostile import _resigned

SIGNED_FROM, MAGIC = 512, 8


def bytes_of(book: Book) -> dict[str, str]:
    """Every file of the book but those that only say that it is open."""
    files = [file for file in sorted(book.folder.rglob("*")) if file.is_file() and file.suffix not in (".pid", ".lock", "-shm")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if not file.name.endswith("-shm")}


def signed_again(raw: bytes) -> bytes:
    """By somebody else's key, under the sender's name."""
    key_id = minisign.key_id_of(raw[MAGIC:SIGNED_FROM].rstrip(b"\n") + b"\n")
    assert key_id is not None
    text = minisign.sign(hashlib.blake2b(raw[SIGNED_FROM:]).digest(), random(32), key_id, "sapha")
    return raw[:MAGIC] + text.ljust(SIGNED_FROM - MAGIC, b"\n") + raw[SIGNED_FROM:]


HARMS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncate": (lambda raw: raw[:-100], "parcel_cut_short"),
    "flip": (lambda raw: raw[:-40] + bytes([raw[-40] ^ 1]) + raw[-39:], "parcel_altered"),
    "swap": (lambda raw: raw[:-600] + raw[-300:] + raw[-600:-300], "parcel_altered"),
    "re-sign": (signed_again, "parcel_altered"),
}


def refused(book: Book, file: Path) -> tuple[str, str]:
    """Its code and Thai sentence; nothing of the book is other than before."""
    rows, files = tables(book), bytes_of(book)
    i18n.use("th")
    result = take(book, file)
    i18n.use("en")
    assert result.status in ("refused", "already"), result
    assert tables(book) == rows
    assert bytes_of(book) == files
    assert re.search("[ก-๙]{5}", result.reason)
    return result.code, result.reason


def test_each_kind_of_tampering_is_refused_with_its_cause_and_the_book_is_byte_for_byte_as_before(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    person(council)
    both_ways(council, region, stick)
    old = stick / "old.parcel"
    person(council)
    old.write_bytes(make(council, stick).read_bytes())
    assert take(region, old).status == "applied"
    person(council)
    raw = make(council, stick).read_bytes()
    told: dict[str, tuple[str, str]] = {}
    for kind, (harm, code) in HARMS.items():
        file = stick / f"{kind}.parcel"
        file.write_bytes(harm(raw))
        told[kind] = refused(region, file)
        assert told[kind][0] == code, kind
    told["replay"] = refused(region, old)
    stranger = books("stranger", kind="region")
    theirs = books("their council", office="อีกสภา")
    meet(theirs, stranger, tmp_path / "letters of strangers")
    person(theirs)
    told["wrong office"] = refused(region, make(theirs, stick / "strangers"))
    forger = Forger(council, region, stick)
    first = forger.segment(forger.op({"first_name": "ก"}))
    bomb = zstandard.ZstdCompressor().compress(bytes(17 << 20))
    told["bomb"] = refused(region, forger.parcel(_resigned(forger, first, bomb)))
    assert take(region, forger.parcel(first)).status == "applied"
    told["fork"] = refused(region, forger.parcel(forger.segment(forger.op({"first_name": "อีกอย่าง"}))))
    assert {kind: code for kind, (code, _words) in told.items() if kind not in HARMS} == {
        "replay": "already",
        "wrong office": "parcel_other_office",
        "bomb": "parcel_damaged_inside",
        "fork": "fork",
    }
    # One byte, two blocks or the signature: the reader can't tell which, only that it is not what its sender signed.
    assert len({words for _code, words in told.values()}) == len({code for code, _words in told.values()}) == len(told) - 2
    assert parcel.inspect(stick / "old.parcel").header.n == 2
    assert taking.held(region) == []
