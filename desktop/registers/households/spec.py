"""How households and the persons in them are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_, _
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, person_name
from desktop.registers.households.model import Household, HouseholdPerson, person_problems, problems

_WHERE, _MONEY, _HOUSE, _MORE = N_("Where"), N_("Income and debt"), N_("House and land"), N_("More")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    # A moo is sorted as a number; a house number like 11/28 by its parts.
    moo = values.get("moo")
    number = "".join(part.zfill(5) if part.isdigit() else part for part in (values.get("house_no") or "").replace("/", " ").split())
    return f"{moo or 0:03d}", number


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("house_code", "house_no", "near_house_no", "village", "note")) if text]


def _called(values: Mapping[str, Any]) -> str:
    place = _("House {number}").format(number=values.get("house_no") or values.get("near_house_no") or values.get("house_code") or "-")
    if values.get("moo") is None:
        return place
    return place + " " + _("Moo {number}").format(number=values["moo"])


HOUSEHOLDS = Register(
    name="households",
    title=N_("Households"),
    singular=N_("Household"),
    model=Household,
    icon="house",
    fields=(
        Field("house_code", Kind.HOUSE_CODE, N_("House code"), section=_WHERE, headings=("รหัสประจำบ้าน", "รหัสบ้าน", "House code")),
        Field("house_no", Kind.TEXT, N_("House no."), section=_WHERE, headings=("บ้านเลขที่", "เลขที่บ้าน", "House no.")),
        Field(
            "near_house_no",
            Kind.TEXT,
            N_("Nearest house no."),
            section=_WHERE,
            help=N_("For a house without a number."),
            headings=("เลขที่บ้านใกล้เคียง",),
        ),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE, headings=("หมู่ที่", "หมู่", "ม.", "Moo")),
        Field("village", Kind.TEXT, N_("Village"), section=_WHERE, headings=("หมู่บ้าน", "ชุมชน", "Village")),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE, headings=("ตำบล", "แขวง", "ตำบล/แขวง", "Tambon")),
        Field("head", Kind.LINK, N_("Head of household"), register="people", section=_WHERE),
        Field("member_count", Kind.INTEGER, N_("Number of members"), minimum=0, maximum=99, section=_WHERE, headings=("จำนวนสมาชิก",)),
        Field(
            "income_month",
            Kind.MONEY,
            N_("Income a month"),
            section=_MONEY,
            headings=("รายได้/เดือน", "รายได้ต่อเดือน", "รายได้", "Income a month"),
        ),
        Field("debt", Kind.MONEY, N_("Debt"), section=_MONEY, headings=("หนี้สิน", "หนี้", "Debt")),
        Field("tenure", Kind.CODE, N_("Tenure"), code_list="tenure", open_list=True, section=_HOUSE, headings=("การถือครอง", "กรรมสิทธิ์")),
        Field("land_owner", Kind.CODE, N_("Whose land"), code_list="land_owner", section=_HOUSE, headings=("ลักษณะที่ดิน",)),
        Field(
            "house_condition",
            Kind.CODE,
            N_("House condition"),
            code_list="house_condition",
            open_list=True,
            section=_HOUSE,
            headings=("สภาพบ้าน", "สภาพที่อยู่อาศัย", "House condition"),
        ),
        Field("damage", Kind.CODES, N_("Damaged parts"), code_list="damage", section=_HOUSE, headings=("ส่วนที่ชำรุด",)),
        Field(
            "hardships",
            Kind.CODES,
            N_("Hardships"),
            code_list="hardship",
            sensitive=True,
            section=_MORE,
            headings=("ความเดือดร้อน", "ปัญหา"),
        ),
        Field("surveyed_on", Kind.DATE, N_("Surveyed on"), section=_MORE, headings=("วันที่สำรวจ", "Surveyed on")),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE, headings=("หมายเหตุ", "Note")),
    ),
    columns=(
        "house_code",
        "house_no",
        "moo",
        "tambon_code",
        "head_prefix",
        "head_first_name",
        "head_last_name",
        "income_month",
        "house_condition",
    ),
    name_fields=("house_no", "near_house_no", "house_code", "moo"),
    lookups=(
        Lookup("head_prefix", "head", "prefix"),
        Lookup("head_first_name", "head", "first_name"),
        Lookup("head_last_name", "head", "last_name"),
    ),
    filters=(Filter("tambon_code"), Filter("house_condition"), Filter("hardships")),
    identity=Identity(keys=(("house_code",), ("house_no", "moo", "tambon_code"))),
    search_links=("head",),
    children=("household_persons",),
    called=_called,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

HOUSEHOLD_PERSONS = Register(
    name="household_persons",
    title=N_("Persons in households"),
    singular=N_("Person in a household"),
    model=HouseholdPerson,
    icon="users",
    parent="household",
    fields=(
        Field("household", Kind.LINK, N_("Household"), register="households", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people", required=True),
        Field(
            "relation",
            Kind.CODE,
            N_("Relation to the head"),
            code_list="relation",
            open_list=True,
            headings=("เกี่ยวข้องเป็น", "ความสัมพันธ์", "Relation"),
        ),
        Field("since", Kind.DATE, N_("Lives there since")),
        Field("until", Kind.DATE, N_("Lived there until")),
    ),
    columns=("prefix", "first_name", "last_name", "relation", "birth_date", "national_id", "house_code", "house_no", "household_moo"),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=(
        *(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")),
        Lookup("house_code", "household", "house_code"),
        Lookup("house_no", "household", "house_no"),
        Lookup("household_moo", "household", "moo"),
    ),
    filters=(Filter("relation"),),
    identity=Identity(keys=(("household", "person"),)),
    sort_link="person",
    search_links=("person", "household"),
    called=person_name,
    problems=person_problems,
)
