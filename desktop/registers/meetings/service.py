"""Deeds on meetings: tick who came, hold or cancel a meeting; the numbers that come next, and what to see to before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.dates import to_be
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import council_of, live, stored
from desktop.records.register import Reminder, Row, person_name
from desktop.records.roll import roll
from desktop.registers.meetings.model import ORDINARY_A_YEAR, quorum_of
from desktop.store.history import Reader

_AHEAD = 14  # days before a meeting or a due day that it is spoken of
_ADOPTED_WITHIN = 60  # days after a meeting; the next one adopts its minutes
_FORGOTTEN = 400  # days after which nobody adopts minutes any more: books begin with years of old meetings


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a meeting's attendance list: a person on the roll of that day, or a guest of it who was ticked all the same."""

    person: bytes
    name: str
    position: str | None
    sent_by: str  # organization or group
    state: str | None
    stand_in: str | None
    seat: bytes | None  # None: not on the roll of that day


@dataclass(frozen=True, slots=True)
class Attended:
    """The whole list, in the order of the roll's names, with what counts."""

    places: tuple[Place, ...]
    quorum: int
    cancelled: bool

    @property
    def on_roll(self) -> int:
        """How many are on the roll."""
        return sum(place.seat is not None for place in self.places)

    @property
    def present(self) -> int:
        """How many of the roll are there themselves."""
        return sum(place.seat is not None and place.state == "PRESENT" for place in self.places)

    @property
    def ticked(self) -> bool:
        """Whether anything was said of anybody."""
        return any(place.state is not None for place in self.places)


def attended(reader: Reader, meeting: bytes, day: str | None = None) -> Attended:
    """Who is on the roll of a meeting's day (or of another day), and what is said of each."""
    planned = reader.stored("meetings", meeting)
    council = council_of(reader, "meetings", meeting)
    day = day or (planned["held_on"] if planned is not None else "") or reader.store.clock.today().isoformat()
    said = {each["person"]: each for each in live(reader, "attendances", meeting=meeting)}
    seats = {seat["person"]: seat for seat in reversed(roll(reader, day, council)) if seat["person"] is not None}
    people = stored(reader, "people", {**seats, **said})
    groups = stored(reader, "organizations", {seat["organization"] for seat in seats.values() if seat["organization"] is not None})
    places = []
    for person in {**seats, **said}:
        who, seat, said_of = people.get(person, {}), seats.get(person, {}), said.get(person, {})
        sent_by = groups.get(seat.get("organization"), {}).get("name") or seat.get("group") or ""
        place = Place(
            person, person_name(who), seat.get("position"), sent_by, said_of.get("state"), said_of.get("stand_in"), seat.get("id")
        )
        places.append((not seat, who.get("name_sort") or "", place))
    own = reader.stored("councils", council)
    share = own["quorum_share"] if own is not None and not own["deleted"] else None
    ordered = tuple(place for *_key, place in sorted(places, key=lambda each: each[:2]))
    return Attended(ordered, quorum_of(len(seats), share), planned is not None and planned["status"] == "CANCELLED")


def tick(deed: Deed, meeting: bytes, states: Mapping[bytes, str | None], stand_ins: Mapping[bytes, str | None] | None = None) -> None:
    """Say of each person whether he or she came; None takes it back. A meeting that is held is counted anew."""
    row = deed.row("meetings", meeting)
    if row is None:
        raise Refused(N_("This record is no longer here."), code="gone")
    if row.values["status"] == "CANCELLED":
        raise Refused(N_("This meeting was cancelled: nobody came."), code="cancelled")
    there = {each["person"]: each for each in live(deed.work, "attendances", meeting=meeting)}
    seats = {place.person: place.seat for place in attended(deed.work, meeting).places}
    for person, state in states.items():
        old = there.get(person)
        if state is None and old is not None:
            deed.delete("attendances", old["id"])
        if state is None:
            continue
        values = {"meeting": meeting, "person": person, "seat": seats.get(person), "state": state}
        values["stand_in"] = (stand_ins or {}).get(person, old["stand_in"] if old else None) if state == "STAND_IN" else None
        deed.put("attendances", old["id"] if old else None, values, council=row.council)
    _recount(deed, row)


def entered(deed: Deed, record: bytes, values: Mapping[str, Any]) -> None:
    """An attendance was written by hand: a meeting that is held is counted anew."""
    stored = deed.work.stored("meetings", values["meeting"])
    row = deed.row("meetings", values["meeting"]) if stored is not None and stored["status"] == "HELD" else None
    if row is not None:
        _recount(deed, row)


def all_present(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Everybody on the roll of whom nothing is said yet came."""
    for meeting in records:
        tick(deed, meeting, {place.person: "PRESENT" for place in attended(deed.work, meeting).places if place.state is None})


def hold(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """The meeting took place: its day, and who is counted. `present` and `members` count where names were not ticked, as in old minutes."""
    if values["held_on"] > deed.today:
        raise Refused(N_("This day has not come yet."), code="future", field="held_on")
    for row in _rows(deed, records):
        found = attended(deed.work, row.id, values["held_on"])
        members = found.on_roll if found.ticked or values.get("members") is None else values["members"]
        present = found.present if found.ticked else values.get("present")
        if present is None:
            raise Refused(N_("Tick who came first, or write how many members came."), code="nobody_ticked", field="present")
        if present > members:
            raise Refused(N_("More came than are on the roll of that day ({members})."), code="too_many", field="members", members=members)
        quorum = found.quorum if members == found.on_roll else quorum_of(members, _share(deed, row))
        held = {"status": "HELD", "held_on": values["held_on"], "present_count": present, "roll_count": members, "quorum": quorum}
        numbered = {"year": row.values["year"] or to_be(int(values["held_on"][:4]))}
        numbered["number"] = row.values["number"] or _next_number(deed.work, row.council, row.values["kind"], numbered["year"])
        deed.put("meetings", row.id, held | numbered, within=True)


def cancel(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """The meeting does not take place; the reason goes into its note."""
    for row in _rows(deed, records):
        note = "\n".join(filter(None, (row.values["note"], values["reason"])))
        deed.put("meetings", row.id, {"status": "CANCELLED", "note": note}, within=True)


def plan_again(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Take a meeting back to planned, when it was held or cancelled by mistake; what was ticked stays."""
    counted = dict.fromkeys(("present_count", "roll_count", "quorum"))
    for row in _rows(deed, records):
        deed.put("meetings", row.id, counted | {"status": "PLANNED"}, within=True)


def count(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Count a held meeting by its ticks and the roll of its day as they are now."""
    for row in _rows(deed, records):
        _recount(deed, row)


def suggest(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The Buddhist year of the meeting's day, and the next number of its kind in that year."""
    day = values.get("held_on") or reader.store.clock.today().isoformat()
    year = values.get("year") or to_be(int(day[:4]))
    return {"year": year, "number": _next_number(reader, reader.store.office, values.get("kind"), year)}


def next_item(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The next number on the agenda."""
    return _next_position(reader, "agenda_items", values)


def next_resolution(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The next number among the meeting's resolutions."""
    return _next_position(reader, "resolutions", values)


def reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """Our own council's meetings: too few of them, those that come, those nobody held, minutes nobody adopted."""
    meetings = live(reader, "meetings", reader.store.office)
    found = []
    for meeting in meetings:
        day, record = meeting["held_on"] or "", bytes(meeting["id"])
        if meeting["status"] == "PLANNED" and day and day < today:
            found.append(Reminder("meetings", N_("Was this meeting held? Hold it or cancel it."), due=day, record=record, late=True))
        elif meeting["status"] == "PLANNED" and today <= day <= _after(today, _AHEAD):
            found.append(Reminder("meetings", N_("A meeting is coming."), due=day, record=record))
        due = _after(day, _ADOPTED_WITHIN) if day else ""
        unadopted = meeting["status"] == "HELD" and meeting["adopted_on"] is None and meeting["kind"] in ("ORDINARY", "EXTRA")
        if unadopted and due < today <= _after(day, _FORGOTTEN):
            found.append(Reminder("meetings", N_("The minutes are not adopted yet."), due=due, record=record, late=True))
    held = [
        each for each in meetings if each["kind"] == "ORDINARY" and each["status"] == "HELD" and (each["held_on"] or "")[:4] == today[:4]
    ]
    quarters = (int(today[5:7]) - 1) // 3
    if len(held) < quarters and roll(reader, today):
        message = N_("{held} of {needed} ordinary meetings held this year.")
        found.append(Reminder("meetings", message, {"held": len(held), "needed": ORDINARY_A_YEAR}, due=f"{today[:4]}-12-31"))
    return found


def resolution_reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """Our own council's resolutions that are due within 14 days, or overdue."""
    found = []
    for each in live(reader, "resolutions", reader.store.office, done_on=None):
        due = each["due_on"]
        if due is None or due > _after(today, _AHEAD):
            continue
        message = N_("A resolution is not carried out: {text}") if due < today else N_("A resolution is to be carried out: {text}")
        text = " ".join((each["text"] or "").split())
        short = text if len(text) <= 60 else text[:60].rstrip() + "…"
        found.append(Reminder("resolutions", message, {"text": short}, due, bytes(each["id"]), late=due < today))
    return found


def decided(reader: Reader, meeting: bytes) -> list[tuple[bytes, bytes]]:
    """The resolutions of a meeting and the cases each of them decided, as (resolution, case), in the order of the resolutions."""
    found = []
    for resolution in sorted(live(reader, "resolutions", meeting=meeting), key=lambda each: (each["position"] or 0, each["id"])):
        cases = dict.fromkeys(step["case"] for step in live(reader, "case_steps", resolution=resolution["id"]))
        found += [(resolution["id"], case) for case in cases]
    return found


def _rows(deed: Deed, records: Sequence[bytes]) -> list[Row]:
    return [row for row in deed.rows("meetings", records) if row is not None]


def _share(deed: Deed, meeting: Row) -> int | None:
    own = deed.row("councils", meeting.council)
    return own.values["quorum_share"] if own is not None and not own.deleted else None


def _recount(deed: Deed, meeting: Row) -> None:
    if meeting.values["status"] != "HELD":
        return
    found = attended(deed.work, meeting.id)
    if found.ticked:
        counted = {"present_count": found.present, "roll_count": found.on_roll, "quorum": found.quorum}
        deed.put("meetings", meeting.id, counted, within=True)


def _next_number(reader: Reader, council: bytes, kind: str | None, year: int) -> int:
    return max((each["number"] or 0 for each in live(reader, "meetings", council, kind=kind, year=year)), default=0) + 1


def _next_position(reader: Reader, register: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    meeting = values.get("meeting")
    if meeting is None:
        return {}
    return {"position": max((each["position"] or 0 for each in live(reader, register, meeting=meeting)), default=0) + 1}


def _after(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
