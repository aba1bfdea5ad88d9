"""A copy of a workbook with its refused rows alone: titles, headings, widths and styles as they were, and why beside each row."""

from __future__ import annotations

import warnings
import zipfile
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.sheets.cells import PART, letter
from desktop.sheets.mapping import REASON
from desktop.sheets.plan import Plan, RefusedRow
from desktop.sheets.values import is_ditto
from desktop.sheets.writing import LONGEST, in_place

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LARGEST, _MOST_CELLS = 10 * 1024 * 1024, 300_000  # openpyxl takes 50 times the file in memory
# What openpyxl raises on a workbook that our own reader takes: a style it does not know, a part it expects.
_STRANGE = (ValueError, TypeError, LookupError, AttributeError, AssertionError, zipfile.BadZipFile, NotImplementedError)
_MARKED = "FFF2CC"


def why(plan: Plan, refused: RefusedRow) -> str:
    """The reason beside a row, with the number it had."""
    return _("Row {number}").format(number=plan.table.where(refused.rows[0])) + ": " + refused.text()


def write_copy(plan: Plan, path: Path, progress: Progress) -> int | None:
    """Write it to `path`; gives how many rows it holds, None (and no file) where the source is no .xlsx, too large, has several tables in
    one sheet that were read as one, or is strange to openpyxl.
    Fault when the file can't be written."""
    source = plan.source.workbook.path
    cells = sum(len(row) for sheet in plan.source.workbook.sheets for row in sheet.rows.values())
    plans = _by_sheet(plan)
    if cells > _MOST_CELLS or not _is_xlsx(source) or len({each.table.sheet.name for each in plans}) < len(plans):
        return None
    import openpyxl

    progress.check()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: pictures, extensions
            book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
        count = sum([_keep(each, book[each.table.sheet.name], progress) for each in plans])
        book.active = book.sheetnames.index(plans[0].table.sheet.name)
        with in_place(path) as part:
            book.save(part)
    except (Refused, Fault):
        raise
    except _STRANGE:
        return None
    return count


def _by_sheet(plan: Plan) -> list[Plan]:
    """The same plan for each of the tables that were read as one, with the rows as their sheet numbers them."""
    found = []
    for number, part in enumerate(plan.table.parts):
        refused = [replace(each, rows=tuple(row % PART for row in each.rows)) for each in plan.refused if each.rows[0] // PART == number]
        found.append(replace(plan, source=replace(plan.source, table=part), refused=refused))
    return found or [plan]


def _is_xlsx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return path.stat().st_size <= _LARGEST and "[Content_Types].xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False  # no archive, or the stick it was on is gone


def _keep(plan: Plan, sheet: Worksheet, progress: Progress) -> int:
    """Move the refused rows up under the headings, group headers with them; everything below goes."""
    table = plan.table
    spans = [span.bounds for span in sheet.merged_cells.ranges if span.max_row >= table.first_row]
    for left, top, right, bottom in spans:
        sheet.unmerge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    wide = max(sheet.max_column, table.columns[-1].number)
    reasons = table.columns[-1].number + 1
    _mark(sheet.cell(table.header_rows[-1], reasons), REASON)
    sheet.column_dimensions[letter(reasons)].width = 60
    moved: dict[int, int] = {}
    target, count = table.first_row, 0
    for refused in sorted(plan.refused, key=lambda each: each.rows[0]):
        for row in refused.rows:
            progress.step(count, len(plan.refused), _("Writing refused rows"))
            header = _group_above(plan, row)
            for kept in (header, row) if header and header not in moved else (row,):
                moved[kept] = target
                _move(plan, sheet, kept, moved, wide)
                if kept == refused.rows[0]:
                    _mark(sheet.cell(target, reasons), why(plan, refused))
                target += 1
            count += 1
    sheet.delete_rows(target, max(0, sheet.max_row - target + 1))
    for left, top, right, bottom in spans:
        rows = [moved[row] for row in range(top, bottom + 1) if row in moved]
        if rows and rows[-1] - rows[0] == len(rows) - 1:
            sheet.merge_cells(start_row=rows[0], end_row=rows[-1], start_column=left, end_column=right)
    return count


def _group_above(plan: Plan, row: int) -> int:
    """The row of the group header in force for a row; 0 where none is."""
    if row not in plan.table.groups:
        return 0
    return max((skip.row for skip in plan.table.skips if skip.reason == "group header" and skip.row < row), default=0)


def _move(plan: Plan, sheet: Worksheet, row: int, moved: dict[int, int], wide: int) -> None:
    """One row with its looks; 'as above' and what a merged cell said are spelled out, where what stood above does not come along."""
    read, target = plan.table.sheet, moved[row]
    height = sheet.row_dimensions[row].height
    for column in range(1, wide + 1):
        old: Any = sheet.cell(row, column)
        new: Any = sheet.cell(target, column)
        value, cell = old.value, read.cell(row, column)
        if cell.covered == "down" and read.origins[row, column][0] not in moved:
            value = cell.value
        elif is_ditto(cell):
            above = (read.cell(earlier, column) for earlier in reversed(plan.table.rows) if earlier < row)
            value = next((each.value for each in above if not each.blank and not is_ditto(each)), value)
        if row != target:
            new.font, new.fill, new.border = copy(old.font), copy(old.fill), copy(old.border)
            new.alignment, new.protection, new.number_format = copy(old.alignment), copy(old.protection), old.number_format
        _put(new, value)
    sheet.row_dimensions[target].height = height
    sheet.row_dimensions[target].hidden = False


def _put(cell: Any, value: object) -> None:
    """A value as it is: a text that begins like a formula stays a text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _mark(cell: Any, text: str) -> None:
    from openpyxl.styles import Alignment, PatternFill

    _put(cell, text[:LONGEST])
    cell.fill = PatternFill("solid", fgColor=_MARKED)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
