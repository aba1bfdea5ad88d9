"""Tables common to every book: the record mixin of synced registers, and the local tables of the change log and the hand-over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base; every constraint has a name by convention."""

    metadata = MetaData(naming_convention=NAMING)


class Baht(TypeDecorator[Decimal]):
    """Decimal baht with two places, kept as an integer of satang so that SQL sums exactly."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


_as_json = msgspec.json.Encoder().encode
_texts = msgspec.json.Decoder(tuple[str, ...]).decode


class TextSet(TypeDecorator[tuple[str, ...]]):
    """A set of short texts, kept as a sorted JSON list; blank is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return _as_json(sorted(value)).decode() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return _texts(value) if value else None


def record_indexes(table: str, *others: str) -> tuple[Index, ...]:
    """Covering indexes of every list: its order, and its search (in the order of ids, which are made in time, so that it grows at its end);
    and one for each of `others`: links, by which other records are found."""
    return (
        Index(f"ix_{table}_deleted_name_sort_id", "deleted", "name_sort", "id"),
        Index(f"ix_{table}_deleted_id_search", "deleted", "id", "search"),
        *(Index(f"ix_{table}_{name}", name) for name in others),
    )


class Record:
    """Mixin of every synced table. Written only by `history.Work` and the merge; no foreign keys between synced tables, so that a
    record may arrive before the one it points to (handover-evidence.md, morango #340)."""

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)  # UUIDv7, made where the record was first typed
    council: Mapped[bytes] = mapped_column(LargeBinary(16))  # office uid of the council whose record it is: the sync scope
    revision: Mapped[int] = mapped_column(Integer)  # counts local writes; an editor's save must match it
    deleted: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    name_sort: Mapped[str] = mapped_column(Text)  # base.thai.sort_key of what the record is called
    search: Mapped[str] = mapped_column(Text)  # base.thai.fold of the texts to search in
    match: Mapped[str] = mapped_column(Text)  # base.thai.match_key of the name, to find the same person spelt otherwise; blank if none
    ver: Mapped[bytes] = mapped_column(LargeBinary)  # versions of its cells, see versions.py
    ext: Mapped[bytes | None] = mapped_column(LargeBinary)  # fields of a newer program, kept and handed on

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return record_indexes(cls.__tablename__)  # type: ignore[attr-defined]


RECORD_COLUMNS = ("id", "council", "revision", "deleted", "name_sort", "search", "match", "ver", "ext")


class Meta(Base):
    """Facts of this store by key: office, replica, keys, clock."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class OfficeRow(Base):
    """Offices known here, our own included."""

    __tablename__ = "offices"
    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # council | region
    name: Mapped[str] = mapped_column(Text)
    areas: Mapped[str] = mapped_column(Text)  # area codes joined by commas
    status: Mapped[str] = mapped_column(String(10))  # self | invited | admitted | revoked


class DeviceRow(Base):
    """Devices (key pairs) of the offices known here."""

    __tablename__ = "devices"
    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    office: Mapped[bytes] = mapped_column(LargeBinary(16))
    sign_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    age_public: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(10))  # self | next | admitted | revoked | retired
    since_ms: Mapped[int] = mapped_column(Integer)
    follows: Mapped[str | None] = mapped_column(String(32))  # the key that this one takes the place of ...
    proof: Mapped[bytes | None] = mapped_column(LargeBinary(64))  # ... and its signature that it does


class ActorRow(Base):
    """People who wrote, by uid; the name is the latest one seen."""

    __tablename__ = "actors"
    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class StreamRow(Base):
    """One replica's changes within one scope: seq 1, 2, 3 ... without gaps."""

    __tablename__ = "streams"
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    replica: Mapped[bytes] = mapped_column(LargeBinary(16))
    scope: Mapped[bytes] = mapped_column(LargeBinary(16))
    device: Mapped[str] = mapped_column(String(32))
    office: Mapped[bytes] = mapped_column(LargeBinary(16))
    have_seq: Mapped[int] = mapped_column(Integer)  # last seq held here
    have_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # chain hash of the last sealed segment
    epoch: Mapped[int] = mapped_column(Integer)  # own streams: number of the context now in use
    __table_args__ = (Index("uq_streams_replica_scope", "replica", "scope", unique=True),)


class CtxVecRow(Base):
    """What the author of `stream` had of stream `about` in its context number `ctx`."""

    __tablename__ = "ctxvec"
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    ctx: Mapped[int] = mapped_column(Integer, primary_key=True)
    about: Mapped[int] = mapped_column(Integer, primary_key=True)
    upto: Mapped[int] = mapped_column(Integer)


class OpRow(Base):
    """Own changes not yet sealed into a segment."""

    __tablename__ = "ops"
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    hlc: Mapped[int] = mapped_column(Integer)
    register: Mapped[str] = mapped_column(String(40))
    record: Mapped[bytes] = mapped_column(LargeBinary(16))
    kind: Mapped[int] = mapped_column(Integer)
    fields: Mapped[bytes] = mapped_column(LargeBinary)  # msgpack {cell: wire value}
    ctx: Mapped[int] = mapped_column(Integer)
    actor: Mapped[bytes] = mapped_column(LargeBinary(16))
    deed: Mapped[int] = mapped_column(Integer)  # hlc of the first change made in the same deed
    __table_args__ = (Index("ix_ops_record", "record"),)


class SegmentRow(Base):
    """Sealed, hash-chained, signed runs of a stream's changes, exactly as their author wrote them."""

    __tablename__ = "segments"
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_from: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_to: Mapped[int] = mapped_column(Integer)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    sig: Mapped[bytes] = mapped_column(LargeBinary(64))
    payload: Mapped[bytes] = mapped_column(LargeBinary)  # zstd(msgpack), see segments.py
    thinned: Mapped[bytes | None] = mapped_column(LargeBinary(72))  # see thinning.py


class TrailRow(Base):
    """Which segments tell of a record: the way from a record to its history."""

    __tablename__ = "trail"
    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_from: Mapped[int] = mapped_column(Integer, primary_key=True)
    __table_args__ = {"sqlite_with_rowid": False}


class LoserRow(Base):
    """Heads that are not shown: values written without knowing of the shown one. A conflict is a loser whose value differs."""

    __tablename__ = "losers"
    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    cell: Mapped[str] = mapped_column(String(80), primary_key=True)
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    hlc: Mapped[int] = mapped_column(Integer)
    ctx: Mapped[int] = mapped_column(Integer)
    register: Mapped[str] = mapped_column(String(40))
    value: Mapped[bytes] = mapped_column(LargeBinary)  # msgpack wire value
    __table_args__ = {"sqlite_with_rowid": False}


class ClashRow(Base):
    """Records deleted by one office while another, not knowing, edited them: alive until a person decides."""

    __tablename__ = "clashes"
    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    council: Mapped[bytes] = mapped_column(LargeBinary(16))


class AckRow(Base):
    """What a device is known to have of a stream, by its own signed word."""

    __tablename__ = "acks"
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)


class ThinMarkRow(Base):
    """Segments that another device says it holds with fields left out."""

    __tablename__ = "thin_marks"
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_from: Mapped[int] = mapped_column(Integer, primary_key=True)
    __table_args__ = {"sqlite_with_rowid": False}


class FileMarkRow(Base):
    """Photos and papers between us and another device, since its last word: what it says it lacks, what it was given."""

    __tablename__ = "file_marks"
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))  # lacks | given
    __table_args__ = {"sqlite_with_rowid": False}


class ParcelRow(Base):
    """Parcels made and taken here."""

    __tablename__ = "parcels"
    parcel: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    direction: Mapped[str] = mapped_column(String(3))  # out | in
    device: Mapped[str] = mapped_column(String(32))  # the sender's
    office: Mapped[bytes] = mapped_column(LargeBinary(16))  # out: the reader's region or council; in: the sender's office
    scope: Mapped[bytes] = mapped_column(LargeBinary(16))
    number: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    at_ms: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10))  # out: writing | made | confirmed; in: applied | held
    counts: Mapped[str] = mapped_column(Text)  # JSON
    vector: Mapped[bytes] = mapped_column(LargeBinary)  # msgpack; out: {stream: seq} the reader has once it took it, in: when made
    __table_args__ = (Index("ix_parcels_device_scope_number", "device", "scope", "number"),)


class UnappliedRow(Base):
    """Changes to registers this version of the program does not know, kept in their segments until it does."""

    __tablename__ = "unapplied"
    stream: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    register: Mapped[str] = mapped_column(String(40))


class AnswerRow(Base):
    """What a person answered when asked whether two records (a < b) are the same thing; remembered for ever."""

    __tablename__ = "answers"
    a: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    b: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(10))  # same | not_same | later
    actor: Mapped[bytes] = mapped_column(LargeBinary(16))
    at_ms: Mapped[int] = mapped_column(Integer)
    __table_args__ = (Index("ix_answers_b", "b"),)


class PairRow(Base):
    """Two records (a < b) that may be the same, waiting for an answer."""

    __tablename__ = "pairs"
    a: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    b: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    score: Mapped[int] = mapped_column(Integer)  # hundredths of a point
    reasons: Mapped[str] = mapped_column(Text)  # JSON [[code, number], ...]
    found_ms: Mapped[int] = mapped_column(Integer)
    __table_args__ = (Index("ix_pairs_b", "b"), Index("ix_pairs_register_score", "register", "score"))


class UnmatchedRow(Base):
    """Records that were written since pairs were last looked for; one may be noted several times."""

    __tablename__ = "unmatched"
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    record: Mapped[bytes] = mapped_column(LargeBinary(16))


class SavedViewRow(Base):
    """Lists that a user of this PC keeps under a name. In the book, because what one searches for is personal data; never handed over."""

    __tablename__ = "saved_views"
    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    actor: Mapped[bytes] = mapped_column(LargeBinary(16))
    register: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)  # JSON, see records/views.py
    position: Mapped[int] = mapped_column(Integer)


class RoundRow(Base):
    """Reports frozen under a name. Local to a book and never handed over."""

    __tablename__ = "rounds"
    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    made_on: Mapped[str] = mapped_column(String(10))  # the day the data are of
    at_ms: Mapped[int] = mapped_column(Integer)
    who: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int | None] = mapped_column(Integer)
    vector: Mapped[bytes] = mapped_column(LargeBinary)  # msgpack {replica + scope: seq}: what was held of each stream
    arrived: Mapped[bytes] = mapped_column(LargeBinary)  # msgpack {office: (number, at_ms)}: its last parcel
    figures: Mapped[bytes] = mapped_column(LargeBinary)  # the numbers, see reports/freezing.py
    parts: Mapped[bytes] = mapped_column(LargeBinary)  # the records behind them


class RoundFileRow(Base):
    """The workbooks of frozen reports, byte for byte."""

    __tablename__ = "round_files"
    round: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def table_of(model: type[Any]) -> Table:
    """The Table of a mapped class."""
    table = model.__table__
    assert isinstance(table, Table)
    return table
