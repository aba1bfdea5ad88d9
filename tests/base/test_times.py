"""Times of day as people write them."""

from __future__ import annotations

import pytest

from desktop.base import times
from desktop.base.errors import Refused


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8.30", "08:30"),
        ("08:30 น.", "08:30"),
        ("13.45น.", "13:45"),
        ("๘.๓๐ น", "08:30"),
        ("0830", "08:30"),
        ("830", "08:30"),
        ("9", "09:00"),
        ("9 นาฬิกา", "09:00"),
        ("08:30:00", "08:30"),
        ("0:05", "00:05"),
        ("1:15 pm", "13:15"),
        ("12 AM", "00:00"),
        ("12.10 p.m.", "12:10"),
    ],
)
def test_a_time_is_read_in_every_way_it_is_written(text: str, time: str) -> None:
    assert times.parse(text) == time
    assert times.is_time(time)


@pytest.mark.parametrize("text", ["24:00", "8.60", "8.5", "13 pm", "8 โมง", "8.30-9.00", "เช้า", "12345"])
def test_what_is_no_time_or_needs_a_guess_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not_time"):
        times.parse(text)


def test_a_time_is_read_in_both_languages_as_it_is_printed_there() -> None:
    assert times.label("08:30", "th") == "08.30 น."
    assert times.label("08:30", "en") == "08:30"


@pytest.mark.parametrize("text", ["8:30", "24:00", "08.30", "08:60", "08:30 น."])
def test_only_one_form_is_kept(text: str) -> None:
    assert not times.is_time(text)
