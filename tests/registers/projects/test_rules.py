"""The rules of one project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop.records.register import Level
from desktop.registers.projects.model import problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


WHOLE = {"title": "บ้านพอเพียง", "areas": ("210304", "210303"), "budget": Decimal("45000.00")}


def test_a_project_over_two_areas_is_whole() -> None:
    assert codes(WHOLE) == set()


def test_a_project_needs_a_title_and_no_negative_money() -> None:
    assert codes(WHOLE | {"title": None}) == {"title_missing"}
    assert codes(WHOLE | {"budget": Decimal("-1.00")}) == {"negative"}


def test_a_project_without_an_area_warns_as_the_region_counts_by_area() -> None:
    assert [(problem.code, problem.level) for problem in problems(WHOLE | {"areas": None})] == [("areas_missing", Level.WARNING)]


def test_a_project_ends_after_it_starts() -> None:
    assert codes(WHOLE | {"start_on": "2024-02-01", "end_on": "2024-01-31"}) == {"end_before_start"}
