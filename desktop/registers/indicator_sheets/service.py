"""Counting indicator sheets: how many households and persons pass, fail, or were not asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.records.codes import CodeLists
from desktop.store.history import Reader

INDICATOR, MOO, TAMBON, PROVINCE = "indicator", "moo", "tambon", "province"  # what may be counted by


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the count: an indicator's code, or a place (moo as a number; tambon or province as code; None where nothing is written).

    By indicator, what the sheets say of it. By place, whole sheets: one that failed anything failed, one asked nothing was not asked.
    In both, the three together are all sheets counted in that line."""

    by: Any
    passed: int
    failed: int
    not_asked: int


def count(
    reader: Reader, codes: CodeLists, indicator_set: str, year: int, by: str = INDICATOR, council: bytes | None = None
) -> list[Count]:
    """The sheets of a set and year (B.E.), of one council or of all in this book. By indicator, in the order of the set and with every
    indicator of it; by place, in the order of the places, those without one last."""
    indicators = [entry.code for entry in codes.entries("indicator") if entry.group == indicator_set]
    sheets = _sheets(reader, indicator_set, year, council)
    if by == INDICATOR:
        return [_of_indicator(code, sheets) for code in indicators]
    place: Callable[[Mapping[str, Any]], Any] = _PLACES[by]
    grouped: dict[Any, list[Mapping[str, Any]]] = {}
    for sheet in sheets:
        grouped.setdefault(place(sheet), []).append(sheet)
    whole = frozenset(indicators)
    return [_of_place(where, grouped[where], whole) for where in sorted(grouped, key=lambda where: (where is None, where))]


_PLACES: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    MOO: lambda sheet: sheet["moo"],
    TAMBON: lambda sheet: sheet["tambon_code"],
    PROVINCE: lambda sheet: sheet["tambon_code"][:2] if sheet["tambon_code"] else None,
}


def _of_indicator(code: str, sheets: Sequence[Mapping[str, Any]]) -> Count:
    failed = sum(code in (sheet["failed"] or ()) for sheet in sheets)
    # Ticked in both lists by mistake, it failed: a trouble is not counted away.
    not_asked = sum(code in (sheet["not_asked"] or ()) and code not in (sheet["failed"] or ()) for sheet in sheets)
    return Count(code, len(sheets) - failed - not_asked, failed, not_asked)


def _of_place(where: Any, sheets: Sequence[Mapping[str, Any]], whole: frozenset[str]) -> Count:
    failed = sum(bool(sheet["failed"]) for sheet in sheets)
    not_asked = sum(not sheet["failed"] and bool(whole) and whole <= set(sheet["not_asked"] or ()) for sheet in sheets)
    return Count(where, len(sheets) - failed - not_asked, failed, not_asked)


def _sheets(reader: Reader, indicator_set: str, year: int, council: bytes | None) -> Sequence[Mapping[str, Any]]:
    sheets, households, people = (reader.store.synced[name].table for name in ("indicator_sheets", "households", "people"))
    # A household's sheet lies where the house is, a person's where the person lives.
    places = [
        households.c[name].label(f"h_{name}") if table is households else people.c[name].label(f"p_{name}")
        for table in (households, people)
        for name in ("moo", "tambon_code")
    ]
    statement = (
        select(sheets.c.failed, sheets.c.not_asked, sheets.c.household, *places)
        .select_from(sheets.outerjoin(households, households.c.id == sheets.c.household).outerjoin(people, people.c.id == sheets.c.person))
        .where(sheets.c.deleted.is_(False), sheets.c.indicator_set == indicator_set, sheets.c.year == year)
    )
    if council is not None:
        statement = statement.where(sheets.c.council == council)
    found = []
    for row in reader.conn.execute(statement).mappings():
        end = "h_" if row["household"] is not None else "p_"
        found.append(
            {"failed": row["failed"], "not_asked": row["not_asked"], "moo": row[end + "moo"], "tambon_code": row[end + "tambon_code"]}
        )
    return found
