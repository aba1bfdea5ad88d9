"""The tables of a project's money and the pure rules of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, record_indexes

ENDED = frozenset({"CLOSED", "CANCELLED"})  # states of a project whose money stays as it is


class BudgetLine(Record, Base):
    """A line of a project's budget (รายการงบประมาณ): what it costs as a whole and what is asked for. Totals are never stored."""

    __tablename__ = "budget_lines"
    __table_args__ = record_indexes("budget_lines", "project")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    position: Mapped[int | None] = mapped_column(Integer)
    category: Mapped[str | None] = mapped_column(String(40))
    item: Mapped[str | None] = mapped_column(Text)
    details: Mapped[str | None] = mapped_column(Text)
    whole: Mapped[Decimal | None] = mapped_column(Baht)
    requested: Mapped[Decimal | None] = mapped_column(Baht)


class ProjectContribution(Record, Base):
    """Money, material or labour that others add to a project (การสมทบ), in baht."""

    __tablename__ = "project_contributions"
    __table_args__ = record_indexes("project_contributions", "project", "partner")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    giver: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    work_days: Mapped[int | None] = mapped_column(Integer)
    given_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class Instalment(Record, Base):
    """A part of a project's money as it is paid out (งวดเงิน)."""

    __tablename__ = "instalments"
    __table_args__ = record_indexes("instalments", "project")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    number: Mapped[int | None] = mapped_column(Integer)
    due_on: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    condition: Mapped[str | None] = mapped_column(Text)
    received_on: Mapped[str | None] = mapped_column(String(10))
    received: Mapped[Decimal | None] = mapped_column(Baht)
    note: Mapped[str | None] = mapped_column(Text)


def budget_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A line says what for; no amount is below zero, and no more is asked for than it costs."""
    found: list[Problem] = []
    if not values.get("item"):
        found.append(Problem("item", "item_missing", N_("Write what the money is for.")))
    found += not_negative(values, "whole", "requested")
    if values.get("whole") is not None and values.get("requested") is not None and values["requested"] > values["whole"]:
        found.append(Problem("requested", "more_than_whole", N_("More is asked for than the line costs."), Level.WARNING))
    return found


def contribution_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A contribution comes from somewhere, and is an amount that is not negative, or days of work whose worth nobody has put in baht."""
    found: list[Problem] = []
    if not values.get("source"):
        found.append(Problem("source", "source_missing", N_("Choose where the money comes from.")))
    if values.get("amount") is None and not values.get("work_days"):
        found.append(Problem("amount", "amount_missing", N_("Write the amount, or how many work-days.")))
    found += not_negative(values, "amount")
    return found


def instalment_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An instalment has a number; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("number"):
        found.append(Problem("number", "number_missing", N_("Write the number.")))
    found += not_negative(values, "amount", "received")
    return found
