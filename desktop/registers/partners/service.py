"""What partners gave, over all rooms that record it; who speaks for them, and agreements that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base.dates import fiscal_year
from desktop.base.i18n import N_
from desktop.records.plain import holds, live, stored
from desktop.records.register import Reminder
from desktop.registers.partners.model import KIND_OF
from desktop.store.history import Reader

Values = Mapping[str, Any]
_SOON = 90  # days before an agreement ends, and after it


@dataclass(frozen=True, slots=True)
class Given:
    """One record that says what a partner gave. `kind` is a code of partner_support_kind, `year` a fiscal year (B.E.); None is not said."""

    register: str
    id: bytes
    kind: str | None
    year: int | None
    amount: Decimal
    project: bytes | None = None
    activity: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What was given of a kind in a fiscal year: how often, and in baht."""

    year: int | None
    kind: str | None
    times: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Support:
    """`sums` newest year first, in a year by kind; all of it adds up to `times` and `total`. Projects and activities are counted once."""

    sums: Sequence[Sum]
    times: int
    total: Decimal
    projects: int
    activities: int


def given(reader: Reader, partner: bytes) -> list[Given]:
    """Every live record of what a partner gave, once. What was added to a project, or given to an enterprise, that lies in the bin went
    there with it; one without a day of its own is of its project's fiscal year."""
    supports = live(reader, "partner_supports", partner=partner)
    added = live(reader, "project_contributions", partner=partner)
    helped = live(reader, "help", partner=partner)
    nursed = live(reader, "enterprise_supports", partner=partner)
    projects = _alive(reader, "projects", (row["project"] for row in (*supports, *added, *helped)))
    activities = _alive(reader, "activities", (row["activity"] for row in supports))
    enterprises = _alive(reader, "enterprises", (row["enterprise"] for row in nursed))

    def one(register: str, row: Values, kind: str | None, on: str | None, amount: Decimal | None) -> Given:
        project = projects.get(row.get("project"))
        year = _year(on) or (project["fiscal_year"] if project else None)
        activity = row.get("activity") if row.get("activity") in activities else None
        return Given(register, row["id"], kind, year, amount or Decimal(0), project["id"] if project else None, activity)

    return [
        *(one("partner_supports", row, row["kind"], row["on"], row["amount"]) for row in supports),
        *(
            one("project_contributions", row, _kind("fund_form", row["form"]), row["given_on"], row["amount"])
            for row in added
            if row["project"] in projects
        ),
        *(one("help", row, _kind("help_kind", row["kind"]), row["given_on"], row["value"]) for row in helped),
        *(
            one("enterprise_supports", row, _kind("support_kind", row["kind"]), row["on"], row["amount"])
            for row in nursed
            if row["enterprise"] in enterprises
        ),
    ]


def support(rows: Sequence[Given]) -> Support:
    """What was given, added up."""
    grouped: dict[tuple[int | None, str | None], list[Given]] = {}
    for row in rows:
        grouped.setdefault((row.year, row.kind), []).append(row)
    order = sorted(grouped, key=lambda each: (-(each[0] or 0), each[1] is None, each[1] or ""))
    return Support(
        [Sum(*each, len(grouped[each]), _total(grouped[each])) for each in order],
        len(rows),
        _total(rows),
        len({row.project for row in rows} - {None}),
        len({row.activity for row in rows} - {None}),
    )


def contacts(reader: Reader, partner: bytes, day: str) -> list[Values]:
    """Who speaks for a partner on a day (ISO), who came last first."""
    found = [row for row in live(reader, "partner_contacts", partner=partner) if holds(row, ("since", "until"), day)]
    return sorted(found, key=lambda row: row["since"] or "", reverse=True)


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Agreements with our own partners that end within 90 days or ended in the last 90, unless one of the same kind holds longer."""
    partners = {row["id"]: row for row in live(reader, "partners", council=reader.store.office)}
    agreements = [row for row in live(reader, "agreements") if row["partner"] in partners]
    day, spell = dt.date.fromisoformat(today), dt.timedelta(days=_SOON)
    first, last = (day - spell).isoformat(), (day + spell).isoformat()
    found = []
    for row in agreements:
        until = row["until"]
        if not until or not first <= until <= last or any(_goes_on(row, other) for other in agreements):
            continue
        late = until < today
        words = N_("The agreement has ended: {title}, {partner}") if late else N_("The agreement ends: {title}, {partner}")
        facts = {"title": row["title"] or "", "partner": partners[row["partner"]]["name"] or ""}
        found.append(Reminder("partners", words, facts, until, row["partner"], late=late))
    return found


def _goes_on(ending: Values, other: Values) -> bool:
    same = all(other[name] == ending[name] for name in ("partner", "kind"))
    return same and (other["until"] or "9999") > ending["until"]


def _alive(reader: Reader, register: str, records: Iterable[bytes | None]) -> dict[bytes | None, Values]:
    wanted = {record for record in records if record is not None}
    return {record: row for record, row in stored(reader, register, wanted).items() if not row["deleted"]}


def _kind(code_list: str, code: str | None) -> str | None:
    return KIND_OF[code_list].get(code) if code is not None else None


def _year(on: str | None) -> int | None:
    return fiscal_year(dt.date.fromisoformat(on)) if on else None


def _total(rows: Sequence[Given]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))
