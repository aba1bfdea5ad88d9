"""How community business plans are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Action, Field, Filter, Kind, Lookup, Register, Related, View
from desktop.registers.business_plans import service
from desktop.registers.business_plans.model import CURRENT, DRAFT, BusinessPlan, locked, problems

_PLAN = N_("Plan")
_CANVAS = N_("Canvas")
_CUT_COSTS_BAHT_A_MONTH = N_("Cut costs (baht a month)")
_RAISE_INCOME_BAHT_A_MONTH = N_("Raise income (baht a month)")
_GROW_BAHT_A_MONTH = N_("Grow (baht a month)")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("title") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("title", "cut_what", "add_what", "grow_what")) if text]


def _in_use(values: Mapping[str, Any]) -> bool:
    return values.get("status") == CURRENT


_ACTIONS = (
    Action(
        "put_into_use",
        N_("Put into use"),
        service.put_into_use,
        "circle-check",
        offered=lambda values: not _in_use(values),
        help=N_("This version holds from now on. The one in use until now is kept as an older version."),
    ),
    Action(
        "new_version",
        N_("New version…"),
        service.new_version,
        "copy",
        (Field("on", Kind.DATE, N_("Made on"), help=N_("Blank means today.")),),
        offered=lambda values: values.get("status") != DRAFT,
        help=N_("A draft with all that this plan says. This one stays in use until the draft is put into use."),
    ),
)

BUSINESS_PLANS = Register(
    name="business_plans",
    title=N_("Business plans"),
    singular=N_("Business plan"),
    model=BusinessPlan,
    icon="chart-column",
    group=N_("Economy"),
    fields=(
        Field("title", Kind.TEXT, N_("Title"), required=True, section=_PLAN),
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", section=_PLAN),
        Field("year", Kind.INTEGER, N_("Year (B.E.)"), minimum=2500, maximum=2700, section=_PLAN),
        Field("version", Kind.INTEGER, N_("Version"), by_deed=True, minimum=1, section=_PLAN),
        Field("replaces", Kind.LINK, N_("Comes after"), register="business_plans", by_deed=True, section=_PLAN),
        Field("status", Kind.CODE, N_("Status of the plan"), code_list="business_plan_status", by_deed=True, section=_PLAN),
        Field("made_on", Kind.DATE, N_("Made on"), section=_PLAN),
        Field("customer_segments", Kind.NOTE, N_("Customer segments"), section=_CANVAS),
        Field("value_propositions", Kind.NOTE, N_("Value propositions"), section=_CANVAS),
        Field("channels", Kind.NOTE, N_("Channels"), section=_CANVAS),
        Field("customer_relationships", Kind.NOTE, N_("Customer relationships"), section=_CANVAS),
        Field("revenue_streams", Kind.NOTE, N_("Revenue streams"), section=_CANVAS),
        Field("key_resources", Kind.NOTE, N_("Key resources"), section=_CANVAS),
        Field("key_activities", Kind.NOTE, N_("Key activities"), section=_CANVAS),
        Field("key_partners", Kind.NOTE, N_("Key partners"), section=_CANVAS),
        Field("cost_structure", Kind.NOTE, N_("Cost structure"), section=_CANVAS),
        Field("cut_what", Kind.NOTE, N_("What is cut"), section=_CUT_COSTS_BAHT_A_MONTH),
        Field("cut_baseline", Kind.MONEY, N_("Expense before"), section=_CUT_COSTS_BAHT_A_MONTH),
        Field("cut_target", Kind.MONEY, N_("Expense wanted"), section=_CUT_COSTS_BAHT_A_MONTH),
        Field("cut_actual", Kind.MONEY, N_("Expense now"), section=_CUT_COSTS_BAHT_A_MONTH),
        Field("add_what", Kind.NOTE, N_("What brings income"), section=_RAISE_INCOME_BAHT_A_MONTH),
        Field("add_baseline", Kind.MONEY, N_("Income before"), section=_RAISE_INCOME_BAHT_A_MONTH),
        Field("add_target", Kind.MONEY, N_("Income wanted"), section=_RAISE_INCOME_BAHT_A_MONTH),
        Field("add_actual", Kind.MONEY, N_("Income now"), section=_RAISE_INCOME_BAHT_A_MONTH),
        Field("grow_what", Kind.NOTE, N_("What grows"), section=_GROW_BAHT_A_MONTH),
        Field("grow_baseline", Kind.MONEY, N_("Turnover before"), section=_GROW_BAHT_A_MONTH),
        Field("grow_target", Kind.MONEY, N_("Turnover wanted"), section=_GROW_BAHT_A_MONTH),
        Field("grow_actual", Kind.MONEY, N_("Turnover now"), section=_GROW_BAHT_A_MONTH),
    ),
    columns=(
        "title",
        "enterprise_name",
        "year",
        "version",
        "status",
        "add_baseline",
        "add_target",
        "add_actual",
    ),
    name_fields=("title",),
    lookups=(Lookup("enterprise_name", "enterprise", "name", label=N_("Enterprise")),),
    filters=(Filter("status"), Filter("year")),
    views=(
        View("current", N_("Plans in use"), {"status": "CURRENT"}),
        View("drafts", N_("Drafts"), {"status": "DRAFT"}),
    ),
    actions=_ACTIONS,
    entered=service.entered,
    guard=service.guard,
    locked=locked,
    related=(Related("business_plans", "replaces"), Related("attachments", "business_plan")),
    defaults=lambda: {"status": "DRAFT", "version": 1},
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
