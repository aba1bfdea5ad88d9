"""The shipped proposal of a region's provinces."""

from __future__ import annotations

from desktop.base import i18n
from desktop.base.areas import areas
from desktop.base.regions import BANGKOK_EAST, regions


def test_bangkok_its_vicinity_and_the_east_have_thirteen_provinces_of_the_area_table() -> None:
    provinces = regions()[BANGKOK_EAST].provinces
    assert len(provinces) == len(set(provinces)) == 13
    for code in provinces:
        area = areas().get(code)
        assert area is not None and area.kind == "province"


def test_a_region_is_named_in_the_language_in_use() -> None:
    region = regions()[BANGKOK_EAST]
    i18n.use("th")
    assert region.name == "ภาคกรุงเทพฯ ปริมณฑลและตะวันออก"
    i18n.use("en")
    assert region.name == "Bangkok, its vicinity and the East"
