"""The invented region has the proportions of the source article."""

from __future__ import annotations

import pytest

from desktop.base.regions import BANGKOK_EAST, regions
from desktop.records.invented_region import BUDGET, councils

PROVINCES = regions()[BANGKOK_EAST].provinces


def test_ninety_five_councils_keep_the_articles_projects() -> None:
    plan = councils(PROVINCES, 95)
    projects = [project for council in plan for project in council.projects]
    assert len({council.area for council in plan}) == 95
    assert len({council.area[:2] for council in plan}) == 13
    assert len(projects) == 92
    assert len({area for project in projects for area in project["areas"]}) == 95
    assert sum(project["budget"] for project in projects) == 92 * BUDGET == 4_140_000


def test_a_bangkok_council_is_of_a_khet_and_no_khet_has_two() -> None:
    bangkok = [council.area for council in councils(PROVINCES, 95) if council.area.startswith("10")]
    assert all(len(area) == 4 for area in bangkok)
    assert len(bangkok) == len(set(bangkok))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 13, 40])
def test_a_smaller_region_works_in_as_many_tambons_as_it_has_councils(count: int) -> None:
    plan = councils(PROVINCES, count)
    assert len(plan) == count
    assert len({area for council in plan for project in council.projects for area in project["areas"]}) == count


def test_more_councils_than_tambons_are_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="too few"):
        councils(("10",), 51)
