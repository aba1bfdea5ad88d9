"""How projects are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, Related
from desktop.registers.projects.model import (
    BudgetLine,
    Instalment,
    Project,
    ProjectContribution,
    ProjectCouncil,
    ProjectLink,
    ProjectStep,
    ProjectTarget,
    Result,
    budget_problems,
    contribution_problems,
    council_problems,
    instalment_problems,
    link_problems,
    problems,
    result_problems,
    target_problems,
)

_WHAT, _MONEY, _MORE = N_("What and where"), N_("Money"), N_("More")
_APPROVAL, _CLOSING_REPORT = N_("Approval"), N_("Closing report")
_INDICATOR, _NUMBERS, _IN_WORDS = N_("Indicator"), N_("Numbers"), N_("In words")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("title") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("title", "objective", "targets", "coordinator", "note")) if text]


PROJECTS = Register(
    name="projects",
    title=N_("Projects"),
    singular=N_("Project"),
    model=Project,
    icon="briefcase",
    fields=(
        Field("title", Kind.TEXT, N_("Title"), required=True, section=_WHAT, headings=("ชื่อโครงการ", "โครงการ", "Title", "Project")),
        Field(
            "fiscal_year",
            Kind.INTEGER,
            N_("Fiscal year (B.E.)"),
            minimum=2500,
            maximum=2700,
            section=_WHAT,
            headings=("ปีงบประมาณ", "ปี", "Fiscal year"),
        ),
        Field("areas", Kind.AREAS, N_("Areas"), section=_WHAT, headings=("ตำบล", "พื้นที่", "พื้นที่ดำเนินงาน", "Areas", "Tambon")),
        Field("status", Kind.CODE, N_("Status"), code_list="project_status", section=_WHAT, headings=("สถานะ", "Status")),
        Field("project_code", Kind.TEXT, N_("Project code"), section=_WHAT),
        Field("kind", Kind.CODE, N_("Kind of project"), code_list="project_kind", section=_WHAT),
        Field("character", Kind.CODE, N_("Approach"), code_list="project_character", section=_WHAT),
        Field("continues", Kind.LINK, N_("Continues the project"), register="projects", section=_WHAT),
        Field("proposer", Kind.TEXT, N_("Proposed by"), section=_WHAT),
        Field("moos", Kind.TEXT, N_("Moos"), section=_WHAT),
        Field("target_households", Kind.INTEGER, N_("Target households"), minimum=0, section=_WHAT),
        Field("start_on", Kind.DATE, N_("Starts on"), section=_WHAT, headings=("วันเริ่ม", "วันที่เริ่ม", "Starts on")),
        Field("end_on", Kind.DATE, N_("Ends on"), section=_WHAT, headings=("วันสิ้นสุด", "วันที่สิ้นสุด", "Ends on")),
        Field("budget", Kind.MONEY, N_("Budget"), section=_MONEY, headings=("งบประมาณ", "งบประมาณ (บาท)", "Budget")),
        Field("source", Kind.CODE, N_("Source of money"), code_list="budget_source", section=_MONEY, headings=("แหล่งงบประมาณ",)),
        Field("objective", Kind.NOTE, N_("Objective"), section=_MORE, headings=("วัตถุประสงค์", "Objective")),
        Field("targets", Kind.NOTE, N_("Target groups"), section=_MORE, headings=("กลุ่มเป้าหมาย",)),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life", section=_MORE),
        Field("coordinator", Kind.TEXT, N_("Coordinator"), section=_MORE, headings=("ผู้ประสานงาน", "ผู้รับผิดชอบ")),
        Field("coordinator_phones", Kind.PHONES, N_("Coordinator's phones"), section=_MORE),
        Field("network", Kind.TEXT, N_("Network"), section=_MORE),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE, headings=("หมายเหตุ", "Note")),
        Field("submitted_on", Kind.DATE, N_("Submitted on"), by_deed=True, section=_APPROVAL),
        Field("approved_on", Kind.DATE, N_("Approved on"), by_deed=True, section=_APPROVAL),
        Field("resolution", Kind.LINK, N_("Council's resolution"), register="resolutions", by_deed=True, section=_APPROVAL),
        Field("closed_on", Kind.DATE, N_("Project closed on"), by_deed=True, section=_APPROVAL),
        Field("reported_on", Kind.DATE, N_("Reported on"), section=_CLOSING_REPORT),
        Field("outputs", Kind.NOTE, N_("Outputs"), section=_CLOSING_REPORT),
        Field("outcomes", Kind.NOTE, N_("Outcomes"), section=_CLOSING_REPORT),
        Field("before", Kind.NOTE, N_("Before the project"), section=_CLOSING_REPORT),
        Field("after", Kind.NOTE, N_("After the project"), section=_CLOSING_REPORT),
        Field("story", Kind.NOTE, N_("Story"), section=_CLOSING_REPORT),
        Field("lessons", Kind.NOTE, N_("Lessons"), section=_CLOSING_REPORT),
        Field("next_step", Kind.NOTE, N_("Next step"), section=_CLOSING_REPORT),
        Field("duties", Kind.CODES, N_("Duties of section 21"), code_list="duty", section=_CLOSING_REPORT),
    ),
    columns=("title", "fiscal_year", "areas", "budget", "status", "start_on", "end_on"),
    name_fields=("title",),
    filters=(Filter("status"), Filter("areas"), Filter("source")),
    identity=Identity(keys=(("title", "fiscal_year"),)),
    children=(
        "project_councils",
        "project_targets",
        "budget_lines",
        "project_contributions",
        "instalments",
        "project_links",
        "project_steps",
    ),
    related=(
        Related("activities", "project"),
        Related("results", "project"),
        Related("cash_books", "project"),
        Related("help", "project"),
        Related("partner_supports", "project"),
        Related("projects", "continues"),
        Related("attachments", "project"),
    ),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    group=N_("Work"),
    defaults=lambda: {"status": "DRAFT"},
)

PROJECT_COUNCILS = Register(
    name="project_councils",
    title=N_("Councils in the project"),
    singular=N_("Council in the project"),
    model=ProjectCouncil,
    icon="landmark",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("participant", Kind.LINK, N_("Council"), register="councils"),
        Field("council_name", Kind.TEXT, N_("Name of the council")),
        Field("tambon_code", Kind.AREA, N_("Tambon")),
        Field("role", Kind.CODE, N_("Part in the project"), code_list="project_role"),
        Field("share", Kind.MONEY, N_("Share of the budget")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "council_title",
        "council_name",
        "tambon_code",
        "role",
        "share",
    ),
    name_fields=("council_name",),
    lookups=(Lookup("council_title", "participant", "name", label=N_("Council")),),
    identity=Identity(keys=(("project", "participant"),)),
    problems=council_problems,
)

PROJECT_TARGETS = Register(
    name="project_targets",
    title=N_("Target groups of the project"),
    singular=N_("Target group of the project"),
    model=ProjectTarget,
    icon="users",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("target_group", Kind.CODE, N_("Target group"), code_list="target_group", open_list=True, required=True),
        Field("count", Kind.INTEGER, N_("How many"), minimum=0),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True),
        Field("reached", Kind.INTEGER, N_("How many were reached"), minimum=0),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "target_group",
        "count",
        "unit",
        "reached",
    ),
    name_fields=("target_group",),
    problems=target_problems,
)

BUDGET_LINES = Register(
    name="budget_lines",
    title=N_("Budget lines"),
    singular=N_("Budget line"),
    model=BudgetLine,
    icon="wallet",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("position", Kind.INTEGER, N_("Order"), minimum=0, maximum=9999),
        Field("category", Kind.CODE, N_("Budget category"), code_list="budget_category"),
        Field("item", Kind.TEXT, N_("Budget item"), required=True),
        Field("details", Kind.NOTE, N_("Details")),
        Field("whole", Kind.MONEY, N_("Whole cost")),
        Field("requested", Kind.MONEY, N_("Requested")),
    ),
    columns=(
        "position",
        "category",
        "item",
        "whole",
        "requested",
    ),
    name_fields=("item",),
    problems=budget_problems,
    sort_text=lambda values: (f"{values.get('position') or 9999:04d}", values.get("item") or ""),
)

PROJECT_CONTRIBUTIONS = Register(
    name="project_contributions",
    title=N_("Contributions to the project"),
    singular=N_("Contribution to the project"),
    model=ProjectContribution,
    icon="hand-heart",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("source", Kind.CODE, N_("Source of money"), code_list="budget_source", required=True),
        Field("partner", Kind.LINK, N_("Partner"), register="partners"),
        Field("giver", Kind.TEXT, N_("Given by (name)")),
        Field("form", Kind.CODE, N_("Form"), code_list="fund_form"),
        Field("amount", Kind.MONEY, N_("Amount"), required=True),
        Field("work_days", Kind.INTEGER, N_("Work-days"), minimum=0),
        Field("given_on", Kind.DATE, N_("Given on")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "source",
        "partner_name",
        "giver",
        "form",
        "amount",
        "given_on",
    ),
    name_fields=(
        "source",
        "giver",
    ),
    lookups=(Lookup("partner_name", "partner", "name", label=N_("Partner")),),
    problems=contribution_problems,
)

INSTALMENTS = Register(
    name="instalments",
    title=N_("Instalments"),
    singular=N_("Instalment"),
    model=Instalment,
    icon="calendar",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("number", Kind.INTEGER, N_("Instalment no."), required=True, minimum=1, maximum=99),
        Field("due_on", Kind.DATE, N_("Payable on")),
        Field("amount", Kind.MONEY, N_("Amount")),
        Field("condition", Kind.TEXT, N_("Condition")),
        Field("received_on", Kind.DATE, N_("Received on")),
        Field("received", Kind.MONEY, N_("Amount received")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "number",
        "due_on",
        "amount",
        "received_on",
        "received",
    ),
    name_fields=("number",),
    natural=("project", "number"),
    problems=instalment_problems,
    sort_text=lambda values: (f"{values.get('number') or 0:03d}",),
)

PROJECT_STEPS = Register(
    name="project_steps",
    title=N_("Steps of the project"),
    singular=N_("Step of the project"),
    model=ProjectStep,
    icon="history",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("on", Kind.DATE, N_("Day")),
        Field("state", Kind.CODE, N_("Status"), code_list="project_status"),
        Field("from_state", Kind.CODE, N_("From status"), code_list="project_status"),
        Field("by", Kind.TEXT, N_("By")),
        Field("resolution", Kind.LINK, N_("Council's resolution"), register="resolutions"),
        Field("amount", Kind.MONEY, N_("Amount")),
        Field("reason", Kind.NOTE, N_("Reason")),
    ),
    columns=(
        "on",
        "state",
        "from_state",
        "by",
        "amount",
        "reason",
    ),
    name_fields=(
        "on",
        "state",
    ),
    append_only=True,
    sort_text=lambda values: (values.get("on") or "",),
)

PROJECT_LINKS = Register(
    name="project_links",
    title=N_("What the project is linked to"),
    singular=N_("Link of the project"),
    model=ProjectLink,
    icon="link",
    parent="project",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", required=True),
        Field("plan_item", Kind.LINK, N_("Plan item"), register="plan_items"),
        Field("case", Kind.LINK, N_("Case"), register="cases"),
        Field("capital", Kind.LINK, N_("Community capital"), register="capitals"),
        Field("product", Kind.LINK, N_("Product"), register="products"),
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises"),
        Field("how", Kind.TEXT, N_("How")),
    ),
    columns=(
        "plan_item_title",
        "case_number",
        "capital_name",
        "product_name",
        "enterprise_name",
        "how",
    ),
    name_fields=("how",),
    lookups=(
        Lookup("project_title", "project", "title", label=N_("Project")),
        Lookup("plan_item_title", "plan_item", "title", label=N_("Plan item")),
        Lookup("case_number", "case", "number", label=N_("Case")),
        Lookup("capital_name", "capital", "name", label=N_("Community capital")),
        Lookup("product_name", "product", "name", label=N_("Product")),
        Lookup("enterprise_name", "enterprise", "name", label=N_("Enterprise")),
    ),
    natural=("project", "plan_item", "case", "capital", "product", "enterprise"),
    problems=link_problems,
)

RESULTS = Register(
    name="results",
    title=N_("Results"),
    singular=N_("Result"),
    model=Result,
    icon="chart-column",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", section=_INDICATOR),
        Field("activity", Kind.LINK, N_("Activity"), register="activities", section=_INDICATOR),
        Field("kind", Kind.CODE, N_("Kind of result"), code_list="result_kind", required=True, section=_INDICATOR),
        Field("dimension", Kind.CODE, N_("Dimension"), code_list="quality_of_life", section=_INDICATOR),
        Field("indicator", Kind.TEXT, N_("Measured by"), required=True, section=_INDICATOR),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True, section=_NUMBERS),
        Field("baseline", Kind.NUMBER, N_("Baseline"), section=_NUMBERS),
        Field("target", Kind.NUMBER, N_("Target"), section=_NUMBERS),
        Field("actual", Kind.NUMBER, N_("Actual"), section=_NUMBERS),
        Field("measured_on", Kind.DATE, N_("Measured on"), section=_NUMBERS),
        Field("words_before", Kind.NOTE, N_("How it was"), section=_IN_WORDS),
        Field("words_after", Kind.NOTE, N_("How it is now"), section=_IN_WORDS),
        Field("evidence", Kind.TEXT, N_("Evidence"), section=_IN_WORDS),
    ),
    columns=(
        "kind",
        "dimension",
        "indicator",
        "unit",
        "baseline",
        "target",
        "actual",
        "measured_on",
    ),
    name_fields=("indicator",),
    lookups=(
        Lookup("project_title", "project", "title", label=N_("Project")),
        Lookup("activity_title", "activity", "title", label=N_("Activity")),
    ),
    filters=(Filter("kind"), Filter("dimension")),
    problems=result_problems,
)
