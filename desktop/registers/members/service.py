"""Deeds on council seats: replace a member, end a seat, begin a term, send a delegate; the roll of a day, and what looks wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import called, council_of, holds, live
from desktop.records.register import Level, Problem, Reminder, Row
from desktop.records.roll import SPAN, roll, sits
from desktop.registers.members.model import AT_MOST, DELEGATES, experts_allowed
from desktop.store.history import Reader

_KEPT = ("seat_kind", "position", "group", "organization", "term_no")  # what the one who follows takes over


def is_held(values: Mapping[str, Any]) -> bool:
    """Whether nobody has said yet that the seat ended."""
    return values.get("end_on") is None


def replace(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """End a seat and open the same one for somebody else from that day on; both stay on record."""
    for seat in _seats(deed, records):
        if values["person"] == seat.values["person"]:
            raise Refused(N_("This is the same person. Choose who comes instead."), code="same_person", field="person")
        _end(deed, seat, values["on"], values["reason"] or "REPLACED")
        kept = {name: seat.values[name] for name in _KEPT}
        if values.get("position") is not None:
            kept["position"] = values["position"]
        new = kept | {"person": values["person"], "appointed_on": values["on"], "replaces": seat.id, "note": values.get("note")}
        deed.put("members", None, new, council=seat.council, within=True)


def end_seat(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """End seats on a day."""
    for seat in _seats(deed, records):
        _end(deed, seat, values["on"], values["reason"])


def new_term(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """End these seats because the term ended, and open the same ones for the new term; with `others`, the other seats of the council
    end as well, with nobody after them."""
    chosen = _seats(deed, records)
    for seat in chosen:
        _end(deed, seat, values["on"], "TERM")
        new = {name: seat.values[name] for name in _KEPT} | {"person": seat.values["person"], "term_no": values["term_no"]}
        deed.put("members", None, new | {"appointed_on": values["on"]}, council=seat.council)
    if not values.get("others"):
        return
    for council in {seat.council for seat in chosen}:
        rest = [each["id"] for each in live(deed.work, "members", council) if is_held(each) and (each["appointed_on"] or "") < values["on"]]
        for seat in _seats(deed, rest):
            if seat.id not in records:
                _end(deed, seat, values["on"], "TERM")


def delegate(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Send members as delegates to the province's or the nation's meeting; blank calls them back."""
    for seat in _seats(deed, records):
        deed.put("members", seat.id, {"rep_to": values["rep_to"]})


def link_organization(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Say which organization sent these members: the one given, else the one of the name written as group, made if `make` is said."""
    known: dict[tuple[bytes, str], bytes] = {}
    for each in live(deed.work, "organizations"):
        known.setdefault((each["council"], _bare(each["name"])), each["id"])
    for seat in _seats(deed, records):
        found = values.get("organization")
        name = seat.values["group"] or ""
        key = (seat.council, _bare(name))
        if found is None:
            found = known.get(key)
        if found is None and not name:
            raise Refused(
                N_("“{name}” has no group written. Choose the organization."), code="no_group", field="organization", name=_name(deed, seat)
            )
        if found is None and not values.get("make"):
            raise Refused(
                N_("There is no organization “{name}” yet. Choose one, or let it be made."), code="no_organization", field="make", name=name
            )
        if found is None:
            found = known[key] = deed.put("organizations", None, {"name": name}, council=seat.council)
        deed.put("members", seat.id, {"organization": found})


def suggest(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The term the council is in."""
    own = reader.stored("councils", reader.store.office)
    return {"term_no": own["term_no"] if own is not None else None}


def warnings(reader: Reader, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
    """What the other seats say of this one, on the day it begins or today if it began before."""
    today = reader.store.clock.today().isoformat()
    day = max(values.get("appointed_on") or today, today)
    if not holds(values, SPAN, day) or not sits(values):
        return ()
    council = council_of(reader, "members", record)
    others = [seat for seat in roll(reader, day, council) if seat["id"] != record]
    found = []
    position, rep_to, person = values.get("position"), values.get("rep_to"), values.get("person")
    if position in AT_MOST and sum(seat["position"] == position for seat in others) >= AT_MOST[position]:
        found.append(
            _warning(
                "position",
                "position_taken",
                N_("This position is held already by {names}."),
                names=_names(reader, others, "position", position),
            )
        )
    if person is not None and any(seat["person"] == person for seat in others):
        found.append(_warning("person", "two_seats", N_("This person holds another seat on the same day.")))
    experts = sum(seat["seat_kind"] == "EXPERT" for seat in others) + 1
    if values.get("seat_kind") == "EXPERT" and experts > experts_allowed(others):
        found.append(_warning("seat_kind", "experts", _EXPERTS, experts=experts, most=experts_allowed(others)))
    if rep_to in DELEGATES and sum(seat["rep_to"] == rep_to for seat in others) >= DELEGATES[rep_to]:
        found.append(
            _warning(
                "rep_to",
                "delegates",
                N_("{names} are delegates already; a council sends {most}."),
                most=DELEGATES[rep_to],
                names=_names(reader, others, "rep_to", rep_to),
            )
        )
    return [*found, *_of_organization(reader, values, others)]


def reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """What looks wrong on today's roll of our own council."""
    seats = roll(reader, today)
    found = []
    for position, most in AT_MOST.items():
        held = [seat for seat in seats if seat["position"] == position]
        if len(held) > most:
            found.append(_reminder(held[-1], _TOO_MANY, names=_names(reader, held, "position", position)))
    times = Counter(seat["person"] for seat in seats)
    twice = {seat["person"]: seat for seat in seats if seat["person"] is not None and times[seat["person"]] > 1}
    found += [
        _reminder(seat, N_("{name} holds {count} seats at once."), name=called(reader, person), count=times[person])
        for person, seat in twice.items()
    ]
    experts = [seat for seat in seats if seat["seat_kind"] == "EXPERT"]
    if len(experts) > experts_allowed(seats):
        found.append(_reminder(experts[-1], _EXPERTS, experts=len(experts), most=experts_allowed(seats)))
    return found


# -- the inside

_EXPERTS = N_("{experts} experts are more than a fifth of the representatives: at most {most}.")
_TOO_MANY = N_("One position is held by several: {names}.")


def _bare(name: str | None) -> str:
    # People write the same group with and without the space.
    return thai.fold(name or "").replace(" ", "")


def _seats(deed: Deed, records: Sequence[bytes]) -> list[Row]:
    return [row for row in deed.rows("members", records) if row is not None]


def _end(deed: Deed, seat: Row, day: str, reason: str) -> None:
    since = seat.values["appointed_on"]
    if since is not None and day < since:
        raise Refused(N_("“{name}” holds the seat only from a later day."), code="before_beginning", field="on", name=_name(deed, seat))
    deed.put("members", seat.id, {"end_on": day, "end_reason": reason})


def _name(deed: Deed, seat: Row) -> str:
    return deed.registers["members"].name_of(seat.values)


def _of_organization(reader: Reader, values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Problem]:
    organization = values.get("organization")
    stored = reader.stored("organizations", organization) if organization is not None else None
    if stored is None or values.get("seat_kind") == "EXPERT":
        return []
    # An organization of several villages sends two (domain.md §1.1 [S5]); what the council agreed on comes first.
    most = stored["seats"] if stored["seats"] is not None else 2 if stored["kind"] == "CK3" else None
    sent = sum(seat["organization"] == organization and seat["seat_kind"] != "EXPERT" for seat in others) + 1
    if most is None or sent <= most:
        return []
    return [
        _warning(
            "organization",
            "seats_taken",
            N_("The organization was given {most} of the seats; with this one it would hold {sent}."),
            most=most,
            sent=sent,
        )
    ]


def _names(reader: Reader, seats: Sequence[Mapping[str, Any]], field: str, value: str) -> str:
    return ", ".join(called(reader, seat["person"]) for seat in seats if seat[field] == value)


def _warning(field: str, code: str, message: str, **values: Any) -> Problem:
    return Problem(field, code, message, Level.WARNING, values)


def _reminder(seat: Mapping[str, Any], message: str, **values: Any) -> Reminder:
    return Reminder("members", message, values, record=bytes(seat["id"]))
