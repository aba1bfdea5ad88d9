"""How partners are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Register, Related
from desktop.registers.partners.model import Partner, problems

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
        Field("name", Kind.TEXT, N_("Name"), required=True, section=_PARTNER),
        Field("kind", Kind.CODE, N_("Kind"), code_list="partner_kind", section=_PARTNER),
        Field("parent_name", Kind.TEXT, N_("Belongs to"), section=_PARTNER),
        Field("contact_name", Kind.TEXT, N_("Contact person"), section=_CONTACT),
        Field("contact_role", Kind.TEXT, N_("Position"), section=_CONTACT),
        Field("phones", Kind.PHONES, N_("Phones"), section=_CONTACT),
        Field("email", Kind.TEXT, N_("E-mail"), section=_CONTACT),
        Field("address", Kind.TEXT, N_("Address"), section=_CONTACT),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_CONTACT),
        Field("note", Kind.NOTE, N_("Note"), section=_CONTACT),
    ),
    columns=("name", "kind", "contact_name", "phones", "tambon_code"),
    name_fields=("name",),
    filters=(Filter("kind"), Filter("tambon_code")),
    identity=Identity(name=("name",)),
    related=(Related("help", "partner"), Related("referrals", "partner")),
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
