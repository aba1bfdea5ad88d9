"""What many rooms check of one record: that an end does not lie before its beginning, that no amount lies below zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Problem


def in_order(values: Mapping[str, Any], first: str, last: str) -> list[Problem]:
    """An error at `last` where both are filled (days, times or years alike) and it comes before `first`."""
    if values.get(first) and values.get(last) and values[last] < values[first]:
        return [Problem(last, "end_before_start", N_("The end lies before the beginning."))]
    return []


def not_negative(values: Mapping[str, Any], *names: str) -> list[Problem]:
    """An error at each amount below zero."""
    return [
        Problem(name, "negative", N_("An amount of money can't be below zero."))
        for name in names
        if values.get(name) is not None and values[name] < 0
    ]
