"""The cells of an .xlsx file, read as a stream with bounded memory. Nothing is calculated, fetched or run.

openpyxl reads normal files well, but makes an object for every cell of a merged range and stops at styles it does not know: one
hostile or merely odd file takes the memory of the PC or can't be opened. Here only values, number formats and ranges are read.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Mapping

from desktop.base.task import Progress
from desktop.sheets.cells import BUILTIN, MAX_CELLS, Sheet, Span, Value, cover, from_number, number
from desktop.sheets.parsing import MAX_COLUMNS, MAX_ROWS, Archive, not_a_workbook, old_format, too_big

_STRINGS = 1_000_000
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_workbook(archive: zipfile.ZipFile, progress: Progress) -> list[Sheet]:
    """All worksheets in order, hidden ones too. Refused when too big or no workbook; damaged ones raise what their bytes lead to."""
    return _Workbook(archive, progress).sheets()


class _Workbook(Archive):
    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        super().__init__(archive, progress)
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
        sheet.hidden_rows, sheet.hidden_columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        sheet.uncalculated = frozenset(self.uncalculated)
        self.book.cells = cover(sheet, self.spans, self.book.cells)
        if self.book.cells > MAX_CELLS:
            raise too_big()
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
        if not code and plain.lstrip("-").isdigit():
            return int(plain)
        return from_number(float(plain), code, self.book.first_day)

    def _merge(self, reference: str) -> None:
        ends = [_REF.fullmatch(end) for end in reference.replace("$", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            top, left = int(ends[0].group(2)), number(ends[0].group(1))
            bottom, right = int(ends[1].group(2)), number(ends[1].group(1))
            if 0 < top <= bottom and 0 < left <= right:
                self.spans.append((top, left, bottom, right))
