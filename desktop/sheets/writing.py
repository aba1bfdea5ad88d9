"""Write a workbook whole or not at all: beside its place first, flushed, then put in place. Every text stays a text, never a formula."""

from __future__ import annotations

import datetime as dt
import errno
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desktop.base.errors import Fault
from desktop.base.i18n import N_
from desktop.records.register import Kind

LONGEST = 32_767  # characters Excel keeps in one cell
BUDDHIST = "[$-107041E]d/m/yyyy"  # a real day of Excel, shown with the year of the Buddhist era
_FIRST, _LAST = "1900-03-01", "9999-12-31"  # Excel's days before March 1900 are one off: it takes 1900 for a leap year
_ORDINAL = dt.date(1899, 12, 30).toordinal()
_MAY = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "insert_hyperlinks", "autofilter", "objects"), True
)
_MANY = 20_000  # rows from which memory matters more than time


def _fault(error: BaseException) -> Fault:
    """What the disk said, in words that help."""
    cause = error.args[0] if isinstance(error, XlsxWriterException) and error.args and isinstance(error.args[0], OSError) else error
    if getattr(cause, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return Fault(N_("There is no room left on the drive. Free some space and try again; nothing was written."), code="disk_full")
    if isinstance(cause, PermissionError):
        return Fault(
            N_("The file is open in another program, or this folder can't be written to. Close it and try again."), code="file_locked"
        )
    return Fault(N_("The file could not be written. Check the drive and try again."), code="file_not_written")


class SheetWriter:
    """The first sheet of a workbook being written, and the styles of all. Rows count from 0, and must be written from the top down."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.book = book
        self.sheet: Worksheet = book.add_worksheet(sheet_name(name))
        top: dict[str, Any] = {"valign": "top", "locked": False}
        self.plain: Format = book.add_format({"num_format": "@"} | top)
        self.wrapped: Format = book.add_format({"num_format": "@", "text_wrap": True} | top)
        self.money: Format = book.add_format({"num_format": "#,##0.00"} | top)
        self.decimal: Format = book.add_format({"num_format": "#,##0.##"} | top)
        self.whole: Format = book.add_format({"num_format": "0"} | top)
        self.day: Format = book.add_format({"num_format": BUDDHIST, "align": "left"} | top)
        self.ruled: Format = book.add_format({"num_format": "@", "border": 4, "text_wrap": True} | top)
        # New cells of a column are like those above them: text where digits must stay digits, and open to typing.
        self.styles = {
            Kind.MONEY: self.money,
            Kind.NUMBER: self.decimal,
            Kind.INTEGER: self.whole,
            Kind.DATE: self.day,
            Kind.NOTE: self.wrapped,
        }
        self.fixed: Format = book.add_format({"num_format": "@", "valign": "top"})
        self.head: Format = book.add_format({"num_format": "@", "bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.marked: Format = book.add_format({"num_format": "@", "text_wrap": True, "bg_color": "#FFF2CC"} | top)

    def text(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """A text, whatever it begins with; in a text format, so that it stays one when somebody edits the cell."""
        if text:
            kept = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
            self.sheet.write_string(row, column, kept, style or self.plain)

    def number(self, row: int, column: int, number: float, style: Format) -> None:
        """A number."""
        self.sheet.write_number(row, column, number, style)

    def date(self, row: int, column: int, iso: str) -> bool:
        """A real day, shown in the Buddhist era; False, and nothing written, for one that Excel does not know."""
        if len(iso) != 10 or not _FIRST <= iso <= _LAST:
            return False
        self.sheet.write_number(row, column, dt.date.fromisoformat(iso).toordinal() - _ORDINAL, self.day)
        return True

    def guard(self) -> None:
        """Lock what is not meant to be typed in (the ids); no password, as it only keeps hands from slipping. Sorting would need the ids
        unlocked, and sorted without them a workbook comes back with everybody's values on somebody else."""
        self.sheet.protect("", _MAY)

    def page(self, title: str, heading_row: int) -> None:
        """Print on A4 across, as wide as the page, the headings on every page."""
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.sheet.repeat_rows(heading_row)
        self.sheet.set_header("&L&B" + title.replace("&", "&&"))
        self.sheet.set_footer("&R&P / &N")


@contextmanager
def workbook(path: Path, name: str, rows: int) -> Iterator[SheetWriter]:
    """A new workbook of one sheet at `path`, there only once the block has ended well. Fault 'disk_full', 'file_locked' or
    'file_not_written'; whatever stood at `path` before is then whole."""
    with in_place(path) as part, tempfile.TemporaryDirectory() as scratch:
        options = {"constant_memory": rows > _MANY, "tmpdir": scratch, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(str(part), options)
        yield SheetWriter(book, name)
        book.close()


@contextmanager
def in_place(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; what was written takes its place once the block has ended well. Faults as of `workbook`."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise _fault(error) from error
    finally:
        part.unlink(missing_ok=True)


def sheet_name(name: str, taken: Collection[str] = ()) -> str:
    """What a sheet called `name` is called beside the sheets `taken`. Excel forbids some signs, more than 31 characters, and one name
    twice in a workbook however its letters are written."""
    kept = "".join("-" if char in "[]:*?/\\" else char for char in name).strip("' ") or "1"
    used = {other.casefold() for other in taken}
    fitting = (f"{kept[: 31 - len(end)].rstrip()}{end}" for end in chain([""], (f" {number}" for number in count(2))))
    return next(candidate for candidate in fitting if candidate.casefold() not in used)
