"""How council seats are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.codes import shipped
from desktop.records.query import BLANK, NOT_BLANK
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View, person_name
from desktop.records.roll import SPAN
from desktop.registers.members import service
from desktop.registers.members.model import Seat, problems

_SEAT, _TIME = N_("Seat"), N_("Time")
_FROM = Field("on", Kind.DATE, N_("From the day"), required=True, help=N_("On this day the old seat is no longer held."))
_ENDED = Field("on", Kind.DATE, N_("Ended on"), required=True, help=N_("On this day the seat is no longer held."))
_REASON = Field("reason", Kind.CODE, N_("Reason it ended"), code_list="end_reason", required=True)
_ACTIONS = (
    Action(
        "replace",
        N_("Replace by…"),
        service.replace,
        icon="user",
        fields=(
            Field("person", Kind.LINK, N_("Who comes instead"), register="people", required=True),
            _FROM,
            _REASON,
            Field("position", Kind.CODE, N_("Position"), code_list="position", open_list=True),
            Field("note", Kind.NOTE, N_("Note")),
        ),
        offered=service.is_held,
        start=lambda values: {"reason": "REPLACED", "position": values.get("position")},
        help=N_("The seat ends for one and begins for the other on the same day; both stay on record."),
    ),
    Action("end_seat", N_("End the seat…"), service.end_seat, icon="flag", fields=(_ENDED, _REASON), many=True, offered=service.is_held),
    Action(
        "new_term",
        N_("Begin a new term…"),
        service.new_term,
        icon="calendar",
        fields=(
            Field("on", Kind.DATE, N_("New term begins on"), required=True),
            Field("term_no", Kind.INTEGER, N_("Term"), required=True, minimum=1, maximum=99),
            Field("others", Kind.BOOL, N_("End all other seats"), help=N_("Members who are not chosen here leave the council.")),
        ),
        many=True,
        offered=service.is_held,
        start=lambda values: {"term_no": values["term_no"] + 1 if values.get("term_no") else None},
        help=N_("For those chosen: the old seat ends with the term, and the same seat begins anew."),
    ),
    Action(
        "delegate",
        N_("Delegate to province or nation…"),
        service.delegate,
        icon="forward",
        fields=(Field("rep_to", Kind.CODE, N_("Delegate to"), code_list="rep_to", help=N_("Left blank, they are called back.")),),
        many=True,
        offered=service.is_held,
        start=lambda values: {"rep_to": values.get("rep_to")},
    ),
    Action(
        "link_organization",
        N_("Link to an organization…"),
        service.link_organization,
        icon="building-2",
        fields=(
            Field(
                "organization",
                Kind.LINK,
                N_("Organization"),
                register="organizations",
                help=N_("Left blank, the one named as the group is looked for."),
            ),
            Field("make", Kind.BOOL, N_("Make it if it is missing")),
        ),
        many=True,
        offered=lambda values: values.get("organization") is None,
        start=lambda values: {"make": True},
    ),
)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    position = values.get("position") or ""
    labels = [shipped().label("position", position, language) for language in ("th", "en")]
    return [text for text in (*dict.fromkeys(labels), values.get("group")) if text]


MEMBERS = Register(
    name="members",
    title=N_("Council members"),
    singular=N_("Council member"),
    model=Seat,
    icon="user-check",
    fields=(
        Field("person", Kind.LINK, N_("Person"), register="people", required=True, section=_SEAT),
        Field("seat_kind", Kind.CODE, N_("Kind of seat"), code_list="seat_kind", section=_SEAT, headings=("ประเภทสมาชิก",)),
        Field("position", Kind.CODE, N_("Position"), code_list="position", open_list=True, section=_SEAT, headings=("ตำแหน่ง", "Position")),
        Field("group", Kind.TEXT, N_("Group"), section=_SEAT, headings=("กลุ่ม/องค์กร", "กลุ่ม", "องค์กร", "Group")),
        Field("organization", Kind.LINK, N_("Organization"), register="organizations", section=_SEAT),
        Field("term_no", Kind.INTEGER, N_("Term"), minimum=1, maximum=99, section=_TIME),
        Field("appointed_on", Kind.DATE, N_("Appointed on"), section=_TIME, headings=("วันที่แต่งตั้ง", "วันที่เป็นสมาชิก", "Appointed on")),
        Field("end_on", Kind.DATE, N_("Ended on"), section=_TIME, headings=("วันที่พ้น", "วันที่พ้นตำแหน่ง", "Ended on")),
        Field("end_reason", Kind.CODE, N_("Reason it ended"), code_list="end_reason", section=_TIME, headings=("เหตุที่พ้น",)),
        Field("rep_to", Kind.CODE, N_("Delegate to"), code_list="rep_to", section=_TIME),
        Field("replaces", Kind.LINK, N_("Takes the place of"), register="members", by_deed=True, section=_TIME),
        Field("note", Kind.NOTE, N_("Note"), section=_TIME, headings=("หมายเหตุ", "Note")),
    ),
    columns=("prefix", "first_name", "last_name", "position", "organization_name", "group", "phones", "house_no", "moo", "tambon_code"),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=(
        *(
            Lookup(name, "person", name)
            for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones", "house_no", "moo", "tambon_code")
        ),
        Lookup("organization_name", "organization", "name", label=N_("Organization")),
    ),
    filters=(Filter("position"), Filter("seat_kind"), Filter("rep_to"), Filter("organization")),
    span=SPAN,
    related=(Related("attendances", "seat"),),
    views=(
        View("officers", N_("Officers"), {"position": ("CHAIR", "VICE", "SEC", "ASSISTANT_SEC", "TREASURER"), "end_on": BLANK}),
        View("experts", N_("Experts"), {"seat_kind": "EXPERT", "end_on": BLANK}),
        View("delegates", N_("Delegates to province and nation"), {"rep_to": NOT_BLANK, "end_on": BLANK}),
        View("former", N_("Former members"), {"end_on": NOT_BLANK}, sort="end_on", descending=True),
    ),
    group=N_("Council"),
    identity=Identity(keys=(("person",),)),
    sort_link="person",
    search_links=("person",),
    called=person_name,
    problems=problems,
    suggest=service.suggest,
    warnings=service.warnings,
    reminders=service.reminders,
    actions=_ACTIONS,
    search_text=_search,
)
