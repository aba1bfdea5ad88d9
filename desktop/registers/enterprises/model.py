"""The tables of enterprises, their members, months and support, and their pure rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.dates import to_be, to_ce
from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem, person_name
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Enterprise(Record, Base):
    """An occupation group or community enterprise (กลุ่มอาชีพ วิสาหกิจชุมชน; Act B.E. 2548)."""

    __tablename__ = "enterprises"
    __table_args__ = record_indexes("enterprises", "authorised")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    roles: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    business: Mapped[str | None] = mapped_column(Text)
    founded_year: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str | None] = mapped_column(String(40))
    registration_no: Mapped[str | None] = mapped_column(Text)
    registered_on: Mapped[str | None] = mapped_column(String(10))
    renewed_year: Mapped[int | None] = mapped_column(Integer)
    renewed_on: Mapped[str | None] = mapped_column(String(10))
    authorised: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    income_before: Mapped[Decimal | None] = mapped_column(Baht)
    note: Mapped[str | None] = mapped_column(Text)


class EnterpriseMember(Record, Base):
    """A member of an enterprise (สมาชิกกลุ่ม)."""

    __tablename__ = "enterprise_members"
    __table_args__ = record_indexes("enterprise_members", "enterprise", "person")
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    name: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    shares: Mapped[Decimal | None] = mapped_column(Baht)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class EnterpriseMonth(Record, Base):
    """What an enterprise took in and spent in a month (รายรับ-รายจ่ายรายเดือน)."""

    __tablename__ = "enterprise_months"
    __table_args__ = record_indexes("enterprise_months", "enterprise")
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    month: Mapped[str | None] = mapped_column(String(10))
    income: Mapped[Decimal | None] = mapped_column(Baht)
    cost: Mapped[Decimal | None] = mapped_column(Baht)
    workers: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


class EnterpriseSupport(Record, Base):
    """Support an enterprise had from an incubation centre or a partner (การบ่มเพาะ)."""

    __tablename__ = "enterprise_supports"
    __table_args__ = record_indexes("enterprise_supports", "enterprise", "partner")
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    on: Mapped[str | None] = mapped_column(String(10))
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    centre: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    topic: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    result: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An enterprise has a name; its number fits the certificate (free text, up to 25 characters; domain.md §5.2)."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    if len(values.get("registration_no") or "") > 25:
        found.append(Problem("registration_no", "number_long", N_("A registration number has at most 25 characters."), Level.WARNING))
    found += not_negative(values, "income_before")
    return found


def member_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A member is a person of the book or a name, and leaves after coming."""
    found: list[Problem] = []
    if not values.get("person") and not values.get("name"):
        found.append(Problem("person", "person_missing", N_("Choose the person, or write a name.")))
    found += in_order(values, "since", "until")
    found += not_negative(values, "shares")
    return found


def month_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A month is a month, not a year or a day; no amount is below zero."""
    found: list[Problem] = []
    if not re.fullmatch(r"\d{4}-\d{2}", values.get("month") or ""):
        found.append(Problem("month", "month_wanted", N_("Write the month, like 3/2569.")))
    found += not_negative(values, "income", "cost")
    return found


def support_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Support says what it was about."""
    found: list[Problem] = []
    if not values.get("topic"):
        found.append(Problem("topic", "topic_missing", N_("Write what the support was about.")))
    found += not_negative(values, "amount")
    return found


def member_name(values: Mapping[str, Any]) -> str:
    """A person of the book in the Thai way, or the name that was written."""
    return person_name(values) or values.get("name") or ""


# The Act of B.E. 2548, s.8: within 30 days after each calendar year the registrar is told that the enterprise goes on; who has not said so
# for two years is warned, then struck off.
STRUCK_OFF = 2
_UNDER_THE_ACT = ("COMMUNITY", "NETWORK")


def renews(values: Mapping[str, Any]) -> bool:
    """Whether the yearly renewal is asked of it: a registered community enterprise or network of them, at work or paused."""
    registered = values.get("registration_no") or values.get("registered_on")
    return values.get("kind") in _UNDER_THE_ACT and bool(registered) and values.get("state") != "ENDED"


def due_on(year: int) -> str:
    """The last day (ISO) to renew for a year (B.E.)."""
    return f"{to_ce(year)}-01-30"


def owed(values: Mapping[str, Any], today: str) -> list[int]:
    """The years (B.E.) up to today's that it has not renewed for, oldest first: those after the last renewal or after the year it was
    registered in. Where neither is known only this year's is asked for."""
    if not renews(values):
        return []
    this = to_be(int(today[:4]))
    registered = values.get("registered_on")
    known = [year for year in (values.get("renewed_year"), to_be(int(registered[:4])) if registered else None) if year]
    return list(range(max(known, default=this - 1) + 1, this + 1))


def missed(values: Mapping[str, Any], today: str) -> list[int]:
    """Those of the years owed whose last day is over."""
    return [year for year in owed(values, today) if due_on(year) < today]
