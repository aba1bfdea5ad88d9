"""The table of help given and its pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class Help(Record, Base):
    """Help that was given (ความช่วยเหลือ): who gave what, when, of what value."""

    __tablename__ = "help"
    __table_args__ = record_indexes("help", "case", "household", "person", "partner", "project")
    given_on: Mapped[str | None] = mapped_column(String(10))
    kind: Mapped[str | None] = mapped_column(String(40))
    what: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[str | None] = mapped_column(Text)
    value: Mapped[Decimal | None] = mapped_column(Baht)
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    giver: Mapped[str | None] = mapped_column(Text)
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Help goes to somebody and comes from somebody; its value is not below zero."""
    found = []
    if not any(values.get(name) for name in ("case", "household", "person")):
        found.append(Problem("household", "whose_missing", N_("Choose the case, the household or the person that was helped.")))
    if not values.get("partner") and not values.get("giver"):
        found.append(Problem("giver", "giver_missing", N_("Nobody is named who gave it."), Level.WARNING))
    found += not_negative(values, "value")
    return found
