"""The refused rows of an import, given back to be mended: in a copy of their own workbook where it is an .xlsx, with why beside each; else as
a table of their columns. Given back, only they are imported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.sheets.cells import Cell, letter
from desktop.sheets.layout import MARK, Table
from desktop.sheets.mapping import ID, IGNORE, REASON, leaf
from desktop.sheets.plan import Plan, RefusedRow
from desktop.sheets.refusedcopy import why, write_copy
from desktop.sheets.values import is_ditto, number_from_date
from desktop.sheets.writing import workbook

_HOUSE_NUMBERS = frozenset(["house_no", "near_house_no"])


def write_refused(plan: Plan, path: Path, progress: Progress | None = None) -> int:
    """Write the refused rows of a plan to `path`, an .xlsx; gives their number. Fault when the file can't be written."""
    progress = progress or Progress()
    copied = write_copy(plan, path, progress)
    return copied if copied is not None else _write_table(plan, path, progress)


def _write_table(plan: Plan, path: Path, progress: Progress) -> int:
    """Their columns as text, under a hidden row that says where they go."""
    columns = [column for column in plan.table.columns if plan.mapping.target(column.number) != ID]
    ids = plan.mapping.columns_of(ID)
    count = sum(len(refused.rows) for refused in plan.refused)
    with workbook(path, plan.table.part(0).sheet.name, count) as out:
        out.sheet.set_row(0, None, None, {"hidden": True})
        out.sheet.set_column(0, 0, None, None, {"hidden": True})
        out.sheet.set_column(1, len(columns), 18)
        out.sheet.set_column(len(columns) + 1, len(columns) + 1, 60)
        out.sheet.freeze_panes(2, 1)
        out.text(0, 0, MARK + plan.register.name)
        out.text(1, 0, _("Record number"), out.head)
        for place, column in enumerate(columns, 1):
            target = plan.mapping.target(column.number)
            out.text(0, place, "" if target == IGNORE else target)
            out.text(1, place, " / ".join(column.headings) or letter(column.number), out.head)
        out.text(1, len(columns) + 1, REASON, out.head)
        line = 2
        for refused in plan.refused:
            for row in refused.rows:
                progress.step(line - 2, count, _("Writing refused rows"))
                if ids:
                    out.text(line, 0, plan.table.sheet.cell(row, ids[0]).text)
                for place, column in enumerate(columns, 1):
                    target = leaf(plan.mapping.target(column.number))
                    out.text(line, place, _original(plan.table, refused, row, column.number, target in _HOUSE_NUMBERS))
                if row == refused.rows[0]:
                    out.text(line, len(columns) + 1, why(plan, refused), out.marked)
                line += 1
    return count


def _original(table: Table, refused: RefusedRow, row: int, column: int, house_no: bool) -> str:
    """What stood in the cell, as text that stands by itself: 'as above' is spelled out, a merged cell is written where its rows begin."""
    cell = table.sheet.cell(row, column)
    if cell.covered == "across" or (cell.covered and row != refused.rows[0]):
        return ""
    if is_ditto(cell):
        above = (table.sheet.cell(earlier, column) for earlier in reversed(table.rows) if earlier < row)
        cell = next((each for each in above if not each.blank and not is_ditto(each)), cell)
    return _spelled(cell, house_no)


def _spelled(cell: Cell, house_no: bool) -> str:
    """A date by day, month and year, as no format would be left to tell them apart."""
    if not isinstance(cell.value, dt.datetime):
        return cell.text
    return number_from_date(cell.value, cell.format) if house_no else f"{cell.value.day}/{cell.value.month}/{cell.value.year}"
