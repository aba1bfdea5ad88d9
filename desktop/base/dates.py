"""Dates as Thai people write them: Buddhist era in and out, ISO (Common Era) inside, parts unknown where they are unknown."""

from __future__ import annotations

import datetime as dt
import re
from typing import NoReturn

from desktop.base import i18n, thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_

BE_OFFSET = 543

_NAMES = {
    "th": [
        *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
        *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
    ],
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
}
_SHORT = {
    "th": ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def _bare(name: str) -> str:
    return name.casefold().replace(".", "").replace(" ", "")


_MONTHS = {_bare(name): month for table in (_NAMES, _SHORT) for names in table.values() for month, name in enumerate(names, 1)}
_MONTHS["sept"] = 9
# Half a name, and the spellings that are wrong again and again.
_MONTHS |= {_bare(name).removesuffix(tail): month for month, name in enumerate(_NAMES["th"], 1) for tail in ("คม", "ยน", "พันธ์")}
_MONTHS |= {"กุมภาพันธุ์": 2, "พฤษาคม": 5, "พฤศภาคม": 5, "กรกฏาคม": 7, "กรกฏา": 7, "พฤษจิกายน": 11, "พฤศจิกายณ": 11}

_WORD = r"(?P<word>[^\W\d_][^\d/\-]*?)"  # a month's name, dots and all
_YEAR = r"(?P<year>\d{4}|\d{2})"
_GAP = r"[\s/.,\-]*"
_SEP = r"\s*[\s/.\-]\s*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FULL = [
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[t ]0?0:00(?::00(?:\.0+)?)?)?",
        rf"(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}{_YEAR}",
        rf"(?P<day>\d\d)(?P<month>\d\d){_YEAR}",
        rf"{_DAY}{_GAP}{_WORD}{_GAP}{_YEAR}",
        rf"{_WORD}\s*{_DAY}\s*,?\s+(?P<year>\d{{4}})",
    )
]
_PARTIAL = [
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})",
        rf"{_WORD}{_GAP}{_YEAR}",
    )
]
_LONGEST = 80  # characters: no date is longer, and the patterns need not be quick beyond
_UNKNOWN_DAY = re.compile(r"^(?:0{1,2}|-)(?:\s*[/.\-]\s*|\s+)(?=\S)")
_WEEKDAY = r"(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)"
_LEAD = re.compile(rf"^(?:วัน\S*?ที่|(?:วัน)?{_WEEKDAY}(?:ที่)?|เกิดเมื่อ|เมื่อ)\s*")
_MIDNIGHT = re.compile(r"\s+(?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)? ?am)$")  # a day that was copied with its clock
_BE = re.compile(r"(?:พ\.?\s?ศ\.?|\bb\.?e\.?|ปี)\s*(?=\d)")
_CE = re.compile(r"(?:ค\.?\s?ศ\.?|\b(?:ad|ce|a\.d\.|c\.e\.))\s*(?=\d)")
_MONTH_WORD = re.compile(r"(?<!\S)เดือน\s*|(?<=\d)\s*เดือน\s*")


def to_be(year: int) -> int:
    """The Buddhist year of a Common Era year."""
    return year + BE_OFFSET


def to_ce(year: int) -> int:
    """The Common Era year of a Buddhist year."""
    return year - BE_OFFSET


def fiscal_year(day: dt.date) -> int:
    """The fiscal year of a day, Buddhist era; it begins on 1 October of the year before."""
    return to_be(day.year + (day.month >= 10))


def month_names(language: str, short: bool = False) -> list[str]:
    """The twelve months in Thai, or in English for any other language."""
    return list((_SHORT if short else _NAMES)["th" if language == "th" else "en"])


# --- reading -----------------------------------------------------------------------------------------------------------------------


def _unknown() -> NoReturn:
    raise Refused(N_("This is not a date we can read. Write day, month and year, such as 15/3/2567."), code="date_unknown")


def _impossible() -> NoReturn:
    raise Refused(N_("There is no such day in the calendar. Check day, month and year."), code="date_impossible")


def _future_birth() -> NoReturn:
    raise Refused(N_("A birth date can't lie in the future."), code="date_impossible")


class _Reading:
    """One text being read: its era if stated, the rules for years, and today."""

    def __init__(self, text: str, today: dt.date, born: bool) -> None:
        text = _MIDNIGHT.sub("", _LEAD.sub("", thai.fold(text)))
        without_era = _BE.sub("", text)
        self.be = without_era != text
        self.text = _CE.sub("", without_era)
        self.ce = self.text != without_era
        self.text = _MONTH_WORD.sub(" ", self.text).strip()
        self.today = today
        self.born = born
        if (self.be and self.ce) or len(text) > _LONGEST:
            _unknown()

    def match(self, patterns: list[re.Pattern[str]]) -> dict[str, str] | None:
        """The first pattern that fits the whole text, if any: its groups that took part."""
        for pattern in patterns:
            found = pattern.fullmatch(self.text)
            if found is not None:
                return {name: value for name, value in found.groupdict().items() if value is not None}
        return None

    def month(self, parts: dict[str, str]) -> int:
        """The month by number or name."""
        if "month" in parts:
            return int(parts["month"])
        return _MONTHS.get(_bare(parts["word"])) or _unknown()

    def year(self, digits: str, month: int = 1, day: int = 1) -> int:
        """The Common Era year. Month and day decide whether a two-digit year of birth would lie in the future."""
        number = int(digits)
        if len(digits) == 2:
            return self._near(number, month, day)
        buddhist = self.be or (number >= 2300 and not self.ce)
        year = to_ce(number) if buddhist else number
        if not (to_ce(2300) if buddhist else 1800) <= year <= 2200:
            _impossible()
        return year

    def _near(self, two: int, month: int, day: int) -> int:
        """Of the years that end in `two`, the one within the hundred years that make sense: up to today's for births, else to five more."""
        shift = 0 if self.ce else BE_OFFSET
        last = self.today.year + shift + (0 if self.born else 5)
        year = last - (last - two) % 100 - shift
        if self.born and (year, month, day) > (self.today.year, self.today.month, self.today.day):
            year -= 100
        return year

    def full(self, parts: dict[str, str]) -> dt.date:
        """A whole date; refused when there is no such day."""
        month, day = self.month(parts), int(parts["day"])
        year = self.year(parts["year"], month, day)
        try:
            date = dt.date(year, month, day)
        except ValueError:
            _impossible()
        if self.born and date > self.today:
            _future_birth()
        return date


def parse_date(text: str, today: dt.date, *, born: bool = False) -> dt.date:
    """The date in a text, in any of the ways people write one; Refused with code 'date_unknown' or 'date_impossible'.

    Years of four digits are Buddhist from 2300 and Common Era in 1800-2200. Years of two digits are Buddhist and lie within
    94 years back and 5 ahead of today, so '15/3/24' is 1981; with `born`, nothing lies in the future.
    """
    reading = _Reading(text, today, born)
    parts = reading.match(_FULL)
    if parts is None:
        _unknown()
    return reading.full(parts)


def parse_partial(text: str, today: dt.date, *, born: bool = True) -> str:
    """ISO 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD': what the text tells of a date, as on ID cards that show only a year; else Refused as `parse_date`."""
    reading = _Reading(text, today, born)
    day_unknown = False
    while (cut := _UNKNOWN_DAY.sub("", reading.text)) != reading.text:  # '00/00/2496', '-/8/2496'
        reading.text, day_unknown = cut, True
    parts = reading.match(_PARTIAL) or (None if day_unknown else reading.match(_FULL))
    if parts is None:
        _unknown()
    if "day" in parts:
        return reading.full(parts).isoformat()
    if "month" not in parts and "word" not in parts:
        year, month = reading.year(parts["year"]), 0
    else:
        month = reading.month(parts)
        if not 1 <= month <= 12:
            _impossible()
        year = reading.year(parts["year"], month)
    if born and (year, month) > (today.year, today.month if month else 0):
        _future_birth()
    return f"{year:04}-{month:02}" if month else f"{year:04}"


# --- showing -----------------------------------------------------------------------------------------------------------------------


def show(iso: str | dt.date, style: str = "medium", language: str | None = None) -> str:
    """An ISO date, whole or partial, for people: 'numeric' 15/03/2567, 'medium' 15 มี.ค. 2567, 'long' 15 มีนาคม พ.ศ. 2567.

    Thai shows the Buddhist era, any other language English and the Common Era; None is the language in use. Blank stays blank.
    """
    if style not in ("numeric", "medium", "long"):
        raise ValueError(style)
    text = iso.isoformat() if isinstance(iso, dt.date) else iso
    if not text:
        return ""
    speaks_thai = (i18n.language() if language is None else language) == "th"
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if speaks_thai:
        year = to_be(year)
    if style == "numeric":
        return "/".join([f"{part:02}" for part in (day, month) if part] + [f"{year:04}"])
    words = [str(day)] if day else []
    if month:
        words.append(month_names("th" if speaks_thai else "en", short=style == "medium")[month - 1])
    return " ".join([*words, f"พ.ศ. {year}" if speaks_thai and style == "long" else f"{year:04}"])


def is_iso(text: str) -> bool:
    """Whether this is a whole day as it is kept."""
    return len(text) == 10 and is_partial_iso(text)


def is_partial_iso(text: str) -> bool:
    """Whether this is a year, a month or a day as it is kept: 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        dt.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
