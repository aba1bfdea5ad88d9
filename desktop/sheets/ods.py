"""The cells of an .ods file (LibreOffice, OpenOffice), read as a stream with bounded memory. Nothing is calculated, fetched or run."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping

from desktop.base.task import Progress
from desktop.sheets.cells import MAX_CELLS, Sheet, Span, Value, cover, short_time
from desktop.sheets.parsing import MAX_COLUMNS, MAX_ROWS, Archive, not_a_workbook, protected, too_big

CONTENT, STYLES = "content.xml", "styles.xml"
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_DATE_PARTS = {"day": "d", "month": "m", "year": "yy", "hours": "h", "minutes": "mm", "seconds": "ss"}


def read_ods(archive: zipfile.ZipFile, progress: Progress) -> list[Sheet]:
    """All sheets in order, hidden ones too; errors as of `read_workbook`."""
    parts = Archive(archive, progress)
    if "META-INF/manifest.xml" in parts.names:
        parts.parse("META-INF/manifest.xml", _refuse_encrypted)
    if CONTENT not in parts.names:
        raise not_a_workbook()
    reader = _Content(progress)
    if STYLES in parts.names:
        parts.parse(STYLES, reader.styles.start, reader.styles.end)
    parts.parse(CONTENT, reader.start, reader.end, reader.characters)
    for sheet, spans in zip(reader.sheets, reader.spans, strict=True):
        reader.cells = cover(sheet, spans, reader.cells)
        if reader.cells > MAX_CELLS:
            raise too_big()
    return reader.sheets


def _refuse_encrypted(tag: str, attributes: Mapping[str, str]) -> None:
    if tag == "encryption-data":
        raise protected()


class _Styles:
    """How dates and numbers are shown, as a number format of Excel near enough: day before month or after, and leading zeros."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}  # of data styles
        self.cells: dict[str, str] = {}  # cell style -> data style
        self.hidden: set[str] = set()  # styles of tables that are not shown
        self._style = self._data = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("name", "")
            if attributes.get("data-style-name"):
                self.cells[self._style] = attributes["data-style-name"]
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self._style)
        elif tag in ("date-style", "time-style", "number-style"):
            self._data = attributes.get("name", "")
            self.codes[self._data] = ""
        elif self._data and tag in _DATE_PARTS:
            code = _DATE_PARTS[tag]
            if tag in ("day", "month", "year") and attributes.get("style") == "long":
                code *= 2
            if tag == "month" and attributes.get("textual") == "true":
                code = "mmm"
            self.codes[self._data] += code.replace("y", "b") if attributes.get("calendar") == "buddhist" else code
        elif self._data and tag == "number" and not int(attributes.get("decimal-places", "0")):
            digits = int(attributes.get("min-integer-digits", "1"))
            self.codes[self._data] = "0" * digits if 1 < digits <= 15 else ""

    def end(self, tag: str, text: str) -> None:
        if tag == "text" and self._data:
            self.codes[self._data] += text
        elif tag in ("date-style", "time-style", "number-style"):
            self._data = ""

    def code(self, style: str) -> str:
        return self.codes.get(self.cells.get(style, ""), "")


class _Content:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.styles = _Styles()
        self.sheets: list[Sheet] = []
        self.spans: list[list[Span]] = []
        self.cells = 0
        self.depth = 0  # of tables inside cells, which are none of ours
        self.aside = 0  # comments and drawings
        self.row = self.column = 0
        self.rows = self.times = 1  # how often this row, and this cell, is repeated
        self.hidden = False  # this row
        self.paragraphs: list[str] = []
        self.text: list[str] = []
        self.attributes: Mapping[str, str] = {}
        self.defaults: dict[int, str] = {}  # style of a column's cells

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("annotation", "shapes", "frame", "custom-shape"):
            self.aside += 1
        if self.aside:
            return
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append(Sheet(attributes.get("name", ""), attributes.get("style-name", "") in self.styles.hidden))
                self.spans.append([])
                self.row = self.column = 0
                self.defaults = {}
        elif self.depth == 0:
            self.styles.start(tag, attributes)
        elif self.depth > 1:
            return
        elif tag == "table-column":
            self._columns(attributes)
        elif tag == "table-row":
            self._begin_row(attributes)
        elif tag in ("table-cell", "covered-table-cell"):
            self.attributes = dict(attributes)
            self.times = _count(attributes.get("number-columns-repeated"))
            self.paragraphs = []
        elif tag == "p":
            self.text = []
        elif tag == "s":
            self.text.append(" " * min(_count(attributes.get("c")), 100))
        elif tag in ("tab", "line-break"):
            self.text.append(" ")

    def end(self, tag: str, text: str) -> None:
        if tag in ("annotation", "shapes", "frame", "custom-shape"):
            self.aside -= 1
        elif self.aside:
            return
        elif tag == "table":
            self.depth -= 1
        elif self.depth == 0:
            self.styles.end(tag, text)
        elif self.depth > 1:
            return
        elif tag == "p":
            self.paragraphs.append("".join(self.text))
        elif tag == "table-row":
            self.row += self.rows - 1
            if self.row % 1000 < self.rows:
                self.progress.check()
        elif tag in ("table-cell", "covered-table-cell"):
            self._take(tag == "covered-table-cell")

    def characters(self, text: str) -> None:
        """Text between any two tags: a paragraph may hold spans and links."""
        if not self.aside and self.depth == 1:
            self.text.append(text)

    def _columns(self, attributes: Mapping[str, str]) -> None:
        times = _count(attributes.get("number-columns-repeated"))
        hidden = attributes.get("visibility", "visible") != "visible"
        style = attributes.get("default-cell-style-name", "")
        for column in range(self.column + 1, min(self.column + times, MAX_COLUMNS) + 1):
            if hidden:
                self.sheets[-1].hidden_columns |= {column}
            if self.styles.code(style):
                self.defaults[column] = style
        self.column += times

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self.row += 1
        self.column = 0
        self.rows = _count(attributes.get("number-rows-repeated"))
        self.hidden = attributes.get("visibility", "visible") != "visible"

    def _take(self, covered: bool) -> None:
        first = self.column + 1
        self.column += self.times
        value = None if covered else self._value()
        if value is None:
            return
        self.cells += self.times * self.rows
        if self.cells > MAX_CELLS or self.column > MAX_COLUMNS or self.row + self.rows > MAX_ROWS:
            raise too_big()
        sheet, given = self.sheets[-1], self.attributes
        wide, high = _count(given.get("number-columns-spanned")), _count(given.get("number-rows-spanned"))
        if wide > 1 or high > 1:
            self.spans[-1].append((self.row, first, self.row + high - 1, first + wide - 1))
        if self.hidden:
            sheet.hidden_rows |= set(range(self.row, self.row + self.rows))
        for row in range(self.row, self.row + self.rows):
            for column in range(first, self.column + 1):
                sheet.rows.setdefault(row, {})[column] = value
                code = "" if isinstance(value, str) else self.styles.code(given.get("style-name") or self.defaults.get(column, ""))
                if code:
                    sheet.formats[row, column] = code

    def _value(self) -> Value:
        given, text = self.attributes, "\n".join(self.paragraphs)
        match given.get("value-type", ""):
            case "float" | "currency" | "percentage":
                amount = float(given["value"])
                return int(amount) if amount.is_integer() and abs(amount) < 1e15 else amount
            case "date":
                return dt.datetime.fromisoformat(given["date-value"].rstrip("Z"))
            case "time":
                found = _DURATION.fullmatch(given.get("time-value", ""))
                return short_time(int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])) if found else (text or None)
            case "boolean":
                return given.get("boolean-value") == "true"
            case "string":
                return given.get("string-value") or text or None
        return text or None


def _count(text: str | None) -> int:
    return max(1, int(text)) if text else 1
