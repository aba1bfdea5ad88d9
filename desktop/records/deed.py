"""A Deed: what a service, an import or a form does to the book in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records import listing, same
from desktop.records.codes import CodeLists
from desktop.records.editing import ProblemsFound, check, errors
from desktop.records.register import Registers, Row
from desktop.store.history import Work


class Deed:
    """Open inside `book.write()`; nothing is committed before the block ends, and nothing at all when it raises."""

    def __init__(self, work: Work, registers: Registers, codes: CodeLists) -> None:
        self.work = work
        self.registers = registers
        self.codes = codes

    def put(self, register: str, record: bytes | None, values: Mapping[str, Any], *, council: bytes | None = None) -> bytes:
        """Set fields of a record, or make a new one when `record` is None (or not yet known); gives its id. Refused when the room's
        rules find an error in the record as it would be."""
        spec = self.registers[register]
        unknown = [name for name in values if not spec.has(name)]
        if unknown:
            raise Refused(N_("There is no field “{field}”."), code="unknown_field", field=unknown[0])
        stored = self.work.stored(register, record) if record is not None else None
        whole = {field.name: (stored or {}).get(field.name) for field in spec.fields} | dict(values)
        wrong = errors(check(spec, whole))
        if wrong:
            raise ProblemsFound(wrong)
        if stored is None:
            return self.work.insert(register, values, record=record, council=council)
        assert record is not None
        self.work.update(register, record, values)
        return record

    def delete(self, register: str, record: bytes) -> None:
        """Put a record into the bin."""
        self.work.delete(register, record)

    def restore(self, register: str, record: bytes) -> None:
        """Take a record out of the bin."""
        self.work.restore(register, record)

    def row(self, register: str, record: bytes) -> Row | None:
        """A record as it stands within this deed."""
        self.work.flush()
        return listing.rows(self.work, self.registers, register, [record])[0]

    def find(self, register: str, values: Mapping[str, Any]) -> bytes | None:
        """See `same.find`; sees what this deed has put already."""
        self.work.flush()
        return same.find(self.work, self.registers[register], values)
