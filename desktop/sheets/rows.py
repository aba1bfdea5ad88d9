"""The data rows of a table as records waiting to be known: one Block for each record of the register, with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.base import thai
from desktop.records.register import Field, Kind, Register, Registers
from desktop.sheets import amounts
from desktop.sheets import mapping as targets_of
from desktop.sheets.cells import PART, Cell, letter
from desktop.sheets.layout import Table
from desktop.sheets.mapping import Mapping
from desktop.sheets.names import own_names
from desktop.sheets.parts import Block, Part, RowProblem
from desktop.sheets.places import Places, spot
from desktop.sheets.placing import AreaReader, keep
from desktop.sheets.several import number_of_year, people_count, split_times
from desktop.sheets.values import Reading, Values, is_ditto, is_error, ticked, warned
from desktop.sheets.words import part_of_day


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
    period: str = ""  # of an amount: a year's or a month's, as the heading says
    unit: str = ""  # of land


def _fills_area(aim: _Aim) -> bool:
    return aim.name == targets_of.ADDRESS if aim.field is None else aim.field.kind in (Kind.AREA, Kind.AREAS)


class RowReader:
    """Turns the rows of one table into blocks."""

    def __init__(self, registers: Registers, table: Table, mapping: Mapping, values: Values, places: Sequence[Places]) -> None:
        self.registers = registers
        self.spec = registers[mapping.register]
        self.table = table
        self.values = values
        self.all_places = places  # of each part of the table
        self.places = places[0]
        self.areas = AreaReader(places[0])
        self.columns = [self._aim(each.column, each.target) for each in mapping.columns if each.target != targets_of.IGNORE]
        self.above: dict[int, Cell] = {}
        self.has_moo = any(each.name == "moo" for each in self.columns)
        self.has_year = any(each.name == "fiscal_year" for each in self.columns)
        self.has_village = any(each.name == "village" for each in self.columns)
        self.has_area = any(_fills_area(each) for each in self.columns)
        self.child_columns = [each for each in self.columns if each.child]
        self.own_columns = [each for each in self.columns if not each.child]
        self.places_columns = [each for each in self.columns if each.target in (targets_of.DISTRICT, targets_of.PROVINCE)]
        self.joined_columns = _together(self.columns)

    def blocks(self) -> Iterator[Block]:
        """The records in order. A row without anything of its own belongs to the record above it, where children are in the sheet."""
        block: Block | None = None
        for row in self.table.rows:
            if self.places is not self.all_places[row // PART]:  # another sheet: nothing that stood above is above this
                self.places, self.areas, self.above = self.all_places[row // PART], AreaReader(self.all_places[row // PART]), {}
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
        over = "".join(self.table.column(column).headings)
        kind = described.kind if described is not None else None
        period = amounts.period_of(over) if kind is Kind.MONEY else ""
        unit = amounts.land_unit(over) if kind is Kind.LAND else ""
        return _Aim(column, path, whole[: len(whole) - len(name)], name, code, described, heading, child, period, unit)

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
        for aims in self.joined_columns:
            _join(aims, found)
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
            own_names(self.registers[part.register], part, exported=bool(block.id_text))
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
            own_names(self.registers[part.register], part)
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
        if is_error(cell):
            label = aim.field.label if aim.field is not None else ""
            problem = warned(aim.name, "cell_error", text=cell.text.strip())
            block.problems.append(RowProblem(row, letter(aim.column), aim.target, problem, label))
            return
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
            names = self.registers[part.register].identity.name
            for place, text in zip(("prefix", *names), thai.split_name(thai.clean(cell.text)), strict=True):
                keep(part, Field(place, Kind.TEXT, ""), text or None)
            return Reading()
        if described is None and name == targets_of.DATE_RANGE:
            first, last, reading = self.values.date_range("start_on", cell)
            part.values |= {place: day for place, day in (("start_on", first), ("end_on", last)) if day}
            return reading
        if described is None and name == targets_of.ADDRESS:  # organizations have a field of that name
            return self.areas.address(self.registers[part.register], part, cell, hints)
        assert described is not None  # all else has been dealt with
        if aim.code:
            return self._tick(part, described, aim.code, cell)
        if name == "participants" and self.registers[part.register].has("male"):
            counted = people_count(cell.text)
            if counted:
                part.values |= {place: count for place, count in zip((name, "male", "female"), counted, strict=True) if count is not None}
                return Reading()
        if _of_two(self.registers[part.register], self.values, part, name, cell):
            return Reading()
        if described.kind in (Kind.AREA, Kind.AREAS):
            reading = self.areas.areas(described, cell, hints)
        elif aim.period:
            reading = self.values.money(described, cell, aim.period)
        elif aim.unit:
            reading = self.values.land(described, cell, aim.unit)
        else:
            reading = self.values.read(described, cell)
        keep(part, described, reading.value)
        return reading

    def _tick(self, part: Part, described: Field, code: str, cell: Cell) -> Reading:
        tick = ticked(cell)
        if tick is not False:
            keep(part, described, (code,))
        text = thai.clean(cell.text) if tick is None else ""
        return Reading(None, (warned(described.name, "unreadable", text=text),) if text else (), text)

    # -- what the row does not say itself

    def _usual(self, block: Block, row: int) -> None:
        """The office's only tambon where the sheet has no column of it, and the moo of the group header above."""
        own = block.parts[""]
        if self.places.fiscal_year and self.spec.has("fiscal_year") and not self.has_year and not (own.empty or block.id_text):
            own.usual["fiscal_year"] = self.places.fiscal_year
        part = self._placed(block) or own
        if part.empty or block.id_text:  # an export of ours leaves out what it was not asked for
            return
        spec = self.registers[part.register]
        if not self.has_area and self.places.usual and spec.has("tambon_code"):
            part.usual["tambon_code"] = self.places.usual
        moo, village = spot(self.table.groups.get(row, ""))
        if moo is None and not village:
            moo, village = self.places.spot
        for each in (part, own):
            if moo is not None and not self.has_moo and self.registers[each.register].has("moo"):
                each.usual["moo"] = moo
        if village and not self.has_village and spec.has("village") and part.values.get("moo", moo) == moo:
            part.usual["village"] = village

    def _placed(self, block: Block) -> Part | None:
        """The part that has the address: the record itself, else the link through which its list shows one."""
        if self.spec.has("tambon_code"):
            return block.parts[""]
        link = next((lookup.link for lookup in self.spec.lookups if lookup.field == "tambon_code"), "")
        return block.parts.get(f"{link}.") if link else None


def _together(columns: list[_Aim]) -> list[list[_Aim]]:
    """Columns that one value stands in: the parts of a date, a name in three cells."""
    found: dict[str, list[_Aim]] = {}
    for each in columns:
        dated = each.field is not None and each.field.kind in (Kind.DATE, Kind.PARTIAL_DATE)
        boxes = each.field is not None and each.field.kind is Kind.NATIONAL_ID
        if dated or boxes or (each.field is None and each.name == targets_of.FULL_NAME):
            found.setdefault(each.target, []).append(each)
    return [sorted(aims, key=lambda aim: (part_of_day(aim.heading) or "z", aim.column)) for aims in found.values() if len(aims) > 1]


def _join(aims: list[_Aim], cells: dict[int, Cell]) -> None:
    """Put what stands in several cells into the first of them: '5 ม.ค. 2510' of a day, a month and a year, an ID of its boxes."""
    there = [cells.pop(aim.column) for aim in aims if aim.column in cells]
    texts = [thai.clean(cell.text) for cell in there if not cell.blank]
    if aims[0].field is not None and aims[0].field.kind is Kind.NATIONAL_ID:
        text = "".join(texts)
    elif aims[0].field is not None:
        texts = [text for text in texts if text.strip("-–. ")]
        numeric = all(thai.arabic_digits(text).isdigit() for text in texts)
        text = ("/" if numeric else " ").join(texts)
    else:
        text = " ".join(texts)
    if text:
        cells[min(aim.column for aim in aims)] = Cell(text)


def _of_two(spec: Register, values: Values, part: Part, name: str, cell: Cell) -> bool:
    """Two values in one cell, where both have a field: 'ครั้งที่ 2/2567', '09.00-12.00 น.'. Whether it was so."""
    if not isinstance(cell.value, str):
        return False
    if name == "number" and spec.has("year"):
        numbered = number_of_year(cell.value)
        kind = cell.value.partition("ครั้งที่")[0].strip()
        if kind and spec.has("kind"):
            keep(part, spec.field("kind"), values.codes.code_of(spec.field("kind").code_list, thai.clean(kind)))
        part.values |= {"number": numbered[0], "year": numbered[1]} if numbered else {}
        return numbered is not None
    if name == "start_at" and spec.has("end_at"):
        times = split_times(cell.value)
        for place, text in zip(("start_at", "end_at"), times or (), strict=False):
            keep(part, spec.field(place), values.read(spec.field(place), Cell(text)).value)
        return times is not None
    return False
