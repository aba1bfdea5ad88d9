"""The tables of strategies, plans and their items, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Strategy(Record, Base):
    """A strategy of the province, the group of provinces or the nation (ยุทธศาสตร์), kept and handed out by the regional office."""

    __tablename__ = "strategies"
    __table_args__ = record_indexes("strategies", "parent")
    name: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(String(40))
    parent: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    areas: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    year_from: Mapped[int | None] = mapped_column(Integer)
    year_to: Mapped[int | None] = mapped_column(Integer)
    owner: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Plan(Record, Base):
    """The tambon's plan (แผนพัฒนาตำบล) over some years, made by the council."""

    __tablename__ = "plans"
    __table_args__ = record_indexes("plans", "resolution")
    title: Mapped[str | None] = mapped_column(Text)
    areas: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    year_from: Mapped[int | None] = mapped_column(Integer)
    year_to: Mapped[int | None] = mapped_column(Integer)
    vision: Mapped[str | None] = mapped_column(Text)
    resolution: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    adopted_on: Mapped[str | None] = mapped_column(String(10))
    taken_up_by: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


class PlanItem(Record, Base):
    """An item of a tambon plan (รายการในแผน): what is wanted, which strategy it serves."""

    __tablename__ = "plan_items"
    __table_args__ = record_indexes("plan_items", "plan", "parent_item", "strategy")
    plan: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    number: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    parent_item: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    strategy: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    kind: Mapped[str | None] = mapped_column(String(40))
    problem: Mapped[str | None] = mapped_column(Text)
    budget: Mapped[Decimal | None] = mapped_column(Baht)
    year: Mapped[int | None] = mapped_column(Integer)
    doer: Mapped[str | None] = mapped_column(String(40))
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    state: Mapped[str | None] = mapped_column(String(40))


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A plan has a title and ends after it begins."""
    found: list[Problem] = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += in_order(values, "year_from", "year_to")
    return found


def item_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An item has a title; its budget is not below zero."""
    found: list[Problem] = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += not_negative(values, "budget")
    return found


def strategy_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A strategy has a name and a level and ends after it begins."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    if not values.get("level"):
        found.append(Problem("level", "level_missing", N_("Choose the level.")))
    found += in_order(values, "year_from", "year_to")
    return found
