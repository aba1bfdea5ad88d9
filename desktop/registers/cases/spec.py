"""How hardship cases are described."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, ME, OVERDUE, THIS_MONTH
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.cases import service
from desktop.registers.cases.model import (
    BACK,
    CLOSED,
    OPEN,
    RANKED,
    CaseFund,
    CaseStep,
    CaseVisit,
    HardshipCase,
    fund_problems,
    locked,
    problems,
    visit_problems,
)
from desktop.registers.help.spec import recording

_WHOSE, _WHAT, _HELP, _TIME = N_("Whose"), N_("What is needed"), N_("Help"), N_("Time")
_RANKING = N_("Ranking")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("problem") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("number", "problem", "wish", "programme", "outcome")) if text]


def _at(*states: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: values.get("status") in states


def _already(*names: str, **renamed: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Questions that begin with what the case says."""
    return lambda values: {name: values.get(name) for name in names} | {name: values.get(field) for name, field in renamed.items()}


_ON = Field("on", Kind.DATE, N_("Day"), help=N_("Blank means today."))
_NOTE = Field("reason", Kind.NOTE, N_("Reason or note"))
_REASON = Field("reason", Kind.NOTE, N_("Reason"), required=True)
_IF_ABOVE = Field("reason", Kind.NOTE, N_("Reason or note"), help=N_("Needed where the amount is above the ceiling of the programme."))
_IF_NO_PHOTO = Field("reason", Kind.NOTE, N_("Reason or note"), help=N_("Needed where there is no photo of it among the case's pictures."))

_ALONG = (
    Action("verify", N_("Mark as verified"), service.verify, "check", many=True, offered=_at("C10")),
    Action(
        "certify",
        N_("Certify…"),
        service.certify,
        "gavel",
        (Field("resolution", Kind.LINK, N_("Resolution"), register="resolutions", required=True),),
        many=True,
        offered=_at("C20"),
        help=N_("By a resolution of a meeting that was held. The step bears the day of that meeting."),
    ),
    Action(
        "propose",
        N_("Propose for support…"),
        service.propose,
        "forward",
        (
            Field("programme_code", Kind.CODE, N_("Programme of support"), code_list="programme", required=True),
            Field("programme_year", Kind.INTEGER, N_("Year of the programme (B.E.)"), minimum=2500, maximum=2700, required=True),
            Field("budget", Kind.MONEY, N_("Budget"), required=True),
            _ON,
            _IF_ABOVE,
        ),
        many=True,
        offered=_at(RANKED),
        start=_already("programme_code", "programme_year", "budget"),
    ),
    Action(
        "approve",
        N_("Record the approval…"),
        service.approve,
        "award",
        (Field("amount", Kind.MONEY, N_("Approved"), required=True), _ON, _IF_ABOVE),
        many=True,
        offered=_at("C50"),
        start=_already(amount="budget"),
    ),
    Action("start_work", N_("Begin the work…"), service.start_work, "circle-play", (_ON, _IF_NO_PHOTO), many=True, offered=_at("C60")),
    Action("finish", N_("Report as done…"), service.finish, "list-checks", (_ON, _IF_NO_PHOTO), many=True, offered=_at("C70")),
    Action(
        "close",
        N_("Close the case…"),
        service.close,
        "shield-check",
        (Field("outcome", Kind.NOTE, N_("Outcome"), required=True), _ON),
        many=True,
        offered=_at("C80"),
        start=_already("outcome"),
    ),
)
_RANKS = (
    Action("score", N_("Work out the score"), service.score, "star", many=True, offered=_at(*sorted(OPEN))),
    Action(
        "rank_by_score",
        N_("Rank by score"),
        service.rank_by_score,
        "arrow-up-down",
        many=True,
        offered=_at("C30", RANKED),
        help=N_("The whole rank list of the council is put in order by score. Places given by hand are lost."),
    ),
    Action(
        "set_rank",
        N_("Set the rank…"),
        service.set_rank,
        "list",
        (Field("place", Kind.INTEGER, N_("Rank"), minimum=1, required=True), _REASON),
        offered=_at("C30", RANKED),
        start=_already(place="rank"),
        help=N_("The cases behind it make room."),
    ),
    Action("move_up", N_("Move up in rank"), service.move(-1), "chevron-up", offered=_at(RANKED)),
    Action("move_down", N_("Move down in rank"), service.move(1), "chevron-down", offered=_at(RANKED)),
)
_BESIDE = (
    Action(
        "visit",
        N_("Record a visit…"),
        service.visit,
        "calendar",
        (
            Field("on", Kind.DATE, N_("Visited on"), help=N_("Blank means today.")),
            Field("findings", Kind.NOTE, N_("What was found")),
            Field("next_on", Kind.DATE, N_("Next visit on")),
            Field("visitor", Kind.TEXT, N_("Visited by"), help=N_("Blank means you.")),
        ),
        many=True,
    ),
    recording("cases", "case", "household", "person"),
    Action(
        "refer",
        N_("Refer to a partner…"),
        service.refer,
        "forward",
        (
            Field("partner", Kind.LINK, N_("Sent to"), register="partners", required=True),
            Field("asked", Kind.NOTE, N_("What is asked for"), required=True),
            Field("due_on", Kind.DATE, N_("Answer due on")),
            Field("on", Kind.DATE, N_("Sent on"), help=N_("Blank means today.")),
            Field("closes", Kind.BOOL, N_("The case ends here"), help=N_("Yes where the partner takes it over altogether.")),
        ),
        many=True,
        offered=_at(*sorted(OPEN)),
        start=_already(asked="wish"),
    ),
)


def _exit(state: str, name: str, title: str, *fields: Field) -> Action:
    return Action(name, title, service.leave(state), "flag", (*fields, _ON), many=True, offered=_at(*sorted(OPEN)))


_ENDS = (
    _exit("X10", "close_referred", N_("End: referred…"), _NOTE),
    _exit("X20", "close_solved", N_("End: solved by themselves…"), _NOTE),
    _exit("X30", "close_ineligible", N_("End: not eligible…"), _REASON),
    _exit("X40", "close_withdrawn", N_("End: withdrawn…"), _REASON),
    _exit("X50", "close_moved", N_("End: moved or deceased…"), _REASON),
    _exit(
        "X60",
        "close_duplicate",
        N_("End: duplicate…"),
        Field("same_as", Kind.LINK, N_("Same as case"), register="cases", required=True),
        _NOTE,
    ),
    Action("step_back", N_("Take a step back…"), service.step_back, "undo-2", (_REASON, _ON), many=True, offered=_at(*BACK)),
    Action("reopen", N_("Reopen…"), service.reopen, "undo-2", (_REASON, _ON), many=True, offered=_at(*sorted(CLOSED))),
)
_RANK_COLUMNS = ("rank", "number", "prefix", "first_name", "last_name", "house_no", "moo", "score", "score_parts", "urgency", "problem")

CASES = Register(
    name="cases",
    title=N_("Hardship cases"),
    singular=N_("Hardship case"),
    model=HardshipCase,
    icon="clipboard-list",
    fields=(
        Field("number", Kind.TEXT, N_("Case no."), by_deed=True, section=_WHOSE),
        Field("household", Kind.LINK, N_("Household"), register="households", section=_WHOSE),
        Field("person", Kind.LINK, N_("Person"), register="people", section=_WHOSE),
        Field("needs", Kind.CODES, N_("Needs"), code_list="need", sensitive=True, section=_WHAT, headings=("ประเภทความต้องการ", "Needs")),
        Field("dimensions", Kind.CODES, N_("Dimensions"), code_list="dimension", section=_WHAT, headings=("มิติ", "Dimensions")),
        Field("problem", Kind.NOTE, N_("Problem"), section=_WHAT, headings=("สภาพปัญหา", "ปัญหา", "Problem")),
        Field("wish", Kind.NOTE, N_("Wish"), section=_WHAT, headings=("สิ่งที่ต้องการ", "ความต้องการ", "Wish")),
        Field("tags", Kind.CODES, N_("5 good things"), code_list="quality_of_life", section=_WHAT),
        Field("urgency", Kind.CODE, N_("Urgency"), code_list="urgency", section=_WHAT, headings=("ความเร่งด่วน", "Urgency")),
        Field("score", Kind.INTEGER, N_("Score"), by_deed=True, section=_RANKING),
        Field("score_parts", Kind.TEXT, N_("How the score came about"), by_deed=True, section=_RANKING),
        Field("score_version", Kind.TEXT, N_("Version of the score table"), by_deed=True, section=_RANKING),
        Field("rank", Kind.INTEGER, N_("Rank"), by_deed=True, section=_RANKING),
        Field("status", Kind.CODE, N_("Status"), code_list="case_status", by_deed=True, section=_HELP, headings=("สถานะ", "Status")),
        Field("programme", Kind.TEXT, N_("Programme"), section=_HELP, headings=("โครงการช่วยเหลือ", "Programme")),
        Field("budget", Kind.MONEY, N_("Budget"), section=_HELP, headings=("งบประมาณ", "งบประมาณที่ขอ", "วงเงิน", "Budget")),
        Field("programme_code", Kind.CODE, N_("Programme of support"), code_list="programme", section=_HELP),
        Field("programme_year", Kind.INTEGER, N_("Year of the programme (B.E.)"), minimum=2500, maximum=2700, section=_HELP),
        Field("approved", Kind.MONEY, N_("Approved"), by_deed=True, section=_HELP),
        Field("responsible", Kind.TEXT, N_("Responsible"), section=_HELP),
        Field("same_as", Kind.LINK, N_("Same as case"), register="cases", by_deed=True, section=_HELP),
        Field("opened_on", Kind.DATE, N_("Opened on"), section=_TIME, headings=("วันที่รับเรื่อง", "วันที่แจ้ง", "Opened on")),
        Field("next_visit_on", Kind.DATE, N_("Next visit on"), section=_TIME, headings=("นัดเยี่ยมครั้งต่อไป",)),
        Field("closed_on", Kind.DATE, N_("Closed on"), by_deed=True, section=_TIME, headings=("วันที่ปิดกรณี", "Closed on")),
        Field("outcome", Kind.NOTE, N_("Outcome"), section=_TIME, headings=("ผลการช่วยเหลือ", "Outcome")),
    ),
    columns=("number", "prefix", "first_name", "last_name", "house_no", "moo", "needs", "status", "urgency", "opened_on", "next_visit_on"),
    name_fields=("number", "problem"),
    lookups=(
        Lookup("prefix", "person", "prefix"),
        Lookup("first_name", "person", "first_name"),
        Lookup("last_name", "person", "last_name"),
        Lookup("house_code", "household", "house_code"),
        Lookup("house_no", "household", "house_no"),
        Lookup("moo", "household", "moo"),
        Lookup("tambon_code", "household", "tambon_code"),
    ),
    filters=(
        Filter("status"),
        Filter("needs"),
        Filter("urgency"),
        Filter("dimensions"),
        Filter("programme_code"),
        Filter("next_visit_on"),
        Filter("moo"),
    ),
    number="number",
    children=("case_steps", "case_funds", "case_visits"),
    related=(Related("help", "case"), Related("referrals", "case"), Related("attachments", "case"), Related("cases", "same_as")),
    views=(
        View("mine", N_("Mine"), {"responsible": ME}, sort="next_visit_on"),
        View("open", N_("Open cases"), {"closed_on": BLANK}, sort="opened_on"),
        View("this_month", N_("Opened this month"), {"opened_on": THIS_MONTH}, sort="opened_on", descending=True),
        View("certified", N_("Certified, not yet proposed"), {"status": ("C30", "C40")}, sort="rank"),
        View("rank", N_("Rank list for the forum"), {"status": "C40"}, sort="rank", columns=_RANK_COLUMNS),
        View("visits", N_("Visits that are due"), {"next_visit_on": OVERDUE}, sort="next_visit_on"),
    ),
    group=N_("Households and hardship"),
    identity=Identity(keys=(("household", "person", "opened_on"),)),
    search_links=("person", "household"),
    problems=problems,
    sort_text=_name,
    search_text=_search,
    defaults=lambda: {"status": "C10"},
    actions=(*_ALONG, *_RANKS, *_BESIDE, *_ENDS),
    entered=service.entered,
    binned=service.binned,
    locked=locked,
    reminders=service.reminders,
)

CASE_STEPS = Register(
    name="case_steps",
    title=N_("Steps"),
    singular=N_("Step"),
    model=CaseStep,
    icon="history",
    parent="case",
    fields=(
        Field("case", Kind.LINK, N_("Case"), register="cases", required=True),
        Field("state", Kind.CODE, N_("Status"), code_list="case_status", required=True),
        Field("from_state", Kind.CODE, N_("Status before"), code_list="case_status"),
        Field("on", Kind.DATE, N_("Day")),
        Field("by", Kind.TEXT, N_("By")),
        Field("resolution", Kind.LINK, N_("Resolution"), register="resolutions"),
        Field("picture", Kind.LINK, N_("Picture"), register="attachments"),
        Field("reason", Kind.NOTE, N_("Reason or note")),
    ),
    columns=("on", "state", "from_state", "by", "reason", "resolution_text"),
    name_fields=("on", "state"),
    lookups=(
        Lookup("case_number", "case", "number"),
        Lookup("resolution_text", "resolution", "text"),
    ),
    append_only=True,
)

CASE_FUNDS = Register(
    name="case_funds",
    title=N_("Contributions"),
    singular=N_("Contribution"),
    model=CaseFund,
    icon="wallet",
    parent="case",
    fields=(
        Field("case", Kind.LINK, N_("Case"), register="cases", required=True),
        Field("source", Kind.CODE, N_("Contributed by"), code_list="fund_source", required=True),
        Field("form", Kind.CODE, N_("In what"), code_list="fund_form", required=True),
        Field("amount", Kind.MONEY, N_("Amount or value")),
        Field("work_days", Kind.INTEGER, N_("Work-days"), minimum=0, maximum=9999),
        Field("partner", Kind.LINK, N_("Partner"), register="partners"),
        Field("given_on", Kind.DATE, N_("Given on")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("source", "form", "amount", "work_days", "partner_name", "given_on"),
    name_fields=("source", "amount"),
    lookups=(Lookup("partner_name", "partner", "name", label=N_("Partner")),),
    problems=fund_problems,
)

CASE_VISITS = Register(
    name="case_visits",
    title=N_("Visits"),
    singular=N_("Visit"),
    model=CaseVisit,
    icon="calendar",
    parent="case",
    fields=(
        Field("case", Kind.LINK, N_("Case"), register="cases", required=True),
        Field("visited_on", Kind.DATE, N_("Visited on"), required=True),
        Field("visitor", Kind.TEXT, N_("Visited by")),
        Field("findings", Kind.NOTE, N_("What was found")),
        Field("next_on", Kind.DATE, N_("Next visit on")),
    ),
    columns=("visited_on", "visitor", "findings", "next_on"),
    name_fields=("visited_on", "findings"),
    problems=visit_problems,
    entered=service.visited,
)
