"""The table of projects and the pure rules of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Project(Record, Base):
    """A project of one fiscal year over one or more areas (domain.md §4.2). fiscal_year is B.E. and begins on 1 October of the year before."""

    __tablename__ = "projects"
    __table_args__ = record_indexes("projects", "continues", "resolution")
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
    project_code: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    character: Mapped[str | None] = mapped_column(String(40))
    continues: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    proposer: Mapped[str | None] = mapped_column(Text)
    network: Mapped[str | None] = mapped_column(Text)
    moos: Mapped[str | None] = mapped_column(Text)
    target_households: Mapped[int | None] = mapped_column(Integer)
    coordinator_phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    submitted_on: Mapped[str | None] = mapped_column(String(10))
    approved_on: Mapped[str | None] = mapped_column(String(10))
    resolution: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    closed_on: Mapped[str | None] = mapped_column(String(10))
    reported_on: Mapped[str | None] = mapped_column(String(10))
    outputs: Mapped[str | None] = mapped_column(Text)
    outcomes: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    story: Mapped[str | None] = mapped_column(Text)
    lessons: Mapped[str | None] = mapped_column(Text)
    next_step: Mapped[str | None] = mapped_column(Text)
    duties: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)


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


class ProjectCouncil(Record, Base):
    """A council that takes part in a project (สภาที่ร่วมโครงการ); the project is still counted once."""

    __tablename__ = "project_councils"
    __table_args__ = record_indexes("project_councils", "project", "participant")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    participant: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    council_name: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[str | None] = mapped_column(String(40))
    share: Mapped[Decimal | None] = mapped_column(Baht)
    note: Mapped[str | None] = mapped_column(Text)


class ProjectTarget(Record, Base):
    """A target group of a project and how many of them (กลุ่มเป้าหมาย)."""

    __tablename__ = "project_targets"
    __table_args__ = record_indexes("project_targets", "project")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    target_group: Mapped[str | None] = mapped_column(Text)
    count: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str | None] = mapped_column(Text)
    reached: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)


class BudgetLine(Record, Base):
    """A line of a project's budget (รายการงบประมาณ): what it costs as a whole and what is asked for. Totals are never stored."""

    __tablename__ = "budget_lines"
    __table_args__ = record_indexes("budget_lines", "project")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    position: Mapped[int | None] = mapped_column(Integer)
    category: Mapped[str | None] = mapped_column(String(40))
    item: Mapped[str | None] = mapped_column(Text)
    details: Mapped[str | None] = mapped_column(Text)
    whole: Mapped[Decimal | None] = mapped_column(Baht)
    requested: Mapped[Decimal | None] = mapped_column(Baht)


class ProjectContribution(Record, Base):
    """Money, material or labour that others add to a project (การสมทบ), in baht."""

    __tablename__ = "project_contributions"
    __table_args__ = record_indexes("project_contributions", "project", "partner")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    giver: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    work_days: Mapped[int | None] = mapped_column(Integer)
    given_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class Instalment(Record, Base):
    """A part of a project's money as it is paid out (งวดเงิน)."""

    __tablename__ = "instalments"
    __table_args__ = record_indexes("instalments", "project")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    number: Mapped[int | None] = mapped_column(Integer)
    due_on: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    condition: Mapped[str | None] = mapped_column(Text)
    received_on: Mapped[str | None] = mapped_column(String(10))
    received: Mapped[Decimal | None] = mapped_column(Baht)
    note: Mapped[str | None] = mapped_column(Text)


class ProjectStep(Record, Base):
    """A step of a project's way (ความเคลื่อนไหวของโครงการ); history, never edited."""

    __tablename__ = "project_steps"
    __table_args__ = record_indexes("project_steps", "project", "resolution")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    on: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[str | None] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(40))
    by: Mapped[str | None] = mapped_column(Text)
    resolution: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    reason: Mapped[str | None] = mapped_column(Text)


class ProjectLink(Record, Base):
    """What a project is linked to: a plan item, a case it helps, a capital it uses, a product or an enterprise (สิ่งที่เกี่ยวข้องกับโครงการ)."""

    __tablename__ = "project_links"
    __table_args__ = record_indexes("project_links", "project", "plan_item", "case", "capital", "product", "enterprise")
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    plan_item: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    capital: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    product: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    how: Mapped[str | None] = mapped_column(Text)


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


LINKED = ("plan_item", "case", "capital", "product", "enterprise")  # a link of a project points to one of these


def council_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A council is chosen or named; its share is not below zero."""
    found: list[Problem] = []
    if not any(values.get(name) for name in ("participant", "council_name", "tambon_code")):
        found.append(Problem("participant", "council_missing", N_("Choose the council, or write its name.")))
    found += not_negative(values, "share")
    return found


def target_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A target group is named."""
    found: list[Problem] = []
    if not values.get("target_group"):
        found.append(Problem("target_group", "target_missing", N_("Write the target group.")))
    return found


def budget_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A line says what for; no amount is below zero, and no more is asked for than it costs."""
    found: list[Problem] = []
    if not values.get("item"):
        found.append(Problem("item", "item_missing", N_("Write what the money is for.")))
    found += not_negative(values, "whole", "requested")
    if values.get("whole") is not None and values.get("requested") is not None and values["requested"] > values["whole"]:
        found.append(Problem("requested", "more_than_whole", N_("More is asked for than the line costs."), Level.WARNING))
    return found


def contribution_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A contribution has an amount that is not negative."""
    found: list[Problem] = []
    if not values.get("source"):
        found.append(Problem("source", "source_missing", N_("Choose where the money comes from.")))
    if values.get("amount") is None:
        found.append(Problem("amount", "amount_missing", N_("Write the amount.")))
    found += not_negative(values, "amount")
    return found


def instalment_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An instalment has a number; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("number"):
        found.append(Problem("number", "number_missing", N_("Write the number.")))
    found += not_negative(values, "amount", "received")
    return found


def link_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A project is linked to exactly one thing."""
    found: list[Problem] = []
    if sum(values.get(name) is not None for name in LINKED) != 1:
        found.append(Problem("plan_item", "one_link", N_("Choose one of: plan item, case, capital, product, enterprise.")))
    return found


def result_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A result belongs to a project or an activity and says by what it is measured."""
    found: list[Problem] = []
    if not values.get("project") and not values.get("activity"):
        found.append(Problem("project", "whose_missing", N_("Choose the project or the activity.")))
    if not values.get("indicator"):
        found.append(Problem("indicator", "indicator_missing", N_("Write by what it is measured.")))
    return found
