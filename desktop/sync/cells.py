"""Cells: what a merge decides one by one. A field is a cell, an element of a set is one of its own (`needs+house`), the delete flag is `~`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

Value: TypeAlias = str | int | bool | bytes | None

GONE: Final = "~"  # the delete flag: True deleted, False lives; never a column
_PLUS: Final = "+"


def element(field: str, code: str) -> str:
    """The cell of one element of a set."""
    return f"{field}{_PLUS}{code}"


def field_of(cell: str) -> tuple[str, str | None]:
    """The field a cell belongs to, and the element where the field is a set."""
    field, plus, code = cell.partition(_PLUS)
    return field, code if plus else None


def is_blank(cell: str, value: Value) -> bool:
    """None is blank everywhere; in a set, so is False: the element is not there."""
    return value is None or (not value and _PLUS in cell)


def alike(cell: str, one: Value, other: Value) -> bool:
    """Whether a person would see the same."""
    return one == other or (is_blank(cell, one) and is_blank(cell, other))


def stated(fields: Mapping[str, Value]) -> dict[str, Value]:
    """What a record's first put states: its blanks say nothing.

    Two offices may make the same record apart (ids derived from what they name). A blank of one would then dispute a value of the other.
    """
    return {cell: value for cell, value in fields.items() if not is_blank(cell, value)}


def set_changes(field: str, before: Iterable[str], after: Iterable[str]) -> dict[str, Value]:
    """The cells an author states who made the set `before` into `after`."""
    old, new = set(before), set(after)
    return {element(field, code): code in new for code in sorted(old ^ new)}


def set_after(field: str, before: Iterable[str], changed: Mapping[str, Value]) -> tuple[str, ...]:
    """The whole set, sorted, once the changed cells of a merge are in."""
    codes = set(before)
    for cell, value in changed.items():
        name, code = field_of(cell)
        if name == field and code is not None:
            if value:
                codes.add(code)
            else:
                codes.discard(code)
    return tuple(sorted(codes))
