"""The table of activities and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Activity(Record, Base):
    """Something done on one or more days (domain.md §4.2)."""

    __tablename__ = "activities"
    __table_args__ = (
        *record_indexes("activities"),
        Index("ix_activities_project", "project"),
    )
    title: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    start_on: Mapped[str | None] = mapped_column(String(10))
    end_on: Mapped[str | None] = mapped_column(String(10))
    place: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    participants: Mapped[int | None] = mapped_column(Integer)
    male: Mapped[int | None] = mapped_column(Integer)
    female: Mapped[int | None] = mapped_column(Integer)
    budget: Mapped[Decimal | None] = mapped_column(Baht)
    spent: Mapped[Decimal | None] = mapped_column(Baht)
    status: Mapped[str | None] = mapped_column(String(40))
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An activity has a title; its counts agree with each other."""
    found = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += in_order(values, "start_on", "end_on")
    male, female, everyone = values.get("male"), values.get("female"), values.get("participants")
    if male is not None and female is not None and everyone is not None and male + female != everyone:
        found.append(
            Problem(
                "participants",
                "counts_differ",
                N_("Men and women together are {sum}, not {count}."),
                Level.WARNING,
                {"sum": male + female, "count": everyone},
            )
        )
    return found
