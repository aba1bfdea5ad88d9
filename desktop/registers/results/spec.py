"""How results are described."""

from __future__ import annotations

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Kind, Lookup, Register
from desktop.registers.results.model import Result, result_problems

_INDICATOR, _NUMBERS, _IN_WORDS = N_("Indicator"), N_("Numbers"), N_("In words")

RESULTS = Register(
    name="results",
    title=N_("Results"),
    singular=N_("Result"),
    model=Result,
    icon="chart-column",
    fields=(
        Field("project", Kind.LINK, N_("Project"), register="projects", section=_INDICATOR),
        Field("activity", Kind.LINK, N_("Activity"), register="activities", section=_INDICATOR),
        Field("kind", Kind.CODE, N_("Kind of result"), code_list="result_kind", required=True, section=_INDICATOR),
        Field("dimension", Kind.CODE, N_("Dimension"), code_list="quality_of_life", section=_INDICATOR),
        Field("indicator", Kind.TEXT, N_("Measured by"), required=True, section=_INDICATOR),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True, section=_NUMBERS),
        Field("baseline", Kind.NUMBER, N_("Baseline"), section=_NUMBERS),
        Field("target", Kind.NUMBER, N_("Target"), section=_NUMBERS),
        Field("actual", Kind.NUMBER, N_("Actual"), section=_NUMBERS),
        Field("measured_on", Kind.DATE, N_("Measured on"), section=_NUMBERS),
        Field("words_before", Kind.NOTE, N_("How it was"), section=_IN_WORDS),
        Field("words_after", Kind.NOTE, N_("How it is now"), section=_IN_WORDS),
        Field("evidence", Kind.TEXT, N_("Evidence"), section=_IN_WORDS),
    ),
    columns=(
        "kind",
        "dimension",
        "indicator",
        "unit",
        "baseline",
        "target",
        "actual",
        "measured_on",
    ),
    name_fields=("indicator",),
    lookups=(
        Lookup("project_title", "project", "title", label=N_("Project")),
        Lookup("activity_title", "activity", "title", label=N_("Activity")),
    ),
    filters=(Filter("kind"), Filter("dimension")),
    problems=result_problems,
)
