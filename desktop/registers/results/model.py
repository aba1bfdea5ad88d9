"""The table of results and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class Result(Record, Base):
    """A result of a project or activity by an indicator: baseline, target and actual (ผลการดำเนินงาน), in one of the five dimensions."""

    __tablename__ = "results"
    __table_args__ = record_indexes("results", "project", "activity")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    activity: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    kind: Mapped[str | None] = mapped_column(String(40))
    dimension: Mapped[str | None] = mapped_column(String(40))
    indicator: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    baseline: Mapped[Decimal | None] = mapped_column(Baht)
    target: Mapped[Decimal | None] = mapped_column(Baht)
    actual: Mapped[Decimal | None] = mapped_column(Baht)
    measured_on: Mapped[str | None] = mapped_column(String(10))
    words_before: Mapped[str | None] = mapped_column(Text)
    words_after: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)


def result_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A result belongs to a project or an activity and says by what it is measured."""
    found: list[Problem] = []
    if not values.get("project") and not values.get("activity"):
        found.append(Problem("project", "whose_missing", N_("Choose the project or the activity.")))
    if not values.get("indicator"):
        found.append(Problem("indicator", "indicator_missing", N_("Write by what it is measured.")))
    return found
