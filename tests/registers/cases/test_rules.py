"""The rules of one hardship case."""

from __future__ import annotations

from typing import Any

from desktop.registers import REGISTERS
from desktop.registers.cases.model import CLOSED, problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


def test_a_case_is_a_household_s_or_a_person_s() -> None:
    assert codes({}) == {"whose_missing"}
    assert codes({"person": bytes(16)}) == set() == codes({"household": bytes(16)})


def test_a_closed_case_without_the_day_warns() -> None:
    for status in CLOSED:
        assert codes({"person": bytes(16), "status": status}) == {"closed_on_missing"}
    assert codes({"person": bytes(16), "status": "C70"}) == set()


def test_a_case_closes_after_it_opens() -> None:
    assert codes({"person": bytes(16), "opened_on": "2024-02-01", "closed_on": "2024-01-31"}) == {"end_before_start"}


def test_a_new_case_begins_as_surveyed() -> None:
    assert REGISTERS["cases"].defaults() == {"status": "C10"}
