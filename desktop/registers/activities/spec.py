"""How activities are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, OVERDUE, THIS_FISCAL_YEAR
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.activities import service
from desktop.registers.activities.model import (
    Activity,
    ActivityPerson,
    ActivityProduct,
    participant_name,
    participant_problems,
    problems,
    product_problems,
)

_WHAT, _WHO, _MONEY = N_("What and where"), N_("Participants"), N_("Money and results")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("title") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("title", "place", "note")) if text]


def _going_on(values: Mapping[str, Any]) -> bool:
    return values.get("status") != "CANCELLED"


_DEEDS = (
    Action(
        "hold",
        N_("It took place"),
        service.hold,
        "check",
        many=True,
        offered=lambda values: values.get("status") not in ("DONE", "CANCELLED"),
        help=N_("How many came is counted from the attendance sheet, unless it is typed."),
    ),
    Action("from_roll", N_("Take names from the council's roll"), service.from_roll, "users", offered=_going_on),
    Action("count", N_("Count from the attendance sheet"), service.count, "list-checks", many=True, offered=_going_on),
)

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
        Field("children", Kind.INTEGER, N_("Children (under 15)"), minimum=0, section=_WHO),
        Field("youth", Kind.INTEGER, N_("Youth (15-24)"), minimum=0, section=_WHO),
        Field("adults", Kind.INTEGER, N_("Adults (25-59)"), minimum=0, section=_WHO),
        Field("elderly", Kind.INTEGER, N_("Elderly (60 and over)"), minimum=0, section=_WHO),
        Field("vulnerable_count", Kind.INTEGER, N_("Of them vulnerable"), minimum=0, section=_WHO),
        Field("budget", Kind.MONEY, N_("Budget"), section=_MONEY, headings=("งบประมาณ", "งบ", "Budget")),
        Field("spent", Kind.MONEY, N_("Spent"), section=_MONEY, headings=("ใช้จ่ายจริง", "ใช้ไป", "ใช้จริง", "จ่ายจริง", "Spent")),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life", section=_MONEY),
        Field("duties", Kind.CODES, N_("Duties of section 21"), code_list="duty", section=_WHAT),
        Field("outputs", Kind.NOTE, N_("Outputs"), section=_MONEY),
        Field("results", Kind.NOTE, N_("What came of it"), section=_MONEY),
        Field("lessons", Kind.NOTE, N_("Lessons"), section=_MONEY),
        Field("note", Kind.NOTE, N_("Note"), section=_MONEY, headings=("หมายเหตุ", "Note")),
    ),
    columns=("title", "start_on", "end_on", "place", "participants", "budget", "status", "project_title"),
    name_fields=("title",),
    lookups=(Lookup("project_title", "project", "title", label=N_("Project")),),
    filters=(Filter("kind"), Filter("status"), Filter("tambon_code")),
    identity=Identity(keys=(("title", "start_on"),)),
    children=("activity_people", "activity_products"),
    related=(Related("results", "activity"), Related("partner_supports", "activity"), Related("attachments", "activity")),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    group=N_("Work"),
    defaults=lambda: {"status": "PLANNED"},
    views=(
        View("year", N_("This fiscal year's activities"), {"start_on": THIS_FISCAL_YEAR}),
        View("planned", N_("Planned activities"), {"status": "PLANNED"}),
        View("past", N_("The day is over, still planned"), {"status": "PLANNED", "start_on": OVERDUE}),
        View("uncounted", N_("Done, participants not counted"), {"status": "DONE", "participants": BLANK}),
    ),
    actions=_DEEDS,
    warnings=service.warnings,
    reminders=service.reminders,
)

ACTIVITY_PEOPLE = Register(
    name="activity_people",
    title=N_("Attendance sheet"),
    singular=N_("Participant"),
    model=ActivityPerson,
    icon="users",
    parent="activity",
    fields=(
        Field("activity", Kind.LINK, N_("Activity"), register="activities", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people"),
        Field("name", Kind.TEXT, N_("Name (not in the book)")),
        Field("sex", Kind.CODE, N_("Sex"), code_list="sex"),
        Field("age_band", Kind.CODE, N_("Age group"), code_list="age_band"),
        Field("vulnerable", Kind.CODES, N_("Vulnerable groups"), code_list="vulnerable", sensitive=True),
        Field("from_where", Kind.TEXT, N_("Comes from")),
        Field("role", Kind.CODE, N_("Role at the activity"), code_list="activity_role", open_list=True),
        Field("signed", Kind.BOOL, N_("Signed")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "prefix",
        "first_name",
        "last_name",
        "name",
        "sex",
        "age_band",
        "role",
        "signed",
    ),
    name_fields=(
        "prefix",
        "first_name",
        "last_name",
        "name",
    ),
    lookups=tuple(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name")),
    identity=Identity(keys=(("activity", "person"),)),
    called=participant_name,
    problems=participant_problems,
)

ACTIVITY_PRODUCTS = Register(
    name="activity_products",
    title=N_("Products shown or sold"),
    singular=N_("Product shown or sold"),
    model=ActivityProduct,
    icon="star",
    parent="activity",
    fields=(
        Field("activity", Kind.LINK, N_("Activity"), register="activities", required=True),
        Field("product", Kind.LINK, N_("Product"), register="products"),
        Field("name", Kind.TEXT, N_("What it is (not in the book)")),
        Field("act", Kind.CODE, N_("Shown or sold"), code_list="product_act", required=True),
        Field("quantity", Kind.NUMBER, N_("How much")),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True),
        Field("sales", Kind.MONEY, N_("Sales")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "product_name",
        "name",
        "act",
        "quantity",
        "unit",
        "sales",
    ),
    name_fields=(
        "product_name",
        "name",
    ),
    lookups=(Lookup("product_name", "product", "name", label=N_("Product")),),
    problems=product_problems,
)
