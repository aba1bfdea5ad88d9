"""How complete the records of each council are: of the fields that tell who or what a record is, how many are filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, or_, select

from desktop.records.plain import alive
from desktop.records.register import Kind, Register, Registers
from desktop.store.history import Reader

_INSTEAD = {"national_id": "no_id_reason"}  # a field that answers for another: why there is no number


@dataclass(frozen=True, slots=True)
class Blank:
    """A field that is blank in `count` of `records` records of a register."""

    register: str
    field: str
    count: int
    records: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one council. `asked` answers were asked for, `given` are there; `blanks` most first, only fields of which some are blank."""

    records: int
    asked: int
    given: int
    blanks: tuple[Blank, ...]

    @property
    def score(self) -> int:
        """Of a hundred answers, how many are given; never rounded up to 100."""
        return self.given * 100 // self.asked if self.asked else 0


def asked(register: Register) -> tuple[str, ...]:
    """The fields that count, of a register that stands on its own: those by which its records are told apart and found; links left out."""
    if not register.group or register.parent:
        return ()
    identity = register.identity
    names = [identity.exact, identity.birth, identity.sex, identity.phones, *identity.home[:1]]
    names += [name for group in identity.keys[:1] for name in group]
    return tuple(dict.fromkeys(name for name in names if name and register.field(name).kind is not Kind.LINK))


def by_council(reader: Reader, registers: Registers) -> dict[bytes, Quality]:
    """Of every council with records here, in one look at each table."""
    found: dict[bytes, list[Blank]] = {}
    for register in registers.values():
        for council, blanks in _of_register(reader, register):
            found.setdefault(council, []).extend(blanks)
    return {council: _summed(blanks) for council, blanks in found.items()}


def _of_register(reader: Reader, register: Register) -> Iterator[tuple[bytes, list[Blank]]]:
    names = asked(register)
    if not names:
        return
    table = reader.store.synced[register.name].table
    given = [func.count().filter(_given(table, name)) for name in names]
    statement = select(table.c.council, func.count(), *given).where(alive(table)).group_by(table.c.council)
    for council, records, *counts in reader.conn.execute(statement):
        yield council, [Blank(register.name, name, records - count, records) for name, count in zip(names, counts, strict=True)]


def _given(table: Table, name: str) -> ColumnElement[bool]:
    given = table.c[name].is_not(None)
    instead = _INSTEAD.get(name, "")
    return or_(given, table.c[instead].is_not(None)) if instead in table.c else given


def _summed(blanks: list[Blank]) -> Quality:
    total = sum(each.records for each in blanks)
    missing = sum(each.count for each in blanks)
    records = sum({each.register: each.records for each in blanks}.values())
    return Quality(records, total, total - missing, tuple(sorted((b for b in blanks if b.count), key=lambda each: -each.count)))
