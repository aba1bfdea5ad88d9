"""How many records use a code: asked before what it says is changed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, Text, func, or_, select

from desktop.records.plain import alive
from desktop.records.register import Field, Kind, Register, Registers
from desktop.store.history import Reader


def used(reader: Reader, registers: Registers, name: str, code: str) -> int:
    """How many records outside the bin hold this code of a list, in whatever field; a record that holds it twice is one."""
    return sum(_used_in(reader, register, name, code) for register in registers.values())


def _used_in(reader: Reader, register: Register, name: str, code: str) -> int:
    fields = [field for field in register.fields if field.code_list == name and field.kind in (Kind.CODE, Kind.CODES)]
    if not fields:
        return 0
    table = reader.store.synced[register.name].table
    held = or_(*(_holds(table, field, code) for field in fields))
    return reader.conn.execute(select(func.count()).select_from(table).where(alive(table), held)).scalar_one()


def _holds(table: Table, field: Field, code: str) -> ColumnElement[bool]:
    column = table.c[field.name]
    if field.kind is Kind.CODES:
        return column.cast(Text).contains(f'"{code}"', autoescape=True)  # a JSON list
    equal: ColumnElement[bool] = column == code
    return equal
