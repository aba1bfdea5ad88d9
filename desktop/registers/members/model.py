"""The table of council seats and the pure rules of one seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Level, Problem
from desktop.records.roll import sits
from desktop.store.schema import Base, Record, record_indexes

# How many may hold a position at once: one chair, up to two vice chairs (domain.md §1.2, from memory: it warns and never blocks).
AT_MOST = {"CHAIR": 1, "VICE": 2, "SEC": 1, "TREASURER": 1}
DELEGATES = {"PROVINCE": 2}  # s.21(12): a council names two delegates to the province's meeting (domain.md §1.2)
EXPERTS_OF = 5  # s.7: not more experts than a fifth of the representatives (domain.md §1.2)


class Seat(Record, Base):
    """One seat on the council held by one person (domain.md §1.3)."""

    __tablename__ = "members"
    __table_args__ = record_indexes("members", "person", "organization", "replaces")
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    seat_kind: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[str | None] = mapped_column(Text)
    group: Mapped[str | None] = mapped_column(Text)
    appointed_on: Mapped[str | None] = mapped_column(String(10))
    end_on: Mapped[str | None] = mapped_column(String(10))
    end_reason: Mapped[str | None] = mapped_column(String(40))
    organization: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    term_no: Mapped[int | None] = mapped_column(Integer)
    rep_to: Mapped[str | None] = mapped_column(String(40))
    replaces: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    note: Mapped[str | None] = mapped_column(Text)


def experts_allowed(seats: Sequence[Mapping[str, Any]]) -> int:
    """How many experts so many representatives may have beside them."""
    return len([seat for seat in seats if sits(seat) and seat.get("seat_kind") != "EXPERT"]) // EXPERTS_OF


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A seat is held by somebody, and ends after it begins."""
    found = []
    if not values.get("person"):
        found.append(Problem("person", "person_missing", N_("Choose the person who holds the seat.")))
    found += in_order(values, "appointed_on", "end_on")
    if values.get("end_reason") and not values.get("end_on"):
        found.append(Problem("end_on", "end_date_missing", N_("A reason is given, but not the day the seat ended."), Level.WARNING))
    return found
