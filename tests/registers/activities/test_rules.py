"""The rules of one activity."""

from __future__ import annotations

from typing import Any

from desktop.records.register import Level
from desktop.registers.activities.model import problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


def test_an_activity_needs_a_title() -> None:
    assert codes({}) == {"title_missing"}
    assert codes({"title": "เวทีประชาคม"}) == set()


def test_men_and_women_that_do_not_add_up_warn() -> None:
    found = problems({"title": "อบรม", "participants": 10, "male": 4, "female": 5})
    assert [(problem.code, problem.level, problem.values["sum"]) for problem in found] == [("counts_differ", Level.WARNING, 9)]
    assert codes({"title": "อบรม", "participants": 9, "male": 4, "female": 5}) == set()
    assert codes({"title": "อบรม", "participants": 10, "male": 4}) == set()


def test_an_activity_ends_on_or_after_its_first_day() -> None:
    assert codes({"title": "อบรม", "start_on": "2024-04-25", "end_on": "2024-04-21"}) == {"end_before_start"}
    assert codes({"title": "อบรม", "start_on": "2024-04-21", "end_on": "2024-04-21"}) == set()
