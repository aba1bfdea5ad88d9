"""The tables of community organizations and their people, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes

VILLAGES_SEATS = 2  # representatives of an organization of several villages (domain.md §1.1 [S5])
ONE_EACH = frozenset({"HEAD", "SEC", "TREASURER"})  # offices that one person holds
PEOPLE_SPAN = ("since", "until")


class Organization(Record, Base):
    """A community organization (องค์กรชุมชน) as form จช.02 asks for it."""

    __tablename__ = "organizations"
    __table_args__ = record_indexes("organizations", "contact")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    activity_type: Mapped[str | None] = mapped_column(Text)
    founded_year: Mapped[int | None] = mapped_column(Integer)
    member_count: Mapped[int | None] = mapped_column(Integer)
    fund: Mapped[Decimal | None] = mapped_column(Baht)
    registered_no: Mapped[str | None] = mapped_column(Text)
    registered_on: Mapped[str | None] = mapped_column(String(10))
    seats: Mapped[int | None] = mapped_column(Integer)
    moos: Mapped[str | None] = mapped_column(Text)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    contact: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    address: Mapped[str | None] = mapped_column(Text)
    point: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


class OrganizationPerson(Record, Base):
    """An officer or member of a community organization from a day to a day."""

    __tablename__ = "organization_people"
    __table_args__ = record_indexes("organization_people", "organization", "person")
    organization: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    role: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An organization in more than one village is of the kind "other" and has two seats (domain.md §1.1)."""
    found = []
    villages = [word for word in (values.get("moos") or "").replace(",", " ").split() if word]
    if len(villages) > 1 and values.get("kind") not in (None, "CK3"):
        found.append(
            Problem(
                "kind", "several_villages", N_("An organization of several villages is registered as “other community”."), Level.WARNING
            )
        )
    if values.get("kind") == "CK3" and values.get("seats") not in (None, VILLAGES_SEATS):
        message = N_("An organization of several villages sends {count} representatives.")
        found.append(Problem("seats", "several_villages_seats", message, Level.WARNING, {"count": VILLAGES_SEATS}))
    return found


def person_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """One leaves after one came."""
    return in_order(values, "since", "until")
