"""How meetings and what belongs to them are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_, _
from desktop.records.codes import shipped
from desktop.records.query import THIS_YEAR
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View, person_name
from desktop.registers.meetings import service
from desktop.registers.meetings.model import AgendaItem, Attendance, Meeting, Resolution, problems, resolution_problems

_MEETING = N_("Meeting")
_ATTENDANCE = N_("Attendance")
_MINUTES = N_("Minutes")
_ACTIONS = (
    Action(
        "hold",
        N_("Hold the meeting…"),
        service.hold,
        icon="circle-check",
        fields=(
            Field("held_on", Kind.DATE, N_("Held on"), required=True),
            Field(
                "present",
                Kind.INTEGER,
                N_("Members present"),
                minimum=0,
                help=N_("Only where the names are not ticked under “Roll call”."),
            ),
            Field(
                "members",
                Kind.INTEGER,
                N_("Members on the roll"),
                minimum=0,
                help=N_("Only for old meetings: left blank, the roll of that day is counted."),
            ),
        ),
        offered=lambda values: values.get("status") in (None, "PLANNED"),
        start=lambda values: {"held_on": values.get("held_on")},
        help=N_("Members present, the roll of that day and the quorum are counted and kept. Write numbers only where no names are ticked."),
    ),
    Action(
        "cancel",
        N_("Cancel the meeting…"),
        service.cancel,
        icon="circle-x",
        fields=(Field("reason", Kind.NOTE, N_("Reason"), required=True),),
        offered=lambda values: values.get("status") in (None, "PLANNED"),
    ),
    Action(
        "all_present",
        N_("Everybody came"),
        service.all_present,
        icon="list-checks",
        offered=lambda values: values.get("status") != "CANCELLED",
        help=N_("All members of whom nothing is ticked yet are marked as present."),
    ),
    Action("count", N_("Count again"), service.count, icon="refresh-cw", many=True, offered=lambda values: values.get("status") == "HELD"),
    Action(
        "plan_again",
        N_("Back to planned"),
        service.plan_again,
        icon="undo-2",
        offered=lambda values: values.get("status") in ("HELD", "CANCELLED"),
        help=N_("For a meeting held or cancelled by mistake. What was ticked stays."),
    ),
)


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return f"{values.get('year') or 0:04d}", f"{values.get('number') or 0:03d}"


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    kind = values.get("kind") or ""
    labels = [shipped().label("meeting_kind", kind, language) for language in ("th", "en")]
    return [text for text in (*labels, *(values.get(name) for name in ("place", "minutes", "guests", "note"))) if text]


def _called(values: Mapping[str, Any]) -> str:
    kind = shipped().label("meeting_kind", values.get("kind") or "")
    if values.get("number") is None or values.get("year") is None:
        return kind
    return _("{kind} {number}/{year}").format(kind=kind, number=values["number"], year=values["year"])


def _in_order(values: Mapping[str, Any]) -> Sequence[str]:
    return (f"{values.get('position') or 0:03d}",)


def _resolution_called(values: Mapping[str, Any]) -> str:
    text = values.get("text") or ""
    return f"{values['position']}. {text}" if values.get("position") is not None else text


MEETINGS = Register(
    name="meetings",
    title=N_("Meetings"),
    singular=N_("Meeting"),
    model=Meeting,
    icon="messages-square",
    group=N_("Council"),
    fields=(
        Field(
            "kind",
            Kind.CODE,
            N_("Kind"),
            code_list="meeting_kind",
            required=True,
            section=_MEETING,
            headings=("ประเภทการประชุม", "ประเภทประชุม", "ชนิดการประชุม"),
        ),
        Field(
            "number",
            Kind.INTEGER,
            N_("Number in the year"),
            minimum=1,
            maximum=999,
            section=_MEETING,
            headings=("ครั้งที่", "ประชุมครั้งที่", "การประชุมครั้งที่", "การประชุม", "ชื่อการประชุม", "ครั้งที่/ปี"),
        ),
        Field("year", Kind.INTEGER, N_("Year (B.E.)"), minimum=2500, maximum=2700, section=_MEETING),
        Field("status", Kind.CODE, N_("Status"), code_list="meeting_status", by_deed=True, section=_MEETING),
        Field(
            "held_on",
            Kind.DATE,
            N_("Day"),
            required=True,
            section=_MEETING,
            headings=("วันที่ประชุม", "วันประชุม", "วันที่", "วัน เดือน ปี", "ว/ด/ป", "วัน/เดือน/ปี"),
        ),
        Field("start_at", Kind.TIME, N_("Begins at"), section=_MEETING, headings=("เวลา", "เวลาประชุม", "เวลาเริ่ม")),
        Field("end_at", Kind.TIME, N_("Ends at"), section=_MEETING),
        Field("place", Kind.TEXT, N_("Place"), section=_MEETING, headings=("สถานที่", "สถานที่ประชุม")),
        Field("chair", Kind.LINK, N_("In the chair"), register="people", section=_MEETING),
        Field("minute_taker", Kind.LINK, N_("Minutes by"), register="people", section=_MEETING),
        Field("roll_count", Kind.INTEGER, N_("Members on the roll"), by_deed=True, section=_ATTENDANCE),
        Field("present_count", Kind.INTEGER, N_("Members present"), by_deed=True, section=_ATTENDANCE),
        Field("quorum", Kind.INTEGER, N_("Quorum"), by_deed=True, section=_ATTENDANCE),
        Field("guests_count", Kind.INTEGER, N_("Others present"), minimum=0, section=_ATTENDANCE),
        Field("guests", Kind.NOTE, N_("Who else was there"), section=_ATTENDANCE),
        Field("minutes", Kind.NOTE, N_("Minutes"), section=_MINUTES, headings=("สาระสำคัญ", "เรื่องที่ประชุม", "สรุปการประชุม")),
        Field("adopted_on", Kind.DATE, N_("Minutes adopted on"), section=_MINUTES),
        Field("note", Kind.NOTE, N_("Note"), section=_MINUTES),
    ),
    columns=("kind", "number", "year", "held_on", "place", "present_count", "quorum", "status"),
    name_fields=("kind", "number", "year"),
    filters=(Filter("kind"), Filter("held_on"), Filter("status"), Filter("year")),
    identity=Identity(keys=(("kind", "number", "year"),)),
    children=("agenda_items", "attendances", "resolutions"),
    related=(Related("attachments", "meeting"),),
    views=(
        View("this_year", N_("This year's meetings"), {"held_on": THIS_YEAR}, sort="held_on", descending=True),
        View("planned", N_("Planned"), {"status": "PLANNED"}, sort="held_on"),
        View("forums", N_("Community forums"), {"kind": "PRACHAKOM"}, sort="held_on", descending=True),
    ),
    sort="held_on",
    newest_first=True,
    called=_called,
    defaults=lambda: {"status": "PLANNED", "kind": "ORDINARY"},
    problems=problems,
    suggest=service.suggest,
    reminders=service.reminders,
    actions=_ACTIONS,
    sort_text=_name,
    search_text=_search,
)

AGENDA_ITEMS = Register(
    name="agenda_items",
    title=N_("Agenda"),
    singular=N_("Agenda item"),
    model=AgendaItem,
    icon="list",
    parent="meeting",
    fields=(
        Field("meeting", Kind.LINK, N_("Meeting"), register="meetings", required=True),
        Field("position", Kind.INTEGER, N_("No."), required=True, minimum=1, maximum=99),
        Field("title", Kind.TEXT, N_("Subject"), required=True),
        Field("presented_by", Kind.TEXT, N_("Brought by")),
        Field("discussion", Kind.NOTE, N_("What was said")),
    ),
    columns=("position", "title", "presented_by"),
    name_fields=("position", "title"),
    suggest=service.next_item,
    sort_text=_in_order,
    search_text=lambda values: [text for text in (values.get("title"), values.get("discussion")) if text],
)

ATTENDANCES = Register(
    name="attendances",
    title=N_("Attendance"),
    singular=N_("Attendance"),
    model=Attendance,
    icon="user-check",
    parent="meeting",
    fields=(
        Field("meeting", Kind.LINK, N_("Meeting"), register="meetings", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people", required=True),
        Field("seat", Kind.LINK, N_("Seat"), register="members"),
        Field("state", Kind.CODE, N_("Attendance"), code_list="attendance", required=True),
        Field("stand_in", Kind.TEXT, N_("Stand-in")),
    ),
    columns=("prefix", "first_name", "last_name", "state", "stand_in"),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=tuple(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")),
    natural=("meeting", "person"),
    sort_link="person",
    search_links=("person",),
    filters=(Filter("state"),),
    identity=Identity(keys=(("meeting", "person"),)),
    called=person_name,
    entered=service.entered,
)

RESOLUTIONS = Register(
    name="resolutions",
    title=N_("Resolutions"),
    singular=N_("Resolution"),
    model=Resolution,
    icon="gavel",
    parent="meeting",
    fields=(
        Field("meeting", Kind.LINK, N_("Meeting"), register="meetings", required=True),
        Field("agenda_item", Kind.LINK, N_("Agenda item"), register="agenda_items"),
        Field("position", Kind.INTEGER, N_("No."), minimum=1, maximum=99),
        Field("text", Kind.NOTE, N_("Resolution"), required=True),
        Field("kind", Kind.CODE, N_("Kind"), code_list="resolution_kind"),
        Field("votes_for", Kind.INTEGER, N_("For"), minimum=0),
        Field("votes_against", Kind.INTEGER, N_("Against"), minimum=0),
        Field("abstained", Kind.INTEGER, N_("Abstained"), minimum=0),
        Field("project", Kind.LINK, N_("Project"), register="projects"),
        Field("plan", Kind.TEXT, N_("Plan item")),
        Field("responsible", Kind.TEXT, N_("Responsible")),
        Field("due_on", Kind.DATE, N_("Due on")),
        Field("done_on", Kind.DATE, N_("Done on")),
    ),
    columns=("position", "kind", "text", "votes_for", "due_on", "done_on"),
    name_fields=("position", "text"),
    lookups=(Lookup("held_on", "meeting", "held_on"), Lookup("project_title", "project", "title", label=N_("Project"))),
    related=(Related("case_steps", "resolution"),),
    filters=(Filter("kind"), Filter("due_on")),
    called=_resolution_called,
    problems=resolution_problems,
    suggest=service.next_resolution,
    reminders=service.resolution_reminders,
    sort_text=_in_order,
    search_text=lambda values: [text for text in (values.get("text"), values.get("plan"), values.get("responsible")) if text],
)
