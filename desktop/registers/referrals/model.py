"""The table of referrals and its pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order
from desktop.records.register import Problem
from desktop.store.schema import Base, Record, record_indexes


class Referral(Record, Base):
    """A case handed on to a partner (การส่งต่อ): what was asked, by when, and what came of it."""

    __tablename__ = "referrals"
    __table_args__ = record_indexes("referrals", "partner", "case", "household", "person")
    number: Mapped[str | None] = mapped_column(Text)
    sent_on: Mapped[str | None] = mapped_column(String(10))
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    asked: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(String(10))
    responsible: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(40))
    answered_on: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


WAITING, ANSWERED, WITHDRAWN = "SENT", "ANSWERED", "WITHDRAWN"
_SENT = frozenset({"sent_on", "partner", "case", "household", "person", "asked", "due_on"})


def locked(values: Mapping[str, Any]) -> frozenset[str]:
    """What was answered or withdrawn stays as it was sent."""
    return _SENT if values.get("state") in (ANSWERED, WITHDRAWN) else frozenset()


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A referral is somebody's; its answer comes after it was sent."""
    found = []
    if not any(values.get(name) for name in ("case", "household", "person")):
        found.append(Problem("person", "whose_missing", N_("Choose the case, the household or the person it is for.")))
    found += in_order(values, "sent_on", "due_on")
    found += in_order(values, "sent_on", "answered_on")
    return found
