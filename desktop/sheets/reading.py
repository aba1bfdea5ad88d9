"""Open a workbook or CSV file as sheets of cells; anything else is refused with what to do about it."""

from __future__ import annotations

import errno
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.sheets.cells import Sheet
from desktop.sheets.delimited import read_delimited
from desktop.sheets.ods import CONTENT, read_ods
from desktop.sheets.parsing import not_a_workbook, old_format, protected
from desktop.sheets.xlsx import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of encrypted .xlsx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEFORE_97 = (b"\x09\x02", b"\x09\x04", b"\x09\x08")  # how sheets of Excel 2 to 4 begin, which had no container
_TEXT_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".txt"])


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
    """Read .xlsx, .xlsm, .xls, .ods or .csv, told apart by what is in them.

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
            sheets = _read_archive(path, progress)
        elif head == _OLE:
            if _is_encrypted(path):
                raise protected()
            sheets = _read_xls(path, progress)
        elif head[:2] in _BEFORE_97:
            raise old_format()
        elif path.suffix.lower() in _TEXT_SUFFIXES:
            sheets = [read_delimited(path, progress)]
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


def _read_archive(path: Path, progress: Progress) -> list[Sheet]:
    """An .xlsx or .ods, told apart by what its archive holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            return (
                read_ods(archive, progress) if CONTENT in names and "[Content_Types].xml" not in names else read_workbook(archive, progress)
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        LookupError,  # a key, an index, or the name of an encoding that is none
        ValueError,
        OverflowError,
        expat.ExpatError,
    ):
        raise not_a_workbook() from None
    except RuntimeError:  # what zipfile raises for a part locked with a password
        raise protected() from None


def _read_xls(path: Path, progress: Progress) -> list[Sheet]:
    from desktop.sheets.xls import read_xls

    return read_xls(path, progress)
