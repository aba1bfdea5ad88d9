"""How enterprises, their members, months and support are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, NOT_BLANK, THIS_YEAR, Not
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.enterprises import service
from desktop.registers.enterprises.model import (
    Enterprise,
    EnterpriseMember,
    EnterpriseMonth,
    EnterpriseSupport,
    member_name,
    member_problems,
    month_problems,
    problems,
    renews,
    support_problems,
)

_GROUP = N_("Group")
_REGISTRATION = N_("Registration")
_WHERE = N_("Where")
_MORE = N_("More")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "business", "registration_no", "note")) if text] + list(
        values.get("phones") or ()
    )


_ACTIONS = (
    Action(
        "renew",
        N_("Renew for the year…"),
        service.renew,
        "refresh-cw",
        (
            Field("on", Kind.DATE, N_("Renewed on"), help=N_("Blank means today.")),
            Field(
                "year", Kind.INTEGER, N_("For the year (B.E.)"), minimum=2549, maximum=2700, help=N_("Blank means the year of that day.")
            ),
        ),
        many=True,
        offered=renews,
        help=N_("A registered enterprise tells the registrar by 30 January of each year that it goes on."),
    ),
)

# What was registered this year is asked for the first time next January.
_NOT_RENEWED = {
    "kind": ("COMMUNITY", "NETWORK"),
    "registration_no": NOT_BLANK,
    "state": Not("ENDED"),
    "renewed_on": Not(THIS_YEAR),
    "registered_on": Not(THIS_YEAR),
}

ENTERPRISES = Register(
    name="enterprises",
    title=N_("Enterprises"),
    singular=N_("Enterprise"),
    model=Enterprise,
    icon="building-2",
    group=N_("Economy"),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            N_("Name"),
            required=True,
            section=_GROUP,
            headings=("ชื่อกลุ่ม", "ชื่อวิสาหกิจ", "ชื่อกลุ่ม/วิสาหกิจชุมชน", "ชื่อวิสาหกิจชุมชน", "วิสาหกิจชุมชน", "กลุ่มอาชีพ", "ชื่อกลุ่มอาชีพ", "กลุ่ม", "Enterprise"),
        ),
        Field("kind", Kind.CODE, N_("Kind of enterprise"), code_list="enterprise_kind", section=_GROUP, headings=("ประเภท", "ประเภทกลุ่ม")),
        Field("roles", Kind.CODES, N_("Role in the chain"), code_list="chain_role", section=_GROUP),
        Field("business", Kind.TEXT, N_("Business"), section=_GROUP, headings=("กิจการ", "กิจกรรม", "อาชีพ")),
        Field(
            "founded_year",
            Kind.INTEGER,
            N_("Founded in (B.E.)"),
            minimum=2400,
            maximum=2700,
            section=_GROUP,
            headings=("ปีที่ก่อตั้ง", "ปีก่อตั้ง", "ก่อตั้งเมื่อ"),
        ),
        Field("state", Kind.CODE, N_("State of the group"), code_list="enterprise_state", section=_GROUP),
        Field(
            "registration_no",
            Kind.TEXT,
            N_("Registration no."),
            section=_REGISTRATION,
            help=N_("As on the certificate, up to 25 characters."),
            headings=("เลขทะเบียน", "ทะเบียนเลขที่", "รหัสทะเบียน", "รหัสวิสาหกิจ"),
        ),
        Field("registered_on", Kind.DATE, N_("Registered on"), section=_REGISTRATION, headings=("วันที่จดทะเบียน", "วันที่จดแจ้ง")),
        Field(
            "renewed_year", Kind.INTEGER, N_("Renewed for the year (B.E.)"), by_deed=True, minimum=2500, maximum=2700, section=_REGISTRATION
        ),
        Field("renewed_on", Kind.DATE, N_("Last renewed on"), by_deed=True, section=_REGISTRATION),
        Field(
            "authorised",
            Kind.LINK,
            N_("Authorised person"),
            register="people",
            section=_REGISTRATION,
            headings=("ประธาน", "ประธานกลุ่ม", "ผู้มีอำนาจทำการแทน", "หัวหน้ากลุ่ม"),
        ),
        Field("house_no", Kind.TEXT, N_("House no."), section=_WHERE),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE),
        Field("phones", Kind.PHONES, N_("Phones"), section=_WHERE),
        Field("income_before", Kind.MONEY, N_("Income a month before"), section=_MORE),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE),
    ),
    columns=(
        "name",
        "kind",
        "roles",
        "business",
        "registration_no",
        "renewed_year",
        "tambon_code",
        "phones",
    ),
    name_fields=("name",),
    filters=(Filter("kind"), Filter("roles"), Filter("state"), Filter("tambon_code")),
    views=(
        View("not_renewed", N_("Not renewed this year"), _NOT_RENEWED, sort="renewed_year"),
        View("unregistered", N_("Not registered yet"), {"registration_no": BLANK, "registered_on": BLANK, "state": Not("ENDED")}),
        View("active", N_("At work"), {"state": "ACTIVE"}),
    ),
    actions=_ACTIONS,
    warnings=service.warnings,
    reminders=service.reminders,
    identity=Identity(name=("name",), keys=(("registration_no",),)),
    children=("enterprise_members", "enterprise_months", "enterprise_supports"),
    related=(
        Related("products", "enterprise"),
        Related("business_plans", "enterprise"),
        Related("cash_books", "enterprise"),
        Related("project_links", "enterprise"),
        Related("attachments", "enterprise"),
    ),
    defaults=lambda: {"state": "ACTIVE"},
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

ENTERPRISE_MEMBERS = Register(
    name="enterprise_members",
    title=N_("Members of the enterprise"),
    singular=N_("Member of the enterprise"),
    model=EnterpriseMember,
    icon="users",
    parent="enterprise",
    fields=(
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people"),
        Field("name", Kind.TEXT, N_("Name (not in the book)")),
        Field("role", Kind.CODE, N_("Position"), code_list="enterprise_role", open_list=True),
        Field("shares", Kind.MONEY, N_("Shares")),
        Field("since", Kind.DATE, N_("Since")),
        Field("until", Kind.DATE, N_("Until")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "prefix",
        "first_name",
        "last_name",
        "name",
        "role",
        "shares",
        "since",
        "until",
    ),
    name_fields=(
        "prefix",
        "first_name",
        "last_name",
        "name",
    ),
    lookups=tuple(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name")),
    span=("since", "until"),
    identity=Identity(keys=(("enterprise", "person"),)),
    called=member_name,
    problems=member_problems,
)

ENTERPRISE_MONTHS = Register(
    name="enterprise_months",
    title=N_("Income and cost by month"),
    singular=N_("Month of the enterprise"),
    model=EnterpriseMonth,
    icon="calendar",
    parent="enterprise",
    fields=(
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", required=True),
        Field("month", Kind.PARTIAL_DATE, N_("Month"), required=True),
        Field("income", Kind.MONEY, N_("Income")),
        Field("cost", Kind.MONEY, N_("Cost")),
        Field("workers", Kind.INTEGER, N_("People at work"), minimum=0),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "month",
        "income",
        "cost",
        "workers",
    ),
    name_fields=("month",),
    natural=("enterprise", "month"),
    problems=month_problems,
    sort_text=lambda values: (values.get("month") or "",),
)

ENTERPRISE_SUPPORTS = Register(
    name="enterprise_supports",
    title=N_("Support from incubation centres"),
    singular=N_("Support received"),
    model=EnterpriseSupport,
    icon="award",
    parent="enterprise",
    fields=(
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", required=True),
        Field("on", Kind.DATE, N_("Day")),
        Field("partner", Kind.LINK, N_("Partner"), register="partners"),
        Field("centre", Kind.TEXT, N_("Centre")),
        Field("kind", Kind.CODE, N_("Kind of support"), code_list="support_kind"),
        Field("topic", Kind.TEXT, N_("About"), required=True),
        Field("amount", Kind.MONEY, N_("Amount")),
        Field("result", Kind.NOTE, N_("Result")),
    ),
    columns=(
        "on",
        "kind",
        "topic",
        "centre",
        "partner_name",
        "amount",
    ),
    name_fields=("topic",),
    lookups=(Lookup("partner_name", "partner", "name", label=N_("Partner")),),
    problems=support_problems,
    sort_text=lambda values: (values.get("on") or "",),
)
