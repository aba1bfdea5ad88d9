"""A line of the report, whatever it is about, and the records its numbers are added up of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from desktop.base import i18n
from desktop.base.i18n import _

NEED = "need:"
BAHT = frozenset({"budget", "requested", "value"})  # columns of money
NO_BAHT = Decimal("0.00")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Part(NamedTuple):
    """A record behind a number and what it adds to it: 1, baht, people who came; 0 where what it stands for is counted with another one."""

    register: str
    id: bytes
    amount: int | Decimal


Parts = tuple[Part, ...]
Cell = tuple[str, str, str]  # table, key of its line, column


class Adding:
    """Adds parts up to the numbers of lines. Parts of the cells for which `kept` is true stay with the line; without it none do, as those of
    a whole report take more room than the report."""

    def __init__(self, kept: Callable[[Cell], bool] | None = None) -> None:
        self.kept = kept

    @property
    def fine(self) -> bool:
        """Whether each record is read by itself: what the store adds up is then added up here."""
        return self.kept is not None

    def up(self, cell: Cell, parts: Iterable[Part], nothing: int | Decimal = 0) -> tuple[Any, Parts]:
        """(their sum, those that stay); `nothing` is what no parts come to, and so whether it is a number of things or of baht."""
        if self.kept is None or not self.kept(cell):
            return sum((part.amount for part in parts), nothing), ()
        all_ = tuple(parts)
        return sum((part.amount for part in all_), nothing), all_

    def line(self, table: str, key: str, label_th: str, label_en: str, counted: Mapping[str, Iterable[Part]], **facts: Any) -> Line:
        """A line of a table whose numbers are added up of `counted`; `need:CODE` is a number of cases by need."""
        numbers: dict[str, Any] = {}
        needs: dict[str, int] = {}
        behind: dict[str, Parts] = {}
        for name, parts in counted.items():
            number, stay = self.up((table, key, name), parts, NO_BAHT if name in BAHT else 0)
            if name.startswith(NEED):
                needs[name.removeprefix(NEED)] = number
            else:
                numbers[name] = number
            if stay:
                behind[name] = stay
        return Line(key=key, label_th=label_th, label_en=label_en, **numbers, **facts, needs=needs, behind=behind)


def ones(register: str, ids: Iterable[bytes]) -> list[Part]:
    """Records that count as one each."""
    return [Part(register, uid, 1) for uid in ids]


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
    behind: Mapping[str, Parts] = field(default_factory=dict, compare=False, repr=False)  # see Adding

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
