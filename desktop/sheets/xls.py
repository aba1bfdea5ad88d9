"""The cells of an .xls file (Excel 97 to 2003), through xlrd. Nothing is calculated, fetched or run."""

from __future__ import annotations

import datetime as dt
import io
import struct
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError, error_text_from_code
from xlrd.compdoc import CompDoc, CompDocError

from desktop.base.task import Progress
from desktop.sheets.cells import BUILTIN, MAX_CELLS, Sheet, Span, Value, cover, from_number
from desktop.sheets.parsing import not_a_workbook, protected, too_big

_LARGEST = 100 * 1024 * 1024  # bytes; Excel of that age keeps 65,536 rows
_FILEPASS, _EOF = 0x2F, 0x0A  # records of a locked book, and of the end of its first part
# What xlrd raises on damaged bytes, besides its own: it trusts every number it reads.
_DAMAGED = (
    *(XLRDError, CompDocError, struct.error, LookupError, ValueError, AssertionError, TypeError, AttributeError),
    *(OverflowError, EOFError, RecursionError, ZeroDivisionError, NameError, NotImplementedError),
)


def read_xls(path: Path, progress: Progress) -> list[Sheet]:
    """All worksheets in order, hidden ones too; errors as of `read_workbook`."""
    if path.stat().st_size > _LARGEST:
        raise too_big()
    data = path.read_bytes()
    try:
        if _locked(data):
            raise protected()
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO())
        return _sheets(book, progress)
    except _DAMAGED:
        raise not_a_workbook() from None


def _locked(data: bytes) -> bool:
    """Whether the book begins with the record that says its rest is encrypted."""
    container = CompDoc(data, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        memory, at, length = container.locate_named_stream(name)
        if not memory:
            continue
        end = at + length
        while at + 4 <= end:
            record, size = struct.unpack_from("<HH", memory, at)
            if record == _FILEPASS:
                return True
            if record == _EOF:
                break
            at += 4 + size
    return False


def _sheets(book: xlrd.Book, progress: Progress) -> list[Sheet]:
    first_day = dt.datetime(1904, 1, 1) if book.datemode else dt.datetime(1899, 12, 30)
    found, cells = [], 0
    for number in range(book.nsheets):
        progress.check()
        source = book.sheet_by_index(number)
        sheet = Sheet(source.name, bool(source.visibility))
        cells += _fill(book, source, sheet, first_day, progress)
        spans: list[Span] = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells]
        sheet.hidden_rows = frozenset(row + 1 for row, info in source.rowinfo_map.items() if info.hidden)
        sheet.hidden_columns = frozenset(column + 1 for column, info in source.colinfo_map.items() if info.hidden)
        cells = cover(sheet, spans, cells)
        if cells > MAX_CELLS:
            raise too_big()
        found.append(sheet)
        book.unload_sheet(number)
    return found


def _fill(book: xlrd.Book, source: xlrd.sheet.Sheet, sheet: Sheet, first_day: dt.datetime, progress: Progress) -> int:
    cells = 0
    for row in range(source.nrows):
        if row % 1000 == 0:
            progress.check()
        types, values = source.row_types(row), source.row_values(row)
        for column, (kind, given) in enumerate(zip(types, values, strict=True)):
            code = _format(book, source.cell_xf_index(row, column)) if kind in (XL_CELL_NUMBER, XL_CELL_DATE) else ""
            value = _value(kind, given, code, first_day)
            if value is None:
                continue
            cells += 1
            sheet.rows.setdefault(row + 1, {})[column + 1] = value
            if code:
                sheet.formats[row + 1, column + 1] = code
        if cells > MAX_CELLS:
            raise too_big()
    return cells


def _value(kind: int, given: object, code: str, first_day: dt.datetime) -> Value:
    match kind, given:
        case _, str() if kind == XL_CELL_TEXT:
            return given or None
        case _, float() if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            return from_number(given, code, first_day)
        case _, int() if kind == XL_CELL_BOOLEAN:
            return bool(given)
        case _, int() if kind == XL_CELL_ERROR:
            return str(error_text_from_code.get(given, "#?"))
    return None


def _format(book: xlrd.Book, style: int) -> str:
    key = book.xf_list[style].format_key
    return BUILTIN.get(key) or ("" if key == 0 else book.format_map[key].format_str)
