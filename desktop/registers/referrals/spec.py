"""How referrals are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import ME, OVERDUE
from desktop.records.register import Action, Field, Filter, Kind, Lookup, Register, View
from desktop.registers.referrals import service
from desktop.registers.referrals.model import WAITING, Referral, locked, problems

_REFERRAL = N_("Referral")
_ANSWER = N_("Answer")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("sent_on") or "", values.get("number") or "")


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("number", "asked", "answer", "note")) if text]


def _called(values: Mapping[str, Any]) -> str:
    return " ".join(text for text in (values.get("number"), values.get("asked")) if text)


def _waiting(values: Mapping[str, Any]) -> bool:
    return values.get("state") == WAITING


_ACTIONS = (
    Action(
        "answer",
        N_("Record the answer…"),
        service.answer,
        "inbox",
        (
            Field("result", Kind.CODE, N_("Result"), code_list="referral_result", required=True),
            Field("answer", Kind.NOTE, N_("Answer")),
            Field("on", Kind.DATE, N_("Answered on"), help=N_("Blank means today.")),
        ),
        many=True,
        offered=_waiting,
    ),
    Action(
        "withdraw",
        N_("Withdraw…"),
        service.withdraw,
        "x",
        (Field("reason", Kind.NOTE, N_("Reason"), required=True),),
        many=True,
        offered=_waiting,
    ),
    Action(
        "send_again",
        N_("Send again…"),
        service.send_again,
        "send",
        (
            Field("partner", Kind.LINK, N_("Sent to"), register="partners"),
            Field("asked", Kind.NOTE, N_("What is asked for")),
            Field("due_on", Kind.DATE, N_("Answer due on")),
            Field("on", Kind.DATE, N_("Sent on"), help=N_("Blank means today.")),
        ),
        start=lambda values: {name: values.get(name) for name in ("partner", "asked")},
        help=N_("A new letter with a number of its own. This one stays as it is, and is no longer waited for."),
    ),
)

REFERRALS = Register(
    name="referrals",
    title=N_("Referrals"),
    singular=N_("Referral"),
    model=Referral,
    icon="forward",
    group=N_("Households and hardship"),
    fields=(
        Field("number", Kind.TEXT, N_("Letter no."), by_deed=True, section=_REFERRAL),
        Field("sent_on", Kind.DATE, N_("Sent on"), required=True, section=_REFERRAL),
        Field("partner", Kind.LINK, N_("Sent to"), register="partners", required=True, section=_REFERRAL),
        Field("case", Kind.LINK, N_("Case"), register="cases", section=_REFERRAL),
        Field("household", Kind.LINK, N_("Household"), register="households", section=_REFERRAL),
        Field("person", Kind.LINK, N_("Person"), register="people", section=_REFERRAL),
        Field("asked", Kind.NOTE, N_("What is asked for"), required=True, sensitive=True, section=_REFERRAL),
        Field("due_on", Kind.DATE, N_("Answer due on"), section=_REFERRAL),
        Field("responsible", Kind.TEXT, N_("Responsible"), section=_REFERRAL),
        Field("state", Kind.CODE, N_("Status"), code_list="referral_state", by_deed=True, section=_ANSWER),
        Field("answered_on", Kind.DATE, N_("Answered on"), by_deed=True, section=_ANSWER),
        Field("answer", Kind.NOTE, N_("Answer"), sensitive=True, by_deed=True, section=_ANSWER),
        Field("result", Kind.CODE, N_("Result"), code_list="referral_result", by_deed=True, section=_ANSWER),
        Field("note", Kind.NOTE, N_("Note"), section=_ANSWER),
    ),
    columns=("number", "sent_on", "partner_name", "asked", "due_on", "state", "result", "case_number", "first_name", "last_name"),
    name_fields=("number", "asked"),
    lookups=(
        Lookup("partner_name", "partner", "name", label=N_("Partner")),
        Lookup("case_number", "case", "number"),
        Lookup("first_name", "person", "first_name"),
        Lookup("last_name", "person", "last_name"),
        Lookup("house_no", "household", "house_no"),
        Lookup("moo", "household", "moo"),
    ),
    number="number",
    filters=(Filter("state"), Filter("due_on"), Filter("partner"), Filter("result")),
    views=(
        View("late", N_("Answer overdue"), {"state": "SENT", "due_on": OVERDUE}, sort="due_on"),
        View("open", N_("Waiting for an answer"), {"state": "SENT"}, sort="due_on"),
        View("mine", N_("Mine"), {"responsible": ME}, sort="due_on"),
    ),
    sort="sent_on",
    newest_first=True,
    search_links=("person", "household", "partner"),
    called=_called,
    defaults=lambda: {"state": WAITING},
    actions=_ACTIONS,
    entered=service.entered,
    locked=locked,
    reminders=service.reminders,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
