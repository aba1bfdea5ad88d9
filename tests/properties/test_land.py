"""Laws of areas and points: what is shown is read back, whatever it is."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.base import land, places

AREAS = st.decimals(0, Decimal("9999999999.99"), places=2)


@given(AREAS)
def test_an_area_is_read_back_from_what_is_shown_and_said(area: Decimal) -> None:
    assert land.parse(land.show(area)) == (area, ())
    for language in ("th", "en"):
        assert land.parse(land.label(area, language)) == (area, ())


@given(AREAS, AREAS)
def test_a_larger_area_has_no_fewer_rai(one: Decimal, other: Decimal) -> None:
    small, large = sorted((one, other))
    assert int(land.show(small).split("-")[0]) <= int(land.show(large).split("-")[0])


@given(st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6))
def test_a_point_is_read_back_from_what_is_shown_unless_it_was_the_wrong_way_round(latitude: Decimal, longitude: Decimal) -> None:
    kept, doubts = places.parse(f"{latitude:f}, {longitude:f}")
    assert places.is_point(kept)
    again, _doubts = places.parse(places.show(kept))
    assert again == kept
    if "point_swapped" not in doubts:
        assert [Decimal(part) for part in kept.split(",")] == [latitude, longitude]
