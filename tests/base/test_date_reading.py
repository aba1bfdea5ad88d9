"""Dates as offices write them."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.base import dates, i18n
from desktop.base.errors import Refused

TODAY = dt.date(2026, 11, 22)
WRITTEN = [
    *("15/3/2567", "15 มี.ค. 67", "15/03/2024", "15-3-67", "๑๕ มีนาคม ๒๕๖๗", "15มี.ค.2567", "15032567", "150367", "2024-03-15", "2567-03-15"),
    *("15 Mar 2024", "15th March 2024", "March 15, 2024", "15 มีค 67", "15 มี. ค. 2567", "15.3.2567", "15 3 2567", "2024-03-15 00:00:00"),
    *(
        "วันที่ 15 มีนาคม พ.ศ. 2567",
        "วันศุกร์ที่ 15 เดือนมีนาคม พ.ศ.2567",
        "15 เดือน มีนาคม ปี 2567",
        "15 มีนาคม ค.ศ. 2024",
        "15 มีนาคม ค.ศ. 24",
        "15/3/พ.ศ.2567",
    ),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_day_is_read_in_every_way_it_is_written(written: str) -> None:
    assert dates.parse_date(written, TODAY) == dt.date(2024, 3, 15)
    assert dates.parse_partial(written, TODAY) == "2024-03-15"


def refusal(text: str, *, born: bool = False) -> Refused:
    with pytest.raises(Refused) as caught:
        dates.parse_date(text, TODAY, born=born)
    return caught.value


@pytest.mark.parametrize(
    "text", ["29/2/2566", "31/4/67", "31/02/2510", "0/3/2567", "15/13/2567", "15/3/2250", "15/3/1700", "15/3/พ.ศ.2000", "15/3/ค.ศ.2567"]
)
def test_a_day_that_never_was_is_refused(text: str) -> None:
    assert refusal(text).code == "date_impossible"


@pytest.mark.parametrize(
    "text", ["", "15/3", "15/3/567", "2567", "ไม่ทราบ", "73 ปี", "15 มนาคม 2567", "5 พ.ศ. 2567", "พ.ศ. ค.ศ. 15/3/2567", "1" * 500]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert refusal(text).code == "date_unknown"


def test_a_refusal_tells_nothing_of_what_was_typed() -> None:
    refused = refusal("1-0000-00000-00-0 สมชาย")
    assert "สมชาย" not in str(refused)
    assert not refused.values


def test_two_digits_of_a_year_are_buddhist_and_lie_around_today() -> None:
    assert dates.parse_date("1/1/95", TODAY) == dt.date(1952, 1, 1)
    assert dates.parse_date("1/1/74", TODAY) == dt.date(2031, 1, 1)
    assert dates.parse_date("1/1/75", TODAY) == dt.date(1932, 1, 1)
    assert dates.parse_date("15/3/24", TODAY) == dt.date(1981, 3, 15)


def test_nobody_is_born_in_the_future() -> None:
    assert dates.parse_date("1/1/70", TODAY, born=True) == dt.date(1927, 1, 1)
    assert dates.parse_date("22/11/69", TODAY, born=True) == TODAY
    assert dates.parse_date("23/11/69", TODAY, born=True) == dt.date(1926, 11, 23)
    assert refusal("23/11/2569", born=True).code == "date_impossible"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2496", "1953"),
        ("ปี ๒๔๙๖", "1953"),
        ("พ.ศ. 2496", "1953"),
        ("1953", "1953"),
        ("00/00/2496", "1953"),
        ("-/-/2496", "1953"),
        ("ส.ค. 2496", "1953-08"),
        ("สิงหาคม พ.ศ. 2496", "1953-08"),
        ("ส.ค. 96", "1953-08"),
        ("8/2496", "1953-08"),
        ("0/8/2496", "1953-08"),
        ("1953-08", "1953-08"),
        ("Aug 1953", "1953-08"),
        ("12/8/2496", "1953-08-12"),
    ],
)
def test_what_is_known_of_a_birth_date_is_kept(text: str, iso: str) -> None:
    assert dates.parse_partial(text, TODAY) == iso


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13/2496", "date_impossible"),
        ("2570", "date_impossible"),
        ("12/2569", "date_impossible"),
        ("96", "date_unknown"),
        ("", "date_unknown"),
    ],
)
def test_a_part_of_a_date_that_makes_no_sense_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        dates.parse_partial(text, TODAY)
    assert caught.value.code == code


def test_a_part_of_a_date_may_lie_ahead_when_nobody_is_born_then() -> None:
    assert dates.parse_partial("12/2570", TODAY, born=False) == "2027-12"


@pytest.mark.parametrize(
    ("iso", "style", "language", "shown"),
    [
        ("2024-03-05", "numeric", "th", "05/03/2567"),
        ("2024-03-05", "medium", "th", "5 มี.ค. 2567"),
        ("2024-03-05", "long", "th", "5 มีนาคม พ.ศ. 2567"),
        ("2024-03-05", "numeric", "en", "05/03/2024"),
        ("2024-03-05", "medium", "en", "5 Mar 2024"),
        ("2024-03-05", "long", "en", "5 March 2024"),
        ("1953-08", "numeric", "th", "08/2496"),
        ("1953-08", "medium", "th", "ส.ค. 2496"),
        ("1953-08", "long", "en", "August 1953"),
        ("1953", "medium", "th", "2496"),
        ("1953", "long", "th", "พ.ศ. 2496"),
        ("1953", "long", "en", "1953"),
        ("", "medium", "th", ""),
    ],
)
def test_a_date_is_shown_in_the_era_of_the_language(iso: str, style: str, language: str, shown: str) -> None:
    assert dates.show(iso, style, language) == shown


def test_a_date_without_a_language_follows_the_language_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "th")
    assert dates.show(dt.date(2024, 3, 5)) == "5 มี.ค. 2567"
    monkeypatch.setattr(i18n, "_language", "en")
    assert dates.show(dt.date(2024, 3, 5)) == "5 Mar 2024"


def test_an_unknown_style_is_a_bug() -> None:
    with pytest.raises(ValueError, match="short"):
        dates.show("2024-03-05", "short", "th")


def test_the_fiscal_year_begins_in_october() -> None:
    assert dates.fiscal_year(dt.date(2026, 9, 30)) == 2569
    assert dates.fiscal_year(dt.date(2026, 10, 1)) == 2570


def test_months_have_twelve_names_in_both_languages() -> None:
    for language in ("th", "en"):
        for short in (False, True):
            assert len(set(dates.month_names(language, short))) == 12
    assert dates.month_names("th")[0] == "มกราคม"
    assert dates.month_names("en", short=True)[11] == "Dec"
