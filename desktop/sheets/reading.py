"""Open a workbook or CSV file as sheets of cells; anything else is refused with what to do about it."""

from __future__ import annotations

import csv
import errno
import io
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.sheets.cells import Sheet
from desktop.sheets.xlsx import MAX_CELLS, MAX_PART, MAX_ROWS, not_a_workbook, old_format, protected, read_workbook, too_big

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of encrypted .xlsx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = frozenset([".csv", ".tsv", ".txt"])


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its sheets in order, those with nothing in them left out."""

    path: Path
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; Refused when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise Refused(N_("The workbook has no sheet “{name}”."), code="sheet_missing", name=name)


def read(path: Path, progress: Progress | None = None) -> Workbook:
    """Read .xlsx, .xlsm or .csv, told apart by what is in them.

    Refused: 'sheet_not_workbook', 'sheet_protected', 'sheet_old_format', 'sheet_empty', 'sheet_too_big'. Fault 'file_unreadable'
    when the disk or another program keeps the file from us.
    """
    progress = progress or Progress()
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if not head:
            raise _empty()
        if head.startswith(b"PK"):
            sheets = read_workbook(path, progress)
        elif head == _OLE:
            raise protected() if _is_encrypted(path) else old_format()
        elif path.suffix.lower() in _TEXT_SUFFIXES:
            sheets = [_read_csv(path, progress)]
        else:
            raise not_a_workbook()
    except OSError as error:
        if error.errno == errno.EINVAL:  # an archive that points before its own beginning
            raise not_a_workbook() from None
        raise Fault(
            N_("The file can't be read. Close it in other programs, check the drive and try again."), code="file_unreadable"
        ) from error
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise _empty()
    return Workbook(path, filled)


def _empty() -> Refused:
    return Refused(N_("There is nothing in this file."), code="sheet_empty")


def _is_encrypted(path: Path) -> bool:
    """Whether the directory of an OLE file names the stream that locked workbooks have; it may stand anywhere in the file."""
    kept = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if _ENCRYPTED in kept + chunk:
                return True
            kept = chunk[-len(_ENCRYPTED) :]
    return False


def _decoded(data: bytes) -> str:
    """CSV as Excel and others save it: UTF-8, UTF-16 with its mark, else the Thai code page of Windows (cp874, TIS-620)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise not_a_workbook()
    else:
        encodings = ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise not_a_workbook()


def _read_csv(path: Path, progress: Progress) -> Sheet:
    if path.stat().st_size > MAX_PART:
        raise too_big()
    text = _decoded(path.read_bytes())
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    sheet = Sheet(path.stem)
    cells = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            filled = {column: value for column, value in enumerate(line, 1) if value.strip()}
            cells += len(filled)
            if number > MAX_ROWS or cells > MAX_CELLS:
                raise too_big()
            if filled:
                sheet.rows[number] = dict(filled)
            if number % 1000 == 0:
                progress.check()
    except csv.Error:
        raise not_a_workbook() from None
    return sheet
