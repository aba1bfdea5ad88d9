"""The rules of one council seat."""

from __future__ import annotations

from typing import Any

from desktop.registers.members.model import problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


def test_a_seat_is_held_by_somebody() -> None:
    assert codes({}) == {"person_missing"}
    assert codes({"person": bytes(16)}) == set()


def test_a_seat_ends_after_it_begins() -> None:
    assert codes({"person": bytes(16), "appointed_on": "2024-03-15", "end_on": "2024-03-14"}) == {"end_before_start"}
    assert codes({"person": bytes(16), "appointed_on": "2024-03-15", "end_on": "2024-03-15"}) == set()


def test_a_reason_without_the_day_it_ended_warns() -> None:
    assert codes({"person": bytes(16), "end_reason": "RESIGN"}) == {"end_date_missing"}
