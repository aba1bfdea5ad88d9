"""How councils, their terms, assessments and scorecards are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import NEXT_90_DAYS
from desktop.records.register import Action, Field, Filter, Identity, Kind, Register, Related, Reverse, View
from desktop.registers.councils import service
from desktop.registers.councils.model import Council, CouncilAssessment, CouncilTerm, Scorecard, ScorecardAnswer, problems, term_problems

_COUNCIL = N_("Council")
_REGISTRATION = N_("Registration")
_TERM = N_("Term")
_CONTACT = N_("Contact")
_ACTIONS = (
    Action(
        "new_term",
        N_("Begin a new term…"),
        service.new_term,
        icon="calendar",
        fields=(
            Field("term_no", Kind.INTEGER, N_("Term"), required=True, minimum=1, maximum=99),
            Field("start_on", Kind.DATE, N_("Term began on"), required=True),
            Field("end_on", Kind.DATE, N_("Term ends on"), help=N_("Left blank: four years later.")),
        ),
        start=service.next_term,
        help=N_(
            "The present term moves to the earlier ones, with its chair and secretary. The members' seats are ended in their own list."
        ),
    ),
    Action(
        "assess",
        N_("Assess…"),
        service.assess,
        icon="award",
        fields=(
            Field("assessed_on", Kind.DATE, N_("Assessed on"), required=True),
            Field("level", Kind.CODE, N_("Level"), code_list="strength_level", required=True),
            Field("evidence", Kind.NOTE, N_("Evidence")),
            Field("assessor", Kind.TEXT, N_("Assessed by")),
        ),
        start=lambda values: {"level": values.get("level")},
    ),
)


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "name_en", "council_code", "registrar_name", "note")) if text]


COUNCILS = Register(
    name="councils",
    title=N_("Councils"),
    singular=N_("Council"),
    model=Council,
    icon="landmark",
    group=N_("Council"),
    fields=(
        Field("name", Kind.TEXT, N_("Name"), required=True, section=_COUNCIL),
        Field("name_en", Kind.TEXT, N_("Name in English"), section=_COUNCIL),
        Field(
            "council_code", Kind.TEXT, N_("Council code"), section=_COUNCIL, help=N_("The tambon's six digits and two more, as 21030401.")
        ),
        Field("areas", Kind.AREAS, N_("Areas"), section=_COUNCIL),
        Field("area_kind", Kind.CODE, N_("Kind of area"), code_list="area_kind", section=_COUNCIL),
        Field("status", Kind.CODE, N_("Status"), code_list="council_status", section=_COUNCIL),
        Field("registered_on", Kind.DATE, N_("Registered on"), section=_REGISTRATION),
        Field("registrar", Kind.CODE, N_("Registered with"), code_list="registrar", section=_REGISTRATION),
        Field("registrar_name", Kind.TEXT, N_("Registrar's name"), section=_REGISTRATION),
        Field("registration_no", Kind.TEXT, N_("Registration no."), section=_REGISTRATION),
        Field("term_no", Kind.INTEGER, N_("Term"), minimum=1, maximum=99, section=_TERM),
        Field("term_start_on", Kind.DATE, N_("Term began on"), section=_TERM),
        Field("term_end_on", Kind.DATE, N_("Term ends on"), section=_TERM),
        Field(
            "quorum_share",
            Kind.INTEGER,
            N_("Quorum (% of members)"),
            minimum=1,
            maximum=100,
            section=_TERM,
            help=N_("Half where left blank."),
        ),
        Field("house_no", Kind.TEXT, N_("House no."), section=_CONTACT),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_CONTACT),
        Field("village", Kind.TEXT, N_("Village"), section=_CONTACT),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_CONTACT),
        Field("point", Kind.POINT, N_("Map point"), section=_CONTACT),
        Field("phones", Kind.PHONES, N_("Phones"), section=_CONTACT),
        Field("email", Kind.TEXT, N_("E-mail"), section=_CONTACT),
        Field("line_id", Kind.TEXT, N_("Line"), section=_CONTACT),
        Field("contact", Kind.LINK, N_("Contact person"), register="people", section=_CONTACT),
        Field("note", Kind.NOTE, N_("Note"), section=_CONTACT),
    ),
    columns=("name", "council_code", "areas", "status", "level", "term_no", "term_end_on", "phones"),
    name_fields=("name",),
    reverses=(
        Reverse("level", "council_assessments", "of_council", "level", latest="assessed_on"),
        Reverse("assessed_on", "council_assessments", "of_council", "assessed_on", latest="assessed_on"),
    ),
    filters=(Filter("status"), Filter("areas"), Filter("area_kind"), Filter("term_end_on")),
    identity=Identity(keys=(("council_code",),)),
    children=("council_terms", "council_assessments", "scorecards"),
    related=(Related("attachments", "of_council"),),
    views=(
        View("term_ends", N_("Terms that end within 90 days"), {"term_end_on": NEXT_90_DAYS}, sort="term_end_on"),
        View("review", N_("Expired or under review"), {"status": ("EXPIRED", "REVIEW")}),
    ),
    defaults=lambda: {"status": "ACTIVE"},
    problems=problems,
    suggest=service.suggest,
    reminders=service.reminders,
    actions=_ACTIONS,
    sort_text=_name,
    search_text=_search,
)

COUNCIL_TERMS = Register(
    name="council_terms",
    title=N_("Terms"),
    singular=N_("Term of office"),
    model=CouncilTerm,
    icon="calendar",
    parent="of_council",
    fields=(
        Field("of_council", Kind.LINK, N_("Council"), register="councils", required=True),
        Field("term_no", Kind.INTEGER, N_("Term"), required=True, minimum=1, maximum=99),
        Field("start_on", Kind.DATE, N_("Began on")),
        Field("end_on", Kind.DATE, N_("Ended on")),
        Field("chair_name", Kind.TEXT, N_("Chair")),
        Field("secretary_name", Kind.TEXT, N_("Secretary")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("term_no", "start_on", "end_on", "chair_name", "secretary_name"),
    name_fields=("term_no",),
    natural=("of_council", "term_no"),
    sort_text=lambda values: (f"{values.get('term_no') or 0:03d}",),
    problems=term_problems,
)

COUNCIL_ASSESSMENTS = Register(
    name="council_assessments",
    title=N_("Assessments"),
    singular=N_("Assessment"),
    model=CouncilAssessment,
    icon="award",
    parent="of_council",
    fields=(
        Field("of_council", Kind.LINK, N_("Council"), register="councils", required=True),
        Field("assessed_on", Kind.DATE, N_("Assessed on"), required=True),
        Field("level", Kind.CODE, N_("Level"), code_list="strength_level", required=True),
        Field("evidence", Kind.NOTE, N_("Evidence")),
        Field("assessor", Kind.TEXT, N_("Assessed by")),
    ),
    columns=("assessed_on", "level", "assessor", "evidence"),
    name_fields=("assessed_on", "level"),
)

SCORECARDS = Register(
    name="scorecards",
    title=N_("Strength scorecards"),
    singular=N_("Strength scorecard"),
    model=Scorecard,
    icon="list-checks",
    parent="of_council",
    fields=(
        Field("of_council", Kind.LINK, N_("Council"), register="councils", required=True),
        Field("assessed_on", Kind.DATE, N_("Assessed on"), required=True),
        Field("assessor", Kind.TEXT, N_("Assessed by")),
        Field("total", Kind.INTEGER, N_("Points"), by_deed=True),
        Field("highest", Kind.INTEGER, N_("Of"), by_deed=True),
        Field("table_version", Kind.TEXT, N_("Version of the table"), by_deed=True),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("assessed_on", "total", "highest", "assessor", "table_version"),
    name_fields=("assessed_on",),
    children=("scorecard_answers",),
    actions=(Action("count_points", N_("Count the points"), service.count_points, icon="list-checks", many=True),),
)

SCORECARD_ANSWERS = Register(
    name="scorecard_answers",
    title=N_("Points"),
    singular=N_("Points for an item"),
    model=ScorecardAnswer,
    icon="check",
    parent="scorecard",
    fields=(
        Field("scorecard", Kind.LINK, N_("Scorecard"), register="scorecards", required=True),
        Field("item", Kind.CODE, N_("Item"), code_list="strength_item", required=True),
        Field("points", Kind.INTEGER, N_("Points"), minimum=0, maximum=1000),
        Field("evidence", Kind.NOTE, N_("Evidence")),
    ),
    columns=("item", "points", "evidence"),
    name_fields=("item",),
    natural=("scorecard", "item"),
)
