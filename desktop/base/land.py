"""Land area as people write it (ไร่-งาน-ตารางวา): read, shown, worded. Kept as square wah, two places; a square wah is four square metres."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_

NGAN, RAI = 100, 400  # square wah
_WAH_M2 = 4
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 10

_NUMBER = r"(\d[\d,]*(?:\.\d+)?|\.\d+)"
_SQUARE = r"(?:ตาราง|ตร\s?\.?|square|sq\.?)\s?"
_RAI, _NGAN = r"(?:ไร่|rais?)", r"(?:งาน|ngans?)"
_WAH = rf"(?:(?:{_SQUARE})?(?:วา|wah|wa)|ตร\s?\.?\s?ว\.?|ว\.)"
_METRES = rf"(?:{_SQUARE}(?:เมตร|ม\.?|met(?:er|re)s?|m\.?)|m2|m²|ม\.?²)"
_TRIPLE = re.compile(rf"(\d[\d,]*)\s*[-/]\s*(\d+)\s*[-/]\s*{_NUMBER}\s*{_RAI}?")
_WORDED = re.compile(rf"(?:{_NUMBER}\s*{_RAI})?\s*(?:{_NUMBER}\s*{_NGAN})?\s*(?:{_NUMBER}\s*{_WAH})?")
_IN_METRES = re.compile(rf"{_NUMBER}\s*{_METRES}")
_BARE = re.compile(_NUMBER)
_HALVES = {"ไร่ครึ่ง": "ไร่ 2 งาน", "ครึ่งไร่": "2 งาน", "งานครึ่ง": "งาน 50 ตร.ว.", "ครึ่งงาน": "50 ตร.ว."}
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")

_WORDS = {"th": ("ไร่", "งาน", "ตร.ว."), "en": ("rai", "ngan", "sq wah")}


def parse(text: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Square wah of what a person wrote, and doubts about it; a dash is blank. A bare number is square wah. Refused 'not_land'."""
    typed = thai.fold(text).translate(_DASHES)
    if not typed.strip("- "):
        return None, ()
    for half, whole in _HALVES.items():
        typed = typed.replace(half, whole)
    rai, ngan, wah = _parts(typed, text)
    area = rai * RAI + ngan * NGAN + wah
    if area >= _MOST:
        raise _refused(text)
    counted = bool(rai or ngan)  # 850 square wah alone are what a deed of land may say
    found = (("land_ngan", ngan >= 4), ("land_wah", counted and wah >= NGAN))
    return area.quantize(_CENT, ROUND_HALF_UP), tuple(code for code, holds in found if holds)


def is_bare(text: str) -> bool:
    """Whether a text is a number without a unit."""
    return _BARE.fullmatch(thai.fold(text)) is not None


def show(area: Decimal) -> str:
    """'2-1-50', which `parse` reads back as the same area."""
    rai, ngan, wah = _split(area)
    return f"{rai}-{ngan}-{_plain(wah)}"


def label(area: Decimal, language: str) -> str:
    """'2 ไร่ 1 งาน 50 ตร.ว.', without the parts that are nothing."""
    words = _WORDS["th" if language == "th" else "en"]
    rai, ngan, wah = _split(area)
    parts = [f"{number:,} {word}" for number, word in ((rai, words[0]), (ngan, words[1])) if number]
    if wah or not parts:
        parts.append(f"{_plain(wah)} {words[2]}")
    return " ".join(parts)


def _parts(typed: str, text: str) -> tuple[Decimal, Decimal, Decimal]:
    nothing = Decimal(0)
    if found := _BARE.fullmatch(typed):
        return nothing, nothing, _decimal(found[1])
    if found := _IN_METRES.fullmatch(typed):
        return nothing, nothing, _decimal(found[1]) / _WAH_M2
    if found := _TRIPLE.fullmatch(typed) or _WORDED.fullmatch(typed):
        rai, ngan, wah = (_decimal(part) for part in found.groups())
        return rai, ngan, wah
    raise _refused(text)


def _refused(text: str) -> Refused:
    return Refused(N_("“{text}” is not an area. Write it as 2-1-50 (rai-ngan-square wah), or with its unit."), code="not_land", text=text)


def _decimal(digits: str | None) -> Decimal:
    return Decimal(digits.replace(",", "")) if digits else Decimal(0)


def _split(area: Decimal) -> tuple[int, int, Decimal]:
    rai, rest = divmod(area, RAI)
    ngan, wah = divmod(rest, NGAN)
    return int(rai), int(ngan), wah


def _plain(wah: Decimal) -> str:
    text = f"{wah:.2f}"
    return text.rstrip("0").rstrip(".")
