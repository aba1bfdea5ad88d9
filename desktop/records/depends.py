"""What hangs on records that are about to be deleted: live records of any register whose links point to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.records import listing
from desktop.records.register import Kind, Register, Registers
from desktop.store.history import Reader

_NAMES = 3  # told of each register
_AT_ONCE = 900  # ids in one question


@dataclass(frozen=True, slots=True)
class Dependents:
    """Records of one register; `names` of the first few, where people use them. A `child` is seen only in its parent and goes with it."""

    register: str
    count: int
    names: tuple[str, ...]
    child: bool


@dataclass(frozen=True, slots=True)
class Hanging:
    """`on` of the records something hangs; children first, else in the order of the registers."""

    on: int
    groups: tuple[Dependents, ...]


def dependents(reader: Reader, registers: Registers, register: str, ids: Sequence[bytes]) -> Hanging:
    """What points to these records, but for what is among them itself. One indexed question for each link there is."""
    chosen = set(ids)
    on: set[bytes] = set()
    groups = []
    for spec in registers.values():
        links = [field.name for field in spec.fields if field.kind is Kind.LINK and field.register == register]
        table = reader.store.synced[spec.name].table
        found: dict[bool, dict[bytes, None]] = {True: {}, False: {}}  # by whether it is a child
        for link in links:
            for start in range(0, len(ids), _AT_ONCE):
                wanted = table.c[link].in_(ids[start : start + _AT_ONCE])
                for record, target in reader.conn.execute(select(table.c.id, table.c[link]).where(wanted, table.c.deleted.is_(False))):
                    if spec.name != register or record not in chosen:
                        found[link == spec.parent][record] = None
                        on.add(target)
        for child, records in found.items():
            others = sorted(record for record in records if child or record not in found[True])
            if others:
                rows = listing.rows(reader, registers, spec.name, others[:_NAMES])
                names = tuple(dict.fromkeys(spec.name_of(row.values) for row in rows if row is not None and _named(spec)))
                groups.append(Dependents(spec.name, len(others), names, child))
    return Hanging(len(on), tuple(sorted(groups, key=lambda group: not group.child)))


def _named(spec: Register) -> bool:
    """Whether its records are called by words, not by codes and amounts alone."""
    return spec.called is not None or all(
        not spec.has(name) or spec.field(name).kind in (Kind.TEXT, Kind.NOTE) for name in spec.name_fields
    )
