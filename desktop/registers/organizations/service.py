"""What the book says of a community organization beyond its own fields: its seats on the council, and who holds an office in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.plain import called, council_of, holds, live
from desktop.records.register import Level, Problem
from desktop.records.roll import roll
from desktop.registers.organizations.model import ONE_EACH, PEOPLE_SPAN, VILLAGES_SEATS
from desktop.store import schema
from desktop.store.history import Reader


def suggest(reader: Reader, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The council's tambon where it covers one, and two seats for an organization of several villages."""
    offices = schema.table_of(schema.OfficeRow)
    covered = reader.conn.execute(offices.select().where(offices.c.uid == reader.store.office)).one().areas.split(",")
    tambon = covered[0] if len(covered) == 1 and len(covered[0]) == 6 else None
    return {"tambon_code": tambon, "seats": VILLAGES_SEATS if values.get("kind") == "CK3" else None}


def warnings(reader: Reader, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
    """More representatives of it sit on the council today than it has seats."""
    seats = values.get("seats")
    if record is None or seats is None:
        return ()
    sent = seats_held(reader, record)
    if sent <= seats:
        return ()
    message = N_("Members who sit on the council for it: {sent}. That is more than its seats.")
    return (Problem("seats", "seats_taken", message, Level.WARNING, {"sent": sent}),)


def seats_held(reader: Reader, organization: bytes) -> int:
    """How many of its representatives sit on the council today; experts are nobody's representatives."""
    today = reader.store.clock.today().isoformat()
    seats = roll(reader, today, council_of(reader, "organizations", organization))
    return sum(seat["organization"] == organization and seat["seat_kind"] != "EXPERT" for seat in seats)


def person_warnings(reader: Reader, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
    """An office of the organization that somebody else holds at the same time; somebody who is in it twice."""
    organization = values.get("organization")
    today = reader.store.clock.today().isoformat()
    day = max(values.get("since") or today, today)
    if organization is None or not holds(values, PEOPLE_SPAN, day):
        return ()
    others = [each for each in live(reader, "organization_people", organization=organization) if each["id"] != record]
    others = [each for each in others if holds(each, PEOPLE_SPAN, day)]
    found = []
    role, person = values.get("role"), values.get("person")
    if role in ONE_EACH and any(each["role"] == role for each in others):
        names = ", ".join(called(reader, each["person"]) for each in others if each["role"] == role)
        message = N_("This position is held already by {names}.")
        found.append(Problem("role", "position_taken", message, Level.WARNING, {"names": names}))
    if person is not None and any(each["person"] == person for each in others):
        found.append(Problem("person", "twice", N_("This person is among its people already."), Level.WARNING))
    return found
