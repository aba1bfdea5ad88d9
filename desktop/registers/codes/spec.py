"""How entries of code lists are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Kind, Register
from desktop.registers.codes.model import CodeEntry, problems


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("list") or "", f"{values.get('position') or 0:04d}", values.get("code") or "")


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("code", "label_th", "label_en", "also", "source")) if text]


def _called(values: Mapping[str, Any]) -> str:
    return f"{values.get('code') or ''} {values.get('label_th') or ''}".strip()


CODES = Register(
    name="codes",
    title=N_("Code lists"),
    singular=N_("Code"),
    model=CodeEntry,
    icon="list",
    fields=(
        Field("list", Kind.TEXT, N_("List"), required=True),
        Field("code", Kind.TEXT, N_("Code"), required=True),
        Field("label_th", Kind.TEXT, N_("Thai"), required=True),
        Field("label_en", Kind.TEXT, N_("English")),
        Field("also", Kind.TEXT, N_("Other words for it"), help=N_("Separated by |.")),
        Field("group", Kind.TEXT, N_("Belongs to")),
        Field("amount", Kind.MONEY, N_("Amount or points")),
        Field("rule", Kind.TEXT, N_("Rule")),
        Field("valid_from", Kind.INTEGER, N_("Valid from (B.E.)"), minimum=2400, maximum=2700),
        Field("valid_to", Kind.INTEGER, N_("Valid until (B.E.)"), minimum=2400, maximum=2700),
        Field("position", Kind.INTEGER, N_("Order"), minimum=0, maximum=9999),
        Field("source", Kind.TEXT, N_("Source")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("list", "code", "label_th", "label_en", "group", "amount", "valid_from", "valid_to", "source"),
    name_fields=("list", "code", "label_th"),
    natural=("list", "code"),
    kept_by="region",
    called=_called,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
