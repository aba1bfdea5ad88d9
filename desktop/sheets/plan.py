"""What an import would do, row by row, before anything is written. Plain data for screens, the command line and tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from typing import Any

from desktop.base.i18n import _
from desktop.records.register import Field, Level, Register
from desktop.sheets.cells import PART
from desktop.sheets.entities import Entity
from desktop.sheets.layout import Column, Skip, Table
from desktop.sheets.mapping import IGNORE, REASON, Mapping
from desktop.sheets.parts import RowProblem
from desktop.sheets.reading import Workbook
from desktop.sheets.words import concept

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
DUPLICATE = "possible_duplicate"  # code of the problem of a new record that may be a known one


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook with the table to read and where its columns go, so far; a person may send columns elsewhere."""

    workbook: Workbook
    tables: tuple[Table, ...]  # all that were found, in all sheets; the user may choose another
    table: Table
    mapping: Mapping
    recalled: str = ""  # whose arrangement of an earlier time the mapping is: 'own', 'region', '' for a guess


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change. `whose` is '' for the record itself, else the path of the linked or child record."""

    whose: str
    field: Field
    old: Any
    new: Any


@dataclass(slots=True)
class Child:
    """A child record of a planned one, with the row it stands in."""

    row: int
    entity: Entity
    links: dict[str, Entity]


@dataclass(slots=True)
class PlannedRecord:
    """One record of the register: the sheet rows it takes, the entity it is, its links and children, and what is odd about it."""

    rows: list[int]
    entity: Entity
    links: dict[str, Entity] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The number of the first of its rows in the sheet that it stands in; `Plan.table.place` says in which."""
        return self.rows[0] % PART

    @property
    def id(self) -> bytes | None:
        """The stored record it is; None for a new one."""
        return self.entity.id

    @property
    def state(self) -> str:
        """'new', 'changed' (itself, or what hangs on it) or 'same'."""
        if self.entity.new:
            return NEW
        return CHANGED if any(entity.changes or entity.new for _whose, entity in self.entities()) else SAME

    @property
    def doubtful(self) -> bool:
        """Whether it would be new and may yet be somebody known."""
        return any(problem.code == DUPLICATE for problem in self.problems)

    def entities(self) -> list[tuple[str, Entity]]:
        """Everything this record writes, each after what it links to, with its path."""
        found = [(link, entity) for link, entity in self.links.items()]
        found += [(link, entity) for child in self.children for link, entity in child.links.items()]
        return [*found, ("", self.entity), *((child.entity.register.name, child.entity) for child in self.children)]

    def changes(self) -> list[Change]:
        """Field by field what would change; empty for a new record, of which everything is new."""
        if self.entity.new:
            return []
        return [
            Change(whose, entity.register.field(name), entity.was(name), value.id if isinstance(value, Entity) else value)
            for whose, entity in self.entities()
            for name, value in entity.changes.items()
        ]

    def value(self, path: str) -> Any:
        """What the record will hold at a path such as 'position' or 'person.first_name'."""
        link, _dot, name = path.rpartition(".")
        entity = self.links.get(link) if link else self.entity
        return _after(entity, name) if entity is not None else None

    def name(self) -> str:
        """What the record is called in one line."""
        return called(self.entity.register, self.entity, self.links)


def called(register: Register, entity: Entity, links: Values[str, Entity]) -> str:
    """A planned record in one line, by what it will hold."""
    values = {each.name: _after(entity, each.name) for each in register.fields}
    for lookup in register.lookups:
        linked = links.get(lookup.link)
        values[lookup.name] = _after(linked, lookup.field) if linked is not None else entity.was(lookup.name)
    return register.name_of(values)


def _after(entity: Entity, name: str) -> Any:
    value = entity.changes.get(name, entity.was(name))
    return value.id if isinstance(value, Entity) else value


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Sheet rows that can't be a record, and why."""

    rows: tuple[int, ...]
    problems: tuple[RowProblem, ...]
    child: bool = False  # only a child of a record that does come in

    def text(self) -> str:
        """The reasons in the language in use, in one line."""
        return " ".join(problem.text() for problem in self.problems if problem.level is Level.ERROR)


@dataclass(slots=True)
class Plan:
    """What would happen. Nothing is written before `apply`."""

    register: Register
    source: Source
    records: list[PlannedRecord]
    refused: list[RefusedRow]
    entities: list[Entity]
    blanks: int = 0  # cells of our own export that were cleared in Excel while the book holds a value
    cleared: bool = False  # whether those values are cleared here as well; without it they stay
    applied: bool = False

    @property
    def table(self) -> Table:
        """The table it was read from."""
        return self.source.table

    @property
    def mapping(self) -> Mapping:
        """Where its columns went."""
        return self.source.mapping

    @property
    def skips(self) -> list[Skip]:
        """Rows that are no records, with why; blank rows are not worth telling."""
        return [skip for skip in self.table.skips if skip.reason != "blank"]

    @property
    def left_out(self) -> list[Column]:
        """Columns that hold something and are not read; the numbers down the side are not worth telling."""
        rows = self.table.rows
        return [
            column
            for column in self.table.columns
            if self.mapping.target(column.number) == IGNORE
            and concept(column.heading)[0] != "seq"
            and column.heading != REASON
            and any(not cell.blank and cell.covered != "across" for cell in (self.table.sheet.cell(row, column.number) for row in rows))
        ]

    @property
    def other_tables(self) -> list[Table]:
        """Tables of the workbook that are not read."""
        return [each for each in self.source.tables if each is not self.table and each not in self.table.parts and not each.parts]

    @property
    def rows(self) -> int:
        """Records of the register in the sheet, refused ones included."""
        return len(self.records) + sum(not refused.child for refused in self.refused)

    @property
    def sheet_rows(self) -> int:
        """Data rows of the sheet; several may make one record."""
        return len(self.table.rows)

    def counts(self) -> dict[str, int]:
        """Records by state: new, changed, same; and the rows refused."""
        states = Counter(record.state for record in self.records)
        return {state: states[state] for state in (NEW, CHANGED, SAME)} | {REFUSED: len(self.refused)}

    def warnings(self) -> dict[str, int]:
        """Warnings by code, the most frequent first."""
        codes = Counter(problem.code for record in self.records for problem in record.problems)
        return dict(codes.most_common())

    def writes(self) -> dict[str, int]:
        """Records that would be written, by register: what links and children bring is counted too."""
        return dict(Counter(entity.register.name for entity in self.entities if entity.changes))

    def not_read(self) -> list[str]:
        """For people: the columns and tables that are not read."""
        found = []
        if self.left_out:
            columns = ", ".join(f"{column.letter} {column.heading}".strip() for column in self.left_out)
            found.append(_("Columns that are not read: {columns}").format(columns=columns))
        if self.other_tables:
            tables = ", ".join(f"{each.sheet.name}!{each.first_row} ({len(each.rows)})" for each in self.other_tables)
            found.append(_("Tables that are not read: {tables}").format(tables=tables))
        return found

    def summary(self) -> str:
        """One line for people."""
        return _("{new} new, {changed} changed, {same} the same, {refused} refused").format(**self.counts())


@dataclass(frozen=True, slots=True)
class Result:
    """What was written, in one commit."""

    new: int
    changed: int
    same: int
    refused: int
    ids: tuple[bytes, ...]  # of the register's records, in the order of the sheet
    written: Values[str, int]  # records written, by register
