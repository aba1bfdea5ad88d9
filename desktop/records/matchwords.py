"""What speaks for and against two people being one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.base.i18n import N_, _
from desktop.records.evidence import Reason

# By code: the sentence, and whether it speaks for it. {number} is what the reason brings along.
WORDS: Mapping[str, tuple[str, bool]] = {
    "exact_same": (N_("same national ID"), True),
    "exact_near": (N_("ID differs in {number} digits"), True),
    "exact_differs": (N_("another national ID"), False),
    "birth_same": (N_("same birth date"), True),
    "birth_year": (N_("same year of birth"), True),
    "birth_differs": (N_("birth date differs"), False),
    "birth_year_differs": (N_("born {number} years apart"), False),
    "name_same": (N_("same name"), True),
    "first_same": (N_("same first name"), True),
    "first_sound": (N_("first name sounds the same"), True),
    "first_near": (N_("first name alike ({number} %)"), True),
    "first_differs": (N_("another first name"), False),
    "last_same": (N_("same last name"), True),
    "last_sound": (N_("last name sounds the same"), True),
    "last_near": (N_("last name alike ({number} %)"), True),
    "last_differs": (N_("another last name"), False),
    "first_blank": (N_("a first name is missing"), False),
    "last_blank": (N_("a last name is missing"), False),
    "phone_same": (N_("same phone"), True),
    "home_same": (N_("same house"), True),
    "sex_differs": (N_("another sex"), False),
}


def worded(reasons: Iterable[Reason]) -> tuple[list[str], list[str]]:
    """What speaks for it and what against it, in the language in use; a code of a newer program is left out."""
    told = [(WORDS[code], number) for code, number in reasons if code in WORDS]
    return (
        [_(words).format(number=number) for (words, speaks_for), number in told if speaks_for],
        [_(words).format(number=number) for (words, speaks_for), number in told if not speaks_for],
    )
