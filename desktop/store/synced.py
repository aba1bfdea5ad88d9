"""How the store sees a register: its table, which fields are sets or money, and the derived columns. No words, no screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Table

from desktop.store.versions import DELETED

SEPARATOR = "+"
_NUL = "\0"  # PostgreSQL keeps no text that holds it, and no hand types it
_INTS = 1 << 53
_MONEY = re.compile(r"-?\d{1,13}\.\d\d")


@dataclass(frozen=True)
class Synced:
    """A synced table. `makes` has the derived columns (name_sort, search, match): what makes them for many records, of plain values; `made_of`
    has the fields each is made of."""

    name: str
    table: Table
    fields: tuple[str, ...]
    sets: frozenset[str]
    money: frozenset[str]
    makes: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], list[str]]]
    made_of: Mapping[str, frozenset[str]]
    checks: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)  # of texts that must have a form, as dates
    reference: bool = False  # kept by the regional office for all its councils, in a scope of its own
    matched: bool = False  # pairs of its records that may be the same are looked for: what was touched is noted

    def derive(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The derived columns of a record."""
        return {column: text for column, (text,) in self.derive_all([values]).items()}

    def derive_all(self, records: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
        """The same of many, by column; in a fraction of the time."""
        return {column: make(records) for column, make in self.makes.items()}

    def rederive(self, row: Mapping[str, Any], values: Mapping[str, Any], changed: Collection[str]) -> dict[str, str]:
        """The derived columns of a stored row that differ once these fields have changed; both need hold only what `needed` says."""
        return self.rederive_all([row], [values], changed)[0]

    def rederive_all(
        self, rows: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any]], changed: Collection[str]
    ) -> list[dict[str, str]]:
        """The same of many of which the same fields have changed."""
        found: list[dict[str, str]] = [{} for _row in rows]
        for column, fields in self.made_of.items():
            if not fields.isdisjoint(changed):
                for differs, row, text in zip(found, rows, self.makes[column](values), strict=True):
                    if text != row[column]:
                        differs[column] = text
        return found

    def needed(self, changed: Collection[str]) -> set[str]:
        """The fields, and the derived columns with what they are made of, that changing these fields asks for."""
        return set(self._names.intersection(changed)).union(
            *({column} | fields for column, fields in self.made_of.items() if not fields.isdisjoint(changed))
        )

    def cells_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Wire cells of a new record: only what is not blank."""
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if value is None:
                continue
            if name in self.sets:
                for element in value:
                    cells[name + SEPARATOR + element] = True
            else:
                cells[name] = self.to_wire(name, value)
        return cells

    def changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """Wire cells that differ between the stored values and the new ones (only names in `new` are compared)."""
        cells: dict[str, Any] = {}
        for name, value in new.items():
            before = old.get(name)
            if name in self.sets:
                was, now = set(before or ()), set(value or ())
                for element in sorted(now - was):
                    cells[name + SEPARATOR + element] = True
                for element in sorted(was - now):
                    cells[name + SEPARATOR + element] = False
            elif value != before:
                cells[name] = self.to_wire(name, value)
        return cells

    def apply(self, values: dict[str, Any], cell: str, wire: Any) -> str | None:
        """Set a cell in plain values in place; gives the column touched, or None when this program has no such field."""
        name, _, element = cell.partition(SEPARATOR)
        if name not in self._names:
            return None
        if element:
            now = set(values.get(name) or ())
            (now.add if wire else now.discard)(element)
            values[name] = tuple(sorted(now)) or None
        else:
            values[name] = self.from_wire(name, wire)
        return name

    def cell_value(self, values: Mapping[str, Any], cell: str) -> Any:
        """The wire value a cell has now in plain values."""
        name, _, element = cell.partition(SEPARATOR)
        if element:
            return element in (values.get(name) or ())
        return self.to_wire(name, values.get(name))

    def take_in(self, values: dict[str, Any], cells: Mapping[str, Any]) -> dict[str, Any]:
        """`apply` of many cells; gives those this program has no field for."""
        unknown: dict[str, Any] = {}
        plain = self._plain
        if cells.keys() <= plain:
            values.update(cells)
            return unknown
        for cell, wire in cells.items():
            if cell in plain:
                values[cell] = wire
            elif self.apply(values, cell, wire) is None:
                unknown[cell] = wire
        return unknown

    def are_all_sound(self, records: Sequence[Mapping[str, Any]]) -> bool:
        """Whether `sound` says so of every cell of many records; looked at by column, in a fraction of the time."""
        columns = self._looked_at
        for name, looks in columns.items():
            if not looks([cells[name] for cells in records if name in cells]):
                return False
        return all(self.sound(cell, wire) for cells in records for cell, wire in cells.items() if cell not in columns)

    @cached_property
    def _looked_at(self) -> dict[str, Callable[[list[Any]], bool]]:
        """What looks through a column of wire values; of fields that hold texts, numbers, ids, yes or no."""

        def looking(name: str, kind: type) -> Callable[[list[Any]], bool]:
            def look(column: list[Any]) -> bool:
                if not set(map(type, column)) <= {kind}:  # blanks too are for `sound`
                    return all(self.sound(name, wire) for wire in column)
                if kind is str:
                    return _NUL not in "".join(column) and (name not in self.checks or all(map(self._formed[name], set(column))))
                if kind is int:
                    return not column or -_INTS < min(column) <= max(column) < _INTS
                return kind is bool or set(map(len, column)) <= {16}

            return look

        return {name: looking(name, kind) for name, kind in self._types.items() if kind in (str, int, bytes, bool)}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.fields)

    @cached_property
    def _plain(self) -> frozenset[str]:
        """Fields whose value is what travels."""
        return frozenset(self.fields) - self.sets - self.money

    @cached_property
    def _types(self) -> dict[str, Any]:
        """python_type asks its way through the dialect each time."""
        return {name: self.table.c[name].type.python_type for name in self._plain}

    @cached_property
    def _formed(self) -> Mapping[str, Callable[[str], bool]]:
        """Days come again and again, and to look at one takes as long as looking at ten texts."""
        return {name: lru_cache(maxsize=1 << 13)(check) for name, check in self.checks.items()}

    def sound(self, cell: str, wire: Any) -> bool:
        """Whether a wire value from elsewhere fits this program's column; a field it does not know fits always (it is kept aside)."""
        if _NUL in cell or (type(wire) is str and _NUL in wire):
            return False
        name, _, element = cell.partition(SEPARATOR)
        if cell == DELETED:
            return type(wire) is bool
        if name not in self._names:
            return bool(name)
        if element or name in self.sets:
            return bool(element) and name in self.sets and type(wire) is bool
        if wire is None:
            return True
        if name in self.checks:
            return type(wire) is str and self._formed[name](wire)
        if name in self.money:
            return type(wire) is str and _MONEY.fullmatch(wire) is not None
        wanted = self._types[name]
        return type(wire) is wanted and (wanted is not bytes or len(wire) == 16) and (wanted is not int or abs(wire) < _INTS)

    def to_wire(self, name: str, value: Any) -> Any:
        """Money travels as a decimal text ('45000.00'); the rest as it is."""
        return f"{value:.2f}" if name in self.money and value is not None else value

    def from_wire(self, name: str, value: Any) -> Any:
        """The plain value of a wire value."""
        return Decimal(value) if name in self.money and value is not None else value
