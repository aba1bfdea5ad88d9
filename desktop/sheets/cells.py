"""What a workbook holds once read: sheets of cells with values, number formats and merged ranges, and how Excel would show a cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Value = str | int | float | bool | dt.datetime | dt.time | None
PART = 1 << 21  # more than the rows of any sheet: where tables are read as one, the rows of each next one begin that much higher
MAX_CELLS = 3_000_000  # filled or covered, of a whole file
Span = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dyb]|m(?!.*s)|[วปด]", re.IGNORECASE)
_TIME_LETTERS = re.compile(r"[hs]|[ชท]", re.IGNORECASE)
_PARTS = re.compile(r"d+|m+|y+|b+|[^dmyb]+", re.IGNORECASE)
# What Excel calls its own formats by number, as far as they tell dates; 71-81 are those of Thai Excel.
BUILTIN: Mapping[int, str] = dict.fromkeys((*range(27, 37), *range(50, 59)), "d/m/yyyy") | {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "d/m/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "d/m/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
    71: "d/m/yyyy",
    72: "d-mmm-yy",
    73: "d-mmm",
    74: "mmm-yy",
    75: "h:mm",
    76: "h:mm:ss",
    77: "d/m/yyyy h:mm",
    78: "mm:ss",
    79: "[h]:mm:ss",
    80: "mm:ss.0",
    81: "d/m/bb",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _bare(code: str) -> str:
    """What a number format does to positive numbers, without quoted text, colours and the like."""
    return _QUOTED.sub("", code.partition(";")[0])


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether a number format shows a day; times alone do not count."""
    bare = _bare(code)
    if "general" in bare.lower() or bare == "@":
        return False
    if _TIME_LETTERS.search(bare):
        return bool(re.search(r"[dyb]", bare, re.IGNORECASE))
    return bool(_DATE_LETTERS.search(bare))


@lru_cache(maxsize=512)
def is_time(code: str) -> bool:
    """Whether a number format shows a time of day and no day."""
    bare = _bare(code)
    return not is_date(code) and "general" not in bare.lower() and bool(_TIME_LETTERS.search(bare))


@dataclass(slots=True)
class Cell:
    """One cell, never changed; not frozen, as millions are made and a frozen one takes twice as long. A cell covered by a merged range
    has the value of the range's top-left; `covered` says how: 'down' when it is in the same column, 'across' when it is not, '' when it
    is itself a top-left or not merged at all."""

    value: Value = None
    format: str = ""
    covered: str = ""

    @property
    def blank(self) -> bool:
        """Nothing to read: empty, or only spaces."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def text(self) -> str:
        """The cell as Excel shows it, near enough: dates by their format, whole numbers without '.0', lost leading zeros back."""
        return shown(self.value, self.format)


def shown(value: Value, code: str = "") -> str:
    """A value as Excel would show it in a number format."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.datetime():
            return _shown_date(value, code)
        case dt.time():
            return value.strftime("%H:%M")
        case float() if not value.is_integer() or abs(value) >= 1e15:
            return repr(value)
        case _:
            digits = str(int(value))
            return digits.zfill(len(code)) if re.fullmatch(r"0+", code) else digits


def _shown_date(day: dt.datetime, code: str) -> str:
    buddhist = bool(re.search(r"\[\$-[0-9a-f]{0,2}07[0-9a-f]{4}\]", code, re.IGNORECASE))
    year = day.year + 543 if buddhist else day.year
    bare = re.split(r"\s*h", _bare(code), maxsplit=1)[0] or "d/m/yyyy"
    out = []
    for part in _PARTS.findall(bare):
        match part[0].lower(), len(part):
            case "d", n if n <= 2:
                out.append(f"{day.day:0{n}}")
            case "m", n if n <= 2:
                out.append(f"{day.month:0{n}}")
            case "m", _:
                out.append(_MONTHS[day.month - 1])
            case "y", n:
                out.append(f"{year % 100:02}" if n <= 2 else str(year))
            case "b", n:
                out.append(f"{(day.year + 543) % 100:02}" if n <= 2 else str(day.year + 543))
            case "d", _:
                pass
            case _:
                out.append(part)
    return "".join(out).strip()


_NONE: Mapping[int, Value] = {}


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns count from 1 as in Excel; cells that hold nothing take no room."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)  # of numbers and dates only
    origins: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # covered cell -> top-left of its merged range
    spans: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()  # formulas whose result the file does not hold

    @property
    def last_row(self) -> int:
        """The last row that holds a value; 0 in an empty sheet."""
        return max(self.rows, default=0)

    @property
    def last_column(self) -> int:
        """The last column that holds a value; 0 in an empty sheet."""
        return max((max(cells) for cells in self.rows.values()), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """A cell; a blank one where there is nothing."""
        at = self.origins.get((row, column))
        if at is None:
            value = self.rows.get(row, _NONE).get(column)
            return _BLANK if value is None else Cell(value, "" if isinstance(value, str) else self.formats.get((row, column), ""))
        return Cell(self.rows[at[0]][at[1]], self.formats.get(at, ""), "down" if at[1] == column else "across")

    def filled(self, row: int) -> dict[int, Cell]:
        """The cells of a row that hold something of their own: not blank, and not covered by a merged range."""
        found = {}
        for column, value in sorted(self.rows.get(row, _NONE).items()):
            if (row, column) not in self.origins and not (isinstance(value, str) and not value.strip()):
                found[column] = Cell(value, "" if isinstance(value, str) else self.formats.get((row, column), ""))
        return found

    def width(self, row: int, column: int) -> int:
        """How many columns the merged range that begins here covers; 1 when none does."""
        for span in self.spans:
            if span[:2] == (row, column):
                return span[3] - column + 1
        return 1


_BLANK = Cell()


def from_number(amount: float, code: str, first_day: dt.datetime) -> Value:
    """A number of a sheet in its format: a day, a time, or itself; None where it is none. `first_day` is day 0 of the workbook."""
    if is_date(code) and 0 < amount < 2_958_466:  # up to the year 9999, as in Excel
        day = first_day + dt.timedelta(days=amount)
        # Excel believes that 1900 was a leap year.
        return day + dt.timedelta(days=1) if amount < 60 and first_day.year == 1899 else day
    if is_time(code) and 0 <= amount < 1:
        return short_time(round(amount * 86_400))
    if not math.isfinite(amount):
        return None
    return int(amount) if amount.is_integer() and abs(amount) < 1e15 else amount


def short_time(seconds: int) -> dt.time:
    """The time of day so many seconds after midnight."""
    return (dt.datetime.min + dt.timedelta(seconds=seconds % 86_400)).time()


def cover(sheet: Sheet, spans: Iterable[Span], cells: int) -> int:
    """Let the cells under merged ranges know their top-left, only inside what is filled. Gives `cells` with those covered: it stops, some
    way above MAX_CELLS, before a range can take more memory than the cells may."""
    sheet.spans = tuple(spans)
    last_row, last_column = sheet.last_row, sheet.last_column
    for top, left, bottom, right in sheet.spans:
        if (top, left) in sheet.origins or left not in sheet.rows.get(top, _NONE):
            continue
        bottom, right = min(bottom, last_row), min(right, last_column)
        cells += (bottom - top + 1) * (right - left + 1)
        if cells > MAX_CELLS:
            return cells
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    sheet.origins[row, column] = (top, left)
    return cells


def letter(column: int) -> str:
    """A, B ... Z, AA as Excel names columns."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(letters: str) -> int:
    """The column a name such as 'AA' stands for."""
    total = 0
    for char in letters.upper():
        total = total * 26 + ord(char) - 64
    return total
