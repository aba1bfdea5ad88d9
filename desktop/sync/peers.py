"""Offices and devices met: who may send to us, who reads what we send, and what each is known to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from desktop.base.ids import reference_scope
from desktop.store import schema
from desktop.store.devices import fingerprint

ADMITTED = ("self", "admitted")
OURS = ("self", "next")  # of a device: this PC's key, and the one that shall take its place


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office as it introduces itself; its keys are its devices'."""

    uid: bytes
    kind: str
    name: str
    areas: str

    def wire(self) -> list[Any]:
        """As it travels."""
        return [self.uid, self.kind, self.name, self.areas]


@dataclass(frozen=True, slots=True)
class Device:
    """A device of an office: its public keys."""

    fingerprint: str
    office: bytes
    sign_public: bytes
    age_public: str
    status: str
    follows: str = ""  # the key whose place it takes, which signed for it: `proof`
    proof: bytes = b""

    def wire(self) -> list[Any]:
        """As it travels; a key of ours that is not in use yet is to be known like one that is."""
        status = "admitted" if self.status == "next" else self.status
        return [self.fingerprint, self.office, self.sign_public, self.age_public, status, self.follows, self.proof]


def offices(conn: Connection) -> dict[bytes, Any]:
    """Known offices by uid."""
    return {row.uid: row for row in conn.execute(select(schema.table_of(schema.OfficeRow)))}


def devices(conn: Connection) -> dict[str, Device]:
    """Known devices by fingerprint."""
    return {row.fingerprint: _device(row) for row in conn.execute(select(schema.table_of(schema.DeviceRow)))}


def device(conn: Connection, fingerprint: str) -> Device | None:
    """One known device."""
    table = schema.table_of(schema.DeviceRow)
    row = conn.execute(select(table).where(table.c.fingerprint == fingerprint)).first()
    return _device(row) if row is not None else None


def _device(row: Any) -> Device:
    return Device(row.fingerprint, row.office, row.sign_public, row.age_public, row.status, row.follows or "", row.proof or b"")


def keep_office(conn: Connection, card: OfficeCard, status: str) -> None:
    """Remember an office, or bring what is known of it up to date; our own keeps its status."""
    table = schema.table_of(schema.OfficeRow)
    row = conn.execute(select(table).where(table.c.uid == card.uid)).first()
    if row is None:
        conn.execute(insert(table).values(uid=card.uid, kind=card.kind, name=card.name, areas=card.areas, status=status))
    elif row.status != "self" and (row.name, row.areas, row.status) != (card.name, card.areas, status):
        conn.execute(update(table).where(table.c.uid == card.uid).values(name=card.name, areas=card.areas, status=status))


def keep_device(
    conn: Connection,
    office: bytes,
    sign_public: bytes,
    age_public: str,
    at_ms: int,
    *,
    status: str = "admitted",
    follows: str = "",
    proof: bytes = b"",
) -> Device:
    """Admit a device; one already known (admitted, revoked, ours) stays as it is."""
    mark = fingerprint(sign_public, age_public)
    known = device(conn, mark)
    if known is not None:
        return known
    made = Device(mark, office, sign_public, age_public, status, follows, proof)
    conn.execute(insert(schema.DeviceRow).values(**asdict(made), since_ms=at_ms))
    if follows:  # the same PC: it has what it had
        acknowledge(conn, mark, acknowledged(conn, follows))
    return made


def device_rows(conn: Connection) -> Sequence[Any]:
    """Known devices with all that is kept of them."""
    return conn.execute(select(schema.table_of(schema.DeviceRow))).all()


def retire(conn: Connection, fingerprint: str) -> None:
    """A device's key gave way to one that follows it: what it signs from now on is not taken."""
    table = schema.table_of(schema.DeviceRow)
    conn.execute(update(table).where(table.c.fingerprint == fingerprint, table.c.status == "admitted").values(status="retired"))


def revoke(conn: Connection, fingerprint: str) -> None:
    """Take a device's key out of use; never our own."""
    table = schema.table_of(schema.DeviceRow)
    conn.execute(update(table).where(table.c.fingerprint == fingerprint, table.c.status.not_in(OURS)).values(status="revoked"))


def acknowledged(conn: Connection, device: str) -> dict[int, int]:
    """What a device is known to have, by stream, by its own signed word."""
    table = schema.table_of(schema.AckRow)
    return {row.stream: row.seq for row in conn.execute(select(table.c.stream, table.c.seq).where(table.c.device == device))}


def acknowledge(conn: Connection, device: str, vector: dict[int, int]) -> None:
    """Take a device's word for what it has of some streams. It may be less than before, or nothing: an office restored from a backup asks
    again by itself."""
    table = schema.table_of(schema.AckRow)
    known = acknowledged(conn, device)
    for stream, seq in vector.items():
        if stream not in known:
            conn.execute(insert(table).values(device=device, stream=stream, seq=seq))
        elif seq != known[stream]:
            conn.execute(update(table).where(table.c.device == device, table.c.stream == stream).values(seq=seq))


def holds_thin(conn: Connection, device: str, streams: Sequence[int], marks: Sequence[tuple[int, int]]) -> None:
    """Take a device's word for which segments of some streams it holds with fields left out: stream and first number."""
    table = schema.table_of(schema.ThinMarkRow)
    conn.execute(delete(table).where(table.c.device == device, table.c.stream.in_(streams)))
    rows = [{"device": device, "stream": stream, "seq_from": seq} for stream, seq in dict.fromkeys(marks)]
    if rows:
        conn.execute(insert(table), rows)


def held_thin(conn: Connection, devices: Sequence[Device]) -> dict[int, set[int]]:
    """First numbers, by stream, of segments that any of these devices holds with fields left out."""
    table = schema.table_of(schema.ThinMarkRow)
    found: dict[int, set[int]] = {}
    for stream, seq in conn.execute(
        select(table.c.stream, table.c.seq_from).where(table.c.device.in_([device.fingerprint for device in devices]))
    ):
        found.setdefault(stream, set()).add(seq)
    return found


def held(conn: Connection, scope: bytes) -> dict[bytes, int]:
    """What is held here of a scope: last seq by replica."""
    table = schema.table_of(schema.StreamRow)
    rows = conn.execute(select(table.c.replica, table.c.have_seq).where(table.c.scope == scope))
    return {replica: seq for replica, seq in rows if seq}


def streams(conn: Connection, scope: bytes) -> dict[int, int]:
    """The last number held of each stream of a scope."""
    table = schema.table_of(schema.StreamRow)
    return dict(conn.execute(select(table.c.stream, table.c.have_seq).where(table.c.scope == scope)).all())


def numbers(conn: Connection, scope: bytes) -> dict[bytes, int]:
    """The local number of each replica's stream in a scope."""
    table = schema.table_of(schema.StreamRow)
    return dict(conn.execute(select(table.c.replica, table.c.stream).where(table.c.scope == scope)).all())


def is_reference(conn: Connection, scope: bytes) -> bool:
    """Whether a scope is what a regional office known here keeps for all its councils."""
    return any(row.kind == "region" and reference_scope(uid) == scope for uid, row in offices(conn).items())


def may_write(known: dict[bytes, Any], office: bytes, scope: bytes) -> bool:
    """In a council's records write the council and its region; in reference data the region that keeps it."""
    region = office in known and known[office].kind == "region"
    return office == scope or (region and (scope in known or reference_scope(office) == scope))
