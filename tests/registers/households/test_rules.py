"""The rules of one household and of a person in it."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base import i18n
from desktop.registers import REGISTERS
from desktop.registers.households.model import person_problems, problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


@pytest.mark.parametrize("values", [{"house_code": "00322732189"}, {"house_no": "12/5"}, {"near_house_no": "12"}, {"head": bytes(16)}])
def test_anything_that_finds_the_house_is_enough(values: dict[str, Any]) -> None:
    assert codes(values) == set()


def test_a_household_nobody_can_find_is_refused() -> None:
    assert codes({"moo": 3, "village": "บ้านตัวอย่าง"}) == {"address_missing"}


def test_a_person_lives_somewhere_and_moves_out_after_moving_in() -> None:
    both = {"person": bytes(16), "household": bytes(16)}
    assert {problem.code for problem in person_problems({})} == {"person_missing", "household_missing"}
    assert [problem.code for problem in person_problems(both | {"since": "2024-01-02", "until": "2024-01-01"})] == ["end_before_start"]
    assert list(person_problems(both)) == []


def test_a_household_is_called_by_its_number_in_the_language_in_use() -> None:
    values = {"house_no": "12/5", "moo": 0}
    assert REGISTERS["households"].name_of(values) == "House 12/5 Moo 0"
    i18n.use("th")
    assert REGISTERS["households"].name_of(values) == "บ้านเลขที่ 12/5 หมู่ที่ 0"


def test_houses_are_ordered_by_moo_and_number_as_numbers() -> None:
    order = REGISTERS["households"].sort_text
    assert list(order({"moo": 2, "house_no": "9"})) < list(order({"moo": 10, "house_no": "1"}))
    assert list(order({"moo": 2, "house_no": "9"})) < list(order({"moo": 2, "house_no": "11/2"}))
