"""The table of hardship cases, the states of a case and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class HardshipCase(Record, Base):
    """What a household or a person needs, and how far help has come (domain.md §2.4-2.5)."""

    __tablename__ = "cases"
    __table_args__ = (
        *record_indexes("cases"),
        Index("ix_cases_household", "household"),
        Index("ix_cases_person", "person"),
    )
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    needs: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    problem: Mapped[str | None] = mapped_column(Text)
    wish: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str | None] = mapped_column(String(40))
    programme: Mapped[str | None] = mapped_column(Text)
    budget: Mapped[Decimal | None] = mapped_column(Baht)
    opened_on: Mapped[str | None] = mapped_column(String(10))
    next_visit_on: Mapped[str | None] = mapped_column(String(10))
    closed_on: Mapped[str | None] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(Text)


CLOSED = frozenset({"C90", "X10", "X20", "X30", "X40", "X50", "X60"})


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A case is somebody's; a closed one says when, and what came of it."""
    found = []
    if not values.get("household") and not values.get("person"):
        found.append(Problem("household", "whose_missing", N_("Choose the household or the person in hardship.")))
    if values.get("status") in CLOSED and not values.get("closed_on"):
        found.append(Problem("closed_on", "closed_on_missing", N_("The case is closed: write the day."), Level.WARNING))
    if values.get("opened_on") and values.get("closed_on") and values["closed_on"] < values["opened_on"]:
        found.append(Problem("closed_on", "end_before_start", N_("The end lies before the beginning.")))
    return found
