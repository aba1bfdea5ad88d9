"""The tables of community business plans, and their pure rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import not_negative
from desktop.records.register import Problem
from desktop.store.schema import Baht, Base, Record, record_indexes


class BusinessPlan(Record, Base):
    """A community business plan (แผนธุรกิจเพื่อชุมชน, CBMC): nine blocks, three tracks in baht a month, and its version."""

    __tablename__ = "business_plans"
    __table_args__ = record_indexes("business_plans", "enterprise", "replaces")
    title: Mapped[str | None] = mapped_column(Text)
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    year: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int | None] = mapped_column(Integer)
    replaces: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    status: Mapped[str | None] = mapped_column(String(40))
    made_on: Mapped[str | None] = mapped_column(String(10))
    customer_segments: Mapped[str | None] = mapped_column(Text)
    value_propositions: Mapped[str | None] = mapped_column(Text)
    channels: Mapped[str | None] = mapped_column(Text)
    customer_relationships: Mapped[str | None] = mapped_column(Text)
    revenue_streams: Mapped[str | None] = mapped_column(Text)
    key_resources: Mapped[str | None] = mapped_column(Text)
    key_activities: Mapped[str | None] = mapped_column(Text)
    key_partners: Mapped[str | None] = mapped_column(Text)
    cost_structure: Mapped[str | None] = mapped_column(Text)
    cut_what: Mapped[str | None] = mapped_column(Text)
    cut_baseline: Mapped[Decimal | None] = mapped_column(Baht)
    cut_target: Mapped[Decimal | None] = mapped_column(Baht)
    cut_actual: Mapped[Decimal | None] = mapped_column(Baht)
    add_what: Mapped[str | None] = mapped_column(Text)
    add_baseline: Mapped[Decimal | None] = mapped_column(Baht)
    add_target: Mapped[Decimal | None] = mapped_column(Baht)
    add_actual: Mapped[Decimal | None] = mapped_column(Baht)
    grow_what: Mapped[str | None] = mapped_column(Text)
    grow_baseline: Mapped[Decimal | None] = mapped_column(Baht)
    grow_target: Mapped[Decimal | None] = mapped_column(Baht)
    grow_actual: Mapped[Decimal | None] = mapped_column(Baht)


DRAFT, CURRENT, OLD = "DRAFT", "CURRENT", "OLD"
TRACKS = ("cut", "add", "grow")
STEPS = ("baseline", "target", "actual")
BLOCKS = (
    "key_partners", "key_activities", "key_resources", "value_propositions", "customer_relationships", "channels", "customer_segments",
    "cost_structure", "revenue_streams",
)  # fmt: skip
COPIED = ("title", "enterprise", "year", *BLOCKS, *(f"{track}_{part}" for track in TRACKS for part in ("what", *STEPS)))


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A plan has a title; no amount is below zero."""
    found: list[Problem] = []
    if not values.get("title"):
        found.append(Problem("title", "title_missing", N_("Write the title.")))
    found += not_negative(values, *(f"{track}_{step}" for track in TRACKS for step in STEPS))
    return found


def locked(values: Mapping[str, Any]) -> Collection[str]:
    """An older version is kept as it was."""
    return (*COPIED, "made_on") if values.get("status") == OLD else ()


def way(values: Mapping[str, Any], track: str) -> int | None:
    """How much of the way from baseline to target is gone, in percent: below zero when it went the other way, over 100 when it went
    further than wanted; None while one of the three is missing or there is no way to go."""
    baseline, target, actual = (values.get(f"{track}_{step}") for step in STEPS)
    if baseline is None or target is None or actual is None or target == baseline:
        return None
    return int((100 * (actual - baseline) / (target - baseline)).quantize(Decimal(1), ROUND_HALF_UP))


def changed(values: Mapping[str, Any], before: Mapping[str, Any]) -> set[str]:
    """The blocks and the parts of tracks that say something else than before."""
    return {name for name in COPIED if (values.get(name) or None) != (before.get(name) or None)}
