"""The tables of meetings, their agenda, attendance and resolutions, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, record_indexes

ORDINARY_A_YEAR = 4  # domain.md §1.2, from memory: it reminds and never blocks
HALF = 50  # per cent of the members who must be there, where the council has not said otherwise


class Meeting(Record, Base):
    """A meeting of the council or a community forum (ประชาคม)."""

    __tablename__ = "meetings"
    __table_args__ = record_indexes("meetings", "chair", "minute_taker")
    kind: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[int | None] = mapped_column(Integer)
    year: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str | None] = mapped_column(String(40))
    held_on: Mapped[str | None] = mapped_column(String(10))
    start_at: Mapped[str | None] = mapped_column(String(5))
    end_at: Mapped[str | None] = mapped_column(String(5))
    place: Mapped[str | None] = mapped_column(Text)
    chair: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    minute_taker: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    roll_count: Mapped[int | None] = mapped_column(Integer)
    present_count: Mapped[int | None] = mapped_column(Integer)
    quorum: Mapped[int | None] = mapped_column(Integer)
    guests_count: Mapped[int | None] = mapped_column(Integer)
    guests: Mapped[str | None] = mapped_column(Text)
    minutes: Mapped[str | None] = mapped_column(Text)
    adopted_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class AgendaItem(Record, Base):
    """An item of a meeting's agenda (ระเบียบวาระ)."""

    __tablename__ = "agenda_items"
    __table_args__ = record_indexes("agenda_items", "meeting")
    meeting: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    position: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str | None] = mapped_column(Text)
    presented_by: Mapped[str | None] = mapped_column(Text)
    discussion: Mapped[str | None] = mapped_column(Text)


class Attendance(Record, Base):
    """Whether a person on the roll was at a meeting; ticked, one row for each person."""

    __tablename__ = "attendances"
    __table_args__ = record_indexes("attendances", "meeting", "person", "seat")
    meeting: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    seat: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    state: Mapped[str | None] = mapped_column(String(40))
    stand_in: Mapped[str | None] = mapped_column(Text)


class Resolution(Record, Base):
    """What a meeting decided (มติ); cases decided by it name it in their steps."""

    __tablename__ = "resolutions"
    __table_args__ = record_indexes("resolutions", "meeting", "agenda_item", "project")
    meeting: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    agenda_item: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    position: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    votes_for: Mapped[int | None] = mapped_column(Integer)
    votes_against: Mapped[int | None] = mapped_column(Integer)
    abstained: Mapped[int | None] = mapped_column(Integer)
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    plan: Mapped[str | None] = mapped_column(Text)
    responsible: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(String(10))
    done_on: Mapped[str | None] = mapped_column(String(10))


def quorum_of(members: int, share: int | None) -> int:
    """How many members must be there, of so many: half, or the council's own share in per cent; rounded up."""
    return -(-members * (share or HALF) // 100)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A meeting has a day, ends after it begins, and its minutes are adopted later."""
    found = in_order(values, "start_at", "end_at")
    found += in_order(values, "held_on", "adopted_on")
    present, quorum = values.get("present_count"), values.get("quorum")
    if values.get("status") == "HELD" and present is not None and quorum is not None and present < quorum:
        found.append(
            Problem(
                "present_count",
                "no_quorum",
                N_("{present} came, {quorum} are needed: there was no quorum."),
                Level.WARNING,
                {"present": present, "quorum": quorum},
            )
        )
    return found


def resolution_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Who did it is written down once it is done."""
    found = []
    if values.get("done_on") and not values.get("responsible"):
        found.append(Problem("responsible", "responsible_missing", N_("It is done: write who did it."), Level.WARNING))
    return found
