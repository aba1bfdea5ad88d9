"""Versions of business plans: a new one from an old one, one of them in use, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import live
from desktop.records.register import Row
from desktop.registers.business_plans.model import COPIED, CURRENT, DRAFT, OLD
from desktop.store.history import Reader

Values = Mapping[str, Any]


def entered(deed: Deed, plan: bytes, values: Values) -> None:
    """A plan that does not say where it stands is a draft, and the first version."""
    begun = {"status": DRAFT, "version": 1}
    if missing := {name: value for name, value in begun.items() if values.get(name) is None}:
        deed.put("business_plans", plan, missing, within=True)


def new_version(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """A draft with all that the plan says, to be changed; the plan stays as it is until the draft is put into use."""
    for plan in _plans(deed, records):
        family = versions(deed.work, plan.id)
        if any(each["status"] == DRAFT for each in family):
            raise Refused(N_("There is a draft of this plan already: go on with that."), code="draft_there")
        copied = {name: plan.values[name] for name in COPIED}
        made = {
            "version": max(each["version"] or 1 for each in family) + 1,
            "replaces": plan.id,
            "status": DRAFT,
            "made_on": values.get("on") or deed.today,
        }
        deed.put("business_plans", None, copied | made, council=plan.council, within=True)


def put_into_use(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """This version holds from now on; the one in use until now becomes an older version."""
    for plan in _plans(deed, records):
        for other in versions(deed.work, plan.id):
            if other["status"] == CURRENT:
                deed.put("business_plans", other["id"], {"status": OLD}, within=True)
        deed.put("business_plans", plan.id, {"status": CURRENT}, within=True)


def guard(deed: Deed, record: bytes | None, before: Values | None, after: Values | None) -> None:
    """Of all versions of a plan one is in use, whatever an import brings or comes out of the bin."""
    if after is None or after.get("status") != CURRENT:
        return
    stored = deed.work.stored("business_plans", record) if record is not None else None
    council = stored["council"] if stored is not None else deed.work.store.office
    plans = live(deed.work, "business_plans", council=council)
    if any(each["status"] == CURRENT and each["id"] != record and _same(each, after) for each in plans):
        raise Refused(N_("Another version of this plan is in use."), code="one_in_use", field="status")


def versions(reader: Reader, plan: bytes) -> list[Values]:
    """All live versions of a plan, itself among them, newest first: those of the same enterprise and title, and those that a version was
    made from, under whatever title they went."""
    stored = reader.stored("business_plans", plan)
    if stored is None:
        return []
    plans = live(reader, "business_plans", council=stored["council"])
    family, more = {plan}, True
    while more:
        inside = [each for each in plans if each["id"] in family]
        linked = {each["replaces"] for each in inside} - {None}
        found = {
            each["id"] for each in plans if each["id"] in linked or each["replaces"] in family or any(_same(each, one) for one in inside)
        }
        more = not found <= family
        family |= found
    return sorted((each for each in plans if each["id"] in family), key=lambda each: (each["version"] or 1, each["id"]), reverse=True)


def before(reader: Reader, plan: bytes) -> Values | None:
    """The version a plan was made from; None for a first one."""
    stored = reader.stored("business_plans", plan)
    return reader.stored("business_plans", stored["replaces"]) if stored is not None and stored["replaces"] is not None else None


def _same(one: Values, other: Values) -> bool:
    return one["enterprise"] == other["enterprise"] and thai.fold(one["title"] or "") == thai.fold(other["title"] or "")


def _plans(deed: Deed, records: Sequence[bytes]) -> list[Row]:
    found = [row for row in deed.rows("business_plans", records) if row is not None and not row.deleted]
    if len(found) != len(records):
        raise Refused(N_("This record is no longer here."), code="gone")
    return found
