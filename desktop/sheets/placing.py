"""Cells that say where: tambons, and whole addresses."""

from __future__ import annotations

import re
from typing import Any

from desktop.base import thai
from desktop.base.areas import areas
from desktop.records.register import SETS, Field, Kind, Register
from desktop.sheets.addresses import split_address
from desktop.sheets.cells import Cell
from desktop.sheets.parts import Part
from desktop.sheets.places import Places
from desktop.sheets.values import Reading, warned


class AreaReader:
    """Reads places of one sheet."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._read: dict[tuple[str, str, tuple[str, str]], tuple[str | None, str]] = {}

    def areas(self, described: Field, cell: Cell, hints: tuple[str, str]) -> Reading:
        """One tambon, or several with commas between; `hints` are the district and province of the row."""
        text = thai.clean(cell.text)
        if not text.strip("-–— "):
            return Reading()
        pieces = re.split(r"\s*[,;、\n]\s*", cell.text) if described.kind is Kind.AREAS else [text]
        codes: list[str] = []
        for piece in (thai.clean(piece) for piece in pieces):
            code, matter = self._area(described, piece, hints)
            if code is None:
                return Reading(None, (warned(described.name, matter, text=text),), text)
            codes.append(code)
        return Reading(tuple(sorted(set(codes))) if described.kind is Kind.AREAS else codes[0])

    def _area(self, described: Field, text: str, hints: tuple[str, str]) -> tuple[str | None, str]:
        asked = (described.kind, text, hints)
        if asked not in self._read:  # a sheet names a few tambons again and again
            self._read[asked] = self._area_named(described, text, hints)
        return self._read[asked]

    def _area_named(self, described: Field, text: str, hints: tuple[str, str]) -> tuple[str | None, str]:
        code, matter = self.places.tambon(text, *hints)
        if code is None and described.kind is Kind.AREAS:
            wider = [area.code for area in areas().find(text) if len(area.code) < 6]
            digits = thai.arabic_digits(text)
            if digits.isdigit() and areas().get(digits) is not None:
                wider = [digits]
            if len(wider) == 1:
                return wider[0], ""
        return code, matter

    def address(self, spec: Register, part: Part, cell: Cell, hints: tuple[str, str]) -> Reading:
        """Put the parts of an address into the part of a record; the Reading carries what no field takes."""
        text = thai.clean(cell.text)
        address = split_address(text)
        left = not spec.has("village")
        code, matter = self.places.tambon(address.place, *hints) if address.place else (None, "")
        if not address.place and address.rest:  # เนินฆ้อ แกลง ระยอง, without a word that says which is which
            code, _matter = self.places.tambon(address.rest, *hints)
        if code is None and not address.place and not address.rest and spec.has("tambon_code") and self.places.usual:
            part.usual["tambon_code"] = self.places.usual
        for name in ("house_no", "moo", "village", "soi", "road", "postcode"):
            value = getattr(address, name)
            if value and spec.has(name):
                keep(part, spec.field(name), value)
            elif value:
                left = True
        if code is not None and spec.has("tambon_code"):
            keep(part, spec.field("tambon_code"), code)
        left = bool(address.rest and (address.place or code is None)) or (left and bool(address.village or address.soi or address.road))
        problems = (warned("tambon_code", matter, text=address.place),) if matter else ()
        return Reading(None, problems, text if left or matter else "")


def keep(part: Part, described: Field, value: Any) -> None:
    """Set a value; where two columns fill one field, sets and notes grow, and for the rest the first wins."""
    if value is None:
        return
    before = part.values.get(described.name)
    if before is not None and described.kind in SETS:
        part.values[described.name] = tuple(sorted({*before, *value}))
    elif before is not None and described.kind is Kind.NOTE:
        part.values[described.name] = f"{before}\n{value}"
    elif before is None:
        part.values[described.name] = value
