"""Named tokens of a query: what they mean on a day, and to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.records import query
from desktop.records.query import BLANK, DAYS, ME, TODAY, ListQuery, Not, Span, days, resolved


@pytest.mark.parametrize(
    ("token", "today", "start", "end"),
    [
        (query.TODAY, "2026-11-23", "2026-11-23", "2026-11-23"),
        (query.THIS_WEEK, "2026-11-23", "2026-11-22", "2026-11-28"),  # a Monday
        (query.THIS_WEEK, "2026-11-22", "2026-11-22", "2026-11-28"),  # a Sunday
        (query.THIS_MONTH, "2026-02-10", "2026-02-01", "2026-02-28"),
        (query.THIS_MONTH, "2028-02-10", "2028-02-01", "2028-02-29"),
        (query.THIS_MONTH, "2026-12-31", "2026-12-01", "2026-12-31"),
        (query.LAST_MONTH, "2026-03-31", "2026-02-01", "2026-02-28"),
        (query.LAST_MONTH, "2026-01-01", "2025-12-01", "2025-12-31"),
        (query.THIS_YEAR, "2026-11-23", "2026-01-01", "2026-12-31"),
        (query.THIS_FISCAL_YEAR, "2026-09-30", "2025-10-01", "2026-09-30"),
        (query.THIS_FISCAL_YEAR, "2026-10-01", "2026-10-01", "2027-09-30"),
        (query.LAST_FISCAL_YEAR, "2028-02-29", "2026-10-01", "2027-09-30"),
        (query.OVERDUE, "2026-03-01", None, "2026-02-28"),
        (query.NEXT_30_DAYS, "2026-11-23", "2026-11-23", "2026-12-23"),
        (query.NEXT_90_DAYS, "2026-11-23", "2026-11-23", "2027-02-21"),
    ],
)
def test_a_token_means_days_counted_from_today(token: str, today: str, start: str | None, end: str) -> None:
    assert days(token, dt.date.fromisoformat(today)) == Span(start, end)


def test_every_token_means_days_on_the_last_day_of_a_leap_february() -> None:
    assert all(days(token, dt.date(2028, 2, 29)).end for token in DAYS)


def test_tokens_are_replaced_wherever_they_stand_and_all_else_stays() -> None:
    asked = ListQuery("cases", filters={"a": ME, "b": (TODAY, "C10"), "c": Not(ME), "d": BLANK, "e": b"id", "f": True}, on=TODAY)
    meant = resolved(asked, dt.date(2026, 11, 23), "สมศรี")
    today = Span("2026-11-23", "2026-11-23")
    assert meant.filters == {"a": "สมศรี", "b": (today, "C10"), "c": Not("สมศรี"), "d": BLANK, "e": b"id", "f": True}
    assert meant.on == "2026-11-23"
