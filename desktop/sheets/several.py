"""Texts of one cell that hold several values: a range of days, men and women, half a day of a meeting."""

from __future__ import annotations

import datetime as dt
import re

from desktop.base import dates, thai
from desktop.base.errors import Refused

_BETWEEN_DAYS = re.compile(r"\s*(?:[-–—~]|ถึงวันที่|ถึง|จนถึง|to|until)\s*", re.IGNORECASE)

# 1,3 และ 5 มี.ค.: the first to the last
_SOME_DAYS = re.compile(r"\s*(?:,\s*(?:[\d๐-๙]{1,2}\s*(?:,|และ)\s*)*|และ(?:วันที่)?\s*)(?=[\d๐-๙]{1,2}\s*[^\s\d๐-๙,])")


def split_range(text: str, today: dt.date) -> tuple[str, str] | None:
    """First and last day of '21 – 25 เมษายน 2567', '30 ม.ค. - 2 ก.พ. 67', '8/3/2567', or a month alone ('ก.พ. 68')."""
    text = thai.clean(text)
    whole = _one_day(text, today)
    if whole:
        return whole
    for found in (*_BETWEEN_DAYS.finditer(text), *_SOME_DAYS.finditer(text)):
        left, right = text[: found.start()].strip(), text[found.end() :].strip()
        last = _one_day(right, today)
        first = _first_day(left, right, today) if last else None
        if first and last and first <= last[1]:
            return first, last[1]
    return None


def _one_day(text: str, today: dt.date) -> tuple[str, str] | None:
    try:
        day = dates.parse_date(text, today).isoformat()
        return day, day
    except Refused:
        pass
    try:
        partial = dates.parse_partial(text, today, born=False)
    except Refused:
        return None
    if len(partial) != 7:
        return None
    year, month = int(partial[:4]), int(partial[5:])
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return f"{partial}-01", last.isoformat()


def _first_day(left: str, right: str, today: dt.date) -> str | None:
    """The beginning of a range borrows month and year from its end."""
    whole = _one_day(left, today)
    if whole:
        return whole[0]
    if not left:
        return None
    digits = thai.arabic_digits(right)
    year, month_and_year = re.search(r"\d{2,4}$", digits), re.search(r"(?<=\d)\D.*$", digits)
    for borrowed in (month_and_year, year):
        whole = _one_day(f"{thai.arabic_digits(left)} {borrowed.group().strip()}", today) if borrowed else None
        whole = whole or (_one_day(thai.arabic_digits(left) + borrowed.group(), today) if borrowed else None)
        if whole:
            return whole[0]
    return None


_MEN = re.compile(r"(?:ชาย|ช\.|\bmen\b|\bmale)\s*[:=]?\s*([\d,]+)")
_WOMEN = re.compile(r"(?:หญิง|ญ\.|women|female)\s*[:=]?\s*([\d,]+)")
_TOGETHER = re.compile(r"(?:รวม|ทั้งหมด|ทั้งสิ้น|total)\s*[:=]?\s*([\d,]+)")


def people_count(text: str) -> tuple[int | None, int | None, int | None] | None:
    """(all, men, women) of 'ชาย 42 คน หญิง 43 คน รวม 85 คน'; None where the text tells no such parts."""
    plain = thai.fold(text)
    men, women, together = (
        int(found.group(1).replace(",", "")) if (found := pattern.search(plain)) else None for pattern in (_MEN, _WOMEN, _TOGETHER)
    )
    if men is None and women is None:
        return None
    return together if together is not None else (men or 0) + (women or 0), men, women


_CLOCK = r"\d{1,2}[.:]\d{2}"
_BETWEEN_TIMES = re.compile(rf"({_CLOCK})\s*(?:น\.?)?\s*(?:[-–—~]|ถึง)\s*({_CLOCK})\s*(?:น\.?)?")
_NUMBER_OF_YEAR = re.compile(r"\D*?(\d{1,3})\s*/\s*(\d{4}|\d{2})")


def split_times(text: str) -> tuple[str, str] | None:
    """When it begins and ends, of '09.00-12.00 น.'; None for anything else."""
    found = _BETWEEN_TIMES.fullmatch(thai.fold(text))
    return (found[1], found[2]) if found else None


def number_of_year(text: str) -> tuple[int, int] | None:
    """Number and Buddhist year of 'ครั้งที่ 2/2567' or '2/67'; None for anything else."""
    found = _NUMBER_OF_YEAR.fullmatch(thai.fold(text))
    if found is None:
        return None
    year = int(found[2]) + (2500 if len(found[2]) == 2 else 0)
    return (int(found[1]), year) if 2500 <= year <= 2700 else None
