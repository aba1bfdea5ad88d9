"""The table of activities and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem, person_name
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
    duties: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    children: Mapped[int | None] = mapped_column(Integer)
    youth: Mapped[int | None] = mapped_column(Integer)
    adults: Mapped[int | None] = mapped_column(Integer)
    elderly: Mapped[int | None] = mapped_column(Integer)
    vulnerable_count: Mapped[int | None] = mapped_column(Integer)
    outputs: Mapped[str | None] = mapped_column(Text)
    results: Mapped[str | None] = mapped_column(Text)
    lessons: Mapped[str | None] = mapped_column(Text)


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


class ActivityPerson(Record, Base):
    """Somebody on an activity's attendance sheet (ผู้เข้าร่วม): a person of the book or a name."""

    __tablename__ = "activity_people"
    __table_args__ = record_indexes("activity_people", "activity", "person")
    activity: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    name: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(String(40))
    age_band: Mapped[str | None] = mapped_column(String(40))
    vulnerable: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    from_where: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    signed: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    note: Mapped[str | None] = mapped_column(Text)


class ActivityProduct(Record, Base):
    """A product shown or sold at an activity (ของดีที่นำไปแสดง/จำหน่าย)."""

    __tablename__ = "activity_products"
    __table_args__ = record_indexes("activity_products", "activity", "product")
    activity: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    product: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    name: Mapped[str | None] = mapped_column(Text)
    act: Mapped[str | None] = mapped_column(String(40))
    quantity: Mapped[Decimal | None] = mapped_column(Baht)
    unit: Mapped[str | None] = mapped_column(Text)
    sales: Mapped[Decimal | None] = mapped_column(Baht)
    note: Mapped[str | None] = mapped_column(Text)


def participant_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A participant is a person of the book or a name."""
    found: list[Problem] = []
    if not values.get("person") and not values.get("name"):
        found.append(Problem("person", "person_missing", N_("Choose the person, or write a name.")))
    return found


def product_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A product is of the book or named; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("product") and not values.get("name"):
        found.append(Problem("product", "product_missing", N_("Choose the product, or write what it is.")))
    found += not_negative(values, "sales", "quantity")
    return found


def participant_name(values: Mapping[str, Any]) -> str:
    """A person of the book in the Thai way, or the name that was written."""
    return person_name(values) or values.get("name") or ""
