"""The table of partners and its pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Partner(Record, Base):
    """A partner (ภาคี): an agency, business, school, bank or network that works with councils."""

    __tablename__ = "partners"
    __table_args__ = record_indexes("partners")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    parent_name: Mapped[str | None] = mapped_column(Text)
    contact_name: Mapped[str | None] = mapped_column(Text)
    contact_role: Mapped[str | None] = mapped_column(Text)
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    email: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Somebody must be reachable for a letter to be sent."""
    found = []
    if not any(values.get(name) for name in ("phones", "email", "address", "contact_name")):
        found.append(Problem("contact_name", "contact_missing", N_("No contact is known yet."), Level.WARNING))
    return found


class PartnerContact(Record, Base):
    """A contact person of a partner (ผู้ประสานงานของภาคี)."""

    __tablename__ = "partner_contacts"
    __table_args__ = record_indexes("partner_contacts", "partner")
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    name: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    email: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class Agreement(Record, Base):
    """An agreement with a partner (บันทึกข้อตกลง, MOU) and the days it holds."""

    __tablename__ = "agreements"
    __table_args__ = record_indexes("agreements", "partner")
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    title: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    signed_on: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    areas: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    duties: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class PartnerSupport(Record, Base):
    """What a partner gave (การสนับสนุนของภาคี): money, knowledge, goods or people, to an activity, a project or the council."""

    __tablename__ = "partner_supports"
    __table_args__ = record_indexes("partner_supports", "partner", "activity", "project")
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    kind: Mapped[str | None] = mapped_column(String(40))
    on: Mapped[str | None] = mapped_column(String(10))
    activity: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    words: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    people: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


def contact_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A contact person has a name and ends after beginning."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    found += in_order(values, "since", "until")
    return found


def agreement_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An agreement has a title and ends after it was signed."""
    found: list[Problem] = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += in_order(values, "signed_on", "until")
    found += not_negative(values, "amount")
    return found


def support_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Support has a kind; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("kind"):
        found.append(Problem("kind", "kind_missing", N_("Choose the kind.")))
    found += not_negative(values, "amount")
    return found


MONEY, KNOWLEDGE, GOODS, PEOPLE = "MONEY", "KNOWLEDGE", "GOODS", "PEOPLE"
# What other rooms call what a partner gave; a code that is not here is of no kind of ours.
KIND_OF: Mapping[str, Mapping[str, str]] = {
    "fund_form": {"MONEY": MONEY, "MATERIAL": GOODS, "LABOUR": PEOPLE},
    "help_kind": {
        **dict.fromkeys(("MONEY", "SCHOLARSHIP", "LOAN"), MONEY),
        **dict.fromkeys(("MATERIAL", "GOODS", "FOOD"), GOODS),
        **dict.fromkeys(("LABOUR", "SERVICE"), PEOPLE),
        "TRAINING": KNOWLEDGE,
    },
    "support_kind": {"MONEY": MONEY, "EQUIPMENT": GOODS, **dict.fromkeys(("TRAINING", "ADVICE", "MARKET", "STANDARD"), KNOWLEDGE)},
}
