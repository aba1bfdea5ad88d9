"""Points on the map as people have them: two numbers, degrees and minutes, a link copied from a map. Kept as 'latitude,longitude'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_

_SIX = Decimal("0.000001")
_KEPT = re.compile(r"(-?(?:0|[1-9]\d?)\.\d{6}),(-?(?:0|[1-9]\d?|1\d\d)\.\d{6})")
_NORTH, _EAST = (Decimal("5.5"), Decimal("20.6")), (Decimal("97.3"), Decimal("105.7"))  # the box around Thailand

_N = r"(-?\d{1,3}(?:\.\d+)?)"
# A place marked in a link comes before the middle of the map it was copied from: people mark the house and then move the map.
_LINKS = tuple(
    re.compile(shape)
    for shape in (
        rf"!3d{_N}!4d{_N}",
        rf"[?&]mlat={_N}&mlon={_N}",
        rf"[?&](?:q|query|ll|destination|daddr|center|cp)=(?:loc:)?{_N}(?:,|%2c|~)\+?{_N}",
        rf"/(?:search|place|dir/)/?{_N},\+?{_N}",
        rf"@{_N},{_N}",
        rf"#map=[\d.]+/{_N}/{_N}",
    )
)
_GEO = re.compile(rf"geo:{_N},{_N}(?:[,;?].*)?")
_SHORT = re.compile(r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co)/.*")
_WORDS = re.compile(r"ละติจูด|ลองจิจูด|ลองติจูด|พิกัด|latitude|longitude|lat\b|long?\b|lng\b|[:=()]")
_ANGLE = r"(-?\d{1,3}(?:\.\d+)?)\s*°?(?:\s*(?<=[°\s])(\d{1,2}(?:\.\d+)?)\s*['′’](?:\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|''))?)?"
_PAIR = re.compile(rf"([ns])?\s*{_ANGLE}\s*([ns])?\s*[,;/\s]\s*([ew])?\s*{_ANGLE}\s*([ew])?")
_TURNED = re.compile(rf"([ew])?\s*{_ANGLE}\s*([ew])?\s*[,;/\s]\s*([ns])?\s*{_ANGLE}\s*([ns])?")


class Point(NamedTuple):
    """Decimal degrees, WGS84."""

    latitude: Decimal
    longitude: Decimal

    @property
    def in_thailand(self) -> bool:
        """Whether it lies in the box around the country."""
        return _NORTH[0] <= self.latitude <= _NORTH[1] and _EAST[0] <= self.longitude <= _EAST[1]


def is_point(text: str) -> bool:
    """Whether a text is a point as it is kept."""
    found = _KEPT.fullmatch(text)
    return found is not None and abs(Decimal(found[1])) <= 90 and abs(Decimal(found[2])) <= 180


def parse(text: str) -> tuple[str, tuple[str, ...]]:
    """The point in what a person typed or pasted, and doubts about it. Two numbers the wrong way round are turned, with a warning.
    Refused 'not_point', 'point_range', 'short_link' (such a link says nothing without the internet)."""
    typed = thai.fold(text)
    if _SHORT.fullmatch(typed):
        raise Refused(
            N_("This short link can't be read without the internet. Open it, then copy the two numbers of the place."), code="short_link"
        )
    point = _read(typed)
    if point is None:
        raise Refused(N_("Write the point as two numbers: 13.7563, 100.5018."), code="not_point")
    warnings: list[str] = []
    turned = Point(point.longitude, point.latitude)
    if not point.in_thailand:
        warnings.append("point_swapped" if turned.in_thailand else "point_outside")
        point = turned if turned.in_thailand else point
    if abs(point.latitude) > 90 or abs(point.longitude) > 180:
        raise Refused(N_("A latitude goes to 90 degrees, a longitude to 180."), code="point_range")
    return ",".join(f"{number.quantize(_SIX) + 0:f}" for number in point), tuple(warnings)


def doubts(kept: str) -> tuple[str, ...]:
    """What looks wrong in a point as it is kept."""
    return () if _point(*kept.split(",")).in_thailand else ("point_outside",)


def show(kept: str) -> str:
    """'13.756300, 100.501800'; maps read it, and so does `parse`."""
    return kept.replace(",", ", ")


def map_link(kept: str) -> str:
    """The address of the place on OpenStreetMap."""
    latitude, longitude = kept.split(",")
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"


def _point(latitude: str, longitude: str) -> Point:
    return Point(Decimal(latitude), Decimal(longitude))


def _read(typed: str) -> Point | None:
    if found := _GEO.fullmatch(typed):
        return _point(found[1], found[2])
    if "://" in typed or typed.startswith("www."):
        link = next((found for shape in _LINKS if (found := shape.search(typed))), None)
        return _point(link[1], link[2]) if link else None
    plain = _WORDS.sub(" ", typed).strip()
    if found := _PAIR.fullmatch(plain):
        return Point(_degrees(found.groups()[:5]), _degrees(found.groups()[5:]))
    if found := _TURNED.fullmatch(plain):
        return Point(_degrees(found.groups()[5:]), _degrees(found.groups()[:5]))
    return None


def _degrees(parts: Sequence[str | None]) -> Decimal:
    """Degrees of (side, degrees, minutes, seconds, side)."""
    before, degrees, minutes, seconds, after = parts
    size = abs(Decimal(degrees or 0)) + Decimal(minutes or 0) / 60 + Decimal(seconds or 0) / 3600
    below = (degrees or "").startswith("-") or (before or after) in ("s", "w")
    return -size if below else size
