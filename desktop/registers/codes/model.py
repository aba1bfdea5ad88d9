"""The table of code list entries kept by the regional office, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records import rules
from desktop.records.checks import in_order
from desktop.records.codes import shipped
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class CodeEntry(Record, Base):
    """An entry of a code list as the regional office keeps it; it stands over the shipped entry of the same code."""

    __tablename__ = "codes"
    __table_args__ = record_indexes("codes")
    list: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    label_th: Mapped[str | None] = mapped_column(Text)
    label_en: Mapped[str | None] = mapped_column(Text)
    also: Mapped[str | None] = mapped_column(Text)
    group: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    rule: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[int | None] = mapped_column(Integer)
    valid_to: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """An entry has a code without spaces and a Thai label, ends after it begins, says where it comes from, and its rule can be read."""
    found = []
    code = values.get("code")
    if code and (" " in code or "|" in code):
        found.append(Problem("code", "code_shape", N_("Write a code without spaces, of letters, digits and _.")))
    if values.get("list") and not _there(values["list"]):
        found.append(Problem("list", "list_unknown", N_("There is no list with this name."), Level.WARNING))
    if values.get("rule"):
        try:
            rules.parse(values["rule"])
        except Refused as refused:
            found.append(Problem("rule", refused.code, refused.message, values=refused.values))
        if values.get("amount") is None:
            found.append(Problem("amount", "points_missing", N_("A rule without points changes no score."), Level.WARNING))
    found += in_order(values, "valid_from", "valid_to")
    if not values.get("source"):
        found.append(Problem("source", "source_missing", N_("Write where this comes from: a law, a form, a letter."), Level.WARNING))
    return found


def _there(name: str) -> bool:
    try:
        shipped().entries(name)
    except KeyError:
        return False
    return True
