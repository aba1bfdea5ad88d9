"""How community capitals are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.capitals.model import Capital, problems

_CAPITAL = N_("Capital")
_WHERE = N_("Where")
_KEEPER = N_("Keeper")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "description", "place", "keeper_name", "note")) if text]


CAPITALS = Register(
    name="capitals",
    title=N_("Community capitals"),
    singular=N_("Community capital"),
    model=Capital,
    icon="layers",
    group=N_("Economy"),
    fields=(
        Field("name", Kind.TEXT, N_("Name"), required=True, section=_CAPITAL, headings=("ชื่อทุน", "ชื่อทุนชุมชน", "ทุนชุมชน", "รายการ")),
        Field(
            "kind",
            Kind.CODE,
            N_("Kind of capital"),
            code_list="capital_kind",
            required=True,
            section=_CAPITAL,
            headings=("ประเภททุน", "ประเภท", "ด้าน"),
        ),
        Field("detail", Kind.CODE, N_("Which"), code_list="capital_detail", group_by="kind", section=_CAPITAL),
        Field("description", Kind.NOTE, N_("Details"), section=_CAPITAL, headings=("รายละเอียด",)),
        Field("state", Kind.CODE, N_("State of the capital"), code_list="capital_state", section=_CAPITAL),
        Field("quantity", Kind.NUMBER, N_("How much"), section=_CAPITAL, headings=("จำนวน", "ปริมาณ")),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True, section=_CAPITAL),
        Field("value", Kind.MONEY, N_("Worth"), section=_CAPITAL, headings=("มูลค่า",)),
        Field("place", Kind.TEXT, N_("Place"), section=_WHERE, headings=("สถานที่", "ที่ตั้ง")),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE),
        Field("point", Kind.POINT, N_("On the map"), section=_WHERE),
        Field("keeper", Kind.LINK, N_("Keeper"), register="people", section=_KEEPER),
        Field("organization", Kind.LINK, N_("Organization"), register="organizations", section=_KEEPER),
        Field("keeper_name", Kind.TEXT, N_("Keeper (not in the book)"), section=_KEEPER, headings=("ผู้ดูแล", "เจ้าของ", "ผู้รับผิดชอบ")),
        Field("surveyed_on", Kind.DATE, N_("Surveyed on"), section=_KEEPER),
        Field("note", Kind.NOTE, N_("Note"), section=_KEEPER),
    ),
    columns=(
        "name",
        "kind",
        "detail",
        "keeper_first",
        "keeper_last",
        "moo",
        "tambon_code",
        "state",
    ),
    name_fields=("name",),
    lookups=(
        Lookup("keeper_first", "keeper", "first_name", label=N_("Keeper")),
        Lookup("keeper_last", "keeper", "last_name"),
        Lookup("organization_name", "organization", "name", label=N_("Organization")),
    ),
    filters=(Filter("kind"), Filter("detail"), Filter("state"), Filter("tambon_code")),
    views=(
        View("unused", N_("Not used yet"), {"state": "UNUSED"}),
        View("human", N_("Human capital"), {"kind": "CAP_H"}),
        View("physical", N_("Physical capital"), {"kind": "CAP_P"}),
        View("financial", N_("Financial capital"), {"kind": "CAP_F"}),
        View("natural", N_("Natural capital"), {"kind": "CAP_N"}),
        View("social", N_("Social capital"), {"kind": "CAP_S"}),
        View("wisdom", N_("Wisdom of the place"), {"kind": "CAP_W"}),
        View("resources", N_("Resources of the place"), {"kind": "CAP_R"}),
    ),
    identity=Identity(keys=(("name", "kind", "tambon_code"),), near=(("name",),)),
    related=(Related("project_links", "capital"), Related("attachments", "capital")),
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
