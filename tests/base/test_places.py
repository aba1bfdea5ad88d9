"""Points on the map as people have them."""

from __future__ import annotations

import pytest

from desktop.base import places
from desktop.base.errors import Refused

HERE = "13.756300,100.501800"


@pytest.mark.parametrize(
    "text",
    [
        "13.7563, 100.5018",
        "13.7563 100.5018",
        "13.7563/100.5018",
        "(13.7563,100.5018)",
        "๑๓.๗๕๖๓, ๑๐๐.๕๐๑๘",
        "พิกัด 13.7563, 100.5018",
        "lat: 13.7563, lng: 100.5018",
        "N13.7563 E100.5018",
        "13.7563° N, 100.5018° E",
        "100.5018E, 13.7563N",
        "https://www.google.com/maps/@13.7563,100.5018,17z",
        "https://www.google.com/maps?q=13.7563,100.5018",
        "https://www.google.com/maps/search/?api=1&query=13.7563%2C100.5018",
        "https://www.google.com/maps/search/13.7563,+100.5018?entry=tts",
        "https://www.google.com/maps/place/X/@13.70,100.40,17z/data=!4m6!3m5!3d13.7563!4d100.5018",
        "https://www.openstreetmap.org/#map=17/13.7563/100.5018",
        "https://www.openstreetmap.org/?mlat=13.7563&mlon=100.5018#map=5/13.0/100.0",
        "geo:13.7563,100.5018",
        "geo:13.7563,100.5018?z=17",
    ],
)
def test_a_point_is_read_from_numbers_and_from_links(text: str) -> None:
    assert places.parse(text) == (HERE, ())


@pytest.mark.parametrize("text", ["13°45'22.7\"N 100°30'6.5\"E", "13° 45′ 22.7″ N, 100° 30′ 6.5″ E", "๑๓°๔๕'๒๒.๗\"N ๑๐๐°๓๐'๖.๕\"E"])
def test_a_point_is_read_from_degrees_minutes_and_seconds(text: str) -> None:
    assert places.parse(text) == ("13.756306,100.501806", ())


def test_south_and_west_are_below_zero() -> None:
    assert places.parse("33.8688 S, 70.6693 W")[0] == "-33.868800,-70.669300"
    assert places.parse("-33.8688, -70.6693")[0] == "-33.868800,-70.669300"


def test_two_numbers_the_wrong_way_round_are_turned_and_it_is_said() -> None:
    assert places.parse("100.5018, 13.7563") == (HERE, ("point_swapped",))


def test_a_point_elsewhere_in_the_world_is_doubted_and_kept() -> None:
    assert places.parse("48.85, 2.35") == ("48.850000,2.350000", ("point_outside",))
    assert places.doubts("48.850000,2.350000") == ("point_outside",)
    assert places.doubts(HERE) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13.7563", "not_point"),
        ("หลังวัด", "not_point"),
        ("1 2 3", "not_point"),
        ("https://example.com/", "not_point"),
        ("95, 190", "point_range"),
        ("-91, 2", "point_range"),
        ("https://maps.app.goo.gl/Xyz123", "short_link"),
        ("goo.gl/maps/Xyz123", "short_link"),
    ],
)
def test_what_is_no_point_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        places.parse(text)
    assert refused.value.code == code


def test_what_is_shown_is_read_back() -> None:
    for kept in (HERE, "-0.000001,-179.999999", "90.000000,180.000000"):
        assert places.is_point(kept)
        assert places.parse(places.show(kept))[0] == kept


@pytest.mark.parametrize("text", ["13.7,100.5", "13.756300, 100.501800", "91.000000,10.000000", "10.000000,181.000000", "x", ""])
def test_only_one_form_is_kept(text: str) -> None:
    assert not places.is_point(text)


def test_the_link_to_a_map_leads_back_to_the_point() -> None:
    assert places.parse(places.map_link(HERE))[0] == HERE
