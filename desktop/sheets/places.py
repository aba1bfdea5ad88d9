"""Which tambon a cell means: names repeat across the country, so the row, the office and the sheet's title narrow them down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.base import thai
from desktop.base.areas import areas

_TAMBON = re.compile(r"(?:ตำบล|ต\.|แขวง)\s*([^\s\d(]+)")
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.|เขต)\s*([^\s\d(]+)")
_PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*([^\s\d(]+)")
_FROM_DISTRICT = re.compile(r"\s*(?:อำเภอ|อ\.|เขต|จังหวัด|จ\.).*")

_MOO = re.compile(r"(?:หมู่บ้านที่|หมู่ที่|หมู่|(?<![^\s(])ม\.)\s*(\d{1,2})(?!\d)(?P<more>\s*[-–,/]\s*\d|\s*(?:และ|ถึง)\s*(?:หมู่|\d))?")
_VILLAGE = re.compile(r"(?<![^\s(:])((?:บ้าน|ชุมชน)[^\s\d()]{2,})")
_FISCAL = re.compile(r"ปีงบประมาณ\s*(?:พ\.ศ\.)?\s*(25\d\d)(?!\s*[-–])")
_ELSEWHERE = re.compile(r"(?:ศาลา|ณ\s|ที่ทำการ|สถานที่)[^,]*$")  # a hall where something took place


def spot(text: str) -> tuple[int | None, str]:
    """Moo and village that a title, a section or a sheet's name gives for what stands below it; None and '' where it gives none, or
    several. 'บ้าน' begins other words than names of villages, so a village counts only beside a moo."""
    plain = thai.arabic_digits(thai.clean(text))
    found = [match for match in _MOO.finditer(plain) if not _ELSEWHERE.search(plain[: match.start()])]
    if len({match[1] for match in found}) != 1 or any(match["more"] for match in found):
        return None, ""
    named = _VILLAGE.match(plain[found[0].end() :].lstrip(" :-–"))
    return int(found[0][1]), named[1] if named else ""


class Places:
    """Reads tambons for one sheet of one office."""

    def __init__(self, office: Sequence[str], titles: Iterable[str]) -> None:
        self.office = tuple(office)
        titles = tuple(titles)
        spots = {found for found in map(spot, titles) if found[0] is not None}
        moos = {moo for moo, _village in spots}
        # Of several titles that agree, the one that names the village as well.
        self.spot: tuple[int | None, str] = max(spots, key=lambda each: len(each[1])) if len(moos) == 1 else (None, "")
        title = " ".join(titles)
        years = set(_FISCAL.findall(thai.arabic_digits(title)))
        self.fiscal_year = int(years.pop()) if len(years) == 1 else None
        self.around = _around(title)
        said = _TAMBON.search(title)
        named = self._named(said.group(1), ()) if said else []
        # What a sheet without a column of tambons is about.
        self.usual = self.office[0] if len(self.office) == 1 and len(self.office[0]) == 6 else (named[0] if len(named) == 1 else None)

    def tambon(self, text: str, district: str = "", province: str = "") -> tuple[str | None, str]:
        """The 6-digit code and "" - or None and what is the matter: 'area_unknown', 'area_ambiguous'. `district` and `province` are those
        of the row, where it has them."""
        text = thai.clean(text)
        digits = thai.arabic_digits(text).replace(" ", "")
        if digits.isdigit():
            return self._coded(digits)
        said = (_one(_DISTRICT, text) or district, _one(_PROVINCE, text) or province)
        found = self._named(
            _FROM_DISTRICT.sub("", text) or text,
            _around(" ".join((f"อำเภอ{said[0]}" if said[0] else "", f"จังหวัด{said[1]}" if said[1] else ""))),
        )
        if len(found) == 1:
            return found[0], ""
        return None, "area_ambiguous" if found else "area_unknown"

    def _coded(self, digits: str) -> tuple[str | None, str]:
        for code in (digits, *areas().successors(digits)):
            if len(code) == 6 and areas().get(code) is not None:
                return (code, "") if code == digits or len(areas().successors(digits)) == 1 else (None, "area_ambiguous")
        return None, "area_unknown"

    def _named(self, name: str, row: tuple[str, ...]) -> list[str]:
        """Tambons of a name, narrowed as long as something is left: by the row, by the office, by the title, last the whole country."""
        found = [area.code for area in areas().find(name) if len(area.code) == 6]
        if not found:
            found = [area.code for area in areas().search(name, within=self.office, kinds=("tambon", "khwaeng")) if " " in name]
        for narrower in (row, self.office, self.around):
            kept = [code for code in found if narrower and code.startswith(narrower)]
            if kept:
                found = kept
        return found


def _one(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _around(text: str) -> tuple[str, ...]:
    """Codes of the district a text names, or of the province where it names no district it can have."""
    provinces = tuple(area.code for area in areas().find(_one(_PROVINCE, text)) if len(area.code) == 2) if _one(_PROVINCE, text) else ()
    name = _one(_DISTRICT, text)
    districts = tuple(area.code for area in areas().find(name, within=provinces) if len(area.code) == 4) if name else ()
    return districts or provinces
