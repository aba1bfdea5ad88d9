"""The cells of an .xlsx file, read as a stream with bounded memory. Nothing is calculated, fetched or run.

openpyxl reads normal files well, but makes an object for every cell of a merged range and stops at styles it does not know: one
hostile or merely odd file takes the memory of the PC or can't be opened. Here only values, number formats and ranges are read.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.parsers import expat

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.sheets.cells import BUILTIN, Sheet, Span, Value, is_date, is_time, number

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of Excel itself
MAX_CELLS = 3_000_000
MAX_PART = 300 * 1024 * 1024  # bytes of one part, unpacked
MAX_PARTS = 600 * 1024 * 1024
_STRINGS = 1_000_000
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]


def too_big() -> Refused:
    """The refusal of a file whose size no council's list has."""
    return Refused(
        N_("This workbook is too big: more than {rows} rows or {cells} cells. Split it and import the parts."),
        code="sheet_too_big",
        rows=f"{MAX_ROWS:,}",
        cells=f"{MAX_CELLS:,}",
    )


def not_a_workbook() -> Refused:
    """The refusal of anything that is no workbook, or a broken one."""
    return Refused(
        N_("This file is not an Excel workbook that can be read. Open it in Excel and save it as “Excel workbook (.xlsx)”."),
        code="sheet_not_workbook",
    )


def read_workbook(path: Path, progress: Progress) -> list[Sheet]:
    """All worksheets in order, hidden ones too. Refused when the file is no workbook, damaged or too big."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _Workbook(archive, progress).sheets()
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


def protected() -> Refused:
    """The refusal of a file locked with a password."""
    return Refused(
        N_("This workbook is locked with a password. Open it in Excel, remove the password and save it."), code="sheet_protected"
    )


class _Local(dict[str, str]):
    """Names without their namespace."""

    def __missing__(self, name: str) -> str:
        found = self[name] = name.rpartition(":")[2]
        return found


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        self.archive = archive
        self.progress = progress
        parts = archive.infolist()
        if any(part.file_size > MAX_PART for part in parts) or sum(part.file_size for part in parts) > MAX_PARTS:
            raise too_big()
        self.names = {part.filename for part in parts}
        self.first_day = dt.datetime(1899, 12, 30)
        self.strings: list[str] = []
        self.formats: list[str] = []
        self.cells = 0

    def sheets(self) -> list[Sheet]:
        main = self._main()
        listed: list[tuple[str, str, bool]] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "sheet":
                listed.append((attributes["name"], attributes["id"], attributes.get("state", "visible") != "visible"))
            elif tag == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
                self.first_day = dt.datetime(1904, 1, 1)

        self.parse(main, start)
        targets = self._related(main)
        for target, kind in targets.values():
            if kind == "sharedStrings":
                self._read_strings(target)
            elif kind == "styles":
                self._read_styles(target)
        found = []
        for name, relation, hidden in listed:
            target, kind = targets.get(relation, ("", ""))
            if kind == "worksheet" and target in self.names:
                found.append(_SheetReader(self, Sheet(name, hidden)).read(target))
        return found

    def _main(self) -> str:
        for target, kind in self._related("").values():
            if kind == "officeDocument":
                if target.endswith(".bin"):
                    raise old_format()
                return target
        raise not_a_workbook()

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: id -> (part, last word of the kind)."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[attributes["Id"]] = (whole, attributes["Type"].rpartition("/")[2])

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations in self.names:
            self.parse(relations, start)
        return found

    def _read_strings(self, part: str) -> None:
        if part not in self.names:
            return
        pieces: list[str] = []
        phonetic = 0

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal phonetic
            phonetic += tag == "rPh"

        def end(tag: str, text: str) -> None:
            nonlocal phonetic
            if tag == "t" and not phonetic:
                pieces.append(text)
            elif tag == "rPh":
                phonetic -= 1
            elif tag == "si":
                self.strings.append(unescaped("".join(pieces)))
                pieces.clear()
                if len(self.strings) > _STRINGS:
                    raise too_big()

        self.parse(part, start, end)

    def _read_styles(self, part: str) -> None:
        if part not in self.names:
            return
        custom: dict[int, str] = {}
        inside = False

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                code = int(attributes.get("numFmtId", "0"))
                self.formats.append(custom.get(code, BUILTIN.get(code, "")))

        def end(tag: str, text: str) -> None:
            nonlocal inside
            if tag == "cellXfs":
                inside = False

        self.parse(part, start, end)

    def parse(self, part: str, start: Start, end: End | None = None, *, bare: bool = False) -> None:
        """Stream a part: `start(tag, attributes)` and `end(tag, text since the last start)`, names without their namespace; those of
        attributes as they are where `bare`: a worksheet has millions, and none that counts has one."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        text: list[str] = []
        tags = _Local()

        def opened(tag: str, attributes: dict[str, str]) -> None:
            text.clear()
            start(tags[tag], attributes if bare else {tags[name]: value for name, value in attributes.items()})

        def closed(tag: str) -> None:
            if end is not None:
                end(tags[tag], "".join(text))
            text.clear()

        def entity(*declared: object) -> None:
            raise not_a_workbook()  # no program that writes workbooks declares entities; bombs do

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = text.append
        parser.EntityDeclHandler = entity
        with self.archive.open(part) as stream:
            parser.ParseFile(stream)


def old_format() -> Refused:
    """The refusal of .xls and .xlsb."""
    return Refused(
        N_("This workbook is in an old or binary Excel format. Open it in Excel and save it as “Excel workbook (.xlsx)”."),
        code="sheet_old_format",
    )


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text as typed: Excel writes control characters as _x000D_."""
    return _ESCAPED.sub(lambda found: _character(found.group(1)), text) if "_x" in text else text


def _character(code: str) -> str:
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)  # half a character can't be kept


class _SheetReader:
    """One worksheet's stream, turned into a Sheet."""

    def __init__(self, book: _Workbook, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0
        self.column = 0
        self.kind = "n"
        self.style = 0
        self.text = ""
        self.inline: list[str] = []
        self.texts: dict[str, str] = {}
        self.formula = False
        self.spans: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.uncalculated: set[tuple[int, int]] = set()

    def read(self, part: str) -> Sheet:
        self.book.parse(part, self._start, self._end, bare=True)
        sheet = self.sheet
        sheet.spans = tuple(self.spans)
        sheet.hidden_rows, sheet.hidden_columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        sheet.uncalculated = frozenset(self.uncalculated)
        self._cover()
        return sheet

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if not 0 < self.row <= MAX_ROWS:
                raise too_big()
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.add(self.row)
            if self.row % 1000 == 0:
                self.book.progress.check()
        elif tag == "mergeCell":
            self._merge(attributes["ref"])
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns.update(range(max(1, int(attributes["min"])), min(int(attributes["max"]), MAX_COLUMNS) + 1))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        if place:
            found = _REF.fullmatch(place)
            if found is None:
                raise not_a_workbook()
            self.column, self.row = number(found.group(1)), int(found.group(2))
        else:
            self.column += 1
        if not 0 < self.column <= MAX_COLUMNS or not 0 < self.row <= MAX_ROWS:
            raise too_big()
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.text, self.formula = "", False
        self.inline.clear()

    def _end(self, tag: str, text: str) -> None:
        if tag == "v":
            self.text = text
        elif tag == "t":
            self.inline.append(text)
        elif tag == "c":
            value, code = self._value()
            if value is not None:
                self.book.cells += 1
                if self.book.cells > MAX_CELLS:
                    raise too_big()
                self.sheet.rows.setdefault(self.row, {})[self.column] = value
                if code and not isinstance(value, str):
                    self.sheet.formats[self.row, self.column] = code
            elif self.formula:
                self.uncalculated.add((self.row, self.column))

    def _value(self) -> tuple[Value, str]:
        match self.kind:
            case "s":
                return self.book.strings[int(self.text)] or None, ""
            case "inlineStr":
                return self._once(unescaped("".join(self.inline))) or None, ""
            case "str" | "e":
                return self._once(unescaped(self.text)) or None, ""
            case "b":
                return self.text.strip() == "1" if self.text else None, ""
            case "d":
                return dt.datetime.fromisoformat(self.text.rstrip("Z")), "d/m/yyyy"
        if not self.text:
            return None, ""
        code = self.book.formats[self.style] if self.style < len(self.book.formats) else ""
        return self._number(code), code

    def _once(self, text: str) -> str:
        """The same text, kept once however many cells hold it."""
        return self.texts.setdefault(text, text) if len(self.texts) < _STRINGS else text

    def _number(self, code: str) -> Value:
        plain = self.text.strip()
        amount = float(plain)
        if is_date(code) and 0 < amount < 2_958_466:  # up to the year 9999, as in Excel
            day = self.book.first_day + dt.timedelta(days=amount)
            # Excel believes that 1900 was a leap year.
            return day + dt.timedelta(days=1) if amount < 60 and self.book.first_day.year == 1899 else day
        if is_time(code) and 0 <= amount < 1:
            return (dt.datetime.min + dt.timedelta(days=amount)).time()
        if plain.lstrip("-").isdigit():
            return int(plain)
        if not math.isfinite(amount):
            return None
        return int(amount) if amount.is_integer() and abs(amount) < 1e15 else amount

    def _merge(self, reference: str) -> None:
        ends = [_REF.fullmatch(end) for end in reference.replace("$", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            top, left = int(ends[0].group(2)), number(ends[0].group(1))
            bottom, right = int(ends[1].group(2)), number(ends[1].group(1))
            if 0 < top <= bottom and 0 < left <= right:
                self.spans.append((top, left, bottom, right))

    def _cover(self) -> None:
        """Let the covered cells know their top-left; only inside what is filled, so that no range can take more than the cells do."""
        sheet = self.sheet
        last_row, last_column = sheet.last_row, sheet.last_column
        for top, left, bottom, right in self.spans:
            if (top, left) in sheet.origins or left not in sheet.rows.get(top, {}):
                continue
            bottom, right = min(bottom, last_row), min(right, last_column)
            self.book.cells += (bottom - top + 1) * (right - left + 1)
            if self.book.cells > MAX_CELLS:
                raise too_big()
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        sheet.origins[row, column] = (top, left)
