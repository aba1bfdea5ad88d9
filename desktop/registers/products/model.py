"""The tables of products and their marks, and their pure rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Product(Record, Base):
    """A product of the place (ของดี): goods, food, a service or a site, with the wisdom behind it."""

    __tablename__ = "products"
    __table_args__ = record_indexes("products", "enterprise", "wisdom_owner")
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    maker: Mapped[str | None] = mapped_column(Text)
    raw_material: Mapped[str | None] = mapped_column(Text)
    wisdom_owner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    wisdom: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    capacity: Mapped[Decimal | None] = mapped_column(Baht)
    unit: Mapped[str | None] = mapped_column(Text)
    cost: Mapped[Decimal | None] = mapped_column(Baht)
    price: Mapped[Decimal | None] = mapped_column(Baht)
    channels: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    stars: Mapped[int | None] = mapped_column(Integer)
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


class ProductMark(Record, Base):
    """A mark or standard a product carries (เครื่องหมายรับรอง) with its number and days."""

    __tablename__ = "product_marks"
    __table_args__ = record_indexes("product_marks", "product")
    product: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    mark: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[str | None] = mapped_column(String(10))
    expires_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A product has a name; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("name"):
        found.append(Problem("name", "name_missing", N_("Write the name.")))
    found += not_negative(values, "capacity", "cost", "price")
    return found


def mark_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A mark is chosen and ends after it begins; the shape of an อย. number is 13 digits (domain.md §5.3 [S54])."""
    found: list[Problem] = []
    if not values.get("mark"):
        found.append(Problem("mark", "mark_missing", N_("Choose the mark.")))
    found += in_order(values, "issued_on", "expires_on")
    digits = re.sub(r"[\s-]", "", values.get("number") or "")
    if values.get("mark") == "FDA" and digits and not re.fullmatch(r"[0-9]{13}", digits):
        found.append(Problem("number", "fda_shape", N_("An อย. number has 13 digits, as 12-3-45678-9-0123."), Level.WARNING))
    return found


EXPIRES, EXPIRED = N_("A mark expires soon: {mark} of {product}"), N_("A mark has expired: {mark} of {product}")


def shown_number(mark: str | None, number: str) -> str:
    """The number of a mark as it stands on the label: 13 digits of an อย. number in their groups, all else as it was written. That the
    shape is right says nothing of the number: it has no check digit."""
    digits = re.sub(r"[\s-]", "", number)
    if mark != "FDA" or not re.fullmatch(r"[0-9]{13}", digits):
        return number
    return "-".join((digits[:2], digits[2], digits[3:8], digits[8], digits[9:]))
