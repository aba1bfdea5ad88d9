"""The tables of councils, their terms, assessments and scorecards, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, TextSet, record_indexes

TERM_YEARS = 4  # how long the members of a council sit (domain.md §1.2, from memory: only what is offered first)


class Council(Record, Base):
    """A subdistrict community council (สภาองค์กรชุมชนตำบล); its id is its office's where the office keeps a book."""

    __tablename__ = "councils"
    __table_args__ = record_indexes("councils", "contact")
    name: Mapped[str | None] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    council_code: Mapped[str | None] = mapped_column(Text)
    areas: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    area_kind: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str | None] = mapped_column(String(40))
    registered_on: Mapped[str | None] = mapped_column(String(10))
    registrar: Mapped[str | None] = mapped_column(String(40))
    registrar_name: Mapped[str | None] = mapped_column(Text)
    registration_no: Mapped[str | None] = mapped_column(Text)
    term_no: Mapped[int | None] = mapped_column(Integer)
    term_start_on: Mapped[str | None] = mapped_column(String(10))
    term_end_on: Mapped[str | None] = mapped_column(String(10))
    quorum_share: Mapped[int | None] = mapped_column(Integer)
    house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    point: Mapped[str | None] = mapped_column(String(40))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    email: Mapped[str | None] = mapped_column(Text)
    line_id: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    note: Mapped[str | None] = mapped_column(Text)


class CouncilTerm(Record, Base):
    """An earlier or present term of a council (วาระ)."""

    __tablename__ = "council_terms"
    __table_args__ = record_indexes("council_terms", "of_council")
    of_council: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    term_no: Mapped[int | None] = mapped_column(Integer)
    start_on: Mapped[str | None] = mapped_column(String(10))
    end_on: Mapped[str | None] = mapped_column(String(10))
    chair_name: Mapped[str | None] = mapped_column(Text)
    secretary_name: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class CouncilAssessment(Record, Base):
    """A dated judgement of a council's strength: หัดเดิน, เดินได้ or วิ่งได้ (domain.md §4.4)."""

    __tablename__ = "council_assessments"
    __table_args__ = record_indexes("council_assessments", "of_council")
    of_council: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    assessed_on: Mapped[str | None] = mapped_column(String(10))
    level: Mapped[str | None] = mapped_column(String(40))
    evidence: Mapped[str | None] = mapped_column(Text)
    assessor: Mapped[str | None] = mapped_column(Text)


class Scorecard(Record, Base):
    """A filled-in strength scorecard of a council; its points are in `scorecard_answers`, its items in the code list strength_item."""

    __tablename__ = "scorecards"
    __table_args__ = record_indexes("scorecards", "of_council")
    of_council: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    assessed_on: Mapped[str | None] = mapped_column(String(10))
    assessor: Mapped[str | None] = mapped_column(Text)
    total: Mapped[int | None] = mapped_column(Integer)
    highest: Mapped[int | None] = mapped_column(Integer)
    table_version: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class ScorecardAnswer(Record, Base):
    """The points given to one item of a scorecard."""

    __tablename__ = "scorecard_answers"
    __table_args__ = record_indexes("scorecard_answers", "scorecard")
    scorecard: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    item: Mapped[str | None] = mapped_column(String(40))
    points: Mapped[int | None] = mapped_column(Integer)
    evidence: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A term ends after it begins; a council code is a tambon's code and two digits more."""
    found = in_order(values, "term_start_on", "term_end_on")
    code = values.get("council_code")
    if code and (len(code) != 8 or not code.isdigit()):
        found.append(
            Problem("council_code", "council_code_shape", N_("A council code has 8 digits: the tambon's six and two more."), Level.WARNING)
        )
    if not values.get("areas"):
        found.append(Problem("areas", "areas_missing", N_("No area is chosen; the region counts councils by area."), Level.WARNING))
    return found


def term_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A term ends after it begins."""
    return in_order(values, "start_on", "end_on")
