"""Provinces, districts, tambons and khwaengs of Thailand by their official codes (2, 4 and 6 digits): names, finding, old codes."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.base import i18n, paths, thai

BANGKOK = "10"


@dataclass(frozen=True, slots=True)
class Area:
    """One area. Its parents are `code[:4]` and `code[:2]`; only tambons and khwaengs have postcodes (joined by spaces) and a place."""

    code: str
    name_th: str
    name_en: str
    kind: str  # 'tambon', 'khwaeng', 'district' or 'province'
    postcode: str = ""
    lat: float | None = None
    long: float | None = None


# What people write before a name, and what it says of the kind.
_BEFORE_NAME = [
    (re.compile(r"(?:ตำบล|ต\.)\s*(?=\S)"), "tambon"),
    (re.compile(r"แขวง\s*(?=\S)"), "khwaeng"),
    (re.compile(r"(?:อำเภอ|กิ่งอำเภอ|อ\.|เขต)\s*(?=\S)"), "district"),
    (re.compile(r"(?:จังหวัด|จ\.)\s*(?=\S)"), "province"),
]
_BANGKOK_SHORT = frozenset(["กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ"])
_KIND_WORDS = frozenset(["ตำบล", "ต.", "แขวง", "อำเภอ", "กิ่งอำเภอ", "อ.", "เขต", "จังหวัด", "จ."])


def _without_kind(name: str) -> tuple[str, str]:
    """The name without ตำบล, ต. and their like, and the kind they tell ('' when they tell none)."""
    for pattern, kind in _BEFORE_NAME:
        found = pattern.match(name)
        if found is not None:
            return name[found.end() :], kind
    return name, ""


def _kind(code: str) -> str:
    if len(code) == 6:
        return "khwaeng" if code.startswith(BANGKOK) else "tambon"
    return "district" if len(code) == 4 else "province"


def _read_areas(file: Path) -> dict[str, Area]:
    table = {}
    for line in file.read_text("utf-8").splitlines():
        code, name_th, name_en, *more = line.split("\t")
        postcode = more[0] if more else ""
        lat, long = (float(more[1]), float(more[2])) if len(more) > 1 else (None, None)
        table[code] = Area(code, name_th, name_en, _kind(code), postcode, lat, long)
    return table


def _read_abolished(file: Path) -> dict[str, tuple[str, ...]]:
    lines = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return {code: tuple(successors[0].split()) if successors else () for code, _name, *successors in lines}


@dataclass(frozen=True, slots=True)
class _Sought:
    """An area with its names as they are searched."""

    area: Area
    thai: str
    english: str


class AreaTable:
    """All areas by code, in order of code. Get the one table by `areas()`; it is read at first use and never changes."""

    def __init__(self, table: dict[str, Area], abolished: dict[str, tuple[str, ...]]) -> None:
        self._table = table
        self.abolished = abolished  # every old code -> the codes that took its place; () where none is known

    @classmethod
    def load(cls) -> AreaTable:
        """The table as shipped."""
        return cls(_read_areas(paths.resource("areas", "areas.tsv")), _read_abolished(paths.resource("areas", "abolished.tsv")))

    def __iter__(self) -> Iterator[Area]:
        return iter(self._table.values())

    def __len__(self) -> int:
        return len(self._table)

    def get(self, code: str) -> Area | None:
        """The area of a code of 2, 4 or 6 digits; None when there is none today."""
        return self._table.get(code)

    def successors(self, old_code: str) -> tuple[str, ...]:
        """The codes that took the place of an old one; () when it is not an old code or nobody knows."""
        return self.abolished.get(old_code, ())

    def name(self, code: str, language: str | None = None) -> str:
        """The bare name, Thai or English; the code itself where there is no such area, so that nothing is hidden."""
        area = self._table.get(code)
        if area is None:
            return code
        return area.name_th if (language or i18n.language()) == "th" else area.name_en

    def full_name(self, code: str, language: str | None = None) -> str:
        """'ตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง', 'แขวงสีลม เขตบางรัก กรุงเทพมหานคร', 'Noen Kho, Klaeng, Rayong'."""
        if code not in self._table:
            return code
        language = language or i18n.language()
        chain = [code[:length] for length in (6, 4, 2) if length <= len(code)]
        if language != "th":
            return ", ".join(self.name(part, language) for part in chain)
        bangkok = code.startswith(BANGKOK)
        words = {6: "แขวง" if bangkok else "ตำบล", 4: "เขต" if bangkok else "อำเภอ", 2: "" if bangkok else "จังหวัด"}
        return " ".join(words[len(part)] + self.name(part, language) for part in chain)

    # --- finding

    @functools.cached_property
    def _sought(self) -> list[_Sought]:
        return [_Sought(area, area.name_th, area.name_en.casefold()) for area in self]

    @functools.cached_property
    def _by_name(self) -> dict[str, list[Area]]:
        index: dict[str, list[Area]] = {}
        for area in self:
            # 'ปอภาร (ปอพาน)' goes by both names.
            for name in {area.name_th, *re.split(r" ?[()]", area.name_th), area.name_en.casefold()} - {""}:
                index.setdefault(name, []).append(area)
        return index

    def find(self, name: str, within: tuple[str, ...] = ()) -> list[Area]:
        """The areas of exactly that Thai or English name, in order of code. ตำบล, ต., เขต and the like before it tell the kind;
        'เมือง' is the capital district of its province."""
        bare, kind = _without_kind(thai.fold(name))
        if bare in _BANGKOK_SHORT:
            bare = "กรุงเทพมหานคร"
        found = list(self._by_name.get(bare, ()))
        if bare == "เมือง":
            found += [area for area in self if area.kind == "district" and area.name_th == "เมือง" + self._table[area.code[:2]].name_th]
        return [area for area in found if kind in ("", area.kind) and _inside(area.code, within)]

    def search(self, text: str, limit: int = 20, within: tuple[str, ...] = (), kinds: Collection[str] | None = None) -> list[Area]:
        """The areas a person may mean who has typed so much: by name, by name and district or province, by code or postcode.

        Names that begin so come before names that hold it; `within` are codes of any length, `kinds` None means all.
        """
        tokens = [token for token in thai.fold(text).replace(",", " ").split() if token not in _KIND_WORDS]
        if not tokens:
            return []
        tokens = ["กรุงเทพ" if token in _BANGKOK_SHORT else _without_kind(token)[0] for token in tokens]
        if len(tokens) == 1 and tokens[0].isdecimal():
            return self._by_number(tokens[0], limit, within, kinds)
        ranked = []
        for entry in self._sought:
            area = entry.area
            if (kinds is None or area.kind in kinds) and _inside(area.code, within):
                rank = self._rank(entry, tokens)
                if rank is not None:
                    ranked.append((rank, len(area.code), area.code, area))
        ranked.sort(key=lambda each: each[:3])
        return [area for *_, area in ranked[:limit]]

    def _rank(self, entry: _Sought, tokens: list[str]) -> int | None:
        """How well the area's own name fits the first words and its parents' the others: 0 best, None not at all."""
        first, whole = tokens[0], " ".join(tokens)
        own = (entry.thai, entry.english)
        if first not in entry.thai and first not in entry.english:  # most areas end here: a generator would cost
            return None
        if whole in own:
            return 0
        if any(name.startswith(whole) for name in own):
            return 1
        if not self._elsewhere(entry, tokens):
            return None
        if first in own:
            return 2
        return 3 if any(name.startswith(first) for name in own) else 4

    def _elsewhere(self, entry: _Sought, tokens: list[str]) -> bool:
        """Whether every further word stands in the name of the area or of a parent."""
        code = entry.area.code
        parents = [self._table[code[:length]] for length in (4, 2) if length < len(code)]
        names = [entry.thai, entry.english, *(parent.name_th for parent in parents), *(parent.name_en.casefold() for parent in parents)]
        return all(any(token in name for name in names) for token in tokens[1:])

    def _by_number(self, digits: str, limit: int, within: tuple[str, ...], kinds: Collection[str] | None) -> list[Area]:
        found = [area for area in self if area.code.startswith(digits) or (len(digits) == 5 and digits in area.postcode.split())]
        found += [self._table[code] for code in self.successors(digits)]
        return [area for area in found if (kinds is None or area.kind in kinds) and _inside(area.code, within)][:limit]


def _inside(code: str, within: tuple[str, ...]) -> bool:
    return not within or code.startswith(within)


@functools.cache
def areas() -> AreaTable:
    """The one table, read at first use."""
    return AreaTable.load()
