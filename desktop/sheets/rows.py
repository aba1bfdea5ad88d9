"""The data rows of a table as records waiting to be known: one Block for each record of the register, with what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop.base import thai
from desktop.base.areas import areas
from desktop.records.register import SETS, Field, Kind, Register, Registers
from desktop.sheets import mapping as targets_of
from desktop.sheets.cells import Cell, letter
from desktop.sheets.layout import Table
from desktop.sheets.mapping import Mapping
from desktop.sheets.parts import Block, Part, RowProblem
from desktop.sheets.places import Places
from desktop.sheets.values import Reading, Values, is_ditto, people_count, split_address, ticked, warned

_GROUP_MOO = re.compile(r"^(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.)\s*(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class _Aim:
    """A column and where it goes, taken apart once and not for every cell."""

    column: int
    target: str
    base: str  # '' or 'person.'
    name: str
    code: str  # of a tick
    field: Field | None
    heading: str
    child: bool  # leads into a child record


def _fills_area(aim: _Aim) -> bool:
    return aim.name == targets_of.ADDRESS if aim.field is None else aim.field.kind in (Kind.AREA, Kind.AREAS)


class RowReader:
    """Turns the rows of one table into blocks."""

    def __init__(self, registers: Registers, table: Table, mapping: Mapping, values: Values, places: Places) -> None:
        self.registers = registers
        self.spec = registers[mapping.register]
        self.table = table
        self.values = values
        self.places = places
        self.columns = [self._aim(each.column, each.target) for each in mapping.columns if each.target != targets_of.IGNORE]
        self.above: dict[int, Cell] = {}
        self.has_moo = any(each.name in ("moo", targets_of.ADDRESS) for each in self.columns)
        self.has_area = any(_fills_area(each) for each in self.columns)
        self.child_columns = [each for each in self.columns if each.child]
        self.own_columns = [each for each in self.columns if not each.child]
        self.places_columns = [each for each in self.columns if each.target in (targets_of.DISTRICT, targets_of.PROVINCE)]
        self.areas_read: dict[tuple[str, str, tuple[str, str]], tuple[str | None, str]] = {}

    def blocks(self) -> Iterator[Block]:
        """The records in order. A row without anything of its own belongs to the record above it, where children are in the sheet."""
        block: Block | None = None
        for row in self.table.rows:
            cells = self._cells(row)
            own = not self.child_columns or any(
                each.column in cells and not cells[each.column].blank and not cells[each.column].covered for each in self.own_columns
            )
            if block is None or own:
                if block is not None:
                    yield block
                block = self._begin(row, cells)
            else:
                block.rows.append(row)
            self._add_child(block, row, cells)
            self._notice(block, row)
        if block is not None:
            yield block

    def _aim(self, column: int, path: str) -> _Aim:
        whole, _eq, code = path.partition("=")
        name = targets_of.leaf(whole)
        described = targets_of.described(self.registers, self.spec.name, path)
        heading = self.table.column(column).heading or letter(column)
        child = whole.partition(".")[0] in self.spec.children
        return _Aim(column, path, whole[: len(whole) - len(name)], name, code, described, heading, child)

    # -- one row

    def _cells(self, row: int) -> dict[int, Cell]:
        """The mapped cells, 'as above' filled in; what a range covers sideways is another column's. Blank ones that nothing covers are
        not among them."""
        found = {}
        sheet, above = self.table.sheet, self.above
        there = sheet.rows.get(row, {})
        for each in self.columns:
            number = each.column
            if number not in there and (row, number) not in sheet.origins:
                continue
            cell = sheet.cell(row, number)
            if cell.covered == "across" or (cell.blank and not cell.covered):
                continue
            if is_ditto(cell):
                cell = above.get(number, cell)
            elif not cell.blank:
                above[number] = cell
            found[number] = cell
        return found

    def _begin(self, row: int, cells: dict[int, Cell]) -> Block:
        block = Block([row], {"": Part(self.spec.name, "", row)})
        hints = self._hints(cells)
        for each in self.own_columns:
            cell = cells.get(each.column)
            if cell is None:
                continue
            if each.target == targets_of.ID:
                block.id_text = cell.text.strip()
            else:
                self._read(block, block.parts, row, each, cell, hints)
        if block.id_text:
            self._cleared(block, cells)
        self._usual(block, row)
        for part in block.parts.values():
            _names(self.registers[part.register], part)
        return block

    def _cleared(self, block: Block, cells: dict[int, Cell]) -> None:
        """What an export of ours had, or could have had, a value for and now says nothing of."""
        for each in self.own_columns:
            part = block.parts.get(each.base)
            if part is not None and each.field is not None and not each.code and each.column not in cells and each.name not in part.values:
                part.cleared.append(each.name)

    def _add_child(self, block: Block, row: int, cells: dict[int, Cell]) -> None:
        if not self.child_columns:
            return
        parts: dict[str, Part] = {}
        hints = self._hints(cells)
        for each in self.child_columns:
            if each.column in cells:
                self._read(block, parts, row, each, cells[each.column], hints)
        for part in parts.values():
            _names(self.registers[part.register], part)
        if any(not part.empty for part in parts.values()):
            block.children.append(parts)

    def _notice(self, block: Block, row: int) -> None:
        if row in self.table.sheet.hidden_rows:
            block.problems.append(RowProblem(row, "", "", warned("", "row_hidden")))
        if not self.table.sheet.uncalculated:
            return
        for each in self.columns:
            if (row, each.column) in self.table.sheet.uncalculated:
                name = targets_of.leaf(each.target)
                block.problems.append(RowProblem(row, letter(each.column), each.target, warned(name, "not_calculated")))

    def _hints(self, cells: dict[int, Cell]) -> tuple[str, str]:
        """District and province of the row, where it has them."""
        if not self.places_columns:
            return "", ""
        found = {each.target: thai.clean(cells[each.column].text) for each in self.places_columns if each.column in cells}
        return found.get(targets_of.DISTRICT, ""), found.get(targets_of.PROVINCE, "")

    # -- one cell

    def _part(self, parts: dict[str, Part], base: str, row: int) -> Part:
        if base not in parts:
            spec = self.spec
            for step in base.split(".")[:-1]:
                spec = self.registers[step] if step in spec.children else self.registers[spec.field(step).register]
            parts[base] = Part(spec.name, base, row)
        return parts[base]

    def _read(self, block: Block, parts: dict[str, Part], row: int, aim: _Aim, cell: Cell, hints: tuple[str, str]) -> None:
        if cell.blank or aim.target in (targets_of.DISTRICT, targets_of.PROVINCE):
            return
        part = parts.get(aim.base) or self._part(parts, aim.base, row)
        if is_ditto(cell):
            block.problems.append(RowProblem(row, letter(aim.column), aim.target, warned(aim.name, "ditto_of_nothing")))
            return
        reading = self._reading(part, aim, cell, hints)
        if reading.problems:
            label = aim.field.label if aim.field is not None else ""
            place = letter(aim.column)
            block.problems += [RowProblem(row, place, aim.target, problem, label) for problem in reading.problems]
        if reading.unread:
            part.unread.append(f"{aim.heading}: {reading.unread}")

    def _reading(self, part: Part, aim: _Aim, cell: Cell, hints: tuple[str, str]) -> Reading:
        """Put what a cell says into its part; gives what is to be said about it."""
        name, described = aim.name, aim.field
        if described is None and name == targets_of.FULL_NAME:
            for place, text in zip(
                ("prefix", *self.registers[part.register].identity.name), thai.split_name(thai.clean(cell.text)), strict=True
            ):
                _set(part, Field(place, Kind.TEXT, ""), text or None)
            return Reading()
        if described is None and name == targets_of.DATE_RANGE:
            first, last, reading = self.values.date_range("start_on", cell)
            part.values |= {place: day for place, day in (("start_on", first), ("end_on", last)) if day}
            return reading
        if described is None and name == targets_of.ADDRESS:  # organizations have a field of that name
            return self._address(part, cell, hints)
        assert described is not None  # all else has been dealt with
        if aim.code:
            return self._tick(part, described, aim.code, cell)
        if name == "participants" and self.registers[part.register].has("male"):
            counted = people_count(cell.text)
            if counted:
                part.values |= {place: count for place, count in zip((name, "male", "female"), counted, strict=True) if count is not None}
                return Reading()
        if described.kind in (Kind.AREA, Kind.AREAS):
            reading = self._areas(described, cell, hints)
        else:
            reading = self.values.read(described, cell)
        _set(part, described, reading.value)
        return reading

    def _tick(self, part: Part, described: Field, code: str, cell: Cell) -> Reading:
        tick = ticked(cell)
        if tick is not False:
            _set(part, described, (code,))
        text = thai.clean(cell.text) if tick is None else ""
        return Reading(None, (warned(described.name, "unreadable", text=text),) if text else (), text)

    def _areas(self, described: Field, cell: Cell, hints: tuple[str, str]) -> Reading:
        text = thai.clean(cell.text)
        if not text.strip("-–— "):
            return Reading()
        pieces = re.split(r"\s*[,;、\n]\s*", cell.text) if described.kind is Kind.AREAS else [text]
        codes: list[str] = []
        for piece in (thai.clean(piece) for piece in pieces):
            code, matter = self._area(described, piece, hints)
            if code is None:
                return Reading(None, (warned(described.name, matter, text=text),), text)
            codes.append(code)
        return Reading(tuple(sorted(set(codes))) if described.kind is Kind.AREAS else codes[0])

    def _area(self, described: Field, text: str, hints: tuple[str, str]) -> tuple[str | None, str]:
        asked = (described.kind, text, hints)
        if asked not in self.areas_read:  # a sheet names a few tambons again and again
            self.areas_read[asked] = self._area_named(described, text, hints)
        return self.areas_read[asked]

    def _area_named(self, described: Field, text: str, hints: tuple[str, str]) -> tuple[str | None, str]:
        code, matter = self.places.tambon(text, *hints)
        if code is None and described.kind is Kind.AREAS:
            wider = [area.code for area in areas().find(text) if len(area.code) < 6]
            digits = thai.arabic_digits(text)
            if digits.isdigit() and areas().get(digits) is not None:
                wider = [digits]
            if len(wider) == 1:
                return wider[0], ""
        return code, matter

    def _address(self, part: Part, cell: Cell, hints: tuple[str, str]) -> Reading:
        text = thai.clean(cell.text)
        house, moo, place = split_address(text)
        code, matter = self.places.tambon(place, *hints) if place else (None, "")
        part.values |= {name: value for name, value in (("house_no", house), ("moo", moo), ("tambon_code", code)) if value is not None}
        # Lanes, roads and villages have no field here: the words stay in the note.
        bare = re.sub(
            r"บ้านเลขที่|เลขที่|หมู่บ้านที่|หมู่ที่|หมู่|ม\.", " ", thai.arabic_digits(text).replace(place, " ") if place else thai.arabic_digits(text)
        )
        left = [word for word in re.split(r"[\s,]+", bare) if word and word not in (house, str(moo))]
        problems = (warned("tambon_code", matter, text=place),) if matter else ()
        return Reading(None, problems, text if left or matter else "")

    # -- what the row does not say itself

    def _usual(self, block: Block, row: int) -> None:
        """The office's only tambon where the sheet has no column of it, and the moo of the group header above."""
        part = self._placed(block)
        if part is None or part.empty or block.id_text:  # an export of ours leaves out what it was not asked for
            return
        spec = self.registers[part.register]
        if not self.has_area and self.places.usual and spec.has("tambon_code"):
            part.usual["tambon_code"] = self.places.usual
        group = _GROUP_MOO.match(thai.arabic_digits(self.table.groups.get(row, "")))
        if group and not self.has_moo and spec.has("moo"):
            part.usual["moo"] = int(group.group(1))

    def _placed(self, block: Block) -> Part | None:
        """The part that has the address: the record itself, else the link through which its list shows one."""
        if self.spec.has("tambon_code"):
            return block.parts[""]
        link = next((lookup.link for lookup in self.spec.lookups if lookup.field == "tambon_code"), "")
        return block.parts.get(f"{link}.") if link else None


def _names(register: Register, part: Part) -> None:
    """A prefix glued to a first name, where no column of its own holds it."""
    names = register.identity.name
    if len(names) == 2 and part.values.get(names[0]) and not part.values.get("prefix") and register.has("prefix"):
        prefix, first, last = thai.split_name(f"{part.values[names[0]]} {part.values.get(names[1], '')}")
        if prefix and first and (last or names[1] not in part.values):
            part.values |= {"prefix": prefix, names[0]: first} | ({names[1]: last} if last else {})


def _set(part: Part, described: Field, value: Any) -> None:
    """Set a value; where two columns fill one field, sets and notes grow, and for the rest the first wins."""
    if value is None:
        return
    before = part.values.get(described.name)
    if before is not None and described.kind in SETS:
        part.values[described.name] = tuple(sorted({*before, *value}))
    elif before is not None and described.kind is Kind.NOTE:
        part.values[described.name] = f"{before}\n{value}"
    elif before is None:
        part.values[described.name] = value
