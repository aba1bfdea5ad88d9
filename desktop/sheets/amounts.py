"""Amounts as people write them: with words around them, thousands as a word, a month's or a year's."""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.base import thai

YEAR, MONTH = "year", "month"
_A_YEAR = re.compile(r"\s*(?:/|ต่อ)\s*ปี\s*\.?|^ปีละ\s*|\s*(?:a|per|/)\s*year$")
_A_MONTH = re.compile(r"\s*(?:/|ต่อ)\s*(?:เดือน|ด\.)\s*|^เดือนละ\s*|\s*(?:a|per|/)\s*month$")
_EACH = re.compile(r"\s*(?:/|ต่อ)\s*(?:หลัง|คน|ครัวเรือน|ราย)\s*$")
_WORDS = re.compile(r"^(?:ประมาณ|จำนวน)\s*|^฿\s*|\s*(?:บาทถ้วน|บาท|baht|thb|บ\.|ถ้วน)\s*$")
_TAIL = re.compile(r"(?<=\d)[.,]?\s*[-–=]+$")
_IN_WORDS = {"ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
_WORD = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(" + "|".join(_IN_WORDS) + r")\s*")


def plain(text: str) -> tuple[str, str]:
    """The number in a text, for a parser of numbers, and whether it is said of a YEAR or a MONTH ('' where nothing is said)."""
    left = thai.fold(text)
    period = YEAR if _A_YEAR.search(left) else MONTH if _A_MONTH.search(left) else ""
    for pattern in (_A_YEAR, _A_MONTH, _EACH):
        left = pattern.sub("", left)
    while (bare := _TAIL.sub("", _WORDS.sub("", left)).strip()) != left:
        left = bare
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", left):
        left = left.replace(" ", "")
    if left and not _WORD.sub("", left):
        total = sum(Decimal(number.replace(",", "")) * _IN_WORDS[word] for number, word in _WORD.findall(left))
        left = format(total, "f")
    return left, period


def period_of(heading: str) -> str:
    """Whether a heading speaks of a YEAR or a MONTH."""
    words = thai.fold(heading)
    if re.search(r"(?:/|ต่อ|ราย)\s*ปี|ปีละ|a year|annual|yearly", words):
        return YEAR
    return MONTH if re.search(r"(?:/|ต่อ|ราย)\s*เดือน|เดือนละ|a month|monthly", words) else ""


def land_unit(heading: str) -> str:
    """The one unit of land a heading names, for numbers without one; '' where it names none or several."""
    words = thai.fold(heading)
    found = [unit for unit, pattern in (("ไร่", "ไร่"), ("งาน", "งาน"), ("ตร.ว.", r"วา|ตร\.?\s?ว")) if re.search(pattern, words)]
    return found[0] if len(found) == 1 else ""
