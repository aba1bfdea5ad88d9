"""The tables of community capitals, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class Capital(Record, Base):
    """A community capital (ทุนชุมชน): a person's knowledge, a place, money, nature, a group or wisdom that can be used."""

    __tablename__ = "capitals"
    __table_args__ = record_indexes("capitals", "keeper", "organization")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(40))
    description: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(40))
    quantity: Mapped[Decimal | None] = mapped_column(Baht)
    unit: Mapped[str | None] = mapped_column(Text)
    value: Mapped[Decimal | None] = mapped_column(Baht)
    place: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    point: Mapped[str | None] = mapped_column(String(40))
    keeper: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    organization: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    keeper_name: Mapped[str | None] = mapped_column(Text)
    surveyed_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A capital has a name and a kind; somebody should be asked for it."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    if not values.get("kind"):
        found.append(Problem("kind", "kind_missing", N_("Choose the kind.")))
    if not any(values.get(name) for name in ("keeper", "organization", "keeper_name")):
        found.append(Problem("keeper", "keeper_missing", N_("Nobody is named who keeps it."), Level.WARNING))
    found += not_negative(values, "value", "quantity")
    return found
