"""The roll of a council (register `members`): who sits on it on a day. Asked by several rooms, so it stands below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.records.plain import holds, live
from desktop.store.history import Reader

SPAN = ("appointed_on", "end_on")


def roll(reader: Reader, day: str, council: bytes | None = None) -> list[Mapping[str, Any]]:
    """The seats held on a day (ISO) in a council, our own unless told, as plain columns; advisors without a seat are not among them."""
    seats = live(reader, "members", council or reader.store.office)
    return [seat for seat in seats if holds(seat, SPAN, day) and sits(seat)]


def sits(values: Mapping[str, Any]) -> bool:
    """Whether the seat counts: an advisor who was given no kind of seat is asked for advice, and is no member."""
    return values.get("position") != "ADVISOR" or values.get("seat_kind") is not None
