"""What an invented council is made of: its records as plain values, and the one sequence of draws they come from."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from desktop.base.areas import Area, areas
from desktop.records import invented_names as words

T = TypeVar("T")
Values = dict[str, Any]
_SERIALS = 100_000  # IDs and house codes an area can have


@dataclass(frozen=True, slots=True)
class Act:
    """A deed of a room done on a day to a record, by the place of that record in its list. Links among `values` are places too."""

    day: str
    order: int  # among those of one day
    register: str
    name: str
    record: int
    values: Values


@dataclass(slots=True)
class Council:
    """One council's registers as plain values, in lists by name. A link holds the place of the linked record in its list, not an id."""

    people: list[Values] = field(default_factory=list)
    councils: list[Values] = field(default_factory=list)
    council_terms: list[Values] = field(default_factory=list)
    council_assessments: list[Values] = field(default_factory=list)
    scorecards: list[Values] = field(default_factory=list)
    scorecard_answers: list[Values] = field(default_factory=list)
    partners: list[Values] = field(default_factory=list)
    organizations: list[Values] = field(default_factory=list)
    organization_people: list[Values] = field(default_factory=list)
    members: list[Values] = field(default_factory=list)
    households: list[Values] = field(default_factory=list)
    household_persons: list[Values] = field(default_factory=list)
    household_debts: list[Values] = field(default_factory=list)
    consents: list[Values] = field(default_factory=list)
    indicator_sheets: list[Values] = field(default_factory=list)
    projects: list[Values] = field(default_factory=list)
    activities: list[Values] = field(default_factory=list)
    meetings: list[Values] = field(default_factory=list)
    agenda_items: list[Values] = field(default_factory=list)
    attendances: list[Values] = field(default_factory=list)
    resolutions: list[Values] = field(default_factory=list)
    cases: list[Values] = field(default_factory=list)
    case_funds: list[Values] = field(default_factory=list)
    case_visits: list[Values] = field(default_factory=list)
    help: list[Values] = field(default_factory=list)
    referrals: list[Values] = field(default_factory=list)
    plans: list[Values] = field(default_factory=list)
    plan_items: list[Values] = field(default_factory=list)
    capitals: list[Values] = field(default_factory=list)
    enterprises: list[Values] = field(default_factory=list)
    enterprise_members: list[Values] = field(default_factory=list)
    enterprise_months: list[Values] = field(default_factory=list)
    enterprise_supports: list[Values] = field(default_factory=list)
    products: list[Values] = field(default_factory=list)
    product_marks: list[Values] = field(default_factory=list)
    business_plans: list[Values] = field(default_factory=list)
    project_councils: list[Values] = field(default_factory=list)
    project_targets: list[Values] = field(default_factory=list)
    budget_lines: list[Values] = field(default_factory=list)
    project_contributions: list[Values] = field(default_factory=list)
    instalments: list[Values] = field(default_factory=list)
    project_links: list[Values] = field(default_factory=list)
    results: list[Values] = field(default_factory=list)
    activity_people: list[Values] = field(default_factory=list)
    activity_products: list[Values] = field(default_factory=list)
    partner_contacts: list[Values] = field(default_factory=list)
    agreements: list[Values] = field(default_factory=list)
    partner_supports: list[Values] = field(default_factory=list)
    welfare_funds: list[Values] = field(default_factory=list)
    fund_members: list[Values] = field(default_factory=list)
    fund_receipts: list[Values] = field(default_factory=list)
    fund_claims: list[Values] = field(default_factory=list)
    cash_books: list[Values] = field(default_factory=list)
    cash_lines: list[Values] = field(default_factory=list)
    cash_counts: list[Values] = field(default_factory=list)
    pictures: list[Values] = field(default_factory=list)  # records of photos that are still to be drawn
    acts: list[Act] = field(default_factory=list)  # what is done with the records once they are in a book


class Draw:
    """Draws one council: every draw comes from one sequence, so the order of the calls is part of the result."""

    def __init__(self, area_code: str, seed: int, today: dt.date) -> None:
        self.tambons = [area.code for area in tambons_of(area_code)]
        if not self.tambons:
            raise ValueError(f"no area has the code {area_code}")
        self.area_code = area_code
        self.today = today
        self.random = random.Random(f"sapha:{seed}:{area_code}")  # noqa: S311 - to be repeatable is the point
        # The place of the area in the table makes IDs of different areas different.
        self.number = next(place for place, area in enumerate(areas()) if area.code == area_code) % 10_000
        self.id_serials, self.house_serials = self._serials(), self._serials()
        self.villages = ["บ้าน" + self.surname() for _number in range(self.random.randrange(5, 14))]
        self.middle = (12.6 + self.random.random() * 2, 100.6 + self.random.random() * 1.8)  # of the map points, anywhere in the region
        self.made = Council()

    def one(self, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of some things."""
        return self.random.choices(things, weights)[0]

    def some(self, things: Sequence[str], most: int) -> tuple[str, ...] | None:
        """At most so many different ones, in order; None for none."""
        return tuple(sorted(self.random.sample(things, self.random.randrange(most + 1)))) or None

    def chance(self, share: float) -> bool:
        """True in that share of draws."""
        return self.random.random() < share

    def before(self, first: int, last: int) -> str:
        """A day from `last` to `first` days ago, as ISO."""
        return self.day(-self.random.randrange(first, last))

    def day(self, days: int) -> str:
        """A day so many days from today, as ISO."""
        return (self.today + dt.timedelta(days=days)).isoformat()

    def moo(self) -> tuple[int, str]:
        """A village by its number and name."""
        number = self.random.randrange(1, len(self.villages) + 1)
        return number, self.villages[number - 1]

    def surname(self) -> str:
        """A family name put together from parts."""
        if self.chance(0.02):
            return self.random.choice(words.CLANS)
        head = self.random.choice(words.SURNAME_HEADS)
        return head + self.random.choice([tail for tail in words.SURNAME_TAILS if tail != head])

    def phone(self) -> str:
        """A mobile number that no one has."""
        return f"0{self.random.choice('689')}{self.random.randrange(1, 7)}000{self.random.randrange(10_000):04d}"

    def point(self) -> str:
        """A point on the map near the middle of the area."""
        latitude, longitude = (degrees + self.random.uniform(-0.04, 0.04) for degrees in self.middle)
        return f"{latitude:.6f},{longitude:.6f}"

    def _serials(self) -> Iterator[int]:
        """Every number below _SERIALS once, out of order: the step shares no factor with it."""
        step, start = self.random.randrange(10_001, _SERIALS, 10), self.random.randrange(_SERIALS)
        return ((start + step * count) % _SERIALS for count in range(_SERIALS))


def tambons_of(area_code: str) -> list[Area]:
    """The tambons or khwaengs of an area, in order of code."""
    return [area for area in areas() if len(area.code) == 6 and area.code.startswith(area_code)]


def check_digit(twelve: str) -> str:
    """The thirteenth digit of a national ID."""
    return str((11 - sum((13 - place) * int(digit) for place, digit in enumerate(twelve)) % 11) % 10)


def later(day: str, days: int) -> str:
    """So many days after a day, as ISO."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def baht(amount: int | Decimal) -> Decimal:
    """An amount with two places."""
    return Decimal(amount).quantize(Decimal("0.01"))
