"""Deeds on people: ask for consent, withdraw it; and who has not agreed that what is kept of them is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.records.deed import Deed
from desktop.records.plain import alive, called, live
from desktop.records.register import Reminder
from desktop.registers.people.model import GIVEN, REFUSED, SECTION_26
from desktop.store.history import Reader

_MOST = 50  # reminders: who has more of them looks at the list instead
_ASKED = ("text_version", "answer", "sensitive_too", "purposes", "given_by", "giver_name", "channel", "asked_by")


def ask_consent(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """One row for each person asked, whatever the answer; what was asked before stays in the history."""
    asked = {name: values[name] for name in _ASKED} | {"given_on": values["given_on"] or deed.today}
    asked["asked_by"] = asked["asked_by"] or deed.actor
    for row in deed.rows("people", records):
        if row is not None:
            deed.put("consents", None, asked | {"person": row.id}, council=row.council)


def withdraw_consent(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Withdraw whatever this person agreed to and has not withdrawn before. With `empty`, the fields of section 26 are emptied too."""
    (person,) = records
    day = values["day"] or deed.today
    given = [each for each in live(deed.work, "consents", person=person) if each["answer"] == GIVEN and each["withdrawn_on"] is None]
    if not given:
        raise Refused(N_("There is no consent that could be withdrawn."), code="no_consent")
    for each in given:
        deed.put("consents", each["id"], {"withdrawn_on": day, "withdrawn_how": values["how"]})
    if values["empty"]:
        deed.put("people", person, dict.fromkeys(SECTION_26))


def reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """Of whom something of section 26 is still filled in, though the last time they were asked they refused, or have withdrawn since."""
    people, consents = (reader.store.synced[name].table for name in ("people", "consents"))
    against = or_(consents.c.answer == REFUSED, consents.c.withdrawn_on.is_not(None))
    asked = select(consents.c.person).where(alive(consents), against).distinct()
    filled = or_(*(people.c[name].is_not(None) for name in SECTION_26))
    kept = select(people).where(alive(people), people.c.id.in_(asked), filled).order_by(people.c.id)
    found: list[Reminder] = []
    for person in reader.conn.execute(kept).mappings():
        if len(found) == _MOST:
            break
        if _agreed(live(reader, "consents", person=person["id"])):
            continue
        fields = ", ".join(_(SECTION_26[name]) for name in SECTION_26 if person[name] is not None)
        found.append(Reminder("people", _STILL_KEPT, {"name": called(reader, person["id"]), "fields": fields}, record=bytes(person["id"])))
    return found


_STILL_KEPT = N_("{name} has not agreed, or has withdrawn. Still filled in: {fields}. Empty it, unless a law says that it is kept.")


def _agreed(consents: Sequence[Mapping[str, Any]]) -> bool:
    last = max(consents, key=lambda each: (each["given_on"] or "", each["id"]))
    return last["answer"] == GIVEN and last["withdrawn_on"] is None
