"""How proposals are described. They are made by the region's saving and answered by deeds, never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.proposing import ASKED, OPEN
from desktop.records.register import Action, Field, Filter, Kind, Register, View
from desktop.registers.proposals import service
from desktop.registers.proposals.model import Proposal, asked, waits

_WHAT, _ANSWER = N_("Proposal"), N_("Answer")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return values.get("made_on") or "", values.get("called") or ""


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("called", "other_name", "reason", "answer")) if text]


PROPOSALS = Register(
    name="proposals",
    title=N_("Proposals"),
    singular=N_("Proposal"),
    model=Proposal,
    icon="messages-square",
    group=N_("The office"),
    append_only=True,
    fields=(
        Field("kind", Kind.CODE, N_("What is proposed"), code_list="proposal_kind", required=True, by_deed=True, section=_WHAT),
        Field("called", Kind.TEXT, N_("Record"), by_deed=True, section=_WHAT),
        Field("other_name", Kind.TEXT, N_("Merge with"), by_deed=True, section=_WHAT),
        Field("reason", Kind.NOTE, N_("Reason"), by_deed=True, section=_WHAT),
        Field("made_on", Kind.DATE, N_("Proposed on"), by_deed=True, section=_WHAT),
        Field("made_by", Kind.TEXT, N_("Who proposed it"), by_deed=True, section=_WHAT),
        Field("status", Kind.CODE, N_("State"), code_list="proposal_status", by_deed=True, section=_ANSWER),
        Field("answer", Kind.NOTE, N_("Answer"), by_deed=True, section=_ANSWER),
        Field("answered_on", Kind.DATE, N_("Day of the answer"), by_deed=True, section=_ANSWER),
        Field("answered_by", Kind.TEXT, N_("Answered by"), by_deed=True, section=_ANSWER),
        Field("of_register", Kind.TEXT, N_("Register"), required=True, by_deed=True, inner=True, section=_WHAT),
        Field("record", Kind.TEXT, N_("Identifier of the record"), required=True, by_deed=True, inner=True, section=_WHAT),
        Field("other", Kind.TEXT, N_("Identifier of the other"), by_deed=True, inner=True, section=_WHAT),
        Field("changes", Kind.TEXT, N_("Proposed values"), sensitive=True, by_deed=True, inner=True, section=_WHAT),
    ),
    columns=("made_on", "called", "kind", "status", "reason", "answer"),
    name_fields=("called",),
    filters=(Filter("status"), Filter("kind"), Filter("made_on")),
    views=(View("open", N_("Without an answer"), {"status": OPEN}), View("asked", N_("Questions asked back"), {"status": ASKED})),
    sort="made_on",
    newest_first=True,
    actions=(
        Action(
            "accept",
            N_("Accept"),
            service.accept,
            icon="circle-check",
            many=True,
            offered=waits,
            help=N_("What is proposed is done now. It can be undone."),
        ),
        Action(
            "keep",
            N_("Keep what we have…"),
            service.keep,
            icon="circle-x",
            fields=(Field("why", Kind.NOTE, N_("Why it stays"), required=True),),
            many=True,
            offered=waits,
        ),
        Action(
            "ask",
            N_("Ask the regional office…"),
            service.ask,
            icon="circle-question-mark",
            fields=(Field("question", Kind.NOTE, N_("Question"), required=True),),
            offered=waits,
        ),
        Action(
            "reply",
            N_("Answer the question…"),
            service.reply,
            icon="send",
            fields=(Field("words", Kind.NOTE, N_("Answer"), required=True),),
            offered=asked,
        ),
        Action("withdraw", N_("Take the proposal back"), service.withdraw, icon="undo-2", many=True, offered=waits),
    ),
    reminders=service.reminders,
    sort_text=_name,
    search_text=_search,
)
