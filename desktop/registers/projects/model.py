"""The table of projects and the pure rules of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.registers.budget_lines.model import ENDED
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


def link_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A project is linked to exactly one thing."""
    found: list[Problem] = []
    if sum(values.get(name) is not None for name in LINKED) != 1:
        found.append(Problem("plan_item", "one_link", N_("Choose one of: plan item, case, capital, product, enterprise.")))
    return found


# -- the way of a project (domain.md §4.2)

CHAIN = ("DRAFT", "COUNCIL_OK", "SUBMITTED", "APPROVED", "RUNNING", "REPORTED", "CLOSED")
RETURNED, CANCELLED = "RETURNED", "CANCELLED"
NEXT: Mapping[str, frozenset[str]] = {
    "DRAFT": frozenset({"COUNCIL_OK", CANCELLED}),
    "COUNCIL_OK": frozenset({"SUBMITTED", CANCELLED}),
    "SUBMITTED": frozenset({"APPROVED", RETURNED, CANCELLED}),
    RETURNED: frozenset({"SUBMITTED", CANCELLED}),
    "APPROVED": frozenset({"RUNNING", CANCELLED}),
    "RUNNING": frozenset({"REPORTED", CANCELLED}),
    "REPORTED": frozenset({"CLOSED", CANCELLED}),
    "CLOSED": frozenset(),
    CANCELLED: frozenset(),
}
# What a state writes beside itself, and gives up again when the step is taken back
MARKS: Mapping[str, str] = {"SUBMITTED": "submitted_on", "APPROVED": "approved_on", "REPORTED": "reported_on", "CLOSED": "closed_on"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is brought forward for a step; blank where nothing is. `asked`: the sum of the budget lines as requested."""

    reason: str | None = None
    asked: Decimal | None = None
    amount: Decimal | None = None
    on: str = ""


def _ready(project: Mapping[str, Any], shown: Shown) -> None:
    if not shown.asked and not project.get("budget"):
        raise Refused(N_("Say first how much is asked for: enter budget lines, or the budget."), code="no_budget")


def _granted(project: Mapping[str, Any], shown: Shown) -> None:
    if not shown.amount or shown.amount < 0:
        raise Refused(N_("Write the amount that was approved."), code="amount_missing", field="amount")
    if project.get("submitted_on") and shown.on < project["submitted_on"]:
        raise Refused(N_("It can't be approved before it was submitted."), code="before_submitted", field="on")


def _told(project: Mapping[str, Any], shown: Shown) -> None:
    if not project.get("outputs") and not project.get("outcomes"):
        raise Refused(N_("Write first what came of it: outputs or outcomes, in the closing report."), code="no_report")


def _reasoned(project: Mapping[str, Any], shown: Shown) -> None:
    if not shown.reason:
        raise Refused(N_("Write the reason."), code="reason_missing", field="reason")


_GUARDS: Mapping[str, Callable[[Mapping[str, Any], Shown], None]] = {
    "SUBMITTED": _ready,
    RETURNED: _reasoned,
    "APPROVED": _granted,
    "REPORTED": _told,
    CANCELLED: _reasoned,
}


def step_allowed(project: Mapping[str, Any], state: str, shown: Shown) -> None:
    """Raises Refused unless a project may go to `state` with what is shown for it."""
    if state not in NEXT.get(project.get("status") or CHAIN[0], ()):
        raise Refused(N_("From where the project stands, this step can't be taken."), code="not_next")
    guard = _GUARDS.get(state)
    if guard is not None:
        guard(project, shown)


def before(project: Mapping[str, Any], came_from: str | None) -> str | None:
    """Where a project stands when its last step is taken back; None at the beginning. `came_from`: where it was cancelled."""
    status = project.get("status") or CHAIN[0]
    if status == CANCELLED:
        return came_from or CHAIN[0]
    return _BACK.get(status)


_BACK: Mapping[str, str] = {state: CHAIN[number] for number, state in enumerate(CHAIN[1:])} | {RETURNED: "SUBMITTED"}


def locked(values: Mapping[str, Any]) -> frozenset[str]:
    """What nobody types any more: the budget once it is approved, everything but the note and what was learnt once it has ended."""
    status = values.get("status")
    if status in ENDED:
        return _TYPED
    return frozenset({"budget"}) if status in ("APPROVED", "RUNNING", "REPORTED") else frozenset()


_TYPED = frozenset({
    "title", "fiscal_year", "areas", "project_code", "kind", "character", "continues", "proposer", "moos", "target_households", "start_on",
    "end_on", "budget", "source", "objective", "targets", "dimensions", "outputs", "outcomes", "before", "after", "duties",
})  # fmt: skip
