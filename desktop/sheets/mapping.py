"""Which column goes where: headings are matched with the fields of a register, a person may change it, and it can be kept as JSON.

A target is a path: a field of the register ('house_no'), one behind a link ('person.first_name'), one of a child record
('household_persons.relation', 'household_persons.person.national_id'), one code of a field of codes to be ticked
('hardships=H_HOUSE'), or one of the pseudo targets below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.records.register import Field, Kind, Register, Registers
from desktop.sheets.cells import letter, number
from desktop.sheets.layout import Column, Table
from desktop.sheets.words import key

IGNORE, ID = "ignore", "id"
FULL_NAME = "full_name"  # prefix, first and last name in one cell; also behind links: 'person.full_name'
DATE_RANGE = "date_range"  # start_on and end_on in one cell
DISTRICT, PROVINCE = "district", "province"  # tell tambons of one name apart
ADDRESS = "address"  # house number, moo and tambon in one cell
REASON = "เหตุผล/Reason"  # over the column of reasons that refused rows come back with
_NO_CELL = frozenset([Kind.LINK, Kind.FILE])  # what no cell can say: a link is made by what is said of the linked record
_PSEUDO_LABELS = {
    IGNORE: N_("Leave out"),
    ID: N_("Record number (from our own export)"),
    FULL_NAME: N_("Full name"),
    DATE_RANGE: N_("From day to day"),
    DISTRICT: N_("District"),
    PROVINCE: N_("Province"),
    ADDRESS: N_("Address in one cell"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere a column can go. `words` are msgids from the register down: 'Persons in households', 'Person', 'First name'."""

    path: str
    field: Field | None
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """In the language in use."""
        return " › ".join(_(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A column, what stands over it, and where it goes. `confidence` is 1 for certain, 0 for a guess nobody made."""

    column: int
    heading: str
    target: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a table and their targets for one register."""

    register: str
    columns: tuple[Assigned, ...]

    def target(self, column: int) -> str:
        """Where a column goes; 'ignore' when nobody said."""
        return next((each.target for each in self.columns if each.column == column), IGNORE)

    def columns_of(self, target: str) -> list[int]:
        """The columns that go to a target."""
        return [each.column for each in self.columns if each.target == target]

    def with_target(self, column: int, target: str) -> Mapping:
        """The same with one column sent elsewhere, by a person: certain."""
        return replace(
            self, columns=tuple(replace(each, target=target, confidence=1.0) if each.column == column else each for each in self.columns)
        )

    def to_json(self) -> str:
        """For keeping, so that next year's workbook of the same make needs no questions."""
        columns = [{"column": letter(each.column), "heading": each.heading, "target": each.target} for each in self.columns]
        return json.dumps({"version": 1, "register": self.register, "columns": columns}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """What `to_json` gave; Refused with code 'bad_mapping' for anything else."""
        try:
            kept = json.loads(text)
            columns = tuple(Assigned(number(str(each["column"])), str(each["heading"]), str(each["target"])) for each in kept["columns"])
            return cls(str(kept["register"]), columns)
        except (ValueError, KeyError, TypeError):
            raise Refused(N_("This is not a kept arrangement of columns."), code="bad_mapping") from None

    def fitted(self, table: Table) -> Mapping:
        """The same targets for a table whose columns may stand elsewhere: by heading first, by place where the heading fits nothing."""
        by_heading: dict[str, list[Assigned]] = {}
        for each in self.columns:
            by_heading.setdefault(key(each.heading), []).append(each)
        fitted = []
        for column in table.columns:
            heading = joined(column)
            waiting = by_heading.get(key(heading))
            found = waiting.pop(0) if waiting else next((a for a in self.columns if a.column == column.number and not a.heading), None)
            fitted.append(Assigned(column.number, heading, found.target if found else IGNORE, 1.0 if found else 0.0))
        return Mapping(self.register, tuple(fitted))


def joined(column: Column) -> str:
    """All headings over a column as one text."""
    return " / ".join(column.headings)


# --- targets -----------------------------------------------------------------------------------------------------------------------


def targets(registers: Registers, register: str) -> list[Target]:
    """Everywhere a column can go in a register, for the list a person chooses from."""
    spec = registers[register]
    found = [Target(IGNORE, None, (_PSEUDO_LABELS[IGNORE],)), Target(ID, None, (_PSEUDO_LABELS[ID],))]
    found += _targets_of(registers, spec, "", ())
    if any(target.field is not None and target.field.kind is Kind.AREA for target in found):
        found += [Target(name, None, (_PSEUDO_LABELS[name],)) for name in (DISTRICT, PROVINCE)]
    return found


def _targets_of(registers: Registers, spec: Register, base: str, words: tuple[str, ...]) -> Iterator[Target]:
    """Those of a register itself, of what it links to, and of its children."""
    if spec.identity.name:
        yield Target(base + FULL_NAME, None, (*words, _PSEUDO_LABELS[FULL_NAME]))
    if spec.has("start_on") and spec.has("end_on"):
        yield Target(base + DATE_RANGE, None, (*words, _PSEUDO_LABELS[DATE_RANGE]))
    if spec.has("house_no"):
        yield Target(base + ADDRESS, None, (*words, _PSEUDO_LABELS[ADDRESS]))
    links = []
    for field in spec.fields:
        if field.kind not in _NO_CELL:
            yield Target(base + field.name, field, (*words, field.label))
        elif field.register and field.name != spec.parent and comes_in(registers[field.register]):
            links.append(field)
    for field in links:
        yield from _targets_of_link(registers, field, base, words)
    for child in spec.children if not base else ():
        if not comes_in(registers[child]):
            continue
        yield from _targets_of(registers, registers[child], child + ".", (*words, registers[child].title))


def _targets_of_link(registers: Registers, link: Field, base: str, words: tuple[str, ...]) -> Iterator[Target]:
    """The fields of a linked record, but not what that links to in turn."""
    spec = registers[link.register]
    if spec.identity.name:
        yield Target(f"{base}{link.name}.{FULL_NAME}", None, (*words, link.label, _PSEUDO_LABELS[FULL_NAME]))
    if spec.has("house_no"):
        yield Target(f"{base}{link.name}.{ADDRESS}", None, (*words, link.label, _PSEUDO_LABELS[ADDRESS]))
    for field in spec.fields:
        if field.kind not in _NO_CELL:
            yield Target(f"{base}{link.name}.{field.name}", field, (*words, link.label, field.label))


def comes_in(register: Register) -> bool:
    """Whether a workbook may bring records of it: histories are made by deeds, and code lists come from the regional office alone."""
    return not register.append_only and not register.kept_by


def described(registers: Registers, register: str, path: str) -> Field | None:
    """The Field a target stands for; None for the pseudo targets. A tick's is the field of codes."""
    spec = registers[register]
    *steps, name = path.partition("=")[0].split(".")
    for step in steps:
        spec = registers[step] if step in spec.children else registers[spec.field(step).register]
    return spec.field(name) if spec.has(name) else None


def leaf(path: str) -> str:
    """The last step of a path."""
    return path.rpartition(".")[2]
