"""The tables of community welfare funds, their members, receipts and claims, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class WelfareFund(Record, Base):
    """A community welfare fund (กองทุนสวัสดิการชุมชน) as its status form describes it."""

    __tablename__ = "welfare_funds"
    __table_args__ = record_indexes("welfare_funds", "chair", "coordinator")
    name: Mapped[str | None] = mapped_column(Text)
    founded_on: Mapped[str | None] = mapped_column(String(10))
    certified_by: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    chair: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    coordinator: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    committee_community: Mapped[int | None] = mapped_column(Integer)
    committee_experts: Mapped[int | None] = mapped_column(Integer)
    municipal: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    villages: Mapped[int | None] = mapped_column(Integer)
    local_government: Mapped[str | None] = mapped_column(Text)
    local_signed_on: Mapped[str | None] = mapped_column(String(10))
    contribution_pattern: Mapped[str | None] = mapped_column(String(40))
    contribution: Mapped[Decimal | None] = mapped_column(Baht)
    welfare_kinds: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    non_cash: Mapped[str | None] = mapped_column(Text)
    linked_work: Mapped[str | None] = mapped_column(Text)
    has_register: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    has_rules: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    has_accounts: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    has_plan: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    has_monitoring: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    meetings_a_year: Mapped[int | None] = mapped_column(Integer)
    opening_balance: Mapped[Decimal | None] = mapped_column(Baht)
    bank: Mapped[Decimal | None] = mapped_column(Baht)
    cash: Mapped[Decimal | None] = mapped_column(Baht)
    counted_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class FundMember(Record, Base):
    """A member of a welfare fund (สมาชิกกองทุน)."""

    __tablename__ = "fund_members"
    __table_args__ = record_indexes("fund_members", "fund", "person")
    fund: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    member_no: Mapped[str | None] = mapped_column(Text)
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    kind: Mapped[str | None] = mapped_column(String(40))
    moo: Mapped[int | None] = mapped_column(Integer)
    joined_on: Mapped[str | None] = mapped_column(String(10))
    left_on: Mapped[str | None] = mapped_column(String(10))
    left_reason: Mapped[str | None] = mapped_column(String(40))
    beneficiary: Mapped[str | None] = mapped_column(Text)
    beneficiary_relation: Mapped[str | None] = mapped_column(String(40))
    times_matched: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


class FundReceipt(Record, Base):
    """Money a welfare fund took in (รายรับกองทุน): a member's contribution, or money from others."""

    __tablename__ = "fund_receipts"
    __table_args__ = record_indexes("fund_receipts", "fund", "member")
    fund: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    member: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    on: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    period: Mapped[str | None] = mapped_column(String(10))
    round: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


class FundClaim(Record, Base):
    """Welfare asked for and paid (การจ่ายสวัสดิการ)."""

    __tablename__ = "fund_claims"
    __table_args__ = record_indexes("fund_claims", "fund", "member")
    fund: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    member: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    kind: Mapped[str | None] = mapped_column(String(40))
    asked_on: Mapped[str | None] = mapped_column(String(10))
    receiver: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    people: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str | None] = mapped_column(String(40))
    paid_on: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A fund has a name; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    found += not_negative(values, "contribution", "opening_balance", "bank", "cash")
    return found


def member_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A member is a person, and leaves after joining."""
    found: list[Problem] = []
    if not values.get("person"):
        found.append(Problem("person", "person_missing", N_("Choose the person.")))
    found += in_order(values, "joined_on", "left_on")
    return found


def receipt_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Money received has a day and an amount."""
    found: list[Problem] = []
    if not values.get("on"):
        found.append(Problem("on", "day_missing", N_("Write the day.")))
    if not values.get("source"):
        found.append(Problem("source", "source_missing", N_("Choose where the money comes from.")))
    if values.get("amount") is None:
        found.append(Problem("amount", "amount_missing", N_("Write the amount.")))
    found += not_negative(values, "amount")
    return found


def claim_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A claim has a kind; its amount is not below zero."""
    found: list[Problem] = []
    if not values.get("kind"):
        found.append(Problem("kind", "kind_missing", N_("Choose the kind.")))
    found += not_negative(values, "amount")
    return found


# -- the six rules of quality (domain.md §5.4): a fund that keeps them may ask for matching money

PAID, ASKED, REFUSED = "PAID", "ASKED", "REFUSED"
MEMBER = "MEMBER"  # in the code list fund_income: what members pay in
_ADMINISTRATION = ("has_register", "has_rules", "has_accounts", "has_plan", "has_monitoring")
_KINDS = 3  # basic kinds of welfare a fund gives at least
_BASIC = frozenset(f"WK{number:02}" for number in range(1, 12))  # to persons; public benefit, environment and others are not basic
_SPREAD, _SPREAD_MUNICIPAL = 50, 20  # per cent of the villages its members live in


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at, as on the cut-off day. `fund` are the fund's own fields; `old_members` have been members for a year and
    still are; `covered` villages they live in; `unplaced` of them without a village; `paid_in` baht from members in the year before, and
    whether anything received is `entered` in that year; `paid_kinds` kinds of welfare that were paid."""

    fund: Mapping[str, Any]
    cut_off: str
    old_members: int
    covered: int
    unplaced: int
    paid_in: Decimal
    entered: bool
    paid_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and whether it is kept: None where it can't be told yet. `missing` is a msgid, `values` fill it; blank when it is kept."""

    number: int
    title: str
    kept: bool | None
    missing: str = ""
    values: Mapping[str, Any] | None = None


def year_before(day: str) -> str:
    """The same day of the year before (ISO)."""
    return f"{int(day[:4]) - 1}{day[4:]}"


def rules(facts: Facts) -> list[Rule]:
    """The six rules on the cut-off day."""
    return [_old_enough(facts), _spread(facts), _from_members(facts), _administered(facts), _enough_kinds(facts), _linked(facts)]


def _old_enough(facts: Facts) -> Rule:
    title, founded = N_("The fund is a year old"), facts.fund.get("founded_on")
    if not founded:
        return Rule(1, title, None, N_("Write when the fund was founded."))
    latest = f"{founded}-12-31" if len(founded) == 4 else f"{founded}-31" if len(founded) == 7 else founded
    if latest <= year_before(facts.cut_off):
        return Rule(1, title, True)
    if founded[:4] <= year_before(facts.cut_off)[:4] and founded != latest and founded <= year_before(facts.cut_off):
        return Rule(1, title, None, N_("Write the whole day on which the fund was founded."))
    return Rule(1, title, False, N_("It is younger than a year on the cut-off day."))


def _spread(facts: Facts) -> Rule:
    title, villages = N_("Members of a year or more in enough villages"), facts.fund.get("villages")
    if not facts.old_members:
        return Rule(2, title, False, N_("Nobody has been a member for a year on the cut-off day."))
    if not villages:
        return Rule(2, title, None, N_("Write how many villages there are in the area."))
    share = _SPREAD_MUNICIPAL if facts.fund.get("municipal") else _SPREAD
    needed = -(-villages * share // 100)
    if facts.covered >= needed:
        return Rule(2, title, True)
    if facts.covered + facts.unplaced >= needed:
        words = N_("{count} members have no village; members of {covered} villages of {villages} are known, {needed} are needed.")
        told = {"count": facts.unplaced, "covered": facts.covered, "villages": villages, "needed": needed}
        return Rule(2, title, None, words, told)
    words = N_("Members live in {covered} villages of {villages}; {needed} are needed.")
    return Rule(2, title, False, words, {"covered": facts.covered, "villages": villages, "needed": needed})


def _from_members(facts: Facts) -> Rule:
    title = N_("Money comes from the members")
    if facts.paid_in > 0:
        return Rule(3, title, True)
    if not facts.entered:
        return Rule(3, title, None, N_("No money received is entered in the year before the cut-off day."))
    return Rule(3, title, False, N_("No contribution of a member is entered in the year before the cut-off day."))


def _administered(facts: Facts) -> Rule:
    title, fund = N_("Well administered"), facts.fund
    said = {name: fund.get(name) for name in _ADMINISTRATION} | {"meetings_a_year": fund.get("meetings_a_year")}
    lacking = tuple(name for name, value in said.items() if value is not None and not value)
    unknown = tuple(name for name, value in said.items() if value is None)
    if lacking:
        return Rule(4, title, False, N_("Missing: {fields}"), {"fields": lacking})
    if unknown:
        return Rule(4, title, None, N_("Not said yet: {fields}"), {"fields": unknown})
    return Rule(4, title, True)


def _enough_kinds(facts: Facts) -> Rule:
    title = N_("Three basic kinds of welfare or more")
    kinds = (frozenset(facts.fund.get("welfare_kinds") or ()) | facts.paid_kinds) & _BASIC
    if len(kinds) >= _KINDS:
        return Rule(5, title, True)
    if not kinds:
        return Rule(5, title, None, N_("Write which kinds of welfare are given."))
    words = N_("{count} basic kinds are given; {needed} are needed.")
    return Rule(5, title, False, words, {"count": len(kinds), "needed": _KINDS})


def _linked(facts: Facts) -> Rule:
    title = N_("Welfare other than money, linked to other work")
    if facts.fund.get("non_cash") and facts.fund.get("linked_work"):
        return Rule(6, title, True)
    return Rule(6, title, None, N_("Write which welfare other than money is given, and which work it is linked to."))
