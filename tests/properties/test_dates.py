"""Laws of dates: whatever is shown can be read back, in every style and both languages."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from desktop.base import dates, thai
from desktop.base.errors import Refused

TODAY = dt.date(2026, 11, 22)
STYLES = st.sampled_from(["numeric", "medium", "long"])
LANGUAGES = st.sampled_from(["th", "en", "qps"])
days = st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))
born_days = st.dates(dt.date(1800, 1, 1), TODAY)


@given(days, STYLES, LANGUAGES)
def test_a_date_shown_is_read_back(day: dt.date, style: str, language: str) -> None:
    shown = dates.show(day.isoformat(), style, language)
    assert dates.parse_date(shown, TODAY) == day
    assert dates.parse_date(thai.thai_digits(shown), TODAY) == day
    assert dates.parse_date(f"  {shown.upper()} ", TODAY) == day


@given(days)
def test_an_iso_date_is_read_in_both_eras(day: dt.date) -> None:
    assert dates.parse_date(day.isoformat(), TODAY) == day
    assert dates.parse_date(f"{dates.to_be(day.year)}-{day.month}-{day.day}", TODAY) == day


@given(born_days, st.sampled_from([4, 7, 10]), STYLES, LANGUAGES)
def test_a_partial_date_shown_is_read_back(day: dt.date, length: int, style: str, language: str) -> None:
    iso = day.isoformat()[:length]
    assert dates.parse_partial(dates.show(iso, style, language), TODAY) == iso
    assert dates.parse_partial(iso, TODAY) == iso


@given(st.dates(dt.date(1932, 1, 1), dt.date(2031, 12, 31)))
def test_two_digits_of_a_year_mean_the_hundred_years_around_today(day: dt.date) -> None:
    short = f"{day.day}/{day.month}/{dates.to_be(day.year) % 100:02}"
    assert dates.parse_date(short, TODAY) == day


@given(born_days.filter(lambda day: day.year > 1926))
def test_two_digits_of_a_year_of_birth_never_lie_in_the_future(day: dt.date) -> None:
    short = f"{day.day:02}{day.month:02}{dates.to_be(day.year) % 100:02}"
    assert dates.parse_date(short, TODAY, born=True) == day


@given(st.integers(1, 31), st.integers(1, 12), st.integers(0, 99))
def test_a_birth_with_two_digits_is_at_most_a_hundred_years_ago(day: int, month: int, year: int) -> None:
    try:
        born = dates.parse_date(f"{day}/{month}/{year:02}", TODAY, born=True)
    except Refused as refused:
        assert refused.code == "date_impossible"
    else:
        assert TODAY.replace(year=TODAY.year - 100) < born <= TODAY


@given(st.text(max_size=100) | st.text("0123456789๐๑/.-: มีค.พศวันที่janbe", max_size=30), st.booleans())
def test_any_text_is_a_date_or_refused_with_a_known_code(text: str, born: bool) -> None:
    for read in (dates.parse_date, dates.parse_partial):
        try:
            found = str(read(text, TODAY, born=born))
        except Refused as refused:
            assert refused.code in ("date_unknown", "date_impossible")
            assert not refused.values
        else:
            assert dates.show(found, "medium", "th")
            assert not born or found <= TODAY.isoformat()[: len(found)]


@given(days)
def test_the_fiscal_year_turns_on_the_first_of_october(day: dt.date) -> None:
    assert dates.fiscal_year(day) == day.year + 543 + (day >= dt.date(day.year, 10, 1))
