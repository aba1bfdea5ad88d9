"""How help is described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import THIS_FISCAL_YEAR, THIS_MONTH
from desktop.records.register import Action, Field, Filter, Kind, Lookup, Register, View
from desktop.registers.help import service
from desktop.registers.help.model import Help, problems

_WHAT = N_("What")
_TO_WHOM = N_("To whom")
_FROM_WHOM = N_("From whom")


_GIVEN = (
    Field(
        "given_on",
        Kind.DATE,
        N_("Given on"),
        required=True,
        section=_WHAT,
        headings=("วันที่", "วันที่ช่วยเหลือ", "วันที่ให้", "วันที่มอบ", "วัน เดือน ปี", "ว/ด/ป"),
    ),
    Field(
        "kind",
        Kind.CODE,
        N_("Kind of help"),
        code_list="help_kind",
        required=True,
        section=_WHAT,
        headings=("ประเภท", "ประเภทความช่วยเหลือ", "ประเภทการช่วยเหลือ"),
    ),
    Field(
        "what",
        Kind.TEXT,
        N_("What was given"),
        required=True,
        section=_WHAT,
        headings=("รายการ", "รายการที่ช่วยเหลือ", "รายการช่วยเหลือ", "สิ่งที่ช่วยเหลือ", "สิ่งของ", "การช่วยเหลือ", "ความช่วยเหลือ", "สิ่งที่มอบ"),
    ),
    Field("quantity", Kind.TEXT, N_("Quantity"), section=_WHAT, headings=("จำนวน",)),
    Field("value", Kind.MONEY, N_("Worth"), section=_WHAT, headings=("มูลค่า", "จำนวนเงิน")),
)
_BY = (
    Field("partner", Kind.LINK, N_("Partner"), register="partners", section=_FROM_WHOM),
    Field(
        "giver",
        Kind.TEXT,
        N_("Given by"),
        section=_FROM_WHOM,
        help=N_("Where the giver is not among the partners."),
        headings=("หน่วยงานที่ช่วย", "หน่วยงานที่ช่วยเหลือ", "หน่วยงาน", "ผู้ให้", "ผู้มอบ", "ผู้สนับสนุน"),
    ),
    Field("project", Kind.LINK, N_("Project"), register="projects", section=_FROM_WHOM),
    Field("source", Kind.CODE, N_("Source of money"), code_list="budget_source", section=_FROM_WHOM),
    Field("note", Kind.NOTE, N_("Note"), section=_FROM_WHOM),
)


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("given_on") or "", values.get("what") or "")


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("what", "giver", "quantity", "note")) if text]


def _called(values: Mapping[str, Any]) -> str:
    return values.get("what") or ""


def recording(register: str, link: str, *carried: str) -> Action:
    """The deed "Record help…" for another room: `link` is the field of help for its records, `carried` those of their links it shares."""
    asked = tuple(replace(field, section="", required=field.required and field.name != "given_on") for field in (*_GIVEN, *_BY))
    return Action("record_help", N_("Record help…"), service.record(register, link, carried), "hand-heart", asked, many=True)


HELP = Register(
    name="help",
    title=N_("Help given"),
    singular=N_("Help"),
    model=Help,
    icon="hand-heart",
    group=N_("Households and hardship"),
    fields=(
        *_GIVEN,
        Field("case", Kind.LINK, N_("Case"), register="cases", section=_TO_WHOM),
        Field("household", Kind.LINK, N_("Household"), register="households", section=_TO_WHOM),
        Field(
            "person",
            Kind.LINK,
            N_("Person"),
            register="people",
            section=_TO_WHOM,
            headings=("ผู้รับ", "ชื่อผู้รับ", "ชื่อ-สกุลผู้รับ", "ผู้รับความช่วยเหลือ", "ผู้ได้รับความช่วยเหลือ"),
        ),
        *_BY,
    ),
    columns=("given_on", "kind", "what", "value", "case_number", "house_no", "moo", "first_name", "last_name", "partner_name", "giver"),
    name_fields=("given_on", "what"),
    lookups=(
        Lookup("case_number", "case", "number"),
        Lookup("house_no", "household", "house_no"),
        Lookup("moo", "household", "moo"),
        Lookup("first_name", "person", "first_name"),
        Lookup("last_name", "person", "last_name"),
        Lookup("partner_name", "partner", "name", label=N_("Partner")),
        Lookup("project_title", "project", "title", label=N_("Project")),
    ),
    filters=(Filter("given_on"), Filter("kind"), Filter("source"), Filter("partner"), Filter("project")),
    views=(
        View("this_year", N_("This fiscal year"), {"given_on": THIS_FISCAL_YEAR}, sort="given_on", descending=True),
        View("this_month", N_("This month"), {"given_on": THIS_MONTH}, sort="given_on", descending=True),
    ),
    sort="given_on",
    newest_first=True,
    search_links=("person", "household", "partner"),
    called=_called,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
