"""A line of the report, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from desktop.base import i18n
from desktop.base.i18n import _

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line:
    """One province, council, need, status, year or kind. `key` is its code or id; blank: not stated. What a line of its kind can't have
    is 0."""

    key: str
    label_th: str
    label_en: str
    province: str = ""  # of a council: its province's code
    level: str = ""  # of a council: how strong it was found last, a code of strength_level
    councils: int = 0
    people: int = 0
    members: int = 0
    households: int = 0
    cases: int = 0
    activities: int = 0
    projects: int = 0
    also: int = 0
    areas: int = 0
    budget: Decimal = Decimal(0)
    requested: Decimal = Decimal(0)  # by the budget lines of those projects
    given: int = 0  # times help was given
    value: Decimal = Decimal(0)  # of that help, in baht
    referrals: int = 0
    agreed: int = 0  # households in which somebody agreed to the keeping of data
    out_of_school: int = 0
    meetings: int = 0  # ordinary ones held this calendar year
    needs: Mapping[str, int] = field(default_factory=dict)  # cases by need; a case with two needs is in both

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return (self.label_th if i18n.language() == "th" else self.label_en) or _("Not stated")


def grouped(records: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Records by something of theirs, in their order."""
    groups: dict[K, list[T]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return groups
