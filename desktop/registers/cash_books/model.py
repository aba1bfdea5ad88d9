"""The tables of cash books, their lines, counts and closed months, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import not_negative
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class CashBook(Record, Base):
    """A single-entry cash book of a project, an enterprise, a fund or the council (สมุดเงินสด). Its balance is never stored."""

    __tablename__ = "cash_books"
    __table_args__ = record_indexes("cash_books", "project", "enterprise", "fund", "keeper")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    fund: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    keeper: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    opened_on: Mapped[str | None] = mapped_column(String(10))
    opening_balance: Mapped[Decimal | None] = mapped_column(Baht)
    closed_on: Mapped[str | None] = mapped_column(String(10))
    bank_account: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class CashLine(Record, Base):
    """A line of a cash book (รายการรับ-จ่าย): money in or out on a day."""

    __tablename__ = "cash_lines"
    __table_args__ = record_indexes("cash_lines", "cash_book", "budget_line", "reverses")
    cash_book: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    on: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str | None] = mapped_column(Text)
    income: Mapped[Decimal | None] = mapped_column(Baht)
    expense: Mapped[Decimal | None] = mapped_column(Baht)
    receipt_no: Mapped[str | None] = mapped_column(Text)
    budget_line: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    category: Mapped[str | None] = mapped_column(String(40))
    reverses: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    note: Mapped[str | None] = mapped_column(Text)


class CashCount(Record, Base):
    """Petty cash counted on a day (การตรวจนับเงินสด)."""

    __tablename__ = "cash_counts"
    __table_args__ = record_indexes("cash_counts", "cash_book")
    cash_book: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    on: Mapped[str | None] = mapped_column(String(10))
    counted: Mapped[Decimal | None] = mapped_column(Baht)
    counted_by: Mapped[str | None] = mapped_column(Text)
    witness: Mapped[str | None] = mapped_column(Text)
    explanation: Mapped[str | None] = mapped_column(Text)


class CashMonth(Record, Base):
    """A month of a cash book that is closed (ปิดบัญชีประจำเดือน); what it came to when it was closed."""

    __tablename__ = "cash_months"
    __table_args__ = record_indexes("cash_months", "cash_book")
    cash_book: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    month: Mapped[str | None] = mapped_column(String(10))
    brought_forward: Mapped[Decimal | None] = mapped_column(Baht)
    income: Mapped[Decimal | None] = mapped_column(Baht)
    expense: Mapped[Decimal | None] = mapped_column(Baht)
    balance: Mapped[Decimal | None] = mapped_column(Baht)
    lines: Mapped[int | None] = mapped_column(Integer)
    closed_on: Mapped[str | None] = mapped_column(String(10))
    closed_by: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A cash book has a name and a day it begins on."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    if not values.get("opened_on"):
        found.append(Problem("opened_on", "day_missing", N_("Write the day.")))
    return found


def line_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A line has a day, words, and money either in or out, above zero."""
    found: list[Problem] = []
    if not values.get("on"):
        found.append(Problem("on", "day_missing", N_("Write the day.")))
    if not values.get("words"):
        found.append(Problem("words", "words_missing", N_("Write what for.")))
    money = [values[name] for name in ("income", "expense") if values.get(name)]
    if len(money) != 1:
        found.append(Problem("income", "in_or_out", N_("Write the money that came in, or that went out: one of the two.")))
    found += not_negative(values, "income", "expense")
    return found


def count_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Counted money is not below zero."""
    found: list[Problem] = []
    if not values.get("on"):
        found.append(Problem("on", "day_missing", N_("Write the day.")))
    if values.get("counted") is None:
        found.append(Problem("counted", "amount_missing", N_("Write the amount.")))
    found += not_negative(values, "counted")
    return found
