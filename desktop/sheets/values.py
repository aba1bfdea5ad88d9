"""A cell as a value of a field: what Excel and hasty typing did to it is undone, and doubts come back as warnings, never as a loss."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base import dates, ids, land, thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records import kinds
from desktop.records.codes import CodeLists
from desktop.records.register import Field, Kind, Level, Problem
from desktop.sheets import amounts
from desktop.sheets.cells import Cell
from desktop.sheets.several import split_range

WARNINGS: Mapping[str, str] = {
    "be_year_in_excel_date": N_("The date in Excel holds a Buddhist year; 543 was taken away."),
    "year_only": N_("Only the year is known."),
    "house_no_from_date": N_("Excel had turned this house number into a date; it was turned back."),
    "date_from_number": N_("The cell holds a number that looks like a date of Excel; please check."),
    "id_leading_zero": N_("The leading 0 of the national ID was missing and has been added."),
    "digits_lost": N_("Excel kept only the first digits of “{text}”; what is lost can't be known. It was written into the note."),
    "year_to_month": N_("The amount is said of a year; a twelfth of it was taken."),
    "cell_error": N_("The cell holds an error of Excel ({text}); it was left blank."),
    "land_bare": N_("A number without a unit was read as square wah."),
    "unreadable": N_("“{text}” can't be kept in this field; it was written into the note."),
    "area_unknown": N_("No tambon is called “{text}”."),
    "area_ambiguous": N_("Several tambons are called “{text}”. Choose one from the list."),
    "not_calculated": N_("The result of this formula is not in the file. Open it in Excel, save it and import it again."),
    "row_hidden": N_("This row is hidden in Excel; it is imported all the same."),
    "ditto_of_nothing": N_("“As above”, but there is nothing above."),
    "conflict_in_sheet": N_("Another row of this sheet says something else of the same record; this was written into the note: “{text}”"),
    "possible_duplicate": N_("It may be the same as {who}: {why}."),
    "same_name_only": N_("Someone of this name is already here, and the row tells nothing more; nothing was added."),
}
_MARKS = r"[\"”“„〃″'’‘´`,，]"
_ABOVE = r"(?:กับ)?\s*(?:ข้าง|ด้าน|แถว)?(?:บน|ต้น)"
_DITTO = re.compile(
    rf"{_MARKS}{{1,6}}|{_MARKS}\s{_MARKS}|-*\s*{_MARKS}{{1,2}}\s*-*|ditto|ดิตโต้|(?:เหมือน|เช่นเดียว(?:กับ)?|ดัง){_ABOVE}|เช่นเดียวกัน|เหมือนกัน",
    re.IGNORECASE,
)
_ERRORS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "Err:502", "Err:508", "#?"]
)
_ASIDE = re.compile(r"(.+?)\s*\(([^()]*)\)")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|-)\s*")
_DASH = re.compile(r"[-–—_.\s]+")
_NONE = frozenset(["ไม่มี", "ไม่ทราบ", "ไม่ระบุ", "ไม่มีข้อมูล", "n/a", "na", "none", "null"])
# ü and P are ticks in Wingdings.
_YES = frozenset(["/", "//", "\\", "✓", "✔", "√", "☑", "•", "●", "*", "x", "×", "1", "มี", "ใช่", "yes", "y", "true", "ü", "p"])
_NO = frozenset(["0", "-", "–", "ไม่มี", "ไม่", "ไม่ใช่", "no", "n", "false", "☐", "□"])
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)  # 1.23E+12, typed or pasted as text
_DIGITS = frozenset([Kind.NATIONAL_ID, Kind.HOUSE_CODE, Kind.PHONES])
_HOUSE_NUMBERS = frozenset(["house_no", "near_house_no"])
_HOUSE_LEAD = re.compile(r"^(?:บ้านเลขที่|เลขที่|บ้าน)\s*(?=\d)")
_NUMBER_WORDS = re.compile(
    r"^(?:ประมาณ|หมู่บ้านที่|หมู่ที่|หมู่|ม\.|ที่|ปีงบประมาณ|พ\.ศ\.|ปี|จำนวน|รวม)\s*|\s*(?:ครัวเรือน|คน|ราย|หลัง|ปี|ดาว|ครั้ง|แห่ง|กลุ่ม|หมู่บ้าน|persons?)\s*\.?$"
)
_THREE_AFTER_POINT = re.compile(r"\d{1,3}\.\d{3}")  # 4.000: thousands to some, three decimals to others


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a value (None: nothing), warnings, and the text that could not be kept as a value, for the note."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    unread: str = ""


_NOTHING = Reading()
_KEPT = 2_000  # readings of one field


def warned(field: str, code: str, **values: Any) -> Problem:
    """One of this page's warnings on a field."""
    return Problem(field, code, WARNINGS[code], Level.WARNING, values)


def is_ditto(cell: Cell) -> bool:
    """Whether a cell says 'as above'."""
    return isinstance(cell.value, str) and bool(_DITTO.fullmatch(cell.value.strip()))


def is_error(cell: Cell) -> bool:
    """Whether a cell holds what a formula gives that can't be worked out."""
    return isinstance(cell.value, str) and cell.value.strip() in _ERRORS


def is_tick(text: str) -> bool:
    """Whether a text is a tick or an empty box."""
    return thai.fold(text) in _YES | _NO


def ticked(cell: Cell) -> bool | None:
    """Whether a cell is a tick (True), an empty box (False), or neither (None)."""
    word = thai.fold(cell.text)
    if not word or word in _NO or _DASH.fullmatch(word):
        return False
    return True if word in _YES else None


class Values:
    """Reads cells of one sheet; today decides which century two digits mean."""

    def __init__(self, today: dt.date, codes: CodeLists) -> None:
        self.today = today
        self.codes = codes
        self._read: dict[int, tuple[Field, dict[tuple[object, ...], Reading]]] = {}  # the field is kept, so that its id stays its own

    def read(self, field: Field, cell: Cell) -> Reading:
        """The cell as a value of the field. Never raises."""
        if cell.blank:
            return _NOTHING
        # Sex, village, month: a sheet says the same few things again and again. 1, 1.0 and True are one key, so the type tells them apart.
        asked = (type(cell.value), cell.value, cell.format)
        readings = (self._read.get(id(field)) or self._read.setdefault(id(field), (field, {})))[1]
        known = readings.get(asked)
        if known is None:
            known = self._fresh(field, cell)
            if len(readings) >= _KEPT:
                readings.clear()
            readings[asked] = known
        return known

    def _fresh(self, field: Field, cell: Cell) -> Reading:
        match field.kind:
            case Kind.DATE | Kind.PARTIAL_DATE:
                return self._date(field, cell)
            case Kind.TEXT if field.name in _HOUSE_NUMBERS:
                return self._house_no(field, cell)
            case Kind.TEXT | Kind.NOTE:
                return self._text(field, cell)
            case Kind.CODES:
                return self._codes(field, cell)
            case Kind.BOOL:
                tick = ticked(cell)
                return Reading(tick) if tick is not None else self._unread(field, cell)
            case Kind.LAND:
                return self._land(field, cell)
            case Kind.MONEY:
                return self.money(field, cell)
            case Kind.TIME:
                return self._parsed(field, cell, _clock(cell))
            case _:
                return self._parsed(field, cell, self._plain(field, cell))

    def date_range(self, field: str, cell: Cell) -> tuple[str | None, str | None, Reading]:
        """First and last day in one cell; a single day is both. Where a month or nothing can be read, the Reading carries the text."""
        if cell.blank or _DASH.fullmatch(cell.text.strip()):
            return None, None, Reading()
        if not isinstance(cell.value, str):
            one = self._date(Field(field, Kind.DATE, ""), cell)
            return one.value, one.value, one
        found = split_range(cell.value, self.today)
        if found is None:
            return None, None, Reading(None, (warned(field, "unreadable", text=thai.clean(cell.text)),), thai.clean(cell.text))
        return found[0], found[1], Reading()

    # -- kinds

    def _text(self, field: Field, cell: Cell) -> Reading:
        text = thai.clean_lines(cell.text) if field.kind is Kind.NOTE else thai.clean(cell.text)
        if _DASH.fullmatch(text):
            return Reading()
        if field.name == "prefix":
            text = thai.expand_prefix(text)
        return Reading(text or None)

    def _plain(self, field: Field, cell: Cell) -> str:
        """The text that the field's own parser reads: words around numbers taken off, zeros that Excel lost put back."""
        text = thai.clean(cell.text)
        numeric = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        match field.kind:
            case Kind.INTEGER:
                return _NUMBER_WORDS.sub("", _NUMBER_WORDS.sub("", text))
            case Kind.PHONES if not text.strip("0 "):
                return ""
            case Kind.PHONES if numeric and re.fullmatch(r"[2-7]\d{7}", text):
                return "0" + text
            case Kind.HOUSE_CODE if numeric and len(text) <= 11:
                return text.zfill(11)
            case _:
                return text

    def money(self, field: Field, cell: Cell, period: str = "") -> Reading:
        """An amount; `period` is what its heading says where the cell does not. Of a year's amount a month has a twelfth."""
        text = thai.clean(cell.text)
        if _DASH.fullmatch(text) or text in _NONE:
            return self._parsed(field, cell, "0")  # in accounts a dash is how nothing is written
        number, said = amounts.plain(text)
        period = said or period
        if isinstance(cell.value, str) and _THREE_AFTER_POINT.fullmatch(number):
            return self._unread(field, cell)
        if period == amounts.MONTH and amounts.period_of(field.label) == amounts.YEAR:
            return self._unread(field, cell)
        reading = self._parsed(field, cell, number)
        if period != amounts.YEAR or amounts.period_of(field.label) != amounts.MONTH or not reading.value:
            return reading
        return Reading((reading.value / 12).quantize(Decimal("0.01")), (*reading.problems, warned(field.name, "year_to_month")))

    def land(self, field: Field, cell: Cell, unit: str) -> Reading:
        """Land; `unit` is the one its heading names, for a number without any."""
        if unit and not isinstance(cell.value, dt.datetime) and land.is_bare(cell.text):
            return self._land(field, Cell(f"{thai.clean(cell.text)} {unit}"))
        return self.read(field, cell)

    def _parsed(self, field: Field, cell: Cell, text: str) -> Reading:
        if field.kind in _DIGITS and _digits_lost(field, cell, text):
            return Reading(None, (warned(field.name, "digits_lost", text=text),), text)
        if field.kind is not Kind.MONEY and (_DASH.fullmatch(text) or thai.fold(text) in _NONE):
            return Reading()
        if (
            field.kind is Kind.NATIONAL_ID
            and re.fullmatch(r"\d{12}", text)
            and not isinstance(cell.value, str)
            and ids.national_id_ok("0" + text)
        ):
            return Reading("0" + text, (warned(field.name, "id_leading_zero"),))
        value, problems = kinds.parse(field, text, self.today, self.codes)
        if any(problem.level is Level.ERROR for problem in problems) or (value is None and problems):
            return self._unread(field, cell)
        return Reading(value, problems)

    def _land(self, field: Field, cell: Cell) -> Reading:
        if isinstance(cell.value, dt.datetime):
            return self._unread(field, cell)  # 2-1-50 became a day, in a year that only that Excel knows: 1950, 2050 or 2007
        reading = self._parsed(field, cell, thai.clean(cell.text))
        if reading.value and land.is_bare(cell.text):
            return Reading(reading.value, (*reading.problems, warned(field.name, "land_bare")))
        return reading

    def _unread(self, field: Field, cell: Cell) -> Reading:
        text = thai.clean(cell.text)
        return Reading(None, (warned(field.name, "unreadable", text=text),), text)

    def _house_no(self, field: Field, cell: Cell) -> Reading:
        if isinstance(cell.value, dt.datetime):
            return Reading(number_from_date(cell.value, cell.format), (warned(field.name, "house_no_from_date"),))
        text = re.sub(r"\s*/\s*", "/", _HOUSE_LEAD.sub("", thai.arabic_digits(thai.clean(cell.text))))
        return Reading(None if _DASH.fullmatch(text) or text in _NONE else text)

    def _codes(self, field: Field, cell: Cell) -> Reading:
        """Codes that are known are kept; what is left over goes to the note."""
        found: set[str] = set()
        unknown: list[str] = []
        for whole in pieces(cell.text):
            # A number before it is the list's own, as in จปฐ. 1, or only counts the lines of the cell.
            code = self.codes.code_of(field.code_list, whole)
            piece = whole if code is not None else _NUMBERED.sub("", whole)
            code = code or self.codes.code_of(field.code_list, piece)
            smaller = [self.codes.code_of(field.code_list, part) for part in piece.split("/")] if code is None else []
            if code is not None:
                found.add(code)
            elif smaller and all(smaller):
                found |= {each for each in smaller if each}
            elif field.open_list:
                found.add(piece)
            else:
                unknown.append(piece)
        text = ", ".join(unknown)
        problems = (warned(field.name, "unreadable", text=text),) if unknown else ()
        return Reading(tuple(sorted(found)) or None, problems, text)

    def _date(self, field: Field, cell: Cell) -> Reading:
        reading = self._excel_date(field, cell) if not isinstance(cell.value, str) else self._typed_date(field, cell)
        if field.born and reading.value is not None and reading.value > self.today.isoformat():
            return self._unread(field, cell)
        if field.kind is Kind.DATE and reading.value is not None and len(reading.value) < 10:
            return self._unread(field, cell)
        return reading

    def _typed_date(self, field: Field, cell: Cell) -> Reading:
        text = thai.clean(cell.text)
        if _DASH.fullmatch(text) or thai.fold(text) in _NONE:
            return Reading()
        try:
            if field.kind is Kind.PARTIAL_DATE:
                value = dates.parse_partial(text, self.today, born=field.born)
            else:
                value = dates.parse_date(text, self.today, born=field.born).isoformat()
        except Refused:
            return self._beside(field, text) or self._unread(field, cell)
        return Reading(value, (warned(field.name, "year_only"),) if len(value) == 4 else ())

    def _beside(self, field: Field, text: str) -> Reading | None:
        """A day with a word in brackets after it: the word goes into the note."""
        found = _ASIDE.fullmatch(text)
        reading = self._typed_date(field, Cell(found[1])) if found else None
        if found is None or reading is None or reading.value is None:
            return None
        return Reading(reading.value, (*reading.problems, warned(field.name, "unreadable", text=found[2])), text)

    def _excel_date(self, field: Field, cell: Cell) -> Reading:
        match cell.value:
            case dt.datetime() as day if day.year >= 2300:
                return self._buddhist(field, cell, day)
            case dt.datetime() as day:
                return Reading(day.date().isoformat())
            case bool() | dt.time() | None:
                return self._unread(field, cell)
            case int() | float() as number if 1800 <= number <= 2200 or 2300 <= number <= 2700:
                return self._typed_date(field, Cell(str(int(number))))
            case int() | float() as number:
                return self._from_number(field, cell, int(number))
        return self._unread(field, cell)

    def _buddhist(self, field: Field, cell: Cell, day: dt.datetime) -> Reading:
        warning = warned(field.name, "be_year_in_excel_date")
        try:
            return Reading(day.date().replace(year=dates.to_ce(day.year)).isoformat(), (warning,))
        except ValueError:  # 29 February of a year that is a leap year only as a Buddhist number
            if field.kind is Kind.PARTIAL_DATE:
                text = thai.clean(cell.text)
                return Reading(f"{dates.to_ce(day.year):04}-{day.month:02}", (warning, warned(field.name, "unreadable", text=text)), text)
            return self._unread(field, cell)

    def _from_number(self, field: Field, cell: Cell, number: int) -> Reading:
        """15032567 typed without slashes, or the day count of a date that lost its format."""
        digits = str(number)
        if len(digits) >= 6:
            typed = self._typed_date(field, Cell(digits.zfill(8 if len(digits) > 6 else 6)))
            if typed.value is not None:
                return typed
        day = dt.datetime(1899, 12, 30) + dt.timedelta(days=number) if 3_000 < number < 300_000 else None
        if day is None:
            return self._unread(field, cell)
        reading = self._excel_date(field, Cell(day, "d/m/yyyy"))
        return Reading(reading.value, (*reading.problems, warned(field.name, "date_from_number")), reading.unread)


def _digits_lost(field: Field, cell: Cell, text: str) -> bool:
    """Whether Excel rounded an ID away: it shows as 1.23E+12, or came back from that as a number with zeros at its end."""
    if _ROUNDED.fullmatch(text.replace(" ", "")):
        return True
    rounded = field.kind is Kind.NATIONAL_ID and isinstance(cell.value, int | float) and bool(re.fullmatch(r"[1-9]\d{2,7}0{5,}", text))
    return rounded and len(text) == 13 and not ids.national_id_ok(text)


def _clock(cell: Cell) -> str:
    """A time of day as text: Excel keeps it as a part of a day, or makes the number 8.3 of 8.30."""
    match cell.value:
        case dt.datetime() as moment:
            return f"{moment:%H:%M}" if moment.time() != dt.time() else thai.clean(cell.text)
        case float() as number if 0 < number < 1:
            minutes = round(number * 24 * 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case float() as number if not number.is_integer():
            return f"{number:.2f}"
        case _:
            return thai.clean(cell.text)


def pieces(text: str) -> Iterable[str]:
    """The words of a cell that names several things."""
    for piece in re.split(r"[,;\n、]| และ |\s/\s|•", text):
        cleaned = thai.clean(piece)
        if cleaned and not _DASH.fullmatch(cleaned) and cleaned not in _NONE:
            yield cleaned


def number_from_date(day: dt.datetime, code: str) -> str:
    """The house number that was typed: 12/5 became 12 May (d/m or d-mmm) or, in American Excel, 5 December shown as m/d; 5/67 a month."""
    order = [part[0].lower() for part in re.findall(r"d+|m+|y+|b+", re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", code).lower().split("h")[0])]
    if "d" not in order:
        return f"{day.month}/{day.year % 100:02}"
    return f"{day.month}/{day.day}" if order.index("d") > order.index("m") else f"{day.day}/{day.month}"
