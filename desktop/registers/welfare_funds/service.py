"""A welfare fund: who is a member, what is in it, what is paid, and how it stands to the six rules of quality. See docs/welfare.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import alive, live
from desktop.records.register import Level, Problem, Reminder, person_name
from desktop.registers.welfare_funds.model import ASKED, MEMBER, PAID, REFUSED, Facts, Rule, rules, year_before
from desktop.store.history import Reader, Work

Values = Mapping[str, Any]
NOTHING = Decimal("0.00")
RULES = 6  # of quality (model.rules)
_MATCHED = 3  # times the state adds to what a member pays in
_DIGITS = 9  # of a member number, at most: "9" stands before "10"
_WAITING = 30  # days after which one asks what became of a claim


@dataclass(frozen=True, slots=True)
class Held:
    """What a fund has, in baht: opening balance, money received, claims paid. `counted` is bank and cash as counted, None where neither is
    written."""

    opening: Decimal
    received: Decimal
    paid: Decimal
    counted: Decimal | None

    @property
    def balance(self) -> Decimal:
        """What must be there."""
        return self.opening + self.received - self.paid

    @property
    def difference(self) -> Decimal | None:
        """Too much, or missing when below zero."""
        return None if self.counted is None else self.counted - self.balance


@dataclass(frozen=True, slots=True)
class Member:
    """A member as far as the fund's counts ask."""

    kind: str | None
    moo: int | None
    joined_on: str | None
    left_on: str | None
    left_reason: str | None
    matched: int
    sex: str | None
    died_on: str | None

    def current(self, day: str) -> bool:
        """Whether he or she is a member on a day (ISO); joined on a day nobody knows counts as joined."""
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True, slots=True)
class Owing:
    """A member who has not paid for a period."""

    id: bytes
    member_no: str | None
    moo: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Matching:
    """What the form for matching money asks, as on the cut-off day. `kinds`: kind of member -> (ever, now); `income`: source -> baht;
    `claims`: kind of welfare -> (times, people, baht) of what was paid."""

    cut_off: str
    rules: tuple[Rule, ...]
    kinds: Mapping[str | None, tuple[int, int]]
    sexes: Mapping[str | None, int]
    left: Mapping[str | None, int]
    old: int
    to_match: int
    covered: int
    died: int  # members who are dead, and have not left
    income: Mapping[str, Decimal]
    claims: Mapping[str, tuple[int, int, Decimal]]
    held: Held
    fund: Values

    @property
    def ever(self) -> int:
        """All who joined up to the cut-off day."""
        return sum(ever for ever, _now in self.kinds.values())

    @property
    def now(self) -> int:
        """Members on the cut-off day."""
        return sum(now for _ever, now in self.kinds.values())


# -- reading


def held(reader: Reader, fund: bytes) -> Held:
    """What a fund has now, always added up from its records."""
    stored = reader.stored("welfare_funds", fund) or {}
    written = [stored[name] for name in ("bank", "cash") if stored.get(name) is not None]
    received = _summed(reader, "fund_receipts", fund)
    paid = _summed(reader, "fund_claims", fund, status=PAID)
    return Held(stored.get("opening_balance") or NOTHING, received, paid, sum(written, NOTHING) if written else None)


def cut_off(fiscal_year: int) -> str:
    """The day (ISO) by which a fund is judged for a fiscal year (B.E.): its 30 September."""
    return f"{fiscal_year - 543}-09-30"


def matching(reader: Reader, fund: bytes, day: str) -> Matching:
    """Count a fund as on a cut-off day (ISO)."""
    members = _members(reader, fund)
    stored = reader.stored("welfare_funds", fund) or {}
    joined = [each for each in members if each.joined_on is None or each.joined_on <= day]
    now = [each for each in joined if each.current(day)]
    old = [each for each in now if each.joined_on is not None and each.joined_on <= year_before(day)]
    income, lately = _income(reader, fund, day)
    claims = _claims(reader, fund, day)
    covered = len({each.moo for each in old if each.moo is not None})
    unplaced = sum(each.moo is None for each in old)
    facts = Facts(stored, day, len(old), covered, unplaced, lately.get(MEMBER, NOTHING), bool(lately), frozenset(claims))
    return Matching(
        cut_off=day,
        rules=tuple(rules(facts)),
        kinds={kind: (sum(e.kind == kind for e in joined), sum(e.kind == kind for e in now)) for kind in {e.kind for e in joined}},
        sexes={sex: sum(each.sex == sex for each in now) for sex in {each.sex for each in now}},
        left=_left(joined, day),
        old=len(old),
        to_match=sum(each.matched < _MATCHED for each in old),
        covered=covered,
        died=sum(each.died_on is not None and each.died_on <= day for each in now),
        income=income,
        claims=claims,
        held=held(reader, fund),
        fund=stored,
    )


def _left(joined: Sequence[Member], day: str) -> dict[str | None, int]:
    gone = [each for each in joined if not each.current(day)]
    return {reason: sum(each.left_reason == reason for each in gone) for reason in {each.left_reason for each in gone}}


def _income(reader: Reader, fund: bytes, day: str) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Baht by source up to a day, and of that what came within the year before."""
    _flush(reader)
    table = reader.store.synced["fund_receipts"].table
    late = table.c.on > year_before(day)
    received = (alive(table), table.c.fund == fund, or_(table.c.on.is_(None), table.c.on <= day))
    asked = select(table.c.source, late, func.sum(table.c.amount)).where(*received).group_by(table.c.source, late)
    income: dict[str, Decimal] = {}
    lately: dict[str, Decimal] = {}
    for source, recent, baht in reader.conn.execute(asked).all():
        income[source or ""] = income.get(source or "", NOTHING) + (baht or NOTHING)
        if recent:
            lately[source or ""] = baht or NOTHING
    return income, lately


def _claims(reader: Reader, fund: bytes, day: str) -> dict[str, tuple[int, int, Decimal]]:
    _flush(reader)
    table = reader.store.synced["fund_claims"].table
    paid = (alive(table), table.c.fund == fund, table.c.status == PAID, or_(table.c.paid_on.is_(None), table.c.paid_on <= day))
    people = func.sum(func.coalesce(table.c.people, 1))
    asked = select(table.c.kind, func.count(), people, func.sum(table.c.amount)).where(*paid).group_by(table.c.kind)
    return {kind or "": (times, helped, baht or NOTHING) for kind, times, helped, baht in reader.conn.execute(asked).all()}


def owing(reader: Reader, fund: bytes, period: str) -> list[Owing]:
    """Members of a fund to the end of a period ('YYYY', 'YYYY-MM' or a day) who have not paid for it, by member number; who paid for the
    whole year owes no month of it."""
    _flush(reader)
    synced = reader.store.synced
    receipts, members, people = (synced[name].table for name in ("fund_receipts", "fund_members", "people"))
    last = f"{period}-12-31" if len(period) == 4 else f"{period}-31" if len(period) == 7 else period
    have = select(receipts.c.member).where(
        alive(receipts),
        receipts.c.fund == fund,
        receipts.c.source == MEMBER,
        receipts.c.member.is_not(None),
        receipts.c.period.in_({period, period[:7], period[:4]}),
    )
    names = ("prefix", "first_name", "last_name")
    asked = (
        select(members.c.id, members.c.member_no, members.c.moo, *(people.c[name] for name in names))
        .outerjoin(people, people.c.id == members.c.person)
        .where(
            alive(members),
            members.c.fund == fund,
            members.c.id.not_in(have),
            or_(members.c.joined_on.is_(None), members.c.joined_on <= last),
            or_(members.c.left_on.is_(None), members.c.left_on > last),
        )
        .order_by(members.c.id)
    )
    found = reader.conn.execute(asked).all()
    made = [Owing(row[0], row[1], row[2], person_name(dict(zip(names, row[3:], strict=True)))) for row in found]
    return sorted(made, key=lambda each: (each.member_no or "").zfill(_DIGITS))


def periods(reader: Reader, fund: bytes) -> list[tuple[str, int, Decimal]]:
    """Periods that members paid for, the newest first: how many payments, and baht."""
    table = reader.store.synced["fund_receipts"].table
    paid = (
        alive(table),
        table.c.fund == fund,
        table.c.source == MEMBER,
        table.c.member.is_not(None),
        table.c.period.is_not(None),
    )
    asked = select(table.c.period, func.count(), func.sum(table.c.amount)).where(*paid).group_by(table.c.period)
    rows = reader.conn.execute(asked.order_by(table.c.period.desc())).all()
    return [(period, count, amount or NOTHING) for period, count, amount in rows]


def _members(reader: Reader, fund: bytes) -> list[Member]:
    members, people = reader.store.synced["fund_members"].table, reader.store.synced["people"].table
    columns = (
        *(members.c[name] for name in ("kind", "moo", "joined_on", "left_on", "left_reason")),
        func.coalesce(members.c.times_matched, 0),
        people.c.sex,
        people.c.died_on,
    )
    asked = select(*columns).outerjoin(people, people.c.id == members.c.person).where(alive(members), members.c.fund == fund)
    return [Member(*row) for row in reader.conn.execute(asked).all()]


def _summed(reader: Reader, register: str, fund: bytes, **equal: Any) -> Decimal:
    _flush(reader)
    table = reader.store.synced[register].table
    asked = select(func.sum(table.c.amount)).where(
        alive(table), table.c.fund == fund, *(table.c[name] == value for name, value in equal.items())
    )
    return reader.conn.execute(asked).scalar() or NOTHING


def _flush(reader: Reader) -> None:
    """What the deed has put is there for SQL."""
    if isinstance(reader, Work):
        reader.flush()


# -- what the book tells a form


def only_fund(reader: Reader, values: Values) -> Values:
    """The fund of a new member where the council has but one; an import without a column for it is of that fund too."""
    funds = live(reader, "welfare_funds", reader.store.office)
    return {"fund": funds[0]["id"]} if len(funds) == 1 else {}


def member_warnings(reader: Reader, record: bytes | None, values: Values) -> list[Problem]:
    """That somebody joined before there was a fund, or is a member twice."""
    found = []
    fund = reader.stored("welfare_funds", values["fund"]) if values.get("fund") is not None else None
    founded = fund["founded_on"] if fund is not None else None
    joined = values.get("joined_on")
    if founded and joined and joined[: len(founded)] < founded:
        found.append(Problem("joined_on", "before_founded", N_("The fund did not exist yet on that day."), Level.WARNING))
    if values.get("person") is not None:
        others = live(reader, "fund_members", fund=values.get("fund"), person=values["person"])
        if any(other["id"] != record for other in others):
            found.append(Problem("person", "member_twice", N_("This person is a member of the fund already."), Level.WARNING))
    return found


def claim_warnings(reader: Reader, record: bytes | None, values: Values) -> list[Problem]:
    """That the fund has not so much."""
    if values.get("fund") is None or values.get("amount") is None or values.get("status") == PAID:
        return []
    there = held(reader, values["fund"]).balance
    if values["amount"] <= there:
        return []
    return [Problem("amount", "more_than_held", N_("The fund has only {baht} baht."), Level.WARNING, {"baht": f"{there:,.2f}"})]


def claim_kept(deed: Deed, record: bytes | None, before: Values | None, after: Values | None) -> None:
    """The guard of a claim: one that was paid is not thrown away, it is taken back first."""
    if before is not None and after is None and before["status"] == PAID:
        raise Refused(N_("This was paid. Take the payment back first."), code="paid")


# -- deeds on members


def leave(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Members leave on a day, for a reason."""
    day = deed.day(values)
    for row in deed.chosen("fund_members", records):
        if row.values["joined_on"] is not None and day < row.values["joined_on"]:
            raise Refused(N_("That is before the day of joining."), code="before_joined", field="on")
        deed.put("fund_members", row.id, {"left_on": day, "left_reason": values["reason"]})


def rejoin(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Who left is a member again, counted from this day."""
    day = deed.day(values)
    for row in deed.chosen("fund_members", records):
        if row.values["left_on"] is not None and day < row.values["left_on"]:
            raise Refused(N_("That is before the day of leaving."), code="before_left", field="on")
        deed.put("fund_members", row.id, {"joined_on": day, "left_on": None, "left_reason": None})


def collect(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Contributions of members for a period: one receipt each; who has paid for it already is left out."""
    day = deed.day(values)
    made = 0
    rows = deed.chosen("fund_members", records)
    waiting = {fund: {each.id for each in owing(deed.work, fund, values["period"])} for fund in {row.values["fund"] for row in rows}}
    for row in rows:
        if row.id not in waiting[row.values["fund"]]:
            continue
        paid = {"fund": row.values["fund"], "member": row.id, "source": MEMBER, "on": day, "period": values["period"]}
        deed.put("fund_receipts", None, paid | {"amount": values["amount"]}, council=row.council)
        made += 1
    if not made:
        raise Refused(N_("All of them have paid for that time already, or were not members then."), code="all_paid", field="period")


# -- deeds on claims


def pay(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Welfare is paid out on a day."""
    day = deed.day(values)
    for row in deed.chosen("fund_claims", records):
        amount = values.get("amount") if values.get("amount") is not None else row.values["amount"]
        if amount is None:
            raise Refused(N_("Write the amount."), code="amount_missing", field="amount")
        if row.values["asked_on"] is not None and day < row.values["asked_on"]:
            raise Refused(N_("It can't be paid before it was asked for."), code="before_asked", field="on")
        deed.put("fund_claims", row.id, {"status": PAID, "paid_on": day, "amount": amount}, within=True)


def refuse(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """It is not paid, for a reason."""
    for row in deed.chosen("fund_claims", records):
        deed.put("fund_claims", row.id, {"status": REFUSED, "reason": values["reason"]}, within=True)


def take_back(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """What was paid or refused by mistake waits again; the history tells both."""
    for row in deed.chosen("fund_claims", records):
        deed.put("fund_claims", row.id, {"status": ASKED, "paid_on": None}, within=True)


# -- what falls due


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Claims that wait too long, members who died and are still on the list, money that is not what it must be. Of our own funds only."""
    found = []
    for fund in live(reader, "welfare_funds", reader.store.office):
        told = {"fund": fund["name"]}
        waiting = [row["asked_on"] for row in live(reader, "fund_claims", fund=fund["id"], status=ASKED) if row["asked_on"] is not None]
        late = [day for day in waiting if _later(day) < today]
        if late:
            words = N_("Welfare asked for and not decided: {count} in {fund}")
            found.append(Reminder("welfare_funds", words, told | {"count": len(late)}, _later(min(late)), fund["id"], late=True))
        dead = sum(each.died_on is not None and each.current(today) for each in _members(reader, fund["id"]))
        if dead:
            words = N_("Members who died and are still on the list: {count} in {fund}")
            found.append(Reminder("welfare_funds", words, told | {"count": dead}, "", fund["id"], late=True))
        money = held(reader, fund["id"])
        if money.balance < 0:
            found.append(Reminder("welfare_funds", N_("More was paid out than came in: {fund}"), told, "", fund["id"], late=True))
        if money.difference:
            words = N_("The money counted is not what the fund's records come to: {fund}")
            found.append(Reminder("welfare_funds", words, told, fund["counted_on"] or "", fund["id"], late=True))
    return found


def _later(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=_WAITING)).isoformat()
