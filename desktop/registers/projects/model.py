"""The table of projects and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet


class Project(Record, Base):
    """A project of one fiscal year over one or more areas (domain.md §4.2). fiscal_year is B.E. and begins on 1 October of the year before."""

    __tablename__ = "projects"
    title: Mapped[str | None] = mapped_column(Text)
    fiscal_year: Mapped[int | None] = mapped_column(Integer)
    areas: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    budget: Mapped[Decimal | None] = mapped_column(Baht)
    status: Mapped[str | None] = mapped_column(String(40))
    objective: Mapped[str | None] = mapped_column(Text)
    start_on: Mapped[str | None] = mapped_column(String(10))
    end_on: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str | None] = mapped_column(String(40))
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    targets: Mapped[str | None] = mapped_column(Text)
    coordinator: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A project has a title, an end after its beginning, and a budget that is not negative."""
    found = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += in_order(values, "start_on", "end_on")
    found += not_negative(values, "budget")
    if not values.get("areas"):
        found.append(Problem("areas", "areas_missing", N_("No area is chosen; the region counts projects by area."), Level.WARNING))
    return found
