"""How photos and papers are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_, _
from desktop.records.codes import shipped
from desktop.records.register import Field, Filter, Kind, Register
from desktop.registers.attachments.model import Attachment, problems

_PICTURE = N_("Picture")
_FILE = N_("File")
_BELONGS_TO = N_("Belongs to")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("taken_on") or "", values.get("caption") or "")


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get("caption"),) if text]


def _called(values: Mapping[str, Any]) -> str:
    kind = values.get("kind")
    return values.get("caption") or (shipped().label("attachment_kind", kind) if kind else _("Picture"))


ATTACHMENTS = Register(
    name="attachments",
    title=N_("Photos and papers"),
    singular=N_("Photo or paper"),
    model=Attachment,
    icon="image",
    fields=(
        Field("kind", Kind.CODE, N_("Kind"), code_list="attachment_kind", section=_PICTURE),
        Field("taken_on", Kind.DATE, N_("Taken on"), section=_PICTURE),
        Field("caption", Kind.TEXT, N_("Caption"), section=_PICTURE),
        Field("content", Kind.FILE, N_("Picture"), by_deed=True, section=_PICTURE),
        Field("thumbnail", Kind.FILE, N_("Small picture"), by_deed=True, section=_PICTURE),
        Field("location", Kind.POINT, N_("Where it was taken"), sensitive=True, section=_PICTURE),
        Field("media_type", Kind.TEXT, N_("Type of file"), by_deed=True, section=_FILE),
        Field("width", Kind.INTEGER, N_("Width (px)"), by_deed=True, section=_FILE),
        Field("height", Kind.INTEGER, N_("Height (px)"), by_deed=True, section=_FILE),
        Field("size", Kind.INTEGER, N_("Size (bytes)"), by_deed=True, section=_FILE),
        Field("original_sha256", Kind.TEXT, N_("Check sum of the original"), by_deed=True, section=_FILE),
        Field("person", Kind.LINK, N_("Person"), register="people", section=_BELONGS_TO),
        Field("household", Kind.LINK, N_("Household"), register="households", section=_BELONGS_TO),
        Field("case", Kind.LINK, N_("Case"), register="cases", section=_BELONGS_TO),
        Field("step", Kind.LINK, N_("Step"), register="case_steps", section=_BELONGS_TO),
        Field("meeting", Kind.LINK, N_("Meeting"), register="meetings", section=_BELONGS_TO),
        Field("organization", Kind.LINK, N_("Organization"), register="organizations", section=_BELONGS_TO),
        Field("of_council", Kind.LINK, N_("Council"), register="councils", section=_BELONGS_TO),
        Field("consent", Kind.LINK, N_("Consent"), register="consents", section=_BELONGS_TO),
        Field("project", Kind.LINK, N_("Project"), register="projects", section=_BELONGS_TO),
        Field("activity", Kind.LINK, N_("Activity"), register="activities", section=_BELONGS_TO),
        Field("plan", Kind.LINK, N_("Plan"), register="plans", section=_BELONGS_TO),
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", section=_BELONGS_TO),
        Field("product", Kind.LINK, N_("Product"), register="products", section=_BELONGS_TO),
        Field("business_plan", Kind.LINK, N_("Business plan"), register="business_plans", section=_BELONGS_TO),
        Field("capital", Kind.LINK, N_("Community capital"), register="capitals", section=_BELONGS_TO),
        Field("agreement", Kind.LINK, N_("Agreement"), register="agreements", section=_BELONGS_TO),
        Field("fund", Kind.LINK, N_("Welfare fund"), register="welfare_funds", section=_BELONGS_TO),
        Field("cash_line", Kind.LINK, N_("Cash line"), register="cash_lines", section=_BELONGS_TO),
    ),
    columns=("thumbnail", "kind", "caption", "taken_on", "size"),
    name_fields=("kind", "caption"),
    filters=(Filter("kind"), Filter("taken_on")),
    called=_called,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
