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
from desktop.records.codes import CodeLists
from desktop.records.register import Field, Kind, Register, Registers
from desktop.sheets.cells import letter, number
from desktop.sheets.layout import Column, Table
from desktop.sheets.words import concept, key

IGNORE, ID = "ignore", "id"
FULL_NAME = "full_name"  # prefix, first and last name in one cell; also behind links: 'person.full_name'
DATE_RANGE = "date_range"  # start_on and end_on in one cell
DISTRICT, PROVINCE = "district", "province"  # tell tambons of one name apart
ADDRESS = "address"  # house number, moo and tambon in one cell
REASON = "เหตุผล/Reason"  # over the column of reasons that refused rows come back with
_NO_CELL = frozenset([Kind.LINK, Kind.FILE])  # what no cell can say: a link is made by what is said of the linked record
_SEVERAL = frozenset([Kind.PHONES, Kind.NOTE, Kind.CODES, Kind.AREAS])  # fields that more than one column may fill
_TICKS = frozenset(["/", "✓", "√", "✔", "x", "1", "0", "-", "มี", "ไม่มี", "ใช่", "ไม่", "ไม่ใช่", "true", "false", "yes", "no", "y", "n"])
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


# --- guessing ----------------------------------------------------------------------------------------------------------------------


def guess(registers: Registers, codes: CodeLists, register: str, table: Table) -> Mapping:
    """Where the columns of a table go, by their headings and by what is in them. The surest column gets a target that only one can have."""
    spec = registers[register]
    if table.names:
        return Mapping(register, tuple(_own(registers, register, table)))
    guesser = _Guesser(registers, codes, spec, table)
    wishes = [Assigned(column.number, joined(column), *guesser.column(column)) for column in table.columns]
    several = {target.path for target in targets(registers, register) if target.field is not None and target.field.kind in _SEVERAL}
    taken: set[str] = set()
    decided: dict[int, Assigned] = {}
    for wish in sorted(wishes, key=lambda each: (-each.confidence, each.column)):
        if wish.target in taken and wish.target not in several:
            wish = replace(wish, target=IGNORE, confidence=0.0)
        taken |= {wish.target} - {IGNORE}
        decided[wish.column] = wish
    return Mapping(register, tuple(decided[number] for number in sorted(decided)))


def _own(registers: Registers, register: str, table: Table) -> Iterator[Assigned]:
    """Our own export says itself where its columns go; what it does not say is left out."""
    known = {target.path for target in targets(registers, register)}
    for column, name in zip(table.columns, table.names, strict=True):
        name = ID if column is table.columns[0] else name
        yield Assigned(column.number, joined(column), name if name.partition("=")[0] in known else IGNORE)


class _Guesser:
    def __init__(self, registers: Registers, codes: CodeLists, spec: Register, table: Table) -> None:
        self.registers = registers
        self.codes = codes
        self.spec = spec
        self.table = table
        self.concepts = [concept(column.heading) for column in table.columns]
        self.has = {name for name, sure in self.concepts if sure == 1.0}
        self.children = self._speaks_of_children()
        self.paths = {target.path for target in targets(registers, spec.name)}

    def column(self, column: Column) -> tuple[str, float]:
        """Target and confidence of one column."""
        if column.heading == REASON:
            return IGNORE, 1.0
        if not column.headings:
            return self._by_content(column)
        own = self._by_field_words(column)
        if own:
            return own, 1.0
        tick = self._tick(column)
        if tick:
            return tick, 0.9
        for heading in (column.heading, "".join(column.headings), *reversed(column.headings[:-1])):
            name, sure = concept(heading)
            path = self._path(name, column) if name else ""
            if path and sure < 1.0 and self._by_content(column)[0] not in (IGNORE, path):
                return self._by_content(column)  # half a word against what plainly stands below it
            if path:
                return path, sure if heading == column.heading else sure * 0.9
            if name and sure == 1.0:
                return IGNORE, 1.0  # known, and nothing this register keeps
        return self._by_content(column)

    def _by_field_words(self, column: Column) -> str:
        """The register's own words: Field.headings, its label, its name."""
        wanted = {key(column.heading), key(joined(column))}
        for field in self.spec.fields:
            words = (*field.headings, field.label, _(field.label), field.name)
            if field.kind is not Kind.LINK and wanted & {key(word) for word in words}:
                return DATE_RANGE if field.name == "start_on" and self._is_range(column) else field.name
        return ""

    def _is_range(self, column: Column) -> bool:
        return concept(column.heading)[0] == DATE_RANGE and "end_on" not in self.has and self.spec.has("end_on")

    def _path(self, name: str, column: Column) -> str:
        """Where a concept goes: the register's own field, else behind the link the column speaks of."""
        if name == DATE_RANGE and "end_on" in self.has:
            name = "start_on"
        if name in (DISTRICT, PROVINCE) and name in self.paths:
            return name
        bases = ["", *self._bases(column)]
        return next((base + name for base in bases if base + name in self.paths), "")

    def _bases(self, column: Column) -> list[str]:
        """Links to look behind, the likeliest first: as the lookups of the list do, the head where the heading says so, children where
        the table is about them."""
        looked = [lookup.link + "." for lookup in self.spec.lookups]
        links = [field.name + "." for field in self.spec.fields if field.kind is Kind.LINK and field.name != self.spec.parent]
        children = []
        for child in self.spec.children:
            spec = self.registers[child]
            children += [
                child + ".",
                *(f"{child}.{field.name}." for field in spec.fields if field.kind is Kind.LINK and field.name != spec.parent),
            ]
        head_said = any(word in joined(column) for word in ("หัวหน้า", "Head"))
        ordered = [*children, *looked, *links] if self.children and not head_said else [*looked, *links, *children]
        return list(dict.fromkeys(ordered))

    def _speaks_of_children(self) -> bool:
        """Whether rows are the children: a column only they have (relation), or one that names them."""
        if not self.spec.children:
            return False
        own = {field.name for child in self.spec.children for field in self.registers[child].fields if field.kind is not Kind.LINK}
        return bool(self.has & own) or any("สมาชิก" in column.heading and "ชื่อ" in column.heading for column in self.table.columns)

    def _tick(self, column: Column) -> str:
        """A column headed by a code of a field of codes, with ticks below."""
        if not self._is_ticked(column):
            return ""
        for path, field in self._code_fields():
            code = self.codes.code_of(field.code_list, column.heading)
            if code:
                return f"{path}={code}"
        return ""

    def _code_fields(self) -> Iterator[tuple[str, Field]]:
        for target in targets(self.registers, self.spec.name):
            if target.field is not None and target.field.kind is Kind.CODES:
                yield target.path, target.field

    def _filled(self, column: Column) -> list[str]:
        cells = (self.table.sheet.cell(row, column.number) for row in self.table.rows[:200])
        return [cell.text.strip() for cell in cells if not cell.blank]

    def _is_ticked(self, column: Column) -> bool:
        filled = self._filled(column)
        return sum(text.casefold() in _TICKS for text in filled) >= 0.8 * len(filled)

    def _by_content(self, column: Column) -> tuple[str, float]:
        """A column no word tells: thirteen digits, again and again, are national IDs; ten that begin with 0, phones."""
        filled = ["".join(char for char in text if char.isdecimal()) for text in self._filled(column)]
        if len(filled) < 3:
            return IGNORE, 0.0
        for name, length in (("national_id", 13), ("phones", 10)):
            path = self._path(name, column)
            if path and sum(len(digits) == length for digits in filled) >= 0.8 * len(filled):
                return path, 0.6
        return IGNORE, 0.0


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
