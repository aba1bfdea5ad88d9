"""Lines of sight: from a project over the items of the tambon's plan and the strategies they serve up to the highest. Several rooms ask, so
it stands below them and knows registers by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.records.plain import live
from desktop.store.history import Reader

Values = Mapping[str, Any]
# From the highest down, in the code list plan_level: a strategy is part of one of a higher level
LEVELS = ("NATION", "REGION", "PROVINCE_GROUP", "PROVINCE", "TAMBON")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the line. `level` is a code of plan_level, blank for what is no strategy."""

    register: str
    id: bytes
    title: str
    level: str = ""


Path = tuple[Step, ...]


def lines_of_sight(reader: Reader, project: bytes) -> list[Path]:
    """Every way from a project upwards, the project itself left out: items from the one it is linked to up to the top of the plan, then
    strategies. A way ends where nothing more is said; none at all where no live item is linked."""
    items = {row["id"]: row for row in live(reader, "plan_items")}
    strategies = {row["id"]: row for row in live(reader, "strategies")}
    linked = dict.fromkeys(row["plan_item"] for row in live(reader, "project_links", project=project) if row["plan_item"] in items)
    return [_upwards(item, items, strategies) for item in sorted(linked, key=lambda item: in_order(items[item]))]


def in_order(item: Values) -> tuple[str, str, bytes]:
    """Where a plan's item stands among others: by its number, 2 before 10; what has none comes last."""
    return (".".join(part.zfill(4) for part in (item["number"] or "~").split(".")), item["title"] or "", item["id"])


def _upwards(start: bytes, items: Mapping[bytes, Values], strategies: Mapping[bytes, Values]) -> Path:
    above = list(chain(start, "parent_item", items))
    served = next((items[item]["strategy"] for item in above if items[item]["strategy"] in strategies), None)
    steps = [Step("plan_items", item, items[item]["title"] or "") for item in above]
    if served is not None:
        for strategy in chain(served, "parent", strategies):
            row = strategies[strategy]
            steps.append(Step("strategies", strategy, row["name"] or "", row["level"] or ""))
    return tuple(steps)


def chain(start: bytes | None, link: str, rows: Mapping[bytes, Values]) -> Iterable[bytes]:
    """A record and all it is part of, upwards. Ends at one that is not there and, should parcels have closed a ring, before the second
    time round."""
    seen: set[bytes] = set()
    while start is not None and start in rows and start not in seen:
        seen.add(start)
        yield start
        start = rows[start][link]


def under(start: bytes, link: str, rows: Mapping[bytes, Values]) -> set[bytes]:
    """A record and all that is part of it, over all levels."""
    found = {start}
    while more := {record for record, row in rows.items() if row[link] in found} - found:
        found |= more
    return found
