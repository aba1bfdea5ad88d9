"""How community organizations and their people are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, Related, person_name
from desktop.registers.organizations import service
from desktop.registers.organizations.model import PEOPLE_SPAN, Organization, OrganizationPerson, person_problems, problems

_ORGANIZATION = N_("Organization")
_REGISTRATION = N_("Registration")
_WHERE = N_("Where")
_CONTACT = N_("Contact")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [
        text for text in (values.get(name) for name in ("name", "activity_type", "village", "registered_no", "address", "note")) if text
    ] + list(values.get("phones") or ())


ORGANIZATIONS = Register(
    name="organizations",
    title=N_("Community organizations"),
    singular=N_("Community organization"),
    model=Organization,
    icon="building-2",
    group=N_("Council"),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            N_("Name"),
            required=True,
            section=_ORGANIZATION,
            headings=("ชื่อกลุ่ม", "ชื่อกลุ่ม/องค์กร", "กลุ่ม/องค์กร", "ชื่อองค์กร", "องค์กร", "กลุ่ม", "ชื่อกลุ่ม/องค์กรชุมชน", "ชื่อองค์กรชุมชน", "Group"),
        ),
        Field(
            "kind",
            Kind.CODE,
            N_("Kind of community"),
            code_list="community_kind",
            section=_ORGANIZATION,
            headings=("ประเภทองค์กร", "ประเภท", "ประเภทกลุ่ม"),
        ),
        Field(
            "activity_type",
            Kind.CODE,
            N_("What it does"),
            code_list="organization_activity",
            open_list=True,
            section=_ORGANIZATION,
            headings=("กิจกรรมหลัก", "กิจกรรม", "กิจกรรมของกลุ่ม"),
        ),
        Field(
            "founded_year",
            Kind.INTEGER,
            N_("Founded in (B.E.)"),
            minimum=2400,
            maximum=2700,
            section=_ORGANIZATION,
            headings=("ปีที่ก่อตั้ง", "ปีก่อตั้ง", "ก่อตั้งปี", "ก่อตั้งเมื่อ"),
        ),
        Field("member_count", Kind.INTEGER, N_("Number of members"), minimum=0, section=_ORGANIZATION, headings=("จำนวนสมาชิก", "สมาชิก")),
        Field("fund", Kind.MONEY, N_("Fund"), section=_ORGANIZATION, headings=("เงินทุน", "เงินกองทุน", "ทุนหมุนเวียน", "เงินทุนหมุนเวียน", "กองทุน")),
        Field("registered_no", Kind.TEXT, N_("Registration no."), section=_REGISTRATION, headings=("เลขที่จดแจ้ง", "เลขทะเบียน")),
        Field("registered_on", Kind.DATE, N_("Registered on"), section=_REGISTRATION),
        Field("seats", Kind.INTEGER, N_("Seats on the council"), minimum=0, maximum=99, section=_REGISTRATION),
        Field(
            "moos",
            Kind.TEXT,
            N_("Villages (moo)"),
            section=_WHERE,
            help=N_("As 1, 2, 5; a group of several villages is of the kind “other”."),
            headings=("หมู่ที่", "หมู่", "ม."),
        ),
        Field("village", Kind.TEXT, N_("Village"), section=_WHERE),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE),
        Field(
            "contact",
            Kind.LINK,
            N_("Contact person"),
            register="people",
            section=_CONTACT,
            headings=("ผู้ประสานงาน", "ประธาน", "ประธานกลุ่ม", "หัวหน้ากลุ่ม", "ผู้นำกลุ่ม"),
        ),
        Field("phones", Kind.PHONES, N_("Phones"), section=_CONTACT),
        Field("address", Kind.TEXT, N_("Address"), section=_CONTACT, headings=("ที่ตั้ง", "ที่อยู่", "ที่ทำการ")),
        Field("point", Kind.POINT, N_("Map point"), section=_CONTACT),
        Field("note", Kind.NOTE, N_("Note"), section=_CONTACT),
    ),
    columns=("name", "kind", "activity_type", "moos", "member_count", "fund", "registered_no", "phones"),
    name_fields=("name",),
    filters=(Filter("kind"), Filter("activity_type"), Filter("tambon_code"), Filter("registered_on")),
    identity=Identity(name=("name",), keys=(("registered_no",),)),
    children=("organization_people",),
    related=(Related("members", "organization"), Related("attachments", "organization")),
    problems=problems,
    suggest=service.suggest,
    warnings=service.warnings,
    sort_text=_name,
    search_text=_search,
)

ORGANIZATION_PEOPLE = Register(
    name="organization_people",
    title=N_("People of the organization"),
    singular=N_("Person of an organization"),
    model=OrganizationPerson,
    icon="users",
    parent="organization",
    fields=(
        Field("organization", Kind.LINK, N_("Organization"), register="organizations", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people", required=True),
        Field("role", Kind.CODE, N_("Role"), code_list="organization_role", open_list=True),
        Field("since", Kind.DATE, N_("Since")),
        Field("until", Kind.DATE, N_("Until")),
    ),
    columns=("prefix", "first_name", "last_name", "role", "since", "until", "phones"),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=(
        *tuple(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")),
        Lookup("organization_name", "organization", "name", label=N_("Organization")),
    ),
    sort_link="person",
    search_links=("person",),
    span=PEOPLE_SPAN,
    identity=Identity(keys=(("organization", "person"),)),
    called=person_name,
    problems=person_problems,
    warnings=service.person_warnings,
)
