"""An address in one cell, taken apart: house number, moo, village, lane, road, postcode, and the words from the tambon on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.base import thai

# A name ends at a space, unless a number follows it, or where the next word of an address begins.
_END = r"(?=[\s,]|หมู่|ม\.|ซอย|ซ\.|ตรอก|ถนน|ถ\.|ตำบล|ต\.|แขวง|อำเภอ|อ\.|จังหวัด|จ\.|$)"
_NAME = rf"(\S+?(?:\s+\d{{1,3}}(?:/\d+)?(?![\S]))?){_END}"
_POSTCODE = re.compile(r"(?<=\s)(?:รหัสไปรษณีย์\s*)?(\d{5})\s*$")
_MOO = re.compile(r"(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.|(?<=\s)ม(?=\s?\d)|\bmoo\b)\s*(\d{1,2})(?![\d/])", re.IGNORECASE)
_HOUSE = re.compile(r"^(?:บ้านเลขที่|เลขที่บ้าน|เลขที่|บ้าน(?=\s*\d))?\s*(\d{1,5}(?:\s*/\s*\d{1,5})?)(?=[\s,]|$|ม|ห|ต|ซ|ถ)")
_SOI = re.compile(rf"(?:ตรอก|ซอย|ซ\.)\s*{_NAME}")
_ROAD = re.compile(rf"(?:ถนน|ถ\.)\s*{_NAME}")
_VILLAGE = re.compile(rf"(?<!\S)((?:หมู่บ้าน|บ้าน|ชุมชน)(?!เลขที่|ที่)\s*[^\s\d]\S*?){_END}")
_PLACE = re.compile(r"(?:ตำบล|ต\.|แขวง).*$")


@dataclass(slots=True)
class Address:
    """The parts of an address; '' and None for what is not there. `place` begins with the tambon, `rest` is what nothing explains."""

    house_no: str = ""
    moo: int | None = None
    village: str = ""
    soi: str = ""
    road: str = ""
    postcode: str = ""
    place: str = ""
    rest: str = ""


def split_address(text: str) -> Address:
    """'12/5 ม.3 ซ.สุขใจ ต.เนินฆ้อ อ.แกลง' as its parts."""
    found = Address()
    left = thai.arabic_digits(thai.clean(text))

    def take(pattern: re.Pattern[str]) -> str:
        nonlocal left
        match = pattern.search(left)
        if match is None:
            return ""
        left = f"{left[: match.start()]} {left[match.end() :]}".strip()
        return match.group(match.lastindex or 0).strip(" ,")

    found.house_no = take(_HOUSE).replace(" ", "")
    found.postcode = take(_POSTCODE)
    found.place = take(_PLACE)
    moo = take(_MOO)
    found.moo = int(moo) if moo else None
    found.soi, found.road, found.village = take(_SOI), take(_ROAD), take(_VILLAGE)
    found.rest = " ".join(word for word in re.split(r"[\s,]+", left) if word.strip("-–. "))
    return found
