"""How far results have come: the share of the way from baseline to target, by dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.records.plain import live
from desktop.store.history import Reader

Values = Mapping[str, Any]
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scored:
    """A result and the share it reached, in per cent; None where a share says nothing."""

    values: Values
    share: int | None


def share(values: Values) -> int | None:
    """Per cent of the way from baseline (nothing, where it is not known) to target; more than 100 where it went beyond, less than 0 where
    it went the other way. None without target or actual, and where the target is where one began."""
    target, actual = values.get("target"), values.get("actual")
    start = values.get("baseline") or Decimal(0)
    if target is None or actual is None or target == start:
        return None
    return int((_WHOLE * (actual - start) / (target - start)).to_integral_value(ROUND_HALF_UP))


def scored(reader: Reader, project: bytes) -> list[Scored]:
    """Results of a project and of its activities, each once, by dimension; what has none comes last."""
    rows = {row["id"]: row for row in live(reader, "results", project=project)}
    for activity in live(reader, "activities", project=project):
        rows |= {row["id"]: row for row in live(reader, "results", activity=activity["id"])}
    order = sorted(rows.values(), key=lambda row: (row["dimension"] is None, row["dimension"] or "", row["indicator"] or "", row["id"]))
    return [Scored(row, share(row)) for row in order]
