"""What a list shows, as plain data: no SQL, so that a screen can speak of lists before the database is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.records.register import Register

BLANK = "\0blank"  # filter value for "not filled in"
NOT_BLANK = "\0filled"
ME = "\0me"  # who has the book open, by name
# Spans of days counted from the day the question is asked; weeks begin on Sunday, years on 1 January, fiscal years on 1 October
TODAY, THIS_WEEK, THIS_MONTH, LAST_MONTH, THIS_YEAR = "\0today", "\0week", "\0month", "\0last-month", "\0year"
THIS_FISCAL_YEAR, LAST_FISCAL_YEAR = "\0fiscal-year", "\0last-fiscal-year"
OVERDUE, NEXT_30_DAYS, NEXT_90_DAYS = "\0overdue", "\0next-30", "\0next-90"

Bound = str | int | Decimal | None
_Days = tuple[dt.date | None, dt.date]


@dataclass(frozen=True, slots=True)
class Span:
    """Filter value for "from .. to", both included: days (ISO) or numbers; blank is open. Of a partial date all it may mean must lie inside."""

    start: Bound = None
    end: Bound = None


@dataclass(frozen=True, slots=True)
class Not:
    """Filter value for "anything but this"; blank is anything but it too."""

    value: Any


@dataclass(frozen=True)
class ListQuery:
    """What a list shows. `filters`: field or lookup -> code, area code prefix, id, number, text, bool, BLANK, NOT_BLANK, ME, one of DAYS,
    a Span, a Not, or a tuple of these (any of them). `sort` is a column or "name"; blanks come last. `deleted` shows the bin instead.
    `parent` narrows a child register. `on` (ISO, or TODAY) narrows a register with a span to what held on that day: a seat that ended on
    the day is no longer held."""

    register: str
    search: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    sort: str = "name"
    descending: bool = False
    deleted: bool = False
    parent: bytes | None = None
    council: bytes | None = None
    on: str = ""


def usual(register: Register, search: str = "", on: str = "") -> ListQuery:
    """What a register's list begins with: all of it, in its own order."""
    return ListQuery(register.name, search=search, sort=register.sort, descending=register.newest_first, on=on)


def resolved(query: ListQuery, today: dt.date, me: str) -> ListQuery:
    """The query with what its named tokens mean today, to this user."""
    on = today.isoformat() if query.on == TODAY else query.on
    return replace(query, on=on, filters={name: _meant(value, today, me) for name, value in query.filters.items()})


def days(token: str, today: dt.date) -> Span:
    """The days that one of DAYS means."""
    start, end = _MEANS[token](today)
    return Span(start.isoformat() if start is not None else None, end.isoformat())


def _week(today: dt.date) -> _Days:
    sunday = today - dt.timedelta(days=today.isoweekday() % 7)
    return sunday, sunday + dt.timedelta(days=6)


def _month(today: dt.date) -> _Days:
    first = today.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - _DAY


def _fiscal_year(today: dt.date) -> _Days:
    began = today.year - (today.month < 10)
    return dt.date(began, 10, 1), dt.date(began + 1, 9, 30)


_DAY = dt.timedelta(days=1)
_MEANS: Mapping[str, Callable[[dt.date], _Days]] = {
    TODAY: lambda today: (today, today),
    THIS_WEEK: _week,
    THIS_MONTH: _month,
    LAST_MONTH: lambda today: _month(today.replace(day=1) - _DAY),
    THIS_YEAR: lambda today: (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
    THIS_FISCAL_YEAR: _fiscal_year,
    LAST_FISCAL_YEAR: lambda today: _fiscal_year(dt.date(today.year - 1, today.month, 1)),
    OVERDUE: lambda today: (None, today - _DAY),
    NEXT_30_DAYS: lambda today: (today, today + 30 * _DAY),
    NEXT_90_DAYS: lambda today: (today, today + 90 * _DAY),
}
DAYS = tuple(_MEANS)


def _meant(value: Any, today: dt.date, me: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_meant(each, today, me) for each in value)
    if isinstance(value, Not):
        return Not(_meant(value.value, today, me))
    if value in DAYS:
        return days(value, today)
    return me if value == ME else value
