"""Times of day as people write them. Kept as 'HH:MM'; nothing is guessed: an afternoon is written 13 to 23, or with pm."""

from __future__ import annotations

import re

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_

_TYPED = re.compile(r"(\d{1,2})(?:\s*[.:]\s*(\d\d)(?:[.:]00)?)?\s*(น\.?|นาฬิกา|am|pm|a\.m\.|p\.m\.)?")
_TOGETHER = re.compile(r"(\d{1,2})(\d\d)\s*(น\.?|นาฬิกา)?")
_KEPT = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def is_time(text: str) -> bool:
    """Whether a text is a time as it is kept."""
    return _KEPT.fullmatch(text) is not None


def parse(text: str) -> str:
    """'HH:MM' of what a person wrote: '8.30', '08:30 น.', '0830', '9', '1:15 pm'. Refused 'not_time'."""
    typed = thai.fold(text)
    found = _TYPED.fullmatch(typed) or _TOGETHER.fullmatch(typed)
    if found is not None:
        hour, minute, unit = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
        half_day = unit in ("am", "pm")
        if half_day and 1 <= hour <= 12:
            hour = hour % 12 + (12 if unit == "pm" else 0)
        elif half_day:
            hour = 24  # "14 pm" is no time
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    raise Refused(N_("“{text}” is not a time of day. Write it as 08.30."), code="not_time", text=text)


def label(time: str, language: str) -> str:
    """'08.30 น.' in Thai, '08:30' in English."""
    return f"{time.replace(':', '.')} น." if language == "th" else time
