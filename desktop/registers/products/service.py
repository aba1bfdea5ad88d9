"""Marks that expire, and what a product brings: its margin and what was sold of it at activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.records import codes
from desktop.records.plain import live, stored
from desktop.records.register import Reminder
from desktop.registers.products.model import EXPIRED, EXPIRES
from desktop.store.history import Reader

_SOON = 90  # days


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a product; `ends` is what is to be said of its end (a msgid), blank while there is time."""

    mark: str
    number: str
    expires_on: str
    ends: str


@dataclass(frozen=True, slots=True)
class Sale:
    """A product at an activity; blank amounts are None."""

    activity: bytes
    title: str
    on: str
    act: str
    quantity: Decimal | None
    unit: str
    sales: Decimal | None


@dataclass(frozen=True, slots=True)
class Trade:
    """`margin` is what one brings (price less cost), `share` its percentage of the price, `monthly` that of all that can be made; None
    where it can't be worked out. `sold` is the sum of the sales, each line once."""

    margin: Decimal | None
    share: Decimal | None
    monthly: Decimal | None
    marks: Sequence[Mark]
    sales: Sequence[Sale]
    sold: Decimal


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Marks of our own products that expired or expire within 90 days. A mark with a later day, or none, of the same kind has taken the
    place of the earlier one."""
    products = {each["id"]: each for each in live(reader, "products", council=reader.store.office)}
    lists = codes.shipped().overlaid(live(reader, "codes"))
    found = []
    for mark in _newest([each for each in live(reader, "product_marks") if each["product"] in products]):
        words = _ends(mark, today)
        if words:
            product = products[mark["product"]]
            facts = {"product": product["name"] or "", "mark": lists.label("product_mark", mark["mark"])}
            due = mark["expires_on"]
            found.append(Reminder("products", words, facts, due, product["id"], late=due < today))
    return found


def trade(reader: Reader, product: bytes, today: str) -> Trade | None:
    """What a product brings; None where there is no such product."""
    values = reader.stored("products", product)
    if values is None:
        return None
    price, cost, capacity = values["price"], values["cost"], values["capacity"]
    margin = price - cost if price is not None and cost is not None else None
    rows = live(reader, "product_marks", product=product)
    newest = {mark["id"] for mark in _newest(rows)}
    marks = [
        Mark(row["mark"], row["number"] or "", row["expires_on"] or "", _ends(row, today) if row["id"] in newest else "") for row in rows
    ]
    sales = _sales(reader, product)
    return Trade(
        margin,
        (100 * margin / price).quantize(Decimal(1)) if margin is not None and price else None,
        (margin * capacity).quantize(Decimal("0.01")) if margin is not None and capacity is not None else None,
        marks,
        sales,
        sum((sale.sales or Decimal(0) for sale in sales), Decimal(0)),
    )


def _sales(reader: Reader, product: bytes) -> list[Sale]:
    """Newest first; what was at an activity that lies in the bin is not counted."""
    rows = live(reader, "activity_products", product=product)
    activities = stored(reader, "activities", {row["activity"] for row in rows if row["activity"]})
    found = []
    for row in rows:
        activity = activities.get(row["activity"])
        if activity is not None and not activity["deleted"]:
            what = (row["act"] or "", row["quantity"], row["unit"] or "", row["sales"])
            found.append(Sale(row["activity"], activity["title"] or "", activity["start_on"] or "", *what))
    return sorted(found, key=lambda sale: sale.on, reverse=True)


def _newest(marks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of each product and kind of mark the one that holds longest."""
    longest: dict[tuple[bytes, str], Mapping[str, Any]] = {}
    for mark in sorted(marks, key=lambda each: each["expires_on"] or "9999"):
        longest[mark["product"], mark["mark"]] = mark
    return list(longest.values())


def _ends(mark: Mapping[str, Any], today: str) -> str:
    until = mark["expires_on"]
    if not until or until > (dt.date.fromisoformat(today) + dt.timedelta(days=_SOON)).isoformat():
        return ""
    return EXPIRED if until < today else EXPIRES
