"""Deeds on councils: a new term, an assessment, a filled-in strength scorecard; what a new record begins with and when a term ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.dates import to_be
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.codes import Code, CodeLists
from desktop.records.deed import Deed
from desktop.records.plain import called, live
from desktop.records.register import Reminder, Row
from desktop.records.roll import roll
from desktop.registers.councils.model import TERM_YEARS
from desktop.store import schema
from desktop.store.history import Reader

ITEMS = "strength_item"
_SOON = 90  # days before its end that a term is spoken of


def suggest(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A council's own record begins with what its office is called and covers."""
    offices = schema.table_of(schema.OfficeRow)
    office = reader.conn.execute(select(offices).where(offices.c.uid == reader.store.office)).one()
    if office.kind != "council":
        return {}
    areas = tuple(sorted(code for code in office.areas.split(",") if code))
    return {"name": office.name, "areas": areas or None, "tambon_code": next((code for code in areas if len(code) == 6), None)}


def next_term(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the next term of a council begins with: one more, the day after the present one ends."""
    ends = values.get("term_end_on")
    start = (dt.date.fromisoformat(ends) + dt.timedelta(days=1)).isoformat() if ends else None
    return {
        "term_no": values["term_no"] + 1 if values.get("term_no") else None,
        "start_on": start,
        "end_on": term_end(start) if start else None,
    }


def new_term(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Put the present term among the earlier ones, with who was chair and secretary on its last day, and begin the next."""
    for council in _councils(deed, records):
        now = council.values
        begins = values["start_on"]
        if now["term_start_on"] is not None and begins <= now["term_start_on"]:
            raise Refused(N_("The new term begins after the present one."), code="before_beginning", field="start_on")
        if now["term_no"] is not None and values["term_no"] <= now["term_no"]:
            raise Refused(N_("The new term has a higher number than the present one."), code="term_number", field="term_no")
        eve = (dt.date.fromisoformat(begins) - dt.timedelta(days=1)).isoformat()
        if any(now[name] is not None for name in ("term_no", "term_start_on", "term_end_on")):
            old = {
                "of_council": council.id,
                "term_no": now["term_no"] or max(1, values["term_no"] - 1),
                "start_on": now["term_start_on"],
                "end_on": min(filter(None, (now["term_end_on"], eve))),
                "chair_name": _holder(deed, council, "CHAIR", eve),
                "secretary_name": _holder(deed, council, "SEC", eve),
            }
            deed.put("council_terms", None, old, council=council.council)
        new = {"term_no": values["term_no"], "term_start_on": begins, "term_end_on": values.get("end_on") or term_end(begins)}
        deed.put("councils", council.id, new | {"status": "ACTIVE"})


def assess(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Write down how strong a council is, on a day and with what shows it."""
    for council in _councils(deed, records):
        deed.put("council_assessments", None, {"of_council": council.id} | dict(values), council=council.council)


def term_end(start: str) -> str:
    """The last day (ISO) of a term that begins on a day."""
    first = dt.date.fromisoformat(start)
    year = first.year + TERM_YEARS
    # The day before the same day; 29 February has no same day in most years.
    same = first.replace(year=year) if (first.month, first.day) != (2, 29) else dt.date(year, 3, 1)
    return (same - dt.timedelta(days=1)).isoformat()


def items(codes: CodeLists, day: str) -> list[Code]:
    """The items of the scorecard that are valid in the year of a day (ISO)."""
    return codes.entries(ITEMS, to_be(int(day[:4])))


def answers_of(reader: Reader, scorecard: bytes) -> dict[str, tuple[int | None, str | None]]:
    """Points and evidence of a scorecard, by item."""
    return {each["item"]: (each["points"], each["evidence"]) for each in live(reader, "scorecard_answers", scorecard=scorecard)}


def fill(
    deed: Deed, council: bytes, scorecard: bytes | None, facts: Mapping[str, Any], answers: Mapping[str, tuple[int | None, str | None]]
) -> bytes:
    """Keep a scorecard, a new one when `scorecard` is None, with its answers by item (points, evidence) and their sum; gives its id."""
    row = deed.row("councils", council)
    if row is None:
        raise Refused(N_("This record is no longer here."), code="gone")
    made = deed.put("scorecards", scorecard, {"of_council": council} | dict(facts), council=row.council)
    kept = answers_of(deed.work, made)
    for item, (points, evidence) in answers.items():
        if points is None and evidence is None and item not in kept:
            continue
        deed.put("scorecard_answers", None, {"scorecard": made, "item": item, "points": points, "evidence": evidence}, council=row.council)
    count_points(deed, [made], {})
    return made


def count_points(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Sum up the points of scorecards, and note what could be reached and by which version of the table."""
    for card in deed.rows("scorecards", records):
        if card is None:
            continue
        answers = {item: points for item, (points, _evidence) in answers_of(deed.work, card.id).items()}
        asked = {entry.code: int(entry.amount or 0) for entry in items(deed.codes, card.values["assessed_on"])}
        for item in answers:
            entry = deed.codes.get(ITEMS, item)
            asked.setdefault(item, int(entry.amount or 0) if entry is not None else 0)
        over = next((item for item, points in answers.items() if (points or 0) > asked[item]), None)
        if over is not None:
            raise Refused(
                N_("“{item}” has at most {most} points."),
                code="too_many_points",
                field=over,
                item=deed.codes.label(ITEMS, over),
                most=asked[over],
            )
        total = sum(points or 0 for points in answers.values())
        counted = {
            "total": total,
            "highest": sum(asked.values()),
            "table_version": deed.codes.version(ITEMS, to_be(int(card.values["assessed_on"][:4]))),
        }
        deed.put("scorecards", card.id, counted, within=True)


def reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """Terms that have ended, or end within 90 days."""
    soon = (dt.date.fromisoformat(today) + dt.timedelta(days=_SOON)).isoformat()
    found = []
    for council in live(reader, "councils"):
        ends = council["term_end_on"]
        if ends is None or ends > soon or council["status"] == "DISSOLVED":
            continue
        message = N_("The term of {name} has ended.") if ends < today else N_("The term of {name} ends soon.")
        found.append(Reminder("councils", message, {"name": council["name"]}, ends, bytes(council["id"]), late=ends < today))
    return found


def _councils(deed: Deed, records: Sequence[bytes]) -> list[Row]:
    return [row for row in deed.rows("councils", records) if row is not None]


def _holder(deed: Deed, council: Row, position: str, day: str) -> str | None:
    seats = [seat for seat in roll(deed.work, day, council.council) if seat["position"] == position]
    return ", ".join(called(deed.work, seat["person"]) for seat in seats) or None
