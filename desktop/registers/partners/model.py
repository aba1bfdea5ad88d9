"""The table of partners and its pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, TextSet, record_indexes


class Partner(Record, Base):
    """A partner (ภาคี): an agency, business, school, bank or network that works with councils."""

    __tablename__ = "partners"
    __table_args__ = record_indexes("partners")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    parent_name: Mapped[str | None] = mapped_column(Text)
    contact_name: Mapped[str | None] = mapped_column(Text)
    contact_role: Mapped[str | None] = mapped_column(Text)
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    email: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Somebody must be reachable for a letter to be sent."""
    found = []
    if not any(values.get(name) for name in ("phones", "email", "address", "contact_name")):
        found.append(Problem("contact_name", "contact_missing", N_("No contact is known yet."), Level.WARNING))
    return found
