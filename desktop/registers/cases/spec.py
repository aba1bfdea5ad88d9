"""How hardship cases are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register
from desktop.registers.cases.model import HardshipCase, problems

_WHOSE, _WHAT, _HELP, _TIME = N_("Whose"), N_("What is needed"), N_("Help"), N_("Time")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("problem") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("problem", "wish", "programme", "outcome")) if text]


CASES = Register(
    name="cases",
    title=N_("Hardship cases"),
    singular=N_("Hardship case"),
    model=HardshipCase,
    icon="clipboard-list",
    fields=(
        Field("household", Kind.LINK, N_("Household"), register="households", section=_WHOSE),
        Field("person", Kind.LINK, N_("Person"), register="people", section=_WHOSE),
        Field("needs", Kind.CODES, N_("Needs"), code_list="need", sensitive=True, section=_WHAT, headings=("ความต้องการ", "Needs")),
        Field("dimensions", Kind.CODES, N_("Dimensions"), code_list="dimension", section=_WHAT, headings=("มิติ", "Dimensions")),
        Field("problem", Kind.NOTE, N_("Problem"), section=_WHAT, headings=("สภาพปัญหา", "ปัญหา", "Problem")),
        Field("wish", Kind.NOTE, N_("Wish"), section=_WHAT, headings=("สิ่งที่ต้องการ", "Wish")),
        Field("urgency", Kind.CODE, N_("Urgency"), code_list="urgency", section=_WHAT, headings=("ความเร่งด่วน", "Urgency")),
        Field("status", Kind.CODE, N_("Status"), code_list="case_status", section=_HELP, headings=("สถานะ", "Status")),
        Field("programme", Kind.TEXT, N_("Programme"), section=_HELP, headings=("โครงการช่วยเหลือ", "Programme")),
        Field("budget", Kind.MONEY, N_("Budget"), section=_HELP, headings=("งบประมาณ", "Budget")),
        Field("opened_on", Kind.DATE, N_("Opened on"), section=_TIME, headings=("วันที่รับเรื่อง", "Opened on")),
        Field("next_visit_on", Kind.DATE, N_("Next visit on"), section=_TIME, headings=("นัดเยี่ยมครั้งต่อไป",)),
        Field("closed_on", Kind.DATE, N_("Closed on"), section=_TIME, headings=("วันที่ปิดกรณี", "Closed on")),
        Field("outcome", Kind.NOTE, N_("Outcome"), section=_TIME, headings=("ผลการช่วยเหลือ", "Outcome")),
    ),
    columns=("prefix", "first_name", "last_name", "house_no", "moo", "needs", "status", "urgency", "opened_on", "next_visit_on"),
    name_fields=("problem",),
    lookups=(
        Lookup("prefix", "person", "prefix"),
        Lookup("first_name", "person", "first_name"),
        Lookup("last_name", "person", "last_name"),
        Lookup("house_code", "household", "house_code"),
        Lookup("house_no", "household", "house_no"),
        Lookup("moo", "household", "moo"),
        Lookup("tambon_code", "household", "tambon_code"),
    ),
    filters=(Filter("status"), Filter("needs"), Filter("urgency"), Filter("dimensions")),
    identity=Identity(keys=(("household", "person", "opened_on"),)),
    search_links=("person", "household"),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    defaults=lambda: {"status": "C10"},
)
