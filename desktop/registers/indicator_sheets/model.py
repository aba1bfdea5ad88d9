"""The table of indicator sheets and its pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, TextSet, record_indexes


class IndicatorSheet(Record, Base):
    """A household's or person's answers to an indicator set such as จปฐ.: all asked and not failed are passed."""

    __tablename__ = "indicator_sheets"
    __table_args__ = record_indexes("indicator_sheets", "household", "person")
    indicator_set: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None] = mapped_column(Integer)
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    surveyed_on: Mapped[str | None] = mapped_column(String(10))
    failed: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    not_asked: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    happiness: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A sheet is one household's or one person's; an indicator that was not asked can't have failed."""
    found = []
    if bool(values.get("household")) == bool(values.get("person")):
        found.append(Problem("household", "whose_missing", N_("Choose either a household or a person.")))
    both = set(values.get("failed") or ()) & set(values.get("not_asked") or ())
    if both:
        found.append(
            Problem(
                "not_asked", "failed_and_not_asked", N_("{count} indicators are ticked in both lists."), Level.WARNING, {"count": len(both)}
            )
        )
    strange = [code for code in (*(values.get("failed") or ()), *(values.get("not_asked") or ())) if not _of_set(code, values)]
    if strange:
        found.append(
            Problem("failed", "other_set", N_("{count} indicators ticked belong to another set."), Level.WARNING, {"count": len(strange)})
        )
    return found


def _of_set(code: str, values: Mapping[str, Any]) -> bool:
    # An indicator's code begins with its set's (JPT60_08); a list made elsewhere without that habit is let be.
    head, _line, _number = code.rpartition("_")
    return not head or not values.get("indicator_set") or head == values["indicator_set"]
