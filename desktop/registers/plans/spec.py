"""How strategies, plans and their items are described."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.plans import service
from desktop.registers.plans.model import Plan, PlanItem, Strategy, item_problems, problems, strategy_problems

_PLAN = N_("Plan")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("title") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [
        text for text in (values.get(name) for name in ("title", "name", "number", "code", "vision", "problem", "owner", "note")) if text
    ]


def _item_order(values: Mapping[str, Any]) -> Sequence[str]:
    """By number, 2 before 10."""
    return (".".join(part.zfill(4) for part in (values.get("number") or "").split(".")), values.get("title") or "")


def _strategy_order(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("code") or "", values.get("name") or "")


def _at(*states: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: (values.get("status") or "DRAFT") in states


_ON_PLANS = (
    Action(
        "adopt",
        N_("Adopted by the council…"),
        service.adopt,
        "gavel",
        (Field("resolution", Kind.LINK, N_("Resolution"), register="resolutions", required=True),),
        offered=_at("DRAFT"),
        help=N_("By a resolution of a meeting that was held. The plan bears the day of that meeting."),
    ),
    Action(
        "take_up",
        N_("Taken up by the local government…"),
        service.take_up,
        "landmark",
        (Field("taken_up_by", Kind.TEXT, N_("Taken up by (local government)"), required=True),),
        offered=_at("ADOPTED"),
    ),
    Action("end", N_("End the plan"), service.end, "circle-check", many=True, offered=_at("ADOPTED", "TAKEN_UP")),
    Action(
        "again",
        N_("Work on the plan again"),
        service.again,
        "undo-2",
        offered=_at("ADOPTED", "TAKEN_UP", "ENDED"),
        help=N_("It is then to be adopted anew."),
    ),
)
_ON_ITEMS = (
    Action(
        "make_project",
        N_("Make a project from it…"),
        service.make_project,
        "briefcase",
        (Field("fiscal_year", Kind.INTEGER, N_("Fiscal year (B.E.)"), minimum=2500, maximum=2700, required=True),),
        many=True,
        offered=lambda values: values.get("state") not in ("DONE", "DROPPED"),
        start=lambda values: {"fiscal_year": values.get("year")},
        help=N_("A draft with the item's title, budget and dimensions, linked to it."),
    ),
)

STRATEGIES = Register(
    name="strategies",
    title=N_("Strategies"),
    singular=N_("Strategy"),
    model=Strategy,
    icon="flag",
    group=N_("Work"),
    fields=(
        Field("name", Kind.TEXT, N_("Strategy"), required=True),
        Field("code", Kind.TEXT, N_("Code")),
        Field("level", Kind.CODE, N_("Level"), code_list="plan_level", required=True),
        Field("parent", Kind.LINK, N_("Part of"), register="strategies"),
        Field("areas", Kind.AREAS, N_("Areas")),
        Field("year_from", Kind.INTEGER, N_("From year (B.E.)"), minimum=2400, maximum=2700),
        Field("year_to", Kind.INTEGER, N_("Until year (B.E.)"), minimum=2400, maximum=2700),
        Field("owner", Kind.TEXT, N_("Whose strategy")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "name",
        "code",
        "level",
        "parent_name",
        "year_from",
        "year_to",
        "owner",
    ),
    name_fields=("name",),
    lookups=(Lookup("parent_name", "parent", "name", label=N_("Part of")),),
    filters=(Filter("level"), Filter("areas")),
    kept_by="region",
    identity=Identity(keys=(("level", "code"),)),
    related=(Related("strategies", "parent"), Related("plan_items", "strategy")),
    problems=strategy_problems,
    guard=service.strategy_kept,
    sort_text=_strategy_order,
    search_text=_search,
)

PLANS = Register(
    name="plans",
    title=N_("Plans"),
    singular=N_("Plan"),
    model=Plan,
    icon="map",
    group=N_("Work"),
    fields=(
        Field("title", Kind.TEXT, N_("Title"), required=True, section=_PLAN),
        Field("areas", Kind.AREAS, N_("Areas"), section=_PLAN),
        Field("year_from", Kind.INTEGER, N_("From year (B.E.)"), minimum=2500, maximum=2700, section=_PLAN),
        Field("year_to", Kind.INTEGER, N_("Until year (B.E.)"), minimum=2500, maximum=2700, section=_PLAN),
        Field("vision", Kind.NOTE, N_("Vision"), section=_PLAN),
        Field("resolution", Kind.LINK, N_("Council's resolution"), register="resolutions", by_deed=True, section=_PLAN),
        Field("adopted_on", Kind.DATE, N_("Adopted on"), by_deed=True, section=_PLAN),
        Field("taken_up_by", Kind.TEXT, N_("Taken up by (local government)"), by_deed=True, section=_PLAN),
        Field("status", Kind.CODE, N_("Status of the plan"), code_list="plan_status", by_deed=True, section=_PLAN),
        Field("note", Kind.NOTE, N_("Note"), section=_PLAN),
    ),
    columns=(
        "title",
        "areas",
        "year_from",
        "year_to",
        "status",
        "adopted_on",
    ),
    name_fields=("title",),
    filters=(Filter("status"), Filter("areas")),
    children=("plan_items",),
    related=(Related("attachments", "plan"),),
    identity=Identity(keys=(("title", "year_from"),)),
    defaults=lambda: {"status": "DRAFT"},
    views=(
        View("made", N_("Plans being made"), {"status": "DRAFT"}),
        View("adopted", N_("Adopted plans"), {"status": "ADOPTED"}),
        View("taken_up", N_("Plans taken up by local government"), {"status": "TAKEN_UP"}),
    ),
    actions=_ON_PLANS,
    reminders=service.reminders,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

PLAN_ITEMS = Register(
    name="plan_items",
    title=N_("Plan items"),
    singular=N_("Plan item"),
    model=PlanItem,
    icon="list-checks",
    parent="plan",
    fields=(
        Field("plan", Kind.LINK, N_("Plan"), register="plans", required=True),
        Field("number", Kind.TEXT, N_("No.")),
        Field("title", Kind.TEXT, N_("Title"), required=True),
        Field("parent_item", Kind.LINK, N_("Part of the item"), register="plan_items"),
        Field("strategy", Kind.LINK, N_("Serves the strategy"), register="strategies"),
        Field("kind", Kind.CODE, N_("Kind of item"), code_list="plan_item_kind"),
        Field("problem", Kind.NOTE, N_("Problem")),
        Field("budget", Kind.MONEY, N_("Budget")),
        Field("year", Kind.INTEGER, N_("Year (B.E.)"), minimum=2500, maximum=2700),
        Field("doer", Kind.CODE, N_("Who does it"), code_list="plan_doer"),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life"),
        Field("state", Kind.CODE, N_("State of the item"), code_list="plan_item_state"),
    ),
    columns=(
        "number",
        "title",
        "strategy_name",
        "kind",
        "budget",
        "year",
        "state",
    ),
    name_fields=("title",),
    lookups=(
        Lookup("plan_title", "plan", "title", label=N_("Plan")),
        Lookup("strategy_name", "strategy", "name", label=N_("Strategy")),
    ),
    filters=(Filter("kind"), Filter("state"), Filter("year")),
    related=(Related("project_links", "plan_item"),),
    defaults=lambda: {"state": "WAITING"},
    problems=item_problems,
    guard=service.item_kept,
    actions=_ON_ITEMS,
    sort_text=_item_order,
    search_text=_search,
)
