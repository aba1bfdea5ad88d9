"""Who came to an activity, counted from its attendance sheet; names taken from the council's roll; what falls due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import age, council_of, live, stored
from desktop.records.register import Level, Problem, Reminder
from desktop.records.roll import roll
from desktop.store.history import Reader

Values = Mapping[str, Any]
NOTHING = Decimal("0.00")
_PATIENCE = 3  # days after an activity within which it is said whether it was held
BANDS = (("CHILD", "children", 15), ("YOUTH", "youth", 25), ("ADULT", "adults", 60), ("ELDERLY", "elderly", 999))
_PHOTOS = frozenset({"BEFORE", "DURING", "AFTER", "HOUSE", "PORTRAIT"})
COUNTED = ("participants", "male", "female", *(field for _code, field, _below in BANDS), "vulnerable_count")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the attendance sheet and the lists of an activity come to. `counts` has a number for each of COUNTED; `shown` and `sold` are
    numbers of products, `sales` baht; `given` is what partners gave for it, in baht."""

    values: Values
    counts: Mapping[str, int]
    shown: int
    sold: int
    sales: Decimal
    partners: tuple[str, ...]
    given: Decimal
    photos: int

    @property
    def differing(self) -> tuple[str, ...]:
        """Counts that are typed and are not what the sheet says; none where there is no sheet."""
        if not self.counts["participants"]:
            return ()
        return tuple(name for name in COUNTED if self.values.get(name) is not None and self.values[name] != self.counts[name])


def counted(reader: Reader, activity: bytes, day: str | None) -> dict[str, int]:
    """Who is on the sheet, by sex, age group on the day (ISO) and vulnerable group. A person of the book counts once; what the book says
    of a person goes before what is written on the sheet; who is marked as not having signed did not come."""
    lines = [line for line in live(reader, "activity_people", activity=activity) if line["signed"] is not False]
    people = stored(reader, "people", {line["person"] for line in lines if line["person"] is not None})
    found: Counter[str] = Counter()
    seen: set[bytes] = set()
    for line in lines:
        if line["person"] in seen:
            continue
        if line["person"] is not None:
            seen.add(line["person"])
        person = people.get(line["person"], {})
        found["participants"] += 1
        found[{"M": "male", "F": "female"}.get(person.get("sex") or line["sex"] or "", "")] += 1
        found[_band(person, line["age_band"], day)] += 1
        found["vulnerable_count"] += bool(line["vulnerable"])
    return {name: found[name] for name in COUNTED}


def _band(person: Values, written: str | None, day: str | None) -> str:
    years = age(person, day) if day else None
    if years is None:
        return next((field for code, field, _below in BANDS if code == written), "")
    return next(field for _code, field, below in BANDS if years < below)


def summary(reader: Reader, activity: bytes) -> Summary | None:
    """All of it; None where the activity is gone."""
    values = reader.stored("activities", activity)
    if values is None:
        return None
    products = live(reader, "activity_products", activity=activity)
    supports = live(reader, "partner_supports", activity=activity)
    partners = stored(reader, "partners", {each["partner"] for each in supports if each["partner"] is not None})
    return Summary(
        values,
        counted(reader, activity, values["start_on"]),
        len(products),
        sum(each["act"] == "SOLD" for each in products),
        sum((each["sales"] for each in products if each["sales"] is not None), NOTHING),
        tuple(each["name"] for each in partners.values() if not each["deleted"]),
        sum((each["amount"] for each in supports if each["amount"] is not None), NOTHING),
        sum(each["kind"] in _PHOTOS for each in live(reader, "attachments", activity=activity)),
    )


def warnings(reader: Reader, record: bytes | None, values: Values) -> list[Problem]:
    """That what is typed is not what the attendance sheet says."""
    if record is None:
        return []
    counts = counted(reader, record, values.get("start_on"))
    if not counts["participants"]:
        return []
    words = N_("{count} on the attendance sheet.")
    return [
        Problem(name, "sheet_differs", words, Level.WARNING, {"count": counts[name]})
        for name in COUNTED
        if values.get(name) is not None and values[name] != counts[name]
    ]


def count(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Fill in how many came, as the attendance sheet has them."""
    for row in deed.chosen("activities", records):
        counts = counted(deed.work, row.id, row.values["start_on"])
        if not counts["participants"]:
            raise Refused(N_("Nobody is on the attendance sheet yet."), code="empty_sheet")
        deed.put("activities", row.id, counts)


def from_roll(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Put the council's members of that day on the attendance sheet, but those who are on it."""
    for row in deed.chosen("activities", records):
        day = row.values["start_on"] or deed.today
        there = {line["person"] for line in live(deed.work, "activity_people", activity=row.id)}
        seats = roll(deed.work, day, council_of(deed.work, "activities", row.id))
        members = dict.fromkeys(seat["person"] for seat in seats if seat["person"] is not None)
        if not members:
            raise Refused(N_("Nobody is on the council's roll on that day."), code="empty_roll")
        for person in members:
            if person not in there:
                deed.put("activity_people", None, {"activity": row.id, "person": person, "role": "TAKES_PART"}, council=row.council)


def hold(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """It took place; how many came is counted from the sheet where there is one and nothing is typed."""
    for row in deed.chosen("activities", records):
        if row.values["start_on"] is not None and row.values["start_on"] > deed.today:
            raise Refused(N_("This day has not come yet."), code="future")
        counts = counted(deed.work, row.id, row.values["start_on"])
        typed = any(row.values[name] is not None for name in COUNTED)
        deed.put("activities", row.id, {"status": "DONE"} | (counts if counts["participants"] and not typed else {}))


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Activities whose day is over and of which nobody has said whether they took place."""
    before = (dt.date.fromisoformat(today) - dt.timedelta(days=_PATIENCE)).isoformat()
    found = []
    for each in live(reader, "activities", reader.store.office, status="PLANNED"):
        last = each["end_on"] or each["start_on"]
        if last is not None and last < before:
            words = N_("The day is over. Did it take place? {activity}")
            found.append(Reminder("activities", words, {"activity": each["title"]}, last, each["id"], late=True))
    return found
