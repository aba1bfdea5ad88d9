"""A Deed: what a service, an import or a form does to the book in one commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import natural_id, reference_scope
from desktop.records import listing, numbers, same
from desktop.records.codes import CodeLists
from desktop.records.editing import ProblemsFound, by_rules, errors
from desktop.records.query import ListQuery, resolved
from desktop.records.register import Register, Registers, Row
from desktop.store.history import Work

SETTLED = N_("This is settled and not typed any more. Take the step back first, or reopen it.")


class Deed:
    """Open inside `book.write()`; nothing is committed before the block ends, and nothing at all when it raises. `today` is ISO,
    `actor` the name of who does it, `office` "council" or "region"."""

    def __init__(self, work: Work, registers: Registers, codes: CodeLists, office: str = "council") -> None:
        self.work = work
        self.registers = registers
        self.codes = codes
        self.office = office
        self.today = work.store.clock.today().isoformat()
        self.actor = work.actor.name

    def put(
        self, register: str, record: bytes | None, values: Mapping[str, Any], *, council: bytes | None = None, within: bool = False
    ) -> bytes:
        """Set fields of a record, or make a new one when `record` is None (or not yet known); gives its id. `within` is said by the room's
        own deeds, and by imports for what earlier books say of a new record: they may set what nobody types. Refused when the room's rules
        find an error in the record as it would be."""
        spec = self.registers[register]
        unknown = [name for name in values if not spec.has(name)]
        if unknown:
            raise Refused(N_("There is no field “{field}”."), code="unknown_field", field=unknown[0])
        self._allowed(spec)
        if record is None:
            record = self.natural(spec, values, council)
        stored = self.work.stored(register, record) if record is not None else None
        if not within:
            _typed_only(spec, stored, values)
        whole = {field.name: (stored or {}).get(field.name) for field in spec.fields} | dict(values)
        wrong = errors(by_rules(spec, whole))
        if wrong:
            raise ProblemsFound(wrong)
        if spec.guard is not None:
            spec.guard(self, record, stored, whole)
        if stored is None:
            return self._enter(spec, record, values, council)
        assert record is not None
        if stored["deleted"] and spec.natural:
            self.work.restore(register, record)
        self.work.update(register, record, values)
        return record

    def delete(self, register: str, record: bytes, *, within: bool = False) -> None:
        """Put a record into the bin."""
        spec = self.registers[register]
        self._changed_by_hand(spec, within)
        if spec.guard is not None:
            spec.guard(self, record, self.work.stored(register, record), None)
        self.work.delete(register, record)
        if spec.binned is not None:
            spec.binned(self, record, True)

    def restore(self, register: str, record: bytes, *, within: bool = False) -> None:
        """Take a record out of the bin."""
        spec = self.registers[register]
        self._changed_by_hand(spec, within)
        if spec.guard is not None:
            spec.guard(self, record, None, self.work.stored(register, record))
        self.work.restore(register, record)
        if spec.binned is not None:
            spec.binned(self, record, False)

    def row(self, register: str, record: bytes) -> Row | None:
        """A record as it stands within this deed."""
        return self.rows(register, [record])[0]

    def rows(self, register: str, records: Sequence[bytes]) -> list[Row | None]:
        """Records as they stand within this deed; None where one is gone."""
        self.work.flush()
        return listing.rows(self.work, self.registers, register, records)

    def chosen(self, register: str, records: Sequence[bytes]) -> list[Row]:
        """The records a deed is done to; Refused when one is gone or lies in the bin."""
        found = [row for row in self.rows(register, records) if row is not None and not row.deleted]
        if len(found) != len(records):
            raise Refused(N_("This record is no longer here."), code="gone")
        return found

    def day(self, values: Mapping[str, Any], field: str = "on") -> str:
        """The day (ISO) answered to a deed, today where it is blank; Refused when it is still to come."""
        on = values.get(field) or self.today
        if on > self.today:
            raise Refused(N_("That day is still to come."), code="future", field=field)
        return str(on)

    def ids(self, query: ListQuery) -> list[bytes]:
        """Ids of a list in its order, as it stands within this deed."""
        self.work.flush()
        asked = resolved(query, self.work.store.clock.today(), self.actor)
        return listing.ids(self.work, self.registers, self.codes, asked)

    def find(self, register: str, values: Mapping[str, Any]) -> bytes | None:
        """See `same.find`; sees what this deed has put already."""
        self.work.flush()
        return same.find(self.work, self.registers[register], values)

    def natural(self, spec: Register, values: Mapping[str, Any], council: bytes | None = None) -> bytes | None:
        """The id of a record that is told apart by its fields; None for all others."""
        named = [values.get(name) for name in spec.natural]
        if not any(value is not None for value in named):
            return None
        return natural_id(spec.name, council or self.work.store.office, *named)

    def _enter(self, spec: Register, record: bytes | None, values: Mapping[str, Any], council: bytes | None) -> bytes:
        if spec.number and not values.get(spec.number):
            values = dict(values) | {spec.number: numbers.give(self.work, spec)}
        if council is None and spec.kept_by:
            council = reference_scope(self.work.store.office)
        made = self.work.insert(spec.name, values, record=record, council=council)
        if spec.entered is not None:
            spec.entered(self, made, values)
        return made

    def _allowed(self, spec: Register) -> None:
        if spec.kept_by and spec.kept_by != self.office:
            raise Refused(N_("Only the regional office changes this."), code="kept_by_region")

    def _changed_by_hand(self, spec: Register, within: bool) -> None:
        self._allowed(spec)
        if spec.append_only and not within:
            raise _history()


def _typed_only(spec: Register, stored: Mapping[str, Any] | None, values: Mapping[str, Any]) -> None:
    if spec.append_only:
        raise _history()
    before = spec.defaults() if stored is None else stored
    locked: Collection[str] = () if stored is None else spec.locked(stored)
    by_deed = {field.name for field in spec.fields if field.by_deed}
    for name, value in values.items():
        if value == before.get(name):
            continue
        if stored is not None and name in spec.natural:
            raise Refused(N_("This tells the record apart and stays as it is. Make a new record instead."), code="natural", field=name)
        if name in locked:
            raise Refused(SETTLED, code="locked", field=name)
        # A form hands over a new record whole: what is blank in it was not typed
        if name in by_deed and not (stored is None and value is None):
            raise Refused(N_("This is not typed: it is changed by its own deed."), code="by_deed", field=name)


def _history() -> Refused:
    return Refused(N_("This is a history: nothing in it is changed or deleted by hand."), code="append_only")
