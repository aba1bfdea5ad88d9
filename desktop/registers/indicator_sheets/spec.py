"""How indicator sheets are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_, _
from desktop.records.codes import shipped
from desktop.records.query import NOT_BLANK
from desktop.records.register import Field, Filter, Kind, Lookup, Register, View, in_numbers
from desktop.registers.indicator_sheets.model import IndicatorSheet, problems


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (f"{values.get('year') or 0:04d}", values.get("indicator_set") or "")


def _called(values: Mapping[str, Any]) -> str:
    label = shipped().label("indicator_set", values.get("indicator_set") or "")
    name = f"{label} {values.get('year') or ''}".strip()
    if not values.get("failed"):
        return name
    return _("{sheet}, not passed {numbers}").format(sheet=name, numbers=in_numbers(values["failed"]))


INDICATOR_SHEETS = Register(
    name="indicator_sheets",
    title=N_("Indicators"),
    singular=N_("Indicator sheet"),
    model=IndicatorSheet,
    icon="list-checks",
    group=N_("Households and hardship"),
    fields=(
        Field("indicator_set", Kind.CODE, N_("Indicator set"), code_list="indicator_set", required=True, ended_too=True),
        Field("year", Kind.INTEGER, N_("Year (B.E.)"), required=True, minimum=2500, maximum=2700),
        Field("household", Kind.LINK, N_("Household"), register="households"),
        Field("person", Kind.LINK, N_("Person"), register="people"),
        Field("surveyed_on", Kind.DATE, N_("Surveyed on")),
        Field("failed", Kind.CODES, N_("Not passed"), code_list="indicator", sensitive=True, group_by="indicator_set", ended_too=True),
        Field("not_asked", Kind.CODES, N_("Does not apply"), code_list="indicator", group_by="indicator_set", ended_too=True),
        Field("happiness", Kind.INTEGER, N_("Happiness (0-10)"), minimum=0, maximum=10),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("indicator_set", "year", "house_no", "moo", "first_name", "last_name", "failed", "surveyed_on"),
    name_fields=("indicator_set", "year"),
    lookups=(
        Lookup("house_no", "household", "house_no"),
        Lookup("moo", "household", "moo"),
        Lookup("first_name", "person", "first_name"),
        Lookup("last_name", "person", "last_name"),
    ),
    natural=("indicator_set", "year", "household", "person"),
    filters=(Filter("indicator_set"), Filter("year"), Filter("failed")),
    views=(
        View("failing", N_("Not passed in something"), {"failed": NOT_BLANK}),
        View("no_secure_home", N_("No secure home (indicator 8)"), {"failed": "JPT60_08"}),
        View("not_in_school", N_("Not in school (indicators 16 and 17)"), {"failed": ("JPT60_16", "JPT60_17")}),
    ),
    search_links=("household", "person"),
    called=_called,
    defaults=lambda: {"indicator_set": "JPT60"},
    problems=problems,
    sort_text=_name,
)
