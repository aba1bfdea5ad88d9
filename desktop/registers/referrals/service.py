"""Deeds on referrals: the answer, giving up, asking again; and answers that are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.register import Reminder, Row
from desktop.registers.referrals.model import ANSWERED, WAITING, WITHDRAWN
from desktop.store.history import Reader

Values = Mapping[str, Any]
_SOON = 14  # days


def entered(deed: Deed, referral: bytes, values: Values) -> None:
    """A new referral waits for its answer, whoever made it."""
    if values.get("state") is None:
        deed.put("referrals", referral, {"state": WAITING}, within=True)


def answer(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The partner has answered."""
    told = {"result": values["result"], "answer": values.get("answer"), "answered_on": deed.day(values)}
    for referral in _referrals(deed, records, WAITING):
        deed.put("referrals", referral.id, told | {"state": ANSWERED}, within=True)


def withdraw(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """No answer is waited for any more. The reason is added to the note."""
    for referral in _referrals(deed, records, WAITING):
        note = "\n".join(text for text in (referral.values["note"], values["reason"]) if text)
        deed.put("referrals", referral.id, {"state": WITHDRAWN, "note": note}, within=True)


def send_again(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Ask the same once more, by a letter of its own with its own number. One that was still waiting is withdrawn by it; one that was
    answered keeps its answer."""
    for referral in _referrals(deed, records, WAITING, ANSWERED, WITHDRAWN):
        if referral.values["state"] == WAITING:
            deed.put("referrals", referral.id, {"state": WITHDRAWN}, within=True)
        kept = {name: referral.values[name] for name in ("case", "household", "person", "responsible")}
        asked = {"partner": values.get("partner") or referral.values["partner"], "asked": values.get("asked") or referral.values["asked"]}
        sent = {"state": WAITING, "sent_on": deed.day(values), "due_on": values.get("due_on")}
        deed.put("referrals", None, kept | asked | sent, council=referral.council)


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Answers that are overdue, or due within two weeks; of our own referrals."""
    table = reader.store.synced["referrals"].table
    soon = (dt.date.fromisoformat(today) + dt.timedelta(days=_SOON)).isoformat()
    partners = reader.store.synced["partners"].table
    statement = (
        select(table.c.id, table.c.number, table.c.due_on, partners.c.name)
        .select_from(table.outerjoin(partners, partners.c.id == table.c.partner))
        .where(table.c.deleted.is_(False), table.c.council == reader.store.office, table.c.state == WAITING, table.c.due_on <= soon)
    )
    words = N_("Answer to letter {number} from {partner}")
    return [
        Reminder("referrals", words, {"number": row.number or "", "partner": row.name or ""}, row.due_on, row.id, late=row.due_on < today)
        for row in reader.conn.execute(statement)
    ]


def _referrals(deed: Deed, records: Sequence[bytes], *states: str) -> list[Row]:
    found = [row for row in deed.rows("referrals", records) if row is not None and not row.deleted]
    if len(found) != len(records):
        raise Refused(N_("This record is no longer here."), code="gone")
    for row in found:
        if row.values["state"] not in states:
            raise Refused(N_("This referral is not waiting for an answer any more."), code="not_waiting")
    return found
