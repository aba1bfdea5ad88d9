"""The table of people and the pure rules of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, TextSet, record_indexes


class Person(Record, Base):
    """A person; nothing of identity is mandatory but one name (domain.md §0.5)."""

    __tablename__ = "people"
    __table_args__ = (
        *record_indexes("people"),
        Index("ix_people_national_id", "national_id"),
        Index("ix_people_match", "match"),
    )
    prefix: Mapped[str | None] = mapped_column(Text)
    first_name: Mapped[str | None] = mapped_column(Text)
    last_name: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(String(10))
    national_id: Mapped[str | None] = mapped_column(String(40))
    no_id_reason: Mapped[str | None] = mapped_column(String(20))
    birth_date: Mapped[str | None] = mapped_column(String(10))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(6))
    occupation: Mapped[str | None] = mapped_column(Text)
    vulnerable: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A person needs one name; someone without a national ID may say why."""
    found = []
    if not values.get("first_name") and not values.get("last_name"):
        found.append(Problem("first_name", "name_missing", N_("Write at least one name.")))
    if values.get("national_id") and values.get("no_id_reason"):
        found.append(
            Problem("no_id_reason", "id_and_reason", N_("There is a national ID, so no reason for having none is needed."), Level.WARNING)
        )
    return found
