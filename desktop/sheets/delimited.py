"""Tables kept as text: .csv with any usual separator, in UTF-8, UTF-16 or the Thai code page of Windows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from desktop.base.task import Progress
from desktop.sheets.cells import MAX_CELLS, Sheet, Value
from desktop.sheets.parsing import MAX_COLUMNS, MAX_PART, MAX_ROWS, not_a_workbook, too_big

_SEPARATORS = ",;\t|"
_LOOKED_AT = 60  # lines that tell the separator
_THAI = range(0x0E00, 0x0E80)


def read_delimited(path: Path, progress: Progress) -> Sheet:
    """The one sheet of a text file. Refused 'sheet_not_workbook' when it is no text, 'sheet_too_big'."""
    if path.stat().st_size > MAX_PART // 3:
        raise too_big()
    text = decoded(path.read_bytes())
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own way to say it
        separator, text, skipped = first.strip()[-1], rest, 1
    else:
        separator, skipped = _separator(text), 0
    sheet = Sheet(path.stem)
    texts: dict[str, str] = {}  # each kept once: columns repeat themselves
    cells = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1 + skipped):
            if len(line) > MAX_COLUMNS:
                raise too_big()
            filled: dict[int, Value] = {column: texts.setdefault(value, value) for column, value in enumerate(line, 1) if value.strip()}
            cells += len(filled)
            if number > MAX_ROWS or cells > MAX_CELLS:
                raise too_big()
            if filled:
                sheet.rows[number] = filled
            if number % 1000 == 0:
                progress.check()
    except csv.Error:
        raise not_a_workbook() from None
    return sheet


def decoded(data: bytes) -> str:
    """Text as Excel and others save it: UTF-8, UTF-16 with its mark or without, else the Thai code page of Windows (cp874, TIS-620)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data or _half_of_utf_16(data):
        encodings = ("utf-16-le", "utf-16-be") if _more_thai(data, "utf-16-le", "utf-16-be") else ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not (encoding.startswith("utf-16-") and _strange(text)):
            return text
    raise not_a_workbook()


def _half_of_utf_16(data: bytes) -> bool:
    """Thai alone in UTF-16 has no zero byte, but every other byte is 0E."""
    head = data[:2000]
    return len(head) > 8 and max(head[0::2].count(0x0E), head[1::2].count(0x0E)) > len(head) / 5


def _more_thai(data: bytes, one: str, other: str) -> bool:
    head = data[:2000]
    first, second = (sum(ord(c) in _THAI or " " <= c <= "~" for c in head.decode(encoding, "replace")) for encoding in (one, other))
    return first >= second


def _strange(text: str) -> bool:
    """Whether text taken for UTF-16 is something else read in pairs."""
    head = text[:1000]
    return sum(ord(c) in _THAI or c in "\t\r\n" or " " <= c <= "~" for c in head) < 0.9 * len(head)


def _separator(text: str) -> str:
    """The sign that cuts the most lines into as many pieces as most others; a title line has none of it, an address may have commas."""
    lines = [line for line in text[:100_000].splitlines()[:_LOOKED_AT] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, times = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return times, width

    return max(_SEPARATORS, key=agreement)
