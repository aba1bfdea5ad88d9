"""The tables of households and of the persons in them, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Household(Record, Base):
    """A household in one house (domain.md §2.2)."""

    __tablename__ = "households"
    __table_args__ = (
        *record_indexes("households"),
        Index("ix_households_head", "head"),
        Index("ix_households_house_code", "house_code"),
    )
    house_code: Mapped[str | None] = mapped_column(String(40))
    house_no: Mapped[str | None] = mapped_column(Text)
    near_house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    head: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    member_count: Mapped[int | None] = mapped_column(Integer)
    income_month: Mapped[Decimal | None] = mapped_column(Baht)
    debt: Mapped[Decimal | None] = mapped_column(Baht)
    tenure: Mapped[str | None] = mapped_column(String(40))
    land_owner: Mapped[str | None] = mapped_column(String(40))
    house_condition: Mapped[str | None] = mapped_column(Text)
    damage: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    hardships: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    surveyed_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class HouseholdPerson(Record, Base):
    """A person living in a household from a day to a day; history is kept by ending one row and opening another."""

    __tablename__ = "household_persons"
    __table_args__ = (
        *record_indexes("household_persons"),
        Index("ix_household_persons_household", "household"),
        Index("ix_household_persons_person", "person"),
    )
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    relation: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A house needs something to find it by."""
    found = []
    if not any(values.get(name) for name in ("house_code", "house_no", "near_house_no", "head")):
        found.append(
            Problem("house_no", "address_missing", N_("Write the house number, the nearest one, or choose the head of the household."))
        )
    return found


def person_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Somebody lives somewhere; one moves out after moving in."""
    found = []
    if not values.get("person"):
        found.append(Problem("person", "person_missing", N_("Choose the person.")))
    if not values.get("household"):
        found.append(Problem("household", "household_missing", N_("Choose the household.")))
    if values.get("since") and values.get("until") and values["until"] < values["since"]:
        found.append(Problem("until", "end_before_start", N_("The end lies before the beginning.")))
    return found
