"""The tables of community welfare funds, their members, receipts and claims, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
