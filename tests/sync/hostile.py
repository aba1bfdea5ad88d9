"""Parcels whose outside is genuine and whose inside only a hostile or faulty program of an admitted office writes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from nacl.signing import SigningKey

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import sealing
from desktop.store.segments import MAX_OPS, Op, seal
from desktop.store.versions import OpKind
from desktop.sync import manifest, parcel
from desktop.sync.header import Header
from desktop.sync.manifest import Manifest, SegmentWire, StreamWire
from tests.sync.parcels import typed


class Forger:
    """Speaks with the voice of `by` to `to`: as a replica of its own, unless told otherwise."""

    def __init__(self, by: Book, to: Book, folder: Path) -> None:
        self.by, self.to, self.folder = by, to, folder
        self.replica = new_id()
        self.scope = by.office.uid
        self.number = 100

    def op(self, fields: Mapping[str, Any], seq: int = 1, **changes: Any) -> Op:
        """A change such as the office's program writes."""
        plain: dict[str, Any] = {
            "hlc": self.by.clock.now_ms() << 16,
            "register": "people",
            "record": new_id(),
            "kind": int(OpKind.INSERT),
            "ctx": 1,
            "actor": self.by.actor.uid,
            "deed": 1,
        }
        return Op(seq=seq, fields=dict(fields), **plain | changes)

    def segment(
        self, *ops: Op, contexts: dict[int, dict[bytes, int]] | None = None, prev: bytes = bytes(32), seed: bytes | None = None
    ) -> SegmentWire:
        """Signed as the office's PC signs, or with another seed."""
        key = SigningKey(seed or self.by.store.meta("sign_seed"))
        made = seal(
            ops,
            {op.actor: "ใครสักคน" for op in ops},
            {1: {}} if contexts is None else contexts,
            prev,
            self.replica,
            self.scope,
            lambda message: key.sign(message).signature,
        )
        return SegmentWire(0, made.seq_from, made.seq_to, made.prev_hash, made.payload_hash, made.sig, made.payload)

    def rows(self, count: int, names: int = 1 << 30) -> Iterator[SegmentWire]:
        """New people, one change each, in segments as full as our own program makes them, chained and signed; each made when its turn comes.
        `names`: how many names they have; the program keeps some thousands of those it met."""
        prev, stem, like = bytes(32), new_id()[:8], self.op({})
        for first in range(1, count + 1, MAX_OPS):
            ops = [
                msgspec.structs.replace(
                    like, seq=seq, record=stem + seq.to_bytes(8, "big"), fields={"first_name": f"คน{seq % names}", "moo": seq % 20}
                )
                for seq in range(first, min(count, first + MAX_OPS - 1) + 1)
            ]
            made = self.segment(*ops, prev=prev)
            prev = made.segment().chain_hash(self.replica, self.scope)
            yield made

    def huge(self, count: int, names: int = 1 << 30) -> Path:
        """A parcel of so many rows, written with one segment in memory at a time."""
        return self.parcel(streamed=self.rows(count, names), changes=count, segments=-(-count // MAX_OPS))

    def parcel(
        self,
        *segments: SegmentWire,
        scope: bytes | None = None,
        header_sha: bytes | None = None,
        streamed: Iterable[SegmentWire] = (),
        **changes: Any,
    ) -> Path:
        """A parcel file of these segments, then of those `streamed`, which the manifest's counts leave out; `changes` go over the manifest."""
        self.number += 1
        store = self.by.store
        header = parcel.Header(
            kind="parcel",
            parcel_id=secrets.token_hex(16),
            sender=parcel.Sender(office=store.office.hex(), replica=store.replica.hex(), fingerprint=store.fingerprint),
            to=[parcel.Reader(office=self.to.office.uid.hex(), fingerprint=self.to.store.fingerprint)],
            scope=(scope or self.scope).hex(),
            n=self.number,
            prev_parcel_sha="00" * 32,
            created_hlc=store.clock.now_ms() << 16,
            schema=1,
        )
        inside = Manifest(
            header_sha=header_sha or parcel.header_sha(header),
            scope=scope or self.scope,
            offices=[],
            devices=[],
            have={},
            streams=[StreamWire(self.replica, store.fingerprint, store.office)],
            changes=sum(segment.seq_to - segment.seq_from + 1 for segment in segments),
            segments=len(segments),
        )
        for name, value in changes.items():
            setattr(inside, name, value)
        return self.written(header, (plain for _kind, plain in manifest.frames(inside, chain(segments, streamed))))

    def written(self, header: Header, frames: Iterable[bytes]) -> Path:
        """Signed, encrypted, named."""
        path = self.folder / f"forged-{self.number}.parcel"
        parcel.write_parcel(path, header, typed(frames), [self.to.store.meta("age_public").decode()], self.by.store.meta("sign_seed"))
        return path


def genuine(book: Book) -> tuple[Manifest, list[SegmentWire]]:
    """The inside of what the book would hand over now."""
    with book.store.transaction() as conn:
        sealing.seal(book.store, conn, book.office.uid)
    with book.read() as reader:
        chosen = manifest.lacking(reader.conn, book.office.uid, {}, {})
        inside = manifest.build(book.store, reader.conn, book.office.uid, chosen, bytes(32))
    return inside, list(manifest.Stored(book.store, book.office.uid, chosen))


def changed(segment: SegmentWire, **changes: Any) -> SegmentWire:
    """A segment with parts of it replaced, its signature left as it was."""
    return msgspec.structs.replace(segment, **changes)
