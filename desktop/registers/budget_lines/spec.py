"""How a project's budget lines, contributions and instalments are described."""

from __future__ import annotations

from desktop.base.i18n import N_
from desktop.records.register import Field, Kind, Lookup, Register
from desktop.registers.budget_lines import service
from desktop.registers.budget_lines.model import (
    BudgetLine,
    Instalment,
    ProjectContribution,
    budget_problems,
    contribution_problems,
    instalment_problems,
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
    guard=service.kept,
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
        Field("amount", Kind.MONEY, N_("Amount")),
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
    guard=service.kept,
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
    guard=service.kept,
    sort_text=lambda values: (f"{values.get('number') or 0:03d}",),
)
