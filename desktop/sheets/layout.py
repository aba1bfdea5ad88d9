"""Find the tables in a sheet: titles above, one to four header rows, columns, data rows, and the rows that are no records, with why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from desktop.base import thai
from desktop.sheets.cells import PART, Cell, Sheet, Value, letter
from desktop.sheets.words import is_heading, key

# Why a row is no record.
BLANK, REPEATED, GROUP, NUMBERS = "blank", "repeated header", "group header", "column numbers"
SUBTOTAL, TOTAL, GRAND_TOTAL, SIGNATURE, NOTE = "subtotal", "total", "grand total", "signature", "note"
TOTALS = frozenset([SUBTOTAL, TOTAL, GRAND_TOTAL])
MARK = "sapha:"  # first cell of the hidden row that our own exports begin with
_LEVELS = 4

_WHOLE = r"(?:ทั้งสิ้น|ทั้งหมด|สุทธิ|ทุกหมู่บ้าน|ทั้งตำบล)"
_PLACE = r"(?:หมู่บ้าน|หมู่ที่|หมู่|ม\.|บ้าน|ตำบล|ต\.|อำเภอ|อ\.|กลุ่ม|ชุมชน|หน้า|ประเภท|ด้าน|เดือน|ไตรมาส)"
_SUM = re.compile(
    rf"(?:ยอด)?รวม(?:ยอด)?(?P<what>เงิน|เป็นเงิน|จำนวนเงิน|จำนวน|งบประมาณ)?\s*(?P<all>{_WHOLE})?\s*(?:\(?[\d,.\-]*\)?\s*(?:คน|ครัวเรือน|หลัง|บาท|ราย)?)\s*[:.]*"
    rf"|(?:ยอด)?รวม(?:ย่อย|ยอดย่อย)?\s*(?P<part>ย่อย|{_PLACE}\s*\S*.{{0,30}})"
    r"|(?P<grand>grand\s*total|รวมทั้งสิ้น)\s*[:.]*|(?P<sub>sub-?\s*total)\s*.{0,30}|(?:total|sum)\s*[:.]*"
)
_SIGNED = re.compile(
    r"ลงชื่อ|ลงนาม|^\(?\s*[.…_]{5,}|ผู้จัดทำ|ผู้รับรอง|ผู้ตรวจสอบ|ผู้รายงาน|ผู้สำรวจ|^\(\s*[^)]{3,60}\s*\)$|signature|signed by", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"^\*|^(?:หมายเหตุ|ที่มา|ข้อมูล ณ|note|source)\s*[: ]", re.IGNORECASE)
_PAGE = re.compile(r"^(?:-\s*)?(?:หน้า|แผ่น|page)\s*(?:ที่)?\s*\d+", re.IGNORECASE)
_CARRIED = re.compile(r"(?:รวม)?ยอด(?:ยกไป|ยกมาหน้า|รวมยก).{0,20}|รวม(?:ใน)?หน้านี้.{0,20}")
_GROUPING = re.compile(rf"^{_PLACE}\s*\S")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and the headings over it, from the top level down."""

    number: int
    headings: tuple[str, ...]

    @property
    def letter(self) -> str:
        """Its name in Excel."""
        return letter(self.number)

    @property
    def heading(self) -> str:
        """The lowest heading, the one that says most; '' when there is none."""
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A row that is no record, and why."""

    row: int
    reason: str


@dataclass(slots=True)
class Table:
    """One table of a sheet. `rows` are the data rows; `groups` gives the group header in force for a data row, where there is one."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    first_row: int
    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    rows: list[int] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()  # field names of our own export, one for each column
    parts: tuple[Table, ...] = ()  # the tables that are read as this one (see stack.py); of others nothing

    def part(self, row: int) -> Table:
        """The table that a row stands in."""
        return self.parts[row // PART] if self.parts else self

    def place(self, row: int) -> tuple[str, int]:
        """The sheet and the number in it of a row."""
        return self.part(row).sheet.name, row % PART

    def where(self, row: int) -> str:
        """A row for people: its number, and its sheet where there are several."""
        sheet, number = self.place(row)
        return f"{sheet}!{number}" if len({part.sheet.name for part in self.parts}) > 1 else str(number)

    def column(self, number: int) -> Column:
        """The column of that number; KeyError when the table has none."""
        for column in self.columns:
            if column.number == number:
                return column
        raise KeyError(number)


def tables(sheet: Sheet, words: Collection[str] = ()) -> list[Table]:
    """The tables of a sheet from top to bottom, those beside each other from the left; the first is the one people mean. Empty when no
    header is found. `words` are keys of headings beyond those that all councils use."""
    found: list[Table] = []
    row, last = 1, sheet.last_row
    while row <= last:
        header = _header(sheet, row, words)
        if header is None:
            break
        beside = _beside(_begin(sheet, header, row))
        row = max([_fill(table) for table in beside])
        found += beside
    return found


# --- the header ------------------------------------------------------------------------------------------------------------------


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    return {column: thai.clean(cell.text) for column, cell in sheet.filled(row).items()}


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not re.fullmatch(r"[\d๐-๙\s.,/\-]*", cell.value)


_NOTHING: dict[int, Value] = {}


def _looks_like_header(sheet: Sheet, row: int, words: Collection[str] = ()) -> bool:
    """Two known headings or more, and most of the row made of them."""
    if not all(isinstance(value, str) for value in sheet.rows.get(row, _NOTHING).values()):
        return False  # nearly every row of data ends here
    filled = sheet.filled(row)
    if len(filled) < 2 or not all(_is_text(cell) for cell in filled.values()):
        return False
    known = sum(is_heading(cell.text) or key(cell.text) in words for cell in filled.values())
    return known >= 2 and known / len(filled) >= 0.4


def _header(sheet: Sheet, start: int, words: Collection[str]) -> tuple[int, ...] | None:
    """The header rows of the first table from `start` on."""
    for row in range(start, sheet.last_row + 1):
        if str(sheet.cell(row, 1).value).startswith(MARK):
            return (row + 1,)
        if row in sheet.rows and _looks_like_header(sheet, row, words if start == 1 else ()):
            return _levels(sheet, row)
    if start > 1:
        return None
    # No word is known: the first row of three texts or more, with as many cells filled below.
    for row in range(start, min(sheet.last_row, start + 40)):
        filled = sheet.filled(row)
        if len(filled) >= 3 and all(_is_text(cell) for cell in filled.values()) and len(sheet.filled(row + 1)) >= len(filled) / 2:
            return _levels(sheet, row)
    return None


def _levels(sheet: Sheet, top: int) -> tuple[int, ...]:
    """Header rows from `top` down: as deep as cells of the header are merged downwards, else while more headings stand below a wide one."""
    bottom = max((span[2] for span in sheet.spans if span[0] == top and span[2] - top < _LEVELS), default=top)
    for row in range(top, min(bottom + 1, top + _LEVELS - 1)):
        below = sheet.filled(row + 1)
        wide = [column for column in sheet.filled(row) if sheet.width(row, column) > 1]
        under = {column for left in wide for column in range(left, left + sheet.width(row, left))}
        if row + 1 > bottom and wide and below and all(_is_text(cell) for cell in below.values()) and set(below) <= under:
            bottom = row + 1
    if bottom == top and _looks_like_header(sheet, top + 1) and not _same_words(sheet, top, top + 1):
        bottom = top + 1
    # A first level may stand above a row that is known better than itself.
    while top > 1 and _is_upper_level(sheet, top):
        top -= 1
    return tuple(range(top, bottom + 1))


def _is_upper_level(sheet: Sheet, top: int) -> bool:
    """Whether the row above holds wide headings of a part of the columns, or cells merged down into this row."""
    above = sheet.filled(top - 1)
    if not above or not all(_is_text(cell) for cell in above.values()):
        return False
    columns = len(sheet.filled(top))
    deep = any(span[0] == top - 1 and span[2] >= top for span in sheet.spans)
    wide = [column for column in above if 1 < sheet.width(top - 1, column) < max(3, columns)]
    return deep or (bool(wide) and len(above) > 1)


def _same_words(sheet: Sheet, a: int, b: int) -> bool:
    return {key(text) for text in _texts(sheet, a).values()} == {key(text) for text in _texts(sheet, b).values()}


def _begin(sheet: Sheet, header: tuple[int, ...], start: int) -> Table:
    titles = tuple(text for row in range(start, header[0]) if row in sheet.rows for text in _texts(sheet, row).values())
    names: tuple[str, ...] = ()
    above = sheet.cell(header[0] - 1, 1).value if header[0] > 1 else None
    columns = _columns(sheet, header)
    if isinstance(above, str) and above.startswith(MARK):
        titles = ()
        columns = tuple(Column(number, column_headings(sheet, header, number)) for number in range(1, max(c.number for c in columns) + 1))
        names = tuple(thai.clean(sheet.cell(header[0] - 1, column.number).text) for column in columns)
    return Table(sheet, header, header[-1] + 1, columns, titles, names=names)


def _beside(table: Table) -> list[Table]:
    """The table itself, or the tables that stand beside each other under one row of headings said again: a long list in two halves."""
    named = [(column, "/".join(map(key, column.headings))) for column in table.columns if column.headings]
    words = [word for _column, word in named]
    for parts in (2, 3, 4):
        size, rest = divmod(len(words), parts)
        if table.names or rest or size < 2 or len(set(words[:size])) < size or words != words[:size] * parts:
            continue
        starts = [named[part * size][0].number for part in range(parts)]
        ends = [*(start - 1 for start in starts[1:]), table.columns[-1].number]
        spreads = [range(start, end + 1) for start, end in zip(starts, ends, strict=True)]
        return [
            Table(table.sheet, table.header_rows, table.first_row, tuple(c for c in table.columns if c.number in spread), table.titles)
            for spread in spreads
        ]
    return [table]


def column_headings(sheet: Sheet, header: tuple[int, ...], column: int) -> tuple[str, ...]:
    """The headings over a column, from the top level down, each once."""
    texts = [thai.clean(sheet.cell(row, column).text) for row in header]
    return tuple(dict.fromkeys(text for text in texts if text))


def _columns(sheet: Sheet, header: tuple[int, ...]) -> tuple[Column, ...]:
    used = {column for row in header for column in sheet.rows.get(row, {})}
    used |= {column for row, column in sheet.origins if row in header}
    spread = range(min(used), max(used) + 1)
    return tuple(Column(number, column_headings(sheet, header, number)) for number in spread)


# --- the rows --------------------------------------------------------------------------------------------------------------------


def _fill(table: Table) -> int:
    """Sort the rows below the header; gives the row where the next table may begin."""
    sheet = table.sheet
    words = [{key(heading) for heading in column.headings} for column in table.columns]
    state = _Rows(table)
    row, last = table.first_row, sheet.last_row
    while row <= last:
        filled = _inside(table, row)
        if not filled:
            state.skip(row, BLANK)
        elif _repeats(table, words, filled):
            state.skip(row, REPEATED)
        elif table.rows and _starts_another(table, row, len(filled)):
            break
        else:
            state.take(row, filled)
        row += 1
    state.finish()
    return row


def _inside(table: Table, row: int) -> dict[int, Cell]:
    first, last = table.columns[0].number, table.columns[-1].number
    return {column: cell for column, cell in table.sheet.filled(row).items() if first <= column <= last}


def _repeats(table: Table, words: list[set[str]], filled: dict[int, Cell]) -> bool:
    first = table.columns[0].number
    if not any(key(cell.text) in words[column - first] for column, cell in list(filled.items())[:3] if cell.text):
        return False  # nearly every row ends here
    same = sum(key(cell.text) in words[column - first] for column, cell in filled.items() if cell.text)
    return len(filled) >= 2 and same / len(filled) >= 0.6


def _starts_another(table: Table, row: int, inside: int) -> bool:
    """A header with other words than this table's, or a title followed by one."""
    sheet = table.sheet
    if _looks_like_header(sheet, row):
        return True
    if inside == 1 and row - 1 not in sheet.rows and len(sheet.filled(row)) == 1:
        following = [later for later in range(row + 1, min(row + 4, sheet.last_row + 1)) if later in sheet.rows]
        return bool(following) and _looks_like_header(sheet, following[0])
    return False


class _Rows:
    """Rows sorted one after another; what a row is may depend on those before it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.group = ""
        self.signed = False
        self.titles = [key(title) for title in table.titles if len(key(title)) > 5]
        self.filled: dict[int, int] = {}  # cells that each row of data fills

    def skip(self, row: int, reason: str) -> None:
        self.table.skips.append(Skip(row, reason))

    def take(self, row: int, filled: dict[int, Cell]) -> None:
        """Put a filled row among the data or the skipped."""
        reason = self._reason(row, filled)
        if reason:
            self.skip(row, reason)
            return
        self.table.rows.append(row)
        self.filled[row] = len(filled)
        if self.group:
            self.table.groups[row] = self.group

    def _reason(self, row: int, filled: dict[int, Cell]) -> str:
        total = self._total(filled)
        if total:
            return total
        few = len(filled) <= 2
        texts = [thai.clean(cell.text) for cell in filled.values()] if few or row == self.table.first_row else []
        first = texts[0] if texts else ""
        if few and any(_SIGNED.search(text) for text in texts):
            self.signed = True
            return SIGNATURE
        if self.signed and few and all(_is_text(cell) for cell in filled.values()):
            return SIGNATURE
        if row == self.table.first_row and len(filled) > 2 and _is_numbering(texts):
            return NUMBERS
        if len(filled) == 1:
            return self._lone(row, filled, first)
        return ""

    def _lone(self, row: int, filled: dict[int, Cell], text: str) -> str:
        """A row of one cell: a group header, a footnote, or a record of which only this is known."""
        column = next(iter(filled))
        wide = self.table.sheet.width(row, column) > 1
        if (_FOOTNOTE.search(text) and self.table.rows) or _PAGE.match(thai.arabic_digits(text)):
            return NOTE
        if len(key(text)) > 5 and any(key(text).startswith(title) for title in self.titles):
            return NOTE
        if (wide and self.table.sheet.width(row, column) * 2 >= len(self.table.columns)) or (
            _GROUPING.match(text) and column <= self._name_column()
        ):
            self.group = text
            return GROUP
        return ""

    def _name_column(self) -> int:
        """The last of the first three columns: group headers stand at the left."""
        return self.table.columns[min(2, len(self.table.columns) - 1)].number

    def _total(self, filled: dict[int, Cell]) -> str:
        """'รวม' begins names too (รวมพร): only the words of totals count, near the left, and with little else of text in the row."""
        for column, cell in list(filled.items())[:2]:
            text = thai.fold(cell.value) if isinstance(cell.value, str) else ""
            if _CARRIED.fullmatch(text):
                return SUBTOTAL
            found = _SUM.fullmatch(text)
            if found is None:
                continue
            if any(_belongs_to_a_record(thai.clean(other.text)) for place, other in filled.items() if place != column):
                continue
            if found["part"] or found["sub"]:
                return SUBTOTAL
            return GRAND_TOTAL if found["grand"] or found["all"] else TOTAL
        return ""

    def finish(self) -> None:
        """A total with records or a grand total after it was one of a part; blank rows below the last thing are not the table's."""
        table = self.table
        self._take_ending_off()
        last = max([*table.rows[-1:], *(skip.row for skip in table.skips if skip.reason == GRAND_TOTAL)], default=0)
        skips = [Skip(skip.row, SUBTOTAL) if skip.reason == TOTAL and skip.row < last else skip for skip in table.skips]
        parts = Counter(skip.reason for skip in skips)[SUBTOTAL]
        # "Grand total" needs parts to be the total of.
        table.skips = [Skip(skip.row, TOTAL) if skip.reason == GRAND_TOTAL and not parts else skip for skip in skips]
        while table.skips and table.skips[-1].reason == BLANK:
            table.skips.pop()

    def _take_ending_off(self) -> None:
        """Words under a table, parted from it by a blank line or a sum, are no records, where its rows fill many cells and theirs one or
        two."""
        rows = self.table.rows
        usual = sorted(self.filled.values())[len(rows) // 2] if rows else 0
        left = len(rows)
        while left and self.filled[rows[left - 1]] <= 2 and usual >= 4:
            left -= 1
        while 0 < left < len(rows) and rows[left] == rows[left - 1] + 1:
            left += 1  # a short record directly under the others is one
        self.table.skips = sorted([*self.table.skips, *(Skip(row, NOTE) for row in rows[left:])], key=lambda skip: skip.row)
        del rows[left:]


def _belongs_to_a_record(text: str) -> bool:
    """Whether a cell beside 'รวม' shows that รวม is somebody: words that are no amount, or a national ID."""
    if len(re.sub(r"\D", "", thai.arabic_digits(text))) == 13:
        return True
    return not re.search(r"ถ้วน\)?$|สตางค์\)?$", text) and bool(re.search(r"[^\W\d_๐-๙]{3,}", re.sub(r"บาท|ครัวเรือน|หลัง", "", text)))


def _is_numbering(texts: list[str]) -> bool:
    """(1) (2) (3) under the header, as official forms have."""
    numbers = [re.fullmatch(r"\(?(\d{1,2})\)?", thai.arabic_digits(text)) for text in texts]
    return all(numbers) and [int(found.group(1)) for found in numbers if found] == list(range(1, len(numbers) + 1))
