"""How partners are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, Related
from desktop.registers.partners import service
from desktop.registers.partners.model import (
    Agreement,
    Partner,
    PartnerContact,
    PartnerSupport,
    agreement_problems,
    contact_problems,
    problems,
    support_problems,
)

_PARTNER = N_("Partner")
_CONTACT = N_("Contact")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "parent_name", "contact_name", "address", "note")) if text] + list(
        values.get("phones") or ()
    )


PARTNERS = Register(
    name="partners",
    title=N_("Partners"),
    singular=N_("Partner"),
    model=Partner,
    icon="handshake",
    group=N_("Work"),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            N_("Name"),
            required=True,
            section=_PARTNER,
            headings=("ชื่อหน่วยงาน", "หน่วยงาน", "ชื่อหน่วยงาน/ภาคี", "ภาคี", "ชื่อภาคี", "หน่วยงาน/ภาคี", "องค์กร", "ชื่อองค์กร", "ภาคีเครือข่าย", "Partner"),
        ),
        Field("kind", Kind.CODE, N_("Kind"), code_list="partner_kind", section=_PARTNER, headings=("ประเภท", "ประเภทหน่วยงาน", "ประเภทภาคี")),
        Field("parent_name", Kind.TEXT, N_("Belongs to"), section=_PARTNER),
        Field(
            "contact_name", Kind.TEXT, N_("Contact person"), section=_CONTACT, headings=("ผู้ประสานงาน", "ผู้ติดต่อ", "ชื่อผู้ประสานงาน", "ชื่อผู้ติดต่อ")
        ),
        Field("contact_role", Kind.TEXT, N_("Position"), section=_CONTACT, headings=("ตำแหน่ง",)),
        Field("phones", Kind.PHONES, N_("Phones"), section=_CONTACT),
        Field("email", Kind.TEXT, N_("E-mail"), section=_CONTACT, headings=("อีเมล", "อีเมล์", "E-mail")),
        Field("address", Kind.TEXT, N_("Address"), section=_CONTACT, headings=("ที่ตั้ง", "ที่อยู่", "ที่ตั้งสำนักงาน")),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_CONTACT),
        Field("note", Kind.NOTE, N_("Note"), section=_CONTACT),
    ),
    columns=("name", "kind", "contact_name", "phones", "tambon_code"),
    name_fields=("name",),
    filters=(Filter("kind"), Filter("tambon_code")),
    identity=Identity(name=("name",)),
    children=("partner_contacts", "agreements", "partner_supports"),
    related=(
        Related("help", "partner"),
        Related("referrals", "partner"),
        Related("project_contributions", "partner"),
        Related("enterprise_supports", "partner"),
    ),
    reminders=service.reminders,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

PARTNER_CONTACTS = Register(
    name="partner_contacts",
    title=N_("Contact persons"),
    singular=N_("Contact person"),
    model=PartnerContact,
    icon="user",
    parent="partner",
    fields=(
        Field("partner", Kind.LINK, N_("Partner"), register="partners", required=True),
        Field("name", Kind.TEXT, N_("Name"), required=True),
        Field("role", Kind.TEXT, N_("Position")),
        Field("phones", Kind.PHONES, N_("Phones")),
        Field("email", Kind.TEXT, N_("E-mail")),
        Field("since", Kind.DATE, N_("Since")),
        Field("until", Kind.DATE, N_("Until")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "name",
        "role",
        "phones",
        "email",
        "since",
        "until",
    ),
    name_fields=("name",),
    span=("since", "until"),
    identity=Identity(keys=(("partner", "name"),)),
    problems=contact_problems,
    sort_text=lambda values: (values.get("name") or "",),
)

AGREEMENTS = Register(
    name="agreements",
    title=N_("Agreements"),
    singular=N_("Agreement"),
    model=Agreement,
    icon="handshake",
    parent="partner",
    fields=(
        Field("partner", Kind.LINK, N_("Partner"), register="partners", required=True),
        Field("title", Kind.TEXT, N_("Title"), required=True),
        Field("kind", Kind.CODE, N_("Kind of agreement"), code_list="agreement_kind"),
        Field("signed_on", Kind.DATE, N_("Signed on")),
        Field("until", Kind.DATE, N_("Until")),
        Field("amount", Kind.MONEY, N_("Amount")),
        Field("areas", Kind.AREAS, N_("Areas")),
        Field("duties", Kind.NOTE, N_("Who does what")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "title",
        "kind",
        "signed_on",
        "until",
        "amount",
    ),
    name_fields=("title",),
    lookups=(Lookup("partner_name", "partner", "name", label=N_("Partner")),),
    related=(Related("attachments", "agreement"),),
    span=("signed_on", "until"),
    problems=agreement_problems,
    sort_text=lambda values: (values.get("title") or "",),
)

PARTNER_SUPPORTS = Register(
    name="partner_supports",
    title=N_("Support from partners"),
    singular=N_("Support from a partner"),
    model=PartnerSupport,
    icon="hand-heart",
    parent="partner",
    fields=(
        Field("partner", Kind.LINK, N_("Partner"), register="partners", required=True),
        Field("kind", Kind.CODE, N_("Kind of support"), code_list="partner_support_kind", required=True),
        Field("on", Kind.DATE, N_("Day")),
        Field("activity", Kind.LINK, N_("Activity"), register="activities"),
        Field("project", Kind.LINK, N_("Project"), register="projects"),
        Field("words", Kind.TEXT, N_("What it was")),
        Field("amount", Kind.MONEY, N_("Worth")),
        Field("people", Kind.INTEGER, N_("People who came"), minimum=0),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "on",
        "kind",
        "words",
        "activity_title",
        "project_title",
        "amount",
        "people",
    ),
    name_fields=(
        "kind",
        "words",
    ),
    lookups=(
        Lookup("partner_name", "partner", "name", label=N_("Partner")),
        Lookup("activity_title", "activity", "title", label=N_("Activity")),
        Lookup("project_title", "project", "title", label=N_("Project")),
    ),
    problems=support_problems,
    sort_text=lambda values: (values.get("on") or "",),
)
