"""How projects are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Register
from desktop.registers.projects.model import Project, problems

_WHAT, _MONEY, _MORE = N_("What and where"), N_("Money"), N_("More")


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
        Field("start_on", Kind.DATE, N_("Starts on"), section=_WHAT, headings=("วันเริ่ม", "วันที่เริ่ม", "Starts on")),
        Field("end_on", Kind.DATE, N_("Ends on"), section=_WHAT, headings=("วันสิ้นสุด", "วันที่สิ้นสุด", "Ends on")),
        Field("budget", Kind.MONEY, N_("Budget"), section=_MONEY, headings=("งบประมาณ", "งบประมาณ (บาท)", "Budget")),
        Field("source", Kind.CODE, N_("Source of money"), code_list="budget_source", section=_MONEY, headings=("แหล่งงบประมาณ",)),
        Field("objective", Kind.NOTE, N_("Objective"), section=_MORE, headings=("วัตถุประสงค์", "Objective")),
        Field("targets", Kind.NOTE, N_("Target groups"), section=_MORE, headings=("กลุ่มเป้าหมาย",)),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life", section=_MORE),
        Field("coordinator", Kind.TEXT, N_("Coordinator"), section=_MORE, headings=("ผู้ประสานงาน", "ผู้รับผิดชอบ")),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE, headings=("หมายเหตุ", "Note")),
    ),
    columns=("title", "fiscal_year", "areas", "budget", "status", "start_on", "end_on"),
    name_fields=("title",),
    filters=(Filter("status"), Filter("areas"), Filter("source")),
    identity=Identity(keys=(("title", "fiscal_year"),)),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    group=N_("Work"),
    defaults=lambda: {"status": "DRAFT"},
)
