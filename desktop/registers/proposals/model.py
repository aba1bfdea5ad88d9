"""The table of proposals and which states they can be answered in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.records.proposing import ASKED, OPEN
from desktop.store.schema import Base, Record, record_indexes


class Proposal(Record, Base):
    """A correction proposed by the region. Ids as texts: a proposal outlives what it is about. `changes`: see records/proposing.py."""

    __tablename__ = "proposals"
    __table_args__ = record_indexes("proposals", "record", "status")
    kind: Mapped[str | None] = mapped_column(String(40))
    of_register: Mapped[str | None] = mapped_column(String(40))
    record: Mapped[str | None] = mapped_column(String(36))
    called: Mapped[str | None] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(String(36))
    other_name: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(40))
    made_on: Mapped[str | None] = mapped_column(String(10))
    made_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[str | None] = mapped_column(String(10))
    answered_by: Mapped[str | None] = mapped_column(Text)


def waits(values: Mapping[str, Any]) -> bool:
    """For the council's answer, or for the region's to a question."""
    return values.get("status") in (OPEN, ASKED)


def asked(values: Mapping[str, Any]) -> bool:
    """The council asked back."""
    return values.get("status") == ASKED
