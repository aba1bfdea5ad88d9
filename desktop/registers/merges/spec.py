"""How merges are described. They are made and undone by deeds and never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Action, Field, Filter, Kind, Register, View
from desktop.registers.merges import service
from desktop.registers.merges.model import Merge, MergePart


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return values.get("merged_on") or "", values.get("kept_name") or ""


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get("kept_name"), values.get("gone_name"), values.get("reason")) if text]


def _standing(values: Mapping[str, Any]) -> bool:
    return not values.get("undone")


def action(register: str) -> Action:
    """The deed "They are the same…" for another room, on two of its records."""
    return Action(
        "merge",
        N_("They are the same: merge…"),
        service.merging(register),
        icon="git-merge",
        fields=(
            Field("stays", Kind.LINK, N_("Which stays"), register=register, help=N_("Left blank, it is the first one chosen.")),
            Field("reason", Kind.NOTE, N_("Reason")),
        ),
        many=True,
        help=N_("What belongs to the one belongs to the other afterwards. It can be un-merged at any time."),
    )


MERGES = Register(
    name="merges",
    title=N_("Merged records"),
    singular=N_("Merge"),
    model=Merge,
    icon="git-merge",
    group=N_("The office"),
    append_only=True,
    fields=(
        Field("merged_on", Kind.DATE, N_("Merged on"), required=True, by_deed=True),
        Field("merged_by", Kind.TEXT, N_("Merged by"), by_deed=True),
        Field("kept_name", Kind.TEXT, N_("What stays"), by_deed=True),
        Field("gone_name", Kind.TEXT, N_("What went into the bin"), by_deed=True),
        Field("reason", Kind.NOTE, N_("Reason"), by_deed=True),
        Field("undone", Kind.BOOL, N_("Un-merged"), by_deed=True),
        Field("of_register", Kind.TEXT, N_("Register"), by_deed=True, inner=True),
        Field("kept", Kind.TEXT, N_("Identifier of what stays"), required=True, by_deed=True, inner=True),
        Field("gone", Kind.TEXT, N_("Identifier of what went"), required=True, by_deed=True, inner=True),
    ),
    columns=("merged_on", "kept_name", "gone_name", "merged_by", "undone"),
    name_fields=("kept_name",),
    filters=(Filter("merged_on"), Filter("undone")),
    views=(View("undone", N_("Un-merged"), {"undone": True}),),
    sort="merged_on",
    newest_first=True,
    natural=("of_register", "kept", "gone"),
    actions=(
        Action(
            "unmerge",
            N_("Un-merge"),
            service.unmerging,
            icon="undo-2",
            many=True,
            offered=_standing,
            help=N_("Both are there again, each with what belonged to it. What was linked since stays where it is."),
        ),
    ),
    sort_text=_name,
    search_text=_search,
)

MERGE_PARTS = Register(
    name="merge_parts",
    title=N_("What merges changed"),
    singular=N_("Change by a merge"),
    model=MergePart,
    icon="git-merge",
    append_only=True,
    fields=(
        Field("merge", Kind.TEXT, N_("Identifier of the merge"), required=True, by_deed=True),
        Field("what", Kind.TEXT, N_("What was done"), required=True, by_deed=True),
        Field("of_register", Kind.TEXT, N_("Register"), required=True, by_deed=True),
        Field("record", Kind.TEXT, N_("Record"), required=True, by_deed=True),
        Field("field", Kind.TEXT, N_("Field"), by_deed=True),
        Field("was", Kind.TEXT, N_("Before"), by_deed=True),
        Field("now", Kind.TEXT, N_("Afterwards"), sensitive=True, by_deed=True),  # may be a national ID
    ),
    columns=("what", "of_register", "field"),
    name_fields=("what", "field"),
    natural=("merge", "what", "of_register", "record", "field"),
)
