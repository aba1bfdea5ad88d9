"""How council seats are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.codes import shipped
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, person_name
from desktop.registers.members.model import Seat, problems

_SEAT, _TIME = N_("Seat"), N_("Time")


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
        Field("appointed_on", Kind.DATE, N_("Appointed on"), section=_TIME, headings=("วันที่แต่งตั้ง", "วันที่เป็นสมาชิก", "Appointed on")),
        Field("end_on", Kind.DATE, N_("Ended on"), section=_TIME, headings=("วันที่พ้น", "วันที่พ้นตำแหน่ง", "Ended on")),
        Field("end_reason", Kind.CODE, N_("Reason it ended"), code_list="end_reason", section=_TIME, headings=("เหตุที่พ้น",)),
        Field("note", Kind.NOTE, N_("Note"), section=_TIME, headings=("หมายเหตุ", "Note")),
    ),
    columns=("prefix", "first_name", "last_name", "position", "group", "phones", "house_no", "moo", "tambon_code"),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=tuple(
        Lookup(name, "person", name)
        for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones", "house_no", "moo", "tambon_code")
    ),
    filters=(Filter("position"), Filter("seat_kind")),
    identity=Identity(keys=(("person",),)),
    sort_link="person",
    search_links=("person",),
    called=person_name,
    problems=problems,
    search_text=_search,
)
