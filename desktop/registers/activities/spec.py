"""How activities are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register
from desktop.registers.activities.model import Activity, problems

_WHAT, _WHO, _MONEY = N_("What and where"), N_("Participants"), N_("Money and results")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("title") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("title", "place", "note")) if text]


ACTIVITIES = Register(
    name="activities",
    title=N_("Activities"),
    singular=N_("Activity"),
    model=Activity,
    icon="calendar-days",
    fields=(
        Field("title", Kind.TEXT, N_("Title"), required=True, section=_WHAT, headings=("กิจกรรม", "ชื่อกิจกรรม", "Title", "Activity")),
        Field("kind", Kind.CODE, N_("Kind"), code_list="activity_kind", section=_WHAT, headings=("ประเภทกิจกรรม", "ประเภท")),
        Field("project", Kind.LINK, N_("Project"), register="projects", section=_WHAT),
        Field("start_on", Kind.DATE, N_("Starts on"), section=_WHAT, headings=("วันที่", "วันที่เริ่ม", "วันที่จัด", "Starts on")),
        Field("end_on", Kind.DATE, N_("Ends on"), section=_WHAT, headings=("วันสิ้นสุด", "วันที่สิ้นสุด", "Ends on")),
        Field("place", Kind.TEXT, N_("Place"), section=_WHAT, headings=("สถานที่", "Place")),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHAT, headings=("ตำบล", "Tambon")),
        Field("status", Kind.CODE, N_("Status"), code_list="activity_status", section=_WHAT, headings=("สถานะ", "Status")),
        Field("participants", Kind.INTEGER, N_("Participants"), minimum=0, section=_WHO, headings=("ผู้เข้าร่วม", "จำนวนผู้เข้าร่วม")),
        Field("male", Kind.INTEGER, N_("Men"), minimum=0, section=_WHO, headings=("ชาย", "Men")),
        Field("female", Kind.INTEGER, N_("Women"), minimum=0, section=_WHO, headings=("หญิง", "Women")),
        Field("budget", Kind.MONEY, N_("Budget"), section=_MONEY, headings=("งบประมาณ", "งบ", "Budget")),
        Field("spent", Kind.MONEY, N_("Spent"), section=_MONEY, headings=("ใช้จ่ายจริง", "ใช้ไป", "Spent")),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life", section=_MONEY),
        Field("note", Kind.NOTE, N_("Note"), section=_MONEY, headings=("หมายเหตุ", "Note")),
    ),
    columns=("title", "start_on", "end_on", "place", "participants", "budget", "status", "project_title"),
    name_fields=("title",),
    lookups=(Lookup("project_title", "project", "title", label=N_("Project")),),
    filters=(Filter("kind"), Filter("status"), Filter("tambon_code")),
    identity=Identity(keys=(("title", "start_on"),)),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    group=N_("Work"),
    defaults=lambda: {"status": "PLANNED"},
)
