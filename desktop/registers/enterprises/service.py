"""The yearly renewal of community enterprises, and what an enterprise earned since it joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base.dates import to_be
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import holds, live
from desktop.records.register import Level, Problem, Reminder
from desktop.registers.enterprises.model import STRUCK_OFF, due_on, missed, owed
from desktop.store.history import Reader

Values = Mapping[str, Any]
_MISSED = N_("The renewal for {year} is late: {enterprise}")
_WARNED = N_("Not renewed for {count} years, the registrar may warn the enterprise and strike it off: {enterprise}")


def renew(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The registrar was told that the enterprises go on. Blank day: today; blank year: the one of that day. What was missed before is
    not asked for any more."""
    on = values.get("on") or deed.today
    if on > deed.today:
        raise Refused(N_("That day is still to come."), code="future", field="on")
    this = to_be(int(on[:4]))
    year = values.get("year") or this
    if year > this:
        raise Refused(N_("That year has not begun on that day."), code="year_to_come", field="year")
    for row in deed.rows("enterprises", records):
        if row is None or row.deleted:
            raise Refused(N_("This record is no longer here."), code="gone")
        if year <= (row.values["renewed_year"] or 0):
            raise Refused(N_("“{name}” is renewed for that year already."), code="renewed", field="year", name=row.values["name"] or "")
        deed.put("enterprises", row.id, {"renewed_year": year, "renewed_on": on}, within=True)


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Our own registered enterprises that have not said yet that they go on: from 1 January on, late after the 30th."""
    found = []
    for each in live(reader, "enterprises", council=reader.store.office):
        years = owed(each, today)
        if not years:
            continue
        late = missed(each, today)
        due = due_on(years[0])
        facts = {"enterprise": each["name"] or "", "year": years[0], "count": len(late)}
        words = N_("Renew the registration for {year}: {enterprise}")
        if late:
            words = _WARNED if len(late) >= STRUCK_OFF else _MISSED
        found.append(Reminder("enterprises", words, facts, due, each["id"], late=bool(late)))
    return found


def warnings(reader: Reader, record: bytes | None, values: Values) -> list[Problem]:
    """Years that were missed, in stronger words from the second on."""
    late = missed(values, reader.store.clock.today().isoformat())
    if not late:
        return []
    words = N_("The renewal for {year} is late: it was due on 30 January.")
    if len(late) >= STRUCK_OFF:
        words = N_("Not renewed for {count} years: the registrar may warn the enterprise and strike it off.")
    return [Problem("renewed_year", "renewal_missed", words, Level.WARNING, {"year": late[0], "count": len(late)})]


@dataclass(frozen=True, slots=True)
class Month:
    """What came in and went out in a month (ISO); blank is nothing. `people` at work, None where it is not said."""

    month: str
    income: Decimal
    cost: Decimal
    people: int | None = None

    @property
    def result(self) -> Decimal:
        """What was left."""
        return self.income - self.cost


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year (B.E.) that are entered, added up."""

    year: int
    months: int
    income: Decimal
    cost: Decimal

    @property
    def result(self) -> Decimal:
        """What was left."""
        return self.income - self.cost


@dataclass(frozen=True, slots=True)
class Earnings:
    """`months` and `years` newest first; `whole` is all that is entered; `before` the income a month before it joined, `average` the one
    since, None where unknown; `members` on the day asked for; `support` in baht."""

    months: Sequence[Month]
    years: Sequence[Year]
    whole: Year
    before: Decimal | None
    average: Decimal | None
    members: int
    support: Decimal


def earnings(reader: Reader, enterprise: bytes, today: str) -> Earnings | None:
    """What an enterprise earned; None where there is no such enterprise."""
    stored = reader.stored("enterprises", enterprise)
    if stored is None:
        return None
    nothing = Decimal(0)
    rows = live(reader, "enterprise_months", enterprise=enterprise)
    entered = [Month(row["month"], row["income"] or nothing, row["cost"] or nothing, row["workers"]) for row in rows]
    months = sorted(entered, key=lambda month: month.month, reverse=True)
    by_year: dict[int, list[Month]] = {}
    for month in months:
        by_year.setdefault(to_be(int(month.month[:4])), []).append(month)
    whole = _added(0, months)
    return Earnings(
        months,
        [_added(year, by_year[year]) for year in by_year],
        whole,
        stored["income_before"],
        (whole.income / whole.months).quantize(Decimal("0.01")) if months else None,
        sum(holds(row, ("since", "until"), today) for row in live(reader, "enterprise_members", enterprise=enterprise)),
        sum((row["amount"] or nothing for row in live(reader, "enterprise_supports", enterprise=enterprise)), nothing),
    )


def _added(year: int, months: Sequence[Month]) -> Year:
    nothing = Decimal(0)
    return Year(year, len(months), sum((each.income for each in months), nothing), sum((each.cost for each in months), nothing))
