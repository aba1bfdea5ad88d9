"""Adopting a plan, its items as a tree, the strategies they serve, and projects made from them. See docs/plans.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base.dates import to_be
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.agreed import agreed_on
from desktop.records.deed import Deed
from desktop.records.plain import live
from desktop.records.register import Reminder
from desktop.records.sight import LEVELS, chain, in_order, under
from desktop.store.history import Reader

Values = Mapping[str, Any]
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Item:
    """An item in its place in the tree: `depth` from 0; `branch` is the budget of it and all under it, in baht; `projects` those that
    are linked to it itself."""

    values: Values
    depth: int
    branch: Decimal
    projects: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A plan's items from the top down, what they cost, and the projects they became, each once."""

    items: tuple[Item, ...]
    budget: Decimal
    projects: int
    unserving: int  # items at the bottom of the tree that serve no strategy, neither themselves nor above


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves a strategy, directly or through those under it; projects are counted once."""

    strategies: tuple[Values, ...]  # next under it
    items: tuple[Values, ...]
    projects: tuple[Values, ...]

    @property
    def budget(self) -> Decimal:
        """Of the projects, in baht."""
        return sum((each["budget"] or NOTHING for each in self.projects), NOTHING)


# -- reading


def tree(reader: Reader, plan: bytes) -> Tree:
    """A plan's items in order, each under the one it is part of; an item whose upper item is gone stands at the top."""
    rows = {row["id"]: row for row in live(reader, "plan_items", plan=plan)}
    projects = _projects_of(reader, set(rows))
    below: dict[bytes | None, list[bytes]] = {}
    for record, row in sorted(rows.items(), key=lambda each: in_order(each[1])):
        upper = row["parent_item"]
        ring = upper is not None and record in list(chain(upper, "parent_item", rows))
        below.setdefault(upper if upper in rows and not ring else None, []).append(record)
    found: list[Item] = []

    def put(record: bytes, depth: int) -> Decimal:
        at = len(found)
        found.append(Item(rows[record], depth, NOTHING, tuple(projects.get(record, ()))))
        branch = (rows[record]["budget"] or NOTHING) + sum((put(each, depth + 1) for each in below.get(record, ())), NOTHING)
        found[at] = Item(rows[record], depth, branch, found[at].projects)
        return branch

    whole = sum((put(record, 0) for record in below.get(None, ())), NOTHING)
    leaves = [record for record in rows if record not in below]
    unserving = sum(not any(rows[each]["strategy"] for each in chain(leaf, "parent_item", rows)) for leaf in leaves)
    return Tree(tuple(found), whole, len({each["id"] for item in found for each in item.projects}), unserving)


def serving(reader: Reader, strategy: bytes) -> Serving:
    """What is under a strategy: of all councils whose records are in this book."""
    strategies = {row["id"]: row for row in live(reader, "strategies")}
    below = under(strategy, "parent", strategies) if strategy in strategies else set()
    rows = {row["id"]: row for row in live(reader, "plan_items")}
    serves = [row for row in rows.values() if row["strategy"] in below]
    items = {record for row in serves for record in under(row["id"], "parent_item", rows)}
    projects = {each["id"]: each for found in _projects_of(reader, items).values() for each in found}
    next_under = [row for row in strategies.values() if row["parent"] == strategy]
    return Serving(
        tuple(sorted(next_under, key=lambda row: (row["code"] or "", row["name"] or ""))),
        tuple(sorted(serves, key=in_order)),
        tuple(sorted(projects.values(), key=lambda row: (row["fiscal_year"] or 0, row["title"] or ""))),
    )


def _projects_of(reader: Reader, items: set[bytes]) -> dict[bytes, list[Values]]:
    """Live projects that were not cancelled, by the item they are linked to."""
    projects = {row["id"]: row for row in live(reader, "projects") if row["status"] != "CANCELLED"}
    found: dict[bytes, list[Values]] = {}
    for link in live(reader, "project_links"):
        if link["plan_item"] in items and link["project"] in projects:
            found.setdefault(link["plan_item"], []).append(projects[link["project"]])
    return found


# -- rules that look at more than one record


def item_kept(deed: Deed, record: bytes | None, before: Values | None, after: Values | None) -> None:
    """The guard of an item: what it is part of is of the same plan, and not part of it in turn."""
    upper = after.get("parent_item") if after is not None else None
    if after is None or upper is None or (before is not None and before.get("parent_item") == upper and before["plan"] == after["plan"]):
        return
    rows = {row["id"]: row for row in live(deed.work, "plan_items", plan=after["plan"])}
    if upper not in rows:
        raise Refused(N_("That item is of another plan."), code="other_plan", field="parent_item")
    if record is not None and record in chain(upper, "parent_item", rows):
        raise Refused(N_("That item is itself part of this one."), code="ring", field="parent_item")


def strategy_kept(deed: Deed, record: bytes | None, before: Values | None, after: Values | None) -> None:
    """The guard of a strategy: it is part of one of a higher level; so there is no ring either."""
    if after is None:
        return
    rows = {row["id"]: row for row in live(deed.work, "strategies")}
    level = after.get("level")
    above = [rows[after["parent"]]] if after.get("parent") in rows else []
    beneath = [row for row in rows.values() if record is not None and row["parent"] == record]
    for upper, lower in [(each["level"], level) for each in above] + [(level, each["level"]) for each in beneath]:
        if upper in LEVELS and lower in LEVELS and LEVELS.index(upper) >= LEVELS.index(lower):
            words = N_("A strategy is part of one of a higher level: tambon, province, group of provinces, region, nation.")
            raise Refused(words, code="not_higher", field="parent" if above else "level")


# -- deeds


def adopt(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """A meeting that was held has adopted the plan by a resolution; its day is the day of adoption."""
    new = {"status": "ADOPTED", "resolution": values["resolution"], "adopted_on": agreed_on(deed, values["resolution"])}
    _put(deed, "plans", records, new)


def take_up(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The local government has taken the plan into its own."""
    _put(deed, "plans", records, {"status": "TAKEN_UP", "taken_up_by": values["taken_up_by"]})


def end(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The plan's years are over, or a new plan takes its place."""
    _put(deed, "plans", records, {"status": "ENDED"})


def again(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Work on the plan again: it is to be adopted anew."""
    _put(deed, "plans", records, {"status": "DRAFT", "resolution": None, "adopted_on": None, "taken_up_by": None})


def make_project(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """A draft of a project for each item, with its title, budget, year and dimensions, linked to it; the item is under way."""
    for item in deed.chosen("plan_items", records):
        plan = deed.work.stored("plans", item.values["plan"]) or {}
        new = {"title": item.values["title"], "fiscal_year": values.get("fiscal_year"), "budget": item.values["budget"]}
        more = {"areas": plan.get("areas"), "objective": item.values["problem"], "dimensions": item.values["dimensions"], "status": "DRAFT"}
        made = deed.put("projects", None, {name: each for name, each in (new | more).items() if each is not None}, council=item.council)
        deed.put("project_links", None, {"project": made, "plan_item": item.id}, council=item.council)
        if item.values["state"] in (None, "WAITING"):
            deed.put("plan_items", item.id, {"state": "DOING"})


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Plans whose years are over and that have not ended. Of our own council only."""
    year = to_be(int(today[:4]))
    found = []
    for plan in live(reader, "plans", reader.store.office):
        if plan["status"] != "ENDED" and plan["year_to"] is not None and plan["year_to"] < year:
            words = N_("The years of the plan are over: {plan}")
            found.append(Reminder("plans", words, {"plan": plan["title"]}, f"{plan['year_to'] - 543}-12-31", plan["id"], late=True))
    return found


def _put(deed: Deed, register: str, records: Sequence[bytes], values: Values) -> None:
    for row in deed.chosen(register, records):
        deed.put(register, row.id, values, within=True)
