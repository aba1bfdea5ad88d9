"""Guess where the columns of a table go: by the words of the register, by those that councils use, and by what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from desktop.base import thai
from desktop.base.i18n import _
from desktop.records.codes import CodeLists
from desktop.records.register import Field, Kind, Register, Registers
from desktop.sheets.layout import Column, Table
from desktop.sheets.mapping import DATE_RANGE, DISTRICT, FULL_NAME, ID, IGNORE, PROVINCE, REASON, Assigned, Mapping, joined, targets
from desktop.sheets.mapping import described as described_of
from desktop.sheets.values import is_tick, pieces
from desktop.sheets.words import best_part, concept, key, part_confidence, part_of_day

_SEVERAL = frozenset([Kind.PHONES, Kind.NOTE, Kind.CODES, Kind.AREAS])  # fields that more than one column may fill
_LISTED = frozenset([Kind.CODE, Kind.CODES])
_LONGEST = 80  # characters of a heading
_TICKS = frozenset(
    [
        "/",
        "//",
        "ü",
        "p",
        "•",
        "●",
        "*",
        "☑",
        "☐",
        "□",
        "\\",
        "×",
        "–",
        "✓",
        "√",
        "✔",
        "x",
        "1",
        "0",
        "-",
        "มี",
        "ไม่มี",
        "ใช่",
        "ไม่",
        "ไม่ใช่",
        "true",
        "false",
        "yes",
        "no",
        "y",
        "n",
    ]
)


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
    together = guesser.together(wishes)
    for wish in sorted(wishes, key=lambda each: (-each.confidence, each.column)):
        if wish.target in taken and wish.target not in several and wish.column not in together:
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
        whole = self._part_of_date(column)
        if whole:
            return whole, 0.95
        own = self._by_field_words(column)
        if own:
            return own, 1.0
        tick = self._tick(column)
        if tick:
            return tick, 0.9
        for heading in (column.heading, "".join(column.headings), *reversed(column.headings[:-1])):
            name, sure = concept(heading)
            path = self._path(name, column) if name else ""
            part, likely = self._by_part(heading)
            if part and likely > (sure if path else 0.0):
                return part, likely
            if path and sure < 1.0 and self._by_content(column)[0] not in (IGNORE, path):
                return self._by_content(column)  # half a word against what plainly stands below it
            if path:
                return path, sure if heading == column.heading else sure * 0.9
            if name and sure == 1.0:
                return IGNORE, 1.0  # known, and nothing this register keeps
        return self._by_content(column)

    def _by_field_words(self, column: Column) -> str:
        """The register's own words: Field.headings, its label, its name. Of several the first that what stands below can be."""
        wanted = {key(column.heading), key(joined(column))}
        found = [field for field in self.spec.fields if wanted & _words(field) and _said_of(field)]
        fitting = [field for field in found if field.kind not in _LISTED or field.open_list or self._is_listed(field, column)] or found
        for field in sorted(fitting, key=lambda each: each.kind is Kind.LINK):
            if field.kind is Kind.LINK:
                return f"{field.name}.{FULL_NAME}"
            return DATE_RANGE if field.name == "start_on" and self._is_range(column) else field.name
        return ""

    def _by_part(self, heading: str) -> tuple[str, float]:
        """A field one of whose own words is part of a heading."""
        wanted = key(heading)
        words = {word: field for field in reversed(self.spec.fields) if field.kind is not Kind.LINK for word in _words(field)}
        best = best_part(wanted, words) if 0 < len(wanted) <= _LONGEST else ""
        return (words[best].name, part_confidence(best, wanted)) if best else ("", 0.0)

    def _is_listed(self, field: Field, column: Column) -> bool:
        """Whether half of what stands in a column is on the field's list."""
        filled = self._filled(column)
        known = sum(all(self.codes.code_of(field.code_list, piece) for piece in pieces(text)) for text in filled)
        return known * 2 >= len(filled)

    def _part_of_date(self, column: Column) -> str:
        """Where day, month and year stand in columns of their own: the date that they are parts of."""
        part, above = part_of_day(column.heading), column.headings[:-1]
        if not part:
            return ""
        near = [each for each in self.table.columns if abs(each.number - column.number) <= 2 and each.headings[:-1] == above]
        if not {"m", "y"} <= {part_of_day(each.heading) for each in near}:
            return ""
        day = next((each.heading for each in near if part_of_day(each.heading) == "d"), "")
        for heading in ("".join(above), *reversed(above), day, column.heading):
            name = next((f.name for f in self.spec.fields if key(heading) in _words(f)), "") or concept(heading)[0]
            path = self._path(name, column) if name else ""
            described = described_of(self.registers, self.spec.name, path) if path else None
            if described is not None and described.kind in (Kind.DATE, Kind.PARTIAL_DATE):
                return path
        return ""

    def together(self, wishes: list[Assigned]) -> set[int]:
        """Columns that are read as one with others: the parts of a date, and a name under one wide heading. A column without a heading
        beside a name, with words in it, is the rest of that name."""
        found: set[int] = set()
        targets_of_dates = Counter(
            wish.target
            for wish, column in zip(wishes, self.table.columns, strict=True)
            if part_of_day(column.heading) and wish.target != IGNORE
        )
        for place, (wish, column) in enumerate(zip(wishes, self.table.columns, strict=True)):
            if part_of_day(column.heading) and targets_of_dates[wish.target] > 1:
                found.add(column.number)
            before = wishes[place - 1] if place else None
            if before is None or before.column + 1 != column.number:
                continue
            under = self.table.columns[place - 1].headings
            if before.target.rpartition(".")[2] == "national_id" and column.headings == under and self._is_short(column):
                wishes[place] = replace(wish, target=before.target, confidence=before.confidence)
                found |= {before.column, column.number}
            if not before.target.endswith(FULL_NAME):
                continue
            if column.headings == under or (not column.headings and self._is_words(column)):
                wishes[place] = replace(wish, target=before.target, confidence=before.confidence)
                found |= {before.column, column.number}
        return found

    def _is_short(self, column: Column) -> bool:
        return all(len(text) <= 5 and thai.arabic_digits(text).isdigit() for text in self._filled(column))

    def _is_words(self, column: Column) -> bool:
        filled = self._filled(column)
        return len(filled) * 2 >= len(self.table.rows) and all(text and not any(c.isdecimal() for c in text) for text in filled)

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
        own -= {field.name for field in self.spec.fields}  # a note is nobody's alone
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
        return sum(is_tick(text) for text in filled) >= 0.8 * len(filled)

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


def heading_words(registers: Registers, register: str) -> frozenset[str]:
    """Keys of the words that may stand over the columns of a register or of its children, as far as their descriptions tell."""
    spec = registers[register]
    return frozenset(
        word for each in (spec, *(registers[child] for child in spec.children)) for field in each.fields for word in _words(field)
    )


def _words(field: Field) -> set[str]:
    return {key(word) for word in (*field.headings, field.label, _(field.label), field.name)} - {""}


def _said_of(field: Field) -> bool:
    """Whether a column can say it: of links only people, by their names."""
    return field.kind is not Kind.LINK or (field.register == "people" and not field.required)
